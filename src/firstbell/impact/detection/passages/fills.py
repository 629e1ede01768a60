r"""What a form prints around the answers of people: dots and rules that lead to them, boxes left empty; names
of fields that a program gave.

>>> clear_fills("Name ____Ada____ Born __4/2/2012__"), clear_fills("Name ....... Ada")
('Name :   Ada     Born : 4/2/2012  ', 'Name:        Ada')
>>> clear_fills("bank_account = 7")
'bank account = 7'
>>> clear_fills("name = Ada\nborn = 4/2/12\nbus = 7")
'name:  Ada\nborn:  4/2/12\nbus:  7'
>>> clear_fills("Name ______ Date ______")
'Name ______ Date ______'
>>> clear_fills("DETENTlON of 1O/26, N0 SHOW")
'DETENTION of 10/26, NO SHOW'
"""

from __future__ import annotations

import re

from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.measured_conduct import is_measured
from firstbell.impact.detection.values.checkboxes import clear_unchecked
from firstbell.impact.detection.values.unmeant_words import is_treated

# dots that lead the eye from a label to its answer: "Name ...... Ada"
_LEADER = re.compile(r"[ ]?(?:\.[ ]?){4,}:?(?=[ ]?\S)")
# dots between the fields of one record, each a word and a number: "Ada Roe .... soc 219 09 3344 .... seat 1"
_LED_RECORD = re.compile(
    r"(?m)^[ \t]*[^\W\d_][^\n.:\d]{3,40}"
    r"(?:[ ]\.{4,}[ ][A-Za-z][A-Za-z #]{0,16}[ :#]\d[\d /-]{0,16}){2,}[ \t\r]*$"
)
_DOTS = re.compile(r"\.{4,}")
# a numbered field of a form whose answer stands far to the right: "2. Soc Sec No        219-09-3344"
_NUMBERED = re.compile(r"(?m)^([ \t]*\d{1,2}[a-z]?[.)][ ][A-Za-z][^\n:]{2,44}?)[ ]([ ]{2,})(?=\S)")
# what a machine that reads scans takes for another sign: "DETENTlON", "N0 SHOW", "1O/26"
_MISREAD = re.compile(
    r"[l0O](?:(?<=[A-Z]{2}[l0])(?=[A-Z])|(?<=[A-Z][l0])(?=[A-Z]{2})|(?<=\bN0)(?= )"
    r"|(?<=\dO)(?=[\d/])|(?<=[\d/]O)(?=\d))"
)
_MEANT = {"l": "I", "0": "O", "O": "0"}
# the name of a field as programs have it: "bank_account = 7"
_FIELD_NAME = re.compile(r"(?m)^[ \t]*[A-Za-z]\w*?[^\W_]_[^\W_]\w*(?=[ \t]*[:=])")
# the same, set to what somebody typed into a form of the web, in each of several lines
_SET_FIELD = re.compile(r"(?m)^([ \t]*[A-Za-z][\w -]{1,40}?)[ ]=[ ](?=[^\s=])")
_FEWEST_SET = 3
# a rule that an answer is written on: "Name ____Ada____"
_RULE_BEFORE = re.compile(r"(?<=[A-Za-z#.)])([ ]:?[ ]?|:[ ]?)(_{2,})(?=[^\W_])")
# on one between two: "Name _Roe, Ada_____ No _7_"
_RULE_AROUND = re.compile(r"(?<=[A-Za-z#.)/:])([ ])(_+)(?=([^\W_][^_\n]{1,60}?)_+(?:[ \t\r\n.,;]|$))")
_RULE_BEHIND = re.compile(r"(?<=[^\W_])[ ]?_+(?=[ \t\r\n.,;]|$)")
# a question that is answered with no: it tells of nothing
_DENIED = re.compile(
    rb"(?m)^((?:[a-z /]{3,24}:[ \t]+)?\??[^\n:?]{3,90}(?:\?:?[ \t]*(?:\r?\n[ \t]*)?|:[ \t]*))"
    rb"(?:no|none|n/?a|never|nil|negative|not applicable|denied|denies|false|no known|declined?|nope|"
    rb"nothing(?: (?:to (?:report|add|note|list|declare)|known|on file))?|"
    rb"none (?:that (?:i|we) know(?: of)?|known)|"
    rb"not (?:that (?:i|we) know(?: of)?|to my knowledge|known)|"
    rb"(?:wo|would|will) ?n[o']t (?:give|say|tell|answer)|"
    # in the languages of forms
    rb"ningun[oa]s?|nada|no aplica|no (?:tiene|hay)|maya|ma jir(?:o|to|aan)|waxba|tsis(?: muaj)?|"
    rb"khong(?: co)?)"
    rb"[ \t]*[.;]?(?=[ \t]*\r?$)"
)

# where a form says that something is to be copied from: "name (as shown on your income tax return)"
_COPIED = re.compile(
    rb"\bas (?:shown|listed|printed|filed|reported|it appears) on your [a-z0-9 -]{3,48}|"
    rb"\(as (?:shown|listed|printed|filed|reported|it appears) on [^()\n]{3,60}\)"
)
# of nobody in particular: "if you are pregnant or have asthma ask the nurse"
_SUPPOSED = re.compile(
    rb"\b(?:if|whether) (?:you|anyone|anybody|someone|any(?: of you| staff)?) "
    rb"(?:are|is|have|has|had|take|takes|use|feel|feels|get)\b"
    rb"[^.!?\n]{0,90}?(?=[,.!?\n]| (?:ask|call|please|see|let|tell|contact|talk|email|stay|bring|stop)\b|$)"
)
_LENT = re.compile(
    rb"\b(?:over)?due\b|\bchecked out\b|\blibrary\b|\bbooks?\b|\bdvds?\b|\bauthors?\b|\bfilms?\b"
)
_TITLE = re.compile(r"[\"\u201c]([A-Z][^\"\u201c\u201d\n]{2,70})[\"\u201d]")
_BOOK_CLUB = re.compile(rb"\A.{0,60}\b(?:book clubs?|book talks?|reading challenge)\b")
_BRACKETS = re.compile(r"\([^()\n]{3,60}\)")
_SMALL_WORD = 3
_NO_BEHIND = re.compile(rb"[ \t]?[:=?]?[ \t]?(?:n|no|none|0|false|neg)(?=[ \t]{2}|[ \t]*[\r\n,;|]|[ \t]*\Z)")


def _space_out(match: re.Match[str]) -> str:
    return " " * len(match[0])


def clear_fills(text: str) -> str:
    """The text with a colon where dots or a rule lead to an answer, and with spaces for the rest of the rule
    and for boxes that are empty; as long as before.
    """
    if "...." in text:
        text = _LED_RECORD.sub(lambda match: _DOTS.sub(_space_out, match[0]), text)
    text = _LEADER.sub(_point_to, text) if ".." in text or ". ." in text else text
    text = _MISREAD.sub(_read_again, text)
    text = _NUMBERED.sub(r"\1:\2", text) if "   " in text else text
    text = _FIELD_NAME.sub(_part_words, text) if "_" in text else text
    if text.count(" = ") >= _FEWEST_SET and len(_SET_FIELD.findall(text)) >= _FEWEST_SET:
        text = _SET_FIELD.sub(r"\1:  ", text)
    if "__" in text:
        filled = _RULE_BEFORE.sub(_lead, _RULE_AROUND.sub(_lead, text))
        text = _RULE_BEHIND.sub(_blank, filled) if filled != text else text
    return clear_unchecked(text)


def is_denied(folded: bytes, at: int) -> bool:
    """Whether a code for no stands right behind a place: "SPED N", "Asthma: none, Bus: 4".

    >>> is_denied(b"sped n   frl f", 4), is_denied(b"sped no doubt", 4)
    (True, False)
    """
    return _NO_BEHIND.match(folded, at) is not None


_NEXT_MESSAGE = re.compile(rb"_*[ \t\r]*\n[ \t\r\n>*]*(?:from|von|de|sent|date)[ \t*]*:[ \t*]*\S")
_SIGNING = re.compile(rb"\b(?:sign(?:ed|ature)?s?|initials?)\b")


# "Unit 2" of a report on a crash is a car
_CRASHED = re.compile(
    rb"[^\n]{0,80}\b(?:drivers?|driven|dl|cdl|plate|vin|vehicle|occupants?|passengers?|insured|policy|dob|towed|"
    rb"(?:19|20)\d\d (?:[a-z-]+ ){0,2}[a-z-]+,)"
)


def is_no_hint(folded: bytes, end: int) -> bool:
    r"""Whether what ends there is a rule that is left empty to sign on, as below an agreement that is filled
    in, or one that parts the messages of a thread; or a car by its number, and no unit of a course.

    >>> is_no_hint(b"signed ______ (nurse)", 13), is_no_hint(b"name ______", 11)
    (True, False)
    >>> is_no_hint(b"________\nfrom: ada", 8), is_no_hint(b"________\nname: ", 8)
    (True, False)
    >>> is_no_hint(b"unit 2: van, driver ada", 7), is_no_hint(b"unit 2: fractions", 7)
    (True, False)
    """
    if folded.endswith(b":", 0, end):
        return _CRASHED.match(folded, end) is not None
    if folded[end - 1 : end] != b"_":
        return False
    if _NEXT_MESSAGE.match(folded, end):
        return True
    line = folded.rfind(b"\n", 0, end) + 1, folded.find(b"\n", end)
    return _SIGNING.search(folded, line[0], line[1] if line[1] >= 0 else len(folded)) is not None


_FROM_HOME = re.compile(rb"[ ](?:[a-z]+(?:'s)?[ ]){0,3}(?:home|custody|care)\b")
_REMOVED, _DISCHARGED = re.compile(rb"removed from\Z"), re.compile(rb"discharged? from\Z")
# whom a landlord or a parent puts out
_PUT_OUT = re.compile(rb"(?:kicked|thrown|threw|put)\Z")
_OF_HOME = re.compile(
    rb"[ ](?:(?:me|us|him|her|them) )?out of (?:[a-z]+(?:'s)?[ ]){0,2}"
    rb"(?:home|house|apartment|apt|trailer|motel|shelter|place)\b"
)
_PUT_OUT_OF = re.compile(rb"(?:kicked|thrown|threw|put|locked)(?: (?:me|us|him|her|them))? out(?: of)?\Z")
_PUT_OUT_CHARS = 24
_OF_CLASS = re.compile(
    rb"[ ](?:of )?(?:the |a |my |his |her |their |[a-z]+ )?"
    rb"(?:class(?:room)?|room|gym|lunch(?:room)?|cafeteria|library|practice|game|bus|school|assembly|lab|office|pool|team|meeting|concert|hour|period)\b"
)
_FROM_WORK = re.compile(
    rb"[ ](?:[a-z]+(?:'s)?[ ]){0,2}(?:employment|position|job|service|duty|duties|post|staff)\b"
)
_OF_HEARTS = (b"cardiac arrest", b"respiratory arrest")
_REMOVAL_CHARS = 18
# who was treated for drinking broke no rule by it
_TREATED = re.compile(
    rb"\b(?:treat(?:ed|ment)|rehab(?:ilitation)?|recover(?:y|ing)|in therapy)"
    rb"(?:[ ](?:program|center|facility|unit))?(?:[ ](?:in|at)[ ][a-z ]{2,24}?)?[ ](?:for|from)"
    rb"[^.;\n]{0,40}\Z"
)
_TREATED_CHARS = 64
# what a court orders to keep somebody away is called so
_ORDER = re.compile(rb"[ ](?:restraining|no[ -]contact|protective|prevention)?[ ]?order\b")
# a plan for how somebody is taught to behave is a part of what special education gives
_PLANNED = re.compile(rb"\bbehaviou?r(?:al)? (?:intervention |support )?(?:plan|chart|goal|contract)s?\Z")
_OF_IEPS = re.compile(rb"\b(?:ieps?|1:1|para(?:professional)?s?|esy|special ed(?:ucation)?|sped)\b")
_PLAN_CHARS = 36


# what an IEP has others help with
_HELPED = re.compile(
    rb"\b(?:iep|1:1|para(?:professional)?|aide)s?\b[^.;\n]{0,48}"
    rb"\b(?:toileting|diapering|potty(?: training)?|self[ -]?care|feeding)\Z"
)
_HELPED_CHARS = 80
_HELP = re.compile(rb"\b(?:toileting|diapering|potty(?: training)?|self[ -]?care|feeding)\Z")
_HELP_CHARS = 16
# what is settled about a child's schooling pays the child nothing
_OF_CHILD = re.compile(
    rb"\b(?:free appropriate|special education|compensatory|due process|ieps?|parents? of)\b"
)
_PER_IEP = re.compile(rb"[ ,(]{1,2}(?:per|as in|in|on) (?:the |his |her |their )?(?:iep|plan)\b")


def leaves_care(folded: bytes, at: int) -> bool:
    """Whether who was "removed from" something, up to a place, was removed from a home, who was "discharged
    from" it was a patient, or what stands there is what somebody was treated for, or a part of an IEP.

    >>> leaves_care(b"removed from mother's home", 12), leaves_care(b"removed from the bus", 12)
    (True, False)
    >>> leaves_care(b"kicked out of our apartment", 6), leaves_care(b"kicked out of class", 6)
    (True, False)
    >>> leaves_care(b"discharged from the unit", 15), leaves_care(b"discharged from employment", 15)
    (True, False)
    """
    before = folded[max(0, at - _REMOVAL_CHARS) : at]
    if before.endswith((b"plan", b"chart", b"goal")) and _PLANNED.search(
        folded, max(0, at - _PLAN_CHARS), at
    ):
        return _OF_IEPS.search(folded) is not None
    if is_treated(folded, at):
        return True
    if before.endswith(b"harassment") and _ORDER.match(folded, at):
        return True
    if before.endswith(_OF_HEARTS) or _TREATED.search(folded[max(0, at - _TREATED_CHARS) : at]):
        return True
    if _PUT_OUT.search(before):
        return _OF_HOME.match(folded, at) is not None
    if _REMOVED.search(before):
        return _FROM_HOME.match(folded, at) is not None
    return _DISCHARGED.search(before) is not None and _FROM_WORK.match(folded, at) is None


# who works with those who need it, and was hurt by somebody: "kicked the paraprofessional"
_HURT_WORKER = re.compile(
    rb"\b(?:assault|hit|hits|hitting|kick|bit|bite|biting|punch|push|shov|threaten|struck|spat|spit|slap|attack|"
    rb"injur|hurt|scratch|headbutt|yell|sw(?:ore|ear)|curs|chok|threw)[a-z]*"
    rb"[ ](?:(?:on|of|at|against|towards?|an?|the|his|her|their|another|one|two|school|"
    rb"special ed(?:ucation)?|sped|speech|behaviou?r|reading|1:1|one-on-one|"
    rb"dean|principal|teacher|and|or)[ ]){1,5}"
    rb"(?:special ed(?:ucation)?|sped|speech)?[ ]?"
    rb"(?:para(?:professional)?s?|aides?|therapists?|pathologists?|psychologists?|counsell?ors?|interventionists?|"
    rb"(?:special ed(?:ucation)?|sped)(?: teachers?)?|case managers?)\Z"
)
_HURT_CHARS = 80
# in Spanish, who hit another pupil was hit by nobody
_HITS, _HIT_CHARS = re.compile(rb"\b(?:pega|pego|golpea|golpeo|empuja|empujo|patea|pateo)\Z"), 12
_ANOTHER = re.compile(
    rb" a (?:(?:un|una|otr[oa]|otr[oa]s|su|sus|dos|el|la|los|las) )*"
    rb"(?:companer|alumn|estudiante|amig|nin[oa]|muchach|chic[oa]|maestr|profesor|asistente)"
)
_OF_WORKERS = frozenset((DataKind.SPECIAL_EDUCATION, DataKind.COUNSELLING))


def is_served(folded: bytes, at: int, kind: str) -> bool:
    """Whether what a phrase of discipline or of health tells, up to a place, is care that somebody gets: see
    `leaves_care`, and the help with what all do that an IEP gives.

    >>> is_served(b"iep says 2 adults for toileting", 31, "health")
    True
    >>> is_served(b"iep at 2. toileting, called home", 19, "health")
    False
    >>> is_served(b"toileting per iep", 9, "health")
    True

    Nor is who works for those who need it what is told of whoever hurt them.

    >>> is_served(b"bit the paraprofessional", 24, "special_education")
    True
    >>> is_served(b"has a paraprofessional", 22, "special_education")
    False
    """
    if kind in _OF_WORKERS:
        return _HURT_WORKER.search(folded, max(0, at - _HURT_CHARS), at) is not None
    if kind == DataKind.DISCIPLINE:
        return leaves_care(folded, at) or is_measured(folded, at)
    if kind == DataKind.FINANCIAL:
        return folded.endswith(b"settlement agreement", 0, at) and _OF_CHILD.search(folded) is not None
    if kind == DataKind.SAFEGUARDING:
        # who is sent out of class has a home
        if _HITS.search(folded, max(0, at - _HIT_CHARS), at) and _ANOTHER.match(folded, at):
            return True
        is_out = _PUT_OUT_OF.search(folded, max(0, at - _PUT_OUT_CHARS), at) is not None
        return is_out and _OF_CLASS.match(folded, at) is not None
    if kind != DataKind.HEALTH:
        return False
    is_help = _HELP.search(folded, max(0, at - _HELP_CHARS), at) is not None
    is_behind = is_help and _PER_IEP.match(folded, at) is not None
    return is_behind or _HELPED.search(folded, max(0, at - _HELPED_CHARS), at) is not None


def list_denied(folded: bytes) -> list[tuple[int, int]]:
    r"""Where questions stand that are answered with no: (start, end) of each, up to its answer; and what is
    supposed of anybody.

    >>> list_denied(b"asthma? no\nbus: 4\n"), list_denied(b"if you have asthma ask tia")
    ([(0, 8)], [(0, 18)])
    """
    denied = [(match.start(1), match.end(1)) for match in _DENIED.finditer(folded)]
    if b"as " in folded:
        denied += [match.span() for match in _COPIED.finditer(folded)]
    if b"if " not in folded and b"whether " not in folded:
        return denied
    return denied + [match.span() for match in _SUPPOSED.finditer(folded)]


def list_titles(text: str, folded: bytes) -> list[tuple[int, int]]:
    """Where titles of books and films stand in quotation marks, in a text that lends or reads such.

    >>> text = 'Ada Roe "My Asthma Year" due 10/4, Ben Roe "has asthma"'
    >>> list_titles(text, text.lower().encode())
    [(8, 24)]
    """
    if _BOOK_CLUB.search(folded) is not None:
        # what is in brackets behind a title says what the book is about
        return [match.span() for match in _BRACKETS.finditer(text)]
    if '"' not in text or _LENT.search(folded) is None:
        return []
    return [match.span() for match in _TITLE.finditer(text) if _is_title(match[1])]


def _is_title(said: str) -> bool:
    return all(word[0].isupper() or len(word) <= _SMALL_WORD for word in said.split() if word[0].isalpha())


def _read_again(match: re.Match[str]) -> str:
    return _MEANT.get(match[0], match[0])


def _part_words(match: re.Match[str]) -> str:
    return match[0].replace("_", " ")


def _point_to(match: re.Match[str]) -> str:
    return ":".ljust(len(match[0]))


def _lead(match: re.Match[str]) -> str:
    before = match[1] if ":" in match[1] else match[1] + ":"
    return before.ljust(len(match[0]))[: len(match[0])]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
