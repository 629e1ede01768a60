"""True facts in other words, and what sounds alike and is not so, against three days of one event."""

from __future__ import annotations

import pytest

from tests.notify.test_days import weigh

SOUND = [
    ("day 12", "Sixty-two percent of the files have been searched."),
    ("day 12", "The search of the files is 62 percent complete."),
    ("day 12", "The search is not finished."),
    ("day 12", "One transfer of 41 gigabytes is still unexplained."),
    ("day 12", "In the logs there is a transfer of 41 gigabytes that we cannot explain."),
    ("day 12", "The door badges have not been verified yet."),
    ("day 12", "Four of six systems are verified: student records, payroll, phones and mail."),
    ("day 12", "Phones and mail are back; the library and the door badges are not."),
    ("day 12", "So far 3,102 people are on a list that may still grow."),
    ("day 12", "Credit monitoring is under contract, but codes are not out yet."),
    ("day 12", "We signed a contract for credit monitoring on October 28."),
    ("day 12", "Six systems went down."),
    ("day 4", "Staff passwords have been reset; those of students have not."),
    ("day 4", "The attackers left a note on two of our servers."),
    ("day 4", "The day after, we called in a forensic firm."),
    ("day 4", "Our report to the state was made 61 hours after detection."),
    ("day 4", "Six systems are out of service, and none has been verified so far."),
    ("day 4", "Nobody has looked through the files for personal information yet."),
    ("day 4", "We have no number of people affected yet."),
    ("day 4", "We do not know how many files lack a clean copy."),
    ("day 4", "Freezing your credit costs nothing."),
    ("day 4", "A fraud alert is free and lasts a year."),
    ("day 4", "None of the six systems has been restored and verified so far; phones are being worked on."),
    ("day 4", "The intruders left a note on two servers; it named no amount."),
    ("day 4", "The learning platform could be reached at all times."),
    ("day 4", "If a stranger writes to you about this, tell the school office."),
    ("day 12", "Las credenciales de las puertas siguen pendientes."),
    ("day 33", "On November 12 we confirmed that data was taken."),
    ("day 33", "Codes for credit monitoring have been issued."),
    ("day 33", "The district has paid nothing."),
    ("day 33", "Fourteen members of our staff were contacted by the people behind this."),
    ("day 33", "14 employees told us that they had been contacted."),
    ("day 33", "El distrito no ha pagado rescate alguno."),
    ("day 12", "La biblioteca y las puertas todav\u00eda no funcionan."),
    ("day 12", "Creemos que los intrusos usaron una contrase\u00f1a robada de un proveedor."),
    ("day 33", "La lista incluye a 11,420 personas."),
]
NOT_BORNE_OUT = [
    ("day 12", "Only the library and the door badges ever went down."),
    ("day 12", "Four systems went down."),
    ("day 12", "3,102 is the final count."),
    ("day 33", "Every file in scope could be opened."),
    ("day 33", "The intruders named no amount."),
    ("day 12", "The phones never went down."),
    ("day 12", "Staff passwords have been reset; those of students have not."),
    ("day 12", "Sixty-six percent of the files have been searched."),
    ("day 12", "1,900 people are on a list that may still grow."),
    ("day 12", "Credit monitoring codes have been mailed."),
    ("day 33", "The intruders were in our network for a weekend."),
    ("day 33", "Data was taken on November 12."),
    ("day 33", "On November 14 we confirmed that data was taken."),
    ("day 33", "The search is complete, apart from 9 files that could not be read."),
    ("day 33", "Nine employees told us that they had been contacted."),
    ("day 12", "Las puertas ya funcionan."),
]


@pytest.mark.parametrize(("day", "text"), SOUND)
def test_what_the_record_bears_out_passes_in_other_words(day: str, text: str) -> None:
    assert weigh({"record": day, "text": text}) == "passes"


@pytest.mark.parametrize(("day", "text"), NOT_BORNE_OUT)
def test_what_sounds_alike_and_is_not_so_does_not_pass(day: str, text: str) -> None:
    assert weigh({"record": day, "text": text}) != "passes"
