"""Commands of the day of the event on the desk, where nobody typed which repository is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call, District

# a table more is another repository that the desk knows
_SECOND = """
[[repository]]
name = "lab"
url = "/srv/lab 2"
password_command = "pass show lab"
"""


def test_the_only_repository_of_the_desk_is_meant(call: Call, district: District) -> None:
    told = call("event", "list", "--json")
    assert (told.status, told.err) == (0, "")
    assert told.messages[0]["state"] == "found"
    assert told.messages == call("event", "list", "--json", "-r", district.repository).messages
    assert "the only one of the desk" in call("event", "list").err
    assert call("recover", "compose", "-n", "--host", "sis01").status == 0


@pytest.mark.long
def test_a_case_its_scan_and_a_recovery_take_the_only_repository_of_the_desk(
    call: Call, district: District, tmp_path: Path
) -> None:
    (event,) = (
        one["id"] for one in call("event", "list", "--json").messages if one["message_type"] == "event"
    )
    case = tmp_path / "case"
    opened = call("case", "open", case, "--event", event, "--json")
    assert (opened.status, opened.messages[-1]["event"]) == (0, event)
    scanned = call("impact", "scan", "--case", case, "--json")
    assert scanned.status in {0, 3}
    assert scanned.messages[-1]["files_in_scope"] > 0
    # a folder that is named is all that is read
    folder = tmp_path / "leaked"
    folder.mkdir()
    (folder / "note.txt").write_text("The bus leaves at seven.")
    leaked = call("impact", "scan", "--folder", folder, "--case", tmp_path / "other", "--json")
    assert leaked.messages[-1]["files_in_scope"] == 1
    back = call("recover", "run", "-t", tmp_path / "back", "--host", "sis01", "--json")
    assert back.status in {0, 3}
    assert any((tmp_path / "back").rglob("*"))


def test_where_the_desk_has_several_the_hint_is_ready_to_be_typed(call: Call, district: District) -> None:
    file = district.desk / "firstbell.toml"
    file.write_text(file.read_text() + _SECOND)
    told = call("event", "list")
    assert told.status == 2
    assert "no repository is named, and the desk has 2" in told.err
    assert f"-r {district.repository}" in told.err
    assert "for lab `-r '/srv/lab 2' --password-command 'pass show lab'`" in told.err
    assert call("event", "list", "-r", district.repository).status == 0


def test_a_host_decides_which_of_several_repositories_is_meant(call: Call, district: District) -> None:
    file = district.desk / "firstbell.toml"
    more = _SECOND + '[[host]]\nname = "pc7"\nrepository = "lab"\n'
    file.write_text(file.read_text() + more)
    listed = call("event", "list", "--host", "sis01")
    assert (listed.status, listed.err) == (0, "repository all, which holds the backups of sis01\n")
    assert "sis01" in listed.out
    assert len(call("event", "list", "--host", "dc01", "--json").messages) == 1  # the summary
    path = district.root / "sis" / "b" / "0.docx"
    assert "clean version" in call("versions", path, "--host", "sis01").out
    lab = call("versions", path, "--host", "pc7")
    assert "repository lab" in lab.err
    unknown = call("versions", path, "--host", "pc8")
    assert unknown.status == 2
    assert "firstbell.toml has no host 'pc8'" in unknown.err


def test_storage_commands_take_no_repository_that_nobody_named(call: Call, district: District) -> None:
    for command in (("snapshots",), ("backup", district.root), ("forget", "--keep-last", "1")):
        told = call(*command)
        assert (told.status, "no repository is named" in told.err) == (2, True)


def test_without_a_desk_somebody_has_to_name_one(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", "/nowhere")
    told = call("hunt", "list")
    assert told.status == 2
    assert "use -r/--repo" in told.err
