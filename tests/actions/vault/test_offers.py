"""What hosts back up and the desk's file does not know: offered, taken in once, and nothing else changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from firstbell.actions.vault.offers import (
    HostOffer,
    TakingRequest,
    find_offers,
    offer_unknown,
    take_offers,
)
from firstbell.base.errors import Error, UnknownIdError, UsageError
from firstbell.desk import Configuration, RepositoryAddress, load_configuration
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Repository, Snapshot

HEAD = """# what people wrote stays
version = 1
[district]
name = "Oak Hill Schools"
"""
BODY = """
[[repository]]
name = "office"
url = "/nowhere/office"
[[host]]
name = "office"
repository = "office"
paths = ["/etc"]
[[system]]
name = "Records"
tier = 0
parts = [{host = "office", paths = ["/srv/records"]}]
"""
ADDRESS = RepositoryAddress(name="office", url="/nowhere/office")


def load(folder: Path, text: str) -> Configuration:
    folder.mkdir(exist_ok=True)
    (folder / "firstbell.toml").write_text(text)
    return load_configuration(folder)


def make_snapshot(host: str, *paths: str, day: int = 1, tags: Sequence[str] = ()) -> Snapshot:
    return Snapshot(
        f"2026-03-{day:02d}T05:00:00Z", "f" * 64, list(paths), hostname=host, tags=list(tags), hex_id="a" * 64
    )


def offer(folder: Path, body: str, *snapshots: Snapshot) -> list[tuple[str, tuple[str, ...], bool, str]]:
    configuration = load(folder, HEAD + body)
    found = offer_unknown(configuration, ADDRESS, snapshots)
    return [(one.host, one.paths, one.is_known, one.last[:10]) for one in found]


@pytest.mark.parametrize(
    ("path", "is_known"),
    [
        ("/etc", True),
        ("/etc/ssh", True),  # the host's table lists a folder above
        ("/etcetera", False),
        ("/srv/records", True),
        ("/srv/records/2026", True),
        ("/srv", True),  # it holds what a system needs
        ("/srv/other", False),
        ("/", True),
        ("/home", False),
    ],
)
def test_a_path_is_known_where_a_table_or_a_system_has_it_or_something_in_it(
    tmp_path: Path, path: str, is_known: bool
) -> None:
    found = offer(tmp_path / "desk", BODY, make_snapshot("office", path))
    assert found == ([] if is_known else [("office", (path,), True, "2026-03-01")])


def test_paths_of_windows_are_known_in_whatever_case_they_are_written(tmp_path: Path) -> None:
    body = BODY.replace('"/etc"', '"C:\\\\Users"')
    known = make_snapshot("office", "c:\\users\\Kay", "C:/USERS")
    assert offer(tmp_path / "desk", body, known) == []
    # elsewhere case counts
    assert offer(tmp_path / "desk", BODY, make_snapshot("office", "/ETC")) != []


def test_a_system_that_needs_a_whole_host_knows_all_of_it(tmp_path: Path) -> None:
    whole = BODY.replace('{host = "office", paths = ["/srv/records"]}', '{host = "office", tags = ["daily"]}')
    assert offer(tmp_path / "desk", whole, make_snapshot("office", "/anything")) == []


def test_a_host_that_is_not_named_is_offered_with_its_newest_backup_and_composed_ones_do_not_count(
    tmp_path: Path,
) -> None:
    found = offer(
        tmp_path / "desk",
        BODY,
        make_snapshot("lab", "/home", day=9),
        make_snapshot("lab", "/data", day=3),
        make_snapshot("lab", "/home", day=5),
        make_snapshot("lab", "/composed", day=20, tags=[COMPOSED_TAG]),
        make_snapshot("ghost", "/x", tags=[COMPOSED_TAG]),
    )
    assert found == [("lab", ("/data", "/home"), False, "2026-03-09")]


class _Held:
    """What is asked of a repository."""

    def __init__(self, *snapshots: Snapshot) -> None:
        self._snapshots = snapshots

    def list_snapshots(self) -> Sequence[Snapshot]:
        return self._snapshots


class _ClosedError(Error):
    code = "test.closed"


def test_a_repository_that_does_not_open_is_told_and_the_others_are_offered(tmp_path: Path) -> None:
    more = """[[repository]]
name = "broken"
url = "/nowhere/broken"
[[repository]]
name = "desk"
url = "/nowhere/desk"
"""
    configuration = load(tmp_path / "desk", HEAD + BODY + more)
    opened: list[str] = []

    def read(address: RepositoryAddress) -> Repository:
        opened.append(address.name)
        if address.name == "broken":
            raise _ClosedError("the disk is gone")
        held = {"office": [make_snapshot("Zoo", "/z"), make_snapshot("attic", "/a")]}
        return _Held(*held.get(address.name, []))  # type: ignore[return-value]

    fresh = RepositoryAddress(name="new-host", url="/vault/hosts/new-host")
    found = find_offers(configuration, [(fresh, 6.0)], read)
    # the desk's own backup is no host's
    assert opened == ["office", "broken", "new-host"]
    assert [(one.host, one.every_h, one.last) for one in found.offers] == [
        ("attic", 24.0, "2026-03-01T05:00:00Z"),
        ("new-host", 6.0, ""),  # of the vault: it has not backed up yet
        ("Zoo", 24.0, "2026-03-01T05:00:00Z"),
    ]
    assert list(found.unread) == [("broken", "the disk is gone")]
    assert found.offers[1].describe()["paths"] == []


def make_offer(host: str, *paths: str, last: str = "2026-03-01T05:00:00Z", name: str = "office") -> HostOffer:
    address = RepositoryAddress(name=name, url=f"/nowhere/{name}")
    return HostOffer(host, address, paths, is_known=False, last=last, every_h=12.0)


def test_what_is_taken_is_in_the_desks_file_beside_all_that_people_wrote(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    load(desk, HEAD + BODY)
    offers = [make_offer("office", "/home"), make_offer("lab", "/data", name="lab")]
    taken = take_offers(desk, offers, TakingRequest(everything=True, system="Lab work", tier=2))
    assert [one.host for one in taken] == ["office", "lab"]
    text = (desk / "firstbell.toml").read_text()
    assert "# what people wrote stays" in text
    after = load_configuration(desk)
    hosts = {one.name: one for one in after.host}
    assert hosts["office"].paths == ("/etc", "/home")
    assert hosts["office"].every_h == 24.0  # what was known of it holds
    assert (hosts["lab"].every_h, hosts["lab"].repository) == (12.0, "lab")
    systems = {one.name: one for one in after.system}
    assert [(part.host, part.paths) for part in systems["Lab work"].parts] == [
        ("office", ("/home",)),
        ("lab", ("/data",)),
    ]
    assert systems["Lab work"].tier == 2
    # taken again, nothing is there twice
    take_offers(desk, offers, TakingRequest(everything=True))
    assert load_configuration(desk).host == after.host


def test_a_host_in_two_repositories_is_one_host_with_the_repository_that_it_uses_now(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    load(desk, HEAD)
    offers = [
        make_offer("lab", "/a", last="2026-03-09T05:00:00Z", name="new"),
        make_offer("lab", "/b", last="2026-03-01T05:00:00Z", name="old"),
    ]
    (taken,) = take_offers(desk, offers, TakingRequest(hosts=["lab"]))
    assert taken.paths == ("/a", "/b")
    (host,) = load_configuration(desk).host
    assert (host.repository, host.paths) == ("new", ("/a", "/b"))


def test_what_is_not_offered_is_refused_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    load(desk, HEAD + BODY)
    before = (desk / "firstbell.toml").read_bytes()
    offers = [make_offer("lab", "/data")]
    with pytest.raises(
        UnknownIdError, match=r"attic backs up nothing that firstbell\.toml does not know"
    ) as refused:
        take_offers(desk, offers, TakingRequest(hosts=["lab", "attic"]))
    assert refused.value.hint == "`firstbell host offers` shows what is offered"
    # a new system needs its tier
    with pytest.raises(UsageError):
        take_offers(desk, offers, TakingRequest(hosts=["lab"], system="New one"))
    assert take_offers(desk, [], TakingRequest(everything=True)) == []
    assert (desk / "firstbell.toml").read_bytes() == before
    for asked in ({}, {"hosts": ["lab"], "everything": True}):
        with pytest.raises(UsageError, match="name hosts, or give --all"):
            TakingRequest(**asked)  # type: ignore[arg-type]
