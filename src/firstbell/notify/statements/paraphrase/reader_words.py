"""What a text tells its readers of themselves, as what is so: their letters, passwords, how to reach us.

"You have not had a letter because none have been sent" says that no letters were sent. "Your old password no
longer works, because ..." says why. "Families with questions can reach our call center at ..." tells its
number. What readers have got or seen themselves, no fact tells: a form that says more stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_FOLK = (
    r"(?:you|(?:our |most |many )?(?:families|parents|employees|staff|students|people|residents)|no(?:body"
    r"| one|"
    r" family)|anyone|anybody)"
)
_LETTER = r"(?:an? |any |our |the )?(?:\w+ )?(?:letters?|notices?)"
_GOT = r"(?:had|have|has|received|receive|gotten|got|get|seen)"
_NONE_SENT = (
    r"(?:none|no (?:\w+ )?(?:letters?|notices?)|we) (?:has|have|had)(?: not)? (?:yet )?(?:been )?(?:sent"
    r"|mailed"
    r"|gone out)(?: (?:any|one|them))?(?: yet| so far| to date)?"
)
_NO_LETTER = re.compile(
    rf"^(?:the reason (?:that |why )?)?{_FOLK} (?:have|has|will have)(?: not|n't)? (?:yet )?{_GOT} {_LETTER}"
    rf"(?: from (?:us|the district))?(?: yet| so far)?,? (?:because|since|as|for) {_NONE_SENT}$"
    rf"|^(?:because|since|as) {_NONE_SENT}, {_FOLK} (?:have|has|will have)(?: not|n't)? (?:yet )?{_GOT}"
    rf" {_LETTER}"
    r"(?: from (?:us|the district))?(?: yet| so far)?$",
    re.I,
)
_NOTICED = (
    r"(?:you (?:will|may|might|must|probably|surely)(?: \w+)? (?:have )?(?:noticed?|found|find|seen?) that )?"
)
_OLD_PASSWORD = re.compile(
    rf"^{_NOTICED}your (?:old|previous|former) passwords? (?:no longer works?|(?:has|have) stopped working"
    rf"|stopped working"
    r"|does not work(?: any ?more)?|do not work(?: any ?more)?|will not work(?: any ?more)?),? (?:because"
    r"|since|as)"
    r" (?P<why>[^;]*\bpasswords\b[^;]*\b(?:reset|changed|replaced)\b[^;]*)$",
    re.I,
)
_REACH = re.compile(
    r"^(?:(?:families|parents|employees|staff|students|people|anyone|anybody|everyone|those|callers|you"
    r"|residents)"
    r"(?: (?:with|who have) (?:any |more |further )?(?:questions|concerns)(?: about (?:this|it|the"
    r" (?:event|attack)))?)?"
    r"|(?:if|should) you have (?:any )?(?:questions|concerns), you|for questions, you|questions\? you)"
    r" (?:can|may|are welcome to|are invited to|should) (?:now |always )?(?:reach|call|phone|contact|ring"
    r"|dial)"
    r" (?:our|the) (?P<line>call cent(?:er|re)|hot ?line|help ?line)(?: (?:at|on|under|by (?:calling|phone"
    r" at)))?"
    r" (?P<phone>(?:1-)?(?:\d{3}-)?\d{3}-\d{4})$",
    re.I,
)


def _tell_letters(read: str, record: CaseRecord) -> str:
    del record
    return "No letters have been sent." if _NO_LETTER.match(read.rstrip(".!")) else read


def _tell_passwords(read: str, record: CaseRecord) -> str:
    """Why an old password does not work any more; it says that by itself."""
    del record
    old = _OLD_PASSWORD.match(read.rstrip(".!"))
    return f"{old['why'][:1].upper()}{old['why'][1:]}." if old else read


def _tell_line(read: str, record: CaseRecord) -> str:
    """A call center by its number, where that is the one on record."""
    reach = _REACH.match(read.rstrip(".!"))
    phone = re.sub(r"\D", "", str(record.get(Subject.CALL_CENTER, "phone") or ""))
    opened = record.get(Subject.CALL_CENTER, "opened")
    if reach is None or not phone or not opened:
        return read
    same = phone.endswith(re.sub(r"\D", "", reach["phone"]))
    return f"The {reach['line']} is open." if same else read


READER_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (_tell_letters, _tell_passwords, _tell_line)
