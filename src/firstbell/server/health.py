"""Is the vault well, and in figures."""

from __future__ import annotations

import os

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from firstbell.server.figures import CONTENT_TYPE
from firstbell.server.lines import STRANGERS
from firstbell.server.service import Service
from firstbell.vault import VaultUnreachableError
from firstbell.vault.looks import find_silence, read_look

_RESERVE_PART = 100
# anybody may ask, and each look of ours at a bucket is four requests
_ASKED_S = 1.0


async def show_health(request: Request) -> Response:
    """200 when uploads can be taken in, else 503; the room there is, and whether anybody judges what came."""
    service: Service = request.app.state.service
    try:
        found = await service.run(os.statvfs, service.vault.folder)
    except OSError as error:
        return JSONResponse({"status": "failed", "problem": error.strerror}, status_code=503)
    if service.vault.is_shared:
        try:
            await service.take_in(within_s=_ASKED_S)
        except VaultUnreachableError as error:
            service.lines.tell_bounded(STRANGERS, "unreachable", problem=str(error))
            return JSONResponse(
                {"status": "unreachable", "problem": "the bucket does not answer"}, status_code=503
            )
    free_bytes = found.f_bavail * found.f_frsize
    is_full = free_bytes < min(
        service.settings.limits.reserve_bytes, found.f_blocks * found.f_frsize // _RESERVE_PART
    )
    unjudged = service.find_unjudged()
    silence = await service.run(find_silence, service.vault, unjudged)
    told = {
        # what the disk cannot take comes before what nobody looks at
        "status": "full" if is_full else "examiner_silent" if silence else "ok",
        "free_bytes": free_bytes,
        "unjudged": unjudged.objects,
        "unjudged_since": unjudged.since,
        "last_look": await service.run(read_look, service.vault),
    }
    return JSONResponse(told, status_code=503 if is_full else 200)


async def show_metrics(request: Request) -> Response:
    """Prometheus text; hosts are named on the admin listener only."""
    service: Service = request.app.state.service
    last_look = await service.run(read_look, service.vault)
    text = service.figures.render(
        service.vault, lost_lines=service.lines.lost, names_hosts=request.app.state.is_admin
    ) + service.figures.render_examiner(service.vault, service.find_unjudged(), last_look=last_look)
    return PlainTextResponse(text, media_type=CONTENT_TYPE)
