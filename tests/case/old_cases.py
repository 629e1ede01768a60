"""A case as it was opened before its ledger took passkeys: of version 2."""

from __future__ import annotations

from pathlib import Path

from firstbell.base.clock import Clock
from firstbell.case.bodies import CaseOpened
from firstbell.case.case import CASE_KIND, Case
from firstbell.case.folder import CaseCard, CaseFolder
from firstbell.ledger import EntryDraft, Ledger, Signer
from firstbell.ledger.batch import Beginning
from firstbell.ledger.lines import VERSION
from firstbell.ledger.roles import MAIN, PRIVILEGED


def make_old_case(folder: Path, director: Signer, clock: Clock, *, name: str = "The outage") -> Case:
    """A case of version 2."""
    place = CaseFolder(folder)
    folder.mkdir(parents=True)
    ledger = Ledger(place.ledger, clock, director)
    ledger.beginning = Beginning(CASE_KIND, MAIN, VERSION)
    opened = ledger.append_many(
        [EntryDraft(CaseOpened.KIND, {"name": name, "event": None, "repository": None})]
    )[0]
    place.save_card(CaseCard(1, ledger.id, name, opened.time))
    return Case(folder, director, clock)


def begin_old_track(case: Case, counsel: Signer, text: str) -> Case:
    """Counsel's track of version 2, with one note."""
    ledger = Ledger(case.folder.privileged, case.clock, counsel)
    ledger.beginning = Beginning(CASE_KIND, PRIVILEGED, VERSION)
    ledger.append("note", {"text": text})
    return Case(case.folder.path, case.main.signer, case.clock)
