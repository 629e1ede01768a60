"""What `msgspec` finds wrong with a table, said in words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pytest

from firstbell.desk.mistakes import explain_mistake


class Wing(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=3)]
    floor: Annotated[int, msgspec.Meta(ge=0, lt=9)] = 0
    color: Literal["red", "blue"] = "red"
    code: Annotated[str, msgspec.Meta(pattern="^[A-Z]$")] = "A"
    heat: float | None = None


class House(msgspec.Struct, forbid_unknown_fields=True):
    wing: tuple[Wing, ...] = ()
    best: Wing | None = None


@pytest.mark.parametrize(
    ("values", "steps", "said"),
    [
        ({"wing": [{"name": ""}]}, ("wing", 0, "name"), "is empty"),
        (
            {"wing": [{"name": "long"}]},
            ("wing", 0, "name"),
            "must have at most 3 characters or entries, not 4",
        ),
        (
            {"wing": [{"name": "a"}, {"name": "b", "floor": 9}]},
            ("wing", 1, "floor"),
            "must be at most 8, not 9",
        ),
        ({"wing": [{"name": "a", "color": "green"}]}, ("wing", 0, "color"), "'green' is none of blue, red"),
        ({"best": {"name": "a", "color": "green"}}, ("best", "color"), "'green' is none of blue, red"),
        ({"wing": [{"name": "a", "code": "ab"}]}, ("wing", 0, "code"), "'ab' is not written as it must be"),
        ({"wing": [{"floor": 1}]}, ("wing", 0, "name"), "is missing"),
        ({"wing": {"name": "a"}}, ("wing",), "is one table, not a list of them"),
        ({"wing": [{"name": 7}]}, ("wing", 0, "name"), "must be text in quotes, not a number"),
        ({"wing": 7}, ("wing",), "must be a list in square brackets, not a number"),
        ({"best": {"name": "a", "colour": "red"}}, ("best", "colour"), "no such field"),
    ],
)
def test_a_mistake_is_named_by_its_place_and_in_words(
    values: dict[str, Any], steps: tuple[str | int, ...], said: str
) -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(values, type=House)
    mistake = explain_mistake(raised.value, values, House)
    assert (mistake.steps, mistake.problem) == (steps, said)


def test_a_field_that_is_spelled_nearly_so_is_suggested() -> None:
    values = {"best": {"name": "a", "colour": "red"}}
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(values, type=House)
    assert explain_mistake(raised.value, values, House).hint == "did you mean `color`?"


def test_where_nothing_is_spelled_like_it_all_fields_are_named() -> None:
    values = {"best": {"name": "a", "caretaker": "Jo"}}
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(values, type=House)
    hint = explain_mistake(raised.value, values, House).hint
    assert hint.startswith("what can stand there: name, ")
    assert "color" in hint
