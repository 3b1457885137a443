"""How servers say that something is wrong with a key or an account."""

from orchestrator.llm.refusals.patterns import RATE_LIMIT, Wordings

_NOT = r"(?:not (?:\w+ )?|n't (?:\w+ )?|no longer )"
CREDIT: Wordings = (
    (
        r"""\bcredits?\b|\bbalance\b|\bbilling\b|\bpayments?\b|\bfunds?\b|\bprepa(?:id|y)|\bspend(?:ing)?\b|\bwallet\b
            |\barrear|\brecharge|\btop(?:ped)?[ -]?up|\bmoney\b""",
        r"""insufficien|\blow\b|exhaust|exceed|reach|\bused\b|(?:run|ran|running) out|out of|\bno\b|(?:not|n't) enough|deplet
            |required|\bhard limit|zero|negative|expired|past due|overdue|fail|unpaid|purchase|\badd\b|\btoo\b|\bneed|upgrade
            |check your|\bhit\b|\bover\b|lack|below|empty|not active|inactive|afford|remaining|please|cap\b|not been|not set
            |\bmust\b|activat|enabl""",
        "!charged|" + RATE_LIMIT,
    ),
    (
        r"\bquotas?\b|\ballowance\b|\bentitlement",
        r"exceed|exhaust|\bused\b|insufficien|reach|no remaining|out of|deplet|\bhit\b|consumed|\bover\b|\bzero\b|\bno\b",
        "!" + RATE_LIMIT,
    ),
    (
        r"""(?:usage|spend\w*|monthly|weekly|daily|free|trial|key|total|budget|cost|plan'?s?)\s(?:\w+ )?
            (?:limit|cap|quota|tier|usage|period|budget|trial)""",
        r"exceed|reach|exhaust|\bhit\b|used up|ended|expired|\bover\b",
        "!" + RATE_LIMIT,
    ),
    (
        r"used up|\bexhaust|\bset (?:\w+ )?limit",
        r"\bdaily|monthly|\bfree\b|allocation|\bplan\b|package|inference limit|account",
        "!" + RATE_LIMIT,
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
REGION: Wordings = (
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
ACCOUNT: Wordings = (
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
KEY: Wordings = (
    (
        r"""\b(?:api|access|secret|subscription|auth\w*|security|bearer|virtual|project|service|account|client)[ -]?
            (?:keys?|tokens?)\b|\bapikey\b|\bauthorization header\b|\bcredentials?\b|\bbearer\b|\bjwt\b|\bx-api-key\b
            |\b(?:your|the|this|provided|given) keys?\b|\bkeys?\b(?= (?:is|was|has|not|could|does|provided|you))""",
        r"""invalid|incorrect|wrong|missing|not (?:valid|found|provided|present|recogni|accepted|allowed|authori|exist|match|set
            |supplied|correct)|n't (?:valid|exist|match|provide|find|verify|recogni|validate)|\bno\b|expired|revoked|malformed
            |reject|requir|fail|could not|unable|leaked|disabled|deactivated|deleted|must |unknown|\bbad\b|denied|mismatch|blocked
            |please (?:provide|pass|set|check|supply|include)|unrecogni|compromised|empty|absent|without|inactive""",
        "!" + RATE_LIMIT,
    ),
    (
        r"""use (?:an )?api key|unregistered caller|\bunauthori[sz]ed\b|\bunauthenticated\b|\bnot authenticated\b
            |authentication (?:failed|failure|error|fails|is required|required)|fail\w* to authenticate|could not authenticate
            |invalid (?:authentication|auth|signature|token)\b(?! count| limit| length)|unrecogni[sz]ed client|no auth\b
            |please log ?in|\blogin required|token (?:is |has |was )?(?:been )?(?:invalid|expired|revoked)
            |令牌|无效的 ?(?:api|key|密钥)|密钥""",
    ),
)
FORBIDDEN: Wordings = (
    (
        r"""permission|not (?:allowed|permitted|authori[sz]ed|entitled|enabled)|forbidden|access (?:is )?(?:denied|restricted)
            |not have (?:\w+ )?access|no access|\bscopes?\b|\brole\b|\bip (?:address )?|firewall|cloudflare|\bwaf\b
            |you have been blocked|allowlist|whitelist|attention required|just a moment|service disabled|api has not been used
            |not accessible|^error code: 10\d\d$""",
    ),
)
