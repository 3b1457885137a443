"""The pages: sign-in, the list of projects, the chat. They show; everything that changes goes over the API and the wire."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe

from chatstream.wire.errors import NotFound
from projects.actions import get_project
from projects.demo_offers import COMMANDS, STARTERS
from projects.limits.current_use import fullest_use
from projects.listing import listed_page
from projects.model_choice import choices, model_of
from projects.models import ShareLink
from projects.prepared_films import read_film
from storyboard.formats import FORMATS, RATIOS

FORMAT_WORDS = [  # for translators: the template shows them
    *(_("landscape"), _("portrait"), _("square")),
    *(_("landscape-1080p"), _("portrait-1080p"), _("portrait-4x5")),
]
FIRST_SECONDS = (10, 20, 30, 60)  # what the composer of an empty project offers


@login_required
def projects_page(request: HttpRequest) -> HttpResponse:
    return render(request, "projects/project_list.html", page_context(request))


@login_required
def chat(request: HttpRequest, project_id: UUID) -> HttpResponse:
    try:
        project = get_project(request.user, project_id)
    except NotFound as error:
        raise Http404(str(error)) from None
    model, has_film = model_of(project), project.revisions.exists()
    return render(
        request,
        "projects/chat.html",
        {
            **page_context(request),
            "is_demo": model == "demo",
            "project": project,
            "has_begun": project.messages.exists() or has_film,
            "has_film": has_film,
            "starters": STARTERS,
            "commands": COMMANDS,
            "formats": FORMATS.values(),
            "first_ratios": RATIOS,
            "first_seconds": FIRST_SECONDS,
            "model": model,
            "is_shared": ShareLink.objects.filter(project=project).exists(),
            "choices": choices() if settings.LLM_CHOICES else [],
        },
    )


@require_safe
def prepared_film(request: HttpRequest, name: str) -> HttpResponse:
    """The document of a prepared film, for everybody: the page of the sign-in plays one."""
    document = read_film(name)
    if document is None:
        raise Http404("There is no such film.")
    response = HttpResponse(document, content_type="application/json")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A program gets JSON, a person a page."""
    if request.path.startswith("/api/"):
        detail = (
            "A request with a session cookie needs the X-CSRFToken header; programs send `Authorization: Bearer …`."
        )
        body = {"type": "request_error", "code": "csrf_failed", "detail": detail}
        return JsonResponse(body, status=403)
    return render(request, "403_csrf.html", status=403)


def page_context(request: HttpRequest) -> dict[str, object]:
    page = listed_page(request.user)
    return {
        "projects": page.projects,
        "next_projects": page.next,
        "allowance": fullest_use(request.user.pk),
        "model_label": settings.LLM_MODEL,
        "is_demo": settings.LLM_MODEL == "demo",
    }
