"""People and their projects, as an operator intervenes in them."""

from django.contrib import admin
from django.contrib.auth import get_user_model

from operations.admin.actions import WithInterventions
from operations.interventions import OF_PROJECTS, OF_USERS
from projects.admin import AccountAdmin, ProjectAdmin
from projects.models import Project

admin.site.unregister([get_user_model(), Project])


@admin.register(get_user_model())
class OperatedAccountAdmin(WithInterventions, AccountAdmin):
    interventions = OF_USERS
    change_form_template = "operations/change_form.html"


@admin.register(Project)
class OperatedProjectAdmin(WithInterventions, ProjectAdmin):
    interventions = OF_PROJECTS
    change_form_template = "operations/change_form.html"
