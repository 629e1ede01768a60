"""What people ruled on clocks: holds by law enforcement, approvals of rules, what was filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.base.clock import parse_time
from firstbell.ledger import Entry, EntryDraft
from firstbell.notify.clocks.rules import Rule
from firstbell.notify.errors import ApprovalError, NotifyError
from firstbell.record.roles import Role

HELD = "decision.hold"
RESUMED = "decision.hold_ended"
APPROVED_RULE = "approval.rule"
FILED = "report.filed"
PLANNED = "notice.planned"


class HoldError(NotifyError):
    """A hold that cannot be begun or ended."""

    code = "notify.hold"


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
        return rule.delay_by_law_enforcement and (not self.rules or rule.id in self.rules)


def list_holds(entries: Iterable[Entry]) -> list[LawEnforcementHold]:
    """The holds in order, each with its end where it has one."""
    holds: dict[str, LawEnforcementHold] = {}
    for entry in entries:
        if entry.kind == HELD:
            since = parse_time(str(entry.body.get("since") or entry.time))
            rules = tuple(map(str, entry.body.get("rules") or ()))
            holds[entry.hex_id] = LawEnforcementHold(
                entry.hex_id, str(entry.body.get("agency", "")), since, None, rules
            )
        elif entry.kind == RESUMED:
            held = holds.get(str(entry.body.get("hold")))
            if held is not None:
                until = parse_time(str(entry.body.get("until") or entry.time))
                holds[held.entry] = LawEnforcementHold(
                    held.entry, held.agency, held.since_ns, until, held.rules
                )
    return list(holds.values())


def draft_hold(agency: str, why: str, *, since: str, rules: Sequence[str]) -> EntryDraft:
    """The entry that law enforcement asked to wait. Raises: HoldError without an agency or a reason."""
    if not agency.strip() or not why.strip():
        raise HoldError("a hold names who asked for it, and why", hint="give it --agency and --why")
    text = f"{agency.strip()} asked to wait: {why.strip()}"
    return EntryDraft(
        HELD,
        {"text": text, "agency": agency.strip(), "why": why.strip(), "since": since, "rules": list(rules)},
    )


def draft_resumption(hold: LawEnforcementHold, why: str, *, until: str) -> EntryDraft:
    """The entry that a hold is over. Raises: HoldError when it is already."""
    if hold.until_ns is not None:
        raise HoldError(f"hold {hold.entry[:8]} is over already")
    if parse_time(until) < hold.since_ns:
        raise HoldError(f"hold {hold.entry[:8]} cannot end before it began")
    return EntryDraft(
        RESUMED,
        {"text": f"the hold of {hold.agency} is over", "hold": hold.entry, "why": why, "until": until},
        (hold.entry,),
    )


def draft_rule_approval(rule: Rule, *, role: str) -> EntryDraft:
    """The entry that counsel approved a rule as it stands. Raises: ApprovalError for anybody else."""
    if role != Role.COUNSEL:
        raise ApprovalError(
            f"{role} may not approve a rule: counsel must", hint="counsel names his key by --key"
        )
    body = {"rule": rule.id, "sha256": rule.sha256, "citation": rule.citation}
    return EntryDraft(APPROVED_RULE, {"text": f"rule {rule.id} approved", **body})


def list_approved(entries: Iterable[Entry]) -> dict[str, str]:
    """SHA-256 of a rule -> hex id of the entry by which counsel approved it."""
    return {str(entry.body.get("sha256")): entry.hex_id for entry in entries if entry.kind == APPROVED_RULE}


def list_filed(entries: Iterable[Entry]) -> dict[str, str]:
    """Id of a rule -> hex id of the entry that says it was done."""
    return {str(entry.body.get("rule")): entry.hex_id for entry in entries if entry.kind == FILED}


def find_residents(entries: Iterable[Entry]) -> Mapping[str, int] | None:
    """How many people each state has, by the last plan of notices; None where there is no plan."""
    found: Mapping[str, int] | None = None
    for entry in entries:
        by_state = entry.body.get("by_state") if entry.kind == PLANNED else None
        if isinstance(by_state, Mapping):
            found = {str(state): int(count) for state, count in by_state.items()}
    return found
