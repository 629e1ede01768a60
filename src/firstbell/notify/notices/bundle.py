"""The letters of a plan in a folder of their own: PDFs, manifest, addresses, documents, e-mails."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.errors import raising
from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.situation import LegalStatus
from firstbell.notify.errors import NotifyError
from firstbell.notify.notices.advice import NUMBERS, find_demand, load_blocks
from firstbell.notify.notices.codes import make_code
from firstbell.notify.notices.emails import EmailJob, make_email_jobs, queue_all
from firstbell.notify.notices.fonts import choose_fonts
from firstbell.notify.notices.notice_store import DraftKept, NoticeStore
from firstbell.notify.notices.outputs import write_addresses, write_document
from firstbell.notify.notices.plan import LETTER, Letter
from firstbell.notify.notices.print_jobs import PrintJob, make_jobs, print_all
from firstbell.notify.notices.sensitive import UNNAMED, WITHHOLD, list_waiting, name_waiting
from firstbell.notify.notices.texts import (
    LetterText,
    Offer,
    Particulars,
    Sender,
    describe_letter,
    describe_text,
    write_text,
)
from firstbell.notify.statements.draft import load_language, show_day
from firstbell.notify.statements.record import CaseRecord


class BundleError(NotifyError):
    """A folder that letters cannot be written into."""

    code = "notify.folder"


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """What the letters are made from. `day`: ISO date; `reviewed`: (language, hash of its words), signed.

    `standing`: who the district is to the law; `rules`: on notices to people; `codes` of the monitoring;
    `rulings`: what a reviewer decided by letter.
    """

    record: CaseRecord
    sender: Sender
    day: str
    email_from: str
    workers: int
    stamp_s: int
    reviewed: frozenset[tuple[str, str]]
    standing: LegalStatus | None = None
    rules: Sequence[Rule] = ()
    offer: Offer | None = None
    codes: Sequence[str] = ()
    rulings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written. `sha256`: of the manifest. `printed`: those whose postal address is known."""

    sha256: str
    letters: int
    printed: int
    files: int
    emails: int
    languages: Mapping[str, int]
    unreviewed: Sequence[str]
    waiting: Sequence[str] = ()


def hash_language(language: str) -> str:
    """SHA-256, hex, of a language's words: what a speaker signs."""
    words = [load_language(language), load_blocks(language)]
    return hashlib.sha256(msgspec.json.encode(words, order="sorted")).hexdigest()


def write_bundle(store: NoticeStore, target: Path, request: BundleRequest) -> Bundle:
    """Write everything, and keep the words in the case. What a letter lacks is told before a file is made.

    Raises: NoPlanError, MissingFactError, BundleError; what writing raises.
    """
    letters, waiting = _choose_letters(store.load_plan().letters, request)
    languages = sorted({letter.language for letter in letters})
    texts = {language: _write_words(language, request) for language in languages}
    key = store.find_key()
    shared = {
        language: describe_text(text, show_day(date.fromisoformat(request.day), load_language(language)))
        for language, text in texts.items()
    }
    told = _tell_letters(letters, texts, request, key)
    jobs = _list_jobs(target, letters, shared, told, request)
    _make_folder(target)
    files, rows = _print(jobs, letters, workers=request.workers)
    data = write_addresses(rows)
    (target / "addresses.csv").write_bytes(data)
    documents = _write_documents(target, letters, shared, told)
    extras = {"addresses.csv": hashlib.sha256(data).hexdigest(), **documents}
    emails = _queue_emails(target, letters, shared, told, request) if request.email_from else 0
    counted = {language: sum(one.language == language for one in letters) for language in languages}
    manifest = {
        "version": 1,
        "day": request.day,
        "letters": len(letters),
        "files": files,
        "others": extras,
        "languages": counted,
    }
    encoded = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1) + b"\n"
    (target / "manifest.json").write_bytes(encoded)
    unreviewed = tuple(language for language, text in texts.items() if text.review)
    sha256 = hashlib.sha256(encoded).hexdigest()
    store.save_draft(DraftKept(sha256, shared, told, unreviewed, *_find_standing(request)))
    return Bundle(
        sha256=sha256,
        letters=len(letters),
        printed=len(rows),
        files=len(files),
        emails=emails,
        languages=counted,
        unreviewed=unreviewed,
        waiting=tuple(waiting),
    )


def _choose_letters(
    planned: Sequence[Letter], request: BundleRequest
) -> tuple[Sequence[Letter], Sequence[str]]:
    """(those that are written, the ids of those that wait). Raises: BundleError where none is written."""
    waiting = list_waiting(planned, request.rulings)
    held = {*waiting, *(letter for letter, says in request.rulings.items() if says == WITHHOLD)}
    letters = [one for one in planned if one.id not in held]
    if letters:
        return letters, waiting
    if not waiting:
        raise BundleError("there is no letter to write")
    hint = f"decide each with `firstbell notice decide LETTER`: {name_waiting(waiting)}"
    raise BundleError("no letter may be written yet", hint=hint)


def _find_standing(request: BundleRequest) -> tuple[str, str]:
    """State and kind of body, "" where the request says neither."""
    return (request.standing.home, request.standing.entity) if request.standing else ("", "")


def _tell_letters(
    letters: Sequence[Letter], texts: Mapping[str, LetterText], request: BundleRequest, key: bytes
) -> dict[str, dict[str, Any]]:
    """What each letter has of its own: its reader's law, a code of monitoring where numbers were taken."""
    offered = [one.person_id for one in letters if request.offer and NUMBERS & {*one.kinds}]
    people = list(dict.fromkeys(offered))
    if request.offer and len(request.codes) < len(people):
        raise BundleError(
            f"{len(people):,} people get monitoring, and there are {len(request.codes):,} codes for it",
            hint="give as many lines in --monitoring-codes as people whose numbers were taken",
        )
    codes = dict(zip(people, request.codes, strict=False))
    return {
        one.id: describe_letter(
            texts[one.language],
            one,
            Particulars(
                code=make_code(key, one.id),
                demand=find_demand(one, request.rules),
                offer=request.offer,
                monitoring_code=codes.get(one.person_id, ""),
                names_kinds=request.rulings.get(one.id) != UNNAMED,
            ),
        )
        for one in letters
    }


def _write_words(language: str, request: BundleRequest) -> LetterText:
    reviewed = language == "en" or (language, hash_language(language)) in request.reviewed
    return write_text(request.record, language, request.sender, reviewed=reviewed)


def _make_folder(target: Path) -> None:
    with raising(BundleError, target):
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(target.iterdir()):
            raise BundleError(f"{target} is not empty", hint="name a folder that is not there yet")


def _list_jobs(
    target: Path,
    letters: Sequence[Letter],
    shared: Mapping[str, Mapping[str, Any]],
    told: Mapping[str, Mapping[str, Any]],
    request: BundleRequest,
) -> list[tuple[PrintJob, Sequence[Mapping[str, Any]]]]:
    """The files to set, each with its letters. Raises: FontError before any of them is made."""
    jobs: list[tuple[PrintJob, Sequence[Mapping[str, Any]]]] = []
    for language, words in shared.items():
        mine = [told[one.id] for one in letters if one.language == language and one.channel == LETTER]
        with_system = choose_fonts({"every letter": words, **{f"letter {one['id']}": one for one in mine}})
        files = make_jobs(target, words, mine, name=f"letters-{language}", stamp_s=request.stamp_s)
        jobs += [(msgspec.structs.replace(job, with_system=with_system), part) for job, part in files]
    return jobs


def _print(
    jobs: Sequence[tuple[PrintJob, Sequence[Mapping[str, Any]]]], letters: Sequence[Letter], *, workers: int
) -> tuple[list[dict[str, Any]], list[tuple[str, str, int, Letter]]]:
    by_id = {one.id: one for one in letters}
    files: list[dict[str, Any]] = []
    rows: list[tuple[str, str, int, Letter]] = []
    hashes = print_all([job for job, _ in jobs], workers=workers)
    for (job, part), sha256 in zip(jobs, hashes, strict=True):
        name = Path(job.path).name
        files.append({"file": name, "letters": len(part), "sha256": sha256})
        rows += [(one["id"], name, at, by_id[one["id"]]) for at, one in enumerate(part, start=1)]
    return files, rows


def _write_documents(
    target: Path,
    letters: Sequence[Letter],
    shared: Mapping[str, Mapping[str, Any]],
    told: Mapping[str, Mapping[str, Any]],
) -> dict[str, str]:
    hashes = {}
    for language, words in shared.items():
        sample = next(told[one.id] for one in letters if one.language == language)
        data = write_document(words, {**sample, "about": "[WHOM IT IS ABOUT]", "code": "[CODE]"})
        name = f"letter-{language}.docx"
        (target / name).write_bytes(data)
        hashes[name] = hashlib.sha256(data).hexdigest()
    return hashes


def _queue_emails(
    target: Path,
    letters: Sequence[Letter],
    shared: Mapping[str, Mapping[str, Any]],
    told: Mapping[str, Mapping[str, Any]],
    request: BundleRequest,
) -> int:
    folder = target / "emails"
    folder.mkdir(mode=0o700)
    jobs: list[EmailJob] = []
    for language, words in shared.items():
        mine = [(told[one.id], one.email) for one in letters if one.language == language and one.email]
        jobs += make_email_jobs(folder, words, mine, sender=request.email_from)
    return queue_all(jobs, workers=request.workers)
