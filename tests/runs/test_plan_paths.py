"""Where a plan lays files: nothing over something else, over its own source, or into a repository."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.pathtext import show_path
from firstbell.desk import Part, System
from firstbell.desk.configuration import Check
from firstbell.runs.plans.paths import (
    MappedTwiceError,
    SourceTargetError,
    UnplacedError,
    check_places,
    check_repository,
    check_source,
    is_within,
    place_under,
    read_path,
    read_shown_path,
)
from firstbell.runs.plans.plan import PlannedSystem, PlanPiece
from firstbell.runs.plans.targets import (
    check_in_place,
    check_targets,
    find_device,
    judge_room,
    name_target,
    name_under,
    retarget,
    slug,
)


def make_piece(*paths: str, host: str = "office", under: str = "", is_relative: bool = False) -> PlanPiece:
    return PlanPiece(
        repository="ab" * 32,
        place="main",
        host=host,
        line=["/srv"],
        base="c" * 64,
        base_time="2026-02-18T07:33:20Z",
        snapshot="",
        tree="d" * 64,
        paths=list(paths),
        under=under,
        is_relative=is_relative,
    )


def make_planned(name: str, *pieces: PlanPiece, target: str = "", size_bytes: int = 0) -> PlannedSystem:
    return PlannedSystem(name=name, tier=1, target=target, pieces=list(pieces), size_bytes=size_bytes)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("C:\\Users\\kay", b"/C/Users/kay"),
        ("/srv//staff/./lists/", b"/srv/staff/lists"),
        ("srv", b"/srv"),
        ("/", b"/"),
        ("", b"/"),
        ("/srv/caf\udce9", b"/srv/caf\xe9"),
    ],
)
def test_a_path_as_a_person_writes_it_is_read_as_a_snapshot_has_it(typed: str, path: bytes) -> None:
    assert read_path(typed) == path


NAME = st.binary(min_size=1, max_size=12).filter(lambda name: b"/" not in name)


@given(st.lists(NAME, min_size=1, max_size=3))
def test_a_path_in_a_plan_is_read_back_to_its_bytes(names: list[bytes]) -> None:
    path = b"/" + b"/".join(names)
    # a name that spells out the escape of a byte cannot be told from that byte
    shown = show_path(path)
    if not any(f"\\x{byte:02x}".encode() in path for byte in range(0x80, 0x100)):
        assert read_shown_path(shown) == path


@pytest.mark.parametrize(
    ("shown", "path"),
    [
        ("/caf\\xe9.txt", b"/caf\xe9.txt"),
        ("/C/dos\\x86", b"/C/dos\x86"),
        # names of hosts that only look like an escape
        ("/logs\\x41", b"/logs\\x41"),
        ("/a\\x", b"/a\\x"),
        ("/a\\x  b", b"/a\\x  b"),
        ("/a\\xE9", b"/a\\xE9"),
        ("/a\\xzz\\xff", b"/a\\xzz\xff"),
        ("/\u00e4\\xe4", "/\u00e4".encode() + b"\xe4"),
    ],
)
def test_only_what_stands_for_a_byte_that_is_no_text_is_read_as_one(shown: str, path: bytes) -> None:
    assert read_shown_path(shown) == path
    assert show_path(path) == shown


@pytest.mark.parametrize(
    ("places", "refused"),
    [
        ([("a", "/t", b"/srv"), ("b", "/t", b"/srv2")], False),
        ([("a", "/t", b"/srv"), ("b", "/u", b"/srv")], False),
        ([("a", "/t", b"/srv"), ("b", "/t", b"/srv")], True),
        ([("a", "/t", b"/srv"), ("b", "/t", b"/srv/staff")], True),
        ([("a", "/t", b"/srv/staff"), ("b", "/t", b"/srv")], True),
        ([("a", "/t/srv", b"/staff"), ("b", "/t", b"/srv/staff")], True),
        # all of a backup: its root
        ([("a", "/t", b"/"), ("b", "/t", b"/home")], True),
        ([("a", "/t", b"/home"), ("b", "/t", b"/")], True),
        ([("a", "/t", b"/"), ("b", "/t", b"/")], True),
        ([("a", "/t", b"/"), ("b", "/t2", b"/")], False),
        ([("a", "/", b"/"), ("b", "/t", b"/home")], True),
        ([("a", "/t/../t", b"/x"), ("b", "/t", b"/x")], True),
    ],
)
def test_two_things_never_go_to_one_place(places: Sequence[tuple[str, str, bytes]], refused: bool) -> None:
    placed = [(who, Path(folder), path) for who, folder, path in places]
    if not refused:
        check_places(placed)
        return
    with pytest.raises(MappedTwiceError, match=r"is restored twice: by a and by b") as error:
        check_places(placed)
    assert error.value.hint == "list each path in one part of one system, or give each system its own target"


@pytest.mark.parametrize(
    ("path", "top", "within"),
    [
        (b"/srv", b"/srv", True),
        (b"/srv/a", b"/srv", True),
        (b"/srvx", b"/srv", False),
        (b"/", b"/srv", False),
        (b"/srv", b"/", True),
        (b"/srv/\xff", b"/srv", True),
    ],
)
def test_a_path_lies_within_its_folder_and_not_in_one_that_begins_alike(
    path: bytes, top: bytes, within: bool
) -> None:
    assert is_within(path, top) is within


@pytest.mark.parametrize(
    ("target", "path", "refused"),
    [
        ("", b"/srv/staff", True),  # the root of this machine: onto the source itself
        ("srv/staff/new", b"/srv/staff", True),
        ("srv/staff", b"/srv/staff", True),
        ("srv", b"/srv/staff", False),
        ("restored", b"/srv/staff", False),
        ("restored", b"/", False),
        ("", b"/", True),
    ],
)
def test_nothing_is_laid_over_what_it_was_backed_up_from(target: str, path: bytes, refused: bool) -> None:
    folder = Path("/") / target
    if not refused:
        check_source("sis", folder, path)
        return
    with pytest.raises(SourceTargetError, match="was backed up from") as error:
        check_source("sis", folder, path)
    assert str(error.value).startswith(f"sis: the target {folder} ")
    assert "--in-place" in str(error.value.hint)


def test_a_link_to_the_source_is_the_source(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (tmp_path / "link").symlink_to(source)
    with pytest.raises(SourceTargetError):
        check_source("sis", tmp_path / "link" / "new", os.fsencode(source))


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("{top}/repository", True),
        ("local:{top}/repository", True),
        ("{top}/repository/", True),
        ("{top}/repo", False),
        ("rest:https://vault/office", False),
        ("s3:https://s3.example/bucket", False),
        ("https://vault/office", False),
    ],
)
def test_nothing_is_laid_into_a_repository_of_this_machine(tmp_path: Path, url: str, refused: bool) -> None:
    folder = tmp_path / "repository" / "restored"
    if not refused:
        check_repository("sis", folder, url.format(top=tmp_path))
        return
    with pytest.raises(SourceTargetError, match="is inside the repository") as error:
        check_repository("sis", folder, url.format(top=tmp_path))
    assert error.value.hint == "choose a folder outside it"


def test_a_link_that_leads_into_a_repository_is_no_way_around(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    (tmp_path / "target").symlink_to("repository")
    with pytest.raises(SourceTargetError, match="is inside the repository"):
        check_repository("sis", tmp_path / "target", str(tmp_path / "repository"))


def test_a_target_with_names_that_are_no_text_is_compared_byte_by_byte(tmp_path: Path) -> None:
    odd = make_piece("/srv/caf\\xe9")
    same = make_piece("/srv/caf\\xe9/menu")
    with pytest.raises(MappedTwiceError, match=r"caf\\xe9/menu is restored twice"):
        check_targets(
            [make_planned("a", odd, target=str(tmp_path)), make_planned("b", same, target=str(tmp_path))], {}
        )
    source = tmp_path / os.fsdecode(b"caf\xe9")
    piece = make_piece(show_path(os.fsencode(source)))
    with pytest.raises(SourceTargetError):
        check_targets([make_planned("a", piece, target=str(source / "new"))], {})


def test_systems_without_a_target_are_not_placed_and_folders_of_hosts_keep_them_apart(tmp_path: Path) -> None:
    one, other = make_piece("/srv", under="office"), make_piece("/srv", host="lab", under="lab")
    check_targets([make_planned("a", one, other, target=str(tmp_path)), make_planned("b", one)], {})
    with pytest.raises(SourceTargetError, match="inside the repository"):
        check_targets([make_planned("a", one, target=str(tmp_path / "r"))], {one.repository: str(tmp_path)})


def test_in_place_two_hosts_cannot_own_one_path_and_a_relative_backup_has_no_place() -> None:
    one, other = make_piece("/srv"), make_piece("/srv/staff", host="lab")
    check_in_place([make_planned("a", one), make_planned("b", make_piece("/home"))])
    with pytest.raises(MappedTwiceError, match="by a of office and by b of lab"):
        check_in_place([make_planned("a", one), make_planned("b", other)])
    with pytest.raises(UnplacedError, match="a: office was backed up by a relative path") as error:
        check_in_place([make_planned("a", make_piece("/srv", is_relative=True))])
    assert error.value.hint == "restore it into a new folder with --target"


@pytest.mark.parametrize(
    ("name", "slugged"),
    [
        ("Student Information", "student-information"),
        ("../../etc", "etc"),
        ("--", "system"),
        ("", "system"),
        ("Küche & Mensa", "küche-mensa"),
        ("a/b\0c\n", "a-b-c"),
    ],
)
def test_the_name_of_a_system_makes_a_name_of_a_file(name: str, slugged: str) -> None:
    assert slug(name) == slugged


@pytest.mark.parametrize(
    ("host", "under"),
    [("office", "office"), ("a/b", "a_b"), ("..", "__"), (".", "_"), ("", "_"), ("a.b", "a.b")],
)
def test_the_folder_of_a_host_lies_below_the_target_whatever_the_host_is_called(
    host: str, under: str
) -> None:
    assert name_under(host) == under
    assert Path(os.path.normpath(place_under("/t", name_under(host)))).parent == Path("/t")


def test_without_several_hosts_a_piece_lies_right_in_the_target() -> None:
    assert place_under("/t", "") == Path("/t")
    assert place_under("/t", "office") == Path("/t/office")


def make_system(target: str, *checks: str) -> System:
    looked_for = tuple(Check("sqlite", one) for one in checks)
    return System("sis", 0, (Part("office"),), target=target, checks=looked_for)


def test_a_system_goes_below_the_named_folder_else_to_its_own_target_else_nowhere(tmp_path: Path) -> None:
    system = make_system(str(tmp_path / "own"))
    assert name_target(system, tmp_path / "new") == str(tmp_path / "new" / "sis")
    assert name_target(system, None) == str(tmp_path / "own")
    assert name_target(make_system(""), None) == ""


def test_checks_look_where_the_system_goes_now(tmp_path: Path) -> None:
    own, new = str(tmp_path / "own"), str(tmp_path / "new")
    checks = [f"{own}/db.sqlite", own, f"{own}2/db.sqlite", "db.sqlite", "/srv/db.sqlite"]
    system = make_system(own, *checks)
    assert [one.target for one in retarget(system, new)] == [
        f"{new}/db.sqlite",
        new,
        f"{own}2/db.sqlite",
        "db.sqlite",
        "/srv/db.sqlite",
    ]
    assert [one.target for one in retarget(system, own)] == checks
    assert [one.target for one in retarget(system, "")] == checks


def test_room_is_judged_for_all_that_goes_to_one_disk(tmp_path: Path) -> None:
    device = find_device(tmp_path / "not" / "there" / "yet")
    assert device is not None
    number, free = device
    assert number == tmp_path.stat().st_dev
    # a third each fits, three halves do not, though each alone would
    for share, fits in ((3, True), (2, False)):
        systems = [
            make_planned(name, target=str(tmp_path / name), size_bytes=free // share - (8 << 20))
            for name in ("a", "b", "c")
        ]
        assert [one.fits for one in judge_room(systems)] == [fits] * 3
    nowhere = make_planned("d", size_bytes=1 << 60)
    assert judge_room([nowhere]) == [nowhere]


def test_room_behind_a_file_or_a_closed_folder_cannot_be_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert find_device(tmp_path / "file" / "below") is None
    system = make_planned("a", target=str(tmp_path / "file" / "below"))
    assert msgspec.to_builtins(judge_room([system])[0])["fits"] is None
