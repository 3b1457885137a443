"""What a model plainly meant is repaired; what it did not finish, or said in two ways, is left to be refused."""

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.llm.arguments.repair import match_tool_name, repair

DAWN = '{"title": "Dawn"}'
WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))

PLAIN = {
    "as it should be": DAWN,
    "an object": {"title": "Dawn"},
    "bytes": DAWN.encode(),
    "encoded twice": json.dumps(DAWN),
    "encoded three times": json.dumps(json.dumps(DAWN)),
    "a fence": f"```json\n{DAWN}\n```",
    "a fence on one line": f"```{DAWN}```",
    "an empty object first": "{}" + DAWN,
    "said twice": DAWN + DAWN,
    "said twice, spelt otherwise": DAWN + "\n{'title': 'Dawn'}",
    "an end token": f"{DAWN}<|im_end|>",
    "two end tokens": f"{DAWN}\n</tool_call><|im_end|>\n",
    "a brace too many": DAWN + "}",
    "single quotes": "{'title': 'Dawn'}",
    "typographic quotes": "{“title”: “Dawn”}",
    "a bare key": '{title: "Dawn"}',
    "a trailing comma": '{"title": "Dawn",}',
    "a byte order mark": "\ufeff" + DAWN,
    "NUL around it": f"\x00{DAWN}\x00",
    "an escaped NUL inside": '{"title": "Da\\u0000wn"}',
    "wrapped": '{"arguments": {"title": "Dawn"}}',
    "wrapped as text": json.dumps({"parameters": DAWN}),
    "the whole call": '{"name": "set_title", "arguments": {"title": "Dawn"}}',
    "a list of one": f"[{DAWN}]",
    "a list of one, encoded": json.dumps(f"[{DAWN}]"),
}


@pytest.mark.parametrize("arguments", PLAIN.values(), ids=PLAIN)
def test_what_is_plain_is_repaired(arguments: object):
    assert json.loads(repair(arguments, {"title"})) == {"title": "Dawn"}


@pytest.mark.parametrize(
    "arguments", [None, "", " \n", "null", "None", "{}", "[]", [], {}, '""', '"{}"', "\ufeff", "<|im_end|>{}"[10:]]
)
def test_nothing_is_no_arguments(arguments: object):
    assert json.loads(repair(arguments)) == {}


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        ('{"title": "a\nb\tc"}', "a\nb\tc"),
        (r'{"title": "C:\Dawn\path"}', r"C:\Dawn\path"),
        (r'{"title": "half \u00"}', r"half \u00"),
        (r'{"title": "It\'s"}', "It's"),
        ("{'title': 'say \"Dawn\"'}", 'say "Dawn"'),
        (r"{'title': 'It\'s'}", "It's"),
        ('{"title": "]}, // no comment"}', "]}, // no comment"),
        (r'{"title": "\ud83c\udfac"}', "🎬"),
        (r'{"title": "a \\u0000 b"}', r"a \u0000 b"),
        ('{"title": "None, True",}', "None, True"),
        ('{"title": "one", "title": "Dawn"}', "Dawn"),
    ],
)
def test_what_stands_in_a_string_stays(arguments: str, title: str):
    assert json.loads(repair(arguments)) == {"title": title}


def test_literals_of_python():
    assert json.loads(repair("{'a': True, 'b': None, 'c': (1, -2.5e3), 'd': {'e': [False,],},}")) == {
        "a": True,
        "b": None,
        "c": [1, -2500.0],
        "d": {"e": [False]},
    }


REFUSED = {
    "cut in a string": '{"title": "Da',
    "cut behind a string": '{"title": "Dawn"',
    "cut behind a key": '{"title":',
    "cut in a list": '{"scenes": [{"name": "One"}, {"na',
    "cut, encoded": json.dumps('{"title": "Da'),
    "cut, in single quotes": "{'title': 'Da",
    "a whole one, then a cut one": DAWN + '{"title": "Du',
    "two that differ": DAWN + '{"title": "Dusk"}',
    "a list of two": f"[{DAWN}, {DAWN}]",
    "words": "the title is Dawn",
    "words before it": f"Sure: {DAWN}",
    "words behind it": f"{DAWN} or so",
    "quotes in quotes": '{"title": "say "Dawn""}',
    "a bare value": '{"title": Dawn}',
    "a comma too few": '{"title": "Dawn" "a": 1}',
    "a number": "5",
    "a truth": "true",
    "a text": '"Dawn"',
}


@pytest.mark.parametrize("arguments", REFUSED.values(), ids=REFUSED)
def test_what_is_not_plain_stays_as_it_came(arguments: str):
    assert repair(arguments) == arguments


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(st.none() | st.booleans() | st.text(max_size=5) | st.integers(), st.lists, max_leaves=5),
        min_size=1,
        max_size=4,
    )
)
def test_half_of_an_object_is_never_completed(value: dict[str, object]):
    for whole in (json.dumps(value), repr(value)):
        for end in range(1, len(whole)):
            assert repair(whole[:end]) == whole[:end]


@given(st.dictionaries(WORDS, st.none() | st.booleans() | WORDS | st.integers() | st.lists(WORDS)))
def test_an_object_stays_what_it_is(value: dict[str, object]):
    fields = frozenset(value)
    assert json.loads(repair(json.dumps(value), fields)) == value
    assert json.loads(repair(json.dumps(json.dumps(value, indent=1)), fields)) == value


def test_a_field_of_the_tool_is_no_wrapping():
    wrapped = '{"input": {"a": 1}}'
    assert repair(wrapped, {"input"}) == wrapped
    assert json.loads(repair(wrapped, {"a"})) == {"a": 1}


def test_a_wrapping_beside_a_field_stays():
    both = '{"title": "Dawn", "arguments": {"a": 1}}'
    assert repair(both, {"title"}) == both


@pytest.mark.parametrize(
    "deep",
    [
        "[" * 50_000,
        "[" * 50_000 + "]" * 50_000,
        '{"a": ' * 50_000 + "1" + "}" * 50_000,
        "{'a': " * 50_000 + "1" + "}" * 50_000,
    ],
)
def test_a_nest_that_is_too_deep_is_refused(deep: str):
    assert repair(deep) == deep


def test_an_object_that_is_too_deep_is_refused():
    deep: dict[str, object] = {}
    for _ in range(50_000):
        deep = {"a": deep}
    with pytest.raises(ValueError):
        json.loads(repair(deep))


@pytest.mark.parametrize("quote", ['"', "'"])
def test_large_arguments(quote: str):
    large = f"{{{quote}title{quote}: {quote}{'x y, ' * 40_000}{quote}}}"
    began = process_time()
    assert len(json.loads(repair(large))["title"]) == 200_000
    assert process_time() - began < 5


def test_large_arguments_that_were_cut():
    large = '{"scenes": [' + '{"name": "One", "brief": "say \\"hello\\""}, ' * 5_000
    began = process_time()
    assert repair(large) == large
    assert process_time() - began < 5


def test_half_a_surrogate_pair_can_be_encoded():
    assert repair({"title": "\ud83c"}).encode()


TOOLS = ("set_title", "set_style", "undo_change")


@pytest.mark.parametrize(
    "name",
    [
        "set_title",
        "functions.set_title",
        "functions.set_title:0",
        "functions.functions.set_title",
        "default_api.set_title",
        "tools/set_title",
        "functions_set_title",
        "mcp__x__set_title",
        "set_title<|channel|>json",
        "set_title<|channel|>commentary",
        "assistant<|channel|>commentary to=functions.set_title",
        "set-title",
        "SetTitle",
        "setTitle",
        "SET_TITLE",
        " set_title\n",
        '"set_title"',
        "`set_title`",
        "set_title()",
        'set_title({"title": "Dawn"})',
        "set_title:3",
        "set_titleset_title",
        "set_titleset_titleset_title",
    ],
)
def test_a_name_that_is_plainly_one_of_the_tools(name: str):
    assert match_tool_name(name, TOOLS) == "set_title"


@pytest.mark.parametrize(
    "name",
    ["", "make_movie", "title", "set", "set_", "set_titles", "set_titleset_style", "functions.", "to=", "😀", "__"],
)
def test_any_other_name_stays_as_it_came(name: str):
    assert match_tool_name(name, TOOLS) == name


def test_a_name_that_fits_two_tools_stays_as_it_came():
    assert match_tool_name("SetTitle", ("set_title", "settitle")) == "SetTitle"
    assert match_tool_name("settitle", ("set_title", "settitle")) == "settitle"
