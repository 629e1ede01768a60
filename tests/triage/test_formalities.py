"""Notices, open questions, manuals and notes of who hands on a message are no threats."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.triage.formalities import drop_formalities
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.message_files import read_messages
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail, triage_raw
from tests.triage.measuring import DISTRICT

ROOT = Path(__file__).resolve().parents[2]
THREAT = "We have the files of your students. Pay 40,000 dollars in bitcoin in 48 hours or we publish them."


def triage_file(path: Path) -> Triaged:
    """What a file is."""
    (raw,) = read_messages(path)
    return triage_raw(raw, DISTRICT)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/recovery.md", "docs/threat-model.md"])
def test_a_manual_that_speaks_of_threats_is_none(name: str) -> None:
    triaged = triage_file(ROOT / name)
    assert triaged.label is Label.OTHER
    assert not triaged.look


def test_a_threat_below_a_manual_stays_a_threat(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    manual = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")[:3000]
    path.write_text(f"{THREAT}\n\n{manual}", encoding="utf-8")
    triaged = triage_file(path)
    assert triaged.label in HARMFUL


def test_notices_and_open_questions_are_no_words_of_a_threat() -> None:
    text = "Any use or publication is prohibited. We do not know whether files were copied."
    assert "publication" not in drop_formalities(text)
    assert "copied" not in drop_formalities(text)
    assert drop_formalities(THREAT) == THREAT


INNER = (
    "We still keep what we carried out of your building in October. We would rather hand it back to you than"
    " to those who ask us for it. Our patience ends on Sunday. A figure was named in our last note."
)


def triage_text(body: str) -> Triaged:
    """What a mail of somebody outside with this body is."""
    head = "From: Jo <jo@mail.example>\nTo: privacy@x.example\nSubject: this came"
    return triage_mail(parse_mail(f"{head}\n\n{body}\n".encode()), DISTRICT)


def test_who_hands_on_a_calm_threat_need_not_look_at_it_again() -> None:
    carried = f"--- Original message ---\nFrom: quiet <q@postbox.example>\n\n{INNER}"
    handed = triage_text(f"I got this at work. Do I have to answer?\n\n{carried}")
    assert triage_text(INNER).label in HARMFUL
    assert handed.label in HARMFUL
    assert not handed.look
