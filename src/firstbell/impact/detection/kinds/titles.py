"""What the name of a file, a sheet or a table says that it is about.

Words stand alone there ("IEP caseload", "OSS 2022"), so that fewer of them say more than in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from firstbell.impact.detection.evidence.weights import WEIGHTS
from firstbell.impact.detection.kinds.heading_keys import drop_key
from firstbell.impact.detection.kinds.kind import DataKind, load_kinds
from firstbell.impact.detection.kinds.openings import OpenedPatterns
from firstbell.impact.people.folded_text import compose, fold

_TITLED = tuple(
    (kind, rb"\b(?:" + signs.title_pattern.encode() + rb")\b")
    for kind, signs in load_kinds().items()
    if signs.title
)
_HEADS = tuple(
    (kind, rb"\b(?:" + signs.heads_pattern.encode() + rb")(?:\b|$)")
    for kind, signs in load_kinds().items()
    if signs.heads
)
# those of titles first: what heads alone say comes behind them
_SAID = OpenedPatterns(pattern for _, pattern in (*_TITLED, *_HEADS))
_SAID_KINDS = tuple(kind for kind, _ in (*_TITLED, *_HEADS))
# a folder of an office holds what that office does, and much else
_OFFICE_WORDS = (
    rb"(?:health|nurses?|nursing|clinic|special ed(?:ucation)?|special services|sped|counsell?ing|counsell?ors?|payroll|hr|"
    rb"human resources|food service|nutrition|meals|cafeteria|kitchen|lunch ?room|behaviou?r|deans?|discipline|social work|medical|benefits|credentials|logins|"
    rb"risk|finance|legal|student services)"
)
_OFFICE = re.compile(
    rb"(?:the )?(?:(?:district|school|main|front|building|student) )?"
    + _OFFICE_WORDS
    + rb"(?: (?:and )?"
    + _OFFICE_WORDS
    + rb")*"
    rb"(?: (?:office|services?|dept|department|team|room|files?|records|forms|staff|shared?|and .*))?"
)
# lists of who is where: they tell nothing of anybody
_LISTING = re.compile(
    rb"\b(director(y|ies)|phones?|ext(ensions?)?|contacts?|class lists?|rosters?|seating|staff lists?|schedules?|calendar|inventory|"
    rb"supplies|assignments?|duty|mailing|e ?mail list|sign ?ups?|attendance|who does what|coverage|covers|org chart)\b"
)
# what speaks of the matter, and not of people
_ABOUT_ALL = re.compile(
    rb"\b(handbook|polic(y|ies)|menu|newsletter|training|template|blank|calendar|agenda|(?<!restrictive )procedures?|guidelines?|"
    rb"schedule of|scale|faqs?|questions|contacts|who to (call|ask)|where to (go|find)|brochure|flyer|resources|awareness|curriculum|budget|statistics|summary by|totals?|(?<!time )(?<!bypass )(?<!activation )(?<!door )(?<!alarm )(?<!user )(?<!disarm )(?<!panel )(?<!keypad )(?<!entry )(?<!gate )(?<!copier )(?<!backup )(?<!login )(?<!access )codes?(?! (?:of conduct )?(?:violat|offens|infract))|"
    rb"lookup|code tables?|\d+(st|nd|rd|th) (hour|hr|period|pd)|memo|posting|job description|how to)\b"
)
# places whose documents speak to everybody, teach, play or are tried out
_PUBLIC = re.compile(
    rb"\b(polic(y|ies)|(?<!test )(?<!student )protocols|curriculum(?! vendor)|lessons?|(?<!garnishment )(?<!garn )(?<!levy )(?<!payroll )(?<!salary )(?<!income )(?<!eligibility )(?<!verification )(?:worksheets?|wo?rkshe?e?ts?|wksh?e?e?ts?)|newsletters?|communications|website|web site|press|theat(er|re)|"
    rb"drama|mock (?:trials?|interviews?|crash|drills?)|scripts?|(?<!athletic )trainings?(?! (?:rooms?|tables?)\b)|professional development|workshops?|templates?|(?<!not )(?<!non )blank|forms? (blank|template)|handbooks?|catalog(ue)?s?|"
    rb"(concert|recital|music|band|choir|orchestra|play|game|graduation|commencement|awards?|tournament) programs?|programs? (?:[a-z]+ )?(?:concert|recital|graduation|commencement)|playbills?|science fair|(?:spelling|geography|history|math) bees?|slides?|library|menus?|brochures?|flyers?|fixtures?|sandbox|dummy|test data|src|ela|english|case stud(y|ies)|"
    rb"stor(y|ies)|poems?|essays?|novels?|unit \d+|(?<!closed session )(?<!executive session )(?<!hearing )(?<!iep )(?<!ot )(?<!pt )(?<!speech )(?<!service )minutes|postings?|purchase orders?|staff director(y|ies)|job descriptions?|samples?|examples?)\b|^logs?$|^po \d|^unit tests?$"
)
_INNER = re.compile(
    rb"\b(?:mdr|manifestation|iep|504|sst|mtss|cst|child study|(?:sick|leave)(?: leave)? bank|care team|problem solving|"
    rb"(?:student (?:support|assistance|success)|intervention|building assistance) teams?|closed|executive|hearings?|grievances?|expulsions?|"
    rb"investigat\w+|crisis|threat|btam|determination|disciplin\w+|payroll|fpl|income|eligib\w*|w ?2c?|w ?4|pensions?|retirement|lev(?:y|ies)|garnish\w*)\b"
)
_KEPT_OUT = re.compile(
    rb"\bopt(?:ed|ing)? ?outs?\b|\b(?:no|do not|dont|never) (?:photos?|post(?:ing)?s?|publish|release|pictures?|media|web)\b"
    rb"|\b(?:photo|media|directory|release) (?:denials?|restrictions?|refusals?)\b"
)
# where minutes are those of services
_SERVED = re.compile(rb"\b(?:special ed(?:ucation)?|sped|related services?|speech|slp|ot|pt)\b")
_MINUTES = re.compile(rb"\bminutes\b")
_WRITTEN = re.compile(rb"\b(?:minutes|worksheets?|slides?)\b")
# where worksheets are those of an office, and no lessons
_FIGURED = re.compile(
    rb"\b(?:fees?|income|sliding|audit|i ?9s?|w ?\d|salary|wages?|leave|fmla|cobra|deductions?|withholding|benefits?|tax(?:es)?|"
    rb"settlement|severance|payroll|hr|human resources|personnel|finance|business office|food service|nutrition|"
    rb"refunds?|over ?payments?|garnish\w*|loans?|insurance|eligibility|verification|residency|homeless|title)\b"
)
# where postings are those that people answer
_APPLIED = re.compile(
    rb"\b(?:submissions?|applications?|applicants?|candidates?|resumes?|finalists?|hires?)\b"
)
_POSTINGS = re.compile(rb"\bpostings?\b")
_WORKSHEETS = re.compile(rb"\bworksheets?\b")
_TESTS = re.compile(rb"(?:unit )?tests?|fixtures?|test ?data|mocks?|specs?|samples?|examples?")
_FIXTURE = re.compile(rb"\b(?:samples?|fixtures?|mocks?|dummy|fakes?|test data|examples?)\b")
# a program that tries out another one
_TRIAL = re.compile(
    r"(?i)(?:test_.+|.+[._-](?:tests?|spec))\.(?:py|[jt]sx?|rb|go|java|kt|cs|php|pl|scala|swift|rs)"
)
_PERSONNEL = re.compile(
    rb"\b(hr|human resources|personnel|employee relations|observations?|evaluations?|grievances?|union|payroll|"
    rb"investigations?|staff files?|employees?)\b"
)
# speech is taught to some, and is a contest of clubs, too
_CONTEST = re.compile(rb"speech(?: (?:team|club|meets?|tournaments?|season))?")
_CLUBS = re.compile(
    rb"\b(?:activit(?:y|ies)|clubs?|co ?curricular|extra ?curricular|debate|forensics|athletics|fine arts)\b"
)
_HIRING = re.compile(
    rb"^(?:job|position|vacancy) (?=[a-z])|\b(?:job |position )?(?:openings?|vacanc(?:y|ies)|hiring|applicants?|finalists?|new hires?|(?:salary|pay|wage) ranges?)\b"
)
# what a post pays is nobody's pay
_RANGE = re.compile(rb"\b(?:salary|pay|wage|hourly|rate) ranges?\b")
# a program that nurses keep their records in is called so, too
_NURSES_PROGRAM = re.compile(rb"snap(?: ?health)?(?: center| data| backups?)?")
# what counselors do of schools to come, and write down for nobody's care
_COLLEGE = re.compile(
    rb"\b(?:colleges?|scholarships?|dollars|common app|fafsa|verif\w*|transcripts?|class rank|rankings?|careers?|"
    rb"act|sat|psat|asvab|ap exams?|testing|schedul\w+|registration|course requests?|credits?|graduation|"
    rb"letters? of rec\w*|recs|recommendations?|naviance|xello|applications?|applicants?|diplomas?|military|"
    rb"work permits?|dual credit|pseo|college credit)\b"
)
# what happens to a bus or a building is nobody's conduct
_COLLISION = re.compile(
    rb"\b(?:collisions?|crash(?:es)?|(?:bus|vehicle|traffic|auto|car|van) accidents?|rear ?end(?:ed)?|rollovers?|"
    rb"(?:property|storm|hail|fire|flood|water) (?:damage|loss))\b"
)
_REFERRAL = re.compile(r"referrals?", re.IGNORECASE)
# whom a nurse sends home for shots is punished for nothing
_EXCLUSION = re.compile(r"exclu(?:sions?|ded)", re.IGNORECASE)
_KITCHEN = re.compile(r"kitchens?|cafeterias?|lunch ?rooms?", re.IGNORECASE)
# a room in which something is, at an hour or on days, as the end of a title says: "ESL, Tue 6:30, cafeteria"
_MEETING_ROOM = re.compile(
    r"(?i)(?:,|\b(?:in|at)(?: the)?|@|-)[ ]*(?:kitchens?|cafeterias?|lunch ?rooms?)(?= *(?:$|[,;.(]))"
)
_HOUR = re.compile(r"(?i)\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\b(?:mon|tue|wed|thu|fri)[a-z]*\b")
_REFER = (DataKind.HEALTH, DataKind.SPECIAL_EDUCATION, DataKind.COUNSELLING, DataKind.SAFEGUARDING)
_COUNSELORS = re.compile(rb"\bcounsell?ors?\b")
_CASELOAD = re.compile(r"case ?loads?", re.IGNORECASE)
_SERVICE = re.compile(r"(?i)(?:(?:type|description) of )?services?(?: (?:provided|rendered|type))?[ ]?:")
_HEADING_CHARS, _HEADING_LINES, _LONGEST_HEADING = 400, 2, 90
# a month, as it is written; the record of what a nurse gives has capitals, "MAR"
_MONTH = re.compile(r"(?<![A-Za-z])Mar(?![A-Za-z])")
_APART = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?<!\bMc)(?=[A-Z])")


def find_head_kinds(titles: Iterable[str]) -> set[str]:
    """The kinds that the heads of documents and folders name: files, sheets, lines above a table."""
    return set().union(*(_find(title, is_head=True) for title in titles))


def find_matter_kinds(titles: Iterable[str], beside: Container[str] = ()) -> set[str]:
    """The same; a referral is one of discipline only where neither titles nor their place (`beside`) tell of an
    office that refers pupils as well.
    """
    titles = tuple(titles)
    found = find_head_kinds(one for one in titles if not _RANGE.search(spread_title(one)))
    if any(_HIRING.search(spread_title(title)) for title in titles):
        # who applies to teach it is not taught it
        found -= {DataKind.SPECIAL_EDUCATION, DataKind.COUNSELLING}
    if DataKind.DISCIPLINE in found and (DataKind.HEALTH in found or DataKind.HEALTH in beside):
        found -= {DataKind.DISCIPLINE} - find_head_kinds(_EXCLUSION.sub(" ", one) for one in titles)
    if DataKind.DISCIPLINE in found and (DataKind.FINANCIAL in found or DataKind.FINANCIAL in beside):
        # nor has whom a pension or an insurance passes over
        found -= {DataKind.DISCIPLINE} - find_head_kinds(_EXCLUSION.sub(" ", one) for one in titles)
    if DataKind.ECONOMIC in found and any(map(_MEETING_ROOM.search, titles)):
        held = (_MEETING_ROOM.sub(" ", one) if _HOUR.search(one) else one for one in titles)
        found -= {DataKind.ECONOMIC} - find_head_kinds(held)
    if DataKind.ECONOMIC in found and (DataKind.HEALTH in found or DataKind.HEALTH in beside):
        # a kitchen is told who must not eat what
        found -= {DataKind.ECONOMIC} - find_head_kinds(_KITCHEN.sub(" ", one) for one in titles)
    refers = DataKind.DISCIPLINE in found and any(kind in found or kind in beside for kind in _REFER)
    if refers and DataKind.DISCIPLINE not in find_head_kinds(_REFERRAL.sub(" ", one) for one in titles):
        found.discard(DataKind.DISCIPLINE)
    return found


def find_title_kinds(titles: Iterable[str]) -> set[str]:
    """The kinds that titles name, wherever they stand: at the head of a column, too."""
    return set().union(*(_find(title, is_head=False) for title in titles))


def _find(title: str, *, is_head: bool) -> frozenset[str]:
    return _find_both(title)[is_head]


@lru_cache(maxsize=8192)
def _find_both(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a title names wherever it stands, and what it names as a head."""
    if not title or len(title) > 200:
        return frozenset(), frozenset()
    folded = spread_title(_MONTH.sub(" ", drop_key(title)))
    if _ABOUT_ALL.search(folded):
        return frozenset(), frozenset()
    found = _SAID.list_found(folded)
    titled = frozenset(_SAID_KINDS[number] for number in found if number < len(_TITLED))
    return titled, titled.union(_SAID_KINDS[number] for number in found)


@lru_cache(maxsize=4096)
def spread_title(title: str) -> bytes:
    """The words of a title, folded, parted by single spaces."""
    return fold(compose(" ".join(_APART.sub(" ", title).split())))


def is_general_title(title: str) -> bool:
    """Whether a title speaks of the matter, and not of people: a policy, a template, questions."""
    folded = spread_title(title)
    return _ABOUT_ALL.search(folded) is not None or _PUBLIC.search(folded) is not None


def weigh_path(folders: Iterable[str], name: str) -> dict[str, float]:
    """How much the place of a document says that it is about a kind."""
    folders = tuple(folders)
    weights = dict(_weigh_folders(folders))
    stem = strip_ending(name)
    kinds = find_matter_kinds([stem], weights)
    inner = (*folders[1:], stem) if folders else (stem,)
    is_open = DataKind.COUNSELLING in weights and DataKind.COUNSELLING not in kinds
    if is_open and any(_COLLEGE.search(spread_title(one)) for one in inner):
        del weights[DataKind.COUNSELLING]
    is_counselors = any(_COUNSELORS.search(spread_title(one)) for one in folders)
    if is_counselors or DataKind.COUNSELLING in weights or DataKind.COUNSELLING in kinds:
        # a counselor has a caseload, too
        kinds &= find_head_kinds([_CASELOAD.sub("", stem)]) | {DataKind.COUNSELLING}
    if (
        DataKind.DISCIPLINE in weights
        and DataKind.DISCIPLINE not in kinds
        and _COLLISION.search(spread_title(stem))
    ):
        del weights[DataKind.DISCIPLINE]  # an incident of the road
    for kind in kinds:
        weights[kind] = weights.get(kind, 0.0) + WEIGHTS.term["file"]
    return weights


@lru_cache(maxsize=1024)
def _weigh_folders(folders: tuple[str, ...]) -> Mapping[str, float]:
    weights: dict[str, float] = {}
    for folder in folders:
        if _CONTEST.fullmatch(spread_title(folder)) and any(
            _CLUBS.search(spread_title(one)) for one in folders
        ):
            continue
        if DataKind.HEALTH in weights and _NURSES_PROGRAM.fullmatch(spread_title(folder)):
            continue
        weight = WEIGHTS.term["folder" if _OFFICE.fullmatch(spread_title(folder)) else "matter"]
        for kind in find_matter_kinds([folder], weights):
            weights[kind] = max(weight, weights.get(kind, 0.0))
    return weights


def is_public(folders: Iterable[str], name: str) -> bool:
    """Whether a place is one of documents that speak to everybody, teach, or are tried out."""
    folders = tuple(folders)
    # what a folder inside another is says both: "Science/Fair"
    pairs = (f"{outer} {inner}" for outer, inner in pairwise(folders))
    titles = (*map(spread_title, (*folders, *pairs)), spread_title(f"file {strip_ending(name)}"))
    if any(map(_KEPT_OUT.search, titles[-1:])):
        return False  # whom nobody may show is told of here
    if any(map(_SERVED.search, titles[:-1])):
        titles = tuple(_MINUTES.sub(b"", one) for one in titles)
    if any(map(_APPLIED.search, titles)):
        titles = tuple(_POSTINGS.sub(b"", one) for one in titles)  # who answers a posting is no public matter
    if any(map(_is_inner, titles)):
        # what a few decide of one is written down so, too
        titles = tuple(_WRITTEN.sub(b"", one) for one in titles)
    if any(map(_FIGURED.search, titles)):
        titles = tuple(_WORKSHEETS.sub(b"", one) for one in titles)
    return any(map(_is_of_public, titles))


@lru_cache(maxsize=1024)
def _is_inner(spread: bytes) -> bool:
    return _INNER.search(spread) is not None


@lru_cache(maxsize=1024)
def _is_of_public(spread: bytes) -> bool:
    return _PUBLIC.search(spread) is not None


def is_fixture(folders: Iterable[str], name: str) -> bool:
    """Whether a file is what programs are tried out with: a sample in a folder of tests.

    >>> is_fixture(["scripts", "sync", "tests"], "sample.json"), is_fixture(["Nurse", "tests"], "TB.xlsx")
    (True, False)
    >>> is_fixture(["src", "tests", "fixtures"], "people.json"), is_fixture(["tests"], "test_names.py")
    (True, True)
    """
    tried = sum(_TESTS.fullmatch(spread_title(folder)) is not None for folder in folders)
    is_tried = _TRIAL.fullmatch(name) or _FIXTURE.search(spread_title(strip_ending(name)))
    return tried > 1 or (bool(tried) and is_tried is not None)


# what comes with a program to show how it is set up
_SETTINGS = re.compile(
    r"(?i)(?:\.(?:env|ini|conf|cfg|ya?ml|json|toml|properties|config|php|xml)[._-]|\Aenv[._-])"
    r"(?:example|sample|template|tmpl|dist|default)\Z|"
    r"[._-](?:example|sample|template|tmpl|dist|defaults?)\."
    r"(?:env|ini|conf|cfg|ya?ml|json|toml|properties|config|php|xml)\Z"
)


def shows_settings(name: str) -> bool:
    """Whether a file shows how a program is set up: what opens something there opens nothing.

    >>> [*map(shows_settings, (".env.example", "sync.sample.ini", "sync.ini", "passwords sample.csv"))]
    [True, True, False, False]
    """
    return _SETTINGS.search(name) is not None


def is_listing(titles: Iterable[str]) -> bool:
    """Whether titles say that a table lists who is where, and no more."""
    return any(_LISTING.search(spread_title(one)) for one in titles)


def is_personnel(folders: Iterable[str]) -> bool:
    """Whether a folder holds what is about those who work for the district."""
    return any(_PERSONNEL.search(spread_title(one)) for one in folders)


def strip_ending(name: str) -> str:
    """The name of a file without its ending."""
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and len(ending) <= 6 and " " not in ending else name


def list_headings(text: str) -> list[str]:
    r"""The lines of a text right before a table that may be its title: the last two, short ones, and those
    that say for what service it is.

    >>> list_headings("Service: speech per IEP\nRemit to us\nNet 30\nPage 1")
    ['Service: speech per IEP', 'Net 30', 'Page 1']
    """
    lines = [line.strip() for line in text[-_HEADING_CHARS:].splitlines() if line.strip()]
    told = [line for line in lines[:-_HEADING_LINES] if _SERVICE.match(line)]
    return [line for line in (*told, *lines[-_HEADING_LINES:]) if len(line) <= _LONGEST_HEADING]
