"""People whom the roster does not know, as they stand in a document."""

from __future__ import annotations

import re
from collections.abc import Iterable

from firstbell.impact.detection.evidence.results import Keeper, Outsider
from firstbell.impact.detection.identities.names import MADE_UP, read_label_name
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.value import Value
from firstbell.impact.people.dates import is_minor
from firstbell.impact.people.folded_text import compose, fold, split_name

_LEADS = re.compile(
    r"\b(?:[Mm]et with|[Cc]alled|[Cc]alls? (?:for|to|with|from)|[Rr]ef(?:erence)?(?: call)? for|[Rr]e|"
    r"[Rr]egarding|[Nn]otes? (?:on|for|about)|[Ff]ile (?:on|of)|[Ii]nterview(?:ed)?(?: with| of)?|"
    r"[Cc]onversation with|[Vv]isit(?:ed)? with|[Ll]earner|[Aa]pplicant|[Cc]andidate|[Vv]olunteer|[Cc]lient|"
    r"[Ff]ormer (?:student|employee|pupil))[:,]? "
)
_HEAD_CHARS = 300
# hardly anybody lives longer
_LONGEST_LIFE = 112


def find_lead_stranger(text: str) -> str:
    r"""The name that the head of a note says it is about; "" where it says none.

    >>> find_lead_stranger("advising\n\nMet with Zed Quill on Oct 8.")
    'Zed Quill'
    >>> find_lead_stranger("Met with the Team")
    ''
    """
    for match in _LEADS.finditer(text, 0, _HEAD_CHARS):
        if span := read_label_name(text, match.end()):
            return text[slice(*span)]
    return ""


def is_nobody(name: str, values: Iterable[Value], today: str) -> bool:
    """Whether a name is one of examples, or a day of birth beside it that of somebody of history.

    >>> past, known = (Value(0, 0, DataKind.DOB, day) for day in ("1890-02-04", "1931-02-04"))
    >>> is_nobody("Sample, Ada", [], "2026-11-20"), is_nobody("Ada Roe", [past], "2026-11-20")
    (True, True)
    >>> is_nobody("Ada Roe", [known], "2026-11-20"), is_nobody("Ada Samples", [], "2026-11-20")
    (False, False)
    """
    years = (int(value.text[:4]) for value in values if value.kind == DataKind.DOB)
    is_past = any(year + _LONGEST_LIFE < int(today[:4]) for year in years)
    return is_past or any(word in MADE_UP for word in split_name(name))


# how older lists shorten given names
_SHORTENED = {
    "robt": "Robert", "wm": "William", "chas": "Charles", "jas": "James", "geo": "George", "thos": "Thomas",
    "jos": "Joseph", "edw": "Edward", "benj": "Benjamin", "saml": "Samuel", "fredk": "Frederick",
    "richd": "Richard", "danl": "Daniel", "margt": "Margaret",
}  # fmt: skip
_SHORT = re.compile(r"\b(" + "|".join(_SHORTENED) + r")\b\.?(?=[ ,]|\Z)", re.IGNORECASE)

_SSN_DIGITS = 9


def spell_out(name: str) -> str:
    """A name with its given name in full.

    >>> spell_out("ROE, Robt."), spell_out("Wm. Olson"), spell_out("Ada Roe")
    ('ROE, Robert', 'William Olson', 'Ada Roe')
    """
    return _SHORT.sub(lambda match: _SHORTENED[match[1].lower()], name)


def make_outsider(keeper: Keeper, name: str, *, role: str, values: Iterable[Value]) -> Outsider:
    """Somebody outside the roster, by name and by what stands beside it."""
    name = spell_out(name)
    folded = b" ".join(sorted(fold(compose(name)).replace(b",", b" ").split())).decode()
    dob = next((value.text for value in values if value.kind == DataKind.DOB), "")
    # the last digits of one are those of many
    ssn = next((one.text for one in values if one.kind == DataKind.SSN and len(one.text) == _SSN_DIGITS), "")
    email = next((value.text for value in values if value.fact == "email"), "")
    anchors = [keeper.keyed("name", folded)]
    anchors += [keeper.keyed("ssn", ssn)] if ssn else []
    anchors += [keeper.keyed("name+dob", f"{folded}|{dob}")] if dob else []
    anchors += [keeper.keyed("email", email)] if email else []
    return Outsider(
        name,
        role,
        tuple(anchors),
        keeper.keyed("dob", dob) if dob else "",
        keeper.keyed("ssn", ssn) if ssn else "",
        is_minor(dob, keeper.today),
    )
