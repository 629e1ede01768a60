"""Storing what an examination found."""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, update

from firstbell.catalog import schema
from firstbell.catalog.bulk import update_rows
from firstbell.catalog.evidence import render_evidence
from firstbell.catalog.rows import SnapshotRow, VersionRow
from firstbell.record.examination import Examination, Finding, Reason, Verdict
from firstbell.record.versions import Judgement, State

_of = schema.versions.c
# with their types, which an update over arrays has to name
_TO_STATE = {
    "state": bindparam("to_state", type_=_of.state.type),
    "code": bindparam("to_code", type_=_of.code.type),
    "reason": bindparam("to_reason", type_=_of.reason.type),
}
_TO_WAS = bindparam("to_was", type_=_of.was.type)
_JUDGE_NEW = (
    update(schema.versions)
    .where(
        _of.line == bindparam("of_line"), _of.path == bindparam("of_path"), _of.first == bindparam("of_first")
    )
    .values(was=_TO_WAS, **_TO_STATE)
)
# An old version that was judged when it was new keeps that judgement.
_JUDGE_OLD = (
    update(schema.versions)
    .where(
        _of.line == bindparam("of_line"),
        _of.path == bindparam("of_path"),
        _of.first < bindparam("of_first"),
        _of.gone == bindparam("of_first"),
        _of.state.is_(None),
    )
    .values(**_TO_STATE)
)
_NAME = (
    update(schema.versions)
    .where(
        _of.line == bindparam("of_line"), _of.path == bindparam("of_path"), _of.first == bindparam("of_first")
    )
    .values(was=_TO_WAS)
)


def store_examination(
    connection: Connection, snapshot: SnapshotRow, examination: Examination, *, previous: bytes | None
) -> None:
    """Keep the verdict at the snapshot and the states at the versions.

    `previous`: id of the snapshot it was compared with.
    """
    findings = examination.findings
    new = {finding.path: _new_values(snapshot, finding) for finding in findings}
    update_rows(connection, _JUDGE_NEW, new.values())
    old: dict[object, dict[str, object]] = {}
    for finding in findings:
        if finding.old_judgement:
            values = _old_values(snapshot, finding)
            old.setdefault(values["of_path"], values)
    update_rows(connection, _JUDGE_OLD, old.values())
    found = {finding.path for finding in findings if finding.was is not None}
    named = {path: was for was, path in examination.renamed if path not in found}
    update_rows(connection, _NAME, ({**_place(snapshot, path), "to_was": was} for path, was in named.items()))
    table = schema.examinations
    connection.execute(delete(table).where(table.c.snapshot == snapshot.id))
    connection.execute(insert(table).values(**_examination_values(snapshot, previous, examination)))


def _place(snapshot: SnapshotRow, path: bytes) -> dict[str, object]:
    return {"of_line": snapshot.line, "of_path": path, "of_first": snapshot.position}


def _state_values(judgement: Judgement) -> dict[str, object]:
    return {"to_state": judgement.state, "to_code": judgement.code, "to_reason": judgement.reason}


def _new_values(snapshot: SnapshotRow, finding: Finding) -> dict[str, object]:
    return {**_place(snapshot, finding.path), **_state_values(finding.judgement), "to_was": finding.was}


def _old_values(snapshot: SnapshotRow, finding: Finding) -> dict[str, object]:
    assert finding.old_judgement is not None
    path = finding.path if finding.was is None else finding.was
    return {**_place(snapshot, path), **_state_values(finding.old_judgement)}


def _examination_values(
    snapshot: SnapshotRow, previous: bytes | None, examination: Examination
) -> dict[str, object]:
    damaged = sum(finding.judgement.state is State.DAMAGED for finding in examination.findings)
    lists = {
        "notes": [path.hex() for path in examination.notes],
        "deleted": [path.hex() for path in examination.deleted],
        "renamed": [(was.hex(), path.hex()) for was, path in examination.renamed],
        "hints": list(examination.hints),
    }
    return {
        "snapshot": snapshot.id,
        "previous": previous,
        "verdict": examination.verdict,
        "reasons": json.dumps([msgspec.structs.asdict(reason) for reason in examination.reasons]),
        "files_changed": examination.files_changed,
        "files_damaged": damaged,
        "lists": json.dumps(lists),
        "evidence": render_evidence(examination.evidence),
    }


def store_verdict(
    connection: Connection, snapshot: bytes, *, verdict: Verdict, reasons: Sequence[Reason]
) -> None:
    """Keep the verdict that was worked out anew from the evidence that is kept already."""
    table = schema.examinations
    told = json.dumps([msgspec.structs.asdict(reason) for reason in reasons])
    connection.execute(
        update(table).where(table.c.snapshot == snapshot).values(verdict=verdict, reasons=told)
    )


def store_judgement(connection: Connection, version: VersionRow, judgement: Judgement) -> None:
    """Keep the judgement of one version that was looked at on demand."""
    values = {"of_line": version.line, "of_path": version.path, "of_first": version.first}
    row = {**values, **_state_values(judgement), "to_was": version.was}
    update_rows(connection, _JUDGE_NEW, [row])
