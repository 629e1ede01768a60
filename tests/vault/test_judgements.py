"""Judgements: the last word about an object stands."""

from __future__ import annotations

from pathlib import Path

from firstbell.vault import Vault
from firstbell.vault.entries import Examined, Proven, Released, SetAside
from tests.vault.places import make_place

NAME = "ab" * 32


def judge(vault: Vault, *entries: Proven | SetAside | Released) -> tuple[bool, bool, bool]:
    """(set aside, proven, judged) after entries."""
    vault.judge(*entries)
    key = ("office", "index", NAME)
    found = vault.judgements
    return found.is_set_aside(*key), found.is_proven(*key), found.is_judged(*key)


def test_the_last_word_stands(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    proven = Proven(host="office", type="index", name=NAME)
    aside = SetAside(host="office", type="index", name=NAME, why="does not decrypt", by="examiner")
    released = Released(host="office", type="index", name=NAME, why="checked by hand", by="desk")
    assert not vault.judgements.is_judged("office", "index", NAME)
    assert judge(vault, proven) == (False, True, True)
    assert judge(vault, aside) == (True, False, True)
    assert [entry.why for entry in vault.judgements.list_set_aside("office")] == ["does not decrypt"]
    assert vault.judgements.list_set_aside("kiosk") == []
    assert len(vault.judgements.list_set_aside()) == 1
    assert judge(vault, released) == (False, True, True)
    assert judge(vault, aside) == (True, False, True)
    assert judge(vault, proven) == (False, True, True)
    assert Vault(tmp_path).judgements.is_proven("office", "index", NAME)


def test_verdicts_are_by_snapshot_and_the_last_by_host(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    vault.judge(
        Examined(host="office", name="aa" * 32, verdict="clean"),
        Examined(host="office", name="bb" * 32, verdict="event", why="every file is noise"),
    )
    assert vault.judgements.verdicts["office", "aa" * 32].verdict == "clean"
    assert vault.judgements.last_examined["office"].verdict == "event"
