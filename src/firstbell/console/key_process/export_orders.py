"""What leaves a case for others: an export for one role, a report on people. Both lie at the desk."""

from __future__ import annotations

import secrets

from firstbell.base.errors import UsageError
from firstbell.console.key_process.case_orders import find_case
from firstbell.console.key_process.order_fields import Fields, OrderGround, OrderKind, PlannedOrder, take_why
from firstbell.ledger.roles import ROLES

EXPORT, REPORT = "export-case", "report-people"
_EXPORTERS = frozenset({"director", "technician", "forensic", "counsel"})
_REPORTERS = frozenset({"director", "counsel"})


def _export_case(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    role = fields.get("for", "") or ground.role
    if role not in ROLES:
        raise UsageError(f"{role!r} is not a role", hint=f"it is one of {', '.join(ROLES)}")
    if ground.role != "director" and role != ground.role:
        raise UsageError(
            f"a {ground.role} exports what a {ground.role} reads", hint="a director exports for others"
        )
    why = take_why(ground, fields)
    target = ground.places.desk / f"export-{secrets.token_hex(4)}"
    words = ["case", "export", str(target), str(case.folder), "--for", role, "--why", why]
    if fields.get("evidence"):
        words.append("--evidence")
    places = ground.places.repositories
    opened = (*places[0].words, "--no-lock") if len(places) == 1 else ()
    copies = " Copies of the evidence that the case holds go with it." if fields.get("evidence") else ""
    return PlannedOrder(
        title="Export the case",
        tells=(
            f"What a {role} may read of the case is written to the new folder {target} on the desk's "
            f"machine: the record with a program that checks it, facts, the timeline.{copies}",
            "Counsel's own track and sealed values are left out.",
            f"The record says that it was exported, for whom and why: {why}",
        ),
        undo="The folder can be deleted. That it was exported stays on the record.",
        back=f"/cases/{case.id}/entries",
        words=(*words, "--desk", str(ground.places.desk), *opened),
    )


def _report_people(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    mark, desk = secrets.token_hex(4), ground.places.desk
    page, register = desk / f"people-{mark}.html", desk / f"register-{mark}.csv"
    words = ["impact", "report", "--html", str(page)]
    tells = [f"A page with initials, counts and pictures is written to {page} on the desk's machine."]
    if fields.get("register"):
        words += ["--csv", str(register)]
        tells.append(
            f"The register with names and kinds of data is written to {register}: protect it as the case."
        )
    tells.append("The record says who made each copy and when, with its hash. No value is shown in full.")
    return PlannedOrder(
        title="Write the report on people",
        tells=tuple(tells),
        undo="The files can be deleted. That they were made stays on the record.",
        back=f"/cases/{case.id}/people",
        words=(*words, "--case", str(case.folder), "--desk", str(ground.places.desk)),
    )


EXPORT_ORDERS: dict[str, OrderKind] = {
    EXPORT: OrderKind("entries", _export_case, _EXPORTERS),
    REPORT: OrderKind("people", _report_people, _REPORTERS),
}
