"""Tags that Firstbell itself puts on snapshots."""

from __future__ import annotations

# a snapshot made by `recover compose`: never examined, never a parent, never history, never counted
COMPOSED_TAG = "firstbell:composed"
