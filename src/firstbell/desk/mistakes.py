"""What is wrong with a value that does not fit the type of a file's tables, in words for its writer."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import inspect

from firstbell.desk.toml_lines import Flaw, Step, split_path

_AT = re.compile(r"^(?P<problem>.*?)(?: - at `(?P<path>\$[^`]*)`)?$", re.DOTALL)
_NAMED = re.compile(r"(?:unknown|missing required) field `(.+)`")
_WRONG_TYPE = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`")
_BOUND = re.compile(r"(?P<sign>>=|<=|>|<) (?P<limit>\S+)$")
_WANTED = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false, without quotes",
    "array": "a list in square brackets",
    "object": "a table",
}
_GOT = {
    "str": "text",
    "int": "a number",
    "float": "a number with a fraction",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
_SIGNS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}


def explain_mistake(error: msgspec.ValidationError, values: object, form: Any) -> Flaw:
    """The mistake that `msgspec.convert(values, type=form)` raised."""
    found = _AT.match(str(error))
    problem = found["problem"] if found else str(error)
    steps = split_path(found["path"] or "") if found else []
    if named := _NAMED.search(problem):
        steps.append(named[1])
        if "missing" in problem:
            return Flaw(tuple(steps), "is missing")
        return Flaw(tuple(steps), "no such field", _suggest(named[1], _find_form(form, steps[:-1])))
    if wrong := _WRONG_TYPE.search(problem):
        return _explain_type(steps, wrong["wanted"], wrong["got"])
    value = _find_value(values, steps)
    if problem.startswith("Invalid enum value"):
        choices = _list_choices(_find_form(form, steps))
        return Flaw(tuple(steps), f"{value!r} is none of {', '.join(choices)}")
    if value == "":
        return Flaw(tuple(steps), "is empty")
    return Flaw(tuple(steps), _explain_bound(problem, value))


def _explain_type(steps: Sequence[Step], wanted: str, got: str) -> Flaw:
    if wanted == "array" and got == "object":
        return Flaw(
            tuple(steps),
            "is one table, not a list of them",
            f"write [[{steps[-1] if steps else 'name'}]] above each",
        )
    wanted = " or ".join(_WANTED.get(one.strip(), one.strip()) for one in wanted.split("|"))
    return Flaw(tuple(steps), f"must be {wanted}, not {_GOT.get(got, got)}")


def _explain_bound(problem: str, value: object) -> str:
    bound = _BOUND.search(problem)
    if bound and "length" in problem:
        size = len(value) if isinstance(value, str | list | tuple) else 0
        return f"must have {_SIGNS[bound['sign']]} {bound['limit']} characters or entries, not {size}"
    if bound:
        return f"must be {_SIGNS[bound['sign']]} {bound['limit']}, not {value}"
    if "regex" in problem:
        return f"{value!r} is not written as it must be"
    return problem[:1].lower() + problem[1:]


def _suggest(name: str, form: inspect.Type | None) -> str:
    """The field that was meant, where one is spelled nearly so, else all that may stand there."""
    if not isinstance(form, inspect.StructType):
        return ""
    names = [field.encode_name for field in form.fields]
    close = difflib.get_close_matches(name, names, n=1)
    return f"did you mean `{close[0]}`?" if close else f"what can stand there: {', '.join(names)}"


def _find_value(values: object, steps: Sequence[Step]) -> object:
    for step in steps:
        if isinstance(values, Mapping):
            values = values.get(step)
        elif isinstance(values, list | tuple) and isinstance(step, int) and step < len(values):
            values = values[step]
        else:
            return None
    return values


def _find_form(form: Any, steps: Sequence[Step]) -> inspect.Type | None:
    """The type that a value at `steps` must have; None for what is not a table's field or a list's entry."""
    at: inspect.Type | None = inspect.type_info(form)
    for step in steps:
        if isinstance(at, inspect.StructType) and isinstance(step, str):
            at = next((field.type for field in at.fields if field.encode_name == step), None)
        elif isinstance(at, inspect.VarTupleType | inspect.ListType) and isinstance(step, int):
            at = at.item_type
        else:
            return None
        if isinstance(at, inspect.Metadata):
            at = at.type
        if isinstance(at, inspect.UnionType):
            at = next((one for one in at.types if isinstance(one, inspect.StructType)), at)
    return at


def _list_choices(form: inspect.Type | None) -> list[str]:
    if isinstance(form, inspect.LiteralType):
        return [str(one) for one in form.values]
    if isinstance(form, inspect.EnumType):
        return [str(one.value) for one in form.cls]
    return []
