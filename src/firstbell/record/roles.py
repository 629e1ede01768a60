"""The parts people have in an event."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is to a case. What each may put on a ledger stands in `ledger/roles.py`."""

    DIRECTOR = "director"
    TECHNICIAN = "technician"
    FORENSIC = "forensic"
    COUNSEL = "counsel"
    COMMUNICATIONS = "communications"
    REVIEWER = "reviewer"
