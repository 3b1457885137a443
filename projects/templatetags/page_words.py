"""`{% page_words %}`: what the scripts of a page say, in the language of the page (static/projects/js/words.js reads it)."""

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from projects.web import languages

register = template.Library()


@register.simple_tag
def page_words() -> SafeString | str:
    catalogue = languages.page_words(get_language() or "en")
    return json_script(catalogue, "words") if catalogue else ""
