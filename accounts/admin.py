"""Operators invite people, and see how each signs in. A link is shown once, to who made it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin  # noqa: F401 - it registers what is replaced below
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.invites import DAYS, make_invite
from accounts.models import Invite
from projects.admin import AccountAdmin, ReadOnly

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Invite]
else:
    ModelAdmin = admin.ModelAdmin


@admin.register(Invite)
class InviteAdmin(ModelAdmin):
    fields = ["name", "email", "expires"]
    list_display = ["created", "name", "email", "made_by", "expires", "used_at", "used_by"]
    list_filter = ["created", "expires", "used_at"]
    list_select_related = ["made_by", "used_by"]
    search_fields = ["name", "email", "made_by__username", "used_by__username"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"expires": timezone.now() + timedelta(days=DAYS)}

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Invite, form: Any, change: bool) -> None:
        assert request.user.is_authenticated  # the admin asks for it
        obj.made_by = request.user
        link = request.build_absolute_uri(make_invite(obj))
        messages.warning(request, f"This link signs one person up, and is shown only now: {link}")


class AddressAdmin(EmailAddressAdmin):  # type: ignore[misc] # allauth is untyped
    @admin.action(permissions=["change"], description="Mark as confirmed")
    def make_verified(self, request: HttpRequest, queryset: QuerySet[EmailAddress]) -> None:
        """allauth's own is offered to whoever may look."""
        super().make_verified(request, queryset)


class SignInAdmin(AccountAdmin):
    """The account, with the state of its address and whether it has a second factor."""

    list_display = ("username", "email", "has_confirmed", "has_second_factor", "is_staff", "is_active", "last_login")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
        second = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return super().get_queryset(request).annotate(confirmed=Exists(confirmed), second=Exists(second))

    @admin.display(boolean=True, description="address confirmed")
    def has_confirmed(self, user: Any) -> bool:
        return bool(user.confirmed)

    @admin.display(boolean=True, description="second factor")
    def has_second_factor(self, user: Any) -> bool:
        return bool(user.second)


class SecondFactorAdmin(ReadOnly):
    """For who has lost a phone or a passkey: an operator deletes it. What it is made of is shown to nobody."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]
    exclude = ["data"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


admin.site.unregister(get_user_model())
admin.site.register(get_user_model(), SignInAdmin)
admin.site.unregister(EmailAddress)
admin.site.register(EmailAddress, AddressAdmin)
admin.site.unregister(Authenticator)
admin.site.register(Authenticator, SecondFactorAdmin)

# Providers come from the settings, and tokens are not kept; without providers there are no such tables.
if settings.SIGN_IN_ELSEWHERE:
    from allauth.socialaccount import admin as social_admin  # noqa: F401 - it registers them
    from allauth.socialaccount.models import SocialApp, SocialToken

    admin.site.unregister([SocialApp, SocialToken])
