"""What people rule on clocks: holds, approvals of rules, filings, corrections, findings; each an entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from firstbell.actions.case.record import find_role, find_situation, put_drafts
from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.clock import format_time, parse_given_time
from firstbell.case.case import Case
from firstbell.case.errors import EntryNotFoundError
from firstbell.case.moments import fix_time
from firstbell.ledger import Entry
from firstbell.notify.clocks import rulings
from firstbell.notify.clocks.clock import concerns
from firstbell.notify.clocks.filings import choose_rule
from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.rules import find_rule, load_rules, name_addressee


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRequest:
    """Who asked to wait, and why. Times as a person gives them; None: now, and until `resume_clocks`.

    `rules`: ids; none: every clock that may be held.
    """

    agency: str
    why: str
    since: str | None = None
    until: str | None = None
    rules: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class HoldResult:
    """The hold's entry. `since`, `until`: RFC 3339."""

    entry: Entry
    hold: str
    since: str
    until: str | None


def hold_clocks(case: Case, request: HoldRequest) -> HoldResult:
    """Stop the clocks that a law enforcement agency asked to stop.

    Raises: HoldError; RuleError; InvalidTimeError; PersonalValueError; what appending raises.
    """
    for rule in request.rules:
        if not find_rule(rule).is_held:
            raise rulings.HoldError(
                f"rule {rule} does not allow a delay for law enforcement, so its clock keeps running"
            )
    since = format_time(parse_given_time(request.since) if request.since else case.clock.now_ns())
    until = format_time(parse_given_time(request.until)) if request.until else None
    draft = rulings.draft_hold(request.agency, request.why, since=since, rules=request.rules, until=until)
    (entry,) = put_drafts(case, [draft])
    return HoldResult(entry, entry.hex_id, since, until)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeRequest:
    """Which hold ends: its entry's id, or how that begins. `until`: when it ended; None: now."""

    hold: str
    why: str = ""
    until: str | None = None


def resume_clocks(case: Case, request: ResumeRequest) -> HoldResult:
    """Let the clocks of a hold run again. Raises: EntryNotFoundError; HoldError; as `hold_clocks`."""
    prefix = request.hold.lower()
    found = [one for one in rulings.list_holds(case.main.read()) if prefix and one.entry.startswith(prefix)]
    if len(found) != 1:
        raise EntryNotFoundError(request.hold, len(found), "hold")
    now_ns = case.clock.now_ns()
    until = format_time(parse_given_time(request.until) if request.until else now_ns)
    (entry,) = put_drafts(case, [rulings.draft_resumption(found[0], request.why, until=until, now_ns=now_ns)])
    return HoldResult(entry, found[0].entry, format_time(found[0].since_ns), until)


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The entry, and the rule that it is about."""

    entry: Entry
    rule: Rule


def approve_rule(case: Case, rule_id: str) -> RuleResult:
    """Counsel approves a rule as it stands. Raises: RuleError; ApprovalError; what appending raises."""
    rule = find_rule(rule_id)
    (entry,) = put_drafts(case, [rulings.draft_rule_approval(rule, role=find_role(case))])
    return RuleResult(entry, rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRequest:
    """What was done. `name`: the id of a rule, or whoever got it. `at`: as a person gives it; None: now.

    `corrects`: how the id of a filing begins in whose place this one stands.
    """

    name: str
    district: DistrictOutline
    at: str | None = None
    text: str = ""
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class FilingResult:
    """The entry, the rule whose clock is done with it, to whom it went, and when: RFC 3339."""

    entry: Entry
    rule: Rule
    addressee: str
    at: str


def file_duty(case: Case, request: FilingRequest) -> FilingResult:
    """Put down that what a rule asks for was done; its clock, and no other, is done with it.

    Raises: AlreadyFiledError, and EntryNotFoundError for what is to be corrected; AmbiguousFilingError;
    RuleError; InvalidTimeError; what appending raises.
    """
    situation = find_situation(case, request.district)
    rule = choose_rule(request.name, [one for one in load_rules() if concerns(one, situation)])
    at = format_time(parse_given_time(request.at) if request.at else case.clock.now_ns())
    addressee = name_addressee(rule)
    entries = case.main.read()
    wrong = _find_filing(entries, request.corrects) if request.corrects else None
    known = rulings.list_filed(entries).get(rule.id, wrong)
    if known not in (None, wrong):
        raise rulings.AlreadyFiledError(rule, known)
    draft = rulings.draft_filing(rule, request.text, addressee=addressee, at=at, corrects=wrong)
    (entry,) = put_drafts(case, [draft])
    return FilingResult(entry, rule, addressee, at)


def _find_filing(entries: Iterable[Entry], prefix: str) -> str:
    begin = prefix.lower()
    found = [one.entry for one in rulings.list_filings(entries) if one.entry.startswith(begin)]
    if len(found) != 1:
        raise EntryNotFoundError(prefix, len(found), "filing")
    return found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequest:
    """When something that starts clocks was: a time or a day; None: it did not happen."""

    start: str
    why: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionResult:
    """The entry. `at`: as it stands there."""

    entry: Entry
    start: str
    at: str | None


def correct_start(case: Case, request: CorrectionRequest) -> CorrectionResult:
    """Counsel corrects when something was. Raises: ApprovalError; FindingError; what appending raises."""
    is_day = request.at is not None and len(request.at) == 10
    told = request.at if request.at is None or is_day else fix_time(request.at)
    (entry,) = put_drafts(
        case, [rulings.draft_correction(request.start, told, request.why, role=find_role(case))]
    )
    return CorrectionResult(entry, request.start, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRequest:
    """What counsel found of a rule: `no_harm`, `harm`, `not_bound`, `bound`; whom counsel asked first."""

    rule: str
    finding: str
    why: str
    consulted: str = ""


def record_finding(case: Case, request: FindingRequest) -> RuleResult:
    """Put down what counsel found. Raises: RuleError; ApprovalError; FindingError; what appending raises."""
    rule = find_rule(request.rule)
    role = find_role(case)
    draft = rulings.draft_finding(rule, request.finding, request.why, consulted=request.consulted, role=role)
    (entry,) = put_drafts(case, [draft])
    return RuleResult(entry, rule)
