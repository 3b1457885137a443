"""docs/protocol.md names every code with which an answer may fail, and every reason for its end."""

import ast
from collections import defaultdict

import pytest

from chatstream.run import errors
from orchestrator.llm import refusals
from orchestrator.llm.refusals import errors as of_refusals
from orchestrator.turn.answer_end import finish_reason
from tests.docs.pages import ROOT, codes, rows, section

EVENTS = section("docs/protocol.md", "Events")
CLASSES = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.RunError)
}


def raised_in_source() -> dict[str, bool]:
    """Each code that a run raises; True: whatever raises it says that the same message may work again."""
    found = defaultdict(list)
    for path in (*ROOT.glob("orchestrator/**/*.py"), *ROOT.glob("chatstream/run/*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            match call:
                case ast.Call(func=ast.Name(id=name), args=[_, ast.Constant(value=code), *_]) if name in CLASSES:
                    found[code].append(CLASSES[name].retryable)
    return {kind.code: kind.retryable for kind in CLASSES.values()} | {code: all(each) for code, each in found.items()}


def raised_for_refusals(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """The same for each category of what a model server refuses."""
    found = {}
    for category in refusals.Category:
        monkeypatch.setattr(of_refusals, "classify", lambda _, category=category: category)
        error = refusals.error_from_refusal(refusals.Refusal(400, ""))
        found[str(error.code)] = error.retryable
    return found


def table_of_codes() -> dict[str, bool]:
    return {code: word == "yes" for word, cell in rows(EVENTS, "retryable") for code in codes(cell)}


def test_the_table_of_codes_is_what_runs_raise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert table_of_codes() == raised_in_source() | raised_for_refusals(monkeypatch)


def test_the_table_of_reasons_is_what_an_answer_may_end_with() -> None:
    ends = {("success", "", "stop"), ("success", "", "refused"), ("cancelled", "", "")}
    ends |= {("error", code, "") for code in table_of_codes()}
    given = defaultdict(set)
    for status, code, last in ends:
        given[finish_reason(status, code, last)].add(status)
    table = rows(EVENTS.split("`finish_reason` says how the answer ended:", 1)[1], "")
    assert {codes(reason)[0]: set(codes(status)) for reason, status, _ in table} == given
