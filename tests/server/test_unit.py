"""The systemd unit in contrib/: what it starts can be typed, and it is as closed as the documents say."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from firstbell.cli.commands.serve import command
from tests.house.sources import ROOT

UNIT = ROOT / "contrib" / "firstbell-vault.service"
WANTED = {
    "User": "firstbell-vault",
    "ProtectSystem": "strict",
    "ReadWritePaths": "/srv/vault",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "MemoryDenyWriteExecute": "yes",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "UMask": "0077",
}


def read_unit() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT)
    return parser["Service"]


def test_the_service_may_write_in_the_vault_alone_and_becomes_nobody_else() -> None:
    service = read_unit()
    assert {name: service.get(name) for name in WANTED} == WANTED
    assert "full" not in service["ExecStart"]


def test_what_it_starts_can_be_typed() -> None:
    program, verb, *words = shlex.split(read_unit()["ExecStart"])
    assert (Path(program).name, verb) == ("firstbell", "serve")
    known = {name for option in command.params for name in option.opts}
    assert {word for word in words if word.startswith("--")} <= known
    # the admin listener is for this machine alone
    assert words[words.index("--admin-listen") + 1].startswith("127.0.0.1:")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_finds_nothing_wrong_with_it() -> None:
    done = subprocess.run(["systemd-analyze", "verify", UNIT], capture_output=True, text=True)
    # the program is not installed where the tests run
    told = [line for line in done.stderr.splitlines() if "/opt/firstbell/bin/firstbell" not in line]
    assert told == []
