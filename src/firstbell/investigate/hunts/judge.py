"""From records to traces: counts are taken, what belongs together is told once, bounds are set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from firstbell.base.clock import DAY_NS
from firstbell.investigate.hunts.host_records import DatedRecord, Gathered
from firstbell.investigate.hunts.joins.counts import CountedRecords, count_hits, drop_explained, read_field
from firstbell.investigate.hunts.match.rules import HuntRule
from firstbell.investigate.hunts.records import Hit
from firstbell.investigate.hunts.traces import Bounds, Trace, fill_message, find_account

# the same sentence about records so close together is told once
_TOGETHER_NS = 3600 * 1_000_000_000
# records of so long a time tell what is usual
_LONG_NS = 7 * DAY_NS


def judge_hits(gathered: Gathered, rules: Iterable[HuntRule]) -> Iterator[Trace]:
    """The traces that the host's records give."""
    by_rule: dict[str, list[DatedRecord]] = {}
    for placed in gathered.placed.values():
        by_rule.setdefault(placed.hit.rule, []).append(placed)
    for rule in rules:
        fitting = by_rule.get(rule.key, [])
        if not fitting or not rule.message:
            continue
        if rule.absence is not None:
            fitting = _drop_explained(gathered, rule, fitting, by_rule.get(f"{rule.key}!near", []))
        if rule.fresh:
            fitting = _keep_fresh(gathered, rule, fitting)
        where = {id(one.hit): one for one in fitting}
        found = count_hits(rule, [one.hit for one in fitting])
        for one in _join_alike(rule, found):
            yield make_trace(gathered, rule, found=one, placed=[where[id(hit)] for hit in one.hits])


def _keep_fresh(gathered: Gathered, rule: HuntRule, placed: Sequence[DatedRecord]) -> list[DatedRecord]:
    """The first record of each combination that came after a night, or a week of records, without one."""
    groups: dict[tuple[str, ...], list[DatedRecord]] = {}
    for one in placed:
        key = tuple(read_field(one.hit.fields, name).lower() for name in rule.fresh)
        groups.setdefault((one.hit.computer, *key), []).append(one)
    oldest_ns = min((one.hit.time_ns for one in placed), default=0)
    kept = []
    for members in groups.values():
        first = min(members, key=lambda one: (one.first, one.hit.time_ns))
        night = gathered.nights.nights[first.first]
        is_new = gathered.nights.find_before(night, first.path) is not None
        if is_new or first.hit.time_ns - oldest_ns >= _LONG_NS:
            kept.append(first)
    return kept


def _drop_explained(
    gathered: Gathered, rule: HuntRule, placed: Sequence[DatedRecord], near: Sequence[DatedRecord]
) -> list[DatedRecord]:
    assert rule.absence is not None
    channel = rule.absence.source.removeprefix("eventlog/").lower()
    spans = [
        (log.first_ns, log.last_ns)
        for key, logs in gathered.logs.items()
        if key.channel.lower() == channel
        for log in logs
    ]
    hits = drop_explained(
        rule.absence, [one.hit for one in placed], near=[one.hit for one in near], spans=spans
    )
    kept = {id(hit) for hit in hits}
    return [one for one in placed if id(one.hit) in kept]


def _join_alike(rule: HuntRule, found: Iterable[CountedRecords]) -> list[CountedRecords]:
    """Records that say the same sentence within the hour are one trace."""
    if rule.count is not None:
        return list(found)
    joined: dict[tuple[str, str], list[list[Hit]]] = {}
    for one in sorted(found, key=lambda each: each.hits[0].time_ns):
        hit = one.hits[0]
        groups = joined.setdefault((hit.computer, fill_message(rule.message, hit.fields)), [])
        if groups and hit.time_ns - groups[-1][-1].time_ns <= _TOGETHER_NS:
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return [CountedRecords(group) for groups in joined.values() for group in groups]


def make_trace(
    gathered: Gathered, rule: HuntRule, *, found: CountedRecords, placed: Sequence[DatedRecord]
) -> Trace:
    """The trace of records that fit a rule together."""
    first = found.hits[-1] if rule.count is not None and rule.count.least > 1 else found.hits[0]
    numbers = {"count": len(found.hits), "distinct": found.distinct, "sum": found.total}
    more: dict[str, object] = {}
    if rule.level:
        more = {"level": rule.level, "author": rule.author, "references": list(rule.references)}
    if rule.count is not None and rule.count.total:
        more["bytes_sent"] = found.total
    computer = first.computer.partition(".")[0]
    if computer and computer.lower() != gathered.nights.host.partition(".")[0].lower():
        more["computer"] = first.computer
    return Trace(
        sign=rule.sign,
        question=rule.question or guess_question(rule.attack),
        strength=rule.strength,
        host=gathered.nights.host,
        account=find_account(first.fields, rule.account),
        time_ns=found.hits[0].time_ns,
        message=fill_message(rule.message, first.fields, numbers),
        proves=rule.proves,
        not_proved=rule.not_proved,
        attack=rule.attack,
        attack_version=rule.attack_version,
        records=sorted({hit.record for hit in found.hits if hit.record >= 0}),
        source=first.source,
        path=placed[0].path,
        bounds=find_bounds(gathered, placed),
        count=len(found.hits),
        more=more,
    )


def find_bounds(gathered: Gathered, placed: Sequence[DatedRecord]) -> Bounds:
    """The snapshots around the first record that is relied on, and the last that still holds one."""
    nights = gathered.nights
    earliest = min(placed, key=lambda one: one.first)
    first = nights.nights[earliest.first]
    before = nights.find_before(first, earliest.path)
    return Bounds(
        before.time_ns if before else None,
        first.time_ns,
        first.hex_id,
        nights.nights[max(one.last for one in placed)].hex_id,
    )


# the questions that techniques of ATT&CK answer, for rules of others
_QUESTIONS: Mapping[str, str] = {
    technique: question
    for question, techniques in {
        "entry": "T1110 T1190 T1566 T1133 T1204 T1059 T1105 T1219",
        "accounts": "T1078 T1098 T1136 T1003 T1558 T1531 T1555 T1552",
        "hosts": "T1021 T1047 T1570 T1018 T1046 T1087",
        "staged": "T1560 T1074 T1119",
        "taken": "T1041 T1048 T1567 T1020 T1114",
        "stays": "T1547 T1546 T1543 T1053 T1197 T1505 T1484 T1112",
        "hidden": "T1070 T1562 T1685 T1490 T1564",
    }.items()
    for technique in techniques.split()
}


def guess_question(attack: Sequence[str]) -> str:
    """The question that the first known technique answers; "hosts" where none is known."""
    return next((_QUESTIONS[one[:5]] for one in attack if one[:5] in _QUESTIONS), "hosts")
