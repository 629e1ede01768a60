"""Names in scripts that the letters' own fonts may not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.notify.notices import fonts
from firstbell.notify.notices.fonts import (
    FontError,
    check_fonts,
    choose_fonts,
    find_unshown,
    list_words,
    name_characters,
)
from firstbell.notify.notices.reports import Field, write_pack

# a private letter of the last plane, which no font has
NOBODYS = "\U0010fffd"


def test_names_of_latin_greek_and_cyrillic_letters_need_no_further_font() -> None:
    assert not choose_fonts({"letter a": {"to": "Đặng Ọlá Жук Γ", "lines": ["Peñasco Ave"], "months": 12}})


def test_what_no_font_shows_is_told_by_text_and_asks_for_no_further_font() -> None:
    texts = {"a": ["Ñu"], "b": {"to": f"Kim {NOBODYS}\x07"}, "c": f"{NOBODYS} {NOBODYS}x"}
    check = check_fonts(texts)
    assert (check.with_system, {key: set(found) for key, found in check.unshown.items()}) == (
        False,
        {"b": {NOBODYS, "\x07"}, "c": {NOBODYS}},
    )
    assert name_characters(NOBODYS + "\x07李") == (
        "U+10FFFD (it has no name), U+0007 (it has no name), U+674E CJK UNIFIED IDEOGRAPH-674E"
    )


def test_words_are_found_wherever_they_stand() -> None:
    told = {"a": "plain Ñu", "b": ["x", {"c": "Ỹ\x07"}, 3], "d": "bell\x07"}
    assert sorted(list_words(told)) == ["bell\x07", "Ñu", "Ỹ\x07"]


def test_one_character_that_no_font_shows_is_named_with_its_letter() -> None:
    with pytest.raises(FontError, match=r"no font here shows U\+10FFFD, in letter b$") as caught:
        choose_fonts({"letter a": ["Ñu"], "letter b": {"to": f"Kim {NOBODYS}"}})
    assert "fonts-noto-cjk" in caught.value.hint


def test_many_letters_are_counted_and_a_control_character_is_named_by_its_number() -> None:
    texts = {f"letter {number}": "bell\x07" for number in range(7)}
    with pytest.raises(FontError, match=r"shows U\+0007, in letter 0, .*letter 4 and 2 more$"):
        choose_fonts(texts)


def test_the_machines_fonts_are_asked_for_what_ours_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_can_show", lambda words, *, with_system: with_system or "李" not in words)
    assert choose_fonts({"letter a": "李 Kim"})
    assert not choose_fonts({"letter a": "Kim Ñu"})


def test_words_that_are_not_shown_are_found_among_many() -> None:
    words = [f"Ñu{number}" for number in range(99)]
    assert find_unshown([*words, NOBODYS]) == {NOBODYS}


def test_a_report_with_a_character_that_no_font_shows_names_its_field_and_writes_nothing(
    tmp_path: Path,
) -> None:
    fields = [Field("Agency", "Hill Schools", "known", ""), Field("Names", f"Kim {NOBODYS}", "known", "")]
    with pytest.raises(FontError, match=r"no font here shows U\+10FFFD, in Names$"):
        write_pack(tmp_path, "ic3", fields, stamp_s=1)
    assert not list(tmp_path.iterdir())
    assert write_pack(tmp_path, "ic3", fields[:1], stamp_s=1) == ["ic3.json", "ic3.pdf"]
