"""`firstbell notice draft`, `review`, `approve`: the letters, and who signs that they may go out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.record import find_record, find_role, put_drafts
from firstbell.cli.case_options import CaseWork, case_options, collect_case
from firstbell.cli.commands.notice.plan import open_notices
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, UsageError

if TYPE_CHECKING:
    from firstbell.notify.notices.bundle import Bundle, BundleRequest
    from firstbell.notify.notices.notice_store import NoticeStore
    from firstbell.notify.notices.texts import Offer

_LANGUAGES = click.Choice(["es", "so", "hmn"])


@dataclass(frozen=True, kw_only=True)
class DraftRequest:
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
@collect_case(DraftRequest)
def draft(work: CaseWork, request: DraftRequest) -> Result:
    """Write the letters of the plan into the new folder TARGET: PDFs, addresses, a Word document, e-mails.

    About 2,000 letters a PDF (PDF/UA for screen readers), a manifest with hashes, a CSV for a mail house, one
    document a language for counsel's edits. TARGET holds personal data: keep it as you keep the case.
    """
    from firstbell.ledger import EntryDraft
    from firstbell.notify.notices.bundle import write_bundle
    from firstbell.notify.notices.notice_store import DRAFTED

    store = open_notices(work)
    made = write_bundle(store, request.target, _describe(work, request))
    told = {"sha256": made.sha256, "letters": made.letters, "files": made.files, "emails": made.emails}
    drafted = {**told, "languages": dict(made.languages), "unreviewed": list(made.unreviewed)}
    (entry,) = put_drafts(
        work.case, [EntryDraft(DRAFTED, {"text": f"{made.letters} letters drafted", **drafted})]
    )
    _tell_drafted(work, made, request.target)
    drafted |= {"waiting": len(made.waiting), "waiting_ids": list(made.waiting)}
    work.output.summary({**drafted, "target": str(request.target), "entry": entry.hex_id})
    return None


def _tell_drafted(work: CaseWork, made: Bundle, target: Path) -> None:
    work.output.text(f"{made.letters:,} letters in {made.files} PDFs, {made.emails:,} e-mails in {target}")
    for language in made.unreviewed:
        work.output.note(f"The letters in {language} need a speaker's review before they go out.")
    count = len(made.waiting)
    if count:
        which = "1 letter waits for a reviewer" if count == 1 else f"{count:,} letters wait for a reviewer"
        work.output.note(f"{which}, not drafted yet: `firstbell notice decide LETTER` settles each of them.")


def _describe(work: CaseWork, request: DraftRequest) -> BundleRequest:
    from datetime import UTC, datetime

    from firstbell.base.clock import NS_PER_S
    from firstbell.notify.notices.advice import find_rules
    from firstbell.notify.notices.bundle import BundleRequest
    from firstbell.notify.notices.notice_store import list_reviewed
    from firstbell.notify.notices.sensitive import list_decisions
    from firstbell.notify.notices.texts import Sender

    entries = work.case.main.read()
    now_s = work.case.clock.now_ns() // NS_PER_S
    day = request.day or datetime.fromtimestamp(now_s, UTC).astimezone().date().isoformat()
    sender = Sender(
        request.contact.strip(),
        request.return_address,
        request.signer.strip(),
        request.report,
        request.school.strip(),
    )
    try:
        datetime.fromisoformat(day)
    except ValueError:
        raise UsageError(f"--day {day!r} is no date", hint="write it as 2023-02-24") from None
    offer, codes = _read_offer(request)
    district = find_outline(work, request.home)
    home = district.status.home
    return BundleRequest(
        home=home,
        rules=find_rules(home),
        offer=offer,
        codes=codes,
        rulings=list_decisions(entries),
        record=find_record(entries, district),
        sender=sender,
        day=day,
        email_from=request.email_from,
        workers=request.workers,
        stamp_s=now_s,
        reviewed=frozenset(list_reviewed(entries)),
    )


def _read_offer(request: DraftRequest) -> tuple[Offer | None, list[str]]:
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
    from firstbell.notify.notices.sensitive import DecisionError, draft_decision, is_sensitive

    letters = {one.id: one for one in open_notices(work).load_plan().letters}
    letter = letters.get(letter_id)
    if letter is None or not is_sensitive(letter):
        raise DecisionError(
            f"no letter {letter_id!r} waits for a decision", hint="`firstbell notice draft --json` lists them"
        )
    (entry,) = put_drafts(work.case, [draft_decision(letter, decision, why, role=find_role(work.case))])
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
    from firstbell.ledger import EntryDraft
    from firstbell.notify.notices.bundle import hash_language
    from firstbell.notify.notices.notice_store import REVIEWED

    body = {"text": f"letters in {language} reviewed by a speaker", "language": language}
    (entry,) = put_drafts(work.case, [EntryDraft(REVIEWED, {**body, "sha256": hash_language(language)})])
    work.output.text(f"signed ({entry.hex_id[:8]}): letters in {language}; draft them anew")
    work.output.summary({"entry": entry.hex_id, "language": language})
    return None


@click.command(epilog=exit_status_help(repository=False))
@case_options
def approve(work: CaseWork) -> Result:
    """Approve the letters that were drafted last: counsel and a director, each with a --key of their own.

    Letters that lack what the law of their readers requires, or say what it forbids, are refused by name.
    """
    from firstbell.notify.notices.advice import ContentError, find_demand, find_faults, find_rules
    from firstbell.notify.notices.notice_store import draft_approval, find_approvals

    store = open_notices(work)
    kept = store.load_draft()
    rules = find_rules(kept.home or find_outline(work).status.home)
    planned = {letter.id: letter for letter in store.load_plan().letters}
    faults: dict[str, None] = {}
    for name, told in kept.letters.items():
        if name in planned:
            faults |= dict.fromkeys(find_faults(planned[name], told, find_demand(planned[name], rules)))
    if faults:
        raise ContentError(list(faults))
    approvals = find_approvals(work.case.main.read(), kept.sha256)
    entry_draft = draft_approval(kept.sha256, approvals, role=find_role(work.case), letters=len(kept.letters))
    (entry,) = put_drafts(work.case, [entry_draft])
    after = find_approvals(work.case.main.read(), kept.sha256)
    work.output.text(
        f"approved {kept.sha256[:16]} ({entry.hex_id[:8]}), by now by {', '.join(sorted(after))}"
    )
    work.output.summary({"sha256": kept.sha256, "entry": entry.hex_id, "approved_by": sorted(after)})
    return None


def record_told(work: CaseWork, store: NoticeStore, because: str) -> dict[str, Any]:
    """Put down how many were told, as the fact that statements and clocks lean on."""
    from firstbell.base.clock import format_time
    from firstbell.case.facts import draft_fact, put_facts
    from firstbell.notify.notices.told import sum_up

    told = sum_up(store.load_plan(), store.email.load(), store.post.load())
    now = format_time(work.case.clock.now_ns())
    fact = draft_fact({"subject": "letters_sent", "value": told["told"], "because": because}, now)
    put_facts(work.case.main, [fact], at=now)
    return told
