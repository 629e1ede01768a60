"""Makes the list of known names anew: `python -m scripts.known_names RANSOMWARE_JSON [--date YYYY-MM-DD]`.

RANSOMWARE_JSON: a file, or an address, of `clusters/ransomware.json` of github.com/MISP/misp-galaxy. The list
there holds prose and patterns beside names: only literal names are taken, and none of honest_names.txt.
"""

from __future__ import annotations

import argparse
import json
import re
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from firstbell.examine.validators.registry import find_expected

TARGET = Path(__file__).parents[1] / "src" / "firstbell" / "examine" / "known_names.json"
SOURCE = "https://raw.githubusercontent.com/MISP/misp-galaxy/main/clusters/ransomware.json"
_EXTENSIONS = ("extensions", "extension")
_NOTES = ("ransomnotes-filenames", "ransomnotes-files", "ransomnotes-filesnames", "ransomenotes-files")
_EXTENSION = re.compile(r"\.[a-z0-9_][a-z0-9_@.!\-]{2,40}")
_NOTE = re.compile(r"[a-z0-9_!#@$%&()+,.\- \[\]'~=]{5,80}\.(txt|html?|hta|rtf|png|bmp|jpe?g|url|php|pdf)")
_PLACEHOLDER = re.compile(r"random|\bxxx|<|\bid\b.?number|victim")
# what honest files are called, too: lock files, programs, backups, the page that explains a folder
_HONEST = frozenset((Path(__file__).parent / "honest_names.txt").read_text().splitlines())


def main() -> None:
    """Read the list, clean it, write ours."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", nargs="?", default=SOURCE)
    parser.add_argument("--date", required=True, help="the day of the list's commit, YYYY-MM-DD")
    options = parser.parse_args()
    listed = json.loads(load(options.source))
    TARGET.write_text(render(listed, options.date))


def load(source: str) -> bytes:
    """What stands there; https, or a file."""
    if source.startswith("https://"):
        with urllib.request.urlopen(source, timeout=60) as answer:
            data: bytes = answer.read()
            return data
    return Path(source).read_bytes()


def render(listed: dict[str, Any], date: str) -> str:
    """Our file: where it is from, then name -> families."""
    families = listed["values"]
    facts = {
        "source": "github.com/MISP/misp-galaxy, clusters/ransomware.json",
        "list_version": listed["version"],
        "date": date,
        "licence": "CC0-1.0",
    }
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in facts.items()]
    tables = {"extensions": (_EXTENSIONS, clean_extension), "notes": (_NOTES, clean_note)}
    for table, (fields, clean) in tables.items():
        rows = gather(families, fields, clean)
        body = ",\n".join(f"{json.dumps(name)}: {json.dumps(named)}" for name, named in rows.items())
        lines.append(f"{json.dumps(table)}: {{\n{body}\n}}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def gather(
    families: Iterable[dict[str, Any]], fields: Iterable[str], clean: Callable[[str], str]
) -> dict[str, list[str]]:
    """Name -> the families it is listed with, by name."""
    found: dict[str, set[str]] = {}
    for family in families:
        for text in list_texts(family.get("meta", {}), fields):
            name = clean(text)
            if name:
                found.setdefault(name, set()).add(" ".join(family["value"].split()))
    return {name: sorted(found[name]) for name in sorted(found)}


def list_texts(meta: dict[str, Any], fields: Iterable[str]) -> Iterator[str]:
    """The strings of these fields; a field holds one or a list."""
    for field in fields:
        held = meta.get(field, [])
        yield from [held] if isinstance(held, str) else held


def clean_extension(text: str) -> str:
    """A literal extension that honest files do not have, lower case; "" for anything else."""
    name = text.strip().lower()
    is_literal = _EXTENSION.fullmatch(name) and not _PLACEHOLDER.search(name)
    is_honest = name in _HONEST or find_expected(b"x" + name.encode()) is not None
    return name if is_literal and not is_honest else ""


def clean_note(text: str) -> str:
    """A literal name of a note that honest folders do not hold, lower case; "" for anything else."""
    name = text.strip().strip("\"'").lower()
    is_literal = _NOTE.fullmatch(name) and not _PLACEHOLDER.search(name)
    return name if is_literal and name not in _HONEST else ""


if __name__ == "__main__":
    main()
