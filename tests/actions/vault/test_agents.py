"""What a host is told to run: every path arrives in restic as it was named, whatever the shell does."""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_powershell

from firstbell.actions.vault.agents import PLATFORMS, Access, render_setup

ACCESS = Access(
    "office", "rest:https://vault.example:8000/office/", "office", "s3cr3t", "one two three", "PEM\n"
)
UNIX_PATHS = ("/srv/My Files", "/srv/it's", "/srv/$HOME", "/srv/100%n", 'q"uote', "/back\\slash", "/etc")
WINDOWS_PATHS = ("D:\\Home$Profiles", "C:\\Users\\O'Brien", "E:\\My Files", "F:\\back`tick", "C:\\A\u2019B")


def read_here_documents(script: str) -> dict[str, str]:
    """The files that a shell script writes."""
    found = re.findall(r"^cat > (\S+) <<'END'\n(.*?)^END$", script, re.MULTILINE | re.DOTALL)
    return dict(found)


def split_unit_line(line: str) -> list[str]:
    """The words of `ExecStart=`, by systemd's rules: quotes, escapes of C, `$$`, `%%`."""
    words = []
    for quoted, plain in re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line):
        word = re.sub(r"\\(.)", r"\1", quoted or plain)
        if plain == "$FIRSTBELL_MORE":
            continue  # empty where it is not set
        assert not re.search(r"(?<!\$)\$(?!\$)(?=(?:\$\$)*[A-Za-z{])", word.replace("$$", ""))
        words.append(word.replace("$$", "$").replace("%%", "%"))
    return words


def list_strings(text: str) -> Sequence[str]:
    """The single-quoted strings of a PowerShell script; it must parse without an error."""
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    tree = parser.parse(text.encode())
    assert not tree.root_node.has_error, text
    found, waiting = [], [tree.root_node]
    while waiting:
        node = waiting.pop()
        if node.type == "verbatim_string_characters":
            assert node.text is not None
            inner = node.text.decode()[1:-1]
            found.append(re.sub("(['\u2018\u2019\u201a\u201b])\\1", r"\1", inner))
        waiting += node.children
    return found


def read_powershell_files(script: str) -> dict[str, str]:
    """The files that a PowerShell script writes from here-strings."""
    found = re.findall(
        r"^@'\n(.*?)\n'@ \| Set-Content \S+ \S+ (?:\(Join-Path \$folder )?'([^']+)'", script, re.M | re.S
    )
    return {name.rpartition("\\")[2]: text for text, name in found}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nothing_is_left_to_fill_in(platform: str) -> None:
    script = render_setup(ACCESS, platform)
    for word in (ACCESS.url, ACCESS.user, ACCESS.credential, ACCESS.password, "PEM"):
        assert word in script
    assert "uninstall" in script or "take it off" in script
    assert "{" not in script or platform == "windows"


def test_a_linux_unit_hands_every_path_to_restic_as_it_is() -> None:
    script = render_setup(ACCESS, "linux", paths=UNIX_PATHS)
    subprocess.run(["bash", "-n"], input=script.encode(), check=True)
    unit = read_here_documents(script)["/etc/systemd/system/firstbell-backup.service"]
    (line,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    words = split_unit_line(line)
    assert words[-len(UNIX_PATHS) :] == list(UNIX_PATHS)
    assert words[:4] == ["restic", "backup", "--host", "office"]


def test_a_macos_script_hands_every_path_to_restic_as_it_is(tmp_path: Path) -> None:
    script = render_setup(ACCESS, "macos", paths=UNIX_PATHS, at="21:30")
    files = read_here_documents(script)
    fake = tmp_path / "restic"
    fake.write_text(f'#!/bin/sh\nprintf "%s\\0" "$@" > {shlex.quote(str(tmp_path / "words"))}\n')
    fake.chmod(0o755)
    backup = tmp_path / "backup.sh"
    backup.write_text(
        re.sub(r"^PATH=.*$", f"PATH={tmp_path}:$PATH", files["/etc/firstbell/backup.sh"], flags=re.M)
    )
    subprocess.run(["sh", str(backup), "--force"], check=True, env={"PATH": os.environ["PATH"]})
    words = (tmp_path / "words").read_text().split("\0")[:-1]
    assert words[-len(UNIX_PATHS) :] == list(UNIX_PATHS)
    assert "--force" in words
    plist = plistlib.loads(files["/Library/LaunchDaemons/org.firstbell.backup.plist"].encode())
    assert plist["StartCalendarInterval"] == {"Hour": 21, "Minute": 30}


def test_a_windows_script_parses_and_hands_every_path_to_restic_as_it_is() -> None:
    script = render_setup(ACCESS, "windows", paths=WINDOWS_PATHS)
    list_strings(script)
    files = read_powershell_files(script)
    assert set(files) == {"vault.pem", "exclude.txt", "backup.ps1", "uninstall.ps1"}
    strings = list_strings(files["backup.ps1"])
    assert set(WINDOWS_PATHS) <= set(strings)
    assert {ACCESS.url, ACCESS.credential, ACCESS.password} <= set(strings)
    list_strings(files["uninstall.ps1"])
    with pytest.raises(AssertionError):
        list_strings(files["backup.ps1"].replace("exit $ended", "exit ($ended"))


def test_windows_backs_up_every_fixed_volume_where_no_path_is_named() -> None:
    backup = read_powershell_files(render_setup(ACCESS, "windows"))["backup.ps1"]
    assert "DriveType=3" in backup
    list_strings(backup)


def test_windows_lists_the_streams_that_restic_leaves_out_and_backs_the_list_up() -> None:
    backup = read_powershell_files(render_setup(ACCESS, "windows", paths=["D:\\Share"]))["backup.ps1"]
    strings = list_strings(backup)
    assert "C:\\ProgramData\\Firstbell\\streams.csv" in strings
    (command,) = re.findall(r"^& \$restic backup .*?[^`]$", backup, re.MULTILINE | re.DOTALL)
    assert command.split()[-1] == "$streams"
    assert backup.index(command) < backup.index("-Stream *")  # the walk does not delay the backup
    # what the script ends with is how the backup ended, not how the list did
    assert backup.splitlines()[-1] == "exit $ended"
    assert "--use-fs-snapshot" in backup
    assert "restic.sha256" in backup
