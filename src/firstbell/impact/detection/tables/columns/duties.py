r"""Columns that tell nothing of whom the rows name: what their project or club is about, how often something
came up in the work of those who are counted, what those who approve it paid for.

>>> are_counts(["31", "0", "4"]), are_counts(["Y", "2"])
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.headers.columns import MAIN, NAME, NOTE, WORKER, Column, read_header
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.kinds.titles import find_title_kinds

_TOPIC = re.compile(
    r"(?:(?:project|research|essay|speech|paper|poster|presentation|debate|capstone|thesis|talk|"
    r"science fair) )?"
    r"(?:topics?|themes?|theses|thesis)(?: area| title)?|"
    r"(?:project|research|essay|speech|paper|poster|presentation|debate|capstone|play|song|book|piece|"
    r"film|entry)"
    r"(?: titles?)?|[a-z ]{3,30} to present|clubs?(?: name)?|(?:shadow(?:ing)?|job shadow|internship|"
    r"volunteer|host)"
    r"(?: (?:site|placement|host|place|organization))?|career(?: interest| goal)?s?|"
    # what somebody is there for
    r"areas? of (?:responsibility|expertise|focus)|responsibilit(?:y|ies)|responsible for|dut(?:y|ies)|"
    r"handles|covers|(?:questions?|help|contact|call|ask) (?:about|for|with|regarding)"
)
# what is graded, and what is where such is: "Nutrition quiz" beside "Anxiety journal"
_GRADED = re.compile(
    r"(?:.* )?(?:quiz(?:zes)?|essays?|worksheets?|ws|homework|hw|posters?|projects?|exit (?:tickets?|slips?)|"
    r"warm ?ups?|(?:unit|chapter|ch|final|midterm) (?:tests?|exams?)|(?:book|lab) reports?|debates?|"
    r"(?:term|research|position) papers?|study guides?|vocab(?:ulary)?|dioramas?)(?: ?#?\d{1,2})?"
    r"(?: \(?(?:/ ?)?\d{1,3}(?: ?(?:pts?|points?))?\)?)?"
)
_BESIDE_GRADED = re.compile(
    r".* (?:papers?|journals?|reflections?|presentations?|case stud(?:y|ies)|labs?|packets?|notebooks?|"
    r"tests?|exams?|speech(?:es)?|units?|notes|activit(?:y|ies)|assignments?|briefs?|scenarios?|role ?plays?|"
    r"charts?|surveys?|interviews?|maps?|timelines?|videos?|articles?|discussions?|reports?)(?: ?#?\d{1,2})?"
)
_SHADOWED = re.compile(
    r"\b(?:shadow\w*|internships?|career|work.?based|mentorship|service learning|volunteer)\b"
)
# what an office writes down of pupils, an entry each time
_LOGGED = re.compile(r"\blog ?(?:type|code)\b|\bentry (?:date|author|type|by|time)\b")
# what is talked of with somebody is theirs
_DISCUSSED = re.compile(r"(?:topic|theme)s?\b")
_TALKED_OF = re.compile(
    r"\b(?:date|time|session|duration|minutes|counsel\w*|met|seen|follow|visit|referr\w*)\b"
)
_HITS = re.compile(r"^(?:hits|visits|requests|urls?|domain|bandwidth|blocked)$")
_PLACES = re.compile(r"placements?|sites?|hosts?|employers?|organi[sz]ations?")
# who is named in a row of what others did
_COUNTED = re.compile(
    r"\b(?:principal|teacher|counsell?or|nurse|social worker|advisor|adviser|psychologist|dean|case manager|"
    r"staff|school|building|officer|clinician)\b"
)
_APPROVES = re.compile(
    r"(?:approved|authori[sz]ed|purchased|requested|ordered|signed|reviewed|verified|entered|bought) by|"
    r"approver|buyer|purchaser|requisitioner"
)
# who has learned to do it for others, and is not whom it is done for
_TRAINED = re.compile(
    r"(?i)\b(?<!potty )(?<!toilet )(?<!house )(?:trained|training)\b(?! (?:needs?|goals?|plan|wheels))|"
    r"\b(?:cpr|first aid|aed)[ /&-]{1,3}(?:cert\w*|card|exp\w*)"
)
# what they showed that they can do
_PRACTICED = re.compile(
    r"\b(?:demo\w*|practiced?|skills?|quiz|module|video|class|course|cert\w*|train(?:ed|ing)|competenc\w+)\b"
)
# who meets about something
_MEETS = re.compile(
    r"(?i)\b(?:crisis|response|leadership|safety|wellness|grief)(?: response)? team\b|\b(?:committee|"
    r"task force)\b"
)
# who is there for it, and when
_ON_DUTY = re.compile(
    # a nurse whom a list of pupils names is there for them
    r"(?i)(?<!nurse )(?<!doctor )\bon[- ]call\b|\brotas?\b|\bwho (?:to (?:call|ask)|covers|is on duty)\b|"
    r"\bpoints? of contact\b|\b(?:coverage|duty) (?:schedule|roster|rotation|calendar|list)\b"
)
# only who works here is called there
_EXTENSION = re.compile(
    r"(?:office |desk |phone |work )?ext(?:ension|n)?\.?|(?:office|desk) (?:phone|tel\w*)"
)
_REACHED = re.compile(r"(?:e ?mail|phone|telephone)\b")
_PUPIL = re.compile(r"\b(?:students?|pupils?|child(?:ren)?|kids?|learners?|campers?|participants?)\b")
_OWN_WORDS = re.compile(r"(?i)\b(?:i|i'm|i've|im|we)\b[^.]* \w+ \w+")
_PAID = frozenset({DataKind.FINANCIAL})
_LARGEST = 4
_FEWEST_COUNTS = 2
_COUNT = re.compile(r"\d{1,3}(?:\.\d{1,2})?")


# who has something for a while that the school lends, and what it is: a test of a condition tells of nobody
_LENT_TO = re.compile(
    r"(?:(?:checked|signed) )?out (?:to|by)|borrowe(?:r|d by)|(?:on )?loan(?:ed)? to|lent to"
)
_LENDS = re.compile(
    r"(?:test )?kits?(?: names?)?|tests?(?: names?)?|assessments?|books?|(?:book )?titles?|protocols?|dvds?|"
    r"films?|games?|instruments?|curricul(?:um|a)|resources?"
)


# what somebody brings for others to eat, and what is in it; beside a child it is what the child eats
_DISH = re.compile(
    r"(?:(?:main|side|hot|cold|potluck|your|the|which) )*(?:dish(?:es)?|recipes?|casseroles?|"
    r"baked goods?|treats?|desserts?|"
    r"potluck items?|menu items?|food items?|entree)(?: names?| brought)?|(?:what )?(?:are )?(?:(?:you|"
    r"i|they|who|we) ?"
    r"(?:are|re|am|ll|will)? )?bring(?:s|ing)?(?: what)?|what to bring|(?:items?|food) (?:to |"
    r"being )?(?:bring|brought|donated)"
)
_EATS = re.compile(
    r"(?:students?|child(?:ren)?|kids?|pupils?|patients?|diners?|camper)(?: names?)?|diets?|"
    r"substitut\w+|serve instead"
)
_CONTAINS = re.compile(
    r"\b(?:allerg\w*|contains?|ingredients?|nuts?|gluten|dairy|free|vegan|diet\w*|halal|kosher)\b"
)


def are_counts(cells: Sequence[str]) -> bool:
    """Whether cells are small whole numbers alone."""
    return bool(cells) and all(cell.isdigit() and len(cell) <= _LARGEST for cell in cells)


def drop_duties(
    columns: list[Column], header: Sequence[str], rows: Sequence[Sequence[str]], *, titles: Sequence[str]
) -> list[Column]:
    """The columns without those that tell nothing of whom the rows name. `titles`: those above the table."""
    shown = {at: _plain(head) for at, head in enumerate(header)}
    is_shadowed = any(_SHADOWED.search(_plain(title)) for title in titles)
    is_talked_of = any(map(_TALKED_OF.search, shown.values())) or bool(find_title_kinds(titles))
    is_graded = any(map(_GRADED.fullmatch, shown.values()))
    is_lent = any(map(_LENT_TO.fullmatch, shown.values()))
    is_reached = any(map(_REACHED.match, shown.values()))
    is_measured = any(map(_HITS.search, shown.values()))
    # what pupils write into a journal has no title
    is_log = any(map(_LOGGED.search, shown.values()))
    journals = {at for at, head in shown.items() if head == "entry" and (is_log or _are_own_words(rows, at))}
    topics = {
        at
        for at, head in shown.items()
        if (_TOPIC.fullmatch(head) and not (is_talked_of and _DISCUSSED.match(head)) and at not in journals)
        or (is_measured and head == "category")
        or (is_reached and head == "area")
        or (is_shadowed and _PLACES.fullmatch(head))
        or (is_lent and _LENDS.fullmatch(head))
        or (is_graded and (_GRADED.fullmatch(head) or _BESIDE_GRADED.fullmatch(head)))
    }
    is_served = any(map(_DISH.fullmatch, shown.values())) and not any(map(_EATS.fullmatch, shown.values()))
    topics |= {
        at for at, head in shown.items() if is_served and (_CONTAINS.search(head) or _DISH.fullmatch(head))
    }
    kept = [one for one in columns if one.at not in topics or not (one.is_kind or one.role == NOTE)]
    if is_of_trained(titles):
        kept = [one for one in kept if not (one.is_kind and _PRACTICED.search(shown.get(one.at, "")))]
    naming = [one for one in kept if one.role == NAME and one.owner == MAIN]
    heads = [shown.get(one.at, "") for one in naming]
    if not heads or not all(heads):
        return kept
    if all(map(_APPROVES.fullmatch, heads)):
        return [one for one in kept if one.role not in _PAID]
    counted = _list_counted(kept, rows, heads)
    return [one for one in kept if one.at not in counted]


def is_tally(
    columns: list[Column], header: Sequence[str], rows: Sequence[Sequence[str]], *, titles: Sequence[str]
) -> bool:
    """Whether a table counts, for those who work here, what came up in their work, grades what a class did,
    or lists by its titles who is trained for it, or whom to call about it.
    """
    shown = {at: _plain(head) for at, head in enumerate(header)}
    is_graded = sum(map(bool, map(_GRADED.fullmatch, shown.values()))) >= _FEWEST_COUNTS
    if is_graded or is_of_trained(titles) or any(map(_ON_DUTY.search, titles)):
        return True
    heads = [shown.get(one.at, "") for one in columns if one.role == NAME and one.owner == MAIN]
    if not heads or not all(heads):
        return False
    if any(map(_EXTENSION.fullmatch, shown.values())) and not any(map(_PUPIL.search, heads)):
        return True
    return bool(_list_counted(columns, rows, heads))


def is_of_trained(titles: Sequence[str]) -> bool:
    """Whether a title says that those listed are trained for something: who may give a shot gets none.

    >>> is_of_trained(["EpiPen trained 8/26"]), is_of_trained(["Toilet trained"]), is_of_trained(["EpiPens"])
    (True, False, False)
    """
    return any(_TRAINED.search(title) for title in titles)


def _list_counted(columns: list[Column], rows: Sequence[Sequence[str]], heads: list[str]) -> set[int]:
    """The columns of such counts."""
    counted = {one.at for one in columns if one.is_kind and are_counts(_list_cells(rows, one.at))}
    others = {one.at for one in columns if one.is_kind} - counted
    if len(counted) < _FEWEST_COUNTS or others or not all(map(_COUNTED.search, heads)):
        return set()
    return counted


def counts_work(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table says of each who cares for pupils how many there are of what, and nothing else.

    >>> counts_work([["case manager", "new", "old", "FTE"], ["A. Roe", "3", "14", "0.5"]])
    True
    >>> counts_work([["case manager", "pupil", "minutes"], ["A. Roe", "Tia Long", "30"]])
    False
    """
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    heads = filled[0] if filled else []
    workers = {at for at, head in enumerate(heads) if read_header(head)[1] == WORKER}
    told = [_list_cells(filled[1:], at) for at in range(len(heads)) if at not in workers]
    counts = [cells for cells in told if cells]
    is_bare = all(_COUNT.fullmatch(cell) for cells in counts for cell in cells)
    return len(workers) == 1 and len(counts) >= _FEWEST_COUNTS and is_bare


def list_matters(titles: Sequence[str]) -> list[str]:
    """The titles without those of teams, and of who is there when: what they meet about is nobody's there.

    >>> list_matters(["Crisis response team", "Suicide risk list", "CPS calls: who is on call"])
    ['Suicide risk list']
    """
    return [title for title in titles if not (_MEETS.search(title) or _ON_DUTY.search(title))]


def _are_own_words(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether some cells of a column say something in the first person."""
    return any(map(_OWN_WORDS.search, _list_cells(rows, at)))


def _list_cells(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _plain(head: str) -> str:
    return " ".join(head.lower().replace("_", " ").replace("-", " ").split()).strip(" :.#*")
