"""The addresses of accounts, under the names by which allauth looks for them."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from accounts.views import admin_sign_in, lazily, sign_in_elsewhere, sign_up_by_invite, where

ALLAUTH = "allauth.account.views"
MFA = "allauth.mfa.base.views"
TOTP = "allauth.mfa.totp.views"
CODES = "allauth.mfa.recovery_codes.views"
OIDC = "allauth.socialaccount.providers.openid_connect.views"
SOCIAL = "allauth.socialaccount.views"
PASSKEYS = "allauth.mfa.webauthn.views"


def ways_with(name: str) -> list[URLPattern]:
    """To one of SIGN_IN_PROVIDERS, and back."""
    back = lazily(f"allauth.socialaccount.providers.{name}.views.oauth2_callback")
    return [
        path(f"sign-in/with/{name}/", sign_in_elsewhere, {"provider_id": name}, name=f"{name}_login"),
        path(f"sign-in/with/{name}/back/", back, name=f"{name}_callback"),
    ]


urlpatterns = [
    path("admin/login/", admin_sign_in),
    path("sign-in/", lazily(f"{ALLAUTH}.login"), name="account_login"),
    path("sign-up/", lazily(f"{ALLAUTH}.signup"), name="account_signup"),
    path("sign-up/invite/<str:token>/", sign_up_by_invite, name="sign-up-by-invite"),
    path("account/closed/", lazily(f"{ALLAUTH}.account_inactive"), name="account_inactive"),
    path("account/email/", lazily(f"{ALLAUTH}.email"), name="account_email"),
    path(
        "account/email/sent/",
        lazily(f"{ALLAUTH}.email_verification_sent"),
        name="account_email_verification_sent",
    ),
    path("account/email/confirm/<str:key>/", lazily(f"{ALLAUTH}.confirm_email"), name="account_confirm_email"),
    path("account/password/", lazily(f"{ALLAUTH}.password_change"), name="account_change_password"),
    path("account/password/set/", lazily(f"{ALLAUTH}.password_set"), name="account_set_password"),
    path("account/password/again/", lazily(f"{ALLAUTH}.reauthenticate"), name="account_reauthenticate"),
    path("password/", lazily(f"{ALLAUTH}.password_reset"), name="account_reset_password"),
    path("password/sent/", lazily(f"{ALLAUTH}.password_reset_done"), name="account_reset_password_done"),
    re_path(  # allauth puts the two together by itself
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        lazily(f"{ALLAUTH}.password_reset_from_key"),
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        lazily(f"{ALLAUTH}.password_reset_from_key_done"),
        name="account_reset_password_from_key_done",
    ),
    path("sign-in/code/", lazily(f"{MFA}.authenticate"), name="mfa_authenticate"),
    path("sign-in/passkey/", lazily(f"{PASSKEYS}.login_webauthn"), name="mfa_login_webauthn"),
    path("account/code/again/", lazily(f"{MFA}.reauthenticate"), name="mfa_reauthenticate"),
    path("account/second-factor/", login_required(RedirectView.as_view(pattern_name="account")), name="mfa_index"),
    path(
        "account/app/",
        login_required(where("SECOND_FACTOR", lazily(f"{TOTP}.activate_totp"))),
        name="mfa_activate_totp",
    ),
    path("account/app/remove/", lazily(f"{TOTP}.deactivate_totp"), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", lazily(f"{CODES}.view_recovery_codes"), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", lazily(f"{CODES}.generate_recovery_codes"), name="mfa_generate_recovery_codes"),
    path(
        "account/recovery-codes/download/",
        lazily(f"{CODES}.download_recovery_codes"),
        name="mfa_download_recovery_codes",
    ),
    path("account/passkeys/", lazily(f"{PASSKEYS}.list_webauthn"), name="mfa_list_webauthn"),
    path(
        "account/passkeys/new/",
        login_required(where("PASSKEYS", lazily(f"{PASSKEYS}.add_webauthn"))),
        name="mfa_add_webauthn",
    ),
    path("account/passkeys/again/", lazily(f"{PASSKEYS}.reauthenticate_webauthn"), name="mfa_reauthenticate_webauthn"),
    path("account/passkeys/<int:pk>/", lazily(f"{PASSKEYS}.edit_webauthn"), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", lazily(f"{PASSKEYS}.remove_webauthn"), name="mfa_remove_webauthn"),
    *(way for name in settings.SIGN_IN_PROVIDERS for way in ways_with(name)),
    path("sign-in/with/<slug:provider_id>/", where("OIDC_ISSUER", sign_in_elsewhere), name="openid_connect_login"),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        where("OIDC_ISSUER", lazily(f"{OIDC}.callback")),
        name="openid_connect_callback",
    ),
    path(
        "sign-in/cancelled/",
        where("SIGN_IN_ELSEWHERE", lazily(f"{SOCIAL}.login_cancelled")),
        name="socialaccount_login_cancelled",
    ),
    path(
        "sign-in/failed/",
        where("SIGN_IN_ELSEWHERE", lazily(f"{SOCIAL}.login_error")),
        name="socialaccount_login_error",
    ),
    path("sign-up/with/", where("SIGN_IN_ELSEWHERE", lazily(f"{SOCIAL}.signup")), name="socialaccount_signup"),
]
