"""What is done about letters by a command line: who is told is planned, and the letters are written."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from firstbell.base.errors import UsageError
from firstbell.console.key_process.case_orders import find_case
from firstbell.console.key_process.order_fields import (
    Fields,
    OrderGround,
    OrderKind,
    PlannedOrder,
    take_field,
    take_line,
)
from firstbell.ledger.personal import refuse_personal

PLAN, DRAFT = "plan-letters", "draft-letters"
_WRITERS = frozenset({"director", "counsel", "communications"})
_DAY = re.compile(r"(|[0-9]{4}-[0-9]{2}-[0-9]{2})")
_EMAIL = re.compile(r"(|[^\s@]{1,64}@[A-Za-z0-9.-]{1,190})")
_COST = re.compile(r"(|[0-9]{1,3}([.][0-9]{1,2})?)")
_TRANSLATION = re.compile(r"(es|so|hmn):\s*\S.*")
_MOST_LINES = 5


def _plan_letters(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    place = fields.get("addresses", "").strip()
    source = Path(place)
    if not source.is_absolute():
        raise UsageError(
            f"{place!r} is not a full path", hint="write it as it is on the desk, starting with /"
        )
    if not (source.is_dir() or (source.is_file() and source.suffix == ".jsonl")):
        raise UsageError(
            f"{place} is neither a folder at the desk nor a file of people (.jsonl)",
            hint="name the folder of the roster, with OneRoster files and contacts",
        )
    given = f"--roster={place}" if source.is_dir() else f"--people={place}"
    cost = take_field(fields, "cost", shape=_COST, what="cost of a letter")
    words = ["notice", "plan", given, *([f"--cost={cost}"] if cost else [])]
    whom = "whom the scan found" if source.is_dir() else "in that file"
    return PlannedOrder(
        title="Plan the letters",
        tells=(
            f"Firstbell plans a letter to everybody {whom}, at the address that {place} gives.",
            "For a minor the letters go to guardians: one for each household, and none to a guardian who may "
            "not be contacted. People who only possibly match get none before a reviewer has decided.",
            "The plan is sealed in the case; the record gets counts alone. Nothing is written or sent yet.",
        ),
        undo="Plan again: the newest plan counts. That each was made stays on the record.",
        back=f"/cases/{case.id}/letters",
        words=(*words, "--case", str(case.folder), "--desk", str(ground.places.desk)),
    )


def _draft_letters(ground: OrderGround, fields: Fields) -> PlannedOrder:
    case = find_case(ground, fields)
    contact, signer = (take_line(fields, name) for name in ("contact", "signer"))
    if not contact or not signer:
        raise UsageError("a letter says whom its reader can ask, and who signs it")
    target = ground.places.desk / "letters" / secrets.token_hex(4)
    words = ["notice", "draft", str(target), f"--contact={contact}", f"--signer={signer}"]
    words += [f"--contact={line}" for line in _take_translations(fields)]
    lines = [line.strip() for line in fields.get("return_address", "").splitlines() if line.strip()]
    words += [f"--return-address={line}" for line in lines[:_MOST_LINES]]
    day = take_field(fields, "day", shape=_DAY, what="day (write it like 2026-02-24)")
    sender = take_field(fields, "email_from", shape=_EMAIL, what="e-mail address")
    more = {"day": day, "email-from": sender, "school": take_line(fields, "school")}
    words += [f"--{name}={held}" for name, held in more.items() if held]
    copies = f" E-mail copies come from {sender}." if sender else ""
    return PlannedOrder(
        title="Draft the letters",
        tells=(
            f"The letters of the newest plan are written to {target} on the desk's machine: PDFs to print, "
            f"addresses for a mail house, a document for counsel to read.{copies}",
            f"They name {contact} for questions, and {signer} signs them.",
            "That folder holds personal data: protect it as the case. The record gets counts and a hash.",
            "Nothing is sent. Counsel and a director must approve these letters first, each alone.",
        ),
        undo="Draft again: the newest draft counts, and needs a new approval. The folder can be deleted.",
        back=f"/cases/{case.id}/letters",
        words=(*words, "--case", str(case.folder), "--desk", str(ground.places.desk)),
    )


def _take_translations(fields: Fields) -> list[str]:
    """Whom to ask in other languages, a line each. Raises: UsageError, PersonalValueError."""
    lines = [line.strip() for line in fields.get("translations", "").splitlines() if line.strip()]
    refuse_personal("whom readers can ask", lines)
    for line in lines:
        if not _TRANSLATION.fullmatch(line):
            raise UsageError(
                f"{line!r} does not begin with a language of the letters", hint="write it like es: 555-0100"
            )
    return lines


LETTER_ORDERS: dict[str, OrderKind] = {
    PLAN: OrderKind("letters", _plan_letters, _WRITERS),
    DRAFT: OrderKind("letters", _draft_letters, _WRITERS),
}
