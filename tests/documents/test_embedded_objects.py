"""Objects in the lines of a text: what costs much to look into, and holds none, does not hold a scan up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from firstbell.documents import embedded_objects
from firstbell.documents.embedded_objects import take_objects

_BEGUN = [
    '{"a":[',
    '{"a": "x", ',
    "{'a': datetime(1), ",
    '{\\"a\\": 1, ',
    "<a> <b> ",
    "<a><a>",
]


class _Counted:
    """A decoder that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def raw_decode(self, text: str, at: int) -> tuple[Any, int]:
        """As the standard library's."""
        self.asked += 1
        return json.JSONDecoder(parse_int=str).raw_decode(text, at)


@pytest.mark.parametrize("begun", _BEGUN)
def test_objects_that_only_begin_are_looked_into_a_bounded_number_of_times(
    begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    for name in ("_read_object", "_read_element"):
        whole = getattr(embedded_objects, name)

        def read(text: str, at: Any, whole: Any = whole) -> tuple[Any, int]:
            value, end = whole(text, at)
            looked.append(end - (at if isinstance(at, int) else at.start()))
            return value, end

        monkeypatch.setattr(embedded_objects, name, read)
    text = begun * 20_000 + "</a>"
    assert take_objects(text) == (text, [])
    # four times the text and the longest object, and one look more
    assert sum(looked) <= 4 * (len(text) + 40_000) + 120_000


def test_one_that_is_too_deep_is_asked_for_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = _Counted()
    monkeypatch.setattr(embedded_objects, "_JSON", counted)
    take_objects('{"a":[' * 20_000)
    assert 1 <= counted.asked <= 30


def test_a_line_that_breaks_off_takes_nothing_from_the_next() -> None:
    whole = '{"first": "Ada", "last": "Roe", "plan": "504"}'
    text = "\n".join(["10:01 save {'first': 'Ben', 'last", '10:02 save {"first": "Cy", "la', whole])
    assert take_objects(text)[1] == [json.loads(whole)]
