"""`setup`: from answers to a vault that takes backups; a wrong answer is named before anything is done."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
from pathlib import Path

import pytest

from firstbell.actions.desk.answers import read_answers, render_answers
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.desk import load_configuration
from tests.cli.conftest import Call
from tests.compat.programs import FIRSTBELL
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
# what is replaced by what, the field that is then named, and what is said of it
WRONG = (
    ("version = 1", "version = 2", "version", "this program reads version 1, not 2"),
    ("version = 1", 'version = "one"', "version", "must be a whole number, not text"),
    ("version = 1\n", "", "version", "is missing"),
    ('"Hill Schools"', '""', "district.name", "is empty"),
    ('"Hill Schools"', '"Lakeside Public Schools"', "district.name", "not the name of your district"),
    ('"Hill Schools"', "7", "district.name", "must be text in quotes, not a number"),
    ('"MN"', '"Minnesota"', "district.state", "two letters, such as MN"),
    ('"MN"', '"ZZ"', "district.state", "there is no state ZZ"),
    ('"MN"', '"US"', "district.state", "there is no state US"),
    ('state = "MN"\n', "", "district.state", "is missing"),
    ('"America/Chicago"', '"Central"', "district.time_zone", "there is no time zone called 'Central'"),
    ('"America/Chicago"', '"UTC+6"', "district.time_zone", "such as America/Chicago"),
    ('time_zone = "America/Chicago"\n', "", "district.time_zone", "is missing"),
    ('"MN"', '"MN"\nentity = "church"', "district.entity", "'church' is none of charter, county"),
    ('folder = "{place}/desk"', 'folder = "desk"', "desk.folder", "must begin with /"),
    ('folder = "{place}/desk"', 'folder = "/"', "desk.folder", "cannot be used"),
    ('folder = "{place}/desk"', 'folder = "{place}/my desk"', "desk.folder", "spaces"),
    ('folder = "{place}/desk"', 'folder = "{place}/vault/desk"', "desk.folder", "lies in the other"),
    ('folder = "{place}/desk"', 'folder = "{place}/vault"', "desk.folder", "lies in the other"),
    ('folder = "{place}/desk"', 'folder = "{place}/answers.toml/d"', "desk.folder", "is a file"),
    ('[desk]\nfolder = "{place}/desk"\n', "", "desk", "is missing"),
    ('folder = "{place}/vault"', 'folder = "~/vault"', "vault.folder", "such as /srv/vault"),
    ('folder = "{place}/vault"', 'folder = "{place}/100%"', "vault.folder", "%"),
    ('"https://127.0.0.1:8000/"', '"127.0.0.1:8000"', "vault.url", "is not the address of a vault"),
    ('"https://127.0.0.1:8000/"', '"https://u:p@vault/"', "vault.url", "https://vault.school.example:8000/"),
    ('"https://127.0.0.1:8000/"', '"ftp://vault/"', "vault.url", "is not the address of a vault"),
    ('"https://127.0.0.1:8000/"', '"http://vault.example:8000/"', "vault.url", "without TLS"),
    ('"https://127.0.0.1:8000/"', '"https://vault.example:80000/"', "vault.url", "no port 80000"),
    ('url = "https://127.0.0.1:8000/"\n', "", "vault.url", "is missing"),
    ("url =", "lock_days = -1\nurl =", "vault.lock_days", "must be at least 0, not -1"),
    ("url =", "lock_days = 4.5\nurl =", "vault.lock_days", "must be a whole number"),
    ('role = "director"', 'role = "boss"', "person[1].role", "'boss' is none of director, technician"),
    ('role = "technician"', 'role = "counsel"', "person", "nobody is named as technician"),
    ('name = "Ben"', 'name = "Kay"', "person[2].name", "named twice"),
    ('name = "Ben"', 'name = " "', "person[2].name", "is empty"),
    ('email = "ben@hill.example"', 'email = "ben at hill"', "person[2].email", "not a mail address"),
    ('reach = "555-0100"\n', "", "person[1].reach", "no way to reach Kay"),
    ('[[person]]\nname = "Kay"', '[person]\nname = "Kay"', "", "starts with [[person]]"),
    ("[alerts]", '[[contact]]\nname = "F"\nkind = "x"\n[alerts]', "contact[1].kind", "'x' is none of bank"),
    ('"kay@hill.example"', '"kay"', "alerts.recipients[1]", "'kay' is not a mail address"),
    ('recipients = ["kay@hill.example"]\n', "", "alerts.recipients", "nobody to write to"),
    ('["kay@hill.example"]', '"kay@hill.example"', "alerts.recipients", "must be a list"),
    ('["kay@hill.example"]', '["k@h.example"]\nsender = "x"', "alerts.sender", "not a mail address"),
    ('["kay@hill.example"]', '["k@h.test"]\nca_file = "/no/ca"', "alerts.ca_file", "no file /no/ca"),
    ('["kay@hill.example"]', '["k@h.test"]\npassword = "s"', "alerts.password", "`smtp_password_file`"),
    ('["kay@hill.example"]', '["k@h.test"]\nteams = "our team"', "alerts.teams", "no alert can go to"),
    ('["kay@hill.example"]', '["k@h.test"]\nntfy = "https://ntfy.sh"', "alerts.ntfy", "/topic"),
    ('["kay@hill.example"]', '["k@h.test"]\nsyslog = "icmp://x"', "alerts.syslog", "udp://host:514"),
    ('smtp = "127.0.0.1:{port}"', 'smtp = "our relay"', "alerts.smtp", "such as mail.school.example:25"),
    ('smtp = "127.0.0.1:{port}"\n', "", "alerts.smtp", "no mail relay"),
    (
        'smtp = "127.0.0.1:{port}"\nrecipients = ["kay@hill.example"]\n',
        "",
        "alerts",
        "nobody would be told of an event",
    ),
    ("install = true", 'install = "yes"', "services.install", "true or false, without quotes"),
    ("install = true", "instal = true", "services.instal", "did you mean `install`?"),
    ('program = "/usr/bin/firstbell"', 'program = "firstbell"', "services.program", "must begin with /"),
    ("[services]", "[service]", "service", "did you mean `services`?"),
    ("[services]", "[services", "", "is not valid TOML"),
)


def write(tmp_path: Path, text: str = TEXT, *, port: int = 25) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(text.replace("{place}", str(tmp_path)).replace("{port}", str(port)))
    return path


@pytest.mark.parametrize("case", WRONG, ids=[f"{at} {case[2]}" for at, case in enumerate(WRONG)])
def test_a_wrong_answer_is_named_and_nothing_is_done(
    case: tuple[str, str, str, str], tmp_path: Path, call: Call
) -> None:
    old, new, field, said = case
    assert old in TEXT
    told = call("setup", "--answers", write(tmp_path, TEXT.replace(old, new)))
    assert told.status in {ExitStatus.FAILED, ExitStatus.USAGE}
    # the line, and the hint under it
    line, _, more = told.err[told.err.index(f"answers.toml: {field}") :].partition("\n")
    assert said in line + more.partition("\n")[0]
    assert "Traceback" not in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["answers.toml"]


def test_answers_are_written_as_a_file_that_reads_as_they_are(tmp_path: Path) -> None:
    answers = read_answers(write(tmp_path))
    (tmp_path / "kept.toml").write_text(render_answers(answers))
    assert read_answers(tmp_path / "kept.toml") == answers


def test_every_wrong_answer_of_a_file_is_named_at_once(tmp_path: Path, call: Call) -> None:
    text = TEXT.replace('"MN"', '"Minnesota"').replace('role = "director"', 'role = "boss"')
    told = call("setup", "--answers", write(tmp_path, text.replace("url =", "address =")))
    named = ("district.state", "person[1].role", "vault.address")
    assert all(f"answers.toml: {field}: " in told.err for field in named)


def test_answers_that_a_windows_editor_saved_are_read(tmp_path: Path, call: Call) -> None:
    path = write(tmp_path)
    text = path.read_text()
    path.write_text(text, encoding="utf-8-sig")
    assert call("setup", "--answers", path, "--check").status == 0
    path.write_text(text, encoding="utf-16")
    assert "is not UTF-8 text" in call("setup", "--answers", path, "--check").err


def test_a_wrong_answer_at_the_terminal_is_asked_again(tmp_path: Path) -> None:
    given = ["Hill", "Minnesota", "WI", "", f"{tmp_path}/vault", "vault", "https://127.0.0.1:8000/"]
    given += [f"{tmp_path}/vault/desk", f"{tmp_path}/desk", "Kay", "", "kay", "", "555-0100", ""]
    given += ["Ben", "", "ben@hill.example", "", "", "", "", "127.0.0.1:25", "ben@hill.example", "", "n"]
    ours, theirs = pty.openpty()
    command = [*FIRSTBELL, "setup", "--check", "--json"]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        os.write(ours, "".join(f"{line}\n" for line in given).encode())
        out, err = (each.decode() for each in asked.communicate(timeout=60))
    os.close(ours)
    os.close(theirs)
    assert asked.returncode == 0, err
    told = json.loads(out.splitlines()[-1])
    assert (told["desk"], told["vault"]) == (f"{tmp_path}/desk", f"{tmp_path}/vault")
    for said in ("two letters, such as MN", "is not the address", "lies in the other", "'kay' is not a mail"):
        assert err.count(said) == 1
    assert err.count("nobody would be told") == 1


def test_a_file_that_is_not_there_and_no_terminal_are_told(tmp_path: Path, call: Call) -> None:
    assert "cannot be read" in call("setup", "--answers", tmp_path / "none.toml", "--json").err
    told = call("setup", "--json")
    assert (told.status, "no terminal" in told.err) == (ExitStatus.USAGE, True)


def test_a_vault_that_cannot_be_made_is_the_first_thing_left(tmp_path: Path, call: Call) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault/ours.txt").write_text("ours")
    text = TEXT.replace("install = true", "install = false")
    told = call("setup", "--answers", write(tmp_path, text), "--json")
    assert told.status == ExitStatus.INCOMPLETE
    steps = {one["command"].split()[1]: one for one in told.messages if one["message_type"] == "step"}
    assert "not empty" in steps["vault"]["why"]
    assert "kit" not in steps
    left = [one["what"] for one in told.messages if one["message_type"] == "left"]
    assert "mend what failed above (1 step)" in left[0]
    # no service does it
    assert f"firstbell serve --examine --vault {tmp_path / 'vault'} --desk {tmp_path / 'desk'}`" in left[1]
    assert (tmp_path / "vault/ours.txt").read_text() == "ours"


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
        left = [one["what"] for one in told.messages if one["message_type"] == "left"]
        assert any("host add" in one for one in left)
        assert not any("firstbell serve" in one for one in left)
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
