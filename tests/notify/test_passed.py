"""What holds a sentence that passes, although rules bear out what they read in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.notify.records import know, weigh_text

TODAY = date(2026, 11, 20)
_FOUND: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-10-05T06:15:00-07:00"},
    "forensic_firm": {"engaged": "2026-10-06"},
    "legal_counsel": {"engaged": "2026-10-05"},
    "law_enforcement": {"informed": ["FBI"], "since": "2026-10-05"},
    "first_access": "2026-09-19",
    "exfiltration": {"state": "none_found", "reviewed_days": 16, "of_days": 16},
    "personal_data_search": {"coverage_percent": 100},
    "people_affected": {"count": 6120, "final": True},
    "kinds_found": ["names", "birth dates"],
    "systems_restored": {"verified": ["payroll", "email"], "pending": []},
    "files_without_clean_version": 58,
    "ransom": {"demanded": True, "amount": 320000, "demanded_at": "2026-10-05", "paid": False},
    "password_reset": {"staff": "2026-10-07", "students": "2026-10-13"},
    "misuse_search": {"done": False},
    "coercion_contacts": {"count": 2, "since": "2026-10-05", "until": "2026-10-09"},
    "letters_sent": 0,
    "response_cost": {"spent": 212000, "expected": 260000},
    "insurance": {"informed": "2026-10-05", "limit": 500000, "deductible": 15000},
}
_TAKEN: dict[str, Any] = _FOUND | {
    "exfiltration": {
        "state": "confirmed", "confirmed": "2026-10-14", "reviewed_days": 16, "of_days": 16,
        "bytes": 61_000_000_000, "published": "2026-10-30", "published_bytes": 47_000_000_000,
    },
    "personal_data_search": {"coverage_percent": 96, "unreadable_files": 212},
    "people_affected": {"count": 14380, "final": False},
    "systems_restored": {"verified": ["payroll", "email"], "pending": ["library", "bus routing"]},
    "ransom": {
        "demanded": True, "amount": 900000, "demanded_at": "2026-10-05",
        "paid": 275000, "paid_at": "2026-10-12",
    },
    "letters_sent": 11900,
    "school_closure": {"closed": ["2026-11-18", "2026-11-19"]},
}  # fmt: skip
RECORDS = {"found": replace(know(_FOUND), today=TODAY), "taken": replace(know(_TAKEN), today=TODAY)}

_FALSE: dict[str, dict[str, list[str]]] = {
    "what would have been": {
        "both": [
            "Had we hired a forensic firm, we would know more.",
            "If only we had called the FBI.",
            "We should have informed the FBI.",
            "We could have hired a forensic firm.",
            "Had we retained counsel, the notices would be out.",
            "Si hubiéramos contratado a una firma forense, sabríamos más.",
            "De haber avisado al FBI, sabríamos más.",
        ],
        "taken": ["Had we paid, the files would not have been published."],
    },
    "a comparison and a rumor": {
        "found": [
            "Not a dollar less than $320,000 was paid.",
            "Nothing less than $320,000 was paid.",
            "No se pagó ni un dólar menos de $320,000.",
            "Rumor: spending has reached $212,000.",
            "Myth: we have spent $212,000 on the response.",
            "Rumor: el gasto ha llegado a $212,000.",
        ],
    },
    "a demand that was met": {
        "found": [
            "The intruders demanded $320,000 and got it.",
            "They asked for $320,000 and we gave it to them.",
            "The ransom demand was $320,000, which we met.",
            "The demand for $320,000 was honored.",
            "Los intrusos exigieron $320,000 y se les pagó.",
        ],
        "taken": [
            "The intruders demanded $900,000 and got it.",
            "The payment served its purpose.",
            "The payment did what the board hoped, which was to keep our data from being published.",
        ],
    },
    "a rate": {
        "found": [
            "The response has cost $212,000 a day.",
            "The response has cost $212,000 per school.",
            "La respuesta ha costado $212,000 al día.",
            "There have been 2 threatening contacts a day.",
            "58 files on each server have no clean version.",
            "The intruders demanded $320,000 a day.",
        ],
        "taken": ["We have sent 11,900 letters per week.", "61 gigabytes a day left our network."],
    },
    "a day that fits nothing": {
        "both": [
            "The FBI was informed at the end of October.",
            "Late in October, a forensic firm was engaged.",
            "A finales de octubre se informó al FBI.",
            "We engaged legal counsel two years ago.",
            "Staff passwords were reset at the end of October.",
            "We did not call the FBI until Tuesday.",
            "Nobody called the FBI before Wednesday.",
            "No se avisó al FBI hasta el 22 de octubre.",
            "Hasta el miércoles no se informó al FBI.",
            "We had no legal counsel until October 26.",
            "Student passwords were reset first.",
        ],
        "taken": ["Classes resume on Monday.", "Las clases se reanudan el lunes."],
    },
    "a theft that nobody found": {
        "found": [
            "The personal data of 6,120 people was leaked.",
            "6,120 people had their data stolen.",
            "Personal information of 6,120 people is in the hands of criminals.",
            "Los datos de 6,120 personas fueron robados.",
            "The data of 6,120 people was accessed by the intruders.",
        ],
    },
    "surer than the record": {
        "found": [
            "Está comprobado que los atacantes no copiaron ni un solo archivo.",
            "It has been established that nothing was taken.",
            "It is certain that no data left our network.",
            "The attackers did not copy a single file.",
        ],
        "taken": ["Personal data was out of the intruders' reach."],
    },
    "all of them": {
        "taken": [
            "By now, everybody whose information was involved has been sent a letter.",
            "Anyone affected has already heard from us by mail.",
            "You will have had a letter by now if you are affected.",
            "No file remains to be searched.",
        ],
        "found": [
            "If your information was involved, a letter is already in the mail to your home.",
            "Please watch for the letter that was mailed to you last week.",
        ],
    },
    "a reason, and who did it": {
        "both": [
            "Please be kind to one another now that we know a former employee carried out the attack.",
            "Check your statements, because several families have already been defrauded.",
            "Talk with your children about the classmate who did this.",
            "Please be aware that a gang from abroad did this.",
            "Please share this: the attack came from inside the district.",
        ],
    },
    "others, and other things of so many": {
        "both": [
            "Parents informed the FBI.",
            "Los padres avisaron al FBI.",
            "The FBI was informed a second time.",
            "Se ha informado al FBI, y un alumno lo hizo.",
        ],
        "found": [
            "The intruders demanded $320,000 from our insurer.",
            "Los intrusos exigieron $320,000 a los padres.",
            "A second demand for $320,000 came later.",
            "6,120 people lost their jobs.",
            "58 student files have no clean version.",
            "58 files were lost, among them every grade.",
        ],
        "taken": ["61 gigabytes were encrypted."],
    },
    "a list, a stay and a search": {
        "both": [
            "What kinds? Names, grades and birth dates.",
            "The search found names and attendance.",
            "Kinds of data found: names, attendance.",
            "The intruders spent a single weekend inside our network.",
            "The intruders spent the summer inside our network.",
            "Se buscó mal uso de los datos.",
        ],
        "found": ["That search has been done."],
    },
}  # fmt: skip
_TRUE = {
    "found": [
        "We informed the FBI on October 5.",
        "The FBI was informed early in October.",
        "We did not call the FBI until Monday.",
        "The response has cost $212,000 so far.",
        "The intruders demanded $320,000, and we have not paid.",
        "6,120 people are affected.",
        "No data was taken.",
        "There have been 2 coercive contacts.",
        "Staff passwords were reset in October.",
        "What kinds of data were found? Names and birth dates.",
    ],
    "taken": [
        "The intruders demanded $900,000 and received $275,000.",
        "We paid $275,000 on October 12.",
        "We have sent 11,900 letters.",
        "61 gigabytes were taken.",
        "Stolen files were published at the end of October.",
        "Not everyone who is affected has had a letter yet.",
        "If your information was involved, you will receive a letter.",
    ],
}


def _list_false() -> Iterator[tuple[str, str]]:
    for sorts in _FALSE.values():
        for name, texts in sorts.items():
            for record in RECORDS if name == "both" else (name,):
                yield from ((record, text) for text in texts)


@pytest.mark.parametrize(("record", "text"), list(_list_false()))
def test_a_sort_of_claim_that_nobody_reads_holds_what_else_is_so(record: str, text: str) -> None:
    assert weigh_text(text, RECORDS[record]) != "passes"


@pytest.mark.parametrize(
    ("record", "text"), [(name, text) for name, texts in _TRUE.items() for text in texts]
)
def test_a_sound_sentence_in_like_words_passes(record: str, text: str) -> None:
    assert weigh_text(text, RECORDS[record]) == "passes"
