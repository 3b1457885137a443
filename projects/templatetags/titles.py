"""`{{ project.title|shown_title }}`: the title of a project, in the language of the page where nobody has given one."""

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from projects.models import UNTITLED

register = template.Library()

_("Untitled video")  # for translators: UNTITLED


@register.filter
def shown_title(title: str) -> str:
    return gettext(UNTITLED) if title in ("", UNTITLED) else title
