"""Judgements: the last word about an object stands."""

from __future__ import annotations

from pathlib import Path

from firstbell.vault import Vault, VaultStore
from firstbell.vault.entries import Examined, Flagged, Proven, Released, Ruled, SetAside
from firstbell.vault.schedules import find_verdict
from tests.vault.places import added, make_place

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
    assert find_verdict(vault, "office").verdict == "event"


def test_a_ruling_is_shown_until_the_examiner_follows(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    old, new, flagged = (added(text, kind="snapshots") for text in (b"old", b"new", b"flagged"))
    vault.log(old, new)
    assert find_verdict(vault, "office").verdict == ""
    vault.judge(Examined(host="office", name=new.name, verdict="suspect"))
    vault.judge(Examined(host="office", name=old.name, verdict="clean"))
    assert find_verdict(vault, "office").verdict == "suspect"
    store = VaultStore(vault, "office")
    for _ in range(2):
        store.show_verdict(new.name, "clean", why="her own archive")
    assert find_verdict(Vault(tmp_path), "office").verdict == "clean"
    assert vault.judgements.verdicts["office", new.name].verdict == "suspect"
    assert sum(isinstance(entry, Ruled) for entry, _ in vault._judged.iterate()) == 1
    # what does not count as newest may hide no strike, and not hide one of its own
    vault.judge(Examined(host="office", name=new.name, verdict="event"))
    vault.log(flagged)
    vault.judge(Flagged(host="office", name=flagged.name, why="came later"))
    vault.judge(Examined(host="office", name=flagged.name, verdict="clean"))
    assert find_verdict(vault, "office").verdict == "event"
    vault.judge(Examined(host="office", name=new.name, verdict="clean"))
    vault.judge(Examined(host="office", name=flagged.name, verdict="suspect"))
    assert find_verdict(vault, "office").verdict == "suspect"
    vault.judge(SetAside(host="office", type="snapshots", name=flagged.name, why="tried", by="desk"))
    assert find_verdict(vault, "office").verdict == "clean"
