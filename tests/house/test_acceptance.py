"""The commands of docs/acceptance.md: fifteen at most, and each is one that there is."""

from __future__ import annotations

import re
import subprocess

import pytest

from firstbell.cli.registry import COMMANDS
from tests.house.sources import ROOT

SCRIPTS = ("acceptance.sh", "bare.sh", "deb.sh", "image.sh", "school.sh", "tree.sh", "windows.sh")


def test_the_way_from_an_empty_machine_is_fifteen_commands_that_there_are() -> None:
    page = (ROOT / "docs" / "acceptance.md").read_text()
    (block,) = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    commands = block.splitlines()
    assert len(commands) <= 15
    assert [
        one.split()[1] for one in commands if one.startswith("firstbell") and one.split()[1] not in COMMANDS
    ] == []
    verbs = set(re.findall(r"\./school ([a-z-]+)", block))
    script = (ROOT / "scripts" / "school.sh").read_text()
    assert [verb for verb in verbs if f"\n{verb}() {{" not in script] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_reads_as_shell(name: str) -> None:
    subprocess.run(["bash", "-n", ROOT / "scripts" / name], check=True)
