"""Where the repository, the password and the cache come from, and which source wins."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from firstbell.cli.environment import default_cache_folder
from firstbell.cli.terminal.durations import DurationType
from firstbell.cli.terminal.options import OutputOptions, RepositoryOptions
from firstbell.cli.terminal.passwords import NoPasswordError, find_new_password, find_password
from tests.cli.conftest import PASSWORD, Call
from tests.processes.ports import find_free_port

SOURCES = [
    # set these variables; the first is the one that must win
    {"FIRSTBELL_PASSWORD": "a", "RESTIC_PASSWORD": "b"},
    {"FIRSTBELL_PASSWORD_COMMAND": "echo a", "RESTIC_PASSWORD_COMMAND": "echo b", "RESTIC_PASSWORD": "b"},
    {"FIRSTBELL_PASSWORD_COMMAND": "echo a", "FIRSTBELL_PASSWORD": "b"},
    {"RESTIC_PASSWORD_COMMAND": "echo a", "RESTIC_PASSWORD": "b"},
    {"RESTIC_PASSWORD": "a"},
]


@pytest.mark.parametrize("variables", SOURCES, ids=" ".join)
def test_firstbells_variables_come_before_restics(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert find_password(RepositoryOptions()) == "a"


def test_an_option_comes_before_every_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "named").write_text("from a file\n")
    monkeypatch.setenv("FIRSTBELL_PASSWORD", "from a variable")
    assert find_password(RepositoryOptions(password_file=tmp_path / "named")) == "from a file"
    assert find_password(RepositoryOptions(password_command="echo 'from a command'")) == "from a command"


@pytest.mark.parametrize("name", ["FIRSTBELL_PASSWORD_FILE", "RESTIC_PASSWORD_FILE"])
def test_a_password_file_is_read_without_its_byte_order_mark_and_newline(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / "named").write_bytes(b"\xef\xbb\xbf" + "pässword\r\n".encode())
    monkeypatch.setenv(name, str(tmp_path / "named"))
    assert find_password(RepositoryOptions()) == "pässword"


@pytest.mark.parametrize("command", ["false", "/no/such/program", "echo 'unclosed", "true"])
def test_a_command_that_gives_no_password_is_told(command: str) -> None:
    with pytest.raises(NoPasswordError):
        find_password(RepositoryOptions(password_command=command))


def test_a_missing_password_file_is_told_by_name(call: Call, place: Path) -> None:
    told = call("snapshots", "-p", "/no/such/file")
    assert told.status == 1
    assert "/no/such/file" in told.err


def test_two_sources_at_once_are_refused(call: Call, place: Path) -> None:
    assert call("snapshots", "-p", "/a", "--password-command", "echo x").status == 2
    assert call("snapshots", "-r", "/a", "--repository-file", "/b").status == 2


def test_a_line_on_standard_input_is_the_password_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("from a pipe\nrest"))
    assert find_password(RepositoryOptions()) == "from a pipe"
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(NoPasswordError) as caught:
        find_password(RepositoryOptions())
    assert "--password-file" in caught.value.hint


def test_an_empty_password_must_be_asked_for() -> None:
    assert find_password(RepositoryOptions(insecure_no_password=True)) == ""


def test_a_new_password_comes_from_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("fresh\n")
    assert find_new_password(tmp_path / "new") == "fresh"


def test_restics_variables_name_the_repository(
    call: Call, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIRSTBELL_REPOSITORY")
    monkeypatch.delenv("FIRSTBELL_PASSWORD")
    monkeypatch.setenv("RESTIC_PASSWORD", PASSWORD)
    assert call("snapshots").status == 2
    monkeypatch.setenv("RESTIC_REPOSITORY", str(place))
    assert call("snapshots").status == 0
    monkeypatch.setenv("FIRSTBELL_REPOSITORY", "/nowhere")
    assert call("snapshots").status == 10


def test_a_file_may_name_the_repository(
    call: Call, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "address").write_text(f"{place}\n")
    monkeypatch.delenv("FIRSTBELL_REPOSITORY")
    assert call("snapshots", "--repository-file", tmp_path / "address").status == 0
    monkeypatch.setenv("RESTIC_REPOSITORY_FILE", str(tmp_path / "address"))
    assert call("snapshots").status == 0
    told = call("snapshots", "--repository-file", "/no/such/file")
    assert (told.status, "/no/such/file" in told.err) == (1, True)


def test_derived_data_is_kept_where_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert RepositoryOptions(cache_dir=tmp_path).cache_folder() == tmp_path
    assert RepositoryOptions(cache_dir=tmp_path, no_cache=True).cache_folder() is None
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", "/from/the/environment")
    assert RepositoryOptions().cache_folder() == Path("/from/the/environment")
    monkeypatch.delenv("FIRSTBELL_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache_folder() == tmp_path / "firstbell"


def test_output_options_say_nothing_of_a_repository() -> None:
    assert not hasattr(OutputOptions(), "repo")


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90.0), ("5m", 300.0), ("1h30m", 5400.0), ("250ms", 0.25)]
)
def test_a_duration_is_read_as_restic_reads_it(text: str, seconds: float) -> None:
    assert DurationType()(text) == seconds


def test_a_server_that_does_not_answer_is_told_while_it_is_tried(
    call: Call, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstbell.store.http.draw_pause_s", lambda attempt: 0.0)
    address = f"rest:http://127.0.0.1:{find_free_port()}/x"
    assert "trying again" not in call("snapshots", "-r", address, "-q").err
    told = call("snapshots", "-r", address)
    assert told.err.count("cannot be reached (Connection refused); trying again\n") == 1
