"""Answers about passkeys: making one, signing in by one, and signing entries of a case."""

from __future__ import annotations

import contextlib
import secrets
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from firstbell.actions.desk.district import outline_district
from firstbell.base.clock import NS_PER_S, format_time
from firstbell.base.errors import Error
from firstbell.case.actors import PUBLIC_VERSION, PublicKey, render_public
from firstbell.case.case import Case
from firstbell.console.key_process.action_fields import ActionGround, PlannedAction
from firstbell.console.key_process.actions import plan_action
from firstbell.console.key_process.answerer import SignInAnswerer, refuse_form
from firstbell.console.key_process.clock_actions import CLOCK_ACTIONS, STARTS_IN_WORDS, name_filed
from firstbell.console.key_process.letter_decisions import DECIDE_LETTER, plan_decision
from firstbell.console.key_process.passkeys import (
    Challenges,
    PasskeyRefusedError,
    Site,
    check_sign_in,
    decode_bytes,
    encode_bytes,
    make_passkey,
    read_client,
)
from firstbell.console.key_process.places import ConsoleCase
from firstbell.console.key_process.register import FOLDER, ConsolePerson, Register
from firstbell.console.key_process.review_service import ReviewService
from firstbell.console.key_process.sessions import (
    BY_CODE,
    BY_DISTRICT,
    BY_PASSKEY,
    DISTRICT_ONLY_READS,
    PlannedPage,
    SessionTable,
    SignedIn,
)
from firstbell.console.messages import (
    Answer,
    BeginRegistration,
    BeginSignIn,
    FinishRegistration,
    FinishSignIn,
    PlanAction,
    SignAction,
    Trouble,
)
from firstbell.console.pages import BY_NAME
from firstbell.ledger import Actor, Entry, SignerKeyFile
from firstbell.ledger.batch import DistantSigner, PreparedBatch
from firstbell.ledger.passkeys import join_assertion, make_challenge, render_passkey
from firstbell.notify.clocks.rulings import list_filings, list_holds
from firstbell.notify.notices.entries import NoticesApproved
from firstbell.notify.statements.entries import StatementApproved

# how long a person may look at what is to be signed
PENDING_S = 600
_MOST_PENDING = 20


class PasskeyAnswerer(SignInAnswerer, Protocol):
    """What the service gives these answers to work with."""

    site: Site
    register: Register
    sessions: SessionTable
    reviews: ReviewService


@dataclass(frozen=True)
class PendingSignature:
    """A batch that waits for a touch. `until_ns`: after that it is forgotten."""

    case: ConsoleCase
    batch: PreparedBatch
    planned: PlannedAction
    until_ns: int
    action: str = ""


class PasskeyService:
    """The answers. Pending signatures and challenges live here, in memory alone."""

    def __init__(self, service: PasskeyAnswerer) -> None:
        self._service = service
        self._challenges = Challenges(service.clock)
        self._pending: dict[tuple[str, str], PendingSignature] = {}

    # ---- a passkey of one's own

    def begin_registration(self, session: SignedIn, question: BeginRegistration) -> Answer:
        """What the browser needs to make one."""
        service = self._service
        if session.by == BY_DISTRICT:
            return service.answer(403, session, trouble=DISTRICT_ONLY_READS)
        if session.by == BY_CODE:
            return service.answer(403, session, trouble=_BY_CODE)
        person = session.person
        facts = {
            "challenge": self._challenges.make(),
            "rp": service.site.name,
            "user": encode_bytes(person.id.encode()),
            "name": person.name,
        }
        return service.answer(200, session, facts=facts)

    def finish_registration(self, session: SignedIn, question: FinishRegistration) -> Answer:
        """Keep a new passkey, in place of the one before."""
        service = self._service
        if session.by in {BY_CODE, BY_DISTRICT}:
            return service.answer(403, session)
        try:
            client = decode_bytes(question.client)
            self._challenges.take(str(read_client(client)["challenge"]))
            passkey = make_passkey(
                service.site,
                client=client,
                data=decode_bytes(question.data),
                public=decode_bytes(question.public),
            )
            decode_bytes(question.credential)
        except PasskeyRefusedError as error:
            return service.answer(400, session, trouble=Trouble(str(error), error.hint))
        public = render_passkey(passkey)
        person = service.register.add_passkey(session.person.id, question.credential, public)
        session.person = person
        self._write_public(person)
        session.confirm("Your passkey is kept.")
        return service.answer(200, session)

    def _write_public(self, person: ConsolePerson) -> None:
        path = self._service.places.desk / FOLDER / f"{person.id}.pub"
        path.write_bytes(render_public(PublicKey(PUBLIC_VERSION, find_actor(person), person.public)))

    # ---- signing in

    def begin_sign_in(self, question: BeginSignIn) -> Answer:
        """A challenge for whoever wants to sign in."""
        facts = {"challenge": self._challenges.make(), "rp": self._service.site.name}
        return self._service.answer(200, facts=facts)

    def finish_sign_in(self, question: FinishSignIn) -> Answer:
        """A session for whose passkey answered."""
        service = self._service
        service.register.refresh()
        person = service.register.find_credential(question.credential)
        try:
            if person is None:
                raise PasskeyRefusedError(
                    "the console does not know this passkey",
                    hint="ask for a one-time link, then make one on You",
                )
            client = decode_bytes(question.client)
            self._challenges.take(str(read_client(client)["challenge"]))
            check_sign_in(
                person.public,
                client=client,
                data=decode_bytes(question.data),
                signature=decode_bytes(question.signature),
            )
        except PasskeyRefusedError as error:
            return service.answer(400, trouble=Trouble(str(error), error.hint))
        session = service.sessions.begin(person, by=BY_PASSKEY)
        return service.begin(session)

    # ---- signing entries

    def plan(self, session: SignedIn, question: PlanAction) -> Answer:
        """What would be put down, and what the passkey is to sign for it. Nothing is written."""
        service = self._service
        place = service.places.find_case(question.case)
        page = ACTION_PAGES.get(question.action)
        if place is None or page is None:
            return service.answer(404, session)
        if session.person.role not in BY_NAME[page].roles:
            return service.answer(403, session)
        if session.by == BY_CODE:
            return service.answer(403, session, trouble=_BY_CODE)
        try:
            case = self._open(place)
            if question.action == SIGN_REVIEW:
                planned = service.reviews.plan(place, session)
            elif question.action == APPROVE_LETTERS:
                planned = service.reviews.plan_letters(place, session)
            elif question.action == DECIDE_LETTER:
                letters = service.reviews.open_letters(place, session)
                planned = plan_decision(*letters, question.fields, role=session.person.role)
            else:
                planned = plan_action(question.action, self._ground(case, session), question.fields)
            planned = _refuse_own_approval(planned, case, session.person.name)
        except Error as error:
            typed = {"action": question.action, **question.fields}
            return refuse_form(service, session, Trouble(str(error), error.hint), typed=typed)
        facts = _describe(planned, f"/cases/{place.id}/{planned.back}", question)
        if planned.drafts and not planned.blocked:
            facts |= self._prepare(session, place, case, asked=(question.action, planned))
        until_ns = service.clock.now_ns() + PENDING_S * NS_PER_S
        token = session.keep_plan(PlannedPage("sign", facts, until_ns), facts.get("token", ""))
        return service.answer(200, session, facts=facts, value=token)

    def list_clock_facts(self, case_id: str) -> dict[str, Any]:
        """What the page Clocks needs besides: the holds that last, filings, and what clocks start with."""
        filings = [
            {"entry": one.entry, "told": name_filed(one.rule), "at": format_time(one.at_ns)}
            for one in list_filings(self.read_record(case_id))
        ]
        starts = sorted(STARTS_IN_WORDS.items())
        return {"holds": self._list_holds(case_id), "filings": filings, "starts": starts}

    def _list_holds(self, case_id: str) -> list[dict[str, str]]:
        """Its entry, who asked, since when; none where the case does not read."""
        now_ns = self._service.clock.now_ns()
        found = list_holds(self.read_record(case_id))
        return [
            {"entry": one.entry, "agency": one.agency, "since": format_time(one.since_ns)}
            for one in found
            if one.until_ns is None or one.until_ns > now_ns
        ]

    def read_record(self, case_id: str) -> Sequence[Entry]:
        """The entries of a case; none where it does not read: the page itself says why."""
        place = self._service.places.find_case(case_id)
        if place is None:
            return ()
        try:
            return self._service.records.read(place, lambda: self._open(place).main.read())
        except Error:
            return ()

    def _open(self, place: ConsoleCase) -> Case:
        # nothing is signed by this key: what is added comes signed by a passkey
        return Case(place.folder, SignerKeyFile(self._service.places.desk / "desk.key"), self._service.clock)

    def _ground(self, case: Case, session: SignedIn) -> ActionGround:
        service = self._service
        return ActionGround(
            entries=case.main.read(),
            district=outline_district(service.places.desk),
            name=session.person.name,
            role=session.person.role,
            now_ns=service.clock.now_ns(),
        )

    def _prepare(
        self, session: SignedIn, place: ConsoleCase, case: Case, *, asked: tuple[str, PlannedAction]
    ) -> dict[str, Any]:
        """What the page needs so that the person can sign; why not, where that cannot be."""
        service, person = self._service, session.person
        action, planned = asked
        if not person.public:
            return {"cannot": "You have no passkey yet. Make one on the page You.", "how": ""}
        signer = DistantSigner(find_actor(person), person.public)
        try:
            batch = case.main.prepare(planned.drafts, signer)
        except Error as error:
            if case.main.roster().mistrust_key(person.actor, signer.fingerprint):
                public = service.places.desk / FOLDER / f"{person.id}.pub"
                words = ["firstbell", "case", "actor", "add", person.name, "--role", person.role]
                words += ["--public", str(public), "--case", str(place.folder)]
                return {
                    "cannot": "The case does not know your passkey yet. A director adds it at the desk.",
                    "how": shlex.join(words),
                }
            return {"cannot": str(error), "how": error.hint}
        token = secrets.token_urlsafe(16)
        until_ns = service.clock.now_ns() + PENDING_S * NS_PER_S
        while len(self._pending) >= _MOST_PENDING:
            self._pending.pop(next(iter(self._pending)))
        self._pending[session.token, token] = PendingSignature(place, batch, planned, until_ns, action)
        return {
            "token": token,
            "challenge": encode_bytes(make_challenge(batch.message)),
            "credential": person.credential,
            "rp": service.site.name,
            "short": make_challenge(batch.message).hex()[:16],
        }

    def sign(self, session: SignedIn, question: SignAction) -> Answer:
        """Put down what was signed. A second press finds nothing that waits."""
        service = self._service
        if session.by == BY_CODE:
            return service.answer(403, session, trouble=_BY_CODE)
        pending = self._pending.pop((session.token, question.token), None)
        if pending is None or pending.until_ns < service.clock.now_ns():
            told = Trouble(
                "Nothing waits for this signature: it was put down already, or it waited too long.",
                "look at the record; what is there once was signed once",
            )
            return service.answer(409, session, trouble=told)
        try:
            joined = join_assertion(
                decode_bytes(question.data), decode_bytes(question.client), decode_bytes(question.signature)
            )
            entries = self._open(pending.case).main.append_prepared(pending.batch, joined)
        except Error as error:
            return service.answer(409, session, trouble=Trouble(str(error), error.hint))
        if pending.action == SIGN_REVIEW:
            # what stands on the record stands: what fails here is made up for by the next press or scan
            with contextlib.suppress(Error, OSError):
                service.reviews.finish(pending.case, session)
        path = f"/cases/{pending.case.id}/{pending.planned.back}"
        session.finish_plan(question.token, path)
        _confirm(session, pending, entries, path)
        return service.answer(200, session, facts={"path": path, "entry": entries[-1].hex_id})


# on which page an action stands: who sees it may begin, and the ledger says whether the role may do it
_BY_CODE = Trouble(
    "You signed in with a code. A code signs nothing, and makes no passkey.",
    "sign at the desk with a key file, or ask for a one-time link and make a passkey on You",
)

# what two people approve
_FOUR_EYES = frozenset({StatementApproved.KIND, NoticesApproved.KIND})
SIGN_REVIEW, APPROVE_LETTERS = "sign-review", "approve-letters"
ACTION_PAGES = {
    APPROVE_LETTERS: "letters",
    DECIDE_LETTER: "waiting",
    SIGN_REVIEW: "review",
    "note": "entries",
    "approve-statement": "statements",
    "confirm-claim": "statements",
    "override-claim": "statements",
    "publish-statement": "statements",
    **dict.fromkeys(CLOCK_ACTIONS, "clocks"),
}


def find_actor(person: ConsolePerson) -> Actor:
    """A person as an actor of a case."""
    return Actor(person.actor, person.name, person.role)


def _refuse_own_approval(planned: PlannedAction, case: Case, name: str) -> PlannedAction:
    """Two people approve: somebody with two parts, and a key for each, does not. Raises: LedgerError."""
    wanted = {(draft.kind, draft.body.get("sha256")) for draft in planned.drafts if draft.kind in _FOUR_EYES}
    if not wanted:
        return planned
    actors = case.main.roster().actors
    for entry in case.main.read():
        actor = actors.get(entry.actor)
        is_same = (entry.kind, entry.body.get("sha256")) in wanted
        if is_same and actor is not None and actor.name.casefold() == name.casefold():
            told = f"{name} has approved this already, as {actor.role}. Two different people approve it."
            return replace(planned, blocked=told)
    return planned


def _confirm(session: SignedIn, pending: PendingSignature, entries: Sequence[Entry], path: str) -> None:
    """The person sees what was signed: by whom, when, and which entries of the record hold it."""
    first, last = entries[0].seq, entries[-1].seq
    numbers = f"entry {first}" if first == last else f"entries {first} to {last}"
    may_read = session.person.role in BY_NAME["entries"].roles
    session.confirm(
        f"Signed: {pending.planned.title}",
        tells=list(pending.planned.tells),
        at=entries[-1].time,
        place=f"{numbers} of the record of {pending.case.name}",
        path=f"/cases/{pending.case.id}/entries" if may_read else path,
    )


def _describe(planned: PlannedAction, back: str, question: PlanAction) -> dict[str, Any]:
    return {
        "title": planned.title,
        "tells": list(planned.tells),
        "undo": planned.undo,
        "command": planned.command,
        "back": back,
        "claims": list(planned.claims),
        "blocked": planned.blocked,
        "fields": dict(question.fields),
        "action": question.action,
        "kinds": [draft.kind for draft in planned.drafts],
        "case": question.case,
    }
