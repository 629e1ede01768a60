from __future__ import annotations

import msgspec
import pytest

from firstbell.catalog import VersionRow
from firstbell.compose.clean import NO_EVENT, CleanChoice, Horizon, choose_clean
from firstbell.record.versions import Judgement, State
from tests.compose.marked import DAMAGED, INTACT, UNKNOWN

STATES: dict[str, Judgement | None] = {"I": INTACT, "D": DAMAGED, "U": UNKNOWN, "-": None}


def make_lineage(states: str) -> list[VersionRow]:
    """Versions oldest first as letters, one a snapshot; given newest first."""
    rows = [
        VersionRow(
            line=1,
            path=b"/a",
            first=at,
            gone=at + 1 if at + 1 < len(states) else None,
            kind="file",
            size_bytes=at,
            content=bytes([at]) * 32,
            target=b"",
            mtime_ns=0,
            judgement=STATES[state],
            was=None,
        )
        for at, state in enumerate(states)
    ]
    return rows[::-1]


def refuse(row: VersionRow) -> Judgement:
    raise AssertionError(f"nobody should look at {row}")


def choose(states: str, clean_position: int) -> CleanChoice:
    return choose_clean(make_lineage(states), Horizon(clean_position), refuse)


@pytest.mark.parametrize(
    ("states", "clean_position", "wanted"),
    [
        ("I", NO_EVENT, 0),
        ("II", NO_EVENT, 1),
        ("ID", 0, 0),
        ("IID", 1, 1),
        ("IDI", 0, 2),
        ("IDDD", 0, 0),
        ("D", 0, None),
        ("DD", -1, None),
        ("UUD", 1, 1),
        ("UUU", 1, 1),
        ("UUU", NO_EVENT, 2),
        ("UDU", 0, 0),
        ("IUD", 1, 0),
        ("IUU", 2, 0),
        ("UD", -1, None),
        ("-D", 0, 0),
        ("-D", -1, None),
    ],
)
def test_the_clean_version(states: str, clean_position: int, wanted: int | None) -> None:
    version = choose(states, clean_position).version

    assert (version.first if version else None) == wanted


def test_every_newer_version_is_rejected_with_its_reason() -> None:
    choice = choose("IUUD", 1)

    assert [(row.first, why) for row, why in choice.rejected] == [
        (3, "damaged: parsed before, looks random now"),
        (2, "cannot be told, and it is from after the last clean snapshot"),
        (1, "cannot be told, and an older version is intact"),
    ]


def test_opaque_content_that_was_there_before_is_from_before() -> None:
    newest, struck, oldest = make_lineage("UDU")
    again = msgspec.structs.replace(newest, content=oldest.content, size_bytes=oldest.size_bytes)

    choice = choose_clean([again, struck, oldest], Horizon(0), refuse)

    assert choice.version == again


def test_what_the_choice_depends_on_is_judged_and_nothing_else() -> None:
    asked = []

    def judge(row: VersionRow) -> Judgement:
        asked.append(row.first)
        return UNKNOWN

    choice = choose_clean(make_lineage("-I-D"), Horizon(2), judge)

    assert choice.version is not None
    assert choice.version.first == 1
    assert asked == [2]


def test_a_version_judged_damaged_on_demand_is_not_taken() -> None:
    choice = choose_clean(make_lineage("--"), Horizon(), lambda row: DAMAGED if row.first else INTACT)

    assert choice.version is not None
    assert choice.version.first == 0


def test_a_symlink_has_no_content_that_could_be_struck() -> None:
    (row,) = make_lineage("U")

    assert (
        choose_clean([msgspec.structs.replace(row, kind="symlink")], Horizon(-1), refuse).version is not None
    )


def test_a_document_that_had_ended_before_the_event_is_another_one() -> None:
    newest, oldest = make_lineage("ID")
    ended = msgspec.structs.replace(oldest, gone=1)
    struck = msgspec.structs.replace(newest, first=5)

    assert choose_clean([struck, ended], Horizon(3), refuse).version is None
    assert (
        choose_clean([struck, msgspec.structs.replace(oldest, gone=4)], Horizon(3), refuse).version
        is not None
    )


def test_a_document_that_came_back_in_the_clean_snapshot_has_its_past() -> None:
    newest, oldest = make_lineage("ID")
    struck = msgspec.structs.replace(newest, first=3)

    choice = choose_clean([struck, msgspec.structs.replace(oldest, gone=1)], Horizon(3), refuse)

    assert choice.version is not None
    assert choice.version.first == 0


def test_states_are_what_the_letters_say() -> None:
    assert [row.state for row in make_lineage("IDU-")] == [None, State.UNKNOWN, State.DAMAGED, State.INTACT]
