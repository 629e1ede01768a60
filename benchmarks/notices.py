"""How long it takes to plan and write the letters of an event: `python -m benchmarks.notices [LETTERS]`.

Invented people, a case in a folder of its own that is removed, the commands as a person types them. Prints
seconds of wall clock and of processors, since a shared machine tells little by the first alone.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_LANGUAGES = ["English"] * 80 + ["Spanish"] * 10 + ["Somali"] * 6 + ["Hmong"] * 4
_KINDS = ("ssn", "health", "discipline", "contact", "special_education")
_FACTS = {
    "organisation": {"names": ["Sample School District"]},
    "facts": [
        {"subject": "encryption_event", "value": {"confirmed": True, "found": "2023-02-18"}},
        {"subject": "exfiltration", "value": {"state": "confirmed", "published": True}},
    ],
}


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


def measure(folder: Path, count: int) -> None:
    """Plan, write and queue for approval, each timed."""
    environment = {
        **os.environ,
        "FIRSTBELL_DESK": str(folder / "desk"),
        "FIRSTBELL_CASE": str(folder / "case"),
    }
    environment["XDG_CONFIG_HOME"] = str(folder / "config")

    def run(name: str, *arguments: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        command = [sys.executable, "-m", "firstbell.cli.main", *arguments, "-q"]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        taken = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{name:<8} {taken:8.1f} s   {used:8.1f} s of processors", flush=True)
        return taken

    (folder / "facts.json").write_text(json.dumps(_FACTS))
    write_people(folder / "people.jsonl", count)
    run("case", "case", "open", str(folder / "case"))
    run("facts", "case", "facts", "load", str(folder / "facts.json"))
    total = run("plan", "notice", "plan", "--people", str(folder / "people.jsonl"))
    total += run(
        "draft", "notice", "draft", str(folder / "out"), "--contact", "612-555-0100", "--signer", "Jo Smith",
        "--return-address", "1 School Road",
    )  # fmt: skip
    files = list((folder / "out").glob("*.pdf"))
    size = sum(path.stat().st_size for path in files)
    print(f"{count:,} letters in {len(files)} PDFs, {size / 1e6:,.0f} MB")
    print(f"{total:,.1f} s, {count / total:,.0f} letters a second")


def main() -> None:
    """Measure as many letters as are asked for, 100,000 unless told."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="firstbell-notices-") as name:
        measure(Path(name), count)


if __name__ == "__main__":
    main()
