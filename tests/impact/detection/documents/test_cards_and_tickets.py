"""Cards whose fields stand above what they say, passwords in tickets, tables of JSON, words drawn by lot,
motions of a board, discipline in Spanish, who reports, who is barred, mail passed on. Each beside near
neighbors.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

_GIL = "Call first\n\nGil Roe 555-010-2233\n\nAnything we should know\n\n"
CARDS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("cards.txt", f"Student\n\nAda Olson\n\n{_GIL}peanut allergy, EpiPen\n\nStudent\n\nBen Roe\n\n"
     f"{_GIL}asthma\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("card.txt", "Student\n\nBen Roe\n\nAfter school\n\nwith Gil Roe at home, every day until six, as "
     "the note says\n\n"
     "Bus\n\n31\n\nSeat\n\n4\n", {}),
    ("btam.md", "# Team 3/3\n- **Subject:** Ada Olson wrote that she would hurt classmates\n- Reported "
     "by Ben Roe\n"
     "- [ ] safety plan\n- [ ] counselor weekly\n", {"ada": {"discipline", "counselling"}}),
    ("mar.txt", "Medication record - week 41\nAda Olson\nmethylphenidate 10 mg 12:00 refused\n", {"ada": {
     "health"}}),
    ("checks.txt", "Applicant Tia Long: criminal record - theft 2011\n", {"tia": {"discipline"}}),
)  # fmt: skip
BARRED: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("scr.txt", " NAME...: ROE, BEN    ID: 200002\n ADULT 1.: STONE, UMA\n ADULT 2.: ROE, GIL   REL: F\n"
     " ALERT...: ** NO CONTACT PER COURT ORDER - ADULT 2 **\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("scr.txt", " NAME...: ROE, BEN    ID: 200002\n ADULT 1.: STONE, UMA\n ADULT 2.: ROE, GIL   REL: F\n"
     " ALERT...: ** CALL ADULT 2 FIRST **\n", {}),
    ("fee.eml", "From: Gil Roe <gil.roe@home.example>\nTo: a@d.example\nSubject: FW: fee\n\nanother for you, "
     "from Tia Long:\n\nwe are on SNAP and my hours were cut, please waive\n", {"tia": {"economic"}}),
    ("fee.eml", "From: Gil Roe <gil.roe@home.example>\nTo: a@d.example\nSubject: menu\n\nthis is it, from "
     "Tia Long:\n\nLunch is free for all children in July.\n", {}),
)  # fmt: skip
TICKETS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("helpdesk/t.csv", 'Tkt,Requester,Category,Resolution\n1,tlong,pwd,"reset, told by phone: Lutefisk!77"\n'
     "2,ustone@d.example,locked out,set Tmp-9Wq2-heron must change at next logon\n"
     '3,front,pwd,"Vic Hale never changed it, still gobears88 - reminded"\n4,tlong,printer,left 2 at '
     'copier 6\n',
     {who: {"credentials"} for who in ("tia", "uma", "vic")}),
    ("helpdesk/t.csv", "Tkt,Requester,Category,Resolution\n1,tlong,toner,set HP-26A-black beside "
     "copier B204\n"
     '2,front,chairs,"Vic Hale never changed it, still room B204-12"\n3,ustone,locked out,unlocked\n', {}),
    ("cards.json", '{"v": 1, "cols": ["login", "phrase"], "cards": [["tlong", "red-kite-41"], '
     '["ustone", "blue-oar-17"], ["vhale", "tan-moss-90"]]}',
     {who: {"credentials"} for who in ("tia", "uma", "vic")}),
    ("carts.json", '{"cols": ["login", "device"], "rows": [["tlong", "lib-cart-41"], ["ustone", '
     '"lib-cart-17"], '
     '["vhale", "lib-cart-90"]]}', {}),
    ("y.json", '{"fields": [{"name": "student"}, {"name": "birthdate"}], "data": [["Ada Olson", '
     '"2012-03-09"], '
     '["Ben Roe", "2013-11-30"]]}', {"ada": {"dob"}, "ben": {"dob"}}),
)  # fmt: skip
TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("closed.txt", "CLOSED SESSION\n2. Counsel went over the findings about Tia Long. Motion to "
     "terminate, vote in "
     "open session.\n3. Sale of the lot.\n", {"tia": {"discipline"}}),
    ("open.txt", "BOARD\n2. Uma Stone spoke about the roof. Motion to terminate the contract with the "
     "roofer, all "
     "ayes.\n", {}),
    ("carta.txt", "Estimada Gil Roe:\nLe informamos que su hijo Ben Roe golpe\u00f3 a otro ni\u00f1o "
     "en la ruta 4 y "
     "us\u00f3 lenguaje obsceno.\nPor este motivo no podr\u00e1 viajar en el autob\u00fas durante tres "
     "d\u00edas.\n",
     {"ben": {"discipline"}}),
    ("carta.txt", "Estimada Gil Roe:\nSu hijo Ben Roe ayud\u00f3 a otro estudiante. Gracias.\n", {}),
    ("video.txt", "Video review bus 4\n10/6 pm. Ada Olson spit on the windows. Cam Vang threw a full "
     "bottle of pop at "
     "the mirror, hit nobody.\n", {"ada": {"discipline"}, "cam": {"discipline"}}),
    ("game.txt", "Softball recap\nAda Olson threw a strike to home. Cam Vang threw the javelin 90 feet.\n",
     {}),
    ("a.mbox", "From x\nFrom: Tia Long <tlong@d.example>\nTo: hr@d.example\nSubject: room\n\nAs I told "
     "you my MS "
     "makes the stairs impossible, could I keep 104? Tia\n", {"tia": {"health"}}),
    ("a.mbox", "From x\nFrom: Tia Long <tlong@d.example>\nTo: hr@d.example\nSubject: pc\n\nMy MS Word "
     "crashes. I "
     "finished my MS in 2011. Tia\n", {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The people of most tests."""
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [*CARDS, *BARRED, *TICKETS, *TOLD],
    ids=range(len(CARDS) + len(BARRED) + len(TICKETS) + len(TOLD)),
)
def test_fields_tickets_and_plain_words_tell_whose_they_are(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
