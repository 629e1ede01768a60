"""Which edits only add a little, and which add what no person adds."""

from __future__ import annotations

import io
import zipfile

import pytest

from firstbell.compose.additions import ADDS, find_addition, is_addition
from firstbell.compose.kept import tell_kept

TABLE = "".join(f"{at},pupil {at},{at * 7 % 40}\n" for at in range(60))
RELS = (
    '<Relationships><Relationship Id="r1" Type="attachedTemplate" Target="{}" TargetMode="External"/>'
    "</Relationships>"
)


def office(text: str, **members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:p><w:t>{text}</w:t></w:p>")
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_rels", ".rels"), content)
    return data.getvalue()


def test_what_came_is_found_with_its_places_and_nothing_where_a_word_went() -> None:
    found = find_addition(["a", "b", "c"], ["x", "a", "b", "y", "z", "c"])
    assert found is not None
    assert (found.places, found.tokens) == (2, ("x", "y", "z"))
    assert find_addition(["a", "b"], ["a", "c"]) is None
    assert find_addition(["a", "b"], ["b", "a"]) is None


@pytest.mark.parametrize(
    ("new", "is_one"),
    [
        (TABLE + "60,new pupil,9\n", True),
        ("number,name,points\n" + TABLE, True),
        (TABLE.replace("\n", ",B\n"), True),
        (TABLE.replace("pupil", "Pupil"), False),
        (TABLE.replace("39", "93"), False),
        (TABLE.replace(" ", " x ").replace(",", ",y "), False),
        (TABLE + " ".join(f"word{at}" for at in range(400)), False),
        (TABLE[: len(TABLE) // 2], False),
    ],
)
def test_rows_and_columns_are_additions_and_other_words_and_signs_are_not(new: str, *, is_one: bool) -> None:
    assert is_addition([TABLE], [new]) is is_one


def test_a_document_that_gets_a_macro_or_loads_from_outside_does_not_only_add_text() -> None:
    text = " ".join(f"word{at}" for at in range(120))
    assert tell_kept(office(text), office(text + " and more")) == ADDS
    assert tell_kept(office(text), office(text + " and more", word__vbaProject="x" * 90)) != ADDS
    remote = RELS.format("https://198.51.100.7/t.dotm")
    assert tell_kept(office(text), office(text + " and more", word__settings_rels=remote)) != ADDS
    held = office(text, word__settings_rels=RELS.format("//office/share/t.dotx"))
    same = office(text + " and more", word__settings_rels=RELS.format("//office/share/t.dotx"))
    assert tell_kept(held, same) == ADDS
