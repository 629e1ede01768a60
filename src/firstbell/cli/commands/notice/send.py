"""`firstbell notice send`, `bounces`, `returns`: what goes out, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from firstbell.actions.notify.deliveries import DeliveryRequest, send_letters, take_bounces, take_returns
from firstbell.base.counts import read_number
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.commands.notice.plan import EMAIL_ADDRESS, open_notices
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import Result, UsageError, collect
from firstbell.cli.terminal.passwords import read_password_file
from firstbell.notify.notices.delivery import MailServer
from firstbell.notify.notices.journal import FAILED, SENT

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


@case_command(further=[ExitStatus.INCOMPLETE])
@click.option(
    "--smtp",
    required=True,
    metavar="HOST[:PORT]",
    help="The mail server. [port 587; with --tls tls 465, with --tls none 25]",
)
@click.option(
    "--from",
    "sender",
    type=EMAIL_ADDRESS,
    required=True,
    metavar="ADDRESS",
    help="Sender of the e-mails.",
)
@click.option(
    "--tls",
    type=click.Choice(["starttls", "tls", "none"]),
    default="starttls",
    help="How the connection is encrypted. [starttls]",
)
@click.option("--user", default="", help="User name for the mail server.")
@click.option("--smtp-password-file", type=_PATH, help="A file that holds the password for --user.")
@click.option("--cafile", type=_PATH, help="Certificates to trust instead of the system's.")
@click.option(
    "--rate", type=click.FloatRange(0), default=0.0, help="Maximum number of e-mails per second. [no limit]"
)
@click.option("--dry-run", is_flag=True, help="Only show how many would be sent.")
@collect(SendRequest)
def send(work: CaseWork, request: SendRequest) -> Result:
    """Send the e-mail copies of the approved letters. If it is interrupted, run it again: nobody gets two.

    A letter that the mail server had received completely when the machine died is not sent again. It is
    listed as `handed`.

    \b
    EXAMPLE
      firstbell notice send --smtp mail.school.example --from notices@school.example --case /srv/case
    """
    server = None if request.dry_run else _find_server(request)
    done = send_letters(work.case, open_notices(work), DeliveryRequest(request.sender, server))
    if done.entry is None:
        nothing = f"Nothing to send: all {done.emails:,} e-mails were handled by earlier runs."
        would = f"{done.to_send:,} of {done.emails:,} e-mails would be sent"
        work.output.text(
            would if request.dry_run else f"{nothing} `firstbell notice status` shows the counts."
        )
        told = {"emails": done.emails, "to_send": done.to_send, "dry_run": request.dry_run}
        work.output.summary(told)
        return None
    sent, failed = done.states[SENT], done.states[FAILED]
    work.output.text(f"{sent:,} sent, {failed:,} failed, {done.put_off:,} postponed")
    work.output.summary(done.describe())
    return ExitStatus.INCOMPLETE if failed or done.put_off else None


def _find_server(request: SendRequest) -> MailServer:
    host, _, port = request.smtp.rpartition(":") if ":" in request.smtp else (request.smtp, "", "")
    default = {"tls": 465, "starttls": 587, "none": 25}[request.tls]
    number = read_number(port) if port else default
    if number is None or number > 65535:
        raise UsageError(
            f"--smtp {request.smtp!r} has no valid port", hint="write it like mail.example.org:587"
        )
    password = read_password_file(request.smtp_password_file) if request.smtp_password_file else ""
    return MailServer(
        host=host,
        port=number,
        tls=request.tls,
        user=request.user,
        password=password,
        rate_per_s=request.rate,
        cafile=str(request.cafile) if request.cafile else None,
    )


@case_command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
def bounces(work: CaseWork, *, files: tuple[Path, ...]) -> None:
    """Import bounces: .eml files, an mbox, or a folder of .eml files with delivery status notifications.

    \b
    EXAMPLE
      firstbell notice bounces bounces.mbox --case /srv/case
    """
    done = take_bounces(open_notices(work), files)
    for letter, why in done.bounces:
        work.output.message({"message_type": "bounce", "letter_id": letter, "status": why})
        work.output.text(f"bounced {letter}: {why}")
    if not done.bounces:
        work.output.text(
            "No bounce of a letter of this case was found. Name the messages that the mail server sent back."
        )
    work.output.summary({"bounces": len(done.bounces), "of_others": done.of_others})


@case_command(further=[ExitStatus.INCOMPLETE])
@click.argument("file", type=_PATH)
def returns(work: CaseWork, *, file: Path) -> Result:
    """Import a mail house's list: a CSV with letter_id, status, and new addresses.

    Letters to new addresses come with the next plan, after you update the roster. Letters that came back
    without a new address count for substitute notice. A status is mailed, returned or moved; the words that
    mail houses use for these are known too.

    \b
    EXAMPLE
      firstbell notice returns returned.csv --case /srv/case
    """
    done = take_returns(work.case, open_notices(work), file)
    for problem in done.problems:
        work.output.warn(problem)
    parts = ", ".join(f"{state} {count:,}" for state, count in sorted(done.states.items()))
    work.output.text(
        f"{parts or 'nothing'}; {done.new_addresses:,} with a new address; {done.told:,} people have "
        "been told"
    )
    work.output.summary(done.describe())
    return ExitStatus.INCOMPLETE if done.problems else None
