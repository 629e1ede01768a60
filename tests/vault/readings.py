"""What a vault wrote down of who read how much."""

from __future__ import annotations

from contextlib import closing

from firstbell.vault.entries import ReadingEntry
from firstbell.vault.journal import Journal
from firstbell.vault.vault import Vault


def list_readings(vault: Vault) -> list[ReadingEntry]:
    """Every line of readings.jsonl, by a journal of one's own."""
    journal: Journal[ReadingEntry] = Journal(
        vault.folder / "readings.jsonl",
        ReadingEntry,
        vault_id=vault.about.id,
        clock=vault.clock,
        apply=lambda entry: None,
    )
    with closing(journal):
        journal.refresh()
        return [entry for entry, _ in journal.iterate()]
