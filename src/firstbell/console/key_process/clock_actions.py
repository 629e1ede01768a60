"""What a person can sign about clocks: approved rules, duties done, findings, corrections, holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from firstbell.base.clock import InvalidTimeError, format_time, parse_given_time, parse_time
from firstbell.base.errors import UsageError
from firstbell.base.zones import show_moment
from firstbell.console.key_process.action_fields import ActionGround, Fields, PlannedAction
from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.rules import find_rule, name_addressee
from firstbell.notify.clocks.rulings import (
    Filing,
    draft_correction,
    draft_filing,
    draft_finding,
    draft_hold,
    draft_resumption,
    draft_rule_approval,
    list_filed,
    list_filings,
    list_holds,
)
from firstbell.notify.errors import NotifyError

_FINDINGS = {
    "no_harm": "that no harm to people is likely",
    "harm": "that harm to people is likely",
    "not_bound": "that it does not bind the district",
    "bound": "that it binds the district",
}
_MOST_TEXT = 400


def _approve_rule(ground: ActionGround, fields: Fields) -> PlannedAction:
    rule = find_rule(fields.get("rule", ""))
    return PlannedAction(
        "Approve a rule",
        [f"Counsel has read {rule.citation} at its source, and approves the rule as it stands: {rule.title}"],
        "An approval cannot be taken back. A rule that changes needs a new approval.",
        f"firstbell case clocks approve {rule.id}",
        "clocks",
        [draft_rule_approval(rule, role=ground.role)],
    )


def _file_duty(ground: ActionGround, fields: Fields) -> PlannedAction:
    rule = find_rule(fields.get("rule", ""))
    wrong = _find_wrong(ground, fields)
    known = list_filed(ground.entries).get(rule.id)
    if known is not None and (wrong is None or known != wrong.entry):
        raise UsageError(
            f"{rule.title}: entry {known[:8]} says already that this was done",
            hint="if that entry is wrong, correct it on the page Clocks",
        )
    text = " ".join(fields.get("text", "").split())[:_MOST_TEXT]
    at = _take_moment(ground, fields.get("at", ""))
    addressee = name_addressee(rule)
    told = [
        f"The record says that this was done: {rule.title} ({rule.citation}).",
        f"{addressee[:1].upper()}{addressee[1:]} received it on {_show(ground, at)}.",
        *([f"It was done so: {text}"] if text else []),
        "The clock of this rule stops. All other clocks go on.",
    ]
    corrects = ""
    if wrong is not None:
        told += _tell_corrected(ground, wrong, rule)
        corrects = f" --corrects {wrong.entry[:16]}"
    return PlannedAction(
        "Correct a filing" if wrong else "Stop a clock: it was done",
        told,
        "It can be corrected on the same page. All entries stay. Firstbell itself sends nothing.",
        f"firstbell case clocks filed {rule.id}{corrects} --at {at} --text TEXT",
        "clocks",
        [draft_filing(rule, text, addressee=addressee, at=at, corrects=wrong.entry if wrong else None)],
    )


def _find_wrong(ground: ActionGround, fields: Fields) -> Filing | None:
    """The filing in whose place the new one stands; None where the form names none. Raises: UsageError."""
    entry = fields.get("corrects", "")
    if not entry:
        return None
    found = next((one for one in list_filings(ground.entries) if one.entry == entry), None)
    if found is None:
        raise UsageError(
            "there is no such filing, or it was corrected before", hint="load the page Clocks again"
        )
    if not fields.get("at", "").strip():
        raise UsageError("no time is given", hint="write when it was done: the wrong time does not count")
    return found


def _tell_corrected(ground: ActionGround, wrong: Filing, rule: Rule) -> list[str]:
    at = _show(ground, format_time(wrong.at_ns))
    told = [
        f"Entry {wrong.entry[:8]} no longer counts. It said that {name_filed(wrong.rule)} was done on {at}."
    ]
    return told if wrong.rule == rule.id else [*told, "The clock of that duty runs again."]


def name_filed(rule_id: str) -> str:
    """A duty that was filed, in words; its id where no rule has it any more."""
    try:
        rule = find_rule(rule_id)
    except NotifyError:
        return rule_id
    return f"{rule.title} ({rule.citation})"


def _find_rule(ground: ActionGround, fields: Fields) -> PlannedAction:
    rule, says = find_rule(fields.get("rule", "")), fields.get("finding", "")
    why = " ".join(fields.get("why", "").split())[:_MOST_TEXT]
    consulted = " ".join(fields.get("consulted", "").split())[:_MOST_TEXT]
    draft = draft_finding(rule, says, why, consulted=consulted, role=ground.role)
    asked = [f"{consulted} was asked first."] if consulted else []
    kept = f" It must be kept for {rule.keep_finding_years} years." if rule.keep_finding_years else ""
    return PlannedAction(
        "Record what counsel finds",
        [
            f"Counsel finds of {rule.citation} {_FINDINGS[says]}: {rule.title}",
            f"The reason: {why}",
            *asked,
            f"Its clock goes by this finding from now on.{kept}",
        ],
        "A later finding takes its place. Both stay on the record.",
        f"firstbell case clocks decide {rule.id} --finding {says.replace('_', '-')} --why TEXT",
        "clocks",
        [draft],
    )


def _correct_start(ground: ActionGround, fields: Fields) -> PlannedAction:
    start = fields.get("start", "")
    why = " ".join(fields.get("why", "").split())[:_MOST_TEXT]
    at = _take_moment(ground, fields["at"]) if fields.get("at") else None
    draft = draft_correction(start, at, why, role=ground.role)
    event = STARTS_IN_WORDS[start]
    told = f"{event}: {_show(ground, at)}" if at else f"this did not happen: {event}"
    return PlannedAction(
        "Correct a time",
        [
            f"The record says from now on: {told}.",
            f"The reason: {why}",
            "All clocks that start with it are counted again. This is the only way to a later deadline.",
        ],
        "A later correction takes its place. Both times stay on the record.",
        f"firstbell case clocks correct {start}{f' --at {at}' if at else ''} --why TEXT",
        "clocks",
        [draft],
    )


def _take_moment(ground: ActionGround, text: str) -> str:
    """When it happened, in the district's zone where the form names none; now where it is empty.

    Raises: InvalidTimeError; UsageError for what is still to come.
    """
    at_ns = ground.now_ns
    if text.strip():
        try:
            given = datetime.fromisoformat(text.strip())
        except ValueError:
            raise InvalidTimeError(text) from None
        if given.tzinfo is None and ground.district.zone is not None:
            given = given.replace(tzinfo=ground.district.zone).astimezone(UTC)
        at_ns = parse_given_time(given.isoformat())
    if at_ns > ground.now_ns:
        raise UsageError(f"{text} is in the future", hint="record it when it is done")
    return format_time(at_ns)


def _show(ground: ActionGround, at: str) -> str:
    return show_moment(parse_time(at), ground.district.zone)


def _hold_clocks(ground: ActionGround, fields: Fields) -> PlannedAction:
    agency, why = fields.get("agency", ""), fields.get("why", "")
    draft = draft_hold(agency, why, since=format_time(ground.now_ns), rules=())
    return PlannedAction(
        "Hold clocks",
        [f"All clocks that law enforcement may stop stand still from now on. {agency.strip()} asked for it."],
        "You can let them run again on the page Clocks. That they stood still stays on the record.",
        "firstbell case clocks hold --agency NAME --why TEXT",
        "clocks",
        [draft],
    )


def _resume_clocks(ground: ActionGround, fields: Fields) -> PlannedAction:
    hold = next((one for one in list_holds(ground.entries) if one.entry == fields.get("hold")), None)
    if hold is None:
        raise UsageError("there is no such hold")
    until = format_time(ground.now_ns)
    draft = draft_resumption(hold, fields.get("why", ""), until=until, now_ns=ground.now_ns)
    return PlannedAction(
        "Let clocks run again",
        [f"The hold that {hold.agency} asked for ends now; its clocks run again."],
        "A new hold can be recorded. That the clocks ran stays on the record.",
        f"firstbell case clocks resume {hold.entry[:16]}",
        "clocks",
        [draft],
    )


# what starts clocks, as a page says it
STARTS_IN_WORDS = {
    "found": "the encryption event was found",
    "identified": "the encryption event was identified",
    "believed": "somebody had reason to believe that data was taken",
    "determined": "a breach was determined",
    "confirmed": "the encryption event was confirmed",
    "breach_confirmed": "the breach was confirmed",
    "contractor_told": "a contractor told the district",
    "ransom_demanded": "a ransom was demanded",
    "ransom_paid": "a ransom was paid",
    "people_told": "the first people were told",
    "closed": "the incident was closed",
    "federal_report": "it was reported to a federal agency",
}
CLOCK_ACTIONS: dict[str, Callable[[ActionGround, Fields], PlannedAction]] = {
    "approve-rule": _approve_rule,
    "file-duty": _file_duty,
    "find-rule": _find_rule,
    "correct-start": _correct_start,
    "hold-clocks": _hold_clocks,
    "resume-clocks": _resume_clocks,
}
