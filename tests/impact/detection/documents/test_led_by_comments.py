"""Lines whose fields a comment above them names, numbers that stand above the names of whom they are, and
fields that a form of the web sets.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

OPENS, NUMBER, PAID = {"credentials"}, {"ssn"}, {"ssn", "financial"}
COMMENTED: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("boxes.conf", "[all]\n; ext => pin,name,mail\n1000 => 0000,Front Desk,desk@d.example\n"
     "4100 => 5045,Tia Long,tlong@d.example,,attach=yes\n4113 => 8511,Uma Stone,ustone@d.example\n",
     {"tia": OPENS, "uma": OPENS}),
    ("boxes.conf", "[all]\n4100 => 5045,Tia Long,tlong@d.example\n4113 => 8511,Uma Stone\n",
     {"tia": OPENS, "uma": OPENS}),
    ("lines.conf", "; ext => name,room\n4100 => Tia Long,R204\n4113 => Uma Stone,R11\n", {}),
    ("users.txt", "# user:password:name\ntlong:Tr0ut$hoal:Tia Long\nustone:Elm-44-Owl:Uma Stone\n",
     {"tia": OPENS, "uma": OPENS}),
    ("pbx.ini", "; box=pin|owner\n4100=5045|Tia Long\n4113=8511|Uma Stone\n", {"tia": OPENS, "uma": OPENS}),
    ("notes.txt", "# password, name and email go into the vault\nTia Long, moved\nUma Stone, here\n", {}),
)  # fmt: skip
LED: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("cards.txt", "1203 219-09-3344\nTia Long\n12 Elm Rd\n1210 376-18-4455\nUma Stone\n9 Oak Rd\n"
     "1224 531-22-0917\nVic Hale\n", {"tia": NUMBER, "uma": NUMBER, "vic": NUMBER}),
    ("cards.txt", "Tia Long\n219-09-3344\nUma Stone\n376-18-4455\n", {"tia": NUMBER, "uma": NUMBER}),
    ("cards.txt", "Wanda Berg\n219-09-3344\n\nRolf Kern\n376-18-4455\n",
     {"Wanda Berg": NUMBER, "Rolf Kern": NUMBER}),
    ("AP/1099NEC.prn", "ELM SCHOOLS              3,938.00\n\n41-6009999     219-09-3344\n\n"
     "WANDA BERG          MUSIC\n5236 OAK LN\n\nELM SCHOOLS              1,142.00\n\n"
     "41-6009999     376-18-4455\n\n"
     "ROLF KERN          OFFICIAL\n35 ELM ST\n", {"WANDA BERG": PAID, "ROLF KERN": PAID}),
    ("AP/vendors.prn", "219-09-3344\n\nWANDA BERG    MUSIC\n\n376-18-4455\n\nROLF KERN    OFFICIAL\n",
     {"WANDA BERG": NUMBER, "ROLF KERN": NUMBER}),
)  # fmt: skip
SET: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("form.txt", "former_student_name = Thelonius Berg\nbirth_date = 1988-06-30\nssn = 219-09-3344\n"
     "photo_id = MN DL B866792067421\n", {"Thelonius Berg": {"ssn", "dob", "government_id"}}),
    ("form.txt", "Traveler: Thelonius Berg\nPassport: BB1903783\nBorn: 4/17/1988\n",
     {"Thelonius Berg": {"dob", "government_id"}}),
    ("form.txt", "Account holder: Thelonius Berg\nRouting: 091000019\nAccount: 4471882201\n",
     {"Thelonius Berg": {"financial"}}),
    ("form.txt", "Vendor: Thelonius Supply\nRouting: 091000019\nAccount: 4471882201\n", {}),
    ("form.txt", "site_name = Birch Lake\nbuild_date = 1988-06-30\nserial = 219093344\n", {}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "expected"), [*COMMENTED, *LED, *SET],
    ids=[f"{number}-{one[0]}" for number, one in enumerate([*COMMENTED, *LED, *SET])],
)  # fmt: skip
def test_documents_tell_what_a_reader_takes_from_them(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected
