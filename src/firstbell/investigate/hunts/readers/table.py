"""The readers by name."""

from __future__ import annotations

from collections.abc import Mapping

from firstbell.investigate.hunts.readers import hive, srum
from firstbell.investigate.hunts.readers.found import Reader

READERS: Mapping[str, Reader] = {one.name: one for one in (hive.READER, srum.READER)}
