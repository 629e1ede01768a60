"""Rows that name somebody of whom they say nothing: witnesses of an event, those who reported it, a check
that came back clear, a leave that has nothing to do with health.

>>> rows = [["1", "offender", "OSS 2"], ["1", "witness", ""], ["2", "offender", "ISS"]]
>>> find_part_column(rows)
1
>>> is_bystander("Witness"), is_bystander("offender"), is_bystander("victim")
(True, False, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from firstbell.impact.detection.identities.relatives import is_of_relative
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.passage import Passage

_BYSTANDER = re.compile(
    r"(?:eye ?)?witness(?:es|ed)?|bystanders?|reporters?|report(?:ed|ing)(?: (?:by|party|person|staff))?|"
    r"referr(?:er|ed by|ing staff)|observers?|respond(?:er|ing staff)|(?:staff|teacher|adult)(?: present)?|"
    r"interpreters?|w|wit"
)
_TAKES_PART = re.compile(
    r"offenders?|perpetrators?|aggressors?|accused|respondents?|suspects?|subjects?|perps?|initiators?|"
    r"victims?|targets?|complainants?|participants?|involved|primary|student"
)
# a part of each of them
_MAY_WATCH = (
    "witness", "bystander", "report", "referr", "observer", "respond", "staff", "teacher", "adult",
    "interpreter",
)  # fmt: skip
_OFFENDER = re.compile(
    r"(?:alleged )?(?:offenders?|perpetrators?|aggressors?|accused|suspects?|perps?|initiators?|respondents?)"
    r"(?: student)?"
)
# who answers to a complaint is the one it is about, and who answers a survey is not
_ANSWERS = re.compile(r"(?:alleged )?respondents?(?: student)?")
_COMPLAINS = re.compile(r"complainants?|victims?|targets?")
_MAY_OFFEND = ("offend", "perp", "aggress", "accus", "suspect", "initiat", "respond")
_PARTS = 0.8
_NOTHING: frozenset[str] = frozenset()
_CLEAR = re.compile(
    r"clear(?:ed)?|auto dismissed|false (?:alarm|positive)|"
    r"no (?:criminal )?(?:records?|hits?|findings?|history)(?: found)?|none found|clean"
)
# leaves for something else than somebody's health
_OTHER_LEAVE = re.compile(
    r"mil(?:itary)?\b.*|(?:national )?guard|reserves?|deploy\w*|sabb(?:atical)?|jury.*|bereavement|funeral|"
    r"union.*|prof(?:essional)? ?(?:dev\w*)?|educational|vacation|political|relocation|study"
)
# why somebody is helped, or is in a program, that is no disability
_OTHER_NEED = re.compile(
    r"e(?:ll?|sl|b)|lep|mll?|(?:english|multilingual|language)(?: language)? (?:learners?|support|"
    r"dev\w*)|newcomers?|"
    r"gifted.*|talented.*|enrich\w*|honors|accelerat\w*|g ?[/&]? ?t|tag|gate|title (?:i|1)|"
    r"late (?:arrival|start)|"
    r"absent|make ?up|religious.*|no plan|gen(?:eral)? ?ed(?:ucation)?|none\b.*"
)
_HAS_PLAN = re.compile(r"(?i)\b(?:iep|504|sped|special ed\w*|y|yes|x)\b")
# what is added to that and takes nothing of it back: "clear - bus contractor"
_REMARKED = re.compile(
    r"(?i) - (?!.*\b(?:but|except|see|pend\w*|charg\w*|convict\w*|misd\w*|felon\w*|hits?|d[wu]i|arrest\w*|"
    r"assault|warrants?)\b).*\Z"
)
# how cells begin that may rule a kind out: most do not, and are not looked at further
_MAY_RULE_OUT = re.compile(
    r"(?i)[\s_-]*(?:cle|aut|fal|no[\s_-]|none|mil|nat|gua|res|dep|sab|jur|ber|fun|uni|pro|edu|vac|pol|rel|stu)"
)


_HARMED = re.compile(
    r"(?:student|child|person)s? (?:who (?:was|were|got) )?(?:hurt|harmed|injured|targeted)|"
    r"(?:alleged )?(?:victims?|targets?)(?: students?)?|complainants?"
)
_DID = re.compile(
    r"(?:student|child|person)s? (?:who (?:did|is doing|started) (?:it|this)|accused|responsible)|"
    r"accused(?: student)?"
)
_FEWEST_PARTS = 2
# letters by which programs say the same: offender, victim, witness, participant, suspect
_PART_HEADS = frozenset(("role", "part", "involvement", "involved as", "person role", "incident role", "inv"))
_PART_CODES, _WATCHES = frozenset(("o", "v", "w", "p", "s", "off", "vic", "wit")), frozenset(("w", "wit"))


def is_event_form(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are labels and answers that say who had which part in an event.

    >>> is_event_form([["Reporter", "Tia Long"], ["Target", "Ada Roe, gr 6"], ["Accused", "Ben Roe"]])
    True
    >>> is_event_form([["Driver", "Tia Long"], ["Rider", "Ada Roe, gr 6"]])
    False
    """
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    if any(len(row) > _FEWEST_PARTS for row in filled):
        return False
    heads = [_plain(row[0]).rstrip(":") for row in filled if row]
    ways = (_BYSTANDER, _OFFENDER, _HARMED, _DID)
    return sum(any(way.fullmatch(head) for way in ways) for head in heads) >= _FEWEST_PARTS


def find_part_column(rows: Sequence[Sequence[str]], header: Sequence[str] = ()) -> int:
    """The column that says what each had to do with an event, of whom some took part and others did not, in
    words, or in letters below a header that says so; -1 where there is none.

    >>> find_part_column([["1", "O"], ["2", "W"]], ["id", "Role"]), find_part_column([["O"], ["W"]], ["Race"])
    (1, -1)
    """
    for at, head in enumerate(header):
        codes = (
            {_plain(row[at]) for row in rows if at < len(row)} - {""} if _plain(head) in _PART_HEADS else ()
        )
        if codes and codes <= _PART_CODES and codes & _WATCHES and codes - _WATCHES:
            return at
    for at, filled in _list_columns(rows, _MAY_WATCH):
        cells = [*map(_plain, filled)]
        bystanders = sum(map(bool, map(_BYSTANDER.fullmatch, cells)))
        others = sum(map(bool, map(_TAKES_PART.fullmatch, cells)))
        if bystanders and others and bystanders + others >= _PARTS * len(cells):
            return at
    return -1


def find_offender_column(rows: Sequence[Sequence[str]]) -> int:
    """The column that says of some that they did it, and of the others what else they had to do with it; -1
    where there is none.

    >>> find_offender_column([["1", "Offender"], ["2", "offender"]])
    1
    >>> find_offender_column([["offender", "x"]])
    -1
    """
    for at, filled in _list_columns(rows, _MAY_OFFEND):
        if len(filled) < 2:
            continue
        cells = [*map(_plain, filled)]
        offenders = sum(map(is_offender, cells))
        if not any(map(_COMPLAINS.fullmatch, cells)):
            offenders -= sum(bool(_ANSWERS.fullmatch(cell)) for cell in cells)
        parts = sum(bool(_BYSTANDER.fullmatch(cell) or _TAKES_PART.fullmatch(cell)) for cell in cells)
        if offenders and parts >= _PARTS * len(cells):
            return at
    return -1


def _list_columns(rows: Sequence[Sequence[str]], parts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The columns with their cells, but for those where no cell has one of these parts of words: most."""
    told = "\n".join(map("\n".join, rows)).lower()
    if not any(part in told for part in parts):
        return
    for at, column in enumerate(zip_longest(*rows, fillvalue="")):
        filled = [cell for cell in column if cell.strip()]
        lowered = "\n".join(filled).lower()
        if any(part in lowered for part in parts):
            yield at, filled


def is_offender(cell: str) -> bool:
    """Whether a cell of such a column says that somebody did it."""
    return _OFFENDER.fullmatch(_plain(cell)) is not None


def is_bystander(cell: str) -> bool:
    """Whether a cell of such a column says that somebody took no part."""
    return _BYSTANDER.fullmatch(_plain(cell)) is not None


_RELATION = re.compile(
    r"(?:patient )?relation(?:ship)?(?: to (?:the )?(?:employee|member|subscriber|ee|you))?"
)
_WORKERS = re.compile(r"\b(?:employee|emp|ee|empid|member|subscriber|staff)\b")
_RELATIVE = re.compile(
    r"(?:step)?(?:son|daughter|child|mother|father|parent|sister|brother)(?: in law)?|spouse|wife|husband|"
    r"(?:domestic )?partner|dep(?:endent)?|ch|sp|dau"
)


def find_relation_column(header: Sequence[str]) -> int:
    """The column that says whose claim it is, in a table of those who work here; -1 where there is none.

    >>> find_relation_column(["EmpID", "Relationship"]), find_relation_column(["Contact", "Relation"])
    (1, -1)
    """
    shown = [*map(_plain, header)]
    if not any(map(_WORKERS.search, shown)):
        return -1
    return next((at for at, head in enumerate(shown) if _RELATION.fullmatch(head)), -1)


def is_relative(cell: str) -> bool:
    """Whether a cell of such a column says that it is a relative's."""
    return _RELATIVE.fullmatch(_plain(cell)) is not None


def list_ruled_out(cells: Iterable[str]) -> frozenset[str]:
    """The kinds of which a row says that there is nothing.

    >>> list_ruled_out(["Ada Olson", "CLEAR"]), list_ruled_out(["Ada Olson", "record"])
    (frozenset({'discipline'}), frozenset())
    """
    told = [_plain(_REMARKED.sub("", cell)) for cell in filter(_MAY_RULE_OUT.match, cells)]
    if not told:
        return _NOTHING
    return frozenset(
        kind.value
        for kind, pattern in ((DataKind.DISCIPLINE, _CLEAR), (DataKind.HEALTH, _OTHER_LEAVE))
        if any(map(pattern.fullmatch, told))
    )


def helps_otherwise(cells: Iterable[str]) -> bool:
    """Whether what stands in the columns of special education says that the help is for another reason.

    >>> helps_otherwise(["EL", "word list"]), helps_otherwise(["EL", "IEP"]), helps_otherwise(["reader"])
    (True, False, False)
    """
    told = [*filter(None, cells)]
    is_other = any(_OTHER_NEED.fullmatch(_plain(cell)) for cell in told)
    return is_other and not any(map(_HAS_PLAN.search, told))


def _plain(cell: str) -> str:
    return " ".join(cell.lower().replace("_", " ").replace("-", " ").split()).rstrip(".")


def list_pupils_kinds(passage: Passage) -> set[str]:
    """The kinds that a note says of pupils whom it names: they are not those of a grown-up in its row."""
    return {kind for one in passage.subjects if passage.is_pupil(one) for kind in one.kinds}


# whoever is at one of these is not ill
_ATTENDED = re.compile(
    rb"\b(?:conference|workshop|webinar|seminar|training|recert\w*|convention|meeting)s?\W*\Z"
)


# what is withheld from pay is not the child's
_OF_COURTS = re.compile(rb"\b(?:child|spousal|family) (?:support|care|maintenance)\b")
_SERVED = re.compile(rb"\bfor (?:the )?(?:[a-z]+ )?[a-z]+ (?:students|pupils|kids|children)\W*\Z")


def list_not_own(passage: Passage) -> set[str]:
    """The kinds that a note in the row of somebody who works here says of a relative alone, or of what they
    attend.
    """
    folded = passage.folded
    if _ATTENDED.search(folded) or _SERVED.search(folded):
        return {term.kind for term in passage.terms}
    folded = _OF_COURTS.sub(lambda match: b"." * len(match[0]), folded)
    own = {term.kind for term in passage.terms if not is_of_relative(folded, term.at, is_grown=True)}
    return {term.kind for term in passage.terms} - own
