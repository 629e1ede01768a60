"""`firstbell statement check`, `compare`: what a text claims, and whether the record bears it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.case_options import CaseWork, case_options
from firstbell.cli.case_records import judge, read_statement
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result

if TYPE_CHECKING:
    from firstbell.notify.statements.check import JudgedClaim

FILE = click.argument("file", type=click.Path(allow_dash=True))
AS_OF = click.option(
    "--as-of", metavar="TIME", help="Judge by what was known at this time; of a day, at its end."
)


@click.command(epilog=exit_status_help(repository=False))
@FILE
@AS_OF
@case_options
def check(work: CaseWork, *, file: str, as_of: str | None) -> Result:
    """Find the claims of the statement FILE (- for standard input), and judge each against the record.

    A claim is supported, unsupported (what is missing is named), contradicted, or cannot be judged. Only what
    is known supports a claim; what is believed supports one that says so. While one is unsupported or
    contradicted and counsel did not let it pass, the statement is blocked; the exit status is 0 all the same.
    """
    text = read_statement(file)
    entries = work.case.main.read()
    claims = judge(work, text, entries=entries, as_of=as_of)
    summary = tell_claims(work, claims, find_overrides(work))
    work.output.summary({**summary, "as_of": as_of})
    return None


def find_overrides(work: CaseWork) -> dict[str, str]:
    """Hash of a claim -> the entry by which counsel let it pass."""
    from firstbell.notify.statements.rulings import list_overrides

    return list_overrides(work.case.main.read())


def tell_claims(work: CaseWork, claims: Sequence[JudgedClaim], overrides: dict[str, str]) -> dict[str, Any]:
    """Each claim, an object or lines; what they come to."""
    from firstbell.notify.statements.check import STOPPING
    from firstbell.notify.statements.rulings import hash_claim

    stopping = 0
    counts: dict[str, int] = {}
    for claim in claims:
        override = overrides.get(hash_claim(claim.text))
        stops = claim.verdict in STOPPING and override is None
        stopping += stops
        counts[claim.verdict.value] = counts.get(claim.verdict.value, 0) + 1
        work.output.message(describe_claim(claim, override))
        _print_claim(work, claim, override)
    verdict = f"blocked: {stopping} of {len(claims)} claims" if stopping else "not blocked"
    work.output.text(
        f"{verdict} ({', '.join(f'{count} {name}' for name, count in sorted(counts.items())) or 'no claims'})"
    )
    return {"claims": len(claims), "blocked": stopping > 0, "stopping": stopping, "verdicts": counts}


def describe_claim(claim: JudgedClaim, override: str | None) -> dict[str, Any]:
    """A claim for JSON."""
    proposition = claim.reading.proposition
    return {
        "message_type": "claim",
        "text": claim.text,
        "kind": claim.kind,
        "verdict": claim.verdict.value,
        "needs": list(claim.needs),
        "entries": list(claim.entries),
        "says": proposition.name if proposition else None,
        "affirmed": claim.reading.affirmed,
        "mode": claim.reading.wording.mode.value,
        "overridden": override,
    }


def _print_claim(work: CaseWork, claim: JudgedClaim, override: str | None) -> None:
    work.output.text(f"{claim.verdict.value:<13} {claim.kind or '-':<16} {claim.text}")
    for need in claim.needs:
        work.output.text(f"{'':<13} needs {need}")
    if claim.entries:
        leans = "against it" if claim.verdict.value == "contradicted" else "leans on"
        work.output.text(f"{'':<13} {leans} {', '.join(entry[:8] for entry in claim.entries)}")
    if override:
        work.output.text(f"{'':<13} counsel let it pass ({override[:8]})")


@click.command(epilog=exit_status_help(repository=False))
@click.argument("a", type=click.Path(allow_dash=True))
@click.argument("b", type=click.Path(allow_dash=True))
@AS_OF
@case_options
def compare(work: CaseWork, *, a: str, b: str, as_of: str | None) -> Result:
    """Lay two audiences' texts A and B side by side, and name every difference in what they claim.

    What one of them claims and the other does not is a difference, too. A difference stops both.
    """
    from firstbell.notify.statements.comparison import compare_texts

    left, right = read_statement(a), read_statement(b)
    entries = work.case.main.read()
    claims = [judge(work, text, entries=entries, as_of=as_of) for text in (left, right)]
    differences = compare_texts(left, right)
    for one in differences:
        work.output.message({"message_type": "difference", "a": one.a, "b": one.b, "kind": one.kind})
        work.output.text(f"{one.kind}\n  {a}: {one.a or '(silent)'}\n  {b}: {one.b or '(silent)'}")
    count = f"{len(differences)} difference{'' if len(differences) == 1 else 's'}"
    work.output.text(f"{count}: {'both are stopped' if differences else 'both say the same'}")
    work.output.summary(
        {
            "differences": len(differences),
            "blocked": bool(differences),
            "claims_a": len(claims[0]),
            "claims_b": len(claims[1]),
        }
    )
    return None
