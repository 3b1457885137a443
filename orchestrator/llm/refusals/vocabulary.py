"""The words in which servers say the same few things.

An idea is one or more patterns that all stand in one sentence (`!` before one that must not). Providers change their wording
from release to release, and gateways write their own; the nouns and the verbs of an idea stay. Sentences are as `plain` leaves
them: lower case, no quotes, no addresses, underscores and camel case as spaces. Lines of a pattern are joined as they are.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from orchestrator.llm.refusals.patterns import join_lines

Pattern = tuple[bool, re.Pattern[str]]


class Category(StrEnum):
    """What a refusal is about; the value is the code of our error."""

    TOO_LONG = "conversation_too_long"
    KEY = "provider_refused_key"
    CREDIT = "provider_quota_used_up"
    DECLINED = "provider_declined"
    BUSY = "provider_busy"
    REGION = "provider_refused_region"
    ACCOUNT = "provider_refused_account"
    FORBIDDEN = "provider_forbidden"
    MODEL = "provider_unknown_model"
    ADDRESS = "provider_wrong_address"
    NO_TOOLS = "provider_no_tools"
    FAILED = "provider_failed"
    REQUEST = "provider_refused_request"


_RATE = join_lines(
    r"""rate[ -]?limit|(?:parallel|simultaneous) (?:requests|calls|connections)|per (?:minute|second|min|sec|hour)\b
        |\bqps\b|request limit|\b[rt]pm\b|\brps\b|concurren|throttl"""
)
_NOT = r"(?:not (?:\w+ )?|n't (?:\w+ )?|no longer )"

_CREDIT = (
    (
        r"""\bcredits?\b|\bbalance\b|\bbilling\b|\bpayments?\b|\bfunds?\b|\bprepa(?:id|y)|\bspend(?:ing)?\b|\bwallet\b
            |\barrear|\brecharge|\btop(?:ped)?[ -]?up|\bmoney\b""",
        r"""insufficien|\blow\b|exhaust|exceed|reach|\bused\b|(?:run|ran|running) out|out of|\bno\b|(?:not|n't) enough|deplet
            |required|\bhard limit|zero|negative|expired|past due|overdue|fail|unpaid|purchase|\badd\b|\btoo\b|\bneed|upgrade
            |check your|\bhit\b|\bover\b|lack|below|empty|not active|inactive|afford|remaining|please|cap\b|not been|not set
            |\bmust\b|activat|enabl""",
        "!charged|" + _RATE,
    ),
    (
        r"\bquotas?\b|\ballowance\b|\bentitlement",
        r"exceed|exhaust|\bused\b|insufficien|reach|no remaining|out of|deplet|\bhit\b|consumed|\bover\b|\bzero\b|\bno\b",
        "!" + _RATE,
    ),
    (
        r"""(?:usage|spend\w*|monthly|weekly|daily|free|trial|key|total|budget|cost|plan'?s?)\s(?:\w+ )?
            (?:limit|cap|quota|tier|usage|period|budget|trial)""",
        r"exceed|reach|exhaust|\bhit\b|used up|ended|expired|\bover\b",
        "!" + _RATE,
    ),
    (
        r"used up|\bexhaust|\bset (?:\w+ )?limit",
        r"\bdaily|monthly|\bfree\b|allocation|\bplan\b|package|inference limit|account",
        "!" + _RATE,
    ),
    (
        r"budget (?:has been |was |is |limit )?(?:exceeded|exhausted|reached|used)|exceed\w* (?:\w+ ){0,3}budget|over budget",
        "!thinking|budget tokens|reasoning",
    ),
    (
        r"""can only afford|payment required|pay as you go|subscribe to|upgrade (?:your|to a) (?:plan|paid)|unpaid invoice
            |余额|欠费|充值|额度""",
    ),
)
_REGION = (
    (
        r"\bcountr(?:y|ies)\b|\bregions?\b|\bterritor|\blocations?\b|\bgeograph|\bjurisdiction|\bgeo[ -]?(?:block|restrict|fenc)",
        _NOT + r"?(?:support|available|allowed|permit|serve|accessible|offer|eligible)",
        r"not |n't |unsupported|unavailable",
        "!deployment|inference profile|on-demand",
    ),
    (
        r"\bcountr(?:y|ies)\b|\bregions?\b|\bterritor|\blocations?\b|\bgeograph|\bjurisdiction|\bgeo[ -]?(?:block|restrict|fenc)",
        r"unsupported|unavailable|restrict|block|prohibit|forbid|denied|refus|outside|sanction|embargo",
        "!deployment|inference profile|on-demand",
    ),
    (r"unavailable for legal reasons",),
)
_ACCOUNT = (
    (
        r"\baccounts?\b|\borgani[sz]ation\b|\bteam\b|\bworkspace\b|\btenant\b|\bconsumer\b|\bproject\b",
        r"""suspend|deactivat|disabled|\bbanned|\bblocked|terminated|\bclosed|verif|on hold|frozen|restricted|inactive
            |not (?:yet )?(?:active|activated|in good standing|approved|enabled)|under review|locked|delinquent|denied access
            |limited due""",
        r"!\bapi (?:has not been|is disabled)",
    ),
    (
        r"""verify your|(?:identity|age|phone|email|organi[sz]ation|account) (?:verification|not verified)|must be verified
            |requires? verification""",
    ),
    (
        r"""accept\w* (?:the |these |its |our )?(?:\w+ )?(?:terms|license|agreement|eula)|terms acceptance|agree to (?:the|our)
            |data policy|privacy (?:settings|policy)|good standing|gated (?:repo|model)""",
    ),
)
_KEY = (
    (
        r"""\b(?:api|access|secret|subscription|auth\w*|security|bearer|virtual|project|service|account|client)[ -]?
            (?:keys?|tokens?)\b|\bapikey\b|\bauthorization header\b|\bcredentials?\b|\bbearer\b|\bjwt\b|\bx-api-key\b
            |\b(?:your|the|this|provided|given) keys?\b|\bkeys?\b(?= (?:is|was|has|not|could|does|provided|you))""",
        r"""invalid|incorrect|wrong|missing|not (?:valid|found|provided|present|recogni|accepted|allowed|authori|exist|match|set
            |supplied|correct)|n't (?:valid|exist|match|provide|find|verify|recogni|validate)|\bno\b|expired|revoked|malformed
            |reject|requir|fail|could not|unable|leaked|disabled|deactivated|deleted|must |unknown|\bbad\b|denied|mismatch|blocked
            |please (?:provide|pass|set|check|supply|include)|unrecogni|compromised|empty|absent|without|inactive""",
        "!" + _RATE,
    ),
    (
        r"""use (?:an )?api key|unregistered caller|\bunauthori[sz]ed\b|\bunauthenticated\b|\bnot authenticated\b
            |authentication (?:failed|failure|error|fails|is required|required)|fail\w* to authenticate|could not authenticate
            |invalid (?:authentication|auth|signature|token)\b(?! count| limit| length)|unrecogni[sz]ed client|no auth\b
            |please log ?in|\blogin required|token (?:is |has |was )?(?:been )?(?:invalid|expired|revoked)
            |令牌|无效的 ?(?:api|key|密钥)|密钥""",
    ),
)
_DECLINED = (
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
_TOO_LONG = (
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
        "!thinking|" + _RATE,
    ),
    (r"too many (?:\w+ )?tokens", "!" + _RATE),
    (
        r"\b(?:prompts?|inputs?|messages?|conversation|history|context|request|text|tokens?)\b",
        r"\blength|\blong\b|lengthy|\bsize\b|characters|\btokens?\b|number of|\bcount\b",
        r"""exceed|\bpast\b|beyond|\bover\b|at most|\blimit\b|\bmax|more than|too l|can (?:take|look|handle|process|read|hold)
            |does(?:n't| not) fit""",
        r"""!max (?:completion |output |new )?tokens|\boutput\b|completion|\bimages?\b|\bfiles?\b|\bname\b|description|schema
            |picture|attachment|thinking|call id|budget|per day|"""
        + _RATE,
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
_NO_TOOLS = (
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
_BUSY = (
    (
        _RATE
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
_MODEL = (
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
_ADDRESS = (
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
_FORBIDDEN = (
    (
        r"""permission|not (?:allowed|permitted|authori[sz]ed|entitled|enabled)|forbidden|access (?:is )?(?:denied|restricted)
            |not have (?:\w+ )?access|no access|\bscopes?\b|\brole\b|\bip (?:address )?|firewall|cloudflare|\bwaf\b
            |you have been blocked|allowlist|whitelist|attention required|just a moment|service disabled|api has not been used
            |not accessible""",
    ),
)


def _compile(ideas: Iterable[tuple[str, ...]]) -> tuple[tuple[Pattern, ...], ...]:
    return tuple(
        tuple((not p.startswith("!"), re.compile(join_lines(p.removeprefix("!")))) for p in idea) for idea in ideas
    )


VOCABULARY = {
    Category.CREDIT: _compile(_CREDIT),
    Category.REGION: _compile(_REGION),
    Category.ACCOUNT: _compile(_ACCOUNT),
    Category.KEY: _compile(_KEY),
    Category.DECLINED: _compile(_DECLINED),
    Category.TOO_LONG: _compile(_TOO_LONG),
    Category.NO_TOOLS: _compile(_NO_TOOLS),
    Category.BUSY: _compile(_BUSY),
    Category.MODEL: _compile(_MODEL),
    Category.ADDRESS: _compile(_ADDRESS),
    Category.FORBIDDEN: _compile(_FORBIDDEN),
}

_PATHS = re.compile(r"https?://\S+|(?<![\w.-])[\w.-]{1,100}/[\w./:@-]{0,100}/[\w./:@-]*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_QUOTES = re.compile(r"[`\"“”‘*]|(?<!\w)['’]|['’](?!\w)")


def split_sentences(words: str) -> list[str]:
    """The plain sentences of a text."""
    return [normalize(each) for each in re.split(r"\n|(?<=[.!?;])\s+|(?<=[。！？；])", words) if each.strip()]


def normalize(words: str) -> str:
    words = _CAMEL.sub(" ", _PATHS.sub(" ", words))
    return " ".join(_QUOTES.sub("", words).replace("_", " ").lower().replace("’", "'").split()).rstrip(" .!")


def matches_category(category: Category, lines: Iterable[str]) -> bool:
    """Whether one of these sentences says what this category is about."""
    ideas = VOCABULARY[category]
    return any(all(bool(p.search(line)) is wanted for wanted, p in idea) for line in lines for idea in ideas)
