"""Which rules fit a record: by its source and number first, then by one pass for literals, then by the rules.

Aho-Corasick, over the record's own JSON in lower case, names the rules of which a literal stands in it. Only
they, and the few that have no literal, are tried. What no rule asks for is never decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from firstbell.investigate.hunts.match.detections import Fields, Way, asks_head
from firstbell.investigate.hunts.match.literals import rate_clause
from firstbell.investigate.hunts.match.patterns import quote_json
from firstbell.investigate.hunts.match.rules import HuntRule
from firstbell.investigate.hunts.match.verdicts import KeptVerdicts, list_asked

_MOST_BUCKETS = 4096
# a table of transitions for more texts takes ten times as long to make, and saves a seventh of a search
_MOST_TABLED = 1000
# a way to pass a rule: of each set one text stands in the JSON of a record that passes, the seldom met first
_ShownWay = tuple[tuple[str, ...], ...]
_BODIES = ('"EventData":', '"UserData":')


def find_body(text: str) -> int:
    """Where the JSON of a Windows event leaves its head, which every record has; 0 where none is known."""
    places = [at for body in _BODIES if (at := text.find(body)) > 0]
    return min(places, default=0)


class _Bucket:
    """The rules that may fit records of one source and number.

    Each rule waits, for each way to pass it, under that set of texts which is met least often; the way's
    other sets are asked before the rule is tried.
    """

    def __init__(self, rules: Sequence[tuple[HuntRule, Sequence[_ShownWay]]]) -> None:
        self._verdicts = KeptVerdicts.for_rules([rule for rule, _ in rules])
        # rules that look at all of a record have no verdict that could be kept
        apart = [one for one in rules if self._verdicts and list_asked(one[0].detection) is None]
        self._apart = _Bucket(apart) if apart else None
        if apart:
            rules = [one for one in rules if list_asked(one[0].detection) is not None]
        self._always: list[HuntRule] = []
        self._numbers: dict[str, int] = {}
        self._waiting: dict[int, list[tuple[HuntRule, tuple[frozenset[int], ...]]]] = {}
        for rule, ways in rules:
            if all(ways):
                for way in ways:
                    self._add(rule, way)
            else:
                self._always.append(rule)
        self._awaited = frozenset(self._waiting)
        # what no rule asks of the head of a record need not be searched there
        self._asks_head = any(asks_head(rule.detection) for rule, _ in rules)
        self._search = _make_search(list(self._numbers)) if self._numbers else None

    def find_fitting(self, text: str, decode: Callable[[], Fields]) -> list[HuntRule]:
        """The rules that fit a record. `text`: its JSON; `decode` gives its fields."""
        found = self._apart.find_fitting(text, decode) if self._apart is not None else []
        kept = self._verdicts
        if kept is None or not kept.is_worth_it:
            candidates = self.list_candidates(text)
            if not candidates:
                return found
            fields = decode()
            return [*found, *(rule for rule in candidates if rule.detection.fits(fields))]
        fields = decode()
        values = kept.name_values(fields)
        known = kept.find(values)
        if known is None:
            known = [rule for rule in self.list_candidates(text) if rule.detection.fits(fields)]
            kept.keep(values, known)
        return [*found, *known]

    def _add(self, rule: HuntRule, way: _ShownWay) -> None:
        numbers = self._numbers
        first, *others = [
            frozenset([numbers.setdefault(text, len(numbers)) for text in clause]) for clause in way
        ]
        for number in first:
            self._waiting.setdefault(number, []).append((rule, tuple(others)))

    def list_candidates(self, text: str) -> list[HuntRule]:
        """The rules that are worth a try for a record, whose JSON `text` is."""
        if self._search is None:
            return self._always
        searched = (text if self._asks_head else text[find_body(text) :]).lower()
        found = {at for at, _, _ in self._search.find_matches_as_indexes(searched, overlapping=True)}
        candidates: dict[int, HuntRule] = {}
        for number in self._awaited & found:
            for rule, others in self._waiting[number]:
                if id(rule) in candidates:
                    continue
                for clause in others:
                    if clause.isdisjoint(found):
                        break
                else:
                    candidates[id(rule)] = rule
        return [*self._always, *candidates.values()] if candidates else self._always


class Matcher:
    """Finds the rules that fit a record. Not thread-safe."""

    def __init__(self, rules: Iterable[HuntRule]) -> None:
        self._rules = list(rules)
        self._pinned = [rule.detection.find_pinned("EventID") for rule in self._rules]
        self._buckets: dict[tuple[str, str], _Bucket | None] = {}
        self._ways: dict[int, list[_ShownWay]] = {}
        self._by_source: dict[str, list[tuple[int, HuntRule]]] = {}
        for at, rule in enumerate(self._rules):
            for source in {place.source.lower() for place in rule.places}:
                self._by_source.setdefault(source, []).append((at, rule))

    def match(
        self, source: str, text: str, decode: Callable[[], Fields], *, event: str = ""
    ) -> list[HuntRule]:
        """The rules that fit. `text`: the record's JSON; `decode` gives its fields, called only if need
        be.
        """
        key = (source, event)
        if key not in self._buckets:
            if len(self._buckets) >= _MOST_BUCKETS:
                self._buckets.clear()
            self._buckets[key] = self._fill_bucket(source, event)
        bucket = self._buckets[key]
        return [] if bucket is None else bucket.find_fitting(text, decode)

    def asks(self, source: str) -> bool:
        """Whether any rule is about records of this source."""
        return any(_is_of(place.source, source.lower()) for rule in self._rules for place in rule.places)

    def _fill_bucket(self, source: str, event: str) -> _Bucket | None:
        folded = source.lower()
        about = {
            at: rule
            for place, rules in self._by_source.items()
            if _is_of(place, folded)
            for at, rule in rules
        }
        fitting = [
            (rule, self._show_ways(at, rule))
            for at, rule in sorted(about.items())
            if ((pinned := self._pinned[at]) is None or not event or event in pinned)
            and any(
                _is_of(place.source, folded) and (not place.events or event in place.events)
                for place in rule.places
            )
        ]
        return _Bucket(fitting) if fitting else None

    def _show_ways(self, at: int, rule: HuntRule) -> list[_ShownWay]:
        """The ways to pass a rule, made once for all logs that it is about."""
        if at not in self._ways:
            self._ways[at] = [_show_way(way) for way in rule.detection.list_ways()]
        return self._ways[at]


def _show_way(way: Way) -> _ShownWay:
    clauses = sorted(way, key=rate_clause, reverse=True)
    return tuple(tuple(quote_json(text) for text in clause) for clause in clauses)


def _make_search(texts: Sequence[str]) -> AhoCorasick:
    how = Implementation.DFA if len(texts) <= _MOST_TABLED else Implementation.ContiguousNFA
    return AhoCorasick(texts, store_patterns=False, implementation=how)


def _is_of(place: str, folded: str) -> bool:
    return folded.startswith(place.lower()) if place.endswith("/") else folded == place.lower()
