"""What django-allauth is told. docs/accounts.md explains what people and operators see of it."""

from importlib.util import find_spec
from typing import Any

import django
import environ
from django.core.exceptions import ImproperlyConfigured

TRIES_SECONDS = 300
PROVIDERS = "allauth.socialaccount.providers"
_MAIL_OPTIONS = {
    "smtp": {
        "EMAIL_HOST": "host",
        "EMAIL_PORT": "port",
        "EMAIL_HOST_USER": "username",
        "EMAIL_HOST_PASSWORD": "password",
        "EMAIL_USE_TLS": "use_tls",
        "EMAIL_USE_SSL": "use_ssl",
        "EMAIL_TIMEOUT": "timeout",
    },
    "filebased": {"EMAIL_FILE_PATH": "file_path"},
}


def require_confirmable(sign_up: str, confirmation: bool, sends_mail: bool) -> None:
    """Raises ImproperlyConfigured if people may sign up, and could never confirm their address."""
    if sign_up not in ("closed", "invite", "open"):
        raise ImproperlyConfigured(f"SIGN_UP is {sign_up!r}: set it to closed, invite or open.")
    if sign_up != "closed" and confirmation and not sends_mail:
        raise ImproperlyConfigured(
            f"SIGN_UP is {sign_up}, and nobody could confirm their address: set EMAIL_URL to your mail server, or "
            "EMAIL_CONFIRMATION to false."
        )


def mail_settings(url: str, sends_mail: bool) -> dict[str, Any]:
    """Django's settings of a mail server, such as smtp+tls://user:password@mail.example.org:587."""
    console = {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    found = {"EMAIL_TIMEOUT": 10, **(environ.Env.email_url_config(url) if url else console)}
    if django.VERSION < (6, 1):
        return found
    return {"MAILERS": {"default": _mailer(found)}} if sends_mail else {}


def _mailer(found: dict[str, Any]) -> dict[str, Any]:
    """The same as Django has it from 6.1 on, where each backend takes its own options and no other."""
    names = _MAIL_OPTIONS.get(found["EMAIL_BACKEND"].split(".")[-2], {})
    return {"BACKEND": found["EMAIL_BACKEND"], "OPTIONS": {names[name]: found[name] for name in names.keys() & found}}


def account_settings(confirmation: bool, email_url: str, production: bool, tries_per_name: int) -> dict[str, Any]:
    confirms = confirmation and bool(email_url or not production)
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "ACCOUNT_ADAPTER": "accounts.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "email*" if confirms else "email", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory" if confirms else "none",
        "ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION": True,  # in the browser that signed up
        "ACCOUNT_CHANGE_EMAIL": True,  # one address, replaced when the new one is confirmed
        "ACCOUNT_EMAIL_NOTIFICATIONS": bool(email_url),
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,  # nobody can have mails sent to strangers
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if production else "http",
        "ACCOUNT_REAUTHENTICATION_METHODS": ["password", "mfa"],
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_RATE_LIMITS": {
            "login": None,  # the adapter counts passwords
            "login_failed": f"{tries_per_name}/{TRIES_SECONDS}s/key" if tries_per_name else None,  # of second factors
        },
    }


def second_factor_settings(passkeys: bool, production: bool) -> dict[str, Any]:
    """Whoever has a second factor keeps using it when SECOND_FACTOR or PASSKEYS is off again; nobody adds one then."""
    return {
        "MFA_ADAPTER": "accounts.mfa_adapter.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_TOTP_ISSUER": "Chatstream Video",
        "MFA_TOTP_TOLERANCE": 1,  # a clock may be half a minute off
        "MFA_PASSKEY_LOGIN_ENABLED": passkeys,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,  # operators make accounts with addresses that nobody confirms
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not production,  # http://localhost
    }


def oidc_provider(issuer: str, name: str, env: environ.Env) -> dict[str, Any]:
    """The provider that OIDC_ISSUER names, as allauth has it, or none. Raises ImproperlyConfigured."""
    client_id, secret = env.str("OIDC_CLIENT_ID", default=""), env.str("OIDC_CLIENT_SECRET", default="")
    if not issuer:
        return {}
    if not (client_id and secret):
        raise ImproperlyConfigured("OIDC_ISSUER is set: set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET to what it gave you.")
    app = {"provider_id": "oidc", "name": name, "client_id": client_id, "secret": secret}
    return {"openid_connect": {"APPS": [{**app, "settings": {"server_url": issuer}}], "OAUTH_PKCE_ENABLED": True}}


def named_providers(names: list[str], env: environ.Env) -> dict[str, Any]:
    """Those of SIGN_IN_PROVIDERS, as allauth has them. Raises ImproperlyConfigured."""
    return {name: _named_provider(name, env) for name in names}


def _named_provider(name: str, env: environ.Env) -> dict[str, Any]:
    """SIGN_IN_…_OPTIONS are allauth's own."""
    if name == "openid_connect" or not find_spec(f"{PROVIDERS}.{name}"):
        raise ImproperlyConfigured(f"SIGN_IN_PROVIDERS: django-allauth has no provider {name!r} that it could name.")
    prefix = f"SIGN_IN_{name.upper()}"
    app = {"client_id": env.str(f"{prefix}_CLIENT_ID", default=""), "secret": env.str(f"{prefix}_SECRET", default="")}
    if not all(app.values()):
        raise ImproperlyConfigured(f"SIGN_IN_PROVIDERS has {name}: set {prefix}_CLIENT_ID and {prefix}_SECRET.")
    return {**env.json(f"{prefix}_OPTIONS", default={}), "APPS": [app]}


def elsewhere_settings(providers: dict[str, Any]) -> dict[str, Any]:
    return {
        "SOCIALACCOUNT_ADAPTER": "accounts.social_adapter.SocialAdapter",
        "SOCIALACCOUNT_PROVIDERS": providers,
        "SOCIALACCOUNT_QUERY_EMAIL": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,  # an address that the provider has verified finds its account
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
    }


def elsewhere_apps(providers: dict[str, Any]) -> list[str]:
    """6 MB of a process, if there are any."""
    return ["allauth.socialaccount", *(f"{PROVIDERS}.{name}" for name in providers)] if providers else []
