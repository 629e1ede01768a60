"""Senders: what passes for a known firm, and what is only called by a plain word."""

from __future__ import annotations

import pytest

from firstbell.triage.senders import find_brand_likeness


@pytest.mark.parametrize(
    ("domain", "alike"),
    [("mail.example", False), ("inbox.example", False), ("gmai1.com", True), ("paypa1.com", True)],
)
def test_a_plain_word_for_mail_passes_for_nobody(domain: str, alike: bool) -> None:
    assert bool(find_brand_likeness(domain)) is alike
