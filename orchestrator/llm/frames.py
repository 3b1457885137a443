"""The JSON of a Chat Completions stream: what we read of it, and as loosely as compatible servers write it."""

from typing import Any

from pydantic import BaseModel


class FunctionDelta(BaseModel):
    name: str | None = None
    arguments: str | dict[str, Any] | None = None  # some servers send the object itself


class ToolCallDelta(BaseModel):
    index: int | None = None
    id: str | None = None
    function: FunctionDelta = FunctionDelta()


class Delta(BaseModel):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[ToolCallDelta] | None = None


class Choice(BaseModel):
    delta: Delta | None = None
    finish_reason: str | None = None


class TokenCount(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class ChunkFrame(BaseModel):
    """One `data:` of the stream. `error` stands where a provider fails after its 200."""

    choices: list[Choice] | None = None
    usage: TokenCount | None = None
    error: Any = None
