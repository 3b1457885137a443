"""How servers say that something is wrong with a request, an address or a model, or that they are busy."""

from orchestrator.llm.refusals.patterns import RATE_LIMIT, Wordings

DECLINED: Wordings = (
    (
        r"""\b(?:content|prompts?|inputs?|outputs?|messages?|requests?|responses?|query|text|completions?|images?|conversation
            |generation|answer|data|topic|user|safety|system)\b""",
        r"""\bflagged\b|\bfilter(?:ed|ing)?\b|moderat|\bsafety\b|unsafe|\bharm|inappropriate|\bpolic(?:y|ies)\b|guardrail
            |prohibit|violat|(?<!case[ -])sensitive|\brisk\b|\babus|offensive|toxic|jailbreak|sexual|violen
            |blocked (?:by|due|because|for|as)|recitation|copyright|disallowed|illegal|responsible ai|unacceptable|not comply
            |objectionable|malicious|dangerous|self-harm|\bhate""",
        r"""!schema|constraint|parameter|field|unknown name|unsupported|not supported|extra input|unexpected|cors|retention
            |same-origin|permission""",
    ),
    (r"敏感|违规|不安全|content management policy|responsible ai",),
)
TOO_LONG: Wordings = (
    (
        r"\bcontext\b",
        r"""exceed|too (?:long|large|many|big|small)|overflow|larger|longer|greater|maximum|\bmax\b|not enough|limit|\bover\b
            |beyond|reduce|\bfits?\b|out of|\bfull\b|shift""",
        "!thinking|picture",
    ),
    (
        r"\b(?:prompts?|inputs?|conversation|messages|history|request|payload|text|entity|body|chat|sequence|query)\b",
        r"""too (?:long|large|big)|(?:longer|larger|bigger) than|does(?:n't| not) fit|overflow|over(?:ly)? long|size limit
            |exceed\w* (?:\w+ ){0,6}(?:length|tokens?|window|size|context|bytes|characters)""",
        r"!\bimages?\b|\bfiles?\b|\bname\b|description|schema|picture|attachment|thinking",
    ),
    (
        r"\btokens?\b",
        r"exceed|too many|maximum|longer than|more than|greater than|less than|above|over the|limit|larger than|cannot|<=|>",
        r"""prompt|\binputs?\b|messages|conversation|in total|requested|in (?:the )?request|sequence|history|receiv|contains
            |resulted""",
        "!thinking|" + RATE_LIMIT,
    ),
    (r"too many (?:\w+ )?tokens", "!" + RATE_LIMIT),
    (
        r"\b(?:prompts?|inputs?|messages?|conversation|history|context|request|text|tokens?)\b",
        r"\blength|\blong\b|lengthy|\bsize\b|characters|\btokens?\b|number of|\bcount\b",
        r"""exceed|\bpast\b|beyond|\bover\b|at most|\blimit\b|\bmax|more than|too l|can (?:take|look|handle|process|read|hold)
            |does(?:n't| not) fit""",
        r"""!max (?:completion |output |new )?tokens|\boutput\b|completion|\bimages?\b|\bfiles?\b|\bname\b|description|schema
            |picture|attachment|thinking|call id|budget|per day|"""
        + RATE_LIMIT,
    ),
    (r"\btokens?\b", r"context (?:size|length|window)", r"prompt|\binputs?\b|messages|request"),
    (
        r"(?:reduce|shorten|decrease|truncate|trim|compact)\w*",
        r"prompt|messages?\b|\blength\b|\binputs?\b|conversation|context|history|\bsize of",
        "!image|picture|file",
    ),
    (
        r"""input (?:length|size)|(?:prompt|input|sequence|message) length|token (?:limit|count) (?:exceeded
            |of the (?:input|prompt))|number of (?:input |prompt )?tokens""",
        r"range|maximum|limit|exceed|at most|between|too|allowed|<",
    ),
    (r"上下文|超过.{0,8}长度|输入.{0,6}过长|超长",),
)
NO_TOOLS: Wordings = (
    (
        r"\btools?\b|\bfunction[ -]?call(?:s|ing)?\b|\bfunctions\b|\btool[ -]?(?:use|calling|calls?)\b",
        r"""not (?:\w+ )?support|n't (?:\w+ )?support|unsupported|no support|not (?:available|enabled|implemented|allowed)
            |disabled|can ?not (?:use|call|handle)|unable
            |not (?:able|capable|possible|equipped|trained)|no endpoints?|lacks?\b|requires? -|--?jinja|enable-auto-tool-choice
            |tool-call-parser|not trained|without tools""",
        r"""!reasoning|thinking|response format|json|stream|parallel|\bstrict\b|\bnamed?\b|unsupported (?:tool )?type
            |(?<!auto )tool choice (?!requires)|mime""",
    ),
    (
        r"\btools\b|\bfunction[ -]?calling\b|\btool[ -]?(?:use|calling)\b",
        r"\bnot\b|n't\b|\bno\b|cannot|without",
        r"\bmodel\b|\bserver\b|\bendpoint\b|\btemplate\b|\bdeployment\b|\bbackend\b",
        r"!reasoning|thinking|response format|json|stream|parallel|\bstrict\b|choice|call id|message|forc|required|schema",
    ),
    (r"auto tool choice requires",),
)
BUSY: Wordings = (
    (
        RATE_LIMIT
        + r"""|requests per|tokens per|too many (?:\w+ )?(?:requests|connections|calls|queries|sessions)|slow(?:ing)? down
            |back ?off|resource (?:has been )?exhausted|速率|频率|限流|并发|过载|繁忙""",
    ),
    (
        r"""overload|over(?: its)? capacity|at (?:full |maximum |max )?capacity|\bbusy\b|out of capacity
            |(?:high|heavy|peak|unusual|increased) (?:demand|load|traffic|usage|volume)|try again (?:later|shortly|soon) as""",
    ),
    (
        r"\bcapacity\b",
        r"exceed|insufficien|\bno\b|not enough|limit|\bfull\b|reach|temporar|lack|constrain|unavailable|out of",
    ),
    (
        r"""\bmodel\b|\bserver\b|\binstances?\b|\bendpoint\b|\bservice\b|\bengine\b|\bbackend\b|\breplicas?\b|\bweights\b
            |\bworkers?\b""",
        r"""\bloading\b|loaded yet|being loaded|warm(?:ing)?[ -]?up|\bstarting\b|cold[ -]?start|\bbooting|initiali[sz]ing
            |spinning up|scal(?:ing|ed) (?:up|to|from)|not (?:yet )?ready|wak(?:e|ing) up
            |is being (?:deployed|started|prepared)|paused|asleep""",
    ),
    (r"\b(?:queue|slots?)\b", r"\bfull\b|exceed|too long|\bno\b|unavailable|busy|limit|wait"),
    (r"limit", r"reached|exceeded", r"try again in|retry (?:after|in)|wait \d"),
)
MODEL: Wordings = (
    (
        r"\bmodels?\b|\bdeployments?\b|\bengine\b|\binference profile\b|模型",
        r"""not (?:be )?(?:found|exist|known|hosted|served|deployed|pulled|recogni|installed|registered|listed)
            |n't (?:exist|find|recogni)|\bunknown\b
            |\bno (?:such|model|models|deployment|endpoints?|provider|instances?|allowed|matching|longer)\b|invalid model
            |not a valid|decommission|deprecat|retired|shut ?down|sunset|end[ -]of[ -]life|try pulling
            |(?:could not|cannot|can't|unable to|failed to) (?:find|load|locate|resolve)|is invalid|discontinued|removed
            |not (?:have )?access|not accessible|not loaded|must (?:provide|specify)|missing|\bis required|不存在""",
        "!does(?:n't| not) support|parameter|argument|\boptions?\b|unsupported value|tool call|content|output|response",
    ),
    (
        r"""\bmodels? (?:\S+ ){0,3}(?:is|are|was) (?:currently )?(?:not (?:available|supported|valid|allowed|enabled)
            |unavailable|unsupported|gone)""",
    ),
    (
        r"""unavailable model\b|(?:specify|provide|choose|select|pass) (?:a |the )?(?:valid )?model\b
            |not (?:a |an )?(?:known|valid|supported|available|recogni[sz]ed|existing) model
            |unsupported model\b|model unsupported|invalid model\b|unknown model\b|model not (?:supported|available)|model id
            |no (?:available )?(?:endpoints?|channels?|providers?)\b.*\b(?:for|model)\b|无可用渠道""",
    ),
)
ADDRESS: Wordings = (
    (
        r"""page not found|(?:invalid|unknown|unrecogni[sz]ed) (?:request )?(?:url|uri|route|path|endpoint|api)
            |no (?:such )?(?:route|handler|endpoint|context-path|path)|cannot (?:post|get)\b|unexpected endpoint
            |method not allowed|file not found|no static resource|default backend
            |https? request .{0,20}(?:sent )?to .{0,10}https""",
    ),
    (
        r"\b(?:url|uri|route|path|page|resource|endpoint|address|file|operation|api)\b",
        r"not (?:be )?found|n't (?:be )?found|does(?:n't| not) exist|not exist|unknown|invalid|no matching|not recogni",
        r"!parameter|argument|\bfield|\boption",
    ),
    (
        r"""^(?:http )?(?:error )?(?:404)?[ :-]*not[ -]?found(?: error)?$|^404(?: not found)?$|^404 page
            |^(?:the )?(?:requested )?(?:resource|page)? ?(?:could )?not (?:be )?found$""",
    ),
)
