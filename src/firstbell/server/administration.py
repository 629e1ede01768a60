"""The admin verbs, under `/-/` on the admin listener: what the desk needs beside restic's protocol."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.responses import JSONResponse, Response

from firstbell.base.counts import read_number
from firstbell.base.errors import UNREADABLE
from firstbell.server.access import Session
from firstbell.server.errors import RefusedError
from firstbell.server.uploads import iterate_body
from firstbell.vault.entries import EVERY_HOST, Frozen, JudgementEntry, Released, SetAside, Thawed, Type
from firstbell.vault.journal_heads import find_head
from firstbell.vault.schedules import find_last_snapshot

_LINES = "application/x-ndjson"
_MOST_LINES = 100_000
_MOST_BYTES = 64 << 10
_encode = msgspec.json.Encoder().encode


class _ObjectOrder(msgspec.Struct, forbid_unknown_fields=True):
    host: str
    type: Type
    name: str
    why: str


class _HostOrder(msgspec.Struct, forbid_unknown_fields=True):
    host: str
    why: str


async def _show_hosts(session: Session) -> Response:
    vault = session.service.vault
    return JSONResponse(
        [
            {
                "host": name,
                "size_bytes": vault.inventory.of(name).size_bytes,
                "snapshots": vault.inventory.of(name).count("snapshots"),
                "last_snapshot": find_last_snapshot(vault, name),
                "last_snapshot_received": vault.inventory.of(name).last_snapshot,
                "frozen": vault.judgements.find_freeze(name) is not None,
            }
            for name in sorted(vault.registry.hosts)
        ]
    )


async def _show_arrivals(session: Session) -> Response:
    """Lines of the journal behind entry `after`; of one `host`, `type` and kind (`what`) where given."""
    wanted = session.request.query_params
    after = wanted.get("after", "-1")
    number = read_number(after.removeprefix("-"))
    if number is None:
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"after={after[:40]!r} is not a number")
    fields = {key: wanted[key] for key in ("host", "type", "what") if key in wanted}
    lines = await session.service.run(_select, session, -number if after.startswith("-") else number, fields)
    return Response(b"".join(lines), media_type=_LINES)


def _select(session: Session, after: int, fields: dict[str, str]) -> list[bytes]:
    def matching() -> Iterator[bytes]:
        for entry, line in session.service.vault.arrivals.iterate():
            if entry.seq <= after:
                continue
            shown = {"host": entry.host, "type": entry.type, "what": entry.__struct_config__.tag}
            if all(shown[key] == value for key, value in fields.items()):
                yield line + b"\n"

    return list(itertools.islice(matching(), _MOST_LINES))


async def _show_head(session: Session) -> Response:
    head = await session.service.run(find_head, session.service.vault)
    return Response(_encode(head), media_type="application/json")


async def _show_quarantine(session: Session) -> Response:
    host = session.request.query_params.get("host", "")
    entries = session.service.vault.judgements.list_set_aside(host)
    return Response(_encode(entries), media_type="application/json")


async def _show_held(session: Session) -> Response:
    """Why nothing, or nothing that came lately, of a host can be removed."""
    vault = session.service.vault
    host = _find_host(session, session.request.query_params.get("host", ""))
    freeze = vault.judgements.find_freeze(host)
    return JSONResponse({"host": host, "lock_days": vault.lock_days, "frozen": freeze.why if freeze else ""})


def _find_host(session: Session, host: str, *, every: bool = False) -> str:
    if not (every and host == EVERY_HOST):
        session.service.vault.registry.find_host(host)
    return host


async def _read_order(session: Session, shape: type[Any]) -> Any:
    body = b""
    async for data in iterate_body(session.request, idle_s=session.service.settings.limits.drained_s):
        body += data
        if len(body) > _MOST_BYTES:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "that is no order")
    try:
        order = msgspec.json.decode(body, type=shape)
    except UNREADABLE as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from None
    if not order.why.strip():
        raise RefusedError(HTTPStatus.BAD_REQUEST, "give a reason for whoever reads this in a year")
    return order


async def _judge(session: Session, entry: JudgementEntry) -> Response:
    (written,) = await session.service.run(session.service.vault.judge, entry)
    return Response(_encode(written), media_type="application/json")


async def _set_aside(session: Session) -> Response:
    order = await _read_order(session, _ObjectOrder)
    host = _find_host(session, order.host)
    by = session.credential.id
    return await _judge(session, SetAside(host=host, type=order.type, name=order.name, why=order.why, by=by))


async def _release(session: Session) -> Response:
    order = await _read_order(session, _ObjectOrder)
    if not session.service.vault.judgements.is_set_aside(order.host, order.type, order.name):
        raise RefusedError(HTTPStatus.NOT_FOUND, f"{order.type}/{order.name} is not in quarantine")
    by = session.credential.id
    return await _judge(
        session, Released(host=order.host, type=order.type, name=order.name, why=order.why, by=by)
    )


async def _freeze(session: Session) -> Response:
    order = await _read_order(session, _HostOrder)
    host = _find_host(session, order.host, every=True)
    return await _judge(session, Frozen(host=host, why=order.why, by=session.credential.id))


async def _thaw(session: Session) -> Response:
    order = await _read_order(session, _HostOrder)
    host = _find_host(session, order.host, every=True)
    return await _judge(session, Thawed(host=host, why=order.why, by=session.credential.id))


ADMIN_ROUTES: tuple[tuple[str, str, Callable[[Session], Awaitable[Response]]], ...] = (
    ("/-/hosts", "GET", _show_hosts),
    ("/-/arrivals", "GET", _show_arrivals),
    ("/-/head", "GET", _show_head),
    ("/-/quarantine", "GET", _show_quarantine),
    ("/-/held", "GET", _show_held),
    ("/-/quarantine", "POST", _set_aside),
    ("/-/release", "POST", _release),
    ("/-/freeze", "POST", _freeze),
    ("/-/thaw", "POST", _thaw),
)
