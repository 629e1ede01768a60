"""The letters of a plan in a folder of their own: PDFs, manifest, addresses, documents, e-mails."""

from __future__ import annotations

import hashlib
from collections import Counter
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
from firstbell.notify.notices.fonts import check_fonts, choose_fonts
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

# the words that all letters of a language share, as the check of fonts names them
_EVERY = "every letter"


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
class HeldLetter:
    """A letter that no font shows, so it is not written. `to`: as on its envelope; `characters`: which."""

    id: str
    to: str
    characters: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written. `sha256`: of the manifest. `printed`: those whose postal address is known.

    `waiting`: ids of letters that a person decides first; `held`: those with a character that no font shows.
    """

    sha256: str
    letters: int
    printed: int
    files: int
    emails: int
    languages: Mapping[str, int]
    unreviewed: Sequence[str]
    waiting: Sequence[str] = ()
    held: Sequence[HeldLetter] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """The letters that are written. `shared`: the words of each language, `told`: of each letter, by its id;
    `needs_system`: the languages whose letters need fonts of this machine.
    """

    letters: Sequence[Letter]
    shared: dict[str, dict[str, Any]]
    told: dict[str, dict[str, Any]]
    needs_system: frozenset[str]


def hash_language(language: str) -> str:
    """SHA-256, hex, of a language's words: what a speaker signs."""
    words = [load_language(language), load_blocks(language)]
    return hashlib.sha256(msgspec.json.encode(words, order="sorted")).hexdigest()


def write_bundle(store: NoticeStore, target: Path, request: BundleRequest) -> Bundle:
    """Write everything, and keep the words in the case. What a letter lacks is told before a file is made.

    Raises: NoPlanError, MissingFactError, BundleError; FontError where no letter can be shown; what writing
    raises.
    """
    chosen, waiting = _choose_letters(store.load_plan().letters, request)
    texts = {language: _write_words(language, request) for language in _list_languages(chosen)}
    written, held = _hold_unshown(
        chosen, texts, _tell_letters(chosen, texts, request, store.find_key()), request
    )
    jobs = _list_jobs(target, written, request)
    _make_folder(target)
    files, rows = _print(jobs, written.letters, workers=request.workers)
    data = write_addresses(rows)
    (target / "addresses.csv").write_bytes(data)
    extras = {"addresses.csv": hashlib.sha256(data).hexdigest(), **_write_documents(target, written)}
    emails = _queue_emails(target, written, request) if request.email_from else 0
    counted = Counter(one.language for one in written.letters)
    languages = {language: counted[language] for language in written.shared}
    manifest = {
        "version": 1,
        "day": request.day,
        "letters": len(written.letters),
        "files": files,
        "others": extras,
        "languages": languages,
    }
    encoded = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1) + b"\n"
    (target / "manifest.json").write_bytes(encoded)
    unreviewed = tuple(language for language in written.shared if texts[language].review)
    sha256 = hashlib.sha256(encoded).hexdigest()
    store.save_draft(DraftKept(sha256, written.shared, written.told, unreviewed, *_find_standing(request)))
    return Bundle(
        sha256=sha256,
        letters=len(written.letters),
        printed=len(rows),
        files=len(files),
        emails=emails,
        languages=languages,
        unreviewed=unreviewed,
        waiting=tuple(waiting),
        held=tuple(held),
    )


def _list_languages(letters: Sequence[Letter]) -> list[str]:
    return sorted({one.language for one in letters})


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


def _hold_unshown(
    chosen: Sequence[Letter],
    texts: Mapping[str, LetterText],
    told: Mapping[str, dict[str, Any]],
    request: BundleRequest,
) -> tuple[_Written, Sequence[HeldLetter]]:
    """(what is written, the letters that no font shows). Raises: FontError where none is left, and where all
    letters of a language have such a character.
    """
    day = date.fromisoformat(request.day)
    shared = {
        language: describe_text(text, show_day(day, load_language(language)))
        for language, text in texts.items()
    }
    unshown: dict[str, str] = {}
    needs_system: set[str] = set()
    for language, words in shared.items():
        mine = [one.id for one in chosen if one.language == language and one.channel == LETTER]
        check = check_fonts({_EVERY: words, **{name: told[name] for name in mine}})
        if _EVERY in check.unshown:
            choose_fonts({_EVERY: words})
        unshown |= check.unshown
        needs_system |= {language} if check.with_system else set()
    letters = [one for one in chosen if one.id not in unshown]
    if not letters:
        choose_fonts({f"letter {name}": told[name] for name in unshown})
    written = _Written(
        letters=letters,
        shared={language: shared[language] for language in _list_languages(letters)},
        told={one.id: told[one.id] for one in letters},
        needs_system=frozenset(needs_system),
    )
    return written, [HeldLetter(one.id, one.to, unshown[one.id]) for one in chosen if one.id in unshown]


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
    target: Path, written: _Written, request: BundleRequest
) -> list[tuple[PrintJob, Sequence[Mapping[str, Any]]]]:
    """The files to set, each with its letters."""
    jobs: list[tuple[PrintJob, Sequence[Mapping[str, Any]]]] = []
    for language, words in written.shared.items():
        mine = [
            written.told[one.id]
            for one in written.letters
            if one.language == language and one.channel == LETTER
        ]
        files = make_jobs(target, words, mine, name=f"letters-{language}", stamp_s=request.stamp_s)
        with_system = language in written.needs_system
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


def _write_documents(target: Path, written: _Written) -> dict[str, str]:
    hashes = {}
    for language, words in written.shared.items():
        sample = next(written.told[one.id] for one in written.letters if one.language == language)
        data = write_document(words, {**sample, "about": "[WHOM IT IS ABOUT]", "code": "[CODE]"})
        name = f"letter-{language}.docx"
        (target / name).write_bytes(data)
        hashes[name] = hashlib.sha256(data).hexdigest()
    return hashes


def _queue_emails(target: Path, written: _Written, request: BundleRequest) -> int:
    folder = target / "emails"
    folder.mkdir(mode=0o700)
    jobs: list[EmailJob] = []
    for language, words in written.shared.items():
        mine = [
            (written.told[one.id], one.email)
            for one in written.letters
            if one.language == language and one.email
        ]
        jobs += make_email_jobs(folder, words, mine, sender=request.email_from)
    return queue_all(jobs, workers=request.workers)
