"""`firstbell notice draft`, `review`, `approve`: the letters, and who signs that they may go out."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from firstbell.actions.notify.letters import (
    LetterChoice,
    LetterDraftRequest,
    approve_letters,
    choose_letters,
    decide_letters,
    draft_letters,
    review_language,
)
from firstbell.base.counts import say_count
from firstbell.base.errors import say_cause
from firstbell.base.pathtext import say_text
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.commands.notice.plan import EMAIL_ADDRESS, open_notices
from firstbell.cli.legal_entity import find_outline, standing_options
from firstbell.cli.terminal.options import UsageError, collect
from firstbell.notify.notices.bundle import Bundle
from firstbell.notify.notices.fonts import FONT_HINT, name_characters
from firstbell.notify.notices.sensitive import CAUSES, name_waiting
from firstbell.notify.notices.texts import Offer, Sender
from firstbell.notify.statements.draft import load_language

_MOST_HELD = 12
_LANGUAGES = ("es", "so", "hmn")
# of another language; `ph:612` and `at: the office` are English
_FOREIGN = re.compile(r"[a-z]{2}:[^\W\d]")


@dataclass(frozen=True, kw_only=True)
class DraftOptions:
    """What `notice draft` is asked for."""

    target: Path
    contact: tuple[str, ...]
    signer: tuple[str, ...]
    return_address: tuple[str, ...]
    report: tuple[str, ...]
    day: str | None
    email_from: str
    workers: int
    school: tuple[str, ...]
    home: str | None
    entity: str | None
    monitoring: str
    monitoring_months: int
    monitoring_until: str
    monitoring_codes: Path | None


@case_command()
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--contact",
    multiple=True,
    metavar="[LANG:]TEXT",
    help="Whom readers can ask, as printed in the letters. Give it again as es:TEXT, so:TEXT or hmn:TEXT for "
    "the letters in that language; --signer, --report and --school likewise.",
)
@click.option("--signer", multiple=True, metavar="[LANG:]TEXT", help="Who signs: name and title.")
@click.option(
    "--return-address",
    multiple=True,
    metavar="LINE",
    help="A line of the sender's address. May be given again.",
)
@click.option(
    "--report",
    multiple=True,
    metavar="[LANG:]TEXT",
    help="Where people can ask for a report on the investigation. [as --contact, where a law asks for it]",
)
@click.option("--day", metavar="DATE", help="Date on the letters. [today]")
@click.option(
    "--email-from",
    type=EMAIL_ADDRESS,
    default="",
    metavar="ADDRESS",
    help="Also write e-mail copies (.eml) from this address.",
)
@click.option(
    "--school", multiple=True, metavar="[LANG:]TEXT", help="Whom to call about school records. [as --contact]"
)
@standing_options
@click.option(
    "--monitoring", default="", metavar="NAME", help="The company whose credit monitoring you offer."
)
@click.option(
    "--monitoring-months", type=click.IntRange(0), default=0, help="Number of months of monitoring."
)
@click.option("--monitoring-until", default="", metavar="DATE", help="The last day to enroll.")
@click.option(
    "--monitoring-codes",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of enrollment codes, one per line: one for each person whose numbers were taken.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    help="Number of processes. [one per core]",
)
@collect(DraftOptions)
def draft(work: CaseWork, request: DraftOptions) -> None:
    """Write the letters of the plan to the new folder TARGET: PDFs, addresses, a Word document, e-mails.

    It writes PDFs of 500 letters (PDF/UA for screen readers), a manifest with hashes, a CSV for a
    mail house, and one document per language for counsel to edit. TARGET holds personal data; protect it like
    the case.

    \b
    EXAMPLE
      firstbell notice draft /srv/letters --contact "555-0100" --signer "Ada Diaz, Superintendent"
    """
    offer, codes = _read_offer(request)
    sender = _read_sender(request)
    asked = LetterDraftRequest(
        target=request.target,
        district=find_outline(work, request.home, request.entity),
        sender=sender,
        workers=request.workers,
        day=request.day,
        email_from=request.email_from,
        offer=offer,
        codes=codes,
    )
    done = draft_letters(work.case, open_notices(work), asked)
    made = done.bundle
    _tell_drafted(work, made, request.target)
    _tell_held(work, made)
    _tell_untranslated(work, made, sender)
    told = {
        "sha256": made.sha256,
        "letters": made.letters,
        "printed": made.printed,
        "files": made.files,
        "emails": made.emails,
    }
    told |= {"languages": dict(made.languages), "unreviewed": list(made.unreviewed)}
    told |= {"waiting": len(made.waiting), "waiting_ids": list(made.waiting)}
    unshown = [{"letter": one.id, "characters": name_characters(one.characters)} for one in made.held]
    told |= {"held": len(made.held), "held_letters": unshown}
    work.output.summary({**told, "target": str(request.target), "entry": done.entry.hex_id})


def _tell_drafted(work: CaseWork, made: Bundle, target: Path) -> None:
    emails = say_count(made.emails, "e-mail")
    if made.printed:
        letters, files = say_count(made.printed, "letter"), say_count(made.files, "PDF")
        work.output.text(f"{letters} in {files}, {emails} in {target}")
    else:
        work.output.text(f"no PDF and {emails} in {target}")
    left = made.letters - made.printed
    if left:
        which = "1 letter is" if left == 1 else f"{left:,} letters are"
        work.output.warn(
            f"{which} not printed: no postal address of the reader is known. Add addresses to the roster and "
            "plan again, or let counsel decide on substitute notice"
        )
    for language in made.unreviewed:
        named = load_language(language)["language"]
        work.output.note(f"A speaker must review the letters in {named} before they go out.")
    count = len(made.waiting)
    if count:
        which = "1 letter waits for a reviewer" if count == 1 else f"{count:,} letters wait for a reviewer"
        work.output.note(
            f"{which}, not drafted yet. Decide each with `firstbell notice decide LETTER`: "
            f"{name_waiting(made.waiting)}"
        )
        if count > 1:
            work.output.note("One decision for several: `firstbell notice decide --all-like LETTER`.")


def _tell_held(work: CaseWork, made: Bundle) -> None:
    """For whom the letters are that no font shows: the people who draft them know the name, not the id."""
    if not made.held:
        return
    which = "1 letter is" if len(made.held) == 1 else f"{len(made.held):,} letters are"
    work.output.warn(
        f"{which} held, not drafted: no font here shows every character. {FONT_HINT}; then draft again"
    )
    for one in made.held[:_MOST_HELD]:
        work.output.text(f"    to {say_text(one.to)} ({one.id}): {name_characters(one.characters)}")
    if len(made.held) > _MOST_HELD:
        work.output.text(f"    and {len(made.held) - _MOST_HELD:,} more, all of which --json lists")


def _tell_untranslated(work: CaseWork, made: Bundle, sender: Sender) -> None:
    for language in made.languages:
        left = sender.list_untranslated(language) if language in _LANGUAGES else []
        if left:
            named, options = load_language(language)["language"], [f"--{name}" for name in left]
            again = " ".join(f"{option} {language}:TEXT" for option in options)
            work.output.note(
                f"The letters in {named} give {' and '.join(options)} in English. Draft them again with "
                f"{again}."
            )


def _read_sender(request: DraftOptions) -> Sender:
    """Who writes, in each language. Raises: UsageError where a language is told twice."""
    told: dict[str, dict[str, str]] = {"": {}}
    for name in ("contact", "signer", "report", "school"):
        for text in getattr(request, name):
            language, colon, rest = text.partition(":")
            is_translated = bool(colon) and language in _LANGUAGES
            if not is_translated and _FOREIGN.match(text):
                raise UsageError(
                    f"--{name}: there are no letters in {language!r}",
                    hint=f"the languages are {', '.join(_LANGUAGES)}; English texts need no code",
                )
            texts = told.setdefault(language if is_translated else "", {})
            if name in texts:
                which = f" for {language}" if is_translated else ""
                raise UsageError(f"--{name}{which} is given twice", hint="give one text a language")
            texts[name] = (rest if is_translated else text).strip()
    own = told.pop("")
    return Sender(
        own.get("contact", ""),
        request.return_address,
        own.get("signer", ""),
        own.get("report", ""),
        own.get("school", ""),
        translations=told,
    )


def _read_offer(request: DraftOptions) -> tuple[Offer | None, list[str]]:
    """The monitoring that is offered, and its codes. Raises: UsageError where something of it is missing."""
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
        raise UsageError(f"an offer of monitoring also needs {', '.join(missing)}")
    try:
        text = request.monitoring_codes.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{request.monitoring_codes}: {say_cause(error)}") from None
    codes = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    return Offer(request.monitoring, request.monitoring_months, request.monitoring_until), codes


@dataclass(frozen=True, kw_only=True)
class DecideOptions:
    """What `notice decide` is asked for."""

    ids: tuple[str, ...]
    cause: str | None
    like: str | None
    decision: str
    why: str
    yes: bool


@case_command()
@click.argument("ids", metavar="[LETTER]...", nargs=-1)
@click.option("--cause", type=click.Choice(CAUSES), help="All letters that wait for this cause.")
@click.option("--all-like", "like", metavar="LETTER", help="All letters that wait like this one.")
@click.option(
    "--decision",
    required=True,
    type=click.Choice(["send", "unnamed", "withhold"]),
    help="Send it, send it without the sensitive kinds, or do not send it.",
)
@click.option("--why", required=True, help="The reason, for the ledger.")
@click.option("--yes", is_flag=True, help="Do not ask before deciding about several letters.")
@collect(DecideOptions)
def decide(work: CaseWork, given: DecideOptions) -> None:
    """Decide about a LETTER that waits: one about child protection, counseling or immigration.

    Firstbell never sends these letters by itself, to any parent. A person decides, with a reason. One
    decision can cover several letters; each gets an entry of its own. Some may only be sent one by one:
    letters to a protected address, about child protection, or to both households of a person.

    \b
    EXAMPLE
      firstbell notice decide 4f3c2a91 --decision unnamed --why "a shared home" --case /srv/case
    """
    if sum(map(bool, (given.ids, given.cause, given.like))) != 1:
        raise UsageError("name the letters in one way", hint="give LETTER..., --cause or --all-like LETTER")
    choice = LetterChoice(ids=given.ids, cause=given.cause or "", like=given.like or "")
    store = open_notices(work)
    letters = choose_letters(work.case, store, choice)
    if len(letters) > 1 and not given.yes:
        told = f"{len(letters):,} letters: {name_waiting([one.id for one in letters])}"
        if not sys.stdin.isatty():
            raise UsageError(f"this would decide on {told}", hint="add --yes if you mean all of them")
        click.confirm(f"Decide `{given.decision}` for {told}?", abort=True, err=True)
    entries = decide_letters(work.case, store, letters, decision=given.decision, why=given.why)
    told_each = [
        {"entry": entry.hex_id, "letter": letter.id, "decision": given.decision}
        for letter, entry in zip(letters, entries, strict=True)
    ]
    for one in told_each:
        work.output.text(f"{one['letter']}: {one['decision']} ({one['entry'][:8]}); draft the letters again")
        if len(told_each) > 1:
            work.output.message({"message_type": "letter_decision", **one})
    work.output.summary({**told_each[-1], "letters": len(told_each)})


@case_command()
@click.option("--language", required=True, type=click.Choice(_LANGUAGES), help="The language you speak.")
def review(work: CaseWork, *, language: str) -> None:
    """Sign that the letters in your language say what the English ones say.

    The signature covers the present wording. If a word changes, the letters need a new signature.

    \b
    EXAMPLE
      firstbell notice review --language es --key maria.key --case /srv/case
    """
    entry = review_language(work.case, language)
    work.output.text(
        f"signed ({entry.hex_id[:8]}): letters in {load_language(language)['language']}; draft them again"
    )
    work.output.summary({"entry": entry.hex_id, "language": language})


@case_command()
def approve(work: CaseWork) -> None:
    """Approve the letters that were drafted last. Counsel and a director must both sign, each with their own
    --key.

    Letters are refused by name if they lack what the law requires or say what it forbids.
    """
    done = approve_letters(work.case, open_notices(work), find_outline(work))
    hex_id = done.entry.hex_id
    signed = " and ".join(done.approved_by)
    work.output.text(
        f"approved the letters {done.sha256[:16]} (entry {hex_id[:8]}); signed so far by: {signed}"
    )
    work.output.summary({"sha256": done.sha256, "entry": hex_id, "approved_by": list(done.approved_by)})
