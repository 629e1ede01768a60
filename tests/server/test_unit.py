"""The systemd units: what they start can be typed, and they are closed as the documents say."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from firstbell.cli.commands import serve, vault, watch
from tests.house.sources import ROOT

CONTRIB = ROOT / "src/firstbell/actions/desk/units"
UNITS = ("firstbell-vault.service", "firstbell-examiner.service", "firstbell-watchdog.service")
DESK = "/var/lib/firstbell-examiner"
COMMON = {
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "UMask": "0007",
    "Group": "firstbell-vault",
}
WANTED = {
    "firstbell-vault.service": {
        "User": "firstbell-vault",
        "ReadWritePaths": "/srv/vault",
        "InaccessiblePaths": f"-{DESK}",
        "MemoryDenyWriteExecute": "yes",
    },
    "firstbell-examiner.service": {
        "User": "firstbell-examiner",
        "ReadWritePaths": f"/srv/vault {DESK}",
        "Restart": "always",
    },
    "firstbell-watchdog.service": {"User": "firstbell-examiner", "SuccessExitStatus": "3"},
}


def read_unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(CONTRIB / name)
    return parser


@pytest.mark.parametrize("name", UNITS)
def test_each_may_write_in_few_places_and_becomes_nobody_else(name: str) -> None:
    service = read_unit(name)["Service"]
    wanted = COMMON | WANTED[name]
    assert {field: service.get(field) for field in wanted} == wanted


def test_the_server_has_no_key_and_the_examiner_is_started_with_it() -> None:
    unit = read_unit("firstbell-vault.service")
    words = shlex.split(unit["Service"]["ExecStart"])
    assert not {"--examine", "--desk"} & set(words)
    # else a reader is served what nobody has proven
    assert "--proven-only" in words
    assert "firstbell-examiner.service" in unit["Unit"]["Wants"].split()
    assert read_unit("firstbell-examiner.service")["Install"]["WantedBy"] == "multi-user.target"
    assert read_unit("firstbell-watchdog.timer")["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize(
    ("name", "verbs", "command"),
    [
        (UNITS[0], ["serve"], serve.command),
        (UNITS[1], ["watch"], watch.command),
        (UNITS[2], ["vault", "watchdog"], vault.command.commands["watchdog"]),
    ],
)
def test_what_each_starts_can_be_typed(name: str, verbs: list[str], command: click.Command) -> None:
    program, *words = shlex.split(read_unit(name)["Service"]["ExecStart"])
    assert (Path(program).name, words[: len(verbs)]) == ("firstbell", verbs)
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known
    if "--admin-listen" in words:  # for this machine alone
        assert words[words.index("--admin-listen") + 1].startswith("127.0.0.1:")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
@pytest.mark.parametrize("name", [*UNITS, "firstbell-watchdog.timer"])
def test_systemd_finds_nothing_wrong_with_it(name: str) -> None:
    done = subprocess.run(["systemd-analyze", "verify", CONTRIB / name], capture_output=True, text=True)
    # the program is not installed where the tests run
    told = [line for line in done.stderr.splitlines() if "/opt/firstbell/bin/firstbell" not in line]
    assert told == []
