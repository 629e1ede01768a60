"""Evidence as it is kept, folded, and counted for."""

from __future__ import annotations

from firstbell.catalog import Place, open_catalog
from firstbell.catalog.evidence import fold_evidence, fold_losses, read_evidence, render_evidence
from firstbell.record.evidence import Evidence, FolderChanges, Loss, Shared, Sign
from firstbell.record.examination import Verdict
from tests.catalog.timeline import Timeline

FULL = Evidence(
    signs=(Sign("damage", "two files", 2, 10.6), Sign("undecided", "one", 1, 1)),
    places=(FolderChanges(b"/srv/\xff/", 2, 5, (b"/srv/\xff/a/",), ("text",)),),
    shared=(Shared("suffix", ".q7x", 2, ("text",)),),
    facts=(("scattered", 3),),
    is_spread=True,
    told_suffixes=(b".old",),
)


def test_evidence_is_read_as_it_was_kept() -> None:
    assert read_evidence(render_evidence(FULL)) == FULL
    assert read_evidence(render_evidence(None)) is None
    assert (FULL.count("scattered"), FULL.count("sealed")) == (3, 0)


def test_what_a_forgotten_snapshot_showed_is_folded_in_once() -> None:
    kept = Evidence(signs=(Sign("damage", "one file", 1, 5.3),))
    folded = fold_evidence(kept, FULL, Verdict.EVENT)
    assert [sign.code for sign in folded.signs] == ["damage", "undecided"]
    assert folded.places == FULL.places
    assert (folded.is_spread, folded.least) == (True, "event")
    assert fold_evidence(folded, None, Verdict.SUSPECT).least == "event"
    assert fold_evidence(kept, None, Verdict.CLEAN) == kept


def test_files_right_in_folders_are_counted(catalog_place: Place) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a/1.txt": b"1", "/srv/a/2.txt": b"2", "/srv/a/deep/3.txt": b"3", "/srv/b/": b""})
    catalog = open_catalog(catalog_place, timeline.repository.hex_id)
    catalog.bring_up_to_date(timeline.repository)
    (snapshot,) = catalog.list_snapshots()
    folders = [b"/srv/a/", b"/srv/a/deep/", b"/srv/b/", b"/gone/", b"/"]
    assert catalog.count_in_folders(snapshot, folders) == {
        b"/srv/a/": 2,
        b"/srv/a/deep/": 1,
        b"/srv/b/": 0,
        b"/gone/": 0,
        b"/": 0,
    }


def test_what_a_forgotten_snapshot_lost_stays_in_mind_at_its_age() -> None:
    day = 86_400 * 10**9
    older = Evidence(at_ns=10 * day, losses=(Loss("host", "", 4, 100), Loss("host", "", 2, 100, days_ago=88)))
    kept = fold_losses(Evidence(at_ns=13 * day, losses=(Loss("host", "", 1, 96),)), older)
    # three days more; what is older than ninety days is no loss any more
    assert [(loss.lost, loss.days_ago) for loss in kept.losses] == [(1, 0.0), (4, 3.0)]
    assert read_evidence(render_evidence(kept)) == kept
    assert fold_losses(kept, None) == kept
    # times that leap ahead make nothing older than a week
    leap = fold_losses(Evidence(at_ns=400 * day), older)
    assert [loss.days_ago for loss in leap.losses] == [7.0]
