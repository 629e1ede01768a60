"""The letters of an event planned, drafted, approved and their e-mails queued, by the commands as typed.

Invented people, a case in a folder of its own that is removed. `python -m benchmarks.notices [LETTERS]`
measures it alone, without a word on the page.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import Cost, run_measured

_LANGUAGES = ["English"] * 80 + ["Spanish"] * 10 + ["Somali"] * 6 + ["Hmong"] * 4
_SENDER = "notices@example.org"
_KINDS = ("ssn", "health", "discipline", "contact", "special_education")
_FACTS = {
    "organisation": {"names": ["Sample School District"]},
    "facts": [
        {"subject": "encryption_event", "value": {"confirmed": True, "found": "2023-02-18"}},
        {"subject": "exfiltration", "value": {"state": "confirmed", "published": True}},
    ],
}

PLANNED, DRAFTED = "planned", "letters set, e-mails written into the queue"
APPROVED, QUEUED = "approved by counsel and a director", "queue read and held against the journal"


@dataclass(frozen=True)
class NoticesFigures:
    """What so many letters took, by work; `files` PDFs of `size_bytes` in all, `emails` in the queue."""

    letters: int
    files: int
    emails: int
    size_bytes: int
    costs: dict[str, Cost] = field(default_factory=dict)

    @property
    def total(self) -> Cost:
        """All of it, one after the other."""
        return sum(self.costs.values(), Cost(0.0, 0.0, 0))


def write_people(path: Path, count: int) -> None:
    """So many people, most of them minors with a guardian."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            address = {
                "line1": f"{number} Main St",
                "city": "Minneapolis",
                "state": "MN",
                "postcode": "55401",
            }
            language = _LANGUAGES[number % len(_LANGUAGES)]
            reach = {"address": address, "email": f"u{number}@example.org", "language": language}
            person = {
                "message_type": "person",
                "person_id": f"p{number:06d}",
                "name": f"Kim Lee {number}",
                "role": "student",
                "kinds": [_KINDS[number % 5], _KINDS[(number + 2) % 5]],
                "confidence": "certain",
                "is_minor": number % 5 < 4,
                **reach,
                "guardians": [{"name": f"Parent {number}", **reach}],
            }
            stream.write(json.dumps(person) + "\n")


class _Case:
    """A case in a folder, and the commands on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "FIRSTBELL_DESK": str(folder / "desk"),
            "FIRSTBELL_CASE": str(folder / "case"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }

    def run(self, *words: str) -> Cost:
        """One command."""
        return run_measured([sys.executable, "-m", "firstbell.cli.main", *words, "-q"], self._environment)

    def make(self, role: str) -> list[str]:
        """The options by which somebody of a role acts."""
        key = str(self._folder / f"{role}.key")
        self.run("case", "actor", "add", role, "--role", role, "--key-file", key)
        return ["--key", key]


def measure_notices(folder: Path, *, letters: int) -> NoticesFigures:
    """Everything from the list of people to the queue of e-mails."""
    out, people, facts = folder / "out", folder / "people.jsonl", folder / "facts.json"
    facts.write_text(json.dumps(_FACTS))
    write_people(people, letters)
    case = _Case(folder)
    case.run("case", "open", str(folder / "case"))
    case.run("case", "facts", "load", str(facts))
    by_counsel = case.make("counsel")
    for language in ("es", "so", "hmn"):
        case.run("notice", "review", "--language", language)
    costs = {PLANNED: case.run("notice", "plan", "--people", str(people))}
    costs[DRAFTED] = case.run(
        "notice", "draft", str(out), "--contact", "612-555-0100", "--signer", "Jo Smith",
        "--return-address", "1 School Road", "--email-from", _SENDER,
    )  # fmt: skip
    costs[APPROVED] = case.run("notice", "approve", *by_counsel) + case.run("notice", "approve")
    costs[QUEUED] = case.run("notice", "send", "--smtp", "mail.invalid", "--from", _SENDER, "--dry-run")
    files = list(out.glob("*.pdf"))
    emails = sum(1 for _ in (out / "emails").iterdir())
    return NoticesFigures(letters, len(files), emails, sum(path.stat().st_size for path in files), costs)


def main() -> None:
    """Measure as many letters as are asked for, 100,000 unless told."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="firstbell-notices-") as name:
        figures = measure_notices(Path(name), letters=count)
    for work, cost in {**figures.costs, "all": figures.total}.items():
        print(
            f"{work:<46} {cost.wall_s:8.1f} s  {cost.cpu_s:8.1f} s of processors"
            f"  {cost.peak_bytes / 1e6:8,.0f} MB"
        )
    print(f"{count:,} letters in {figures.files} PDFs, {figures.size_bytes / 1e6:,.0f} MB;", end=" ")
    print(f"{figures.emails:,} e-mails queued; {count / figures.total.wall_s:,.0f} letters a second")


if __name__ == "__main__":
    main()
