"""What people ruled on clocks: holds, corrections, counsel's findings, approvals of rules, filings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from firstbell.base.clock import InvalidTimeError, parse_given_time, parse_time
from firstbell.ledger import Entry, EntryDraft
from firstbell.notify.clocks.entries import (
    ClockCorrected,
    ClockHeld,
    ClockResumed,
    DutyFiled,
    RuleApproved,
    RuleFound,
)
from firstbell.notify.clocks.rule import STARTS, Rule
from firstbell.notify.errors import ApprovalError, NotifyError
from firstbell.record.roles import Role

FINDINGS = ("no_harm", "harm", "not_bound", "bound")


class HoldError(NotifyError):
    """A hold that cannot be begun or ended."""

    code = "notify.hold"


class FindingError(NotifyError):
    """A finding or a correction that counsel cannot record so."""

    code = "notify.finding"


class AlreadyFiledError(NotifyError):
    """A duty that the record says was done. `entry`: hex id of what says so."""

    code = "notify.filed"

    def __init__(self, rule: Rule, entry: str) -> None:
        super().__init__(
            f"{rule.id}: entry {entry[:8]} says already that this was done",
            hint=f"to set it right: `firstbell case clocks filed {rule.id} --corrects {entry[:8]}`, with the "
            "right --at and --text",
        )
        self.entry = entry


@dataclass(frozen=True, slots=True)
class LawEnforcementHold:
    """A time in which law enforcement asked to wait. `rules`: () for all. `until_ns`: None while it lasts."""

    entry: str
    agency: str
    since_ns: int
    until_ns: int | None
    rules: Sequence[str]

    def covers(self, rule: Rule) -> bool:
        """Whether the rule's clock stands still."""
        return rule.is_held and (not self.rules or rule.id in self.rules)


@dataclass(frozen=True, slots=True)
class Correction:
    """Counsel's word on when something happened. `at`: a time or a day; None withdraws what was put down."""

    entry: str
    start: str
    at: str | None
    why: str
    recorded: str


@dataclass(frozen=True, slots=True)
class ClockFinding:
    """What counsel found of a rule. `says`: one of FINDINGS."""

    entry: str
    rule: str
    says: str
    why: str
    consulted: str


@dataclass(frozen=True, slots=True)
class Filing:
    """That something was done. `at_ns`: when. `names_addressee`: whether it says to whom."""

    entry: str
    rule: str
    at_ns: int
    names_addressee: bool


# entries that say themselves when the thing happened, and where
_OWN_TIMES: Mapping[str, str] = {
    DutyFiled.KIND: "at",
    ClockHeld.KIND: "since",
    ClockResumed.KIND: "until",
}


def list_until(entries: Iterable[Entry], until_ns: int) -> list[Entry]:
    """What counts at a moment: what was filed, asked or ended by then, and what was put down by then.

    The record of a case that was opened later than that moment was put down afterwards: all of it counts, but
    for what says itself that it happened later still.
    """
    kept = list(entries)
    is_afterwards = bool(kept) and parse_time(kept[0].time) > until_ns
    then = []
    for entry in _drop_corrected(kept):
        own = entry.body.get(_OWN_TIMES.get(entry.kind, ""))
        at_ns = parse_time(str(own) if own else entry.time)
        if at_ns <= until_ns or (is_afterwards and not own):
            then.append(entry)
    return then


def list_holds(entries: Iterable[Entry]) -> list[LawEnforcementHold]:
    """The holds in order, each with its end where it has one: set from the start, or ended later."""
    kept = list(entries)
    holds: dict[str, LawEnforcementHold] = {}
    for entry, held in ClockHeld.list_all(kept):
        since = parse_time(held.since or entry.time)
        until = parse_time(held.until) if held.until else None
        holds[entry.hex_id] = LawEnforcementHold(entry.hex_id, held.agency, since, until, held.rules)
    for entry, resumed in ClockResumed.list_all(kept):
        if resumed.hold in holds:
            until = parse_time(resumed.until or entry.time)
            holds[resumed.hold] = replace(holds[resumed.hold], until_ns=until)
    return list(holds.values())


def draft_hold(
    agency: str, why: str, *, since: str, rules: Sequence[str], until: str | None = None
) -> EntryDraft:
    """The entry that law enforcement asked to wait. Raises: HoldError without an agency or a reason."""
    if not agency.strip() or not why.strip():
        raise HoldError("a hold names who asked for it, and why", hint="give it --agency and --why")
    if until is not None and parse_time(until) <= parse_time(since):
        raise HoldError("a hold cannot end before it begins", hint="give it a later --until")
    text = f"{agency.strip()} asked to wait: {why.strip()}"
    return ClockHeld(
        text=text, agency=agency.strip(), why=why.strip(), since=since, rules=tuple(rules), until=until
    ).draft()


def draft_resumption(hold: LawEnforcementHold, why: str, *, until: str, now_ns: int) -> EntryDraft:
    """The entry that a hold is over, or ends sooner than was said. Raises: HoldError when it is over."""
    if hold.until_ns is not None and hold.until_ns <= now_ns:
        raise HoldError(f"hold {hold.entry[:8]} is over already")
    if parse_time(until) < hold.since_ns:
        raise HoldError(f"hold {hold.entry[:8]} cannot end before it began")
    text = f"the hold of {hold.agency} is over"
    return ClockResumed(text=text, hold=hold.entry, why=why, until=until).draft((hold.entry,))


def draft_correction(start: str, at: str | None, why: str, *, role: str) -> EntryDraft:
    """The entry by which counsel corrects when something happened. Raises: ApprovalError, FindingError."""
    _need_counsel(role, "correct when a clock started")
    if start not in STARTS:
        raise FindingError(f"nothing starts by {start!r}", hint="it is one of " + ", ".join(sorted(STARTS)))
    if not why.strip():
        raise FindingError("a correction says why", hint="give it --why")
    if at is not None:
        try:
            parse_given_time(at)
        except InvalidTimeError as error:
            raise FindingError(str(error), hint=error.hint) from None
    text = f"{start.replace('_', ' ')}: " + (f"it was at {at}" if at else "it did not happen")
    return ClockCorrected(text=f"{text}. {why.strip()}", start=start, at=at, why=why.strip()).draft()


def list_corrections(entries: Iterable[Entry]) -> list[Correction]:
    """The corrections in order."""
    return [
        Correction(entry.hex_id, body.start, body.at or None, body.why, entry.time)
        for entry, body in ClockCorrected.list_all(entries)
    ]


def draft_finding(rule: Rule, says: str, why: str, *, consulted: str, role: str) -> EntryDraft:
    """What counsel found of a rule: harm, or whom it binds. Raises: ApprovalError, FindingError."""
    _need_counsel(role, "find whether a rule applies")
    if says not in FINDINGS:
        raise FindingError(f"there is no finding {says!r}", hint="it is one of " + ", ".join(FINDINGS))
    if not why.strip():
        raise FindingError("a finding says why", hint="give it --why")
    if says == "no_harm" and rule.harm == "none":
        raise FindingError(f"{rule.citation} knows no harm test: it asks for notice whatever the harm")
    if says == "no_harm" and rule.consult and not consulted.strip():
        raise FindingError(
            f"{rule.citation} asks you to consult law enforcement first", hint="name the agency: --consulted"
        )
    if says == "not_bound" and not can_be_unbound(rule):
        raise FindingError(
            f"{rule.citation}: whom it binds is not in question", hint="approve the rule or leave it"
        )
    kept = rule.keep_finding_years
    return RuleFound(
        text=f"rule {rule.id}: {says.replace('_', ' ')}. {why.strip()}",
        rule=rule.id,
        sha256=rule.sha256,
        finding=says,
        why=why.strip(),
        consulted=consulted.strip() or None,
        keep_years=str(kept) if kept else None,
    ).draft()


def can_be_unbound(rule: Rule) -> bool:
    """Whether it is a question for counsel whom the rule binds."""
    return bool(rule.unclear) or rule.outside == "unclear"


def list_findings(entries: Iterable[Entry]) -> dict[str, ClockFinding]:
    """Id of a rule -> what counsel found of it last."""
    return {
        body.rule: ClockFinding(entry.hex_id, body.rule, body.finding, body.why, body.consulted or "")
        for entry, body in RuleFound.list_all(entries)
    }


def draft_rule_approval(rule: Rule, *, role: str) -> EntryDraft:
    """The entry that counsel approved a rule as it stands. Raises: ApprovalError for anybody else."""
    _need_counsel(role, "approve a rule")
    text = f"rule {rule.id} approved"
    return RuleApproved(text=text, rule=rule.id, sha256=rule.sha256, citation=rule.citation).draft()


def _need_counsel(role: str, what: str) -> None:
    if role != Role.COUNSEL:
        raise ApprovalError(f"{role} may not {what}: counsel must", hint="counsel names the key by --key")


def list_approved(entries: Iterable[Entry]) -> dict[str, str]:
    """SHA-256 of a rule -> hex id of the entry by which counsel approved it."""
    return {body.sha256: entry.hex_id for entry, body in RuleApproved.list_all(entries)}


def list_filings(entries: Iterable[Entry]) -> list[Filing]:
    """What was put down as done, in order; of a duty that was filed twice, the later filing alone."""
    last: dict[str, Filing] = {}
    for entry, body in DutyFiled.list_all(_drop_corrected(list(entries))):
        at_ns = parse_time(body.at or entry.time)
        last[body.rule] = Filing(entry.hex_id, body.rule, at_ns, bool(body.addressee))
    return list(last.values())


def _drop_corrected(entries: Sequence[Entry]) -> list[Entry]:
    corrected = {body.corrects for _, body in DutyFiled.list_all(entries)}
    return [entry for entry in entries if entry.kind != DutyFiled.KIND or entry.hex_id not in corrected]


def list_filed(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Id of a rule -> hex id of the entry that says it was done."""
    return {filing.rule: filing.entry for filing in list_filings(entries)}


def draft_filing(
    rule: Rule, text: str, *, addressee: str, at: str, corrects: str | None = None
) -> EntryDraft:
    """The entry that what a rule asks for was done: one rule, one addressee."""
    body = DutyFiled(
        text=text or rule.title, rule=rule.id, to=rule.to, addressee=addressee, at=at, corrects=corrects
    )
    return body.draft((corrects,) if corrects else ())
