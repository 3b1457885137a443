"""The setting MCP_SERVERS: which servers there are, and which of their tools may be called."""

from collections.abc import Mapping
from string import Template
from typing import Literal

from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

MANY = 8  # servers


class McpServer(BaseModel):
    """`headers`: with `$NAME` for what stands in the environment. `tools`: the names of those that may be called; None: all.

    `approval`: whether a person must allow each call.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")
    url: str = Field(pattern=r"^https?://[^\s/]+")
    headers: dict[str, str] = Field(default_factory=dict, repr=False)  # they hold keys
    tools: list[str] | None = None
    approval: Literal["always", "never"] = "always"


def read_servers(text: str, environment: Mapping[str, str]) -> list[McpServer]:
    """Raises ImproperlyConfigured, with one sentence."""
    try:
        servers = TypeAdapter(list[McpServer]).validate_json(text or "[]")
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False, include_input=False)
        place = ".".join(map(str, first["loc"])) or "it"
        raise ImproperlyConfigured(f"MCP_SERVERS cannot be used: {place}: {first['msg']}.") from None
    names = [server.name for server in servers]
    if len(names) > MANY or len(set(names)) < len(names):
        raise ImproperlyConfigured(f"MCP_SERVERS names at most {MANY} servers, each by a name of its own.")
    return [server.model_copy(update={"headers": _fill(server, environment)}) for server in servers]


def _fill(server: McpServer, environment: Mapping[str, str]) -> dict[str, str]:
    try:
        return {name: Template(value).substitute(environment) for name, value in server.headers.items()}
    except KeyError as missing:
        raise ImproperlyConfigured(f"MCP_SERVERS wants ${missing.args[0]} for {server.name}: set it.") from None
    except ValueError:
        raise ImproperlyConfigured(f"MCP_SERVERS has a $ in a header of {server.name} that names nothing.") from None
