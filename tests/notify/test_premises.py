"""What a sentence takes for granted beside its claim, or in place of one, is held against the record."""

from __future__ import annotations

from functools import partial

import pytest

from tests.notify.records import know, weigh_text

RECORD = know({
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2026-09-12T02:20:00-05:00",
        "found": "2026-09-12T07:05:00-05:00",
    },
    "forensic_firm": {"engaged": "2026-09-13"},
    "law_enforcement": {"informed": ["FBI", "BCA"], "since": "2026-09-13"},
    "way_in": "stolen VPN password of a vendor account",
    "exfiltration": {"state": "undetermined", "reviewed_days": 6, "of_days": 10, "published": False,
                     "unexplained_bytes": 12000000000},
    "personal_data_search": {"coverage_percent": 58},
    "systems_restored": {"verified": ["payroll", "phones", "email"], "pending": ["library", "door badges"]},
    "unaffected_systems": ["learning platform"],
    "files_without_clean_version": 930,
    "reports": {"state_72h": {"filed": "2026-09-14T19:00:00-05:00"}},
    "credit_monitoring": {"contract": "2026-10-01", "codes_issued": None},
    "legal_counsel": {"engaged": "2026-09-13"},
    "ransom": {"demanded": "note on one server, no amount", "paid": False},
    "letters_sent": 0,
    "kinds_found": ["special_education", "counselling"],
    "coercion_contacts": {"count": 9, "since": "2026-09-20"},
})  # fmt: skip
weigh = partial(weigh_text, record=RECORD)

HELD = [
    # what is done already is not waited for
    "Until email is back, notes go home with the children.",
    "Until the phones are repaired, please come to the front office.",
    "As soon as payroll is running again, we will pay by deposit.",
    "As long as the phones are down, call the principal's cell phone.",
    "We hope to bring the phones back by Monday.",
    "Payroll remains our first priority.",
    "Once a forensic firm has been engaged, the review will begin.",
    "When the FBI has been informed, we will tell the press.",
    # how much is left
    "Once the last two days of logs have been read, we will report to the board.",
    "We will tell you more when the remaining seven days of logs have been checked.",
    "When the three remaining systems are back, we will write again.",
    "Until the last system is back, staff will use paper.",
    "Once the remaining 10 percent of the files has been searched, letters will go out.",
    "When the remaining half of the search is done, families will be told.",
    # a system that is verified is not called unverified, or back in part
    "Payroll is up but has not been verified.",
    "The phones are back, pending verification.",
    "Email is restored but untested.",
    "Payroll is back in part.",
    # a mark that was not passed, a pace, a part
    "The search for personal data has passed the two-thirds mark.",
    "The search for personal data has reached the three-quarter point.",
    "The search is six tenths done and gaining speed.",
    "The search stands at 58 percent, and the hardest part is behind us.",
    "At 58 percent, the search for personal data has more than half still to go.",
    # what an agency does, seeks or found out
    "The FBI, which has been informed since September 13, has somebody in mind.",
    "The BCA was informed on September 13 and is sure of success.",
    "Federal agents are with us to see that nothing surfaces.",
    "We informed the FBI on September 13; its people read our mail.",
    # what else is said of a firm
    "The forensic firm, engaged on September 13, asks for no fee.",
    # a system that was never out
    "Until the learning platform returns, teachers will hand out worksheets.",
    # another way in, whose account it was, and where
    "They strolled in through an open port at the bus depot.",
    "The intruders entered through the VPN of the library.",
    "They came in through a vendor's server.",
    # what lost files are, and where they went
    "The 930 files that could not be recovered are the ones on their site.",
    "The 930 lost files were old menus.",
    "The nine people who were contacted are all teachers.",
    # the hour of another event
    "At about 2:20 a.m. on Saturday, September 12, a technician discovered that servers were encrypted.",
    "Our servers were first encrypted at 7:05 a.m. on September 12.",
    # that data was taken
    "Twelve gigabytes of counseling notes went out the door to the crooks.",
    "Q: What becomes of the stolen records? A: The FBI and the BCA were informed on September 13.",
    "Q: When will the files that they took be returned? A: We have informed the FBI.",
    # in what state files will be found
    "On Monday you will find every folder just as you left it.",
    "Your gradebook will be complete when you log on again.",
    "Come Monday, all of your lesson plans will open again.",
    # whose fault it was
    "Had the vendor closed that account, none of us would be here, and you may quote me on that.",
    "Were it not for a slow vendor, this would not have happened.",
    "The people who sold us that firewall owe this town an apology.",
    # how many of them
    "We know of only four attempts at extortion.",
    "There were just two such calls.",
    # whose restoration is pending
    "Payroll and phones: restoration of both is still pending.",
    "Recovery of the phones is ahead of us.",
    "Library and door badges: restoration of all three is pending.",
]
BORNE = [
    "Until the library system is back, librarians will write on cards by hand.",
    "Once the two remaining systems are back, we will write again.",
    "Once the four remaining days of logs have been reviewed, we will report to the board.",
    "Payroll is up and has been verified.",
    "Payroll, the phones and email are verified; the library has not been verified.",
    "The FBI and the BCA have been informed since September 13.",
    "The Bureau of Criminal Apprehension and the FBI were informed on September 13.",
    "The intruders came in with the stolen VPN password of a vendor account.",
    "They got in with a vendor's stolen VPN password.",
    "930 files could not be recovered.",
    "The forensic firm and legal counsel were engaged on September 13.",
    "Our report to the state was filed on September 14.",
    "We signed a contract for credit monitoring on October 1.",
    "The note on one server named no amount.",
    "At about 7:05 a.m. on Saturday, September 12, we discovered that servers were encrypted.",
    "We know of nine attempts at extortion.",
    "Library and door badges: restoration of both is still pending.",
    "Restoration of the library system is pending.",
    "No ransom payment has been made to the people who left the note.",
    "En los archivos hemos encontrado notas de consejería y planes de educación especial.",
    "La búsqueda de datos personales sigue en 58 por ciento.",
]


@pytest.mark.parametrize("text", HELD)
def test_what_is_taken_for_granted_and_is_not_so_never_passes(text: str) -> None:
    assert weigh(text) != "passes"


@pytest.mark.parametrize("text", BORNE)
def test_what_is_so_passes(text: str) -> None:
    assert weigh(text) == "passes"


def test_a_search_that_remains_at_a_share_is_not_told_of_its_rest() -> None:
    assert weigh("La búsqueda de datos personales sigue en cero por ciento.") != "passes"
    none = know({"personal_data_search": {"coverage_percent": 0}})
    assert weigh_text("La búsqueda de datos personales sigue en cero por ciento.", none) == "passes"


def test_files_are_found_as_they_were_where_none_was_lost() -> None:
    said = "By Friday all of your folders will be intact and ready to use."
    assert weigh_text(said, know({"files_without_clean_version": 0})) == "passes"
    assert weigh_text(said, know({"files_without_clean_version": 3})) == "waits"
