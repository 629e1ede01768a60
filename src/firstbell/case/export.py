"""What leaves a case: a folder for one role, as a bag, with the record and what checks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.clock import parse_time
from firstbell.case.access import READS, keep_readable, reads_all
from firstbell.case.bodies import CaseExported
from firstbell.case.case import Case
from firstbell.case.custody import list_exhibits
from firstbell.case.errors import CaseAccessError, CaseError
from firstbell.case.excerpt import make_excerpt
from firstbell.case.facts import list_all_facts, list_names
from firstbell.case.letter import render_excerpt_verifier, render_letter
from firstbell.case.timeline import outline_case
from firstbell.investigate.evidence import describe_evidence
from firstbell.investigate.exports import FORMATS, CaseOutline, get_suffix, seal_bag, write_export
from firstbell.ledger import Actor, Entry, Ledger, Signer
from firstbell.ledger.kept_heads import list_kept
from firstbell.ledger.personal import refuse_personal
from firstbell.ledger.roles import COUNSEL, DIRECTOR
from firstbell.ledger.verifier import render_verifier
from firstbell.record.timeline import TimelineLine

_EXCERPT_NAME = "excerpt.json"


@dataclass(frozen=True, slots=True)
class Export:
    """What was exported. `entries`: how many are in it, of `of_entries`. `entry`: hex id of what says so."""

    folder: Path
    role: str
    files: int
    entries: int
    of_entries: int
    is_privileged: bool
    entry: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an export is for. `reader`: whose key makes it, None where that is nobody of the case.

    `with_evidence`: what is kept by value goes along.
    """

    role: str = DIRECTOR
    reader: Signer | None = None
    with_evidence: bool = False
    why: str = ""


# the lines of the timeline that come of these entries of the case
ListLines = Callable[[list[Entry]], Iterable[TimelineLine]]


def export_case(case: Case, target: Path, *, audience: Audience, list_lines: ListLines) -> Export:
    """Write the case for a role into a new folder, a bag; that it was goes on the record first.

    Of the privileged track counsel's own key alone takes anything along. Raises: CaseAccessError when whose
    key it is may not read as much; CaseError when the folder is there, or cannot be written; BagError; what
    reading and appending raise.
    """
    refuse_personal("the export", [audience.why, target.name])
    _check_reach(case, audience)
    privileged = _find_privileged(case, audience)
    _make_folder(target)
    try:
        text = f"exported for {audience.role}" + (f": {audience.why}" if audience.why else "")
        told = CaseExported(
            text=text, export=audience.role, to=target.name, privileged=privileged is not None
        )
        entry = told.append_to(case.main)
        entries = case.main.read()
        taken = _choose(entries, audience)
        _fill(case, target / "data", _Content(audience, entries, taken, privileged), list_lines)
        files = _seal(case, target, audience, made=entry.time)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return Export(
        target, audience.role, files, len(taken), len(entries), privileged is not None, entry.hex_id
    )


@dataclass(frozen=True, slots=True)
class _Content:
    audience: Audience
    entries: list[Entry]
    taken: list[Entry]
    privileged: Ledger | None


def _find_actor(case: Case, reader: Signer | None) -> Actor | None:
    return case.main.roster().actors.get(reader.actor.id) if reader else None


def _check_reach(case: Case, audience: Audience) -> None:
    actor = _find_actor(case, audience.reader)
    if actor is None:
        return
    beyond = READS[audience.role] - READS.get(actor.role, frozenset())
    if beyond:
        raise CaseAccessError(
            f"{actor.name} ({actor.role}) reads no {', '.join(sorted(beyond))}, and cannot export it",
            hint=f"export for {actor.role}, or let a director do it",
        )


def _find_privileged(case: Case, audience: Audience) -> Ledger | None:
    """The privileged track, where it goes along: to counsel, by counsel's own key."""
    if audience.role != COUNSEL or not case.has_privileged:
        return None
    try:
        ledger, _ = case.read_privileged(audience.reader, whole=True)
    except CaseAccessError:
        return None
    return ledger


def _choose(entries: list[Entry], audience: Audience) -> list[Entry]:
    if reads_all(audience.role):
        return entries
    return keep_readable(entries, Actor("", "", audience.role))


def _make_folder(target: Path) -> None:
    try:
        target.mkdir(mode=0o700)
        (target / "data").mkdir()
    except FileExistsError:
        raise CaseError(f"{target} is there already", hint="name a new folder") from None
    except OSError as error:
        raise CaseError(f"{target}: {error.strerror}") from None


def _fill(case: Case, data: Path, content: _Content, list_lines: ListLines) -> None:
    exhibits = list_exhibits(content.taken)
    outline = outline_case(case, content.taken)
    try:
        whole = len(content.taken) == len(content.entries)
        _write_record(case, data, content, whole=whole)
        _copy_heads(case, data, content)
        _write_json(data / "case.json", msgspec.to_builtins(outline))
        _write_json(
            data / "facts.json",
            {
                "organisation": {"names": list_names(content.taken)},
                "facts": [msgspec.to_builtins(fact) for fact in list_all_facts(content.taken)],
            },
        )
        rows = [
            {**describe_evidence(one.evidence), "id": one.hex_id, "custody": list(row.custody)}
            for one, row in zip(exhibits, outline.evidence, strict=True)
        ]
        _write_json(data / "evidence.json", {"evidence": rows})
        _write_timelines(data, outline, list(list_lines(content.taken)))
        if content.audience.with_evidence:
            for name in sorted({one.evidence.sha256 for one in exhibits if one.is_kept}):
                _copy(case.folder.evidence / name, data / "evidence" / name)
        letter = render_letter(
            outline,
            content.audience.role,
            is_whole=whole,
            is_continued=case.main.earlier is not None,
            beside=[path.name for path in data.iterdir()],
        )
        (data / "README.txt").write_text(letter, encoding="utf-8")
    except OSError as error:
        raise CaseError(f"{error.filename or data}: {error.strerror}") from None


def _write_record(case: Case, data: Path, content: _Content, *, whole: bool) -> None:
    if whole:
        _copy_ledgers(case.main, data)
    else:
        _write_excerpts(case.main, data, [entry.seq for entry in content.taken])
        (data / "verify_excerpt.py").write_text(render_excerpt_verifier(), encoding="utf-8")
    if content.privileged is not None:
        _copy_ledgers(content.privileged, data)
    if whole or content.privileged is not None:
        (data / "verify.py").write_text(render_verifier(), encoding="utf-8")


def _list_ledgers(ledger: Ledger) -> list[Ledger]:
    """The ledgers of a track in order: one, or two where it goes on in a second one."""
    return [ledger.earlier, ledger] if ledger.earlier else [ledger]


def _copy_ledgers(track: Ledger, data: Path) -> None:
    for ledger in _list_ledgers(track):
        _copy(ledger.path, data / ledger.folder.name / ledger.path.name)


def _write_excerpts(track: Ledger, data: Path, wanted: Sequence[int]) -> None:
    """The entries of these numbers of the record, an excerpt of each ledger that it stands in."""
    first = 0
    for ledger in _list_ledgers(track):
        size = ledger.review().size
        mine = {seq - first for seq in wanted if first <= seq < first + size}
        # its first entry signs the head of the ledger before
        mine |= {0} if ledger.earlier else set()
        _write_json(data / ledger.folder.name / _EXCERPT_NAME, make_excerpt(ledger, mine))
        first += size


def _copy_heads(case: Case, data: Path, content: _Content) -> None:
    """The heads that were kept of the ledgers that go along, and what time-stamps them."""
    tracks = [case.main, *([content.privileged] if content.privileged else [])]
    ledgers = {ledger.id for track in tracks for ledger in _list_ledgers(track)}
    kept = [head.source for head in list_kept(case.folder.heads) if head.line.head.ledger in ledgers]
    stems = {Path(source).stem for source in kept}
    for path in sorted(case.folder.heads.iterdir()) if stems else ():
        if path.suffix in {".head", ".tsq", ".tsr"} and any(path.name.startswith(stem) for stem in stems):
            _copy(path, data / "heads" / path.name)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(source, target)


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")


def _write_timelines(data: Path, outline: CaseOutline, lines: list[TimelineLine]) -> None:
    (data / "timeline").mkdir()
    for name in FORMATS:
        with (data / "timeline" / f"{name}{get_suffix(name)}").open("xb") as out:
            write_export(name, out, lines, outline=outline)


def _seal(case: Case, target: Path, audience: Audience, *, made: str) -> int:
    told = case.describe()
    info = {
        "External-Identifier": told.id,
        "External-Description": f"Case {told.name!r}, for {audience.role}",
    }
    names = list_names(case.main.read())
    if names:
        info = {"Source-Organization": names[0], **info}
    return seal_bag(target, info, made_ns=parse_time(made))
