"""The readers by name."""

from __future__ import annotations

from collections.abc import Mapping

from firstbell.investigate.hunts.readers import hive, srum
from firstbell.investigate.hunts.readers.audit import AUDITS
from firstbell.investigate.hunts.readers.desktops import DESKTOPS
from firstbell.investigate.hunts.readers.exports import EXPORTS
from firstbell.investigate.hunts.readers.found import ArtefactReader
from firstbell.investigate.hunts.readers.journal import JOURNALS
from firstbell.investigate.hunts.readers.jumplists import JUMP_LISTS
from firstbell.investigate.hunts.readers.logons import LOGONS
from firstbell.investigate.hunts.readers.proxies import PROXIES
from firstbell.investigate.hunts.readers.starts import STARTS
from firstbell.investigate.hunts.readers.textlogs import TEXT_LOGS
from firstbell.investigate.hunts.readers.transfers import TRANSFERS

READERS: Mapping[str, ArtefactReader] = {
    one.name: one
    for one in (
        hive.READER,
        srum.READER,
        *STARTS,
        *LOGONS,
        *TEXT_LOGS,
        *TRANSFERS,
        *DESKTOPS,
        *JOURNALS,
        *JUMP_LISTS,
        *PROXIES,
        *EXPORTS,
        *AUDITS,
    )
}
# the readers whose files say what starts by itself
STARTING = frozenset({hive.READER.name, *(one.name for one in STARTS)})
