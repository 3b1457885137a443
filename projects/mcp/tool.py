"""What a tool for MCP clients is. A new one is a module of `tools/` with one such class, and a line in `tools/__init__.py`."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from io import BytesIO
from typing import Any, ClassVar, Generic, TypeVar

from django.core.handlers.asgi import ASGIRequest
from mcp import types
from mcp.server import ServerRequestContext
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request

from projects.scope import Forbidden, require_write, scope_of


class Arguments(BaseModel):
    """Base of every tool's arguments: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Result(BaseModel):
    """Base of every tool's result."""

    model_config = ConfigDict(frozen=True)


A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls: the user with the scope of their token, as the door has put them into the request."""

    context: ServerRequestContext[Any, Any]

    @property
    def request(self) -> Request:
        assert isinstance(self.context.request, Request)  # it came over HTTP
        return self.context.request

    @property
    def user(self) -> Any:
        return self.request.scope["user"]

    @property
    def credential(self) -> Any:
        return self.request.scope["credential"]

    def absolute(self, path: str) -> str:
        """The address of a page of this site, under the name by which the client knows it."""
        return ASGIRequest(self.request.scope, BytesIO()).build_absolute_uri(path)

    def knows(self, extension: str) -> bool:
        """Whether the client has declared an extension of the protocol for this request."""
        capabilities = self.context.session.client_capabilities
        return bool(capabilities and capabilities.extensions and extension in capabilities.extensions)


class Tool(ABC, Generic[A]):
    """`writes`: not for a token that reads alone. `makes_projects`: nor for a token of one project.

    `is_repeatable`: the same call again changes nothing more.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    writes: ClassVar[bool] = True
    makes_projects: ClassVar[bool] = False
    is_repeatable: ClassVar[bool] = True
    is_destructive: ClassVar[bool] = False
    result: ClassVar[type[Result]]
    arguments: type[A]

    def require_scope(self, user: Any) -> None:
        """Raises Forbidden."""
        if self.writes:
            require_write(user)
        if self.makes_projects and scope_of(user).project_id is not None:
            raise Forbidden("This token is for one project alone.")

    @abstractmethod
    async def run(self, call: Call, arguments: A) -> Result:
        """Raises RequestRefused, whose words the model reads; django.db.Error, RedisError."""

    async def answer(self, call: Call, arguments: A) -> Any:
        """What goes to the client: the result as it is, and as text."""
        result = await self.run(call, arguments)
        return types.CallToolResult(
            content=[types.TextContent(text=self.text(result))],
            structured_content=result.model_dump(mode="json", exclude_none=True),
        )

    def text(self, result: Any) -> str:
        """For clients that read text alone."""
        return str(result.model_dump_json(exclude_none=True))

    def description_for_clients(self) -> types.Tool:
        return types.Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.arguments.model_json_schema(),
            output_schema=self.result.model_json_schema(mode="serialization"),
            annotations=types.ToolAnnotations(
                read_only_hint=not self.writes,
                destructive_hint=self.is_destructive,
                idempotent_hint=self.is_repeatable,
                open_world_hint=False,
            ),
        )
