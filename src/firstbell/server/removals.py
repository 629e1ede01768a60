"""What goes: locks of the host's own; for the desk, what nothing holds."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from firstbell.server.access import Session, check_removing
from firstbell.server.errors import RefusedError
from firstbell.store import Kind
from firstbell.vault.entries import Removed


async def remove_object(session: Session, kind: Kind, name: str) -> Response:
    """Remove an object, and write that down.

    Raises: RefusedError, 403 also for what the vault holds; ObjectNotFoundError, StoreError, VaultError.
    """
    service, host = session.service, session.host
    place = service.place(host)
    if kind is Kind.LOCKS and session.credential.permission != "read":
        # a lock that is gone is 404, not another's
        await service.run(place.size, kind, name)
        await service.take_in()
    check_removing(session, kind.value, name)
    size_bytes = await service.run(place.size, kind, name)
    if hold := await service.run(service.vault.find_hold, host, kind.value, name):
        raise RefusedError(HTTPStatus.FORBIDDEN, hold)
    await service.run(place.delete, kind, name)
    await service.arriving.write(
        Removed(
            host=host,
            by=session.credential.id,
            address=session.address,
            type=kind.value,
            name=name,
            size_bytes=size_bytes,
        )
    )
    return Response(status_code=200)
