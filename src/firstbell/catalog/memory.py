"""What was found before, kept while a line is replayed.

A version is known again by its path and content. A snapshot's examination stays while the snapshot it was
compared with stays its predecessor or is forgotten; when another snapshot came between the two, it is
examined again. What a forgotten snapshot was found to hold is folded into the one after it, so that
forgetting a struck snapshot does not make the damage look like no event.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from firstbell.catalog import schema
from firstbell.catalog.bulk import find_by_key
from firstbell.catalog.evidence import fold_evidence, fold_losses, read_evidence, render_evidence
from firstbell.record.evidence import Sign
from firstbell.record.examination import SEVERITY, Verdict
from firstbell.record.versions import State

FORGOTTEN = "history.forgotten"

_RECALL = (
    update(schema.versions)
    .where(
        schema.versions.c.line == bindparam("of_line"),
        schema.versions.c.path == bindparam("of_path"),
        schema.versions.c.content == bindparam("of_content"),
        schema.versions.c.kind == bindparam("of_kind"),
        schema.versions.c.first >= bindparam("of_start"),
    )
    .values(
        state=bindparam("to_state"),
        code=bindparam("to_code"),
        reason=bindparam("to_reason"),
        was=bindparam("to_was"),
    )
)


class KeptStates(NamedTuple):
    """The states of versions first held at `start` or later, as parameters of one update."""

    start: int
    rows: list[dict[str, Any]]


def remember_states(connection: Connection, line: int, start: int) -> KeptStates:
    """The states found for versions that a replay from `start` will make anew."""
    of = schema.versions.c
    query = select(schema.versions).where(of.line == line, of.first >= start, of.state.is_not(None))
    rows = [
        {
            "of_line": line,
            "of_path": row.path,
            "of_content": row.content,
            "of_kind": row.kind,
            "of_start": start,
            "to_state": row.state,
            "to_code": row.code,
            "to_reason": row.reason,
            "to_was": row.was,
        }
        for row in connection.execute(query.order_by(of.first))
    ]
    return KeptStates(start, rows)


def recall_states(connection: Connection, line: int, kept: KeptStates) -> None:
    """Give the replayed versions of a line the states they had."""
    if kept.rows:
        # one after the other: several may be meant for one version
        is_server = connection.dialect.name == "postgresql"
        connection.execute(find_by_key(_RECALL) if is_server else _RECALL, kept.rows)


def settle_examinations(connection: Connection, stored: Sequence[bytes], wanted: Sequence[bytes]) -> None:
    """Keep, fold or drop the examinations of a line whose order went from `stored` to `wanted`."""
    of = schema.examinations.c
    query = select(schema.examinations).where(of.snapshot.in_(bindparam("ids", expanding=True)))
    found: dict[bytes, Row[Any]] = {}
    for at in range(0, len(stored), 500):
        found |= {row.snapshot: row for row in connection.execute(query, {"ids": stored[at : at + 500]})}
    remaining = set(wanted)
    _fold_forgotten(connection, [found.get(snapshot) for snapshot in stored], remaining)
    predecessors: dict[bytes, bytes | None] = {}
    previous = None
    for snapshot in wanted:
        predecessors[snapshot] = previous
        previous = snapshot
    for snapshot, row in found.items():
        if snapshot not in remaining or _is_outdated(row, predecessors[snapshot], remaining):
            connection.execute(delete(schema.examinations).where(of.snapshot == snapshot))
        else:
            connection.execute(
                update(schema.examinations)
                .where(of.snapshot == snapshot)
                .values(previous=predecessors[snapshot])
            )


def _is_outdated(row: Row[Any], predecessor: bytes | None, remaining: set[bytes]) -> bool:
    """Whether it was compared with another one that is still there, or with none since it was the first."""
    return row.previous != predecessor and (row.previous is None or row.previous in remaining)


def _fold_forgotten(
    connection: Connection, examined: Sequence[Row[Any] | None], remaining: set[bytes]
) -> None:
    waiting: list[Row[Any]] = []
    for row in examined:
        if row is None:
            waiting.clear()  # the snapshot was not examined yet: it will be, against what remains
        elif row.snapshot not in remaining:
            waiting.append(row)
        else:
            for forgotten in waiting:
                _fold(connection, row.snapshot, forgotten)
            waiting.clear()


def _fold(connection: Connection, snapshot: bytes, forgotten: Row[Any]) -> None:
    of = schema.examinations.c
    row = connection.execute(select(schema.examinations).where(of.snapshot == snapshot)).one()
    damaged = _count_damaged(connection, snapshot)
    lists, older = json.loads(row.lists), json.loads(forgotten.lists)
    for name in ("notes", "deleted", "renamed", "hints"):
        lists[name] = older[name] + [item for item in lists[name] if item not in older[name]]
    verdict, evidence = Verdict(row.verdict), _fold_losses(row, forgotten)
    if forgotten.verdict != Verdict.CLEAN and (damaged or lists["notes"] or lists["deleted"]):
        evidence = _fold_evidence(evidence, forgotten)
        verdict = max(verdict, Verdict(forgotten.verdict), key=SEVERITY.__getitem__)
    connection.execute(
        update(schema.examinations)
        .where(of.snapshot == snapshot)
        .values(
            verdict=verdict,
            evidence=evidence,
            reasons=_merge_reasons(row, forgotten),
            files_changed=max(row.files_changed, forgotten.files_changed),
            files_damaged=damaged,
            lists=json.dumps(lists),
        )
    )


def _fold_losses(row: Row[Any], forgotten: Row[Any]) -> str | None:
    kept = read_evidence(row.evidence)
    return None if kept is None else render_evidence(fold_losses(kept, read_evidence(forgotten.evidence)))


def _fold_evidence(evidence: str | None, forgotten: Row[Any]) -> str | None:
    kept = read_evidence(evidence)
    if kept is None:
        return None
    folded = fold_evidence(kept, read_evidence(forgotten.evidence), Verdict(forgotten.verdict))
    if any(sign.code == FORGOTTEN for sign in folded.signs):
        return render_evidence(folded)
    sign = Sign(FORGOTTEN, _tell_forgotten(forgotten), 1, 0)
    return render_evidence(msgspec.structs.replace(folded, signs=(*folded.signs, sign)))


def _tell_forgotten(forgotten: Row[Any]) -> str:
    return f"includes what snapshot {forgotten.snapshot.hex()[:8]}, since forgotten, was found to hold"


def _merge_reasons(row: Row[Any], forgotten: Row[Any]) -> str:
    reasons = json.loads(row.reasons)
    codes = {reason["code"] for reason in reasons}
    reasons += [reason for reason in json.loads(forgotten.reasons) if reason["code"] not in codes]
    if FORGOTTEN not in codes and forgotten.verdict != Verdict.CLEAN:
        reasons.append({"code": FORGOTTEN, "detail": _tell_forgotten(forgotten), "count": 1})
    return json.dumps(reasons)


def _count_damaged(connection: Connection, snapshot: bytes) -> int:
    place = connection.execute(
        select(schema.snapshots.c.line, schema.snapshots.c.position).where(schema.snapshots.c.id == snapshot)
    ).one()
    of = schema.versions.c
    query = select(func.count()).where(
        of.line == place.line, of.first == place.position, of.state == State.DAMAGED
    )
    return connection.scalar(query) or 0
