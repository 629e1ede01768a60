"""Every change, removal, swap, insertion and back-dating in a small ledger is found and named."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest

from firstbell.ledger import make_actor, make_signer
from firstbell.ledger.verification import verify
from firstbell.ledger.verifier.lines import NewerError
from firstbell.ledger.verifier.problems import BACK_DATED, INSERTED, REMOVED, SWAPPED, tell_problem
from tests.ledger.tampered import (
    ADA,
    OLD_ADA,
    change_entry,
    hash_line_of_entry,
    inspect,
    list_named,
    list_seqs,
    make_ledger,
    rewrite,
    split_lines,
)

EARLY = "2023-02-17T00:00:00Z"
# what one change costs at most: an entry that made a key takes with it what that key signed last
FEW = 3


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return make_ledger(tmp_path_factory.mktemp("ledger") / "ledger")


def list_entries(lines: list[bytes]) -> list[int]:
    """The numbers of the lines that are entries."""
    return [number for number, line in enumerate(lines) if b'"seq":' in line]


def test_nothing_is_found_where_nothing_was_done(lines: list[bytes]) -> None:
    found = inspect(lines)
    assert (found.entries, found.heads, found.problems, found.torn_bytes) == (14, 8, [], 0)


def change_bytes(lines: list[bytes], step: int, start: int) -> int:
    """Change every `step`th byte in several ways; how many changes were tried."""
    data, seqs = b"".join(lines), list_seqs(lines)
    at, tried = 0, 0
    for number, line in enumerate(lines):
        for place in range(start, len(line), step):
            for new in {line[place] ^ 1, ord("\n"), ord("0"), 0} - {line[place]}:
                changed = data[: at + place] + bytes([new]) + data[at + place + 1 :]
                try:
                    found = inspect([changed])
                except NewerError:
                    assert number == 0
                    continue
                told = [tell_problem(problem) for problem in found.problems]
                assert seqs[number] in list_named(found.problems), (number, place, new, told)
                assert len(told) <= FEW, (number, place, new, told)
                tried += 1
        at += len(line)
    return tried


def test_a_changed_byte_is_found_and_its_entry_named(lines: list[bytes]) -> None:
    assert change_bytes(lines, 41, 5) > 300


def test_each_place_where_a_line_begins_or_ends_is_watched(lines: list[bytes]) -> None:
    assert change_bytes(lines, 10**6, 0) > 50
    assert change_bytes(lines, 10**6, 1) > 50
    for number, line in enumerate(lines):
        joined = [*lines[:number], line[:-1] + b" ", *lines[number + 1 :]]
        assert list_seqs(lines)[number] in list_named(inspect(joined).problems)


@pytest.mark.deep
def test_every_changed_byte_is_found_and_its_entry_named(lines: list[bytes]) -> None:
    assert change_bytes(lines, 1, 0) > 15_000


def test_every_removed_line_is_found_and_named(lines: list[bytes]) -> None:
    for number, seq in enumerate(list_seqs(lines)):
        found = inspect([*lines[:number], *lines[number + 1 :]])
        told = [tell_problem(problem) for problem in found.problems]
        first = found.problems[0]
        assert (first.seq, first.last_seq) == (seq, seq), told
        # the last head: what remains are entries that nobody signed
        assert first.kind == (INSERTED if number == len(lines) - 1 else REMOVED), told
        assert len(told) <= FEW, told


def test_a_removed_run_is_named_entry_by_entry(lines: list[bytes]) -> None:
    entries = list_entries(lines)
    for first, last in itertools.combinations(entries[4:], 2):
        kept = [
            line for number, line in enumerate(lines) if not (number in entries and first <= number <= last)
        ]
        seqs = list_seqs(lines)
        named = list_named(problem for problem in inspect(kept).problems if problem.kind == REMOVED)
        assert {seqs[number] for number in entries if first <= number <= last} <= named


def test_every_swap_of_two_lines_is_found_and_both_are_named(lines: list[bytes]) -> None:
    seqs = list_seqs(lines)
    for first, second in itertools.combinations(range(len(lines)), 2):
        swapped = list(lines)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        problems = inspect(swapped).problems
        assert {problem.kind for problem in problems} == {SWAPPED}, (first, second, problems)
        assert [problem.seq for problem in problems] == sorted([seqs[first], seqs[second]])


def test_a_moved_line_is_named_alone(lines: list[bytes]) -> None:
    moved = [*lines[:3], lines[12], *lines[3:12], *lines[13:]]
    assert [tell_problem(problem) for problem in inspect(moved).problems] == [
        f"entry {list_seqs(lines)[12]}: it was moved behind entry 1"
    ]


def test_every_copy_of_a_line_is_found_wherever_it_stands(lines: list[bytes]) -> None:
    seqs = list_seqs(lines)
    for number, place in itertools.product(range(len(lines)), range(len(lines) + 1)):
        problems = inspect([*lines[:place], lines[number], *lines[place:]]).problems
        assert [problem.kind for problem in problems] == [INSERTED], (number, place, problems)
        assert problems[0].seq in {seqs[number], seqs[place - 1] + 1}, (number, place, problems)


def test_every_line_that_nobody_signed_is_found_wherever_it_stands(lines: list[bytes]) -> None:
    for place in range(2, len(lines) + 1):
        before = next(line for line in reversed(lines[:place]) if b'"seq":' in line)
        seq = json.loads(before)["seq"] + 1
        made = change_entry(
            before, seq=seq, prev=hash_line_of_entry(before), body={"made": "up"}, kind="note"
        )
        problems = inspect([*lines[:place], made, *lines[place:]]).problems
        assert [(problem.seq, problem.kind) for problem in problems] == [(seq, INSERTED)], place


def test_every_back_dated_entry_is_found_and_named_so(lines: list[bytes]) -> None:
    for number in list_entries(lines):
        changed = [*lines[:number], change_entry(lines[number], time=EARLY), *lines[number + 1 :]]
        problems = inspect(changed).problems
        assert (problems[0].seq, problems[0].kind) == (list_seqs(lines)[number], BACK_DATED), problems
        assert len(problems) <= FEW


@pytest.mark.parametrize("who", ["nobody", "stranger", "revoked"])
def test_every_back_dated_entry_is_found_though_the_rest_was_made_to_fit(
    lines: list[bytes], who: str
) -> None:
    signer = {
        "nobody": None,
        "stranger": make_signer(make_actor("Mallory", "director")),
        "revoked": OLD_ADA,
    }[who]
    for number in list_entries(lines)[5:]:
        problems = inspect(rewrite(lines, number, signer, time=EARLY)).problems
        assert list_seqs(lines)[number] in list_named(problems)
        assert BACK_DATED in {problem.kind for problem in problems if problem.seq == list_seqs(lines)[number]}


@pytest.mark.parametrize("who", ["nobody", "stranger", "revoked"])
def test_every_rewritten_entry_is_found_though_the_rest_was_made_to_fit(lines: list[bytes], who: str) -> None:
    signer = {
        "nobody": None,
        "stranger": replace(make_signer(ADA.actor)),
        "revoked": OLD_ADA,
    }[who]
    for number in list_entries(lines)[5:]:
        problems = inspect(rewrite(lines, number, signer, body={"made": "up"})).problems
        assert list_seqs(lines)[number] in list_named(problems)


@pytest.mark.parametrize("who", ["nobody", "stranger", "revoked", "self"])
def test_one_batch_signed_anew_is_found_by_those_that_follow(lines: list[bytes], who: str) -> None:
    """The lines behind the batch stand as they stood."""
    signer = {
        "nobody": None,
        "stranger": make_signer(ADA.actor),
        "revoked": OLD_ADA,
        "self": ADA,
    }[who]
    seqs = list_seqs(lines)
    for number in [at for at in list_entries(lines)[5:-1] if json.loads(lines[at])["actor"] == ADA.actor.id]:
        end = next(at for at in range(number, len(lines)) if b'"seq":' not in lines[at])
        made = rewrite(lines[: end + 1], number, signer, body={"made": "up"})
        problems = inspect([*made, *lines[end + 1 :]]).problems
        assert seqs[number] in list_named(problems)
        begun = max(at for at in range(number) if b'"seq":' not in lines[at]) + 1
        assert list_named(problems) <= set(range(seqs[begun], seqs[end] + 1)), problems


def test_what_firstbell_says_is_what_the_verifier_finds(lines: list[bytes], tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    folder.mkdir()
    for number in range(len(lines)):
        kept = [*lines[:number], *lines[number + 1 :]]
        (folder / "entries.jsonl").write_bytes(b"".join(kept))
        verification = verify(folder)
        assert list(verification.problems) == list(inspect(kept).problems)
        assert not verification.holds
    (folder / "entries.jsonl").write_bytes(b"".join(lines))
    verification = verify(folder)
    assert (verification.holds, verification.entries, verification.heads) == (True, 14, 8)
    assert split_lines((folder / "entries.jsonl").read_bytes()) == lines
