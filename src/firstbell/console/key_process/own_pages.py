"""Pages of what the console itself keeps: sessions, looks, and the work that was started from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from firstbell.actions.messages.reported import list_reported
from firstbell.base.clock import format_time
from firstbell.console.key_process.access_log import AccessLog
from firstbell.console.key_process.case_orders import OPEN, SCAN
from firstbell.console.key_process.downloads import list_paths
from firstbell.console.key_process.export_orders import EXPORT, REPORT
from firstbell.console.key_process.identity_provider import IdentityProvider
from firstbell.console.key_process.letter_orders import DRAFT, PLAN
from firstbell.console.key_process.message_orders import (
    DECIDE,
    TRIAGE,
    TRUST,
    add_decision,
    find_handed,
    list_handed,
    list_labels,
)
from firstbell.console.key_process.order_service import OrderService
from firstbell.console.key_process.page_reader import encode_lines
from firstbell.console.key_process.passkey_service import PasskeyService
from firstbell.console.key_process.places import ConsolePlaces
from firstbell.console.key_process.readiness_orders import READINESS_ORDERS
from firstbell.console.key_process.review_service import ReviewService
from firstbell.console.key_process.rows import write_csv
from firstbell.console.key_process.sessions import SessionTable, SignedIn
from firstbell.console.key_process.work import RUNNING, WorkList
from firstbell.console.messages import Answer, ShowPage
from firstbell.console.pages import BY_NAME

_MOST_LOOKS = 50
# pages that show what was started from one of them: which, and the names of the work
_LISTED = {
    **dict.fromkeys(("hunt", "event", "record"), ("/hunt", "run-hunt")),
    "cases": ("/cases", OPEN),
    "readiness": ("/readiness", *READINESS_ORDERS),
}
# pages of a case that show what was started from them
_STARTED = {
    "evidence": ("take-evidence", "hand-over"),
    "people": (SCAN, REPORT),
    "entries": (EXPORT,),
    "letters": (PLAN, DRAFT),
}


class OwnAnswerer(Protocol):
    """What the service gives these answers to work with."""

    places: ConsolePlaces
    sessions: SessionTable
    looks: AccessLog
    passkeys: PasskeyService
    reviews: ReviewService
    shelf: WorkList

    @property
    def provider(self) -> IdentityProvider | None:
        """The district's own sign-in."""

    def answer(self, code: int, session: SignedIn | None = None, **given: Any) -> Answer:
        """An answer with what every page needs."""


class OwnPages:
    """The pages, for a session that may see them."""

    def __init__(self, service: OwnAnswerer, orders: OrderService) -> None:
        self._service, self._orders = service, orders

    def show(self, session: SignedIn, question: ShowPage) -> Answer:
        """The page You, the list of work, or one piece of it."""
        if question.page == "you":
            return self._show_you(session)
        if question.page == "works":
            work = self._orders.list_work()
            body = write_csv(work) if question.form == "csv" else encode_lines(work)
            return self._service.answer(200, session, facts={"work": work}, body=body)
        shown = self._orders.show(question.values["work"])
        if shown is None:
            return self._service.answer(404, session)
        return self._service.answer(200, session, facts={"one": shown}, body=encode_lines([shown]))

    def _show_you(self, session: SignedIn) -> Answer:
        mine = self._service.sessions.list_of(session.person.id)
        sessions = [
            {
                "short": one.short,
                "began": format_time(one.began_ns),
                "used": format_time(one.used_ns),
                "is_this": one is session,
            }
            for one in mine
        ]
        role = session.person.role
        looks = []
        if role in BY_NAME["people"].roles:
            whose = None if role == "director" else session.person.name
            looks = [
                {
                    "at": one.at,
                    "who": one.who,
                    "role": one.role,
                    "page": one.page,
                    "count": len(one.people),
                    "named": one.named,
                    "why": one.why,
                }
                for one in self._service.looks.list_newest(whose, most=_MOST_LOOKS)
            ]
        facts = {"sessions": sessions, "looks": looks, **self._describe_ways(session)}
        told = {"message_type": "reader", "name": session.person.name, "role": role, **facts}
        return self._service.answer(200, session, facts=facts, body=encode_lines([told]))

    def _list_many_looks(self, session: SignedIn) -> list[dict[str, Any]]:
        """For a director: who looked at unusually many people within an hour."""
        if session.person.role != "director":
            return []
        many = self._service.looks.list_many()
        return [{"who": who, "role": role, "count": count} for who, role, count in many]

    def _describe_ways(self, session: SignedIn) -> dict[str, Any]:
        """How the person signs in, how this session began, and what the district has."""
        person, provider = session.person, self._service.provider
        return {
            "passkey": bool(person.public),
            "code": person.code is not None,
            "account": bool(person.account),
            "provider": provider.host if provider else "",
            "by": session.by,
        }

    def _list_messages(self, case: str) -> dict[str, Any]:
        """What was handed in."""
        service, back = self._service, f"/cases/{case}/messages"
        reported = list_reported(service.passkeys.read_record(case))
        named = self._orders.list_named(back, TRIAGE, TRUST)
        return {**named, "handed": list_handed(service.shelf, back, reported)}

    def _show_message(self, case: str, handed: Mapping[str, Any]) -> dict[str, Any]:
        """All of one message."""
        reported = list_reported(self._service.passkeys.read_record(case))
        known = next((each for each in reported if each.sha256 == handed["sha256"]), None)
        named = self._orders.list_named(f"/cases/{case}/messages/{handed['message']}", DECIDE)
        return {**named, "one": add_decision(handed, known), "labels": list_labels()}

    def find_message(self, values: Mapping[str, str]) -> dict[str, Any] | None:
        """The message that a page names; None where nobody handed it in for the case."""
        back = f"/cases/{values.get('case', '')}/messages"
        return find_handed(self._service.shelf, back, values["message"])

    def find_facts(
        self,
        question: ShowPage,
        search: dict[str, str],
        session: SignedIn,
        *,
        handed: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """What a page needs that no command line prints. `handed`: the message that it names."""
        page, case = question.page, question.values.get("case", "")
        if page == "today":
            work = self._orders.list_work() if session.person.role in BY_NAME["works"].roles else []
            running = [one for one in work if one["state"] == RUNNING]
            return {"many_looks": self._list_many_looks(session), "running": running}
        if page in {"files", "restore"}:
            places = [one.name for one in self._service.places.repositories]
            words = search.get("words", "") if page == "files" else ""
            return {
                "places": places,
                "place": search.get("place", ""),
                "words": words,
                "paths": list_paths(search.get("words", "")),
                "search": question.query.get("search", ""),
            }
        if page in _LISTED:
            return self._orders.list_named(*_LISTED[page])
        if page in _STARTED:
            places = [one.name for one in self._service.places.repositories]
            named = self._orders.list_named(f"/cases/{case}/{page}", *_STARTED[page])
            return {**named, "places": places}
        if page == "messages" or handed is not None:
            return self._list_messages(case) if handed is None else self._show_message(case, handed)
        if page in {"review", "review-all", "person"}:
            return self._service.reviews.list_drafts(case, session)
        if page in {"runs", "run"}:
            return self._orders.list_runs(question.values.get("plan", ""))
        return self._service.passkeys.list_clock_facts(case) if page == "clocks" else {}
