"""Messages that people hand in: each labelled, told one by one, and what harms put on the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from itertools import islice
from pathlib import Path
from typing import Any

from firstbell.actions.access.desk import ActionListener, OpensSealed
from firstbell.actions.desk.district import outline_district
from firstbell.actions.messages.case_knowledge import add_case
from firstbell.actions.messages.district_knowledge import know_district, learn_from_files
from firstbell.actions.messages.letter_codes import LetterCodes
from firstbell.actions.messages.recorder import MessageRecorder
from firstbell.actions.messages.reported import ReportedMessage, list_decided
from firstbell.base.clock import monotonic_s
from firstbell.base.output_file import replace_file
from firstbell.base.zones import show_times_in
from firstbell.case.case import Case
from firstbell.triage.campaigns import CampaignIndex
from firstbell.triage.contents import describe_contents
from firstbell.triage.description import describe_message, list_message
from firstbell.triage.district import KnownDistrict
from firstbell.triage.enclosures import FencedEnclosures
from firstbell.triage.errors import MessageFileError
from firstbell.triage.layer_clues import gather_text
from firstbell.triage.mailboxes import list_message_files
from firstbell.triage.message_files import RawMessage, read_messages
from firstbell.triage.page import ListedMessage, render_page
from firstbell.triage.triage import Triaged, triage_raw

# so many messages go onto the ledger under one signature
_BATCH = 64


@dataclass(frozen=True, slots=True)
class TriageDesk:
    """The desk's folder, the case that keeps what harms (None: nothing is kept), and who is told the rest."""

    folder: Path
    listener: ActionListener
    open_sealed: OpensSealed
    case: Case | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageRequest:
    """Which messages. `domains`, `servers`: of the district, beside what the desk says. `page`: to write.

    `tells_text`: what a message says is told as well.
    """

    files: Sequence[Path]
    domains: Sequence[str] = ()
    servers: Sequence[str] = ()
    page: Path | None = None
    tells_text: bool = False


@dataclass(frozen=True, slots=True)
class TriagedMessage:
    """A message and what it is. `told`: its line of JSON, with the ids of evidence and entry. `decided`: what
    a person decided on this very message before; None where nobody has.
    """

    raw: RawMessage
    triaged: Triaged
    told: Mapping[str, Any]
    decided: ReportedMessage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageResult:
    """What the messages came to. `decided`: by a person before; `unread`: files; `evidence`, `entries`,
    `indicators`: new on the record.
    """

    messages: int
    labels: Mapping[str, int]
    look: int
    decided: int
    children: int
    campaigns: int
    duplicates: int
    unread: int
    evidence: int
    entries: int
    indicators: int
    seconds: float

    def describe(self) -> dict[str, Any]:
        """The numbers, as `message triage --json` sums them up."""
        return {
            "messages": self.messages,
            "labels": dict(self.labels),
            "look": self.look,
            "decided": self.decided,
            "children": self.children,
            "campaigns": self.campaigns,
            "duplicates": self.duplicates,
            "unread": self.unread,
            "evidence": self.evidence,
            "entries": self.entries,
            "indicators": self.indicators,
            "seconds": self.seconds,
        }


def triage_messages(
    desk: TriageDesk, request: TriageRequest, tell: Callable[[TriagedMessage], None] = lambda _: None
) -> TriageResult:
    """Label each message; `tell` is called for each, in the order of the files.

    Raises: MessageFileError where no file could be read, or the page cannot be written; what reading desk and
    case, taking evidence and appending raise.
    """
    case = desk.case
    district, codes = learn_all(desk, request)
    began_s = monotonic_s()
    recorder = MessageRecorder(case) if case else None
    desk_work = _Triage(
        district,
        recorder,
        desk.listener,
        tell,
        tells_text=request.tells_text,
        known=list_decided(case) if case else {},
    )
    desk_work.read(request.files)
    if request.page is not None:
        _write_page(request.page, desk_work.listed, zone=outline_district(desk.folder).zone)
    if codes and codes.problem:
        desk.listener.warn(codes.problem)
    return desk_work.sum_up(round(monotonic_s() - began_s, 3))


def learn_all(desk: TriageDesk, request: TriageRequest) -> tuple[KnownDistrict, LetterCodes | None]:
    """What desk, case and the messages themselves say of the district. Raises: what reading them raises."""
    case = desk.case
    district = know_district(request.domains, request.servers, desk=desk.folder, case=case)
    codes = LetterCodes(case, desk.open_sealed) if case else None
    if codes:
        district = replace(district, find_code=codes.find)
    district = learn_from_files(district, request.files)
    if case:
        known = add_case(district, case, desk.open_sealed)
        district = known.district
        for problem in known.problems:
            desk.listener.warn(problem)
    return district, codes


def _make_counter() -> Counter[str]:
    return Counter()


@dataclass
class _Triage:
    district: KnownDistrict
    recorder: MessageRecorder | None
    listener: ActionListener
    tell: Callable[[TriagedMessage], None]
    tells_text: bool = False
    known: Mapping[str, ReportedMessage] = field(default_factory=dict)
    messages: int = 0
    labels: Counter[str] = field(default_factory=_make_counter)
    unread: int = 0
    look: int = 0
    decided: int = 0
    children: int = 0
    duplicates: int = 0
    campaigns: set[str] = field(default_factory=set)
    index: CampaignIndex = field(default_factory=CampaignIndex)
    listed: list[ListedMessage] = field(default_factory=list)

    def read(self, files: Sequence[Path]) -> None:
        """Raises: MessageFileError when none of the files could be read; what recording raises."""
        seen, refused = 0, None
        with FencedEnclosures() as enclosures:
            for path in (found for named in files for found in list_message_files(named)):
                seen += 1
                try:
                    self._read_file(path, enclosures)
                except MessageFileError as error:
                    self.unread += 1
                    refused = refused or error
                    if len(files) > 1 or files[0].is_dir():
                        self.listener.warn(str(error))
        if refused and self.unread == seen:
            raise refused
        if not seen:
            raise MessageFileError(
                str(files[0]), "it holds no files", hint="name a folder of messages, or an mbox"
            )

    def _read_file(self, path: Path, enclosures: FencedEnclosures) -> None:
        for read in _take_batches(path, self.district, enclosures):
            batch = [(raw, self._settle(raw, triaged)) for raw, triaged in read]
            ids = self.recorder.record(batch, path) if self.recorder else [("", "")] * len(batch)
            for (raw, triaged), (evidence, entry) in zip(batch, ids, strict=True):
                signs = [(one.kind, one.value) for one in triaged.indicators]
                belonging = self.index.add(raw.file, gather_text(triaged.mail), signs)
                told = describe_message(raw, triaged, belonging)
                self._count(told)
                decided = self.known.get(raw.sha256)
                listed = list_message(raw, triaged, belonging)
                self.listed.append(replace(listed, decided=decided.tell_decision()) if decided else listed)
                kept: dict[str, Any] = {"evidence": evidence or None, "entry": entry or None}
                kept |= {"decided": decided.describe_decision() if decided else None}
                if self.tells_text:
                    kept |= {"says": describe_contents(triaged.mail)}
                self.decided += decided is not None
                self.tell(TriagedMessage(raw, triaged, {**told, **kept}, decided))

    def _settle(self, raw: RawMessage, triaged: Triaged) -> Triaged:
        """The message; of one that a person decided on before, with that decision."""
        decided = self.known.get(raw.sha256)
        return decided.settle(triaged) if decided else triaged

    def _count(self, told: Mapping[str, Any]) -> None:
        """Count a message by its line of JSON."""
        self.messages += 1
        self.labels[told["label"]] += 1
        self.look += told["look"]
        self.children += told["urgency"] == 1
        self.duplicates += told["duplicate_of"] is not None
        if told["like"]:
            self.campaigns.add(told["like"])

    def sum_up(self, seconds: float) -> TriageResult:
        """What all came to."""
        recorder = self.recorder
        return TriageResult(
            messages=self.messages,
            labels=dict(self.labels),
            look=self.look,
            decided=self.decided,
            children=self.children,
            campaigns=len(self.campaigns),
            duplicates=self.duplicates,
            unread=self.unread,
            evidence=recorder.evidence if recorder else 0,
            entries=recorder.entries if recorder else 0,
            indicators=recorder.indicators if recorder else 0,
            seconds=seconds,
        )


def _take_batches(
    path: Path, district: KnownDistrict, enclosures: FencedEnclosures
) -> Iterator[list[tuple[RawMessage, Triaged]]]:
    pairs = ((raw, triage_raw(raw, district, enclosures)) for raw in read_messages(path))
    while batch := list(islice(pairs, _BATCH)):
        yield batch


def _write_page(path: Path, messages: Sequence[ListedMessage], *, zone: tzinfo | None) -> None:
    shown = [replace(one, decided=show_times_in(one.decided, zone)) for one in messages]
    try:
        replace_file(path, render_page(shown).encode())
    except OSError as error:
        raise MessageFileError(
            str(path), str(error.strerror), hint="name a file that you may write"
        ) from None
