"""The pages that are not allauth's: an invite, the way to a provider, and the way into the admin."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from accounts import invites
from accounts.elsewhere import named_providers

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]


def lazily(dotted: str) -> View:
    """A view of allauth that is imported by its first request: most processes never serve one."""

    def view(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        response: HttpResponseBase = import_string(dotted)(request, **arguments)
        return response

    return view


def where(setting: str, view: View) -> View:
    """A view that is there while an operator wants it."""

    def checked(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        if not getattr(settings, setting):
            raise Http404(f"{setting} is off.")
        return view(request, **arguments)

    return checked


def sign_in_elsewhere(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The way to a provider. It is a page that leads on: the policy of a form forbids that it is redirected there."""
    from requests import RequestException

    try:
        response = _login_view(provider_id)(request)
    except RequestException:
        logger.exception("The provider %s does not answer: check OIDC_ISSUER.", provider_id)
        return render(request, "socialaccount/authentication_error.html", status=503)
    if response.status_code == 302:
        name = dict(named_providers()).get(provider_id, provider_id)
        return render(request, "accounts/leaving.html", {"destination": response.headers["Location"], "name": name})
    return response


def _login_view(provider_id: str) -> View:
    providers = "allauth.socialaccount.providers"
    if provider_id in settings.SIGN_IN_PROVIDERS:
        return cast(View, import_string(f"{providers}.{provider_id}.views.oauth2_login"))
    return partial(import_string(f"{providers}.openid_connect.views.login"), provider_id=provider_id)


@require_safe
def sign_up_by_invite(request: HttpRequest, token: str) -> HttpResponseBase:
    """A used or expired invite says so. The token leaves the address before the form is shown."""
    if request.user.is_authenticated:
        response: HttpResponseBase = redirect("projects")
    elif settings.SIGN_UP != "closed" and (invite := invites.accept(request, token)):
        query = f"?{urlencode({'email': invite.email})}" if invite.email else ""
        response = redirect(reverse("account_signup") + query)
    else:
        response = render(request, "account/signup_closed.html", {"came_with_link": True}, status=410)
    response["Referrer-Policy"] = "no-referrer"
    return response


def admin_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The admin has no form of its own: whoever has a second factor would pass it by."""
    destination = request.GET.get("next") or "/admin/"
    if not request.user.is_authenticated:
        return redirect_to_login(destination)
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect("admin:index")
