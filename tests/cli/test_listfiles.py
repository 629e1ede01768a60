"""Files that list patterns and paths: read by restic's rules, refused by the name of the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.cli.terminal.listfiles import (
    read_files_from,
    read_patterns,
    read_raw_names,
    read_verbatim_names,
)
from firstbell.cli.terminal.options import UsageError

Read = Callable[[Sequence[Path]], Sequence[object]]
READERS: list[Read] = [read_patterns, read_files_from, read_verbatim_names, read_raw_names]


def write(folder: Path, data: bytes) -> list[Path]:
    (folder / "list").write_bytes(data)
    return [folder / "list"]


@pytest.mark.parametrize(
    ("data", "patterns"),
    [
        (b"", []),
        (b"*.tmp\n", ["*.tmp"]),
        (b"  *.tmp \t\r\n\r\n*.bak", ["*.tmp", "*.bak"]),
        (b"# old\n  # older\nnot # a comment\n", ["not # a comment"]),
        (b"$FIRSTBELL_LAB/x\n${FIRSTBELL_LAB}y\n", ["/lab/x", "/laby"]),
        (b"$$FIRSTBELL_LAB\na$$\n$$$FIRSTBELL_LAB\n", ["$FIRSTBELL_LAB", "a$", "$/lab"]),
        (b"$FIRSTBELL_NOBODY\n", ["$FIRSTBELL_NOBODY"]),
        # what Python, too, ends a line by, and a name may hold
        ("a\u2028b\x85c\x0bd\x0ce\x1cf\n".encode(), ["a\u2028b\x85c\x0bd\x0ce\x1cf"]),
        (b"caf\xe9\n", [os.fsdecode(b"caf\xe9")]),
    ],
)
def test_patterns_are_read_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, patterns: list[str]
) -> None:
    monkeypatch.setenv("FIRSTBELL_LAB", "/lab")
    assert read_patterns(write(tmp_path, data)) == patterns


def test_several_lists_are_one_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"b\n")
    (tmp_path / "two").write_bytes(b"a")
    assert read_patterns([tmp_path / "one", tmp_path / "two", tmp_path / "one"]) == ["b", "a", "b"]


@pytest.mark.parametrize("read", READERS)
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, read: Read) -> None:
    with pytest.raises(UsageError, match=r"cannot read '.*nowhere': No such file"):
        read([tmp_path / "nowhere"])
    with pytest.raises(UsageError, match=r"cannot read '.*': Is a directory"):
        read([tmp_path])


def test_patterns_of_paths_match_what_is_there_hidden_files_too(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden", "[x]", "sub"):
        (tmp_path / name).write_bytes(b"")
    listed = f"{tmp_path}/*\n# no\n{tmp_path}/[[]x]\n"
    found = [Path(os.fsdecode(path)).name for path in read_files_from(write(tmp_path, listed.encode()))]
    assert found == [".hidden", "[x]", "a", "b", "list", "sub", "[x]"]


def test_a_pattern_of_paths_that_matches_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--files-from: '.*/no\*' matches nothing"):
        read_files_from(write(tmp_path, f"{tmp_path}/no*\n".encode()))


def test_a_name_with_a_strange_line_end_is_one_name(tmp_path: Path) -> None:
    name = "two\u2028lines\x85here"
    (tmp_path / name).write_bytes(b"")
    assert read_files_from(write(tmp_path, f"{tmp_path}/{name}\n".encode())) == [os.fsencode(tmp_path / name)]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"", []),
        (b"a\nb", [b"a", b"b"]),
        (b" a \n#b\n*\n\n$HOME\r\n", [b" a ", b"#b", b"*", b"$HOME\r"]),
        (b"caf\xe9\0x\n", [b"caf\xe9\0x"]),
    ],
)
def test_names_are_taken_as_they_are(tmp_path: Path, data: bytes, names: list[bytes]) -> None:
    assert read_verbatim_names(write(tmp_path, data)) == names


@given(st.lists(st.binary(min_size=1, max_size=9).filter(lambda name: b"\0" not in name), max_size=5))
def test_names_that_end_with_a_zero_hold_anything_else(
    tmp_path_factory: pytest.TempPathFactory, names: list[bytes]
) -> None:
    listed = write(tmp_path_factory.getbasetemp(), b"".join(name + b"\0" for name in names))
    assert read_raw_names(listed) == names


@pytest.mark.parametrize("data", [b"a", b"a\0b", b"\0", b"a\0\0", b"\n"])
def test_names_that_do_not_end_with_a_zero_or_are_empty_are_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UsageError, match="every path must end with a NUL byte"):
        read_raw_names(write(tmp_path, data))
