"""Checks that share a child: what they may, and what becomes of it where one of them goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace

import msgspec
import pytest

from firstbell.examine import look
from firstbell.examine.examination import History, examine_changes
from firstbell.examine.validators import registry
from firstbell.examine.validators.fence import Fence, SharedChildError
from firstbell.examine.validators.outcome import Format, Grade, Validator
from firstbell.record.examination import Examination
from tests.examine.trees import MemoryReader, list_changes, make_sample
from tests.examine.validators.misbehaviour import (
    count,
    crash,
    hang,
    refuse,
    spoil,
    take_over,
    tell_process,
)

NEVER, ALWAYS = 1 << 60, 1
A, B = b"/a/", b"/b/"


@pytest.fixture
def fence() -> Iterator[Fence]:
    made = Fence(limit_s=0.7, audited_one_in=NEVER)
    yield made
    made.stop()


def list_processes(fence: Fence, folders: Sequence[bytes | None]) -> list[str]:
    return [fence.check(tell_process, "x", b"", folder=folder).detail for folder in folders]


def check_many(fence: Fence, times: int) -> None:
    for number in range(times):
        fence.check(count, "x", b"%d" % number, folder=A)


def test_plain_checks_of_a_snapshot_are_run_by_one_child(fence: Fence) -> None:
    with fence.share():
        assert len(set(list_processes(fence, [A, A, B, A]))) == 1


def test_every_other_check_has_a_child_of_its_own(fence: Fence) -> None:
    alone = list_processes(fence, [A, None, A])
    with fence.share():
        shared = list_processes(fence, [A, None, A, None, B])
    assert len({*alone}) == 3
    assert len({*shared}) == 3
    assert shared[0] == shared[2] == shared[4]
    assert not {*alone} & {*shared}


def test_two_versions_of_one_file_are_compared_by_one_child_and_no_other_file(fence: Fence) -> None:
    compared = []
    for _ in range(2):
        with fence.compare():
            compared.append(list_processes(fence, [None, None]))
    with fence.share():
        alone = list_processes(fence, [None, None])
    assert compared[0][0] == compared[0][1]
    assert compared[1][0] == compared[1][1]
    assert len({compared[0][0], compared[1][0], *alone}) == 4


def test_no_child_goes_from_one_snapshot_to_the_next(fence: Fence) -> None:
    seen = []
    for _ in range(3):
        with fence.share():
            seen += list_processes(fence, [A, A])
    assert len({*seen}) == 3


@pytest.mark.parametrize("check", [crash, hang])
def test_a_shared_child_that_fails_makes_all_that_it_said_be_asked_again(
    fence: Fence, check: Validator
) -> None:
    with fence.share():
        assert fence.check(count, "x", b"abc", folder=A).holds
        with pytest.raises(SharedChildError):
            fence.check(check, "x", b"content", folder=A)


def test_what_a_child_that_was_taken_over_says_of_other_folders_is_not_believed(fence: Fence) -> None:
    honest = fence.check(count, "x", b"abc")
    with fence.share():
        assert fence.check(spoil, "x", b"content", folder=A).detail == "as the intruder likes"
        assert fence.check(count, "x", b"abc", folder=A).grade is Grade.BROKEN  # who wrote there could do so
        assert fence.check(count, "x", b"abc", folder=B) == honest


def test_content_that_does_not_hold_is_told_as_by_a_child_of_its_own(fence: Fence) -> None:
    alone = fence.check(refuse, "x", b"content")
    with fence.share():
        for folder in (A, B, A, B):
            assert fence.check(count, "x", b"abc", folder=folder).holds
            assert fence.check(refuse, "x", b"content", folder=folder) == alone


def test_an_audit_finds_the_child_that_was_taken_over() -> None:
    fence = Fence(audited_one_in=ALWAYS)
    with fence.share():
        assert fence.check(count, "x", b"abc", folder=A).holds
        # what content says of itself is its own child's word, too
        fence.check(take_over, "x", b"content", folder=A)
        with pytest.raises(SharedChildError):
            fence.check(count, "x", b"abc", folder=B)
    fence.stop()


def test_an_audit_is_met_by_chance() -> None:
    fence = Fence(audited_one_in=4)
    with fence.share():
        fence.check(take_over, "x", b"content", folder=A)
        with pytest.raises(SharedChildError):  # or not, with a chance of 1 in 10 to the 25th
            check_many(fence, 200)
    fence.stop()


@pytest.mark.parametrize("check", [take_over, spoil, crash])
def test_a_parser_that_is_taken_over_changes_nothing_of_the_examination_of_others(
    monkeypatch: pytest.MonkeyPatch, check: Validator
) -> None:
    names = ("docx", "pdf", "png", "gz")
    old = {f"/school/{n}/file.{name}".encode(): make_sample(name, n) for n in range(3) for name in names}
    new = {path: make_sample(path.rpartition(b".")[2].decode(), 7) for path in old}
    new[b"/school/0/evil"] = b"EVIL" + bytes(50_000)
    made = Fence(audited_one_in=ALWAYS)
    monkeypatch.setattr(registry, "fence", SimpleNamespace(FENCE=made))
    monkeypatch.setattr(look, "FENCE", made)
    monkeypatch.setattr(
        registry,
        "_BY_HEAD",
        {key: [(magic, _fence_all(row)) for magic, row in found] for key, found in registry._BY_HEAD.items()},
    )
    honest = _examine(old, new)
    evil = Format("evil", check, ((0, b"EVIL"),), fenced_from=0, is_plain=True)
    monkeypatch.setitem(registry._BY_HEAD, b"E", [(b"EVIL", evil)])
    taken = _examine(old, new)
    made.stop()

    def tell(one: Examination) -> dict[bytes, object]:
        return {found.path: found.judgement for found in one.findings if not found.path.endswith(b"evil")}

    assert tell(taken) == tell(honest)
    assert len(tell(honest)) == len(old)


def _fence_all(row: Format) -> Format:
    """A format whose check is fenced however small the content is."""
    return row if row.fenced_from is None else msgspec.structs.replace(row, fenced_from=0)


def _examine(old: dict[bytes, bytes], new: dict[bytes, bytes]) -> Examination:
    reader = MemoryReader()
    return examine_changes(list_changes(old, new, reader), reader, history=History())
