"""Links that fetch modules of ours, and all that they import, at once: `{% preload_modules "projects/js/a.js" … %}`."""

import posixpath
import re
from collections import deque
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

STATIC_IMPORT = re.compile(r'^(?:import|(?:import|export)\b[^;"()]*\bfrom)\s*"(\.{1,2}/[^"]+)"', re.MULTILINE)


@register.simple_tag
def preload_modules(*names: str) -> SafeString:
    """For what the page cannot do without."""
    return _links('<link rel="modulepreload" href="{}">', _graphs(names))


@register.simple_tag
def preload_lazy_modules(*names: str, page: str) -> SafeString:
    """For what lazy-module.js fetches, without what the module `page` has imported.

    No `modulepreload`: where that is lost, Firefox never asks for the module again.
    """
    there = _graphs([page])
    lazy = [each for each in _graphs(names) if each not in there]
    return _links('<link rel="preload" as="fetch" crossorigin href="{}">', lazy)


def _links(link: str, modules: Iterable[str]) -> SafeString:
    return format_html_join("\n", link, ((static(each),) for each in modules))


def _graphs(names: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(module for name in names for module in _graph(name))


def _graph(name: str) -> tuple[str, ...]:
    return _read_graph(name) if settings.DEBUG else _remembered_graph(name)


def _read_graph(name: str) -> tuple[str, ...]:
    """The module and all that it imports before it runs, the nearest first."""
    found, waiting = [name], deque([name])
    while waiting:
        new = [each for each in dict.fromkeys(_imports_of(waiting.popleft())) if each not in found]
        found += new
        waiting.extend(new)
    return tuple(found)


_remembered_graph = cache(_read_graph)


def _imports_of(module: str) -> list[str]:
    text = Path(finders.find(module) or "").read_text("utf-8")
    folder = posixpath.dirname(module)
    return [posixpath.normpath(posixpath.join(folder, name)) for name in STATIC_IMPORT.findall(text)]
