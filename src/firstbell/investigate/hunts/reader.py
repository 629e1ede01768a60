"""Reading pieces inside the fence: a request names a reader and holds bytes; a `HuntReading` answers."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from firstbell.investigate.hunts.indicators.finder import IndicatorFinder
from firstbell.investigate.hunts.indicators.indicator import HuntIndicator, name_hit
from firstbell.investigate.hunts.match.detections import Fields
from firstbell.investigate.hunts.match.matcher import Matcher
from firstbell.investigate.hunts.match.patterns import list_inside, name_inside, quote_json
from firstbell.investigate.hunts.match.rules import HuntRule
from firstbell.investigate.hunts.match.sigma import make_rule
from firstbell.investigate.hunts.match.signs import list_rules, load_signs
from firstbell.investigate.hunts.readers import eventlog
from firstbell.investigate.hunts.readers.event_columns import make_columns
from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords
from firstbell.investigate.hunts.readers.lines import HELD
from firstbell.investigate.hunts.readers.table import READERS
from firstbell.investigate.hunts.records import Hit, HuntReading, LogPart, cut_fields
from firstbell.processes.fenced_code import FencedCode
from firstbell.processes.held import load_held
from firstbell.processes.preload import load_codecs, load_modules, load_package
from firstbell.processes.zygote import FencedAnswer, FencedRequest

EVENTLOG = "eventlog"
# what readers load when they first need it
_LATE_MODULES = ("pyesedb", "pyscca")


class ReadRequest(msgspec.Struct, array_like=True):
    """One piece to be read. `path`: where it stood; `beside`: files that belong to it, by ending of name.

    `data`: empty where it comes by a descriptor, and is as long as `size`. `cuts`: how long each of several
    chunks of one event log is, that stand in `data` one after the other; they are answered one by one.
    """

    reader: str
    path: str
    data: bytes
    beside: dict[str, bytes] = {}
    size: int = 0
    cuts: list[int] = []


class PieceReader:
    """Reads requests, in a child of the fence. Made in its zygote, so that the children share the rules."""

    def __init__(self, rules: Iterable[HuntRule], indicators: Iterable[HuntIndicator] = ()) -> None:
        self._matcher = Matcher(rules, make_columns)
        # here, so that no child has to make them again
        self._matcher.prepare()
        self._finder = IndicatorFinder(indicators)
        self._decoder = msgspec.msgpack.Decoder(ReadRequest)

    def answer(self, request: FencedRequest) -> bytes:
        """The reading of one request, both as msgpack. Raises: whatever a library does."""
        return self.read(request.data, request.descriptor)

    def read(self, request: bytes, descriptor: int = -1) -> bytes:
        """As `answer`, of the bytes of a request, and the descriptor of those that are not within it."""
        piece = self._decoder.decode(request)
        if descriptor >= 0:
            piece.data = load_held(descriptor)[: piece.size]
            piece.beside[HELD] = str(descriptor).encode()
        if piece.cuts:
            return msgspec.msgpack.encode([self._read_alone(chunk) for chunk in _cut(piece.data, piece.cuts)])
        if piece.reader == EVENTLOG:
            reading = self._read_chunk(piece.data)
        else:
            reading = self._read_found(READERS[piece.reader], piece)
        return msgspec.msgpack.encode(reading)

    def _read_alone(self, chunk: bytes) -> HuntReading | None:
        """The reading of one chunk of several; None where it has to be asked for alone."""
        try:
            return self._read_chunk(chunk)
        except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
            return None  # what is wrong with it is told when it is asked for alone

    def _read_chunk(self, chunk: bytes) -> HuntReading:
        records, lost = eventlog.read_chunk(chunk)
        reading = HuntReading(records=len(records), lost=lost)
        parts: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
        live: dict[tuple[str, str], bool] = {}
        started = eventlog.StartedProcesses()
        for record in records:
            key = (record.channel, record.computer)
            identity = record.number if record.record is None else record.record
            parts.setdefault(key, []).append((identity, zlib.crc32(record.text.encode()), record.time_ns))
            live[key] = live.get(key, True) and record.record == record.number
            source = f"eventlog/{record.channel}"
            text = record.text
            parent = started.name_parent(record) if record.event == "4688" else ""
            fields = _once(functools.partial(_flatten, text, parent))
            asked = f"{text}{quote_json(parent)}" if parent else text
            row = "" if parent else text
            for rule in self._matcher.match(source, asked, fields, event=record.event, row=row):
                reading.hits.append(
                    Hit(rule.key, identity, record.time_ns, source, record.computer, _keep(rule, fields()))
                )
            for number in self._finder.find(text):
                kept = cut_fields(fields())
                reading.hits.append(
                    Hit(name_hit(number), identity, record.time_ns, source, record.computer, kept)
                )
        reading.logs = [_make_part(key, held, live=live[key]) for key, held in parts.items()]
        times = [record.time_ns for record in records if record.time_ns > 0]
        reading.first_ns, reading.last_ns = min(times, default=0), max(times, default=0)
        return reading

    def _read_found(self, reader: ArtefactReader, piece: ReadRequest) -> HuntReading:
        reading = HuntReading()
        marks: dict[str, list[tuple[int, int, int]]] = {}
        for found in reader.read(piece.data, piece.path, piece.beside):
            if found.lost:
                reading.lost += found.lost
                continue
            # what only tells of others is no record
            reading.records += bool(found.source)
            if found.time_ns > 0:
                reading.first_ns = min(reading.first_ns or found.time_ns, found.time_ns)
                reading.last_ns = max(reading.last_ns, found.time_ns)
            if found.item is not None:
                reading.items.append(found.item)
            if found.mark:
                held = marks.setdefault(found.source, [])
                held.append((len(held), found.mark, found.time_ns))
            self._match_found(found, reading)
        reading.logs = [_make_part((source, ""), held, live=False) for source, held in marks.items()]
        return reading

    def _match_found(self, found: FoundRecords, reading: HuntReading) -> None:
        if not found.fields:
            return
        text = msgspec.json.encode(found.fields).decode()
        event = str(found.fields.get("EventID", "")) if found.source.startswith("eventlog/") else ""
        for rule in self._matcher.match(found.source, text, lambda: found.fields, event=event):
            reading.hits.append(
                Hit(
                    rule.key,
                    found.record,
                    found.time_ns,
                    found.source,
                    found.computer,
                    _keep(rule, found.fields),
                )
            )
        for number in self._finder.find(text):
            kept = cut_fields(found.fields)
            reading.hits.append(
                Hit(name_hit(number), found.record, found.time_ns, found.source, found.computer, kept)
            )


def _cut(data: bytes, cuts: Iterable[int]) -> Iterator[bytes]:
    at = 0
    for length in cuts:
        yield data[at : at + length]
        at += length


class _MatchedRules(msgspec.Struct, array_like=True):
    """Rules on their way to a fence: networks inside, keys of our own, texts of others."""

    inside: list[str]
    own: list[str]
    texts: list[dict[str, Any]]
    indicators: list[HuntIndicator]


def fence_reader(rules: Iterable[HuntRule], indicators: Iterable[HuntIndicator] = ()) -> FencedCode:
    """What reads pieces by these rules in a fence: rules of our signs, and of Sigma."""
    own = [rule.key for rule in rules if rule.text is None]
    texts = [dict(rule.text) for rule in rules if rule.text is not None]
    setup = msgspec.msgpack.encode(_MatchedRules(list_inside(), own, texts, list(indicators)))
    # registry hives are read by a library that takes a path
    return FencedCode(f"{__name__}:begin_reader", setup, opens_own=True)


def begin_reader(setup: bytes) -> FencedAnswer:
    """What reads pieces, in the zygote of a fence. Raises: HuntRuleError."""
    load_codecs()
    load_modules(_LATE_MODULES)
    load_package("LnkParse3")
    told = msgspec.msgpack.decode(setup, type=_MatchedRules)
    name_inside(told.inside)
    own = {rule.key: rule for rule in list_rules(load_signs())}
    rules = [*(own[key] for key in told.own), *map(make_rule, told.texts)]
    return PieceReader(rules, told.indicators).answer


def _flatten(text: str, parent: str) -> Fields:
    fields = eventlog.flatten(text)
    if parent:
        fields["ParentImage"] = parent
    return fields


def _once(make: Callable[[], Fields]) -> Callable[[], Fields]:
    made: list[Fields] = []

    def get() -> Fields:
        if not made:
            made.append(make())
        return made[0]

    return get


def _keep(rule: HuntRule, fields: Fields) -> dict[str, str]:
    kept: Mapping[str, str | list[str]] = fields
    if rule.count is not None:
        wanted = {*_split(rule.count.by), *_split([rule.count.distinct, rule.count.total, rule.account])}
        wanted |= {name for name in fields if "{" + name in rule.message or "|" + name in rule.message}
        kept = {name: fields[name] for name in wanted if name in fields}
    return cut_fields(kept)


def _split(names: Iterable[str]) -> set[str]:
    return {part for name in names for part in name.split("|") if part}


def _make_part(key: tuple[str, str], held: list[tuple[int, int, int]], *, live: bool) -> LogPart:
    held.sort()
    times = [time_ns for _, _, time_ns in held if time_ns > 0]
    return LogPart(
        key[0],
        key[1],
        [identity for identity, _, _ in held],
        [mark for _, mark, _ in held],
        min(times, default=0),
        max(times, default=0),
        live,
    )
