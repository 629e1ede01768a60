"""`desk mail-heads`: somebody outside gets what proves later that nothing was removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from firstbell.base.clock import SystemClock
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.console.key_process.access_log import AccessEntry, AccessLog
from firstbell.ledger import Ledger, SignerKeyFile
from tests.cli.conftest import Call
from tests.watch.sinks import MailSink, receiving_mail

REPOSITORY = "aa" * 32
OUTSIDE = "heads@elsewhere.example"


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with receiving_mail(MailSink()) as open_sink:
        yield open_sink


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Path:
    """A desk with a vault, a ledger and a case."""
    folder = tmp_path / "desk"
    monkeypatch.setenv("FIRSTBELL_DESK", str(folder))
    monkeypatch.setenv("FIRSTBELL_VAULT", str(tmp_path / "vault"))
    assert call("vault", "init", tmp_path / "vault", "--url", "http://127.0.0.1:8000/").status == 0
    key = SignerKeyFile(folder / "desk.key", name="Ada")
    Ledger(folder / REPOSITORY / "ledger", signer=key).append("note", {"text": "one"})
    (folder / "firstbell.toml").write_text('version = 1\n[district]\nname = "Hill"\n')
    assert call("case", "open", folder / "cases" / "first").status == 0
    return folder


def write_alerts(desk: Path, *lines: str) -> None:
    path = desk / "firstbell.toml"
    path.write_text("\n".join([path.read_text(), "[alerts]", *lines, ""]))


def list_files(mail: EmailMessage) -> dict[str, str]:
    return {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}


def test_the_heads_of_every_record_go_out_and_prove_the_records_later(
    call: Call, desk: Path, sink: MailSink, tmp_path: Path
) -> None:
    write_alerts(desk, f'smtp = "{sink.place}"', f'heads_to = ["{OUTSIDE}"]')
    seen = AccessEntry(seq=0, at="", who="Ida", role="reviewer", case="c", page="people", people=["p1"])
    AccessLog(desk, SystemClock()).note(seen)
    told = call("desk", "mail-heads", "--json")

    assert told.status == 0
    assert told.summary["heads"] == 4
    assert told.summary["sent"] is True
    (mail,) = sink.mails
    assert sink.recipients == [[OUTSIDE]]
    files = list_files(mail)
    assert len(files) == 4
    body = mail.get_body(("plain",))
    assert body is not None
    for name, text in files.items():
        assert name in body.get_content()
        (tmp_path / name).write_text(text)
    (vault_head,) = tmp_path.glob("vault-*.head.txt")
    assert call("vault", "prove", "--head", vault_head).status == 0
    (ledger_head,) = tmp_path.glob("ledger-*.head.txt")
    assert call("desk", "verify", "--head", ledger_head).status == 0
    (case_head,) = tmp_path.glob("case-*.head.txt")
    assert call("case", "verify", desk / "cases" / "first", "--head", case_head).status == 0
    assert call("console", "looks", "--head", tmp_path / "looks.head.txt").status == 0


def test_a_ledger_that_was_cut_off_afterwards_does_not_fit_the_mail(
    call: Call, desk: Path, sink: MailSink, tmp_path: Path
) -> None:
    entries = desk / REPOSITORY / "ledger" / "entries.jsonl"
    before = entries.read_bytes()
    Ledger(desk / REPOSITORY / "ledger", signer=SignerKeyFile(desk / "desk.key")).append(
        "note", {"text": "2"}
    )
    write_alerts(desk, f'smtp = "{sink.place}"', f'heads_to = ["{OUTSIDE}"]')
    assert call("desk", "mail-heads").status == 0
    entries.write_bytes(before)
    head = tmp_path / "head.txt"
    head.write_text(
        next(text for name, text in list_files(sink.mails[0]).items() if name.startswith("ledger"))
    )
    assert call("desk", "verify", "--head", head).status == ExitStatus.FAILED


def test_the_mail_itself_is_a_head_of_each_record(
    call: Call, desk: Path, sink: MailSink, tmp_path: Path
) -> None:
    write_alerts(desk, f'smtp = "{sink.place}"', f'heads_to = ["{OUTSIDE}"]')
    assert call("desk", "mail-heads").status == 0
    (mail,) = sink.mails
    assert " as they stood at 20" in mail.get_body().get_content()  # type: ignore[union-attr]
    assert re.search(r"stood at [-\d]{10} [:\d]{8} [-+]\d\d:\d\d\.", mail.get_body().get_content())  # type: ignore[union-attr]
    saved = tmp_path / "heads.eml"
    saved.write_bytes(mail.as_bytes())
    for words in (("case", "verify", desk / "cases" / "first"), ("vault", "prove")):
        told = call(*words, "--head", saved)
        assert told.status == 0, told.out + told.err
        assert "No outside head" not in told.out
    # one that has no head of this record is no proof of it
    assert call("case", "open", tmp_path / "second").status == 0
    refused = call("case", "verify", tmp_path / "second", "--head", saved)
    assert (refused.status, "is of another ledger" in refused.out) == (1, True)


def test_without_an_address_nothing_is_sent_and_that_is_no_failure(call: Call, desk: Path) -> None:
    assert desk.is_dir()
    told = call("desk", "mail-heads")
    assert told.status == 0
    assert "alerts.heads_to" in told.out


def test_an_address_without_a_relay_is_refused(call: Call, desk: Path) -> None:
    write_alerts(desk, f'heads_to = ["{OUTSIDE}"]')
    told = call("desk", "mail-heads")
    assert told.status == ExitStatus.USAGE
    assert "alerts.smtp" in told.err


def test_a_relay_that_refuses_is_told(call: Call, desk: Path, sink: MailSink) -> None:
    sink.is_down = True
    write_alerts(desk, f'smtp = "{sink.place}"', f'heads_to = ["{OUTSIDE}"]')
    told = call("desk", "mail-heads")
    assert told.status == ExitStatus.FAILED
    assert "451" in told.err


def test_a_record_that_cannot_be_read_is_told_and_the_others_go_out(
    call: Call, desk: Path, sink: MailSink
) -> None:
    (desk / REPOSITORY / "ledger" / "entries.jsonl").write_bytes(b"no entry\n")
    write_alerts(desk, f'smtp = "{sink.place}"', f'heads_to = ["{OUTSIDE}"]')
    told = call("desk", "mail-heads")
    assert told.status == ExitStatus.FAILED
    assert REPOSITORY[:8] in told.err
    assert len(list_files(sink.mails[0])) == 2
