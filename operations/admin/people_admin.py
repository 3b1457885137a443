"""People and their projects, as an operator intervenes in them: on the pages that other rooms have made for them."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Model

from operations.admin.actions import WithInterventions
from operations.interventions import OF_PROJECTS, OF_USERS, Intervention
from projects.models import Project


def add_interventions(model: type[Model], interventions: tuple[Intervention, ...]) -> None:
    """`operations` stands behind those rooms in INSTALLED_APPS: what they register is there already."""
    registered = type(admin.site.get_model_admin(model))
    own = {"interventions": interventions, "change_form_template": "operations/change_form.html"}
    admin.site.unregister(model)
    admin.site.register(model, type(f"Operated{registered.__name__}", (WithInterventions, registered), own))


add_interventions(get_user_model(), OF_USERS)
add_interventions(Project, OF_PROJECTS)
