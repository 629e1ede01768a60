"""Records of fixed width that say of what sort they are, and rows about those who work here; each beside what
looks like it and tells nothing.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

KINDS = dict[str, set[str]]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


DOCUMENTS: tuple[tuple[str, str, KINDS], ...] = (
    ("Payroll/TRA.txt",
     "H0999   ELM PUBLIC SCHOOLS          20261015\n"
     "D396679416LONG              TIA         19691026000284615021346\n"
     "D892623890STONE             UMA         19820217000331200024840\n"
     "D806755791HALE              VIC         19760109000198450014884\n"
     "T0000003000814265\n",
     {"tia": {"dob", "financial", "ssn"},
      "uma": {"dob", "financial", "ssn"},
      "vic": {"dob", "financial", "ssn"}}),
    ("State/f.dat",
     "H099901FALLB20261015ELM\nD5339226999363OLSON                 "
     "ADA           2012030901DIS06 SET2\n"
     "D1028537684332ROE                   BEN           2013113010DIS00 "
     "SET0\nD8965839211351VANG                  CAM           "
     "2011070403DIS11 SET3\nD8389740056052QUILLON               "
     "ZED           2017112603DIS00 SET0\nT00000004\n",
     {"ada": {"dob", "special_education"},
      "ben": {"dob"},
      "cam": {"dob", "special_education"},
      "ZED QUILLON": {"dob"}}),
    ("State/m.dat",
     "* B REC  1-1 TYPE 2-7 STUDENT ID 8-20 LAST 21-30 FIRST 31-32 GR\n"
     "*        33 ECON IND (0 none 1 reduced 2 free) 34-36 BLDG\n"
     "B200001OLSON        ADA       062010\nB200002ROE          BEN       "
     "050010\nB200003VANG         CAM       071010\n* END 3\n",
     {"ada": {"economic"}, "cam": {"economic"}}),
    ("Labor/list.csv",
     "Employee;Summary\nTia Long;written reprimand for missing bus duty\n"
     "Uma Stone;class size over 34\nVic Hale;ventilation\n",
     {"tia": {"discipline"}}),
    ("Stock/bins.txt",
     "H0999   ELM PUBLIC SCHOOLS          20261015\n"
     "D396679416CHAIR             OAK         00010026000284615021346\n"
     "D892623890TABLE             ELM         00020217000331200024840\n"
     "D806755791SHELF             PINE        00010109000198450014884\n"
     "T0000003000814265\n",
     {}),
    ("State/f.dat",
     "H099901FALLB20261015ELM\nD5339226999363GYM                   "
     "LAKE          2012030901CAP06 SET2\n"
     "D1028537684332HALL                  HILL          2013113010CAP00 "
     "SET0\nD8965839211351LAB                   ELM           "
     "2011070403CAP11 SET3\nT00000003\n",
     {}),
    ("State/m.dat",
     "* C REC  1-1 TYPE 2-7 COURSE 8-20 TITLE 21-30 ROOM 31-32 GR\n*        "
     "33 FEE IND (0 none 1 reduced 2 free) 34-36 BLDG\nC700001ALGEBRA      "
     "B204      062010\nC700002DRAMA        STAGE     050010\n"
     "C700003CHORUS       HALL      071010\n* END 3\n",
     {}),
    ("HR/Negotiations/grid.csv",
     ",north,south,east,sum\nrooms,901,902,903,\n"
     "lane/step,MA/15,BA/12,BA/5,\nfte,91,66,57,\n",
     {}),
    ("Labor/list.csv",
     "Employee;Summary\nTia Long;discipline committee\nUma Stone;seizure "
     "training\nVic Hale;bus duty\n",
     {}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), DOCUMENTS, ids=[name for name, _, _ in DOCUMENTS])
def test_it_is_read_as_a_clerk_reads_it(lexicon: Lexicon, name: str, text: str, expected: KINDS) -> None:
    assert read(lexicon, name, text) == expected
