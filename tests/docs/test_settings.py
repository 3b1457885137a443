"""docs/settings.md has every environment variable that the settings read, with its default, and no other."""

import os
import re
import runpy
from pathlib import Path
from typing import Any

import environ
import pytest
from django.conf import settings

from tests.docs.pages import LIVING, ROOT, all_rows, codes

FAMILIES = re.compile(
    r"(?:LLM|LIMIT|TURN|HISTORY|CHATSTREAM|RENDER|DATABASE|DEMO|CORS|CSRF|KIND)_[A-Z_]*[A-Z](?![A-Z_…])"
)


@pytest.fixture
def defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """Each variable that the settings read in an empty environment, with its default as the page writes it."""
    read: dict[str, Any] = {}

    class RecordingEnv(environ.Env):
        def get_value(self, var: str, *args: Any, default: Any = None, **options: Any) -> Any:
            read[var] = default
            return tmp_path if var == "VAR_DIR" else super().get_value(var, *args, default=default, **options)

        @classmethod
        def read_env(cls, *args: Any, **options: Any) -> None:
            pass

    monkeypatch.setattr(environ, "Env", RecordingEnv)
    for name in os.environ:
        monkeypatch.delenv(name)
    for database in ("", "postgres://db/chat"):  # some are read for one database alone
        monkeypatch.setenv("DATABASE_URL", database)
        runpy.run_path(str(ROOT / "config/settings.py"))
    return {of_any_kind(name): written(default, tmp_path) for name, default in read.items()}


def of_any_kind(name: str) -> str:
    return re.sub(rf"^({'|'.join(settings.LLM_KINDS).upper()})(?=_API_KEY|_BASE_URL)", "KIND", name)


def written(default: Any, var_dir: Path) -> str:
    if isinstance(default, list):
        default = ",".join(default)
    if isinstance(default, float):
        default = f"{default:g}"
    text = str(default).replace(str(var_dir), "VAR_DIR").replace(f"{ROOT}/", "")
    return text.lower() if isinstance(default, bool) else text or "–"


def table() -> dict[str, str]:
    """A row names one variable and its default, or several with a default each, or one for all of them."""
    found = {}
    for first, default, _ in all_rows((ROOT / "docs/settings.md").read_text()):
        names, values = codes(first), default.replace("`", "").split(", ")
        found |= dict(zip(names, values if len(values) == len(names) else values * len(names), strict=True))
    return found


def test_the_table_of_settings_is_what_the_settings_read(defaults: dict[str, str]) -> None:
    assert table() == defaults


@pytest.mark.parametrize("page", LIVING, ids=lambda page: page.name)
def test_a_page_names_no_setting_that_is_not_there(page: Path) -> None:
    named = set(FAMILIES.findall(page.read_text())) - set(table())
    assert [name for name in named if not hasattr(settings, name)] == []
