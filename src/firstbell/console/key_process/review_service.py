"""Answers about reviews: decisions that collect as drafts, and the one batch in which they are signed."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.actions.desk.district import outline_district
from firstbell.actions.notify.letters import draft_letters_approval
from firstbell.actions.notify.notices import open_notices
from firstbell.base.clock import NS_PER_S, format_time, parse_time
from firstbell.base.errors import Error, UsageError
from firstbell.case.case import Case
from firstbell.case.sealed import SealedStore
from firstbell.console.key_process.action_fields import PlannedAction
from firstbell.console.key_process.answerer import WorkAnswerer, refuse_form
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces
from firstbell.console.key_process.review_drafts import MOST_DRAFTS, ReviewDraft, ReviewDrafts
from firstbell.console.key_process.sessions import SignedIn
from firstbell.console.key_process.work import WorkOrder
from firstbell.console.messages import Answer, KeepDraft, Trouble
from firstbell.console.pages import BY_NAME
from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.results.review_entries import find_decision
from firstbell.ledger.personal import refuse_personal
from firstbell.ledger.signatures import SignerKeyFile
from firstbell.notify.notices.notice_store import NoticeStore
from firstbell.record.data_kinds import say_data_kind

VERBS = ("confirm", "dismiss", "merge", "split", "mark", "unmark", "undo")
# after so many, or so long, the page asks for the signature
MANY, LONG_S = 25, 900
APPLY = "apply-review"
_ID = re.compile(r"[a-z][0-9a-f]{15}")
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_WHY = 400
Fields = Mapping[str, str]
OpenSealed = Callable[[Case], SealedStore]


@dataclass(frozen=True)
class _Ground:
    """A case that was opened for one reviewer."""

    case: Case
    drafts: ReviewDrafts


class ReviewService:
    """The answers. `open_sealed` gives the sealed store of a case."""

    def __init__(self, service: WorkAnswerer, open_sealed: OpenSealed | None) -> None:
        self._service = service
        self._open_sealed = open_sealed
        self._stores: dict[str, SealedStore] = {}

    def keep(self, session: SignedIn, question: KeepDraft) -> Answer:
        """Add a draft, or take one back. Nothing goes on the ledger."""
        service = self._service
        if session.person.role not in BY_NAME["review"].roles:
            return service.answer(403, session)
        place = service.places.find_case(question.case)
        if place is None:
            return service.answer(404, session)
        fields = question.fields
        try:
            ground = self._open(place, session)
            kept = ground.drafts.load(ground.case.main.read)
            if fields.get("drop"):
                before, kept = kept, _drop(kept, fields["drop"])
                tells = [_tell(one) for one in before if one not in kept]
            else:
                kept = [*kept, self._read_draft(session, ground, fields)]
                tells = [_tell(kept[-1])]
            if len(kept) > MOST_DRAFTS:
                raise UsageError(f"{MOST_DRAFTS} decisions wait already", hint="sign them first")
            ground.drafts.save(kept)
        except Error as error:
            return refuse_form(service, session, Trouble(str(error), error.hint), typed=fields)
        if question.tells_next:
            title = "Taken back, before it was signed" if fields.get("drop") else "Kept until you sign it"
            session.confirm(title, tells=tells)
        last = kept[-1].id if kept else ""
        return service.answer(200, session, facts={"waiting": len(kept), "draft": last})

    def _read_draft(self, session: SignedIn, ground: _Ground, fields: Fields) -> ReviewDraft:
        """Raises: UsageError, PersonalValueError."""
        verb = fields.get("verb", "")
        if verb not in VERBS:
            raise UsageError(f"{verb!r} is no decision")
        why = " ".join(fields.get("why", "").split())[:_MOST_WHY]
        refuse_personal("the reason", why)
        entries = ground.case.main.read()
        told: dict[str, Any] = {"why": why or None}
        if verb == "undo":
            told["entry"] = find_decision(entries, fields.get("entry", ""))[0].hex_id
        else:
            told |= _read_decision(session, verb, fields)
        at = format_time(self._service.clock.now_ns())
        return ReviewDraft(id=secrets.token_hex(6), seq=len(entries), at=at, decision=verb, **told)

    def _open(self, place: ConsoleCase, session: SignedIn) -> _Ground:
        """Raises: CaseError, SealedStoreError and its kin; UsageError where nobody was looked for yet."""
        # nothing is signed by this key: what is added comes signed by a passkey
        signer = SignerKeyFile(self._service.places.desk / "desk.key")
        case = Case(place.folder, signer, self._service.clock)
        store = self._stores.get(place.id)
        if store is None:
            if self._open_sealed is None or not (case.folder.sealed / "key").exists():
                raise UsageError("nobody was looked for yet", hint="`firstbell impact scan` looks for them")
            store = self._stores[place.id] = self._open_sealed(case)
        return _Ground(case, ReviewDrafts(store, session.person.actor or session.person.id))

    def open_letters(self, place: ConsoleCase, session: SignedIn) -> tuple[Case, NoticeStore]:
        """A case and its letters. Raises: as `_open`."""
        case = self._open(place, session).case
        return case, open_notices(case, self._stores[place.id])

    def plan_letters(self, place: ConsoleCase, session: SignedIn) -> PlannedAction:
        """The approval of the letters that were drafted last.

        Raises: ContentError, ApprovalError, NoPlanError; as `_open`.
        """
        case, store = self.open_letters(place, session)
        district, role = outline_district(self._service.places.desk), session.person.role
        draft, kept = draft_letters_approval(case.main.read(), store, district, role=role)
        waiting = ", ".join(kept.unreviewed)
        unsigned = f" No speaker has signed those in {waiting} yet." if waiting else ""
        return PlannedAction(
            "Approve the letters",
            [
                f"The {role} approves the {len(kept.letters)} letters that were drafted last, word for word.",
                "Each was held against what the law asks for; none lacks anything it asks for." + unsigned,
                "Counsel and a director must both approve, each alone. Nothing is sent by it.",
            ],
            "An approval cannot be taken back. If letters are drafted again, they must be approved again.",
            "firstbell notice approve",
            "letters",
            [draft],
        )

    # ---- what pages show

    def list_drafts(self, case_id: str, session: SignedIn) -> dict[str, Any]:
        """The drafts of a reviewer, and whether it is time to sign; why there are none, else."""
        place = self._service.places.find_case(case_id)
        if place is None:
            return {"drafts": [], "is_time": False}
        try:
            ground = self._open(place, session)
            kept = ground.drafts.load(lambda: self._service.records.read(place, ground.case.main.read))
        except Error:
            kept = []  # the page itself says why
        now_ns = self._service.clock.now_ns()
        is_old = bool(kept) and now_ns - parse_time(kept[0].at) > LONG_S * NS_PER_S
        applied = [one for one in self._service.shelf.list_all() if one.order.name == APPLY]
        return {
            "drafts": [
                {"id": one.id, "at": one.at, **one.body.describe(), "entry": one.entry or ""} for one in kept
            ],
            "is_time": len(kept) >= MANY or is_old,
            "kinds": list(list_kinds()),
            "applied": applied[0].describe() if applied else None,
        }

    # ---- signing

    def plan(self, place: ConsoleCase, session: SignedIn) -> PlannedAction:
        """The batch of all that waits. Raises: UsageError where nothing does; as `_open`."""
        ground = self._open(place, session)
        kept = ground.drafts.load(ground.case.main.read)
        if not kept:
            raise UsageError("no decision waits for your signature")
        counted = Counter(one.decision for one in kept)
        told = ", ".join(f"{verb} {count}" for verb, count in counted.items())
        many = "decision is" if len(kept) == 1 else "decisions are"
        return PlannedAction(
            "Sign your decisions",
            [
                f"{len(kept)} {many} put on the record, by ids alone: {told}.",
                "Then Firstbell makes the list of people again from the decisions.",
                *(_tell(one) for one in kept),
            ],
            "Each decision can be taken back later, by another one. That it was made stays on the record.",
            "firstbell impact review confirm ID; firstbell impact review dismiss ID; ...",
            "review",
            [one.draft() for one in kept],
        )

    def finish(self, place: ConsoleCase, session: SignedIn) -> None:
        """After the batch stands: forget its drafts, and have the list of people made anew.

        Raises: OSError, SealedStoreError. What fails here is made up for by the next press or scan.
        """
        ground = self._open(place, session)
        ground.drafts.save(ground.drafts.load(ground.case.main.read))
        self._service.shelf.start(
            WorkOrder(
                id=secrets.token_hex(8),
                name=APPLY,
                title="Apply decisions of a review",
                words=make_apply_words(self._service.places, place),
                who=session.person.name,
                role=session.person.role,
                at=format_time(self._service.clock.now_ns()),
                back=f"/cases/{place.id}/review",
            )
        )


def make_apply_words(places: ConsolePlaces, place: ConsoleCase) -> tuple[str, ...]:
    """The command line that makes the list of people anew."""
    return ("impact", "review", "apply", "--case", str(place.folder), "--desk", str(places.desk))


def _read_decision(session: SignedIn, verb: str, fields: Fields) -> dict[str, Any]:
    person = fields.get("person", "")
    documents = tuple(fields.get("documents", "").split())
    if person not in session.seen:
        raise UsageError("you decide about people whom a page has shown you", hint="open the page again")
    if not all(_HASH.fullmatch(one) for one in documents):
        raise UsageError("a document is named by its SHA-256")
    told: dict[str, Any] = {"person": person, "documents": documents or None}
    if verb == "merge":
        into = fields.get("into", "").strip()
        if not _ID.fullmatch(into) or into not in session.seen or into == person:
            raise UsageError(
                "name another person whom a page has shown you",
                hint="look for them on the page of this person, and choose them",
            )
        told |= {"into": into, "documents": None}
    if verb == "split" and not documents:
        raise UsageError("tick the documents that are about somebody else")
    if verb in {"mark", "unmark"}:
        if fields.get("kind") not in list_kinds():
            raise UsageError(
                f"there is no kind of data called {fields.get('kind', '')!r}",
                hint="choose the kind that you mark or unmark",
            )
        told["kind"] = fields["kind"]
    return told


def _drop(kept: Sequence[ReviewDraft], which: str) -> list[ReviewDraft]:
    """Without one, or without the newest."""
    if which == "last":
        return list(kept[:-1])
    return [one for one in kept if one.id != which]


def _tell(one: ReviewDraft) -> str:
    if one.entry:
        return f"undo: the decision of entry {one.entry[:12]}"
    parts = [f"{one.decision} {one.person}"]
    if one.into:
        parts.append(f"into {one.into}")
    if one.kind:
        parts.append(say_data_kind(one.kind))
    if one.documents:
        parts.append("in " + ", ".join(document[:12] for document in one.documents))
    return " ".join(parts) + (f": {one.why}" if one.why else "")
