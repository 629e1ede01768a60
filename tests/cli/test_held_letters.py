"""`firstbell notice draft` where no font shows a name: that letter is held, the others go on."""

from __future__ import annotations

import json
from pathlib import Path

from pypdf import PdfReader

from tests.cli.conftest import Call
from tests.cli.test_notice import DRAFT, case

__all__ = ["case"]

# a private letter of the last plane, which no font has
NOBODYS = "\U0010fffd"
CHARACTER = "U+10FFFD (it has no name)"


def plan_letters(call: Call, tmp_path: Path, **names: str) -> None:
    """A letter with a copy by e-mail for each of these adults, by id."""
    address = {"line1": "1 Oak St", "city": "Lakes", "state": "MN", "postcode": "55401"}
    people = tmp_path / "people.jsonl"
    lines = [
        {"person_id": person, "name": name, "kinds": ["ssn"], "address": address, "is_minor": False}
        | {"language": person.rstrip("0123456789"), "email": f"{person}@homenet.example"}
        for person, name in names.items()
    ]
    people.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert call("notice", "plan", "--people", people).status == 0


def read_pages(folder: Path) -> str:
    return "\n".join(
        page.extract_text() for path in sorted(folder.glob("*.pdf")) for page in PdfReader(path).pages
    )


def test_a_letter_that_no_font_shows_is_held_alone_and_told_by_whom_it_is_for(
    call: Call, tmp_path: Path
) -> None:
    twice = f"Ana {NOBODYS}{NOBODYS}"
    plan_letters(call, tmp_path, en1="Pat Ash", en2=f"Kim {NOBODYS}", en3="Lou Elm", es4=twice)
    told = call("notice", "draft", tmp_path / "out", *DRAFT)
    assert told.status == 0
    assert "warning: 2 letters are held, not drafted: no font here shows every character." in told.err
    assert "fonts-noto-cjk" in told.err
    assert f"    to Kim {NOBODYS} (en2-0): {CHARACTER}\n" in told.out
    assert f"    to {twice} (es4-0): {CHARACTER}\n" in told.out
    shown = read_pages(tmp_path / "out")
    assert ("Pat Ash" in shown, "Lou Elm" in shown, "Kim" in shown) == (True, True, False)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["letters"], manifest["languages"]) == (2, {"en": 2})
    assert not list((tmp_path / "out").glob("*-es*"))
    assert len(list((tmp_path / "out" / "emails").rglob("*.eml"))) == 2

    summary = call("notice", "draft", tmp_path / "again", *DRAFT, "--json").summary
    assert (summary["letters"], summary["held"], summary["waiting"]) == (2, 2, 0)
    assert summary["held_letters"] == [
        {"letter": name, "characters": CHARACTER} for name in ("en2-0", "es4-0")
    ]
    # what goes to a log names nobody
    assert "Kim" not in json.dumps(summary)

    plan_letters(call, tmp_path, en1="Pat Ash", en2="Kim Latin")
    done = call("notice", "draft", tmp_path / "mended", *DRAFT, "--json").summary
    assert (done["letters"], done["held"], done["held_letters"]) == (2, 0, [])
    assert "Kim Latin" in read_pages(tmp_path / "mended")


def test_nothing_is_drafted_where_no_letter_can_be_shown(call: Call, tmp_path: Path) -> None:
    plan_letters(call, tmp_path, en1=f"Kim {NOBODYS}", en2=f"Lou {NOBODYS}")
    refused = call("notice", "draft", tmp_path / "out", *DRAFT)
    assert refused.status == 1
    assert "no font here shows U+10FFFD, in letter en1-0, letter en2-0" in refused.err
    assert not (tmp_path / "out").exists()


def test_what_all_letters_say_holds_all_of_them(call: Call, tmp_path: Path) -> None:
    plan_letters(call, tmp_path, en1="Pat Ash", en2=f"Lou {NOBODYS}")
    refused = call("notice", "draft", tmp_path / "out", *DRAFT[:3], f"Ada {NOBODYS}", *DRAFT[4:])
    assert refused.status == 1
    assert "no font here shows U+10FFFD, in every letter\n" in refused.err
    assert not (tmp_path / "out").exists()
