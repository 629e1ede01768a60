"""`firstbell statement draft`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from firstbell.actions.case.record import find_record
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.case_records import judge
from firstbell.cli.commands.case.actors import write_new
from firstbell.cli.commands.statement.check import AS_OF
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.terminal.options import UsageError, collect
from firstbell.notify.statements.draft import OFFICIALS, draft_statement, load_language
from firstbell.notify.statements.judges.verdicts import STOPPING
from firstbell.notify.statements.rulings import hash_text
from firstbell.notify.texts import load_text

_AUDIENCES = "press, families, staff, board, insurer or law-enforcement."
_OUTPUT = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, kw_only=True)
class StatementDraftOptions:
    """What `statement draft` is asked for."""

    audience: str
    language: str
    contact: str
    output_file: Path | None
    indicators: Path | None
    as_of: str | None


@case_command()
@click.option("--audience", required=True, metavar="NAME", help=_AUDIENCES)
@click.option("--language", default="en", metavar="CODE", help="en, es, so or hmn. [en]")
@click.option("--contact", default="", metavar="TEXT", help="Whom to ask: an address or a phone number.")
@click.option("--output", "output_file", type=_OUTPUT, help="Write it to this new file.")
@click.option(
    "--indicators",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="For an insurer or law enforcement: a text file of indicators, one per line.",
)
@AS_OF
@collect(StatementDraftOptions)
def draft(work: CaseWork, request: StatementDraftOptions) -> None:
    """Write a statement from the record: what is known and unknown, what is being done, what to do.

    Every audience gets the same facts; an insurer and law enforcement also get times, the demand and what the
    logs show. Nothing is written that the record does not support. If a template needs something that is
    missing, the command names it and leaves nothing blank. Texts in other languages need a speaker's review.

    \b
    EXAMPLE
      firstbell statement draft --audience families --contact "555-0100" --output families.txt
    """
    entries = work.case.main.read()
    record = find_record(entries, find_outline(work), request.as_of)
    text = draft_statement(
        record,
        audience=request.audience,
        language=request.language,
        contact=request.contact,
        indicators=_read_indicators(request),
    )
    claims = judge(work, text, request.as_of).claims if request.language in ("en", "es") else []
    stopping = [claim.text for claim in claims if claim.verdict in STOPPING]
    waiting = sum(claim.waiting for claim in claims)
    needs_review = bool(load_language(request.language)["review"])
    if request.output_file is not None:
        write_new(request.output_file, text.encode())
        work.output.text(f"wrote {request.output_file}")
    else:
        work.output.text(text.rstrip("\n"))
    if needs_review:
        work.output.note("A speaker of this language must review the text before it goes out.")
    work.output.summary(
        {
            "audience": request.audience,
            "language": request.language,
            "text": text,
            "sha256": hash_text(text),
            "claims": len(claims),
            "blocked": bool(stopping) or waiting > 0,
            "stopping": stopping,
            "waiting": waiting,
            "needs_speaker_review": needs_review,
            "output": str(request.output_file) if request.output_file else None,
        }
    )


def _read_indicators(request: StatementDraftOptions) -> list[str]:
    """The lines of the file of indicators. Raises: TextFileError; UsageError for another audience."""
    if request.indicators is None:
        return []
    if request.audience not in OFFICIALS:
        raise UsageError(f"--indicators is for {' and '.join(OFFICIALS)}, not for {request.audience}")
    return load_text(request.indicators).splitlines()
