"""What a case's record shows, as the room that tells needs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.cli.case_options import CaseWork
from firstbell.cli.desks import find_district_names
from firstbell.cli.terminal.options import UsageError
from firstbell.cli.times import find_zone

if TYPE_CHECKING:
    from firstbell.ledger import Entry, EntryDraft
    from firstbell.notify.statements.check import JudgedClaim
    from firstbell.notify.statements.passes import Passes
    from firstbell.notify.statements.record import CaseRecord


def find_passes(entries: list[Entry]) -> Passes:
    """The claims that people let pass."""
    from firstbell.notify.statements import passes

    return passes.find_passes(entries)


def find_record(entries: list[Entry], as_of: str | None = None) -> CaseRecord:
    """What was known at a time, and decided by then; without a time, what is known now.

    Raises: InvalidTimeError.
    """
    from firstbell.base.clock import parse_time
    from firstbell.base.zones import find_day
    from firstbell.case.facts import list_facts, list_names
    from firstbell.case.moments import find_last_moment
    from firstbell.notify.statements.record import make_record
    from firstbell.notify.statements.rulings import list_decisions

    until_ns = find_last_moment(as_of) if as_of else None
    then = [entry for entry in entries if until_ns is None or parse_time(entry.time) <= until_ns]
    zone = find_zone()
    today = find_day(as_of, zone) if as_of else None
    names = list_names(entries) or find_district_names()
    facts = list_facts(entries, until_ns)
    return make_record(facts, list_decisions(then), names=names, zone=zone, today=today)


def read_statement(file: str) -> str:
    """The text of a file, or of standard input for "-". Raises: TextFileError; UsageError for none."""
    from firstbell.notify.texts import decode_text, load_text

    text = decode_text(sys.stdin.buffer.read(), "standard input") if file == "-" else load_text(Path(file))
    if not text.strip():
        raise UsageError(f"{'standard input' if file == '-' else file}: there is no text in it")
    return text


def judge(work: CaseWork, text: str, *, entries: list[Entry], as_of: str | None = None) -> list[JudgedClaim]:
    """Every claim of a text by the record; says so where it is in a language that no rule reads."""
    from firstbell.notify.statements.check import check_statement
    from firstbell.notify.statements.languages import Language, find_language
    from firstbell.notify.statements.sentences import split_sentences

    record = find_record(entries, as_of)
    others = sum(find_language(one) is Language.OTHER for one in split_sentences(text))
    if others:
        are = "1 sentence is" if others == 1 else f"{others} sentences are"
        work.output.warn(
            f"{are} in a language that cannot be judged here: a speaker must confirm what stands there"
        )
    return check_statement(text, record)


def find_role(work: CaseWork) -> str:
    """The role of whoever signs, as the case has it. Raises: KeyFileError; KeyRefusedError for a stranger."""
    signer = work.case.main.signer
    actor = work.case.main.roster().actors.get(signer.actor.id)
    return actor.role if actor else signer.actor.role


def put_drafts(work: CaseWork, drafts: list[EntryDraft]) -> list[Entry]:
    """Put entries down that hold no personal value. Raises: PersonalValueError; what appending raises."""
    from firstbell.ledger.personal import refuse_personal

    for draft in drafts:
        refuse_personal(f"entry of kind {draft.kind}", draft.body)
    return work.case.main.append_many(drafts)
