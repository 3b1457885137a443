"""The storyboards as resources: chatstream://projects/ID/storyboard."""

import json
import re
from typing import Any

from mcp import MCPError, types
from mcp.server import ServerRequestContext

from chatstream.rows.database import off_loop
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.parsing import parse_uuid
from projects.listing import listed_page
from projects.mcp.storyboards import read_storyboard
from projects.mcp.tool import Call

TEMPLATE = "chatstream://projects/{project_id}/storyboard"
_URI = re.compile(r"chatstream://projects/([0-9a-f-]{36})/storyboard")
_JSON = "application/json"

Context = ServerRequestContext[Any, Any]


async def list_resources(context: Context, params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
    """Of the projects that have a video, newest first."""
    try:
        page = await off_loop(listed_page)(Call(context).user, params.cursor if params else None)
    except RequestRefused as refused:
        raise MCPError(types.INVALID_PARAMS, refused.detail) from None
    found = [
        types.Resource(
            uri=TEMPLATE.format(project_id=project.pk),
            name=f"storyboard-{project.pk}",
            title=project.title,
            mime_type=_JSON,
        )
        for project in page.projects
        if vars(project)["revision"]
    ]
    return types.ListResourcesResult(resources=found, next_cursor=page.next)


async def list_templates(
    context: Context, params: types.PaginatedRequestParams | None
) -> types.ListResourceTemplatesResult:
    template = types.ResourceTemplate(
        uri_template=TEMPLATE, name="storyboard", title="The storyboard of a project", mime_type=_JSON
    )
    return types.ListResourceTemplatesResult(resource_templates=[template])


async def read_resource(context: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
    found = _URI.fullmatch(params.uri)
    project_id = parse_uuid(found[1]) if found else None
    try:
        if project_id is None:
            raise NotFound("There is no such resource.")
        revision, document = await off_loop(read_storyboard)(Call(context).user, project_id)
    except RequestRefused as refused:
        raise MCPError(types.INVALID_PARAMS, refused.detail, {"uri": params.uri}) from None
    text = json.dumps({"revision": revision, **document}, ensure_ascii=False)
    return types.ReadResourceResult(contents=[types.TextResourceContents(uri=params.uri, mime_type=_JSON, text=text)])
