"""Reports to authorities: what a person copies into a form."""

from __future__ import annotations

from firstbell.notify.notices.reports import fill_report
from firstbell.notify.statements.record import make_record
from tests.notify.records import make_fact


def test_a_report_says_that_a_count_is_not_final() -> None:
    def show(final: bool | None) -> str:
        facts = make_record([make_fact("people_affected", {"count": 12000, "final": final})])
        return {field.name: field.shown for field in fill_report("insurer", facts)[1]}["People affected"]

    assert [show(None), show(False), show(True)] == [
        "12,000",
        "12,000 (so far, not final)",
        "12,000",
    ]
