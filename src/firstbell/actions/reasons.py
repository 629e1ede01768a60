"""Why somebody does a thing, as it stands on a ledger or in a vault's journal."""

from __future__ import annotations

from firstbell.base.errors import UsageError


def read_reason(why: str) -> str:
    """A reason on one line. Raises: UsageError for none."""
    reason = " ".join(why.split())
    if not reason:
        raise UsageError("--why is empty", hint="give a one-sentence reason for whoever reads this in a year")
    return reason
