"""A plan as a file: read back as it was, refused where it is none, and kept by what a person keeps."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from firstbell.runs.plans.description import describe_plan_file, describe_systems
from firstbell.runs.plans.plan import (
    LeftOutFile,
    NewerPlanError,
    PlanError,
    PlannedStart,
    PlannedSystem,
    PlanPiece,
    RecoveryPlan,
    load_plan,
    render_plan,
    seal_plan,
)
from firstbell.runs.plans.starts import (
    DIRECTORY_ADVICE,
    KEPT,
    LEFT_OUT,
    LISTED,
    STOPS,
    PieceStarts,
    explain_stop,
    find_stop,
    keep_starts,
    list_failures,
    tell_starts,
)


def make_start(name: str, action: str, *, known_after: str = "") -> PlannedStart:
    return PlannedStart(
        id=name * 8,
        host="office",
        place="run key",
        key="HKLM\\Software\\Run\\upd",
        command="C:\\Temp\\upd.exe /q",
        path="/C/Windows/System32/config/SOFTWARE",
        strength="shown",
        known_after=known_after,
        known_by="rule",
        action=action,
    )


def make_piece(*left_out: LeftOutFile) -> PlanPiece:
    return PlanPiece(
        repository="ab" * 32,
        place="main",
        host="office",
        line=["/srv"],
        base="c" * 64,
        base_time="2026-02-18T07:33:20Z",
        snapshot="",
        tree="d" * 64,
        paths=["/srv"],
        left_out=list(left_out),
        files=10,
        size_bytes=100,
    )


def make_plan(*systems: PlannedSystem, notes: tuple[str, ...] = ()) -> RecoveryPlan:
    return seal_plan(
        RecoveryPlan(
            version=1,
            made="2026-02-18T07:33:20Z",
            waves=[[one.name] for one in systems],
            systems=list(systems),
            notes=[*tell_starts(systems), *notes],
            files=sum(one.files for one in systems),
            size_bytes=sum(one.size_bytes for one in systems),
        )
    )


RECORDS = PlannedSystem(name="Records \U0001f4da", tier=0, pieces=[make_piece()], files=10, size_bytes=100)
PHONES = PlannedSystem(name="Phones", tier=1, missing=["lab: it was never backed up here"])


def write(folder: Path, data: bytes) -> Path:
    path = folder / "plan.json"
    path.write_bytes(data)
    return path


def test_a_plan_is_read_back_from_its_file_and_from_what_the_command_printed(tmp_path: Path) -> None:
    plan = make_plan(RECORDS, PHONES)
    assert load_plan(write(tmp_path, render_plan(plan))) == plan
    lines = [*describe_systems(plan), {"message_type": "summary", **describe_plan_file(plan, "plan.json")}]
    printed = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    assert load_plan(write(tmp_path, printed)) == plan
    assert load_plan(write(tmp_path, msgspec.json.encode(lines[-1]))) == plan


def test_the_id_is_of_what_a_plan_says_and_a_changed_file_has_another(tmp_path: Path) -> None:
    plan = make_plan(RECORDS)
    data = render_plan(plan)
    changed = load_plan(write(tmp_path, data.replace(b'"target": ""', b'"target": "/elsewhere"')))
    assert changed.systems[0].target == "/elsewhere"
    assert changed.id != plan.id
    # an id that somebody wrote into the file is not believed
    forged = load_plan(write(tmp_path, data.replace(plan.id.encode(), b"0" * 16)))
    assert forged.id == plan.id
    assert len(plan.id) == 16


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"\xff\xfe{}",
        b'{"version": "1"}',
        b"[1]",
        b'{"waves": []}',
        b"version = 1",
        b"[" * 100_000,
        b'{"version": 1, "made": "\xe9"}',
    ],
)
def test_what_is_no_plan_is_refused_with_what_writes_one(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path, data)
    with pytest.raises(PlanError, match="is not a plan") as refused:
        load_plan(path)
    assert str(path) in str(refused.value)
    assert refused.value.hint == "`firstbell recover plan --output FILE` writes a plan"


def test_a_newer_plan_is_refused_with_its_version_and_a_missing_one_by_name(tmp_path: Path) -> None:
    path = write(tmp_path, b'{"version": 2, "anything": {}}')
    with pytest.raises(
        NewerPlanError, match="version 2 of a plan; this Firstbell reads version 1"
    ) as refused:
        load_plan(path)
    assert refused.value.hint == "use the Firstbell that wrote it, or a newer one"
    with pytest.raises(PlanError, match=r"there is no plan .*gone\.json"):
        load_plan(tmp_path / "gone.json")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"tier": 0', b'"tier": "first"', "Expected `int`"),
        (b'"made"', b'"mode"', "missing required field `made`"),
    ],
)
def test_a_plan_with_a_wrong_field_is_told_which(tmp_path: Path, old: bytes, new: bytes, says: str) -> None:
    data = render_plan(make_plan(RECORDS))
    with pytest.raises(PlanError, match=says):
        load_plan(write(tmp_path, data.replace(old, new)))


@pytest.mark.parametrize(
    "waves", [[["Phones"]], [["Phones"], ["Records"]], [[]], [["Records", "Phones", "Phones"]]]
)
def test_steps_that_are_not_the_systems_are_refused(tmp_path: Path, waves: list[list[str]]) -> None:
    records = msgspec.structs.replace(RECORDS, name="Records")
    plan = msgspec.structs.replace(make_plan(records, PHONES), waves=waves)
    with pytest.raises(PlanError, match="do not list each of its systems exactly once and in order"):
        load_plan(write(tmp_path, render_plan(plan)))


def test_an_older_plan_without_what_came_later_is_read(tmp_path: Path) -> None:
    fields = msgspec.to_builtins(make_plan(RECORDS))
    kept = {name: fields[name] for name in ("version", "made", "waves")}
    kept["systems"] = [{"name": RECORDS.name, "tier": 0, "of a later version": 1}]
    plan = load_plan(write(tmp_path, msgspec.json.encode(kept)))
    assert plan.find(RECORDS.name).pieces == []
    assert plan.starts_asked is False


def test_a_list_of_systems_tells_their_steps_and_the_summary_counts() -> None:
    stopped = msgspec.structs.replace(RECORDS, starts=[make_start("s", STOPS), make_start("l", LISTED)])
    plan = make_plan(stopped, PHONES)
    assert [(one["name"], one["wave"]) for one in describe_systems(plan)] == [
        (RECORDS.name, 1),
        ("Phones", 2),
    ]
    told = describe_plan_file(plan, "")
    assert (told["systems"], told["starts"], told["stopped"], told["left_out_files"]) == (
        2,
        2,
        [RECORDS.name],
        0,
    )
    assert told["boundary"] is None


def make_hostile() -> PlannedSystem:
    """A system with a stop, and two files left out: one for a thing of its own, one for two."""
    files = [
        LeftOutFile("/srv/a.exe", 5, ["aaaaaaaa"]),
        LeftOutFile("/srv/b.exe", 7, ["aaaaaaaa", "bbbbbbbb"]),
    ]
    starts = [
        make_start("s", STOPS),
        make_start("a", LEFT_OUT),
        make_start("b", LEFT_OUT),
        make_start("l", LISTED),
    ]
    return PlannedSystem(
        name="Records", tier=0, pieces=[make_piece(*files)], starts=starts, files=10, size_bytes=100
    )


def test_what_a_person_keeps_comes_back_and_nothing_else_does() -> None:
    plan = make_plan(make_hostile(), notes=("Records: no target is named",))
    kept = keep_starts(plan, ["aaaaaaaa"])
    system = kept.systems[0]
    assert [one.action for one in system.starts] == [STOPS, KEPT, LEFT_OUT, LISTED]
    # the other file would start what nobody kept
    assert [one.path for one in system.pieces[0].left_out] == ["/srv/b.exe"]
    assert (system.files, system.size_bytes) == (11, 105)
    assert (system.pieces[0].files, system.pieces[0].size_bytes) == (11, 105)
    assert (kept.files, kept.size_bytes) == (11, 105)
    assert "Records: no target is named" in kept.notes
    assert not any("/srv/a.exe" in note for note in kept.notes)
    assert any("/srv/b.exe on office is hostile and left out" in note for note in kept.notes)
    everything = keep_starts(plan, ["aaaaaaaa", "bbbbbbbb", "ssssssss"])
    assert everything.systems[0].pieces[0].left_out == []
    assert list_failures(everything.systems) == {}
    # to keep what is only listed changes nothing
    assert keep_starts(plan, ["llllllll"]).systems == plan.systems


def test_a_system_that_would_start_something_hostile_says_how_to_go_on() -> None:
    failures = list_failures([make_hostile(), PHONES])
    assert list(failures) == ["Records"]
    told = failures["Records"]
    assert told["code"] == "hunt.persistence_shown"
    assert "Records would start again what is hostile: C:\\Temp\\upd.exe /q" in told["why"]
    assert "--keep-persistence ssssssss --reason TEXT --yes" in told["hint"]
    early = explain_stop(
        "x", [make_start("s", STOPS, known_after="2026-02-10T05:00:00Z"), make_start("t", STOPS)]
    )
    assert "and 1 more; the backup of 2026-02-10T05:00 does not hold it" in str(early)


def test_a_whole_restore_stops_only_for_what_cannot_be_left_out() -> None:
    assert find_stop(PieceStarts(starts=[make_start("a", LEFT_OUT), make_start("l", LISTED)])) is None
    stop = find_stop(PieceStarts(starts=[make_start("l", LISTED), make_start("s", STOPS)]))
    assert stop is not None
    assert str(stop).startswith("what is to be restored would start again")


@pytest.mark.parametrize(
    ("listed", "unread", "expected"),
    [
        (1, 0, ["S: 1 thing that starts without a person came since the earliest sign"]),
        (2, 1, ["S: 2 things that start without", "S: 1 file that may start something could not be read"]),
        (0, 2000, ["S: 2,000 files that may start something could not be read"]),
        (0, 0, []),
    ],
)
def test_counts_of_starts_agree_with_their_nouns(listed: int, unread: int, expected: list[str]) -> None:
    system = msgspec.convert(
        {
            "name": "S",
            "tier": 0,
            "starts": [msgspec.to_builtins(make_start("l", LISTED))] * listed,
            "starts_unread": [{"path": "/x", "reason": "locked"}] * unread,
        },
        PlannedSystem,
    )
    told = list(tell_starts([system]))
    assert len(told) == len(expected)
    assert all(one.startswith(start) for one, start in zip(told, expected, strict=True))


def test_whoever_restores_a_directory_is_told_which_passwords_to_reset() -> None:
    (told,) = tell_starts([PlannedSystem(name="Directory", tier=0, directory=["/C/Windows/NTDS/ntds.dit"])])
    assert all(advice in told for advice in DIRECTORY_ADVICE)


def test_a_plan_that_is_not_there_comes_with_the_command_that_writes_one(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="there is no plan") as refused:
        load_plan(tmp_path / "plan.json")
    assert "recover plan --output" in refused.value.hint
