"""Which of our categories a refusal belongs to: by the identifiers it holds, then by its words, then by its status."""

import re

from orchestrator.llm.refusals.category import Category
from orchestrator.llm.refusals.refusal import Refusal
from orchestrator.llm.refusals.vocabulary import matches_category, split_sentences

# Identifiers of error objects (code, type, status, reason), as `_normalize_identifier` leaves them. Meaningless ones are not here
# (invalid_request_error, BadRequestError, INVALID_ARGUMENT), nor what means two things (RESOURCE_EXHAUSTED).
_IDENTIFIERS: dict[Category, str] = {
    Category.CREDIT: """insufficientquota billinghardlimitreached billingnotactive insufficientbalance insufficientfunds
        paymentrequired billingerror creditbalancetoolow budgetexceeded exceededcurrentquotaerror arrearage
        freetieronly allocationquotafreetieronly quotaexceeded insufficientcredits creditsexhausted
        outofcredits spendinglimitreached usagelimitreached servicequotaexceededexception setlimitexceeded billingdisabled
        notenoughbalance keylimitexceeded""",
    Category.TOO_LONG: """contextlengthexceeded stringabovemaxlength exceedcontextsizeerror contextwindowexceeded
        requesttoolarge inputtoolong prompttoolong tokenslimitreached modelmaxprompttokensexceeded
        payloadtoolarge contextwindowexceedederror tokenlimitexceeded maxtokensexceeded contextlimitexceeded
        contextsizeexceeded requestentitytoolarge contextoverflow""",
    Category.DECLINED: """contentfilter contentpolicyviolation invalidprompt moderationblocked safety prohibitedcontent
        blocklist recitation datainspectionfailed contentfiltered responsibleaipolicyviolation
        contentmoderation safetyerror contentpolicyviolationerror guardrailintervened cyberpolicy
        cyberpolicyviolation spii contentblocked moderation flagged sensitive imagesafety inputmoderation
        unsafecontent contentsafety contentfiltererror""",
    Category.BUSY: """ratelimitexceeded ratelimiterror ratelimitreachederror ratelimited ratelimit overloadederror
        overloaded engineoverloadederror engineoverloaded toomanyrequests throttling throttlingexception
        modelnotreadyexception serviceunavailablebusy tokensperminuteexceeded requestsperminuteexceeded
        servicetiercapacityexceeded modeloverloaded ratelimiterroroverloaded slowdown throttlingratequota
        throttlingallocationquota throttlingburstrate serveroverloaded modelcapacityexceeded queuefull
        concurrencylimitexceeded capacityexceeded toomanyconcurrentrequests""",
    Category.REGION: """unsupportedcountryregionterritory requestforbiddenregion countryblocked regionblocked geoblocked
        regionnotsupported locationnotsupported unsupportedcountry unsupportedregion""",
    Category.ACCOUNT: """accountdeactivated accountsuspended modeltermsrequired organizationdisabled accountdisabled
        consumersuspended organizationnotverified accountnotverified termsnotaccepted organizationrestricted
        mustbeverified accountlocked""",
    Category.KEY: """invalidapikey apikeyinvalid authenticationerror invalidauthentication invalidauthenticationerror
        unauthorized unauthenticated incorrectapikeyprovided missingapikey noapikey invalidkey tokeninvalid
        invalidtoken expiredtoken tokenexpired apikeyexpired unrecognizedclientexception
        expiredtokenexception invalidsignatureexception incompletesignature missingauthenticationtoken
        accesstokenexpired apikeyserviceblocked credentialsmissing autherror noauth invalidclienttokenid
        apikeynotfound autherrorinvalidkey apikeyrevoked keyexpired expiredkey tokennotfoundindb""",
    Category.MODEL: """modelnotfound modelnotfounderror deploymentnotfound modeldecommissioned modelnotavailable
        unknownmodel invalidmodel modelnotexist nosuchmodel modelnotallowed modelnotsupported modeldeprecated
        modelretired unsupportedmodel modelnotloaded unknownmodelerror modelunavailable""",
    Category.NO_TOOLS: "toolsnotsupported toolusenotsupported functioncallingnotsupported",
    # The model wrote what the provider's own parser refuses: another try writes something else.
    Category.FAILED: """jsonvalidatefailed toolusefailed outputparsefailed toolcallparseerror malformedfunctioncall
        modelerrorexception""",
}
IDENTIFIERS = {word: category for category, words in _IDENTIFIERS.items() for word in words.split()}

# The request itself is named as what is wrong: words such as `tokens` and `model` beside it are about a field of ours.
_OF_A_FIELD = """unsupportedparameter unsupportedvalue unknownparameter invalidvalue extraforbidden invalidtype missing
    missingrequiredparameter unrecognizedrequestargument integerabovemaxvalue integerbelowminvalue decimalabovemaxvalue
    invalidjsonschema invalidfunctionparameters literalerror unsupportedresponseformat"""
OF_A_FIELD = frozenset(_OF_A_FIELD.split())

_GENERATED = re.compile(
    r"fail\w* to (?:call a function|generate (?:valid )?json)"
    r"|fail\w* to parse (?:the )?(?:tool|function|model|output|input at pos|generated|response|llm)"
    r"|error parsing tool call|(?:could )?not parse the (?:tool|model)|tool call validation failed|unparsable"
    r"|model (?:produced|generated|output|returned) (?:an? )?(?:invalid|malformed)|model(?:'s)? (?:output|response|answer) "
    r"(?:is|was|could) (?:invalid|malformed|not)|\bmodel (?:has |was |is )?(?:crashed|unloaded)"
)
_TOO_LARGE_FOR_A_MINUTE = re.compile(r"request too large|(?:message|request) size and try again|requested \d+.*reduce")
_BY_WORDS = (
    Category.CREDIT, Category.REGION, Category.ACCOUNT, Category.DECLINED, Category.KEY, Category.BUSY,
    Category.TOO_LONG, Category.NO_TOOLS, Category.MODEL,
)  # fmt: skip


# `authentication_error` also stands where an account is suspended, `model_not_found` where it is not verified.
_RATHER = {
    Category.KEY: (Category.CREDIT, Category.REGION, Category.ACCOUNT),
    Category.MODEL: (Category.REGION, Category.ACCOUNT),
}


def classify(refusal: Refusal) -> Category:
    status = refusal.effective_status
    fields = refusal.fields
    lines = [*split_sentences(fields.words), *map(_split_identifier, fields.identifiers)]
    named = [IDENTIFIERS[word] for word in map(_normalize_identifier, fields.identifiers) if word in IDENTIFIERS]
    if any(_TOO_LARGE_FOR_A_MINUTE.search(line) for line in lines) and status in (400, 413, 429):
        return Category.TOO_LONG
    if status == 402:
        return Category.CREDIT
    if named:
        return _of_identifiers(named, lines)
    if status == 429:
        return _of_429(refusal, lines)
    if any(_GENERATED.search(line) for line in lines):
        return Category.FAILED
    if status in (400, 422) and any(_normalize_identifier(word) in OF_A_FIELD for word in fields.identifiers):
        return _of_a_field(refusal, lines)
    return _of_words(status, fields.words, fields.form, lines)


def _of_identifiers(named: list[Category], lines: list[str]) -> Category:
    """The first one, unless the words are more precise. What is used up is often called a rate limit beside it."""
    first = Category.CREDIT if Category.CREDIT in named else named[0]
    return _first(_RATHER.get(first, ()), lines) or first


def _of_429(refusal: Refusal, lines: list[str]) -> Category:
    """Google writes "quota" for the limit of a minute and for that of a day; only the second is used up."""
    body = refusal.body
    if "RESOURCE_EXHAUSTED" in body or "quotaId" in body:
        if re.search(r"PerDay|per ?day|\blimit: 0\b", body):
            return Category.CREDIT
        if re.search(r"PerMinute|retryDelay|retry in|per minute", body):
            return Category.BUSY
    if any(re.search(r"per (?:minute|min|second|sec)\b", line) for line in lines):
        return Category.BUSY
    return next((c for c in (Category.CREDIT, Category.ACCOUNT) if matches_category(c, lines)), Category.BUSY)


def _of_a_field(refusal: Refusal, lines: list[str]) -> Category:
    if refusal.fields.param.startswith("model") and refusal.fields.param in ("model", "model_id"):
        return Category.MODEL
    return Category.TOO_LONG if _is_context(lines) else Category.REQUEST


def _is_context(lines: list[str]) -> bool:
    return any(re.search(r"context (?:length|window|size)", line) for line in lines) and matches_category(
        Category.TOO_LONG, lines
    )


def _of_words(status: int, words: str, form: str, lines: list[str]) -> Category:
    if status == 401:
        return _first((Category.CREDIT, Category.REGION, Category.ACCOUNT), lines) or Category.KEY
    if status == 403:
        if form == "html":
            return Category.FORBIDDEN
        order = (*_BY_WORDS[:6], Category.TOO_LONG, Category.NO_TOOLS, Category.MODEL, Category.FORBIDDEN)
        return _first(order, lines) or Category.KEY
    if status == 413:
        return Category.TOO_LONG
    if status == 404:
        return _of_404(words, form, lines)
    if status == 410 and form != "html":
        return Category.MODEL
    if status in (405, 410) or 300 <= status < 400:
        return Category.ADDRESS
    if status == 451:
        return Category.REGION
    if status in (408, 409, 425, 499):
        return Category.BUSY if matches_category(Category.BUSY, lines) else Category.FAILED
    if form == "html" and status in (400, 501):
        return Category.ADDRESS
    if status in (503, 529):
        return _first((Category.CREDIT, Category.BUSY), lines) or Category.BUSY if status == 529 else _of_503(lines)
    found = _first(_BY_WORDS, lines) if form != "html" else None
    if found is not None:
        return found
    if status in (0, 400, 501) and matches_category(Category.ADDRESS, lines):
        return Category.ADDRESS
    return Category.FAILED if status == 0 or status >= 500 else Category.REQUEST


def _of_503(lines: list[str]) -> Category:
    return _first((Category.CREDIT, Category.BUSY, Category.KEY, Category.MODEL), lines) or Category.FAILED


def _of_404(words: str, form: str, lines: list[str]) -> Category:
    """A server of the API answers in JSON what is missing; anything else is another server, so the address is wrong."""
    if form != "json":
        return Category.MODEL if form == "text" and any("model" in line for line in lines) else Category.ADDRESS
    found = _first((Category.NO_TOOLS, Category.REGION, Category.ACCOUNT, Category.CREDIT, Category.MODEL), lines)
    if found is not None:
        return found
    if re.search(r"(?i)chat/completions|/responses\b|/messages\b|:(?:stream)?generate", words):
        return Category.ADDRESS
    names_a_model = any(re.search(r"\bmodels?\b|deployment", line) for line in lines)
    return Category.ADDRESS if not names_a_model and matches_category(Category.ADDRESS, lines) else Category.MODEL


def _first(categories: tuple[Category, ...], lines: list[str]) -> Category | None:
    return next((category for category in categories if matches_category(category, lines)), None)


def _normalize_identifier(word: str) -> str:
    """`#/type/ContextLengthExceeded:x`, `context_length_exceeded` -> `contextlengthexceeded`."""
    last = re.split(r"[#/:]", word.strip())
    return re.sub(r"[^a-z0-9]", "", (last[-1] or last[0]).lower())


def _split_identifier(word: str) -> str:
    return re.sub(r"[_.\-/#]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", word)).lower().strip()
