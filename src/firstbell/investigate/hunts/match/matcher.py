"""Which rules fit a record: by its source and number first, then by one pass for literals, then by the rules.

Aho-Corasick, over the record's own JSON in lower case, names the rules of which a literal stands in it. Only
they, and the few that have no literal, are tried. What no rule asks for is never decoded.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from firstbell.investigate.hunts.match.detections import Fields, Way, asks_head
from firstbell.investigate.hunts.match.literals import rate_clause
from firstbell.investigate.hunts.match.patterns import quote_json, unquote_json
from firstbell.investigate.hunts.match.rules import HuntRule
from firstbell.investigate.hunts.match.verdicts import KeptVerdicts, list_asked

_MOST_BUCKETS = 4096
# so many rules about one kind of record are worth being made ready before the first such record comes
_LEAST_PREPARED = 20
# a table of transitions for more texts takes ten times as long to make, and saves a seventh of a search
_MOST_TABLED = 1000
# a way to pass a rule: of each set one text stands in the JSON of a record that passes, the seldom met first
_ShownWay = tuple[tuple[str, ...], ...]
# reads the fields that rules ask for from a record's JSON; None for one that has to be read whole
Pick = Callable[[str], "Fields | None"]
_MakePick = Callable[[Iterable[str]], "Pick | None"]
MakeColumns = Callable[[str, str, Iterable[str]], "Pick | None"]
# for fewer rules the text is searched as fast
_LEAST_COLUMNS = 20
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

    def __init__(
        self, rules: Sequence[tuple[HuntRule, Sequence[_ShownWay]]], columns: _MakePick | None = None
    ) -> None:
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
        self._pick = self._choose_pick([rule for rule, _ in rules], columns)
        # the texts as they stand in a value
        self._search_values = (
            _make_search([unquote_json(text) for text in self._numbers])
            if self._pick is not None and self._numbers
            else None
        )

    @staticmethod
    def _choose_pick(rules: Sequence[HuntRule], columns: _MakePick | None) -> Pick | None:
        """What reads the fields that the rules ask for alone; None where one asks for more than its data."""
        if columns is None or len(rules) < _LEAST_COLUMNS or any(asks_head(rule.detection) for rule in rules):
            return None
        asked = [list_asked(rule.detection) for rule in rules]
        if any(one is None for one in asked):
            return None
        return columns(frozenset().union(*(one for one in asked if one is not None)))

    def find_fitting(self, text: str, decode: Callable[[], Fields], row: str = "") -> list[HuntRule]:
        """The rules that fit a record. `text`: its JSON; `decode` gives its fields; `row`: see Matcher."""
        found = self._apart.find_fitting(text, decode) if self._apart is not None else []
        if row and self._pick is not None and (picked := self._pick(row)) is not None:
            return [*found, *self._find_by_values(picked)] if found else self._find_by_values(picked)
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

    def _find_by_values(self, fields: Fields) -> list[HuntRule]:
        """The rules that fit, of which the fields that they ask for are known."""
        kept = self._verdicts if self._verdicts is not None and self._verdicts.is_worth_it else None
        if kept is not None:
            values = kept.name_values(fields)
            if (known := kept.find(values)) is not None:
                return known
        fitting = self._always
        if self._search_values is not None:
            shown = "\n".join([one if isinstance(one, str) else "\n".join(one) for one in fields.values()])
            fitting = self._choose(self._search_values, shown.lower())
        fitting = [rule for rule in fitting if rule.detection.fits(fields)] if fitting else fitting
        if kept is not None:
            kept.keep(values, fitting)
        return fitting

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
        return self._choose(self._search, searched)

    def _choose(self, search: AhoCorasick, searched: str) -> list[HuntRule]:
        """The rules that are worth a try for a record in which these texts stand."""
        found = {at for at, _, _ in search.find_matches_as_indexes(searched, overlapping=True)}
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
    """Finds the rules that fit a record. Not thread-safe.

    `columns`: makes what reads named fields of one kind of record (source, number, names) from its JSON.
    """

    def __init__(self, rules: Iterable[HuntRule], columns: MakeColumns | None = None) -> None:
        self._rules = list(rules)
        self._columns = columns
        self._pinned = [rule.detection.find_pinned("EventID") for rule in self._rules]
        self._buckets: dict[tuple[str, str], _Bucket | None] = {}
        self._ways: dict[int, list[_ShownWay]] = {}
        self._by_source: dict[str, list[tuple[int, HuntRule]]] = {}
        for at, rule in enumerate(self._rules):
            for source in {place.source.lower() for place in rule.places}:
                self._by_source.setdefault(source, []).append((at, rule))

    def match(
        self, source: str, text: str, decode: Callable[[], Fields], *, event: str = "", row: str = ""
    ) -> list[HuntRule]:
        """The rules that fit. `text`: the record's JSON; `decode` gives its fields, called only if need
        be. `row`: JSON of which named fields may be read alone; "" where all of the record counts.
        """
        key = (source, event)
        if key not in self._buckets:
            if len(self._buckets) >= _MOST_BUCKETS:
                self._buckets.clear()
            self._buckets[key] = self._fill_bucket(source, event)
        bucket = self._buckets[key]
        return [] if bucket is None else bucket.find_fitting(text, decode, row)

    def prepare(self) -> None:
        """Make ready what takes longest: the kinds of records that many rules ask about."""
        asked: dict[tuple[str, str], int] = {}
        for rule in self._rules:
            for place in rule.places:
                for event in place.events:
                    asked[place.source, event] = asked.get((place.source, event), 0) + 1
        for (source, event), count in asked.items():
            if count >= _LEAST_PREPARED:
                self._buckets[source, event] = self._fill_bucket(source, event)

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
        if not fitting:
            return None
        columns = self._columns
        return _Bucket(fitting, None if columns is None else functools.partial(columns, source, event))

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
