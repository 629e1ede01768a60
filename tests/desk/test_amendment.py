"""Changing firstbell.toml by command: what people wrote stays."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from firstbell.desk import Host, NoDeskError, RepositoryAddress, load_configuration
from firstbell.desk.amendment import amend, enter_host, strike_host
from firstbell.desk.errors import ConfigurationError

TEXT = """# ours; ask Kay before you change it
version = 1

[district]
name = "Hill Schools"           # as on the letterhead

[[repository]]
name = "sis01"
url = '/srv/vault/sis01'
password_file = "p"             # on the desk

[[host]]
name = "sis01"
repository = "sis01"
every_h = 4                     # the board wants four

[[system]]
name = "Records"
tier = 1

[[system.parts]]
host = "sis01"
paths = ["/srv/sis"]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "firstbell.toml").write_text(TEXT)
    (tmp_path / "firstbell.toml").chmod(0o600)
    return tmp_path


def read(desk: Path) -> str:
    return (desk / "firstbell.toml").read_text()


def test_a_host_is_written_down_and_all_that_stood_there_stays(desk: Path) -> None:
    enter_host(
        desk,
        Host(name="fs01", repository="fs01", paths=("D:\\Home$",)),
        RepositoryAddress(name="fs01", url="/srv/vault/fs01", password_file="vaults/v.password"),
    )
    text = read(desk)
    assert all(line in text for line in TEXT.splitlines())
    known = load_configuration(desk)
    assert [host.name for host in known.host] == ["sis01", "fs01"]
    assert known.host[1] == Host(name="fs01", repository="fs01", paths=("D:\\Home$",))
    assert known.repository[1].url == "/srv/vault/fs01"
    assert stat.S_IMODE((desk / "firstbell.toml").stat().st_mode) == 0o600
    assert os.listdir(desk) == ["firstbell.toml"]


def test_a_host_that_stands_there_is_brought_up_to_date(desk: Path) -> None:
    enter_host(
        desk,
        Host(name="sis01", repository="sis01", every_h=24.0, paths=("/srv/sis",)),
        RepositoryAddress(name="sis01", url="/srv/new", password_file="p"),
    )
    known = load_configuration(desk)
    assert (known.host[0].every_h, known.host[0].paths, known.repository[0].url) == (
        24,
        ("/srv/sis",),
        "/srv/new",
    )
    assert "# the board wants four" in read(desk)
    assert read(desk).count("[[host]]") == 1


def test_the_first_host_of_a_file_without_any(tmp_path: Path) -> None:
    (tmp_path / "firstbell.toml").write_text('version = 1\n\n[district]\nname = "Hill"\n')
    enter_host(tmp_path, Host(name="a", repository="a"), RepositoryAddress(name="a", url="/a"))
    assert load_configuration(tmp_path).host[0].name == "a"


def test_a_host_goes_with_its_repository_unless_a_system_needs_it(desk: Path) -> None:
    assert strike_host(desk, "sis01") == ["Records"]
    assert read(desk) == TEXT
    enter_host(desk, Host(name="fs01", repository="fs01"), RepositoryAddress(name="fs01", url="/b"))
    assert strike_host(desk, "fs01") == []
    known = load_configuration(desk)
    assert ([one.name for one in known.host], [one.name for one in known.repository]) == (
        ["sis01"],
        ["sis01"],
    )
    assert strike_host(desk, "nobody") == []


def test_what_would_not_hold_is_not_written(desk: Path) -> None:
    with pytest.raises(ConfigurationError):
        enter_host(desk, Host(name="x", repository="none"), RepositoryAddress(name="x", url="/x"))
    with pytest.raises(ConfigurationError, match="time_zone"):
        amend(desk, lambda document: document["district"].update({"time_zone": "Mars"}))
    assert read(desk) == TEXT


def test_a_folder_without_a_configuration_is_no_desk(tmp_path: Path) -> None:
    with pytest.raises(NoDeskError):
        enter_host(tmp_path, Host(name="a", repository="a"), RepositoryAddress(name="a", url="/a"))


def test_hosts_that_are_added_at_once_are_all_there(desk: Path) -> None:
    names = [f"h{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda name: enter_host(
                    desk, Host(name=name, repository=name), RepositoryAddress(name=name, url="/x/" + name)
                ),
                names,
            )
        )
    assert {host.name for host in load_configuration(desk).host} == {"sis01", *names}
