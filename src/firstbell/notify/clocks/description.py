"""A clock as `case clocks --json` shows it, and a rule as `case clocks explain` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from firstbell.base.clock import NS_PER_S, format_time
from firstbell.notify.clocks.clock import ClockReading, UncoveredLaw
from firstbell.notify.clocks.contents import load_contents
from firstbell.notify.clocks.deadlines import day_of, say_local, show_local
from firstbell.notify.clocks.rule import LawSource, Rule, describe_term, name_entity
from firstbell.notify.clocks.rules import ADDRESSEES, find_rule, load_law, name_addressee
from firstbell.notify.clocks.situation import Situation
from firstbell.notify.clocks.starts import NEEDS
from firstbell.notify.kinds import load_words

_ENTITIES = {
    "any": "all bodies and businesses",
    "school_district": "school districts",
    "charter": "charter schools",
    "university": "universities",
    "county": "counties",
    "hospital": "hospitals",
    "vendor": "vendors",
}
# a moment that starts a clock, as one says it
_STARTED = {
    "found": "the event was found",
    "identified": "the event was identified",
    "believed": "somebody had reason to believe that data was taken",
    "determined": "a breach was determined",
    "confirmed": "the event was confirmed",
    "event_confirmed": "the event was confirmed",
    "contractor_told": "the contractor told you",
    "ransom_demanded": "the ransom was demanded",
    "ransom_paid": "the ransom was paid",
    "people_told": "the first people were told",
    "closed": "the incident was closed",
    "federal_report": "a federal agency was told",
}
# the column of docs/law.md -> whom its duties are owed to
_COLUMN_TO = {
    "individuals": "individuals",
    "officers": "attorney_general",
    "bureaus": "consumer_reporting_agencies",
    "incident": "incident_authority",
    "education": "education_agency",
    "ransom": "incident_authority",
}
_COLUMN_TITLE = {
    "individuals": "Notice to the people affected",
    "officers": "Notice to the Attorney General and other officers",
    "bureaus": "Notice to the consumer reporting agencies",
    "incident": "Report of the incident",
    "education": "Notice to the education agency",
    "ransom": "Law on paying a ransom",
}


def describe_clock(one: ClockReading, situation: Situation) -> dict[str, Any]:
    """A clock as an object for JSON."""
    if one.rule is None:
        assert one.gap is not None
        return {**_describe_gap(one.gap), "people": one.people, "needs": one.needs}
    return {
        **_describe_rule(one.rule, situation),
        "state": one.state.value,
        **_describe_times(one, situation),
        "needs": one.needs or None,
        "people": one.people,
        "entries": list(one.entries),
        "binding": one.binding,
        "question": _ask_binding(one.rule, situation) if one.binding == "unclear" else None,
    }


def _describe_times(one: ClockReading, situation: Situation) -> dict[str, Any]:
    rule = one.rule
    assert rule is not None
    left_ns = None if one.due_ns is None else one.due_ns - situation.now_ns
    correction = one.trigger.moment.correction if one.trigger else None
    return {
        "started": _show(one.started_ns),
        "started_before_correction": _show(one.started_before_ns),
        "correction": {"entry": correction.entry, "why": correction.why} if correction else None,
        "due": _show(one.due_ns),
        "due_local": show_local(one.due_ns, situation.own_zone) if one.due_ns is not None else None,
        "due_zone": situation.own_zone,
        "addressee_zone": load_law()[rule.jurisdiction].zone,
        "due_text": rule.due_text,
        "hours_left": round(left_ns / NS_PER_S / 3600, 1) if left_ns is not None else None,
        "held_until": _show(one.held_until_ns),
        "readings": [
            {
                "by": reading.term.says,
                "gives": describe_term(reading.term.amount, reading.term.unit),
                "due": _show(reading.due_ns),
                "source": _find_url(rule, reading.term.source),
            }
            for reading in one.readings
        ]
        if rule.readings
        else [],
    }


def _find_url(rule: Rule, source_id: str) -> str:
    return load_law()[rule.jurisdiction].find_source(source_id or rule.sources[0]).url


def _show(at_ns: int | None) -> str | None:
    return format_time(at_ns) if at_ns is not None else None


def _describe_rule(rule: Rule, situation: Situation) -> dict[str, Any]:
    contents = load_contents()
    law = load_law()[rule.jurisdiction]
    sources = [law.find_source(one) for one in rule.sources]
    day = day_of(situation.now_ns, situation.own_zone)
    return {
        "message_type": "clock",
        "rule": rule.id,
        "jurisdiction": rule.jurisdiction,
        "title": rule.title,
        "to": rule.name or rule.to.replace("_", " "),
        "to_whom": name_addressee(rule),
        "addressee": rule.to,
        "duty": rule.duty,
        "stage": rule.stage,
        "basis": rule.basis,
        "grade": law.cells[rule.duty].grade,
        "content": [contents[item] for item in rule.required],
        "required": list(rule.required),
        "forbidden": list(rule.forbidden),
        "monitoring_months": rule.monitoring_months,
        "citation": rule.citation,
        "quote": rule.quote,
        "quote_is": rule.quote_is or sources[0].kind,
        "text": "unread text" if rule.is_unread else "read",
        "source": sources[0].url,
        "sources": [{"url": one.url, "kind": one.kind, "read": one.read} for one in sources],
        "stale": any(one.is_stale(day) for one in sources),
        "text_version": rule.text_version,
        "verified_on": rule.verified_on or sources[0].read,
        "reviewer": ", ".join(rule.readers) or None,
        "readers": list(rule.readers),
        "approved": situation.approved.get(rule.sha256),
        "harm_test": rule.harm,
        "in_force": rule.in_force or None,
        "expires": rule.expires or None,
        "form": rule.form or None,
        "note": rule.note or None,
    }


def _ask_binding(rule: Rule, situation: Situation) -> str:
    kind = name_entity(situation.kind_of_entity)
    return f"Counsel must say whether {rule.citation} binds a {kind}: its text does not name one."


def _describe_gap(gap: UncoveredLaw) -> dict[str, Any]:
    to = _COLUMN_TO[gap.duty]
    return {
        "message_type": "clock",
        "rule": None,
        "state": "not_covered",
        "jurisdiction": gap.jurisdiction,
        "duty": gap.duty,
        "title": _COLUMN_TITLE[gap.duty],
        "to": to.replace("_", " "),
        "to_whom": ADDRESSEES[to],
        "addressee": to,
        "grade": gap.grade,
        "note": gap.says,
        "started": None,
        "due": None,
        "due_local": None,
        "due_text": "ask counsel",
        "hours_left": None,
        "entries": [],
        "approved": None,
    }


def explain_rule(
    rule_id: str, situation: Situation, reading: ClockReading | None
) -> Iterator[tuple[str, str]]:
    """(heading, text) of what a rule says, where that stands, what it leans on, and what would change it."""
    rule = find_rule(rule_id)
    law = load_law()[rule.jurisdiction]
    yield "Rule", f"{rule.id}: {rule.title} ({law.name})"
    yield "Law", rule.citation + (f", {rule.text_version}" if rule.text_version else "")
    yield "Words", f'"{rule.quote}" ({rule.quote_is})' if rule.quote else "unread text: no words are kept"
    for source in (law.find_source(one) for one in rule.sources):
        yield "Source", _describe_source(source, situation)
    yield "Read by", ", ".join(rule.readers) or "nobody has signed that the official text was read"
    approved = situation.approved.get(rule.sha256)
    yield (
        "Counsel",
        f"approved this wording ({approved[:8]})" if approved else "has not approved this wording",
    )
    yield "To", name_addressee(rule)
    yield "Binds", _describe_bound(rule)
    yield "Gives", rule.due_text + (f", {_describe_limit(rule)}" if rule.limit else "")
    for term in rule.readings:
        yield "Also", f"{term.says}: {describe_term(term.amount, term.unit)}; the earlier one runs"
    if rule.threshold:
        yield "Threshold", rule.threshold.describe()
    if rule.elements:
        kinds = ", ".join(_name_element(kind) for kind in rule.elements)
        yield "Counts", f"people of whom one of these was taken: {kinds}"
    if rule.note:
        yield "Note", rule.note
    yield from _explain_reading(rule, situation, reading)


def _name_element(kind: str) -> str:
    if kind == "any":
        return "any private data"
    words = load_words().get(kind)
    return words.in_law if words and words.in_law else kind.replace("_", " ")


def _explain_reading(
    rule: Rule, situation: Situation, reading: ClockReading | None
) -> Iterator[tuple[str, str]]:
    if reading is None:
        yield "Here", "this rule does not concern the case as it stands"
    else:
        due = _say(reading.due_ns, situation) if reading.due_ns is not None else rule.due_text
        yield "Here", f"{reading.state.value.replace('_', ' ')}; due: {due}"
        if reading.trigger:
            moment = reading.trigger.moment
            entries = " and ".join(entry[:8] for entry in moment.entries)
            at = _say(moment.at_ns, situation)
            yield "Leans on", f"{_STARTED.get(moment.start, moment.start)} at {at} (entry {entries})"
        if reading.started_before_ns is not None:
            was = _say(reading.started_before_ns, situation)
            yield "Corrected", f"counsel corrected it; before, it was {was}"
        if reading.needs:
            yield "Waits for", reading.needs
    for text in _list_changes(rule):
        yield "Would change it", text


def _list_changes(rule: Rule) -> Iterator[str]:
    yield "an earlier start: " + "; or ".join(dict.fromkeys(NEEDS[start] for start in rule.starts))
    yield "a correction by counsel, with a reason (`case clocks correct`)"
    if rule.threshold or rule.elements:
        yield "how many people count: `notice plan`, or the facts people_affected and people_impacted"
    if rule.is_held:
        yield "a request of law enforcement to wait (`case clocks hold`)"
    if rule.harm != "none":
        yield "a finding by counsel that no harm is likely (`case clocks decide`)"
    if rule.unclear:
        yield "a finding by counsel whom the rule binds (`case clocks decide`)"
    if rule.limit:
        yield "the day on which people are told"
    if rule.expires:
        yield f"the law's end on {rule.expires}, unless it is extended"
    yield f"that it was filed (`case clocks filed {rule.id}`)"


def _describe_source(source: LawSource, situation: Situation) -> str:
    day = day_of(situation.now_ns, situation.own_zone)
    stale = "; more than a year ago: read it again" if source.is_stale(day) else ""
    return f"{source.url} ({source.kind}, read {source.read}{stale})"


def _describe_bound(rule: Rule) -> str:
    bound = _join([_ENTITIES[one] for one in rule.bound], "and") or "nobody for certain"
    told = f"{bound} of this state" if rule.basis == "home" else f"{bound}, wherever they are"
    if rule.basis == "residence":
        told += ", that hold data of its residents"
    if not rule.unclear:
        return told
    return (
        f"{told}. Counsel must say whether it binds {_join([_ENTITIES[one] for one in rule.unclear], 'or')}"
    )


def _join(words: Sequence[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _say(at_ns: int, situation: Situation) -> str:
    """A time in the district's zone, as people read it."""
    return say_local(show_local(at_ns, situation.own_zone))


def _describe_limit(rule: Rule) -> str:
    return {"before": "before people are told", "with": "no later than people are told"}[rule.limit]
