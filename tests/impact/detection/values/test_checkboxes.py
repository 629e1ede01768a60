"""What stands behind an empty box is not said."""

from __future__ import annotations

from firstbell.impact.detection.values.checkboxes import clear_unchecked


def test_what_an_empty_box_offers_is_cleared() -> None:
    assert clear_unchecked("[ ] fighting [x] late").split() == ["[x]", "late"]
    assert clear_unchecked("\u2610 free \u2612 paid\n\u2610 denied").split() == ["\u2612", "paid"]


def test_a_form_without_a_ticked_box_stays() -> None:
    assert clear_unchecked("[ ] free [ ] reduced") == "[ ] free [ ] reduced"
