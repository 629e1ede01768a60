"""`firstbell notice send`, `bounces`, `returns`: what goes out, and what comes back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.actions.record import put_drafts
from firstbell.cli.case_options import CaseWork, case_options, collect_case
from firstbell.cli.commands.notice.letters import record_told
from firstbell.cli.commands.notice.plan import open_notices
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.options import Result, UsageError
from firstbell.cli.terminal.passwords import read_password_file

if TYPE_CHECKING:
    from firstbell.notify.notices.delivery import MailServer, OutgoingMail
    from firstbell.notify.notices.notice_store import NoticeStore

_PATH = click.Path(path_type=Path)


@dataclass(frozen=True, kw_only=True)
class SendRequest:
    """What `notice send` is asked for."""

    smtp: str
    sender: str
    tls: str
    user: str
    smtp_password_file: Path | None
    cafile: Path | None
    rate: float
    dry_run: bool


@click.command(epilog=exit_status_help(ExitStatus.INCOMPLETE, repository=False))
@click.option("--smtp", required=True, metavar="HOST[:PORT]", help="The mail server. [port 587, by tls 465]")
@click.option("--from", "sender", required=True, metavar="ADDRESS", help="Who the e-mails are from.")
@click.option("--tls", type=click.Choice(["starttls", "tls", "none"]), default="starttls", help="[starttls]")
@click.option("--user", default="", help="Whom to sign in as.")
@click.option("--smtp-password-file", type=_PATH, help="A file that holds the password for --user.")
@click.option("--cafile", type=_PATH, help="Certificates to trust in place of the system's.")
@click.option("--rate", type=click.FloatRange(0), default=0.0, help="E-mails a second at most. [no limit]")
@click.option("--dry-run", is_flag=True, help="Only tell how many would be sent.")
@case_options
@collect_case(SendRequest)
def send(work: CaseWork, request: SendRequest) -> Result:
    """Send the e-mail copies of the approved letters. Killed, it goes on; nobody is mailed twice.

    A letter that was wholly handed over when the machine died is never sent again and told as `handed`.
    """
    from firstbell.ledger import EntryDraft
    from firstbell.notify.notices.delivery import check_server, send_all
    from firstbell.notify.notices.journal import FAILED, HANDED, SENT, is_settled
    from firstbell.notify.notices.notice_store import SENT_ENTRY, check_approved, find_approvals

    store = open_notices(work)
    kept = store.load_draft()
    check_approved(kept, find_approvals(work.case.main.read(), kept.sha256))
    mails = _list_mails(store, request.sender)
    done = store.email.load()
    open_mails = [mail for mail in mails if not is_settled(done.get(mail.letter, ("", ""))[0])]
    if request.dry_run or not open_mails:
        work.output.text(f"{len(open_mails):,} of {len(mails):,} e-mails are to be sent")
        work.output.summary({"emails": len(mails), "to_send": len(open_mails), "dry_run": request.dry_run})
        return None
    server = _find_server(request)
    check_server(server)
    states = Counter(state for _, state in send_all(open_mails, server, store.email))
    body = {"text": f"{states[SENT]} e-mails sent", "sha256": kept.sha256, "states": dict(states)}
    (entry,) = put_drafts(work.case, [EntryDraft(SENT_ENTRY, body)])
    told = record_told(work, store, entry.hex_id)
    put_off = len(open_mails) - states[SENT] - states[FAILED] - states[HANDED]
    work.output.text(f"{states[SENT]:,} sent, {states[FAILED]:,} failed, {put_off:,} put off")
    work.output.summary(
        {"emails": len(mails), "sent": states[SENT], "failed": states[FAILED], "handed": states[HANDED],
         "put_off": put_off, "entry": entry.hex_id, "told_by_email": told["told_by_email"]}
    )  # fmt: skip
    return ExitStatus.INCOMPLETE if states[FAILED] or put_off else None


def _list_mails(store: NoticeStore, sender: str) -> list[OutgoingMail]:
    from firstbell.notify.notices.delivery import OutgoingMail
    from firstbell.notify.notices.emails import write_email

    kept = store.load_draft()
    mails = []
    for letter in store.load_plan().letters:
        told = kept.letters.get(letter.id)
        if letter.email and told is not None:
            make = partial(write_email, kept.shared[letter.language], told, to=letter.email, sender=sender)
            mails.append(OutgoingMail(letter.id, sender.rpartition("<")[2].rstrip(">"), letter.email, make))
    return mails


def _find_server(request: SendRequest) -> MailServer:
    from firstbell.notify.notices.delivery import MailServer

    host, _, port = request.smtp.rpartition(":") if ":" in request.smtp else (request.smtp, "", "")
    default = {"tls": 465, "starttls": 587, "none": 25}[request.tls]
    if port and not port.isdigit():
        raise UsageError(f"--smtp {request.smtp!r} names no port", hint="write it as mail.example.org:587")
    password = read_password_file(request.smtp_password_file) if request.smtp_password_file else ""
    return MailServer(
        host=host,
        port=int(port) if port else default,
        tls=request.tls,
        user=request.user,
        password=password,
        rate_per_s=request.rate,
        cafile=str(request.cafile) if request.cafile else None,
    )


@click.command(epilog=exit_status_help(repository=False))
@click.argument("files", nargs=-1, required=True, type=_PATH)
@case_options
def bounces(work: CaseWork, *, files: tuple[Path, ...]) -> Result:
    """Take in bounces: .eml files, an mbox, or a folder of .eml files with delivery status notifications."""
    from firstbell.notify.notices.bounces import list_bounces
    from firstbell.notify.notices.journal import BOUNCED

    store = open_notices(work)
    known = {letter.id for letter in store.load_plan().letters}
    found = [pair for file in files for pair in list_bounces(file)]
    ours = [(letter, why) for letter, why in found if letter in known]
    with store.email.opened():
        for letter, why in ours:
            store.email.note(BOUNCED, letter, why)
            work.output.message({"message_type": "bounce", "letter_id": letter, "status": why})
            work.output.text(f"bounced {letter}: {why}")
    work.output.summary({"bounces": len(ours), "of_others": len(found) - len(ours)})
    return None


@click.command(epilog=exit_status_help(ExitStatus.INCOMPLETE, repository=False))
@click.argument("file", type=_PATH)
@case_options
def returns(work: CaseWork, *, file: Path) -> Result:
    """Take in what a mail house sends back: a CSV with letter_id, status, and new addresses.

    Letters to a new address are for the next plan: the roster has to learn it. What came back and has no
    address counts for substitute notice.
    """
    from firstbell.ledger import EntryDraft
    from firstbell.notify.notices.notice_store import SENT_ENTRY
    from firstbell.notify.notices.returns import Returned, list_returns

    store = open_notices(work)
    known = {letter.id for letter in store.load_plan().letters}
    rows = list(list_returns(file))
    problems = [row for row in rows if isinstance(row, str)]
    told = [row for row in rows if isinstance(row, Returned)]
    ours = [row for row in told if row.letter in known]
    with store.post.opened():
        for row in ours:
            store.post.note(row.state, row.letter, row.detail)
    for problem in problems + [
        f"letter {row.letter!r} is none of ours" for row in told if row.letter not in known
    ]:
        work.output.warn(problem)
    states = Counter(row.state for row in ours)
    body = {"text": f"{len(ours)} letters told by the mail house", "states": dict(states)}
    (entry,) = put_drafts(work.case, [EntryDraft(SENT_ENTRY, body)])
    sums = record_told(work, store, entry.hex_id)
    moved = [row for row in ours if row.address is not None]
    parts = ", ".join(f"{state} {count:,}" for state, count in sorted(states.items()))
    work.output.text(
        f"{parts or 'nothing'}; {len(moved):,} with a new address; {sums['told']:,} people are told"
    )
    bad = len(rows) - len(ours)
    work.output.summary(
        {"letters": len(ours), "states": dict(states), "new_addresses": len(moved), "not_read": bad,
         "told": sums["told"], "entry": entry.hex_id}
    )  # fmt: skip
    return ExitStatus.INCOMPLETE if bad else None
