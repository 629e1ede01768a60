"""`firstbell notice draft`, `review`, `approve`: the letters, and who signs that they may go out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.cli.case_options import CaseWork, case_options, collect_case
from firstbell.cli.commands.notice.plan import open_notices
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, UsageError

if TYPE_CHECKING:
    from firstbell.notify.notices.bundle import Bundle
    from firstbell.notify.notices.texts import Offer

_LANGUAGES = click.Choice(["es", "so", "hmn"])


@dataclass(frozen=True, kw_only=True)
class DraftOptions:
    """What `notice draft` is asked for."""

    target: Path
    contact: str
    signer: str
    return_address: tuple[str, ...]
    report: str
    day: str | None
    email_from: str
    workers: int
    school: str
    home: str | None
    monitoring: str
    monitoring_months: int
    monitoring_until: str
    monitoring_codes: Path | None


@click.command(epilog=exit_status_help(repository=False))
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@click.option("--contact", default="", metavar="TEXT", help="Whom to ask, as the letters have it.")
@click.option("--signer", default="", metavar="TEXT", help="Who signs: name and title.")
@click.option("--return-address", multiple=True, metavar="LINE", help="A line of the sender's address.")
@click.option("--report", default="", metavar="TEXT", help="Where the report is asked for. [as --contact]")
@click.option("--day", metavar="DATE", help="The day on the letters. [today]")
@click.option(
    "--email-from", default="", metavar="ADDRESS", help="Write e-mail copies (.eml) from this address."
)
@click.option(
    "--school", default="", metavar="TEXT", help="Whom to call about school records. [as --contact]"
)
@click.option("--home", metavar="STATE", help="The district's own state. [the desk's, else MN]")
@click.option("--monitoring", default="", metavar="NAME", help="Who does the credit monitoring you pay for.")
@click.option("--monitoring-months", type=click.IntRange(0), default=0, help="For how many months.")
@click.option("--monitoring-until", default="", metavar="DATE", help="The last day to enroll.")
@click.option(
    "--monitoring-codes",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of codes to enroll by, one a line: one for each person whose numbers were taken.",
)
@click.option(
    "--workers", type=click.IntRange(1), default=os.cpu_count() or 1, help="Processes. [one a core]"
)
@case_options
@collect_case(DraftOptions)
def draft(work: CaseWork, request: DraftOptions) -> Result:
    """Write the letters of the plan into the new folder TARGET: PDFs, addresses, a Word document, e-mails.

    About 2,000 letters a PDF (PDF/UA for screen readers), a manifest with hashes, a CSV for a mail house, one
    document a language for counsel's edits. TARGET holds personal data: keep it as you keep the case.
    """
    from firstbell.actions.letters import LetterDraftRequest, draft_letters
    from firstbell.notify.notices.texts import Sender

    offer, codes = _read_offer(request)
    asked = LetterDraftRequest(
        target=request.target,
        district=find_outline(work, request.home),
        sender=Sender(
            request.contact.strip(),
            request.return_address,
            request.signer.strip(),
            request.report,
            request.school.strip(),
        ),
        workers=request.workers,
        day=request.day,
        email_from=request.email_from,
        offer=offer,
        codes=codes,
    )
    done = draft_letters(work.case, open_notices(work), asked)
    made = done.bundle
    _tell_drafted(work, made, request.target)
    told = {"sha256": made.sha256, "letters": made.letters, "files": made.files, "emails": made.emails}
    told |= {"languages": dict(made.languages), "unreviewed": list(made.unreviewed)}
    told |= {"waiting": len(made.waiting), "waiting_ids": list(made.waiting)}
    work.output.summary({**told, "target": str(request.target), "entry": done.entry.hex_id})
    return None


def _tell_drafted(work: CaseWork, made: Bundle, target: Path) -> None:
    work.output.text(f"{made.letters:,} letters in {made.files} PDFs, {made.emails:,} e-mails in {target}")
    for language in made.unreviewed:
        work.output.note(f"The letters in {language} need a speaker's review before they go out.")
    count = len(made.waiting)
    if count:
        which = "1 letter waits for a reviewer" if count == 1 else f"{count:,} letters wait for a reviewer"
        work.output.note(f"{which}, not drafted yet: `firstbell notice decide LETTER` settles each of them.")


def _read_offer(request: DraftOptions) -> tuple[Offer | None, list[str]]:
    """The monitoring that is offered, and its codes. Raises: UsageError where something of it is missing."""
    from firstbell.notify.notices.texts import Offer

    parts = {
        "--monitoring": request.monitoring,
        "--monitoring-months": request.monitoring_months,
        "--monitoring-until": request.monitoring_until,
        "--monitoring-codes": request.monitoring_codes,
    }
    if not any(parts.values()):
        return None, []
    missing = [name for name, value in parts.items() if not value]
    if missing or request.monitoring_codes is None:
        raise UsageError(f"an offer of monitoring needs {', '.join(missing)}, too")
    try:
        text = request.monitoring_codes.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{request.monitoring_codes}: {error}") from None
    codes = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    return Offer(request.monitoring, request.monitoring_months, request.monitoring_until), codes


@click.command(epilog=exit_status_help(repository=False))
@click.argument("letter_id", metavar="LETTER")
@click.option(
    "--decision",
    required=True,
    type=click.Choice(["send", "unnamed", "withhold"]),
    help="Send it; send it without naming such kinds; do not send it.",
)
@click.option("--why", required=True, help="The reason, for the ledger.")
@case_options
def decide(work: CaseWork, *, letter_id: str, decision: str, why: str) -> Result:
    """Decide on a LETTER that waits: one about child protection, counseling or immigration.

    No program sends these by itself, to either household. Each letter is decided alone, with a reason.
    """
    from firstbell.actions.letters import decide_letter

    entry = decide_letter(work.case, open_notices(work), letter_id, decision=decision, why=why)
    work.output.text(f"{letter_id}: {decision} ({entry.hex_id[:8]}); draft the letters anew")
    work.output.summary({"entry": entry.hex_id, "letter": letter_id, "decision": decision})
    return None


@click.command(epilog=exit_status_help(repository=False))
@click.option("--language", required=True, type=_LANGUAGES, help="The language that you speak.")
@case_options
def review(work: CaseWork, *, language: str) -> Result:
    """Sign, as a speaker of it, that the words of a language say what the English ones say.

    It holds for these words: where one of them changes, they need to be signed anew.
    """
    from firstbell.actions.letters import review_language

    entry = review_language(work.case, language)
    work.output.text(f"signed ({entry.hex_id[:8]}): letters in {language}; draft them anew")
    work.output.summary({"entry": entry.hex_id, "language": language})
    return None


@click.command(epilog=exit_status_help(repository=False))
@case_options
def approve(work: CaseWork) -> Result:
    """Approve the letters that were drafted last: counsel and a director, each with a --key of their own.

    Letters that lack what the law of their readers requires, or say what it forbids, are refused by name.
    """
    from firstbell.actions.letters import approve_letters

    done = approve_letters(work.case, open_notices(work), find_outline(work))
    hex_id = done.entry.hex_id
    work.output.text(f"approved {done.sha256[:16]} ({hex_id[:8]}), by now by {', '.join(done.approved_by)}")
    work.output.summary({"sha256": done.sha256, "entry": hex_id, "approved_by": list(done.approved_by)})
    return None
