"""Optional fields that a model fills with null or "" instead of omitting them."""

from typing import Any

from pydantic import BaseModel, BeforeValidator, model_validator

from orchestrator.llm.arguments import lenient_json


class OptionalFields(BaseModel):
    """Base of what a model writes: an optional field that is null or blank counts as absent."""

    @model_validator(mode="before")
    @classmethod
    def _leave_out(cls, written: Any) -> Any:
        if not isinstance(written, dict):
            return written
        fields = cls.model_fields
        optional = {name for name, field in fields.items() if not field.is_required()}
        return {name: value for name, value in written.items() if name not in optional or not is_blank(value)}


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def decode_json(value: Any) -> Any:
    """A list or an object that a model wrote as a string of JSON; anything else as it is."""
    if not isinstance(value, str) or value.strip()[:1] not in ("[", "{"):
        return value
    try:
        return lenient_json.decode(value)
    except (ValueError, RecursionError):
        return value


def without_blanks(value: Any) -> Any:
    """Without the fields of objects that are null or ""."""
    if isinstance(value, dict):
        fields = {key: without_blanks(each) for key, each in value.items()}
        return {key: each for key, each in fields.items() if each is not None and each != ""}
    return [without_blanks(each) for each in value] if isinstance(value, list) else value


Decoded = BeforeValidator(decode_json)
