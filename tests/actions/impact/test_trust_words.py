"""How reliable a result is, as sentences that read on."""

from __future__ import annotations

from firstbell.actions.impact.trust import render_measures

SHARE = {"estimate": 0.97, "low": 0.9345, "high": 0.99, "judged": 150}


def test_an_interval_says_which_share_of_whom_and_a_missing_one_what_it_would_say() -> None:
    summary = {
        "files_read_percent": 100.0,
        "bytes_read_percent": 100.0,
        "canaries": 22,
        "canaries_found": 22,
        "canaries_missed": [],
        "files_names_only": 0,
        "recall": SHARE,
        "precision": None,
    }
    _, canaries, recall, precision = render_measures(summary)
    assert canaries == "found 22 of 22 canaries, documents about people who do not exist"
    assert recall.endswith("(150 judged): at least 93% of the affected people in readable files were found")
    assert precision.startswith("precision (how many of the people found are really affected): no estimate")
