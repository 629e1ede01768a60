"""What a director or a technician has done from a page by a command line, and what is said before."""

from __future__ import annotations

import re

from firstbell.base.errors import UsageError
from firstbell.console.key_process.case_orders import CASE_ORDERS
from firstbell.console.key_process.export_orders import EXPORT_ORDERS
from firstbell.console.key_process.letter_orders import LETTER_ORDERS
from firstbell.console.key_process.message_orders import MESSAGE_ORDERS
from firstbell.console.key_process.order_fields import (
    LOCK_WAIT,
    Fields,
    OrderGround,
    OrderKind,
    PlannedOrder,
    find_repository,
    take_field,
    take_why,
)
from firstbell.console.key_process.readiness_orders import (
    READINESS_ORDERS,
    name_systems,
    need_configuration,
    take_tier,
    tell_tier,
)
from firstbell.console.key_process.work import RUNNING, WorkFolder
from firstbell.runs.plans.plan import load_plan

_HEX = re.compile(r"[0-9a-f]{8,64}")
_PLAN = re.compile(r"[0-9a-f]{16}")
# as in a vault; and no option of a command line
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
# of a plan, on the page before it is restored in place
_MOST_FOLDERS = 60
_OBJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,299}")


def plan_order(name: str, ground: OrderGround, fields: Fields) -> PlannedOrder:
    """The order of this name. Raises: UsageError, PersonalValueError."""
    if name not in ORDERS:
        raise UsageError(f"there is no order {name!r}")
    return ORDERS[name].plan(ground, fields)


def _rule_snapshot(ground: OrderGround, fields: Fields) -> PlannedOrder:
    snapshot = take_field(fields, "snapshot", shape=_HEX, what="snapshot")
    ruling = fields.get("ruling", "")
    if ruling not in {"benign", "event", "undo"}:
        raise UsageError(f"{ruling!r} is no ruling", hint="it is benign, event or undo")
    repository = find_repository(ground, fields)
    why = take_why(ground, fields)
    verdict = ("--undo",) if ruling == "undo" else (ruling,)
    tells = {
        "benign": (
            f"Snapshot {snapshot[:8]} counts as clean from now on, and so do the files that came with it.",
            "Changes of the same kind on this host are no longer a sign of encryption.",
            "Do this only when somebody who knows these files has said where the change came from.",
        ),
        "event": (
            f"Snapshot {snapshot[:8]} counts as an encryption event from now on.",
            "Files are restored from before it, and retention keeps what came before it.",
        ),
        "undo": (
            f"The ruling on snapshot {snapshot[:8]} is taken back. The judgment from before stands again.",
        ),
    }
    titles = {
        "benign": "Release a snapshot",
        "event": "Rule an encryption event",
        "undo": "Take a ruling back",
    }
    undo = "Give the ruling again." if ruling == "undo" else "Yes: on the same page, take the ruling back."
    return PlannedOrder(
        title=titles[ruling],
        tells=(*tells[ruling], f"The desk's ledger keeps the reason: {why}"),
        undo=f"{undo} That both were said stays on the record.",
        back=_find_back(fields),
        words=("examine", "rule", snapshot, *verdict, "--why", why, *repository.words, *LOCK_WAIT),
    )


def _find_back(fields: Fields) -> str:
    """The page that the person came from: an event or a host, nothing else."""
    if _HEX.fullmatch(fields.get("event", "")):
        return f"/events/{fields['event']}"
    if _HOST.fullmatch(fields.get("host", "")):
        return f"/hosts/{fields['host']}"
    return "/events"


def _declare_event(ground: OrderGround, fields: Fields) -> PlannedOrder:
    event = take_field(fields, "event", shape=_HEX, what="event")
    repository = find_repository(ground, fields)
    return PlannedOrder(
        title="Declare an event",
        tells=(
            f"You declare that event {event[:8]} is real. The district's clock starts now.",
            "The time of the declaration goes on the desk's ledger. Recovery takes no file from after the "
            "event began unless there is a reason to trust it.",
            "Firstbell tells nobody outside. Duties to notify, and by when, stand on the page Clocks.",
        ),
        undo="No. You can close the event when it is over; that it was declared stays on the record.",
        back=f"/events/{event}",
        words=("event", "declare", event, *repository.words, *LOCK_WAIT),
    )


def _close_event(ground: OrderGround, fields: Fields) -> PlannedOrder:
    event = take_field(fields, "event", shape=_HEX, what="event")
    repository = find_repository(ground, fields)
    why = take_why(ground, fields)
    return PlannedOrder(
        title="Close an event",
        tells=(
            f"Event {event[:8]} is over. It stays on the record, with its damage and its times.",
            f"The desk's ledger keeps the reason: {why}",
        ),
        undo="No. If damage shows up again, it is judged and listed again.",
        back=f"/events/{event}",
        words=("event", "close", event, "--why", why, *repository.words, *LOCK_WAIT),
    )


def _need_vault(ground: OrderGround) -> tuple[str, ...]:
    if ground.places.vault is None:
        raise UsageError("the console was started without a vault", hint="`firstbell console --vault DIR`")
    return ("--vault", str(ground.places.vault))


def _release_object(ground: OrderGround, fields: Fields) -> PlannedOrder:
    vault = _need_vault(ground)
    host = take_field(fields, "host", shape=_HOST, what="host")
    name = take_field(fields, "name", shape=_OBJECT, what="object in quarantine")
    why = take_why(ground, fields)
    return PlannedOrder(
        title="Release from quarantine",
        tells=(
            f"The vault serves {name[:40]} to {host} again.",
            "Firstbell set it aside because it did not hold what its name says.",
            f"The vault keeps the reason: {why}",
        ),
        undo="No. The vault sets it aside again if it is found damaged once more.",
        back=f"/hosts/{host}",
        words=("vault", "release", name, "--why", why, *vault),
    )


def _thaw_host(ground: OrderGround, fields: Fields) -> PlannedOrder:
    vault = _need_vault(ground)
    host = take_field(fields, "host", shape=_HOST, what="host")
    why = take_why(ground, fields)
    return PlannedOrder(
        title="Unfreeze a host",
        tells=(
            f"Snapshots of {host} may be removed again when the retention rules say so.",
            "Do this only when the event is over, or was none.",
            f"The vault keeps the reason: {why}",
        ),
        undo="`firstbell vault freeze` at the desk freezes it again. What was removed by then is gone.",
        back=f"/hosts/{host}",
        words=("vault", "thaw", host, "--why", why, *vault),
    )


def _revoke_host(ground: OrderGround, fields: Fields) -> PlannedOrder:
    vault = _need_vault(ground)
    host = take_field(fields, "host", shape=_HOST, what="host")
    why = take_why(ground, fields)
    return PlannedOrder(
        title="Revoke a host's credentials",
        tells=(
            f"{host} can no longer send backups to this vault: all its credentials end at once.",
            "The backups it sent stay, and can be restored.",
            "Do this when somebody else may have its credentials.",
            f"The vault keeps the reason: {why}",
        ),
        undo="No. `firstbell host rotate` at the desk gives the host new credentials.",
        back=f"/hosts/{host}",
        words=("host", "revoke", host, "--why", why, *vault),
    )


def _make_plan(ground: OrderGround, fields: Fields) -> PlannedOrder:
    desk, tier = need_configuration(ground), take_tier(fields)
    return PlannedOrder(
        title="Plan the recovery",
        tells=(
            f"Firstbell plans the recovery of {name_systems(tier)}: in which order, from which day, how long "
            "it takes.",
            *tell_tier(tier),
            "It takes for each file the last clean version, and names what would start again.",
            "The repositories get new snapshots of these clean versions. Nothing is restored yet.",
        ),
        undo="There is nothing to undo: a plan does nothing until you start it.",
        back="/runs",
        words=("recover", "plan", *desk, *tier),
    )


def _start_run(ground: OrderGround, fields: Fields) -> PlannedOrder:
    plan, words = _find_plan(ground, fields)
    if fields.get("in_place"):
        return _start_in_place(ground, plan, words, is_confirmed=bool(fields.get("confirmed")))
    return PlannedOrder(
        title="Start the run",
        tells=(
            "The systems of the plan are restored in order to their targets. Every file is verified.",
            "Files that lie in a target already are moved aside, not deleted.",
            "The run goes on when you close the browser, and when the console ends. You can stop it.",
        ),
        undo="You can stop it and go on later. What is restored by then stays in the target folders.",
        back=f"/runs/{plan}",
        words=tuple(words),
        plan=plan,
    )


def _find_plan(ground: OrderGround, fields: Fields) -> tuple[str, tuple[str, ...]]:
    """The plan that a form names, and the command line that carries it out. Raises: UsageError."""
    plan = take_field(fields, "plan", shape=_PLAN, what="plan")
    file = ground.places.desk / "plans" / f"{plan}.json"
    if not file.is_file():
        raise UsageError(f"there is no plan {plan}", hint="make a plan on the page Plan and run")
    if any(one.order.plan == plan and one.find_state() == RUNNING for one in ground.shelf.list_all()):
        raise UsageError(f"the run of plan {plan} goes on already", hint="open its page to see how far it is")
    words = ["recover", "run", str(file), "--desk", str(ground.places.desk)]
    case = ground.places.find_case(fields.get("case", ""))
    if case is not None:
        words += ["--case", str(case.folder)]
    if fields.get("as_planned"):
        words.append("--as-planned")
    return plan, tuple(words)


def _start_in_place(
    ground: OrderGround, plan: str, words: tuple[str, ...], *, is_confirmed: bool
) -> PlannedOrder:
    """Two pages: what it means first, then over which folders it restores. Raises: PlanError."""
    systems = load_plan(ground.places.desk / "plans" / f"{plan}.json").systems
    folders = [
        f"{system.name}: {piece.host}, {', '.join(piece.paths)}"
        for system in systems
        for piece in system.pieces
    ]
    if not folders:
        raise UsageError("the plan restores no files: it has no backup of any system")
    means = (
        "Files are restored over the files on the machine on which the console runs, at the same paths.",
        "Files there that differ are moved aside, not deleted. Files that are only there stay.",
        "Do this only on the machine that the backups came from, and after the intruder is out.",
    )
    stay = "Moved files lie beside the restored ones; move them back by hand."
    if not is_confirmed:
        return PlannedOrder(
            title="Restore in place",
            tells=(*means, "The next page lists the folders. Nothing is started before you press there."),
            undo=f"Only by hand. {stay}",
            back=f"/runs/{plan}",
            asks_again="See which folders are overwritten",
        )
    shown = folders if len(folders) <= _MOST_FOLDERS else folders[:_MOST_FOLDERS]
    more = len(folders) - len(shown)
    return PlannedOrder(
        title="Restore over these folders",
        tells=(*shown, *((f"and {more} more",) if more else ()), *means[:2]),
        undo=f"Only by hand. {stay} You can stop the run and go on later.",
        back=f"/runs/{plan}",
        words=(*words, "--in-place", "--yes"),
        plan=plan,
    )


def _stop_work(ground: OrderGround, fields: Fields) -> PlannedOrder:
    work = _find_work(ground, fields)
    if work.find_state() != RUNNING:
        raise UsageError("this is over already: there is nothing to stop")
    plan = work.order.plan
    again = "Start the run again: it goes on where it was." if plan else "Start it again from its page."
    return PlannedOrder(
        title=f"Stop: {work.order.title.lower()}",
        tells=(
            "The command is interrupted, as Ctrl-C does at the desk. It finishes nothing halfway: what is "
            "restored is whole, and the rest is not there yet.",
        ),
        undo=again,
        back=f"/runs/{plan}" if plan else f"/work/{work.order.id}",
        stops=work.order.id,
    )


def _find_work(ground: OrderGround, fields: Fields) -> WorkFolder:
    work = ground.shelf.find(take_field(fields, "work", shape=_PLAN, what="work"))
    if work is None:
        raise UsageError("there is no such work")
    return work


ORDERS: dict[str, OrderKind] = {
    "rule-snapshot": OrderKind("host", _rule_snapshot),
    "declare-event": OrderKind("event", _declare_event),
    "close-event": OrderKind("event", _close_event),
    "release-object": OrderKind("host", _release_object),
    "thaw-host": OrderKind("host", _thaw_host),
    "revoke-host": OrderKind("host", _revoke_host),
    "make-plan": OrderKind("runs", _make_plan),
    "start-run": OrderKind("runs", _start_run),
    "stop-work": OrderKind("work", _stop_work),
    **CASE_ORDERS,
    **LETTER_ORDERS,
    **READINESS_ORDERS,
    **EXPORT_ORDERS,
    **MESSAGE_ORDERS,
}
