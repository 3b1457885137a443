"""What a refusal is about."""

from enum import StrEnum


class Category(StrEnum):
    """The value is the code of our error."""

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
