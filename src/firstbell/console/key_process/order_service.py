"""Answers about orders: what a command line would do, having it done once, and how far it is."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from firstbell.base.clock import NS_PER_S, format_time
from firstbell.base.errors import Error
from firstbell.console.key_process.answerer import WorkAnswerer, refuse_form
from firstbell.console.key_process.message_orders import MESSAGE_ORDERS
from firstbell.console.key_process.order_fields import OrderGround, PlannedOrder
from firstbell.console.key_process.orders import ORDERS, plan_order
from firstbell.console.key_process.sessions import BY_DISTRICT, DISTRICT_ONLY_READS, PlannedPage, SignedIn
from firstbell.console.key_process.work import ERR, WorkOrder
from firstbell.console.messages import Answer, GiveOrder, PlanOrder, Trouble
from firstbell.console.pages import BY_NAME

# how long a person may look at what will happen
PENDING_S = 600
_MOST_PENDING = 50
_MOST_PENDING_BYTES = 32 << 20
_MOST_LINES = 200
_MOST_LISTED = 100


@dataclass(frozen=True)
class PendingOrder:
    """What waits for the second press. `until_ns`: after that it is forgotten."""

    name: str
    planned: PlannedOrder
    until_ns: int


class OrderService:
    """The answers. What waits lives here, in memory alone."""

    def __init__(self, service: WorkAnswerer) -> None:
        self._service = service
        self._pending: dict[tuple[str, str], PendingOrder] = {}
        self._told: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}

    def plan(self, session: SignedIn, question: PlanOrder) -> Answer:
        """What would be done. Nothing is."""
        service = self._service
        if session.by == BY_DISTRICT:
            return service.answer(403, session, trouble=DISTRICT_ONLY_READS)
        kind = ORDERS.get(question.order)
        if kind is None:
            return service.answer(404, session)
        if session.person.role not in kind.roles:
            return service.answer(403, session)
        person, content = session.person, question.content
        ground = OrderGround(service.places, service.shelf, person.name, person.role, content)
        told = self._told.pop((session.token, question.fields.get("confirmed", "")), None)
        # the second page of an order comes after its first one, and says the same of the same things
        asked = {**question.fields, "confirmed": ""}
        try:
            planned = plan_order(
                question.order, ground, question.fields if told == (question.order, asked) else asked
            )
        except Error as error:
            typed = {"order": question.order, **question.fields}
            return refuse_form(service, session, Trouble(str(error), error.hint), typed=typed)
        token = secrets.token_urlsafe(16)
        until_ns = service.clock.now_ns() + PENDING_S * NS_PER_S
        facts: dict[str, Any] = {
            "title": planned.title,
            "tells": list(planned.tells),
            "undo": planned.undo,
            "command": planned.command,
            "back": planned.back,
            "token": token,
            "asks_again": planned.asks_again,
        }
        if planned.asks_again:
            _keep(self._told, (session.token, token), (question.order, asked))
            facts["fields"] = {**asked, "confirmed": token, "order": question.order}
        else:
            pending = PendingOrder(question.order, planned, until_ns)
            _keep(self._pending, (session.token, token), pending)
            _drop_large(self._pending)
        session.keep_plan(PlannedPage("order", facts, until_ns), token)
        return service.answer(200, session, facts=facts, value=token)

    def give(self, session: SignedIn, question: GiveOrder) -> Answer:
        """Do what was planned, once; a second press leads to what the first one began."""
        service = self._service
        work_id = name_work(session, question.token)
        known = service.shelf.find(work_id)
        if known is not None:
            return service.answer(200, session, facts={"path": _find_path(known.order)})
        pending = self._pending.pop((session.token, question.token), None)
        if pending is None or pending.until_ns < service.clock.now_ns():
            return service.answer(409, session, trouble=_GONE)
        try:
            path = self._carry_out(session, pending, work_id)
        except OSError as error:
            told = Trouble(f"This cannot be started: {error.strerror}", "look at the desk's disk")
            return service.answer(503, session, trouble=told)
        session.finish_plan(question.token, path)
        done = "Asked to end" if pending.planned.stops else "Started"
        at = format_time(service.clock.now_ns())
        session.confirm(f"{done}: {pending.planned.title}", at=at)
        return service.answer(200, session, facts={"path": path})

    def _carry_out(self, session: SignedIn, pending: PendingOrder, work_id: str) -> str:
        service, planned = self._service, pending.planned
        if planned.stops:
            work = service.shelf.find(planned.stops)
            if work is not None:
                work.ask_to_stop()
            return planned.back
        if planned.keeps is not None:
            planned.keeps.write()
        order = WorkOrder(
            id=work_id,
            name=pending.name,
            title=planned.title,
            words=planned.words,
            who=session.person.name,
            role=session.person.role,
            at=format_time(service.clock.now_ns()),
            back=planned.back,
            plan=planned.plan,
        )
        return _find_path(service.shelf.start(order).order)

    # ---- what pages show of it

    def list_work(self) -> list[dict[str, Any]]:
        """The newest work, a line each."""
        return [work.describe() for work in self._service.shelf.list_all()[:_MOST_LISTED]]

    def list_runs(self, plan: str) -> dict[str, Any]:
        """The work on plans and runs; with what went wrong in the newest run of one plan."""
        work = [one for one in self.list_work() if one["plan"] or one["name"] == "make-plan"]
        mine = [one for one in work if plan and one["plan"] == plan]
        shown = self.show(str(mine[0]["work"])) if mine else None
        return {"work": mine if plan else work, "errors": shown["errors"] if shown else []}

    def list_named(self, back: str, *names: str) -> dict[str, Any]:
        """The newest work of these names that belongs to a page, with what its command said."""
        fitting = [work for work in self._service.shelf.list_all() if work.order.name in names]
        mine = [work for work in fitting if work.order.back == back]
        shown = self.show(mine[0].order.id) if mine else None
        return {"work": [work.describe() for work in mine[:5]], "newest": shown}

    def show(self, work_id: str) -> dict[str, Any] | None:
        """One piece of work, with what its command printed; None where there is none."""
        work = self._service.shelf.find(work_id)
        if work is None:
            return None
        told = work.read_lines(ERR)
        return {
            **work.describe(),
            "command": planned_command(work.order),
            "back": work.order.back,
            "is_asked_to_stop": (work.path / "stop").exists(),
            "lines": work.read_lines()[-_MOST_LINES:],
            "warnings": [str(one.get("message", "")) for one in told if one.get("message_type") == "warning"],
            "errors": [
                {"message": str(one.get("message", "")), "hint": str(one.get("hint", ""))}
                for one in told
                if one.get("message_type") in {"exit_error", "error"}
            ],
        }


def _keep(kept: dict[tuple[str, str], Any], name: tuple[str, str], held: object) -> None:
    while len(kept) >= _MOST_PENDING:
        kept.pop(next(iter(kept)))
    kept[name] = held


def _drop_large(pending: dict[tuple[str, str], PendingOrder]) -> None:
    """Forget the oldest orders that bring a file, while all of these hold too much memory."""
    held = [(name, len(one.planned.keeps.data)) for name, one in pending.items() if one.planned.keeps]
    size_bytes = sum(size for _, size in held)
    for name, size in held[:-1]:
        if size_bytes <= _MOST_PENDING_BYTES:
            return
        del pending[name]
        size_bytes -= size


def name_work(session: SignedIn, token: str) -> str:
    """The id of the work that a press begins: the same press has the same one."""
    return hashlib.sha256(f"{session.token} {token}".encode()).hexdigest()[:16]


def planned_command(order: WorkOrder) -> str:
    """The command line as a person types it."""
    return PlannedOrder("", (), "", "", order.words).command


def _find_path(order: WorkOrder) -> str:
    """Where its giver follows it: the page Work is not everybody's, and a message has a page of its own."""
    if order.role not in BY_NAME["work"].roles or order.name in MESSAGE_ORDERS:
        return order.back
    return f"/runs/{order.plan}" if order.plan else f"/work/{order.id}"


_GONE = Trouble(
    "Nothing waits for this press: it waited too long, or you signed in again.",
    "go back to the page and begin again; the page Work shows what was started",
)
