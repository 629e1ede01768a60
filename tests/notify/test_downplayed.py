"""What plays the event down, or tells more of it than any fact, is held; its neighbors stay as they were."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

_EVENT = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2027-02-06T01:10:00-06:00",
        "found": "2027-02-06T05:50:00-06:00",
    },
    "forensic_firm": {"engaged": "2027-02-07"},
    "legal_counsel": {"engaged": "2027-02-08"},
    "law_enforcement": {"informed": ["FBI", "state police"], "since": "2027-02-07"},
    "multi_factor": {"for": "all staff, VPN", "since": "2027-02-09"},
    "ransom": {"demanded": "a note on one server, no amount", "paid": False},
    "letters_sent": 0,
    "misuse_search": {"done": False},
}
EARLY = know(
    _EVENT
    | {
        "way_in": {"status": "unknown", "value": None},
        "exfiltration": {"state": "undetermined", "reviewed_days": 5, "of_days": 12, "published": False},
        "personal_data_search": {"coverage_percent": 40},
        "people_affected": {"count": 2210, "final": False},
        "kinds_found": ["contact", "dob", "ssn"],
        "systems_restored": {
            "verified": ["payroll"],
            "pending": ["phones", "mail", "library", "door badges"],
        },
        "files_without_clean_version": 610,
        "password_reset": {"staff": True, "students": False},
    }
)
LATE = know(
    _EVENT
    | {
        "way_in": "stolen VPN password",
        "exfiltration": {
            "state": "confirmed",
            "reviewed_days": 12,
            "of_days": 12,
            "published": True,
            "confirmed": "2027-03-02",
        },
        "personal_data_search": {"coverage_percent": 100},
        "people_affected": {"count": 7730, "final": True},
        "kinds_found": ["contact", "dob", "ssn"],
        "systems_restored": {"verified": ["payroll", "phones", "mail", "door badges"], "pending": []},
        "files_without_clean_version": 610,
        "credit_monitoring": {"contract": "2027-02-25", "codes_issued": True},
        "coercion_contacts": {"count": 21, "since": "2027-03-04"},
        "password_reset": {"staff": True, "students": True},
    }
)

HELD_OF_EARLY = [
    # what readers can do only once a system is back
    "Parents may ring the office on its regular number.",
    "Please swipe in at the side entrance as usual.",
    "You may borrow books again.",
    "The badge readers have been cleared for use.",
    # what a search that is not finished clears
    "At 40 percent of the search, we can say that health records are untouched.",
    "With 40 percent searched, transcripts are in the clear.",
    # no more than that
    "Birth dates are all we found.",
    "Birth dates make up everything that turned up.",
    "Everything the search has found is birth dates.",
    # letters that nobody sent
    "If you are among those affected, you will have heard from us by mail.",
    "None of the letters is still waiting.",
    "Bring the letter you have received to the meeting.",
    "Your code is printed on the letter we mailed.",
    # two denials
    "Nobody can say that we do not know how they got in.",
    "It could hardly be said that the district is not aware of who did it.",
    # passwords
    "Students have had to pick new passwords.",
    "If somebody asks: every pupil was made to set a new password.",
    # nobody affected
    "Letters were not needed, since no one was affected.",
    # a deadline and talks of which no fact tells
    "The attackers' ultimatum ran out, and nothing was paid.",
    "The deadline the hackers set passed without any ransom being paid.",
    "A forensic firm is in contact with the attackers and leads the negotiations.",
    "Our counsel began talks with the hackers.",
    # who told whom
    "The state police tipped us off.",
    "We learned of the attack from the FBI.",
    # another cause, and doubt of what is known
    "The trouble on Saturday came from a botched upgrade.",
    "Whether any files were encrypted is under investigation.",
    "Our experts still investigate whether there was an attack at all.",
    # comparisons of counts
    "Lost files outnumber the people affected.",
    # lost files
    "The 610 lost files have been retyped.",
    "Of the 610 files that we lost, many were put together again by hand.",
    # schools
    "The middle school came away unscathed.",
    "The attack spared our preschool buildings.",
]
HELD_OF_LATE = [
    "The forensic firm is still to be hired.",
    "The FBI still needs to be informed.",
    "Credit monitoring is still to be arranged.",
    "Twenty-one students were threatened.",
    "Veintiún alumnos recibieron amenazas.",
    "What came to our staff was nothing more than junk mail.",
    "The calls turned out to be harmless.",
    "Whether this was ransomware is a question for our experts to investigate.",
    "It took us until February 20 to confirm that data had been stolen.",
]


@pytest.mark.parametrize(
    ("text", "record"),
    [*((one, EARLY) for one in HELD_OF_EARLY), *((one, LATE) for one in HELD_OF_LATE)],
)
def test_what_plays_it_down_or_tells_more_does_not_pass(text: str, record: CaseRecord) -> None:
    assert weigh_text(text, record) != "passes"


PASSES_OF_EARLY = [
    "Please call the office on your cell phone if you have questions.",
    "40 percent of the files have been searched.",
    "Birth dates and Social Security numbers were found.",
    "No letters have been sent.",
    "We do not know how they got in.",
    "Staff passwords have been changed.",
    "No ransom was paid.",
    "Our lawyers were engaged on February 8.",
    "A forensic firm is investigating.",
    "We informed the FBI and the state police.",
    "Files were encrypted on February 6.",
    "We lost 610 files.",
    "The elementary school will hold its concert in the gym.",
]
PASSES_OF_LATE = [
    "You can call any school on its usual line.",
    "Please badge in at the front door as before.",
    "All students had to choose a new password.",
    "Credit monitoring has been ordered.",
    "Twenty-one contacts have become known since March 4.",
    "On March 2, we confirmed that data had been stolen.",
]


@pytest.mark.parametrize(
    ("text", "record"),
    [*((one, EARLY) for one in PASSES_OF_EARLY), *((one, LATE) for one in PASSES_OF_LATE)],
)
def test_what_is_so_or_claims_nothing_passes(text: str, record: CaseRecord) -> None:
    assert weigh_text(text, record) == "passes"
