"""What cells of a column say that says nothing of anybody."""

from __future__ import annotations

import re

from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.headers.columns import Column
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.checkboxes import UNCHECKED
from firstbell.impact.detection.values.secret_shapes import is_hidden

_SAYS_NOTHING = (
    "|n|no|none|false|0|na|n/a|nil|null|not applicable|-|--|.|unknown|nka|nkda|no known allergies|"
    "not eligible|no disability|non-disabled|not homeless|general education|gen ed|regular|"
    "regular diet|no restrictions|not identified|0.0|never|not at all|nothing|nothing to report|"
    "0.00|$0.00|$0|$-|$ -|"
    "nothing known|nothing on file|none that i know|none that i know of|none known|not that i know|"
    "not that i know of|not to my knowledge|nope|all good|ok|okay|fine|normal|wnl|within normal limits|"
    "no concerns|none of the time|0 days|00|000|clear|cleared|no record|pending|decline|declined|"
    "decline to answer|decline to state|prefer not to say|prefer not to answer|not disclosed|"
    "i do not wish to answer|"
    # in Spanish, Somali, Hmong and Vietnamese
    "ninguno|ninguna|nada|no tiene|no hay|no aplica|maya|ma jiro|ma jirto|ma jiraan|waxba|tsis muaj|"
    "tsis yog|khong|khong co"
)
_NO_VALUE = frozenset((*_SAYS_NOTHING.split("|"), *UNCHECKED))
# of whom nothing is said by what they pay for meals
_PAYS = frozenset(("p", "paid", "full", "full price", "full pay", "full paid", "denied", "adult"))
_NOTHING = frozenset(("", "n/a", "na", "-", "none"))
# where a secret would stand: that there is none, or none any more
_NO_SECRET = re.compile(
    r"[(\[*-]*(?:(?:never|not|none|no)(?: yet| been)?(?: (?:set(?: ?up)?|issued|assigned|made|given|used|"
    r"activated|enrolled|needed|recorded|on file))?(?: ?up)?(?: yet)?|cancel+ed|disabled|revoked|deactivated|"
    r"inactive|removed|deleted|closed|expired|returned|to be (?:set|assigned|issued)|"
    r"(?:lost|missing|damaged|broken|torn)\b.*|(?:re-?print|replace|see|ask)\b(?: [a-z]+){0,3})[)\]*-]*"
    # or the name under which a program finds it
    r"|\{\{[^{}]*\}\}|\$\{[a-z_]\w*\}|<%=[^<>]*%>"
)
_DOSES = re.compile(
    r"\b(?:tdap|dtap|dtp|mmrv?|mcv ?4?|menacwy|men ?b|polio|ipv|varicella|var|"
    r"hep ?[ab]|hib|hpv|immuniz\w*|vacc\w*|shots)\b"
)


# why somebody is away, complains or is named, that tells of no illness and of no conduct of theirs
_ORDINARY = re.compile(
    r"(?i)(?:personal|vacation|pto|jury(?: duty)?|military|religious|unpaid|professional|sabbatical|"
    r"conference|moving|wedding|travel|family trip|field trip|college visit|prep(?:aration)?(?: time)?|"
    r"overload|class size|seniority|transfers?|assignment|overtime|calendar|workload|wi-?fi|internet|outage|"
    r"schedule|locker|parking|"
    r"witness(?:ed)?|hurt|victim|target(?:ed)?|bystander|reporter|reported it|saw it|onlooker|helped|"
    r"stopped it)\b"
)


def is_ordinary(cell: str) -> bool:
    """Whether a cell among those of illness, or of conduct, begins with a matter that is neither.

    >>> is_ordinary("personal, unpaid"), is_ordinary("victim"), is_ordinary("twins due 5/10")
    (True, True, False)
    """
    return _ORDINARY.match(cell.strip()) is not None


# who does not take a plan that others are asked about
_WAIVED = re.compile(r"(?i)(?:waive[sd]?|waiving|opt(?:ed|ing)? out|no coverage|declin\w+ coverage)\b")


def is_no_secret(cell: str) -> bool:
    """Whether a cell where a password, a code or a PIN would stand says in words that there is none.

    >>> is_no_secret("never set up"), is_no_secret("(Revoked)"), is_no_secret("Never4411")
    (True, True, False)
    >>> is_no_secret("lost, new one on order"), is_no_secret("lostowl44")
    (True, False)
    """
    return _NO_SECRET.fullmatch(cell.strip().lower()) is not None


# a box without a mark, with what might be chosen behind it
_UNMARKED = re.compile(
    r"(?:\[ *\]|\( *\)|\u2610|\u25a1)(?!.*(?:\[ *[x\u2713\u2714] *\]|\( *x *\)|[\u2611\u2612]))"
)
# behind the word that there is nothing
_REMARK = re.compile(r" - |(?<=[a-z])[.;] |, (?!(?:but|except|only|unless|other than|save)\b)")


def says_nothing(cell: str, kind: str, empty: frozenset[str]) -> bool:
    """Whether a cell says that there is nothing, with a remark behind it that says no more.

    >>> [says_nothing(one, "health", _NO_VALUE) for one in ("None. Out of days", "None. Asthma", "No.")]
    [True, False, False]
    """
    told = cell.lower()
    head, *rest = _REMARK.split(told, maxsplit=1)
    if told in empty or (bool(rest) and head in empty and not find_kinds(rest[0])):
        return True
    if _UNMARKED.match(told) is not None:
        return True
    if kind == DataKind.HEALTH and _WAIVED.match(told) is not None and not find_kinds(cell):
        return True
    return kind == DataKind.CREDENTIALS and (is_no_secret(cell) or is_hidden(cell))


def list_empty(column: Column) -> frozenset[str]:
    """What a cell says that says nothing, in small letters: in a column of flags, "no" does, too.

    >>> "no" in list_empty(Column(0, DataKind.HEALTH, is_flag=True, header="asthma"))
    True
    >>> "no" in list_empty(Column(0, DataKind.HEALTH, is_flag=True, header="tdap"))
    False
    """
    if column.role == DataKind.ECONOMIC:
        return _NO_VALUE | _PAYS
    if _DOSES.search(column.header) and column.role == DataKind.HEALTH:
        # who has not had a shot is told of as well
        return _NOTHING
    if "eval" in column.header.split():
        # in state reporting 1 is: not evaluated
        return _NO_VALUE | {"1"}
    return _NO_VALUE if column.is_flag or column.role == DataKind.CREDENTIALS else _NOTHING
