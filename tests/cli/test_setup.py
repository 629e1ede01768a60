"""`setup`: from answers to a vault that takes backups; a wrong answer is named before anything is done."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from firstbell.cli.terminal.exits import ExitStatus
from firstbell.desk import load_configuration
from tests.cli.conftest import Call
from tests.notify.mailserver import serve_mail

TEXT = """version = 1
[district]
name = "Hill Schools"
state = "MN"
time_zone = "America/Chicago"
[desk]
folder = "{place}/desk"
[vault]
folder = "{place}/vault"
url = "https://127.0.0.1:8000/"
[[person]]
name = "Kay"
role = "director"
reach = "555-0100"
[[person]]
name = "Ben"
role = "technician"
email = "ben@hill.example"
[alerts]
smtp = "127.0.0.1:{port}"
recipients = ["kay@hill.example"]
[services]
install = true
folder = "{place}/units"
program = "/usr/bin/firstbell"
"""
# what is replaced by what, and the field that is then named
WRONG = (
    ("version = 1", "version = 2", "version"),
    ("version = 1", 'version = "one"', "version"),
    ('"Hill Schools"', '""', "district.name"),
    ('"Hill Schools"', '"Lakeside Public Schools"', "district.name"),
    ('"Hill Schools"', "7", "district.name"),
    ('"MN"', '"Minnesota"', "district.state"),
    ('"MN"', '"ZZ"', "district.state"),
    ('"MN"', '"US"', "district.state"),
    ('"America/Chicago"', '"Central"', "district.time_zone"),
    ('"America/Chicago"', '"UTC+6"', "district.time_zone"),
    ('folder = "{place}/desk"', 'folder = "desk"', "desk.folder"),
    ('folder = "{place}/desk"', 'folder = "/"', "desk.folder"),
    ('folder = "{place}/desk"', 'folder = "{place}/my desk"', "desk.folder"),
    ('folder = "{place}/desk"', 'folder = "{place}/vault/desk"', "desk.folder"),
    ('folder = "{place}/desk"', 'folder = "{place}/vault"', "desk.folder"),
    ('folder = "{place}/vault"', 'folder = "~/vault"', "vault.folder"),
    ('folder = "{place}/vault"', 'folder = "{place}/100%"', "vault.folder"),
    ('"https://127.0.0.1:8000/"', '"127.0.0.1:8000"', "vault.url"),
    ('"https://127.0.0.1:8000/"', '"https://u:p@vault/"', "vault.url"),
    ('"https://127.0.0.1:8000/"', '"ftp://vault/"', "vault.url"),
    ('[[person]]\nname = "Kay"\n', 'lock_days = -1\n[[person]]\nname = "Kay"\n', "vault.lock_days"),
    ('role = "director"', 'role = "boss"', "person[0].role"),
    ('role = "technician"', 'role = "counsel"', "person"),
    ('name = "Ben"', 'name = "Kay"', "person[1].name"),
    ('email = "ben@hill.example"', 'email = "ben at hill"', "person[2].email"),
    ('reach = "555-0100"\n', "", "person[1].reach"),
    ('"kay@hill.example"', '"kay"', "alerts.recipients[1]"),
    ('recipients = ["kay@hill.example"]\n', "", "alerts.recipients"),
    ('recipients = ["kay@hill.example"]', 'recipients = ["k@h.example"]\nsender = "x"', "alerts.sender"),
    (
        'recipients = ["kay@hill.example"]',
        'recipients = ["k@h.test"]\nca_file = "/no/ca"',
        "alerts.ca_file",
    ),
    ('smtp = "127.0.0.1:{port}"\nrecipients = ["kay@hill.example"]\n', "", "alerts"),
    ("install = true", 'install = "yes"', "services.install"),
    ("install = true", "instal = true", "services"),
    ("[services]", "[service]", ""),
    ("[services]", "[services", ""),
    ('[desk]\nfolder = "{place}/desk"\n', "", ""),
)


def write(tmp_path: Path, text: str = TEXT, *, port: int = 25) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(text.replace("{place}", str(tmp_path)).replace("{port}", str(port)))
    return path


@pytest.mark.parametrize(
    ("old", "new", "field"), WRONG, ids=[f"{at} {case[2]}" for at, case in enumerate(WRONG)]
)
def test_a_wrong_answer_is_named_and_nothing_is_done(
    old: str, new: str, field: str, tmp_path: Path, call: Call
) -> None:
    assert old in TEXT
    told = call("setup", "--answers", write(tmp_path, TEXT.replace(old, new)), "--json")
    assert told.status in {ExitStatus.FAILED, ExitStatus.USAGE}
    assert f"answers.toml: {field}" in told.err
    assert "Traceback" not in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["answers.toml"]


def test_a_file_that_is_not_there_and_no_terminal_are_told(tmp_path: Path, call: Call) -> None:
    assert "cannot be read" in call("setup", "--answers", tmp_path / "none.toml", "--json").err
    told = call("setup", "--json")
    assert (told.status, "no terminal" in told.err) == (ExitStatus.USAGE, True)


def test_one_command_makes_desk_and_vault_and_run_again_changes_what_changed(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    with serve_mail() as inbox:
        path = write(tmp_path, port=inbox.port)
        assert call("setup", "--answers", path, "--check").status == 0
        told = call("setup", "--answers", path, "--json")
        assert told.status == 0, told.out + told.err
        assert all(one["ok"] for one in told.messages if one["message_type"] == "step")
        assert len(inbox.messages) == 1
        assert any("host add" in one["what"] for one in told.messages if one["message_type"] == "left")
        desk, vault = tmp_path / "desk", tmp_path / "vault"
        for made in (desk / "kit.pdf", vault / "vault.json", vault / "tls/certificate.pem"):
            assert made.is_file()
        passphrase = desk / "recovery-passphrase.txt"
        assert stat.S_IMODE(passphrase.stat().st_mode) == 0o600
        assert len(passphrase.read_text().split("-")) >= 4
        unit = (tmp_path / "units/firstbell-examiner.service").read_text()
        assert f"ExecStart=/usr/bin/firstbell watch --json --vault {vault} --desk {desk}" in unit
        assert f"ReadWritePaths={vault}" in unit
        assert "/srv/vault" not in unit
        with (desk / "firstbell.toml").open("a") as file:
            file.write("\n# ours\n[mail]\ndomains = ['hill.example']\n")
        before = (desk / "firstbell.toml").read_bytes()
        again = call("setup", "--answers", path, "--json")
        assert again.status == 0, again.out + again.err
        assert (desk / "firstbell.toml").read_bytes() == before
        assert not any("vault init" in one["command"] for one in again.messages if "command" in one)
        path.write_text(path.read_text().replace("555-0100", "555-0199"))
        assert call("setup", "--answers", path).status == 0
    known = load_configuration(desk)
    assert (known.person[0].reach, known.mail.domains) == ("555-0199", ("hill.example",))
    assert b"# ours" in (desk / "firstbell.toml").read_bytes()
    gone = call("setup", "--answers", path, "--uninstall", "--json")
    assert gone.status == 0
    assert list((tmp_path / "units").iterdir()) == []
    assert (vault / "vault.json").is_file()
