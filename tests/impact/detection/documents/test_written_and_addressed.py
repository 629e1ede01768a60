"""Who wrote a text, is of one mind with its writer, or is addressed by it, and whom it tells of."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.identities.authors import is_author, is_supporter, tells_own_matter
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

Told = dict[str, set[str]]

# a name stands between the bars
WROTE = """
    summary written up by |tia long|, 3 May
    the minutes were taken by |mr. hale|
    typed by |uma stone| for the file
    transcribed by |ms. long|
    recap: |uma stone|
    note-taker: |tia long|
    account put together by |vic hale|
    dictated by |dr. stone|
    minutes by |tia long|
    notes of |tia long|, head custodian
    journal of |vic hale|, night custodian
    handed in by |coach hale|
"""
WROTE_NOT = """
    a note from |tia long|
    she was bitten by |ada olson|
    the notes of |tia long| were lost
    a narrative of |ben roe| and his week
    paid by |gil roe|
    seen by |nurse stone|
    written for |ada olson|
    hit by |ben roe| at lunch
    minutes after |tia long| fell
    the log shows |vic hale| came in
"""
JOINS = """
    |uma stone|, our principal, joins me in this
    |vic hale| is copied
    |tia long| supports this request
    |uma stone| also joined us
    |vic hale|, my supervisor, stands with me
    |tia long| concurs with me
"""
JOINS_NOT = """
    |uma stone| joins the union
    |vic hale| is suspended
    |tia long| supports a child with asthma
    |ada olson| stands in the hall
    |uma stone| agrees to the lesser sanction
    |tia long|, a teacher, was hurt
"""
OWN = """
    my net pay was short again
    i was diagnosed in march
    my surgeon wants me off my feet
    i am asking for a medical leave
    i slipped on the ice by the dock
    my landlord has filed
    i have been overpaid since july
    i resign from my post
    my left knee gave out
    i'm sorry, but my garnishment was taken twice
"""
OWN_NOT = """
    my class was loud
    i was glad to see them
    my students did well
    i am asking for more chairs
    my advice is to wait
    i got the memo
    his doctor called
    my phone is off
"""


def _list(lines: str) -> list[str]:
    return [line.strip() for line in lines.splitlines() if line.strip()]


def _cut(lines: str) -> list[tuple[bytes, int, int]]:
    cut = []
    for line in _list(lines):
        before, name, after = line.split("|")
        cut.append((f"{before}{name}{after}".encode(), len(before), len(before) + len(name)))
    return cut


@pytest.mark.parametrize("text", _cut(WROTE))
def test_who_put_a_text_on_paper_wrote_it(text: tuple[bytes, int, int]) -> None:
    assert is_author(*text)


@pytest.mark.parametrize("text", _cut(WROTE_NOT))
def test_others_near_such_words_did_not_write_it(text: tuple[bytes, int, int]) -> None:
    assert not is_author(*text)


@pytest.mark.parametrize("text", _cut(JOINS))
def test_who_is_of_one_mind_with_the_writer(text: tuple[bytes, int, int]) -> None:
    assert is_supporter(text[0], text[2])


@pytest.mark.parametrize("text", _cut(JOINS_NOT))
def test_who_joins_or_agrees_otherwise(text: tuple[bytes, int, int]) -> None:
    assert not is_supporter(text[0], text[2])


@pytest.mark.parametrize("text", _list(OWN))
def test_what_somebody_writes_of_themselves(text: str) -> None:
    assert tells_own_matter(text.encode())


@pytest.mark.parametrize("text", _list(OWN_NOT))
def test_what_somebody_writes_of_their_work(text: str) -> None:
    assert not tells_own_matter(text.encode())


TOLD: tuple[tuple[str, str, Told], ...] = (
    ("minutes.txt", "Meeting of 4 May, minutes taken by Tia Long\n\nBen Roe was suspended for fighting.\n",
     {"ben": {"discipline"}}),
    ("fall.txt", "Narrative of Vic Hale, head custodian\n\nAda Olson broke her arm on the wet stairs.\n",
     {"ada": {"health"}}),
    ("pay.txt", "To Uma Stone, Payroll\n\nMy net pay is short. The annual salary on my stub is $41,200.\n"
     "\nTia Long\n", {"tia": {"financial"}}),
    ("leave.txt", "Dear Mr. Hale,\n\nI was diagnosed with multiple sclerosis and I am asking for a leave. "
     "Uma Stone, our principal, joins me in this request.\n\nTia Long\n", {"tia": {"health"}}),
    # whom a letter is addressed to is whom it tells of where the writer tells nothing of their own
    ("reprimand.txt", "Dear Tia Long,\n\nYou are suspended without pay for three days.\n\nVic Hale\n",
     {"tia": {"discipline"}}),
    # who pushed somebody wrote nothing
    ("push.txt", "Ada Olson was pushed by Ben Roe. She has a concussion.\n", {"ada": {"health"}}),
    ("hello.txt", "I'm Tia Long and I saw it.\n\nBen Roe was suspended for fighting.\n",
     {"ben": {"discipline"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), TOLD, ids=[name for name, _, _ in TOLD])
def test_a_text_tells_of_its_subject_and_not_of_its_writer(
    lexicon: Lexicon, name: str, text: str, told: Told
) -> None:
    assert read(lexicon, name, text) == told
