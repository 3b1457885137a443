"""A refusal as one of our errors: a sentence for the person, the provider's words and what to check for the operator."""

from chatstream.run.errors import ModelError, OperatorError, RunError, UserError
from orchestrator.llm.refusals.categories import classify
from orchestrator.llm.refusals.category import Category
from orchestrator.llm.refusals.refusal import Refusal
from orchestrator.llm.setting_names import SettingNames
from orchestrator.llm.text.redaction import redact

BUSY = "The AI is busy right now. Try again in a moment."
FAILED = "The AI had a fault of its own. Try again in a moment."
TOO_LONG = "This conversation has become too long for the AI. Start a new project, or write a shorter message."
DECLINED = "The AI declines to answer this message. Try to word it differently."
UNAVAILABLE = "The AI is not available right now. Your message is kept."
WRONG_ADDRESS = (
    "The AI is not available right now: nothing answers at the address that is set for it. Your message is kept."
)


_CHECKS = {
    Category.KEY: "check {key}",
    Category.CREDIT: "the account of {key} is used up: top it up, or raise its limit",
    Category.MODEL: "check {model}, and that this account may use it",
    Category.ADDRESS: "check {address}: most servers want one that ends in /v1",
    Category.NO_TOOLS: "choose a model that can call tools in {model}, or let the server offer them",
    Category.REGION: "the provider does not serve this server's country: choose another provider or {address}",
    Category.ACCOUNT: "the account of {key} has to be verified, accepted or unlocked at the provider",
    Category.FORBIDDEN: "check what {key} may do, and whether something between here and {address} blocks requests",
    Category.REQUEST: "report this: the server did not understand what was sent",
}


def error_from_refusal(refusal: Refusal, names: SettingNames | None = None) -> RunError:
    """Return our error for a refusal. Its `detail` is for the operator."""
    category = classify(refusal)
    detail = _detail(refusal, category, names or SettingNames())
    match category:
        case Category.TOO_LONG:
            return UserError(TOO_LONG, category, detail=detail)
        case Category.DECLINED:
            return UserError(DECLINED, category, detail=detail)
        case Category.BUSY:
            return ModelError(BUSY, category, detail=detail)
        case Category.FAILED:
            return ModelError(FAILED, category, detail=detail)
        case Category.ADDRESS:
            return OperatorError(WRONG_ADDRESS, category, detail=detail)
        case _:
            return OperatorError(UNAVAILABLE, category, detail=detail)


def is_retryable(refusal: Refusal) -> bool:
    """Whether the same request may well be answered a moment later."""
    return classify(refusal) in (Category.BUSY, Category.FAILED) and refusal.effective_status not in (501, 505)


def _detail(refusal: Refusal, category: Category, names: SettingNames) -> str:
    status = f"HTTP {refusal.status}" if refusal.status else "an error in the stream"
    words = redact(refusal.fields.words or "no words")
    check = _CHECKS.get(category, "").format(key=names.key, address=names.address, model=names.model)
    return f"{status}: {words}" + (f" ({check})" if check else "")
