"""Anything that a part of the document's types allows, for hypothesis: as JSON, each field by itself."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

MOST = 4  # entries of a list: more say nothing new
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)
PATHS = ["M0 0L100 100", "M0 50 C20 10 40 90 60 50 S90 20 100 50Z", "m10 10h5v-5a5 5 0 01 4 4z", "Z", "L1,2-3"]
OWN = {  # fields whose type says too little, or whose pattern would take too long
    "d": st.sampled_from(PATHS),
    "text": LETTERS.map(lambda text: f"a{text}"),
}


def part(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    needed, optional = {}, {}
    for name, field in model.model_fields.items():
        strategy = OWN[name] if name in OWN else _of(field.annotation, field.metadata)
        (needed if field.is_required() else optional)[field.alias or name] = strategy
    return st.fixed_dictionaries(needed, optional=optional)


def _of(kind: Any, rules: list[Any]) -> st.SearchStrategy[Any]:
    if get_origin(kind) is Annotated:
        inner, *more = get_args(kind)
        return _of(inner, [*_flat(more), *rules])
    if get_origin(kind) in (Union, UnionType):
        return st.one_of([_of(each, rules) for each in get_args(kind)])
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is tuple:
        least = _bound(rules, "min_length") or 0
        return st.lists(
            _of(get_args(kind)[0], []), min_size=least, max_size=min(_bound(rules, "max_length") or MOST, least + MOST)
        )
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return part(kind)
    return SINGLE[kind](rules)


def _flat(rules: list[Any]) -> list[Any]:
    return [each for rule in rules for each in (rule.metadata if isinstance(rule, FieldInfo) else [rule])]


def _bound(rules: list[Any], name: str) -> Any:
    """The innermost rule may be wider: the last one counts."""
    return next((value for rule in reversed(rules) if (value := getattr(rule, name, None)) is not None), None)


def _number(rules: list[Any]) -> st.SearchStrategy[float]:
    least = _bound(rules, "ge")
    return st.floats(0.001 if least is None else least, _bound(rules, "le"), allow_nan=False, allow_infinity=False)


def _string(rules: list[Any]) -> st.SearchStrategy[str]:
    if pattern := _bound(rules, "pattern"):
        return st.from_regex(pattern.replace("$", r"\Z"), fullmatch=True)
    most = _bound(rules, "max_length") or 30
    return LETTERS.map(lambda text: text[:most])


SINGLE = {
    float: _number,
    int: lambda rules: st.integers(_bound(rules, "ge"), _bound(rules, "le")),
    str: _string,
    bool: lambda rules: st.booleans(),
    NoneType: lambda rules: st.none(),
}
