"""Lists of an outside firm: each line of one fits what it names, in whatever way it was written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.impact.scan.lists import ScopeList, load_scope_list
from firstbell.impact.scan.touches import ScopeError, Touch

SHA = "ab" * 32


def load(tmp_path: Path, text: str | bytes, name: str = "list.csv") -> ScopeList:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_scope_list(path)


@pytest.mark.parametrize(
    ("entry", "path", "fits"),
    [
        ("docs/a.txt", "/srv/docs/a.txt", True),
        ("docs/a.txt", "/srv/mydocs/a.txt", False),
        ("a.txt", "/srv/docs/A.TXT", True),
        ("/srv/docs/a.txt", "/srv/docs/a.txt", True),
        ("./docs//a.txt", "/srv/docs/a.txt", True),
        (r"C:\Docs\a.txt", "/srv/docs/a.txt", True),
        (r"\\filer\staff\docs\a.txt", "/backup/docs/a.txt", True),
        (r"\\filer\staff\docs\a.txt", "/backup/a.txt", False),
        ("docs/*.xlsx", "/srv/docs/pay.XLSX", True),
        ("*.pst", "/srv/mail/old.pst", True),
        ("/docs/*.xlsx", "/srv/docs/pay.xlsx", True),
        ("docs/a[12].txt", "/srv/docs/a3.txt", False),
        ("a.txt", "/srv/a.txt.locked", False),
    ],
)
def test_a_line_fits_the_path_that_it_names(tmp_path: Path, entry: str, path: str, fits: bool) -> None:
    scope = load(tmp_path, f"# from the firm\n\n{entry}\n", "list.txt")
    assert scope.find(path) == ([Touch("listed", "", "list.txt")] if fits else [])
    assert [one.is_met for one in (*scope.globs, *(e for group in scope.ends.values() for e in group))] == [
        fits
    ]
    assert len(list(scope.list_unmet())) == (not fits)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_table_says_how_when_and_who(tmp_path: Path, encoding: str, ending: str) -> None:
    text = ending.join(
        ["File Name;Action;Time;Known by", 'docs/Muñoz.txt;taken;2024-02-05;"log; of proxy"', "b.txt;;;"]
    )
    scope = load(tmp_path, text.encode(encoding))
    assert scope.find("/srv/docs/muñoz.txt") == [Touch("taken", "2024-02-05", "log; of proxy")]
    assert scope.find("/srv/b.txt") == [Touch("listed", "", "list.csv")]


def test_hashes_are_known_by_their_length_and_found_in_any_case(tmp_path: Path) -> None:
    scope = load(tmp_path, f"sha256,path\n{SHA.upper()},a.txt\n,b.txt\n{'cd' * 16},\n")
    assert scope.hash_kinds == ["md5", "sha256"]
    assert len(scope.find_digests([SHA, "00"])) == 1
    assert [entry.text for entry in scope.list_unmet()] == ["b.txt", "cd" * 16]
    assert not scope.find("/srv/a.txt")


def test_one_path_on_two_lines_was_touched_twice(tmp_path: Path) -> None:
    scope = load(tmp_path, "path,how\na.txt,staged\na.txt,taken\n*.txt,read\n")
    assert [touch.how for touch in scope.find("/a.txt")] == ["staged", "taken", "read"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "names nothing"),
        (b"# only remarks\n\n", "names nothing"),
        (b"path,how\n,taken\n", "names nothing"),
        (b"/\n//\n./.\n", "names nothing"),
        (bytes(range(32)) * 20, "is not a text"),
    ],
)
def test_a_list_that_names_nothing_is_refused(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(ScopeError, match=told) as caught:
        load(tmp_path, data)
    assert caught.value.hint


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScopeError, match="No such file") as caught:
        load_scope_list(tmp_path / "missing.csv")
    assert caught.value.hint == "--scope names a CSV or a text"
