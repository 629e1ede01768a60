"""`firstbell notice waiting` as it is typed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Call
from tests.cli.test_notice import DRAFT, case, write_people

__all__ = ["case"]


def test_who_decides_on_a_letter_reads_why_it_waits_and_what_it_would_say(call: Call, tmp_path: Path) -> None:
    path = write_people(tmp_path / "people.jsonl", 2)
    first, second = path.read_text().splitlines()
    path.write_text(f"{first}\n{second.replace('health', 'counseling')}\n")
    call("notice", "plan", "--people", path)
    listed = call("notice", "waiting", "--json")
    (line, _) = listed.messages
    assert (line["letter_id"], line["why"]) == ("p00001-0", ["counselling"])
    assert listed.summary == {
        "message_type": "summary", "waiting": 1, "causes": {"counselling": 1}, "decided": {},
    }  # fmt: skip
    assert call("notice", "status", "--json").summary["waiting"] == 1
    before = call("notice", "waiting", "p00001-0").out
    assert "Dear parent or guardian of Kim Lee 1:" in before
    assert "- counseling records" in before
    assert "[whom readers can ask]" in before
    assert call("notice", "draft", tmp_path / "out", *DRAFT).status == 0
    after = call("notice", "waiting", "p00001-0").out
    assert "give this code to 612-555-0100: XXXX-XXXX-XXXX" in after
    assert "[" not in after
    assert "Without the sensitive kinds it says: information from school records" in after
    # the one that does not wait is nobody's to decide on
    assert call("notice", "waiting", "p00000-0").status == 1
