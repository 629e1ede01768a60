"""What proves that the school would be back in time: a measurement, a rehearsal, an exercise."""

from __future__ import annotations

import re

from firstbell.base.errors import UsageError
from firstbell.console.key_process.order_fields import LOCK_WAIT, Fields, OrderGround, OrderKind, PlannedOrder

_TIER = re.compile(r"[0-9]")


def take_tier(fields: Fields) -> tuple[str, ...]:
    """The option of the tier that a form names; none where it names none. Raises: UsageError."""
    tier = fields.get("tier", "")
    if not tier:
        return ()
    if not _TIER.fullmatch(tier):
        raise UsageError(f"{tier!r} is not a tier", hint="a tier is 0 to 9")
    return ("--tier", tier)


def need_configuration(ground: OrderGround) -> tuple[str, ...]:
    """The options of a desk that has a firstbell.toml. Raises: UsageError."""
    if not ground.places.has_configuration:
        raise UsageError("this desk has no firstbell.toml yet", hint="`firstbell setup` writes one")
    return ("--desk", str(ground.places.desk), *LOCK_WAIT)


def name_systems(tier: tuple[str, ...]) -> str:
    """Which systems these options mean, in words."""
    if not tier:
        return "all systems of the district"
    tiers = "tier 0" if tier[1] == "0" else f"tiers 0 to {tier[1]}"
    return f"the systems of recovery {tiers}"


def tell_tier(tier: tuple[str, ...]) -> tuple[str, ...]:
    """What a tier is, where these options name one."""
    told = "The recovery tier says how soon the school needs a system. Tier 0 is restored first."
    return (told,) if tier else ()


def _record_readiness(ground: OrderGround, fields: Fields) -> PlannedOrder:
    desk = need_configuration(ground)
    return PlannedOrder(
        title="Record a measurement",
        tells=(
            "Firstbell measures when the school would reopen, from today's sizes and measured rates.",
            "The desk's ledger keeps the result, so that you can see it change over the months.",
        ),
        undo="No. A measurement stays on the record; the next one stands beside it.",
        back="/readiness",
        words=("readiness", *desk),
    )


def _rehearse(ground: OrderGround, fields: Fields) -> PlannedOrder:
    desk, tier = need_configuration(ground), take_tier(fields)
    return PlannedOrder(
        title="Rehearse the recovery",
        tells=(
            f"Firstbell restores a random sample of {name_systems(tier)} from the real backups into a folder "
            "of its own on the desk's machine, verifies every file, runs the checks, and deletes the sample.",
            *tell_tier(tier),
            "Nothing is written to the backups, and no host is touched.",
            "The desk's ledger keeps the result and the measured rates; the page Readiness goes by them.",
        ),
        undo="There is nothing to undo. That it was rehearsed stays on the record.",
        back="/readiness",
        words=("rehearse", *tier, *desk),
    )


def _exercise(ground: OrderGround, fields: Fields) -> PlannedOrder:
    desk, tier = need_configuration(ground), take_tier(fields)
    return PlannedOrder(
        title="Exercise an event",
        tells=(
            f"Firstbell copies a sample of {name_systems(tier)} into a folder of its own on the desk's "
            "machine, damages the copies as an intruder would, and times the recovery of them.",
            *tell_tier(tier),
            "No host is touched, nothing is written to the backups, and the folder is deleted at the end.",
            "The desk's ledger keeps the times, beside those of the last exercise.",
        ),
        undo="There is nothing to undo. That it was exercised stays on the record.",
        back="/readiness",
        words=("exercise", *tier, *desk),
    )


READINESS_ORDERS: dict[str, OrderKind] = {
    "record-readiness": OrderKind("readiness", _record_readiness),
    "rehearse": OrderKind("readiness", _rehearse),
    "exercise": OrderKind("readiness", _exercise),
}
