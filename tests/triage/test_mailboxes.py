"""Folders of messages: Maildirs, exports in folders of any depth, and what is no mail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.triage.mailboxes import list_message_files


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"From: a@example.org\n\nx\n")


def list_names(root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in list_message_files(root)]


def test_of_a_maildir_what_is_delivered_counts_and_what_is_being_written_does_not(tmp_path: Path) -> None:
    make(
        tmp_path, "new/2", "cur/1:2,S", "tmp/3", "dovecot-uidlist", "maildirsize", ".Sent/cur/4", ".Sent/new/"
    )

    assert list_names(tmp_path) == [".Sent/cur/4", "cur/1:2,S", "new/2"]


def test_hidden_files_and_folders_of_other_trees_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "b.eml", "a/1.eml", ".git/x", ".DS_Store", "a/tmp/2.eml", "dovecot.eml")

    assert list_names(tmp_path) == ["b.eml", "dovecot.eml", "a/1.eml", "a/tmp/2.eml"]


def test_a_link_to_a_folder_is_not_followed_and_no_loop_is_walked(tmp_path: Path) -> None:
    make(tmp_path, "a/1.eml")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)

    assert list_names(tmp_path) == ["a/1.eml"]


def test_a_pipe_or_a_socket_in_a_folder_holds_nothing_up(tmp_path: Path) -> None:
    make(tmp_path, "1.eml")
    os.mkfifo(tmp_path / "0.eml")

    assert list_names(tmp_path) == ["1.eml"]


def test_a_link_that_leads_nowhere_is_listed_so_that_somebody_says_so(tmp_path: Path) -> None:
    (tmp_path / "1.eml").symlink_to("nowhere")

    assert list_names(tmp_path) == ["1.eml"]


def test_names_that_are_not_utf_8_are_listed_in_order(tmp_path: Path) -> None:
    for name in (b"b\xff.eml", b"a\xe9.eml"):
        (tmp_path / os.fsdecode(name)).write_bytes(b"x")

    assert [os.fsencode(path.name) for path in list_message_files(tmp_path)] == [b"a\xe9.eml", b"b\xff.eml"]


@pytest.mark.parametrize("is_there", [True, False])
def test_what_is_no_folder_is_itself(tmp_path: Path, *, is_there: bool) -> None:
    path = tmp_path / "one.eml"
    if is_there:
        path.write_bytes(b"x")

    assert list(list_message_files(path)) == [path]
