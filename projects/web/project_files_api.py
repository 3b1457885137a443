"""The JSON API of a project as a file: what a person keeps of one project. All of an account: account_api.py."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from chatstream.doors import http
from chatstream.rows.database import off_loop
from chatstream.wire.errors import RequestRefused
from projects.actions import get_project
from projects.limits.rates import count
from projects.models import Project
from projects.project_files import json_file, markdown_file

Write = Callable[[Project], Iterator[str]]
FORMS: dict[str, tuple[str, str, Write]] = {
    "json": (".json", "application/json", json_file),
    "markdown": (".md", "text/markdown; charset=utf-8", markdown_file),
}


@require_GET
@http.door
async def project_file(request: HttpRequest, user: Any, project_id: UUID, form: str) -> HttpResponseBase:
    """GET: the project and its conversation, as a download that is made while it is sent. `form`: json or markdown."""
    if form not in FORMS:
        raise RequestRefused("not_found", "A project is downloaded as json or markdown.")
    await count(user.pk, "EXPORTS")
    project = await off_loop(get_project)(user, project_id)
    ending, kind, write = FORMS[form]
    response = StreamingHttpResponse(_stream(project, write), content_type=kind)
    name = "".join(each for each in project.title if each.isprintable() and each not in "/\\") + ending
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


async def _stream(project: Project, write: Write) -> AsyncIterator[bytes]:
    """If it fails, the download breaks off."""
    pieces = write(project)
    while (piece := await off_loop(next)(pieces, None)) is not None:
        yield piece.encode()
