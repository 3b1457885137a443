"""The page of an account: what a person has used, their access tokens, and the way to their data."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from projects.access.tokens import make_token, revoke
from projects.limits.current_use import current_uses
from projects.listing import listed_page
from projects.models import AccessToken
from projects.scope import Scope
from projects.web.pages import page_context

MOST_TOKENS = 50
READ, WRITE = "read", "write"
LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("A year")), ("", _("Until it is revoked"))]


class TokenForm(forms.Form):
    """What a new token is to be. `project`: an id, or empty for all."""

    name = forms.CharField(max_length=100)
    access = forms.ChoiceField(
        choices=[(READ, _("Read")), (WRITE, _("Read and change"))], initial=READ, widget=forms.RadioSelect
    )
    project = forms.ChoiceField(required=False)
    days = forms.ChoiceField(choices=LIFETIMES, initial="90", required=False)

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        projects = [(str(project.pk), project.title) for project in listed_page(user).projects]
        self.fields["project"].choices = [("", _("All videos")), *projects]  # type: ignore[attr-defined] # a ChoiceField

    def clean(self) -> dict[str, Any]:
        if AccessToken.objects.live().filter(user=self.user).count() >= MOST_TOKENS:
            raise ValidationError(gettext("You have as many tokens as you may. Revoke one that you do not need."))
        return self.cleaned_data

    def make(self) -> str:
        wanted = self.cleaned_data
        scope = Scope(wanted["access"] == WRITE, UUID(wanted["project"]) if wanted["project"] else None)
        expires = timezone.now() + timedelta(days=int(wanted["days"])) if wanted["days"] else None
        return make_token(self.user, wanted["name"], scope, expires)


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    return _page(request, TokenForm(request.user))


@require_POST
@login_required
def new_token(request: HttpRequest) -> HttpResponse:
    """The page that follows shows the token; nothing shows it again."""
    form = TokenForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    return _page(request, TokenForm(request.user), made=form.make(), status=201)


@require_POST
@login_required
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Harmless to repeat, and for a token that is not theirs."""
    user: Any = request.user
    for token in AccessToken.objects.filter(user_id=user.pk, pk=token_id):
        revoke(token)
    return redirect("account")


def _page(request: HttpRequest, form: TokenForm, made: str = "", status: int = 200) -> HttpResponse:
    tokens = AccessToken.objects.filter(user_id=form.user.pk, revoked=None).select_related("project")
    stamp = form.user.get_session_auth_hash()
    context = {
        **page_context(request),
        "form": form,
        "made": made,
        "uses": current_uses(form.user.pk),
        "tokens": [token for token in tokens if token.password_stamp == stamp],
    }
    return render(request, "projects/account.html", context, status=status)
