"""Letters that greet somebody by name and are signed with an office, chats of staff who have a namesake among
parents, and logs of a server of logins. Each beside near neighbors.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

# who works here, and a parent who is called alike
ALIKE = [
    Person("zoe1", "zoe1", "staff", "Zoe", "Marsh", ids=["E911"]),
    Person("zoe2", "zoe2", "guardian", "Zoe", "Marsh", emails=["z@home.example"]),
]
_ASTHMA = "Your doctor's note says that asthma keeps you off the gym duty."
LETTERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("letter.txt", f"Dear Tia Long,\n{_ASTHMA} You are released through June.\nUma Stone, Human Resources\n",
     {"tia": {"health"}}),
    ("letters.txt", f"March 3, 2025\nDear Tia Long,\n{_ASTHMA}\nUma Stone, Human Resources\n\nMarch 3, 2025\n"
     "Dear Vic Hale,\nYour provider states that epilepsy rules out driving the van.\nUma Stone, Human "
     "Resources\n", {"tia": {"health"}, "vic": {"health"}}),
    # a letter about a child, and one that names somebody else
    ("letter.txt", "Dear Gil Roe,\nYour son Ben Roe has asthma, says his doctor's note.\nUma Stone, Health "
     "Office\n", {"ben": {"health"}}),
    ("letter.txt", "Dear Tia Long,\nThank you for writing to us about the van. Ben Roe has epilepsy.\n"
     "Uma Stone, Health Office\n", {"ben": {"health"}}),
)  # fmt: skip
CHATS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("Deans/chat.json", '[{"user_profile": {"real_name": "Tia Long"}, "ts": "1.1", "text": "anybody have '
     'the writeup on Ada Olson? the vape one"}, {"user_profile": {"real_name": "Zoe Marsh"}, "ts": "1.2", '
     '"text": "second offense, so ISS today"}, {"user_profile": {"real_name": "Tia Long"}, "ts": "1.3", '
     '"text": "ok thanks"}]', {"ada": {"discipline"}}),
    ("radius.log", "7:01 radiusd[22]: Login incorrect (pap: no match): [tlong/Heron-771] (from vpn)\n"
     "7:02 radiusd[22]: (16) Login OK: [tlong/Heron-7714] (from client vpn port 4412)\n"
     "7:04 radiusd[22]: (17) Login OK: [ustone] (from client vpn)\n", {"tia": {"credentials"}}),
    ("radius.log", "7:02 radiusd[22]: (16) Login OK: [ustone/<via Auth-Type = eap>] (from client vpn)\n"
     "7:03 radiusd[22]: (18) Login incorrect: [tlong/Heron-7714] (from client vpn)\n", {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The people of most tests, and two of one name."""
    return Lexicon([*PEOPLE, *ALIKE])


@pytest.mark.parametrize(("name", "text", "told"), [*LETTERS, *CHATS], ids=range(len(LETTERS) + len(CHATS)))
def test_who_signs_or_talks_is_not_whom_it_is_told_of(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
