"""Who may add what: one table, which docs/formats/ledger.md shows.

An entry's kind is dotted; what stands before the first dot decides. In the privileged track, which counsel
keeps apart, counsel stands where the director does elsewhere.
"""

from __future__ import annotations

from firstbell.record.roles import Role

DIRECTOR, TECHNICIAN, FORENSIC, COUNSEL, COMMUNICATIONS, REVIEWER = ROLES = tuple(role.value for role in Role)

KEY = "key"
_TECHNICAL = {"contact", "drill", "event", "fact", "impact", "pin", "receipt", "recover", "snapshots"}
_FORENSIC = {"evidence", "examination", "finding", "note"}
_SPOKEN = {"approval", "claim", "decision", "notice", "override", "report", "review", "ruling"}
KINDS = frozenset({"action", "case", KEY, "lock", *_TECHNICAL, *_FORENSIC, *_SPOKEN})

_MAIN = {
    DIRECTOR: KINDS,
    TECHNICIAN: frozenset({"action", *_TECHNICAL, *_FORENSIC}),
    FORENSIC: frozenset(_FORENSIC),
    COUNSEL: frozenset({"approval", "claim", "contact", "decision", "note", "notice", "report", "review"}),
    COMMUNICATIONS: frozenset({"claim", "contact", "note", "notice"}),
    REVIEWER: frozenset({"note", "review"}),
}
_PRIVILEGED = {COUNSEL: KINDS, FORENSIC: frozenset(_FORENSIC)}

MAIN = "main"
PRIVILEGED = "privileged"
TABLE = {MAIN: _MAIN, PRIVILEGED: _PRIVILEGED}
FOUNDERS = {MAIN: DIRECTOR, PRIVILEGED: COUNSEL}


def may_add(track: str, role: str, kind: str) -> bool:
    """Whether an actor of this role may add an entry of this kind.

    Of kind `key` anybody may add that the own key is rotated or revoked; that is not for this table.
    """
    return kind.partition(".")[0] in TABLE.get(track, {}).get(role, frozenset())
