"""The letters: planned, written, decided one by one, signed by speakers, approved; each step an entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from firstbell.actions.case.record import find_record, find_role, put_drafts
from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.base.counts import say_count
from firstbell.base.errors import UsageError
from firstbell.case.case import Case
from firstbell.case.facts import list_all_facts, list_facts
from firstbell.ledger import Entry, EntryDraft
from firstbell.notify.clocks.contents import load_contents
from firstbell.notify.clocks.entries import NoticesPlanned
from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.rules import FEDERAL, list_attorneys_general
from firstbell.notify.clocks.situation import LegalStatus, situate
from firstbell.notify.notices.advice import ContentError, find_demand, find_faults, find_rules
from firstbell.notify.notices.bundle import Bundle, BundleRequest, hash_language, write_bundle
from firstbell.notify.notices.description import describe_notice_plan
from firstbell.notify.notices.entries import LettersReviewed, NoticesDrafted
from firstbell.notify.notices.notice_store import (
    DraftKept,
    NoticeStore,
    draft_approval,
    find_approvals,
    list_reviewed,
)
from firstbell.notify.notices.plan import Letter, NoticePlan, make_plan
from firstbell.notify.notices.sensitive import (
    SEND,
    DecisionError,
    draft_decision,
    find_causes,
    is_sensitive,
    list_decisions,
    list_single,
    name_waiting,
)
from firstbell.notify.notices.texts import Offer, Sender
from firstbell.notify.statements.record import make_record
from firstbell.record.notices import AffectedPerson


@dataclass(frozen=True, slots=True)
class LetterPlanRequest:
    """Whom to tell, and who tells them. `cost_per_letter`: for what substitute notice takes."""

    people: Iterable[AffectedPerson]
    district: DistrictOutline
    cost_per_letter: float = 1.0


@dataclass(frozen=True, slots=True)
class LetterPlanResult:
    """The plan, its entry, the rules on first notices that count here, and what these ask for."""

    plan: NoticePlan
    entry: Entry
    rules: Sequence[Rule]
    content: Sequence[str]

    def describe(self) -> dict[str, Any]:
        """What it comes to, as `notice plan --json` sums it up."""
        return {
            **describe_notice_plan(self.plan),
            "entry": self.entry.hex_id,
            "rules": [rule.id for rule in self.rules],
            "content": list(self.content),
            "attorneys_general": list_attorneys_general(self.plan.by_state),
            "possible_ids": list(self.plan.possible),
            "unreachable_ids": list(self.plan.unreachable),
        }


def plan_letters(case: Case, store: NoticeStore, request: LetterPlanRequest) -> LetterPlanResult:
    """Plan who is told, addressed to whom, by what. The plan lies sealed; the ledger gets counts.

    Raises: what keeping it and appending raise.
    """
    case.main.require_right(NoticesPlanned.KIND)
    made = make_plan(request.people, cost_per_letter=request.cost_per_letter)
    store.save_plan(made)
    told = describe_notice_plan(made)
    planned = NoticesPlanned(text=f"planned {say_count(told['letters'], 'letter')}", **told)
    (entry,) = put_drafts(case, [planned.draft()])
    told_in = {FEDERAL, *made.by_state}
    found = find_letter_rules(case.main.read(), request.district.status)
    rules = [rule for rule in found if rule.jurisdiction in told_in]
    words = load_contents()
    return LetterPlanResult(
        made, entry, rules, sorted({words[item] for rule in rules for item in rule.required})
    )


def find_letter_rules(entries: Sequence[Entry], standing: LegalStatus) -> Sequence[Rule]:
    """The rules that letters of this case follow: law on the day of the event, else of its newest entry."""
    record = make_record(list_facts(entries))
    now_ns = parse_time(entries[-1].time)
    return find_rules(situate(entries, record, list_all_facts(entries), standing=standing, now_ns=now_ns))


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraftRequest:
    """What the letters say of the district, and where they go. `day`: ISO date; None: today.

    `email_from`: "" for no e-mails. `offer`: the monitoring that the district pays for, with its `codes`.
    """

    target: Path
    district: DistrictOutline
    sender: Sender
    workers: int = 1
    day: str | None = None
    email_from: str = ""
    offer: Offer | None = None
    codes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LetterDraftResult:
    """What was written, and its entry."""

    bundle: Bundle
    entry: Entry
    body: NoticesDrafted


def draft_letters(case: Case, store: NoticeStore, request: LetterDraftRequest) -> LetterDraftResult:
    """Write the letters of the plan.

    Raises: UsageError for a day that is none; as `write_bundle`; what appending raises, first of all.
    """
    case.main.require_right(NoticesDrafted.KIND)
    entries = case.main.read()
    now_s = case.clock.now_ns() // NS_PER_S
    day = request.day or datetime.fromtimestamp(now_s, UTC).astimezone().date().isoformat()
    try:
        datetime.fromisoformat(day)
    except ValueError:
        raise UsageError(f"--day {day!r} is not a date", hint="write it like 2023-02-24") from None
    standing = request.district.status
    bundle = BundleRequest(
        standing=standing,
        rules=find_letter_rules(entries, standing),
        offer=request.offer,
        codes=request.codes,
        rulings=list_decisions(entries),
        record=find_record(entries, request.district),
        sender=request.sender,
        day=day,
        email_from=request.email_from,
        workers=request.workers,
        stamp_s=now_s,
        reviewed=frozenset(list_reviewed(entries)),
    )
    made = write_bundle(store, request.target, bundle)
    body = NoticesDrafted(
        text=f"drafted {say_count(made.letters, 'letter')}",
        sha256=made.sha256,
        letters=made.letters,
        files=made.files,
        emails=made.emails,
        languages=dict(made.languages),
        unreviewed=tuple(made.unreviewed),
    )
    (entry,) = put_drafts(case, [body.draft()])
    return LetterDraftResult(made, entry, body)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChoice:
    """Letters that wait: by their ids, by a cause of waiting, or all with the causes of one of them."""

    ids: Sequence[str] = ()
    cause: str = ""
    like: str = ""


def choose_letters(case: Case, store: NoticeStore, choice: LetterChoice) -> list[Letter]:
    """The letters that are meant. By a cause, only those on which nobody decided yet.

    Raises: DecisionError where one that is named does not wait, and where none is meant.
    """
    waiting = {one.id: one for one in store.load_plan().letters if is_sensitive(one)}
    for name in (*choice.ids, *([choice.like] if choice.like else [])):
        if name not in waiting:
            raise DecisionError(
                f"no letter {name!r} waits for a decision",
                hint="`firstbell notice waiting` lists the letters that wait",
            )
    if choice.ids:
        return [waiting[name] for name in dict.fromkeys(choice.ids)]
    decided = list_decisions(case.main.read())
    causes = find_causes(waiting[choice.like]) if choice.like else frozenset()
    chosen = [
        one
        for name, one in waiting.items()
        if name not in decided
        and (find_causes(one) == causes if choice.like else choice.cause in find_causes(one))
    ]
    if not chosen:
        raise DecisionError("no letter of this kind waits for a decision any more")
    return chosen


def decide_letters(
    case: Case, store: NoticeStore, letters: Sequence[Letter], *, decision: str, why: str
) -> list[Entry]:
    """Decide on letters that wait. Raises: as `draft_decisions`; what appending raises."""
    drafts = draft_decisions(store, letters, decision=decision, why=why, role=find_role(case))
    return put_drafts(case, drafts)


def draft_decisions(
    store: NoticeStore, letters: Sequence[Letter], *, decision: str, why: str, role: str
) -> list[EntryDraft]:
    """Decisions on letters that wait, each an entry of its own.

    Raises: DecisionError, also where one of several may only be sent alone; ApprovalError.
    """
    is_bulk = decision == SEND and len(letters) > 1
    single = list_single(letters, store.load_plan().letters) if is_bulk else []
    if single:
        raise DecisionError(
            f"{say_count(len(single), 'letter')} of these may only be sent one by one: "
            f"{name_waiting([one.id for one in single])}",
            hint="each is to a protected address, about child protection, or to one of two households; "
            "decide on each alone, or choose unnamed or withhold",
        )
    return [draft_decision(one, decision, why, role=role) for one in letters]


def review_language(case: Case, language: str) -> Entry:
    """A speaker signs that the words of a language say what the English ones say."""
    text = f"a speaker reviewed the letters in {language}"
    body = LettersReviewed(text=text, language=language, sha256=hash_language(language))
    (entry,) = put_drafts(case, [body.draft()])
    return entry


@dataclass(frozen=True, slots=True)
class LettersApprovalResult:
    """The entry, the hash of what was approved, and the roles that have approved it by now."""

    entry: Entry
    sha256: str
    approved_by: Sequence[str]


def draft_letters_approval(
    entries: Sequence[Entry], store: NoticeStore, district: DistrictOutline, *, role: str
) -> tuple[EntryDraft, DraftKept]:
    """The entry by which a role approves the letters that were drafted last, and what it approves.

    Raises: ContentError for letters that lack what the law requires; ApprovalError; NoPlanError.
    """
    kept = store.load_draft()
    standing = LegalStatus(kept.home or district.status.home, kept.entity or district.status.entity)
    rules = find_letter_rules(entries, standing)
    planned = {letter.id: letter for letter in store.load_plan().letters}
    faults: dict[str, None] = {}
    for name, told in kept.letters.items():
        if name in planned:
            faults |= dict.fromkeys(find_faults(planned[name], told, find_demand(planned[name], rules)))
    if faults:
        raise ContentError(list(faults))
    approvals = find_approvals(entries, kept.sha256)
    return draft_approval(kept.sha256, approvals, role=role, letters=len(kept.letters)), kept


def approve_letters(case: Case, store: NoticeStore, district: DistrictOutline) -> LettersApprovalResult:
    """Approve the letters that were drafted last: counsel and a director, each with a key of their own.

    Raises: as `draft_letters_approval`.
    """
    draft, kept = draft_letters_approval(case.main.read(), store, district, role=find_role(case))
    (entry,) = put_drafts(case, [draft])
    return LettersApprovalResult(entry, kept.sha256, sorted(find_approvals(case.main.read(), kept.sha256)))
