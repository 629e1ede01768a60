"""Lists of hosts as spreadsheets write them: read, or refused with file and line and what was meant."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.actions.vault.claims import (
    ConfirmationRequest,
    GroupDefaults,
    GroupRequest,
    HostListError,
    expect_group,
    read_host_list,
)
from firstbell.base.errors import UsageError
from firstbell.vault import Vault, VaultError
from firstbell.vault.entries import HostAdded
from tests.base.small_files import no_file_beyond
from tests.vault.places import clock_of, make_place


def read_size(text: str) -> int:
    if not text.endswith("G"):
        raise ValueError(f"{text} is not a size")
    return int(text[:-1]) << 30


DEFAULTS = GroupDefaults(
    platform="windows",
    paths=("C:\\Users",),
    at="20:00",
    limits=HostAdded(host="", every_h=24.0, quota_bytes=7),
    by="kay",
    read_size=read_size,
)


def test_what_a_row_leaves_out_is_as_for_all() -> None:
    (host,) = read_host_list("name\nlab-1\n", "hosts.csv", DEFAULTS)
    assert (host.host, host.platform, host.paths, host.at) == ("lab-1", "windows", ("C:\\Users",), "20:00")
    assert (host.every_h, host.quota_bytes, host.network, host.by) == (24.0, 7, "", "kay")


@pytest.mark.parametrize(
    "text",
    [
        "name,system,paths,at,every,quota,network\nlab-1,Linux,/home;/srv ,6:05,12,2G,10.0.0.0/24\n",
        "\ufeffname;system;paths;at;every;quota;network\r\nlab-1;linux;/home|/srv;6:05;12;2G;10.0.0.0/24\r\n",
        " Name , SYSTEM,paths,at,every,quota,network\n"
        '"lab-1", linux,"/home; /srv",6:05,12.0,2G,10.0.0.0/24\n\n,,,\n',
        "network,quota,every,at,paths,system,name\n10.0.0.0/24,2G,12,6:05,/home;/srv,linux,lab-1",
    ],
)
def test_a_list_is_read_however_a_spreadsheet_wrote_it(text: str) -> None:
    (host,) = read_host_list(text, "hosts.csv", DEFAULTS)
    assert (host.platform, host.paths, host.at) == ("linux", ("/home", "/srv"), "6:05")
    assert (host.every_h, host.quota_bytes, host.network) == (12.0, 2 << 30, "10.0.0.0/24")


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("", "line 1: there is no column 'name'", "the columns are name, system"),
        ("system\nlinux\n", "line 1: there is no column 'name'", "the columns are"),
        ("name,color\nlab,red\n", "line 1: 'color' is no column", "the columns are"),
        ("name,system,name\na,linux,b\n", "line 1: the column 'name' is there twice", "the columns are"),
        ("name\n", "names no host", "one row a host"),
        ("name\n\n , \n", "it has more fields", ""),
        ("name\nlab,1\n", "line 2: it has more fields than the first line", ""),
        ("name\nlab-1\nLAB-1\n", "line 3: LAB-1 is named twice", ""),
        ("name\n../etc\n", "line 2:", ""),
        ("name,system\nlab,amiga\n", "line 2: system 'amiga' is none of", ""),
        ("name,at\nlab,8pm\n", "line 2: at '8pm' is not a time of day such as 20:00", ""),
        ("name,at\nlab,24:00\n", "line 2: at '24:00'", ""),
        ("name,at\nlab,8:5\n", "line 2: at '8:5'", ""),
        ("name,at\nlab,²0:00\n", "line 2: at '²0:00' is not a time of day", ""),
        ("name,at\nlab,٠٩:٣٠\n", "is not a time of day", ""),
        ("name,at\nlab,020:00\n", "is not a time of day", ""),
        ("name,every\nlab,0\n", "every '0' is not a number of hours from 0.1 to 8784", ""),
        ("name,every\nlab,nan\n", "every 'nan' is not a number of hours", ""),
        ("name,every\nlab,inf\n", "every 'inf' is not a number of hours", ""),
        ("name,every\nlab,daily\n", "every 'daily' is not a number of hours", ""),
        ("name,quota\nlab,lots\n", "line 2: lots is not a size", ""),
        ("name,network\nlab,10.0.0.300/24\n", "line 2:", ""),
    ],
)
def test_a_list_that_cannot_be_taken_is_refused_with_its_line(text: str, says: str, hint: str) -> None:
    with pytest.raises(HostListError) as refused:
        read_host_list(text, "hosts.csv", DEFAULTS)
    assert str(refused.value).startswith("hosts.csv")
    assert says in str(refused.value)
    assert hint in str(refused.value.hint)


def test_a_quotation_mark_that_is_never_closed_is_told_where_it_swallows_too_much() -> None:
    before = csv.field_size_limit(1000)
    try:
        with pytest.raises(HostListError, match="field larger than field limit") as refused:
            read_host_list('name,paths\nlab-1,/a\nlab-2,"' + "/home\n" * 1000, "hosts.csv", DEFAULTS)
    finally:
        csv.field_size_limit(before)
    assert refused.value.hint == "look for a quotation mark that is not closed"


def ask(tmp_path: Path, data: bytes, *, base: str = "http://127.0.0.1:8000/") -> GroupRequest:
    source = tmp_path / "hosts.csv"
    source.write_bytes(data)
    return GroupRequest(
        source=source, defaults=DEFAULTS, bundle=tmp_path / "bundle", base=base, window_s=3600
    )


def test_a_list_that_cannot_be_read_makes_no_bundle_and_expects_nobody(tmp_path: Path) -> None:
    vault = make_place(tmp_path / "vault")
    with pytest.raises(UsageError, match="is not UTF-8") as refused:
        expect_group(vault, ask(tmp_path, b"name\ncaf\xe9\n"))
    assert refused.value.hint == 'save it as "CSV UTF-8"'
    with pytest.raises(HostListError):
        expect_group(vault, ask(tmp_path, b"name\nlab-1\nlab-1\n"))
    with pytest.raises(UsageError, match="the vault has no address"):
        expect_group(vault, ask(tmp_path, b"name\nlab-1\n", base=""))
    asked = ask(tmp_path, b"name\nlab-1\n")
    asked.source.unlink()
    with pytest.raises(UsageError, match="No such file"):
        expect_group(vault, asked)
    assert not (tmp_path / "bundle").exists()
    assert vault.claims.list() == []


def test_codes_go_with_one_host_and_all_goes_with_none() -> None:
    for asked in ({"hosts": ["a", "b"], "code": "1"}, {"everything": True, "code": "1"}):
        with pytest.raises(UsageError, match="--code goes with the name of one host"):
            ConfirmationRequest(**asked)
    for asked in ({}, {"hosts": ["a"], "everything": True}):
        with pytest.raises(UsageError, match="name hosts, or give --all") as refused:
            ConfirmationRequest(**asked)  # type: ignore[arg-type]
        assert refused.value.hint == "`firstbell host claims` shows who waits"


def list_expected(vault: Vault) -> list[str]:
    return [one.expected.host for one in vault.claims.list()]


def test_a_bundle_is_written_whole_and_only_then_is_anybody_expected(tmp_path: Path) -> None:
    vault = make_place(tmp_path / "vault")
    group = expect_group(vault, ask(tmp_path, b"name,system\nlab-1,windows\nlab-2,linux\n"))
    assert list_expected(vault) == ["lab-1", "lab-2"]
    assert {one.name for one in (tmp_path / "bundle").iterdir()} == group.files.keys()
    for name, text in group.files.items():
        data = (tmp_path / "bundle" / name).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf") is name.endswith(".ps1")
        assert data.decode("utf-8-sig") == text


@pytest.mark.parametrize("room", [0, 10, 400, 3000])
def test_on_a_full_disk_no_window_is_opened_and_no_half_bundle_is_left(tmp_path: Path, room: int) -> None:
    vault = make_place(tmp_path / "vault")
    asked = ask(tmp_path, b"name,system\nlab-1,windows\nlab-2,linux\n")
    with no_file_beyond(room), pytest.raises(VaultError, match="File too large") as refused:
        expect_group(vault, asked)
    assert refused.value.hint == "name a new folder with --bundle"
    assert list((tmp_path / "bundle").iterdir()) == []
    assert list_expected(vault) == []
    # once there is room the same command does it
    assert [one.host for one in expect_group(vault, asked).expected] == ["lab-1", "lab-2"]


@pytest.mark.parametrize("lies", ["a file", "a folder with something in it", "a file above it"])
def test_what_lies_in_the_place_of_the_bundle_stays_and_nobody_is_expected(tmp_path: Path, lies: str) -> None:
    vault = make_place(tmp_path / "vault")
    asked = ask(tmp_path, b"name\nlab-1\n")
    if lies == "a file":
        asked.bundle.write_bytes(b"mine")
    elif lies == "a folder with something in it":
        asked.bundle.mkdir()
        (asked.bundle / "mine").write_bytes(b"mine")
    else:
        (tmp_path / "above").write_bytes(b"mine")
        asked = replace(asked, bundle=tmp_path / "above" / "bundle")
    with pytest.raises((UsageError, VaultError), match=r"is not empty|Not a directory") as refused:
        expect_group(vault, asked)
    assert refused.value.hint == "name a new folder with --bundle"
    assert list_expected(vault) == []
    assert [path.read_bytes() for path in tmp_path.rglob("mine")] in ([], [b"mine"])


def test_hosts_that_the_vault_has_are_left_out_whatever_case_they_are_written_in(tmp_path: Path) -> None:
    vault = make_place(tmp_path / "vault", hosts=("office",))
    group = expect_group(vault, ask(tmp_path, b"name\nOFFICE\nlab-1\n"))
    assert (group.known, list_expected(vault)) == (["OFFICE"], ["lab-1"])
    again = replace(ask(tmp_path, b"name\nOffice\n"), bundle=tmp_path / "other")
    with pytest.raises(UsageError, match="the vault has every host of the list already"):
        expect_group(vault, again)
    assert not (tmp_path / "other").exists()


def test_a_list_that_is_given_again_opens_the_window_again(tmp_path: Path) -> None:
    vault = make_place(tmp_path / "vault")
    first = expect_group(vault, ask(tmp_path, b"name\nlab-1\n"))
    clock_of(vault).advance(7200)
    (late,) = vault.claims.list()
    assert late.find_state(vault.clock.now_ns()) == "late"
    again = expect_group(vault, replace(ask(tmp_path, b"name\nlab-1\n"), bundle=tmp_path / "again"))
    assert again.until > first.until
    (known,) = vault.claims.list()
    assert known.find_state(vault.clock.now_ns()) == "expected"


def test_a_first_line_that_is_endless_is_told_as_any_other(tmp_path: Path) -> None:
    """An unclosed quotation mark in it takes all that follows."""
    before = csv.field_size_limit(1000)
    try:
        with pytest.raises(HostListError, match=r"hosts\.csv, line 1: field larger than") as refused:
            read_host_list('name,"paths\n' + "lab-1,/a\n" * 500, "hosts.csv", DEFAULTS)
    finally:
        csv.field_size_limit(before)
    assert refused.value.hint == "look for a quotation mark that is not closed"


_GRAINS = st.sampled_from(["name", ",", ";", "\n", '"', "lab-1", "at", "20:00", "\ufeff", "\r", "\0"])


@given(st.text(max_size=60) | st.lists(_GRAINS, max_size=20).map("".join))
def test_no_text_ends_in_another_error_than_that_of_a_list(text: str) -> None:
    try:
        hosts = read_host_list(text, "hosts.csv", DEFAULTS)
    except HostListError:
        return
    names = [host.host.casefold() for host in hosts]
    assert names
    assert len(set(names)) == len(names)
