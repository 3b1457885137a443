"""The addresses of accounts, under the names by which allauth looks for them."""

from django.urls import path, re_path

from accounts.views import admin_sign_in, lazily, sign_up_by_invite

ALLAUTH = "allauth.account.views"

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
]
