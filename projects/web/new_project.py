"""A new project by a form, for whoever presses "New video" before the page's scripts are there."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from chatstream.rows.database import off_loop, persist_briefly
from chatstream.wire.errors import RequestRefused
from chatstream.wire.replies import REFUSAL_STATUS
from projects import actions
from projects.limits.rates import count
from projects.web.pages import page_context


@require_POST
@login_required
async def new_project(request: HttpRequest) -> HttpResponse:
    """Leads to the new project. A refusal leads back to the list, which says that it did not work: 429, or 503."""
    user = await request.auser()
    try:
        await count(user.pk, "PROJECTS")
        project = await persist_briefly(actions.create_project)(user, "", uuid4())
    except RequestRefused as error:
        return await off_loop(_refuse)(request, error)
    return redirect("project", project.pk)


def _refuse(request: HttpRequest, error: RequestRefused) -> HttpResponse:
    context = {**page_context(request), "has_failed": True}
    return render(request, "projects/project_list.html", context, status=REFUSAL_STATUS[error.code])
