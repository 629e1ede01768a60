"""Sentences of hands who never saw the rules, against records of their own.

What they gave at first sight stands in docs/statements-report.md; abilities were built after they were read.
`python -m tests.notify.test_hands` counts what they give now.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.record import make_record
from firstbell.notify.statements.verdicts import STOPPING
from tests.notify.records import know

HERE = Path(__file__).parent
RECORDS: dict[str, dict[str, Any]] = json.loads((HERE / "hands.json").read_text(encoding="utf-8"))
ONES: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "hands.jsonl").read_text(encoding="utf-8").splitlines()
]
# of the districts of the thirteenth hand's records
NAMES = (
    "Cedar Hollow School District",
    "Marlow Unified School District",
    "Tamarack Valley Schools",
    "Port Ellery Public Schools",
    "Juniper Flats Independent School District",
    # of those of the sixteenth hand's
    "Cedar Hollow Unified School District",
    "CHUSD",
    "Alder Creek Public Schools",
    "ACPS",
    "Stonebridge Area School District",
    "SASD",
    "Maple Fork Community Schools",
    "MFCS",
    "Harlow Springs School District",
    "HSSD",
    # of those of the seventeenth hand's
    "Cedar Hollow",
    "Harbor Point School District",
    "Harbor Point",
    "HPSD",
    "Stonebridge Area Schools",
    "Stonebridge",
    "Whitetail Valley Schools",
    "Whitetail Valley",
    # of those of the eighteenth hand's
    "Fenwick Hollow School District",
    "Fenwick Hollow",
    "FHSD",
    "Ortega Mesa Unified School District",
    "Ortega Mesa",
    "OMUSD",
    "Brixham Lake Public Schools",
    "Brixham Lake",
    "BLPS",
    "Sorrel County Schools",
    "Sorrel County",
    "SCS",
    "Tarn Valley Independent School District",
    "Tarn Valley",
    "TVISD",
    # of those of the nineteenth and the twentieth hand's
    "Port Anselm City Schools",
    "PACS",
    "Port Anselm",
    "Lake Ferris School District",
    "Lake Ferris Schools",
    "Lake Ferris",
    "Quill Creek Independent School District",
    "QCISD",
    "Quill Creek",
    "Marrow Bay Public Schools",
    "MBPS",
    "Marrow Bay",
    "Juniper Flats School District 27",
    "Juniper Flats",
    "District 27",
    "Larkin County Schools",
    "Larkin County",
    "LCS",
    "Osage Bluff Unified School District",
    "Osage Bluff",
    "OBUSD",
    "Pinewood Area Schools",
    "Pinewood",
    "PAS",
    "Cane Creek Independent School District",
    "Cane Creek",
    "CCISD",
    # of those of the twenty-first hand's
    "Alder Creek School District",
    "Alder Creek",
    "ACSD",
    "Harbor Pines Public Schools",
    "Harbor Pines",
    "HPPS",
    "Dry Fork Independent School District",
    "Dry Fork ISD",
    "Dry Fork",
    "Birch Hollow School District",
    "Birch Hollow",
    "BHSD",
    "Tamarack County Schools",
    "Tamarack",
    "TCS",
    # of those of the twenty-second hand's
    "Tidewater Harbor School District",
    "Tidewater Harbor schools",
    "THSD",
    "Piedra Azul Unified School District",
    "Piedra Azul Unified",
    "Piedra Azul",
    "PAUSD",
    "Cedar Ridge Community Schools",
    "Cedar Ridge",
    "CRCS",
    "Rio Llano Independent School District",
    "Rio Llano ISD",
    "Rio Llano",
    "RLISD",
    # of those by construction
    "Fern Hollow School District",
    "Fern Hollow",
    "FHSD",
    "Cobalt Creek Unified School District",
    "Cobalt Creek",
    "CCUSD",
    "Briar Glen Public Schools",
    "Briar Glen",
    "BGPS",
    "Larch Ridge Schools",
    "Larch Ridge",
    "LRS",
    "Slate River Community Schools",
    "Slate River",
    "SRCS",
    "Onyx Valley School District 12",
    "Onyx Valley",
    "District 12",
    # of those of the twenty-third hand's
    "Port Salem City Schools",
    "Port Salem",
    "PSCS",
    "Granite Ridge School District 9",
    "Granite Ridge",
    "GRSD 9",
    "Blue Heron Community Schools",
    "Blue Heron",
    "BHCS",
    "Valle Verde Independent School District",
    "Valle Verde ISD",
    "Valle Verde",
    "VVISD",
    # of those of the twenty-fourth, the twenty-fifth and the twenty-sixth hand's
    "Ashgrove Unified School District",
    "Ashgrove Unified",
    "AUSD",
    "Birch River Public Schools",
    "Birch River",
    "BRPS",
    "Cedar Valley Independent School District",
    "Cedar Valley ISD",
    "CVISD",
    "Dover Lakes Township Schools",
    "Dover Lakes",
    "DLTS",
    "Elm Creek Consolidated Schools",
    "Elm Creek Schools",
    "ECCS",
    "Harlow Bend Unified School District",
    "Harlow Bend Schools",
    "HBUSD",
    "Millard Fork Community Schools",
    "Millard Fork Schools",
    "Ortega Valley School District",
    "Ortega Valley Schools",
    "OVSD",
    "Cedar Point Public Schools",
    "Cedar Point Schools",
    "CPPS",
    "Alder Creek School District 14",
    "Alder Creek Schools",
    "Harbor Bend Unified School District",
    "Harbor Bend Unified",
    "Juniper Mesa Unified School District",
    "Juniper Mesa Unified",
    "JMUSD",
    "Fox Hollow Community Schools",
    "Fox Hollow Schools",
    "FHCS",
    "Quillback Island Schools",
    "QIS",
    # of those of the twenty-seventh and the twenty-eighth hand's
    "Alder Bay Unified School District",
    "Alder Bay Unified",
    "ABUSD",
    "Cedar Flats School District 9",
    "Cedar Flats",
    "CFSD",
    "District 9",
    "Marlow Ridge Public Schools",
    "Marlow Ridge",
    "MRPS",
    "Tidewater Point Schools",
    "Tidewater Point",
    "TPS",
    "Alder Creek Unified School District",
    "ACUSD",
    "Brandt Valley Public Schools",
    "BVPS",
    "Cedar Point City Schools",
    "CPCS",
    "Dunmore Falls School District",
    "DFSD",
    "Elkhorn Bluffs Schools",
    "EBS",
    # of those of the twenty-ninth hand's
    "Cedar Hollow Schools",
    "Harbor Point Unified School District",
    "Harbor Point Unified",
    "HPUSD",
    "Mesa Alta School District",
    "Mesa Alta Schools",
    "MASD",
    "Pine Ridge Community Schools",
    "Pine Ridge Schools",
    "PRCS",
    "Lakemont Charter Network",
    "Lakemont Schools",
    "Lakemont",
    # of those of the thirtieth hand's
    "Harrow Creek School District",
    "HCSD",
    "Larkin Valley Unified School District",
    "LVUSD",
    "Pinehollow Public Schools",
    "PPS",
    "Ashgrove Community Schools",
    "ACS",
    # of those of the thirty-first hand's
    "Cedar Hollow School District",
    "CHSD",
    "Tamarack Valley Unified School District",
    "TVUSD",
    "Laurel Bend Public Schools",
    "LBPS",
    "Pinyon Mesa School District",
    "PMSD",
    # of those of the thirty-second hand's
    "Cedar Hollow Unified School District",
    "Cedar Hollow Unified",
    "Cedar Hollow",
    "Tamarack Valley Public Schools",
    "Tamarack Valley",
    "TVPS",
    "Kestrel Bay School District",
    "Kestrel Bay Schools",
    "Kestrel Bay",
    "Lindgren County Schools",
    "Lindgren County",
    "LCS",
    "Ojo Blanco Independent School District",
    "Ojo Blanco ISD",
    "Ojo Blanco",
    # of those of the thirty-third hand's
    "Cedar Hollow Independent School District",
    "Cedar Hollow ISD",
    "Cedar Hollow",
    "Marlow Falls Public Schools",
    "Marlow Falls",
    "Red Mesa Unified School District",
    "Red Mesa Unified",
    "Red Mesa",
    "Lakemont School District",
    "Lakemont Schools",
    "Lakemont",
    "St. Amand Parish Schools",
    "St. Amand Parish",
)


# records that name their own district alone, as a case does: with all hands' beside it a headline that
# begins with its short name is read otherwise
OWN_NAMES = {
    "ACH": ("Cedar Hollow School District", "CHSD"),
    "ATV": ("Tamarack Valley Unified School District", "TVUSD"),
    "ALB": ("Laurel Bend Public Schools", "LBPS"),
    "APM": ("Pinyon Mesa School District", "PMSD"),
    "Dtz-a": ("Marrow Creek Unified School District", "MCUSD", "Marrow Creek Schools"),
    "Dtz-b": ("Tolliver Bend Independent School District", "TBISD", "Tolliver Bend ISD"),
    "Dtz-c": ("Saltgrass Point Public Schools", "SPPS", "Saltgrass Point Schools"),
    "Dtz-d": ("Hazel Ridge Community Schools", "HRCS", "Hazel Ridge Schools"),
    "Fub-a": ("Pine Barrow Unified School District", "PBUSD", "Pine Barrow Unified", "Pine Barrow schools"),
    "Fub-b": ("Tamarack Valley Public Schools", "TVPS", "Tamarack Valley"),
    "Fub-c": ("Marlow Creek School District", "MCSD", "Marlow Creek Schools", "Marlow Creek"),
    "Fub-d": ("Harbor Point Regional Schools", "HPRS", "Harbor Point"),
    "Epinecrest": ("Pinecrest Unified School District", "PUSD", "Pinecrest Unified"),
    "Emarrow": ("Lake Marrow Consolidated Schools", "LMCS", "Lake Marrow Schools"),
    "Estonebridge": ("Stonebridge Valley Public Schools", "SVPS", "Stonebridge Valley Schools"),
    "Efairmeadow": ("Fairmeadow Independent School District", "FISD", "Fairmeadow ISD"),
}


# how many sound sentences of a hand may wait
MOST_WAITING = {
    "r": 31,
    "t": 21,
    "u": 15,
    "v": 5,
    "x": 11,
    "y": 10,
    "z": 5,
    "w": 5,
    "a": 14,
    "b": 37,
    "c": 11,
    "d": 6,
    "e": 8,
    "f": 10,
    "g": 23,
    "h": 29,
    "i": 4,
    "j": 2,
    "k": 0,
    "l": 11,
    "m": 9,
    "n": 4,
    "o": 2,
    "p": 8,
    "q": 0,
    "s": 11,
    "A": 9,
    "B": 14,
    "C": 13,
    "D": 0,
    "E": 21,
    "F": 2,
}
# how many of them may be stopped, where any may; of "j" that no sign of theft was found, where no day is told
# that was reviewed
MOST_STOPPED = {
    "r": 3,
    "t": 3,
    "u": 2,
    "b": 3,
    "c": 1,
    "d": 1,
    "g": 1,
    "h": 1,
    "j": 3,
    "s": 1,
    "B": 4,
    "C": 2,
    "E": 7,
    "F": 3,
}


def weigh(one: dict[str, Any]) -> str:
    """What becomes of a sentence: it passes, waits for a person, or is stopped."""
    record = know(RECORDS[one["record"]])
    if "today" in one:
        own = OWN_NAMES.get(one["record"].rstrip("0123456789"))
        names = make_record([], [], names=own).names if own else NAMES
        record = replace(record, today=date.fromisoformat(one["today"]), names=names)
    claims = check_statement(one["text"], record)
    if any(claim.verdict in STOPPING for claim in claims):
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "passes"


def count(hand: str) -> Counter[tuple[bool, str]]:
    """How many of a hand's sound sentences, and others, come to what."""
    return Counter((one["sound"], weigh(one)) for one in ONES if one["record"][0] == hand)


def test_every_hand_has_its_bounds() -> None:
    assert len(ONES) == 6943
    assert {one["record"][0] for one in ONES} == MOST_WAITING.keys() >= MOST_STOPPED.keys()


@pytest.mark.parametrize("hand", MOST_WAITING)
def test_nothing_that_the_record_does_not_bear_out_passes_and_little_that_is_sound_is_stopped(
    hand: str,
) -> None:
    counts = count(hand)
    assert counts[False, "passes"] == 0
    assert counts[True, "stopped"] <= MOST_STOPPED.get(hand, 0)
    # most of what waits tells what facts have no field for
    assert counts[True, "waits"] <= MOST_WAITING[hand]


if __name__ == "__main__":
    for hand in MOST_WAITING:
        for (sound, how), number in sorted(count(hand).items()):
            print(hand, "sound" if sound else "not borne out", how, number)
