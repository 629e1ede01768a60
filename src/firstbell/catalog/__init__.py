"""Floor 3: every version of every path over all snapshots, with its state and why; derived, rebuildable."""

from firstbell.catalog.catalog import Catalog, Place, open_catalog, place_catalog
from firstbell.catalog.events import EncryptionEvent, HostDamage, find_events, find_suspicion
from firstbell.catalog.lines import is_composed
from firstbell.catalog.rows import ExaminationRow, LineRow, SnapshotRow, VersionRow

__all__ = [
    "Catalog",
    "EncryptionEvent",
    "ExaminationRow",
    "HostDamage",
    "LineRow",
    "Place",
    "SnapshotRow",
    "VersionRow",
    "find_events",
    "find_suspicion",
    "is_composed",
    "open_catalog",
    "place_catalog",
]
