"""Names that mean nobody of today's roster where they stand: of parks and halls that are called so, of people
who died, of classes that left long ago.

>>> is_of_another("Ada Roe Park, 8:10", 7, is_pupil=True), is_of_another("Ada Roe parked", 7, is_pupil=True)
(True, False)
>>> is_of_another("7:05 Ada Roe Blvd", 12, is_pupil=True), is_of_another("Ada Roe Dr appt", 7, is_pupil=True)
(True, False)
>>> is_of_another("Ada Roe Roofing Inc", 7, is_pupil=True), is_of_another("Ada Roe, PTA", 7, is_pupil=True)
(True, False)
>>> is_of_another("Gil Roe (1931-2004), coach", 7, is_pupil=False)
True
"""

from __future__ import annotations

import re

# what is named after somebody: right behind the name, and nothing of a person after it
_PLACE = re.compile(
    r" (?:(?:Memorial )?(?:Park|Field|Stadium|Arena|Gymnasium|Auditorium|Invitational|Tournament|"
    r"Foundation|Trail|Playground|Road|Street|Avenue|Lane)|Memorial [A-Z][a-z]+)\b"
    r"(?! (?i:trip|day|duty|pass|monitor|hockey|event))"
)
# a street that is called after somebody; what may be another word only before a corner or where the line ends
_STREET = re.compile(
    r"(?: (?:Jr|Sr)\.?)? (?:(?:Blvd|Ave|Rd|Pkwy|Hwy|Boulevard|Parkway|Highway)\b|"
    r"(?:St|Dr|Ln|Ct|Pl|Cir|Way|Drive|Court|Place|Circle)\b(?=\.?(?:[ ]{2}|\t|[ ]*(?:&|/|@|at\b|\r?\n|\Z))))"
)
# a firm or a group that bears somebody's name
_FIRM = re.compile(
    r"(?:[ ,]+(?:[A-Z][\w'-]*|&|and)){0,3}[ ,]+(?:LLC|L\.L\.C|LLP|PLLC|Inc|Corp|Ltd)\b|"
    r"(?: [A-Z][\w'-]*){0,3} (?:Committee|Association|Council|Society|Ministries|Congregation|Boosters)\b|"
    r" (?:Lutheran|Baptist|Methodist|Presbyterian|Catholic|Evangelical|Covenant|Pentecostal|Episcopal) "
    r"Church\b"
)
# who trades under their name is paid under a number of their own
_TRADES = re.compile(r"(?i)[^\n]{0,60}\b(?:ssn|social|sole prop\w*|dob|born|d/?b/?a)\b")
# from a year to a year, of which the first is too long ago for a pupil or for who works
_LIVED = re.compile(r",? ?\(?(?:b\. )?(1[89]\d\d) ?(?:-|\u2013|to) ?(?:19|20)\d\d\b")
_BORN_LATE = 1960
# the class of somebody who left: of a pupil of today it is still to come
_LEFT = re.compile(r"(?i),? \(?(?:class of|graduated?(?: in)?) (?:19\d\d|20[01]\d)\b|,? ['\u2019][4-9]\d\b")


def is_of_another(text: str, end: int, *, is_pupil: bool) -> bool:
    """Whether a name that ends there is that of a place, or of somebody who died or left. `is_pupil`: a
    student may be meant.
    """
    if text[end : end + 1] not in {" ", ",", "("}:
        return False
    if _PLACE.match(text, end) or _STREET.match(text, end):
        return True
    if _FIRM.match(text, end) and not _TRADES.match(text, end):
        return True
    if (lived := _LIVED.match(text, end)) is not None:
        return is_pupil or int(lived[1]) < _BORN_LATE
    return is_pupil and _LEFT.match(text, end) is not None
