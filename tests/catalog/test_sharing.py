"""Several examiners and consoles with one catalog: nothing is entered twice or in a wrong place."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from firstbell.catalog import Place, open_catalog
from firstbell.catalog.errors import CatalogOvertakenError
from firstbell.record.examination import Examination, Finding, Reason, Verdict
from firstbell.record.versions import Judgement, State
from firstbell.repository import Repository
from firstbell.store import Kind
from tests.catalog.timeline import Timeline

NAMES = [f"/srv/{number}.txt" for number in range(30)]


def test_several_who_bring_it_up_to_date_at_once_make_what_one_makes(catalog_place: Place) -> None:
    timeline = Timeline()
    for day in range(12):
        timeline.save({name: b"%d" % (day if number % 12 == day else 0) for number, name in enumerate(NAMES)})
    store = timeline.repository.store
    ready = threading.Barrier(4)

    def bring_up() -> None:
        repository = Repository.open(store, "password")
        ready.wait(60)
        catalog = open_catalog(catalog_place, repository.hex_id)
        catalog.bring_up_to_date(repository)
        catalog.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(bring_up) for _ in range(4)]:
            done.result(120)
    shared, alone = (open_catalog(place, timeline.repository.hex_id) for place in (catalog_place, None))
    alone.bring_up_to_date(timeline.repository)
    # a line has one number among those of all repositories on a server
    ours, wanted_rows = (
        [msgspec.structs.replace(row, line=0) for row in catalog.list_snapshots()]
        for catalog in (shared, alone)
    )
    assert ours == wanted_rows
    paths = [name.encode() for name in NAMES]
    (line,), (other,) = shared.list_lines(), alone.list_lines()
    held, wanted = shared.load_versions(line.id, paths), alone.load_versions(other.id, paths)
    assert {path: [(one.first, one.gone) for one in rows] for path, rows in held.items()} == {
        path: [(one.first, one.gone) for one in rows] for path, rows in wanted.items()
    }


def test_an_examination_of_a_snapshot_whose_place_changed_is_refused(catalog_place: Place) -> None:
    """Its findings would be noted at the versions of another snapshot."""
    timeline = Timeline()
    first = timeline.save({"/srv/a": b"one"})
    timeline.save({"/srv/a": b"two"})
    timeline.save({"/srv/a": b"three"})
    ours, theirs = (open_catalog(catalog_place, timeline.repository.hex_id) for _ in range(2))
    ours.bring_up_to_date(timeline.repository)
    snapshot = ours.list_snapshots()[1]
    timeline.repository.store.delete(Kind.SNAPSHOTS, first.hex_id)
    theirs.bring_up_to_date(timeline.repository)

    damaged = Judgement(State.DAMAGED, "test.damaged", "noise")
    found = Examination(Verdict.EVENT, (Reason("test", "why", 1),), 1, (Finding(b"/srv/a", None, damaged),))
    with pytest.raises(CatalogOvertakenError):
        ours.store_examination(snapshot, found)
    assert theirs.list_examinations() == {}
    assert [
        row.state for rows in theirs.load_versions(snapshot.line, [b"/srv/a"]).values() for row in rows
    ] == [
        None,
        None,
    ]


def test_a_path_of_windows_is_found_in_any_spelling(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save({"/C/Users/Jos\u00e9/Budget 100%.xlsx": b"one"}, paths=["C:\\Users"])
    catalog = open_catalog(catalog_place, timeline.repository.hex_id)
    catalog.bring_up_to_date(timeline.repository)
    for asked in ("/C/Users/Jos\u00e9/Budget 100%.xlsx", "/c/USERS/JOS\u00c9/budget 100%.XLSX"):
        (holder,) = catalog.list_holders(asked.encode())
        assert holder.path == "/C/Users/Jos\u00e9/Budget 100%.xlsx".encode()
    assert catalog.list_holders("/c/users/jos\u00e9/budget 1000.xlsx".encode()) == []
