"""What the columns of a table hold: told by the words of their headers, and by the values themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import msgspec

from firstbell.impact.detection.headers.header_words import INSURED
from firstbell.impact.detection.headers.spellings import SORT, find_asked, spell_abbreviation, spell_elements
from firstbell.impact.detection.identities.names import is_of_births
from firstbell.impact.detection.kinds.kind import DataKind, list_kinds, load_kinds
from firstbell.impact.detection.kinds.openings import OpenedPatterns
from firstbell.impact.detection.kinds.titles import find_title_kinds
from firstbell.impact.people.folded_text import fold, strip_marks

# roles of columns that say who a row is about
ID, GIVEN, FAMILY, MIDDLE, SUFFIX, NAME, EMAIL, PHONE, SCHOOL, GRADE, ROLE, NOTE, STREET = (
    "id", "given", "family", "middle", "suffix", "name", "email", "phone", "school", "grade", "role", "note", "street",
)  # fmt: skip
# whose column it is
MAIN, GUARDIAN, WORKER, ACCUSED, BARRED = "main", "guardian", "worker", "accused", "barred"
# what explains a header: "Date of birth (as on the certificate)"
_ASIDE = re.compile(r"\s*\((?:[^()]{3,60}|gr|yr)\)\s*$")
# a field of a form: "3. Date of birth"
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]\s+|\d{1,2}[a-z]?[ ](?=[A-Z])|Part [IVX]{1,4}[ :.-]+)(?=[^\W\d])")
# what a form says behind a label: "Name of individual. An entry is required."
_SENTENCE = re.compile(r"^((?:\S+ ){1,6}\S{3,})\. [A-Z][a-z ].*$")
# one of several people in a form: "parent1", "child2"
_COUNTED = re.compile(r"\b(parent|guardian|adult|mother|father|contact|child|student|dependent)(?=\d)")
# a question of a form that is longer names nobody whose column it is
_MOST_OWNING_WORDS = 8
_APOSTROPHES = str.maketrans("", "", "'\u2019\u2018`")
# what people and programs shorten headers to
_SHORT = {
    "emp": "employee", "ee": "employee", "stu": "student", "stud": "student", "nbr": "number", "num": "number", "nmbr": "number",
    "acct": "account", "acc": "account", "bday": "birthdate", "bdate": "birthdate", "bdt": "birthdate", "elig": "eligibility",
    "dx": "diagnosis", "diag": "diagnosis", "rx": "medication", "med": "medication", "meds": "medications", "hlth": "health",
    "cond": "condition", "prim": "primary", "dis": "disability", "disab": "disability", "mgr": "manager", "tchr": "teacher",
    "addr": "address", "ph": "phone", "lic": "license", "dl": "drivers license", "cdl": "drivers license", "amt": "amount",
    "beh": "behavior", "disc": "discipline", "susp": "suspension", "fn": "first name", "ln": "last name", "fst": "first",
    "lst": "last", "nm": "name", "pw": "password", "pswd": "password", "psw": "password", "soc": "social", "sec": "security",
    "coun": "counselor", "sp": "special", "ed": "education", "inc": "incident", "transp": "transportation", "eth": "ethnicity",
    "sal": "salary", "yr": "year", "immun": "immunization", "vacc": "vaccine", "alg": "allergy", "accom": "accommodations",
    "tx": "treatment", "sx": "symptoms", "temporary": "temp", "hx": "history", "ins": "insurance", "ded": "deduction", "lv": "leave", "garn": "garnishment", "perm": "permanent",
    "ath": "athlete", "plyr": "player", "pplt": "pupil", "rcp": "recipient", "rcpnt": "recipient", "recip": "recipient", "pyee": "payee",
    "hshld": "household", "hhld": "household", "hsehld": "household", "hsld": "household", "est": "estimated",
}  # fmt: skip
# letters of one word with spaces between them: "T I N"
_SPREAD = re.compile(r"\b[a-z](?: [a-z]){2,}\b")
_SEP = re.compile(r"(?<=[a-z0-9])(?<!\bMc)(?=[A-Z])|(?<=\bDL)(?=[a-z])|[^A-Za-z0-9#]+")
_GUARDIAN = re.compile(
    r"^dear$|\b(addressees?|payers?|paid by|card ?holders?|(?:account|acct) ?holders?|makers?|drawers?|parents?|guardians?|mothers?|fathers?|mom|dad|contacts?|emergency|dependents?|dep|spouses?|beneficiar(?:y|ies)|bnfcy|(?:prim(?:ary)?|cont(?:ingent)?|1st|2nd|first|second) bene|bene(?= (?:ss|ssn|soc\w*|dob|birth\w*|b ?da(?:y|te)|born|names?|nm|addr\w*|phone|rel\w*|tin|first|last)\b)|"
    r"padres?|madres?|tutor(?:es)?|acudientes?|adultos?|apoderad[oa]s?|waalid\w*|(?:leej )?niam(?: leej)? txiv|adults?|household head|head of household|signer|signed by)\b"
)
_WORKER = re.compile(
    r"^who (?:held|holds|restrained|called|responded|helped|treated|taught|gave|signed|approved|entered|did|took)(?: (?:it|them|him|her|down))?$|\b(?:(?:held|restrained|escorted|monitored|observed|treated|supervised|transported|searched|interviewed|reviewed|notified|approved) by|staff (?:involved|present|initials|on duty)|responders?)\b|^(?:from|sender|by|asg|asgn|assignee|assigned|tech|technician|agent|handler|resolver|who fixed)$|\b(who (?:asked|requested|pulled|viewed|watched|saw|caught|reported|wrote|sent)|(?:asked|pulled|viewed|watched) by|posted by|sent by|creator|created by|speaker|teachers?|advisor|adviser|counsell?or|case manager|principal|nurse|supervisor|maestr[oa]|macallin\w*|reported by|referred by|liaisons?|(?:counted|checked|verified|ordered|received|issued|prepared|completed|logged|recorded|inventoried|filed|sponsored) by|entered by|manager|homeroom teacher|staff name|reporter|author|officer|provider|evaluator|examiner|interpreter|requested by|submitted by|assigned to|writer|recorder|recording secretary|scribe|note ?taker|minutes by|prescriber|interviewer|coach|evaluated by|seen by|given by|staff member|buyer|approver|approved by|principal|dean|counselor|social worker|psychologist)\b"
)
# (words of a header, role, whether the column holds a flag), behind those of kinds: the first that fits decides
_HEADERS: tuple[tuple[str, str, bool], ...] = (
    (r"(home|mailing|street|residential|residence|postal|physical)?( )?(address|street|addr|residence)( ?1| line ?1| one)?|street (name|number)", STREET, False),
    (r"(home|cell|mobile|personal|work|day|evening|primary|alternate|main)?( )?(phone|telephone|tel|cell|mobile|phone number|contact number)( number| no| #| 1| 2)?", PHONE, False),
    (r"(personal|home|work|primary|school|district|student|staff|alternate)?( )?(e ?mail|email address|e mail address|mail)( address| 1)?", EMAIL, False),
    (r"(student|st|staff|employee|emp|person|pupil|local|state|district|sis|user|perm|permanent|lunch|local student|state student|child|other|badge|sourced|member|teacher|faculty|learner|scholar|parent|guardian|contact)?( )?(id|id number|id no|id #|number|no|#|num|nbr|sourced id|sourcedid|unique id|ssid|marss( number| id)?|stu id|sid|eid|uid|identifier)|(internal|current|existing|in ?house|rehire|our) (employee|staff|worker)( id| no| number| #)?|ssid|marss|sourcedid|id(?:no|num|nbr)|(login |account |network |windows |ad )?(username|user name)|(ad |network |windows )?login( id| name)?", ID, False),
    # of forms in Spanish, Somali and Hmong
    (r"apellidos?( paterno| materno)?( y nombres?)?|reer", FAMILY, False),
    (r"nombres? de pila|primer nombre", GIVEN, False),
    (r"(nombres?( completo)?( y apellidos?)?)?( del? )?(la |el |los )?(estudiantes?|alumn[oa]s?|nin[oa]s?|hij[oa]s?|menor(es)?|emplead[oa]s?|paciente)( del hogar| en casa)?|(child|student|hij[oa]|nin[oa]|athlete|participant|camper) [1-9]( (full )?name| nombre)?|nombres?( completo)?( y apellidos?)?", NAME, False),
    (r"(tus )?me ?nyuam( lub npe)?|magac\w*( buuxa| oo dhan)?( ee| ardayg\w*| ardeyg\w*| ilmaha| ilmah\w*| canug\w*)*|arday(ga|da)|(tub ntxhais kawm |menyuam )?(lub )?npe( menyuam| tub ntxhais kawm)?", NAME, False),
    (r"telefono|celular|taleefan\w*|xov tooj", PHONE, False),
    (r"direccion|domicilio|cinwaan\w*|chaw nyob", STREET, False),
    (r"escuela|dugsi\w*", SCHOOL, False),
    (r"grado|fasal\w*", GRADE, False),
    (r"(legal |preferred |student |employee |staff |child |teacher |driver |pt |worker |operator )?(first|given|fname|f name|forename)( names?)?( (and |or )?(maiden|middle|mi|m i|nickname|preferred))?|fname|firstname", GIVEN, False),
    (r"(legal |student |employee |staff |child |teacher |driver |pt |worker |operator )?(last|family|surname|sur|lname|l name)( name)?|lname|lastname|surname|last surname", FAMILY, False),
    (r"(middle|mi|mname|middle initial)( name)?", MIDDLE, False),
    (r"(name )?suffix|generation code( suffix)?", SUFFIX, False),
    (r"(full |legal |former (?=student|employee|pupil|staff)|display |printed |print |your |student |students? |employee |staff |child'?s? |children |pupil |person |patient |applicant |learner |scholar |teacher |member |participant |client ){0,3}(name|(?:name|nm) (?:now|today|(?:back )?then|in full|in use|(?:at|when|while|used|during)(?: [a-z]+){1,5}|(?:as )?(?:it )?(?:on|in|per|shown|appears?|printed|written)(?: on| in)?(?: [a-z0-9]+){1,4})|full name|last first|name last first|names?)( last first( middle)?| first last)?|name ?1|(employee |ee |payee |legal )?(name|nm) (on|per|as on|as shown on) (the )?(w ?2c?|w ?4|1099|i ?9|ss ?card|ssn card|social security card|ssn?|payroll|birth cert\w*|passport)|names? (and )?(dob|d o b|birth ?dates?|date of birth)|student|employee|pupil|child|patient|applicant|learner|scholar|last name first name|payees?( (or |and )?(dba|name))?|participant|kids?|kiddos?|children|rider|passenger|travel{1,2}ers?|pax|graduates?|alumn(?:us|a|i)|camper|athlete|player|enrollee|registrant|request[eo]r|debtors?|borrowers?|obligors?|remit(?: to)?(?: name)?|caller|end user|affected user|re|regarding|grievant|claimant|retiree|annuitant|subscriber|insured|donor|examinee|trainee|swimmer|toddler|infant|youth|young person|individual|mentee|tutee|nominee|(name|nm) of( the)? (entity )?(individual|taxpayer|student|child|employee|pupil|patient|applicant|participant|insured|claimant|rider|camper|athlete|retiree|subscriber|member)|(pers|person|insured|rider|camper|athlete|claimant|subscriber|retiree|annuitant|youth|registrant) (name|nm)", NAME, False),
    (r"(current |home )?(school|building|bldg|campus|site|location|worksite)( name| code)?|school of record|enrolled school", SCHOOL, False),
    (r"(current |grade )?(grade|gr|grade level|grd|gl)( level)?", GRADE, False),
    (r"role|position|job( title)?|title|department|dept|employee type|type", ROLE, False),
    (r"(general |other |additional |teacher |admin )?(notes?|comments?|descriptions?|narrative|details?|remarks?|summary|reason|observations?|concerns?|issues?|problems?|resolutions?|action taken|work (?:log|done)|message|text|body|content|subject)", NOTE, False),
)  # fmt: skip
_OF_KINDS = tuple(
    (signs.header_pattern, kind, signs.is_flag) for kind, signs in load_kinds().items() if signs.header
)
_ROLES = (*_OF_KINDS, *_HEADERS)
# a sign behind a header by which "Acc %" is no account
_NO_ACCOUNT = "\0"
# their patterns, in this order
_ANY_ROLE = OpenedPatterns(
    f"(?:{pattern})" + ("" if role == DataKind.FINANCIAL else f"{_NO_ACCOUNT}?")
    for pattern, role, _ in _ROLES
)
_KINDS = frozenset(list_kinds())


class Column(msgspec.Struct, frozen=True):
    """One column. `role`: what it says of who the row is about, or a kind of data. `owner`: whose it is.
    `is_spoken`: only cells that say the kind hold it. `is_day_first`: its dates have the day before the month.
    `packed`: the order of year, month and day where its dates are six digits, "ymd". `is_turned`: its names
    have the family name first, without a comma.
    """

    at: int
    role: str
    owner: str = MAIN
    is_flag: bool = False
    header: str = ""
    is_spoken: bool = False
    is_day_first: bool = False
    packed: str = ""
    is_turned: bool = False

    @property
    def is_kind(self) -> bool:
        """Whether it holds a kind of data."""
        return self.role in _KINDS


# headers of workers' and payers' names that have further words
_BEARERS = frozenset(
    ("case manager", "counselor", "homeroom teacher", "advisor", "principal", "reported by", "referred by")
)
# what stands beside the word for a parent: "adulto que firma", "parent 1"
_OF_THE = frozenset(
    ["1", "2", "one", "two", "s", "or", "and", "y", "o", "de", "del", "la", "el", "los", "las", "que", "firma", "signing", "signed", "signature", "completing", "applying", "responding", "of", "the", "who", "signs", "legal", "name", "nombre", "nombres", "npe", "lub", "leej"]
)  # fmt: skip


# what a directory of accounts says of how somebody signs in, and opens nothing
_NO_SECRET = re.compile(
    r"(?:last )?log ?ins? (?:shell|types?|methods?|counts?|times?|dates?|urls?|pages?|domains?|attempts?)"
)

_LONGEST, _FEWEST_ASKING = 80, 4


@lru_cache(maxsize=8192)
def read_header(cell: str) -> tuple[str, str, bool, str]:
    """(role, owner, whether it is a flag, words) of a header; the role is "" where the words say nothing."""
    if not cell or len(cell) > _LONGEST or (cell.isdigit() and cell != "504"):
        return (find_asked(cell), MAIN, False, cell[:_LONGEST]) if cell else ("", MAIN, False, "")
    plain = (
        _ASIDE.sub("", _SENTENCE.sub(r"\1", _NUMBERED.sub("", cell)))
        .strip(" \u2192>*")
        .translate(_APOSTROPHES)
    )
    plain = plain or cell.translate(_APOSTROPHES)
    told = fold(plain).decode() if plain.isupper() else strip_marks(plain)
    spaced = " ".join(_SEP.sub(" ", told).lower().split())
    spaced = _COUNTED.sub(r"\1 ", " ".join(spaced.replace("#", " #").split()))
    spelled = " ".join(_SHORT.get(word) or spell_abbreviation(word) or word for word in spaced.split())
    if INSURED.fullmatch(spaced):
        return NAME, MAIN, False, spaced
    is_question = len(spaced.split()) > _MOST_OWNING_WORDS
    is_worker = not is_question and _WORKER.search(spelled)
    owner = GUARDIAN if _GUARDIAN.search(spelled) else WORKER if is_worker else MAIN
    parted = _part_glued(spaced) or _SPREAD.sub(lambda match: match[0].replace(" ", ""), spaced)
    for words in (
        *_variants(spaced, owner),
        *(_variants(spelled, owner) if spelled != spaced else ()),
        *(_variants(parted, owner) if parted != spaced else ()),
    ):
        found = _ANY_ROLE.find_whole(f"{words}{_NO_ACCOUNT}" if "%" in cell else words)
        if found is not None:
            _, role, is_flag = _ROLES[found]
            return role, owner, is_flag, spaced
    kinds = set() if _NO_SECRET.fullmatch(spaced) else find_title_kinds([spaced])
    if len(kinds) == 1 and len(spaced) <= 40:
        return kinds.pop(), owner, True, spaced
    if owner == GUARDIAN and not set(_GUARDIAN.sub(" ", spelled).split()) - _OF_THE:
        # a count, a number or a date below it says otherwise: the cells have the last word
        return NAME, owner, False, spaced
    if owner == WORKER and not _WORKER.sub(" ", spelled).split():
        return NAME, owner, False, spaced
    if owner != MAIN and spaced in _BEARERS:
        return NAME, owner, False, spaced
    is_asked = owner == MAIN and len(spaced.split()) > _FEWEST_ASKING
    return find_asked(spaced) if is_asked else "", owner, False, spaced


# what programs put before or behind a word without a space: "mealcd", "empssn"
_GLUED = re.compile(
    r"(?:(?P<lead>stu|stud|student|emp|empl|employee|pupil|child|kid|rider|camper|athlete|parent|guardian|dep|mbr|pat|patient|mem|member)(?P<rest>[a-z]{3,14})"
    r"|(?P<word>(?!card)[a-z]{3,14}?)(?P<tail>cd|code|flag|flg|ind|stat|status|typ|type|amt|dt|date|desc|yn|elig|cat|num|nbr|no|nm|name))"
)


def _part_glued(spaced: str) -> str:
    """A header of one word as the two that it is put together from; "" where it is not.

    >>> _part_glued("mealcd"), _part_glued("empssn"), _part_glued("condition")
    ('meal cd', 'emp ssn', '')
    """
    match = _GLUED.fullmatch(spaced)
    if match is None or spaced in _SHORT or _ANY_ROLE.find_whole(spaced) is not None:
        return ""
    return f"{match['lead']} {match['rest']}" if match["lead"] else f"{match['word']} {match['tail']}"


# whose a header says that it is: the rest of it says what
_PREFIX = re.compile(
    r"(?:students?|employee|staff|childs?|legal|your|donors?|claimants?|payees?|debtors?|campers?|athletes?|players?|participants?|riders?|patients?|"
    r"recip(?:ient)?s?|pat|mbr|insured|subscriber|beneficiary|rider|volunteer|"
    r"applicants?|members?|clients?|candidates?|swimmer|registrant|kids?|scholar|learner|persons?|pupil) "
)


# where it is asked for: "DOB if no SSN"
_CONDITION = re.compile(
    r"(?<=[a-z]) (?:if|when|where|unless) (?:(?:they|you|he|she|it|there|student|child) )?(?:has |have |is |are |was )?"
    r"(?:no|not|none|any|known|different|other|applicable|available|needed|required|under|over|given|"
    r"on file|rehired?|employed|ssn)\b.*\Z"
)
# of which year or day it is: "AGI 25", "symptoms d1"
_WHEN = re.compile(r"(?<=[a-z]{2}) (?:(?:fy|sy|ty|yr|year|day|d) ?)?\d{1,4}\Z")
# which of several grown-ups it is: "secondary adult last name"
_WHICH = re.compile(r"^(?:primary|secondary|other|first|second|main|legal|enrolling) ")


def _variants(spaced: str, owner: str) -> Iterable[str]:
    yield spaced
    if owner == GUARDIAN:
        rest = " ".join(_GUARDIAN.sub(" ", spaced).replace(" s ", " ").split()).lstrip("0123456789 ")
        yield rest
        yield _WHICH.sub("", rest)
    elif owner == WORKER:
        yield " ".join(_WORKER.sub(" ", spaced).split())
    for before in (_PREFIX, SORT):
        if (found := before.match(spaced)) is not None:
            yield spaced[found.end() :]
    for aside in (_WHEN, _CONDITION):
        if (found := aside.search(spaced)) is not None:
            yield spaced[: found.start()]


_FEWEST_PREFIXED = 3
_TYPE, _FEW_BEFORE = re.compile(r"[A-Z]{1,3}|\d{1,2}"), 3
_HEADS_FILE = re.compile(r"(?i)h|hdr|head(?:er)?|fh|file ?head(?:er)?|00+|a0|begin|bof")


def _keep_type(rows: list[Sequence[str]]) -> list[Sequence[str]] | None:
    """The rows of the one type that all but a few before and behind them have, by a letter or a short word in
    their first cells; None where they have none.

    >>> rows = [["x", "file"], ["H", "2"], *(["D", str(at), "a", "b"] for at in range(4)), ["T", "4"]]
    >>> len(_keep_type(rows) or [])
    4
    """
    kinds = Counter((row[0], len(row)) for row in rows if row and _TYPE.fullmatch(row[0]))
    if not kinds:
        return None
    (first, times) = kinds.most_common(1)[0]
    others = [at for at, row in enumerate(rows) if not row or (row[0], len(row)) != first]
    inner = [at for at in others if _FEW_BEFORE <= at < len(rows) - _FEW_BEFORE]
    are_short = all(len(rows[at]) < first[1] for at in others)
    is_one = times >= _FEWEST_PREFIXED and others and not inner and are_short
    return [row for row in rows if row and (row[0], len(row)) == first] if is_one else None


def drop_record(rows: list[Sequence[str]]) -> list[Sequence[str]]:
    """The rows without a first one that says of the file what it is, and has other cells than they.

    >>> drop_record([["HDR", "COUNT", "NEW"], ["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "0"]])[0]
    ['1', '2', '3', '4', '5']
    """
    if (of_type := _keep_type(rows)) is not None:
        return of_type
    if len(rows) < _FEWEST_PREFIXED or not rows[0] or not _HEADS_FILE.fullmatch(rows[0][0]):
        return rows
    widths = {len(row) for row in rows[1:-1]}
    return rows[1:] if len(widths) == 1 and len(rows[0]) not in widths else rows


# one day is that of a row; those of a week may head columns
# a day, and the time of an event of a log
_DAY = re.compile(
    r"(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:\d\d|\d{4}))(?:[T ]\d{1,2}:\d\d[\d:.,]*\S{0,6}(?: [AP]M)?)?"
)


def find_header(rows: Sequence[Sequence[str]], is_value: Callable[[str], bool]) -> tuple[int, list[Column]]:
    """(index of the header row, its columns) among the first rows; (-1, []) where none of them is a header.

    `is_value`: whether a cell is somebody's name or number, which no header has.

    A header may have merged cells above it: the row whose words say most counts, two words at least. Where a
    cell of it is empty and one above is not, the upper one reaches down.
    """
    best, best_columns, best_score = -1, [], 1.5
    above: Sequence[str] = ()
    for number, row in enumerate(rows[:25]):
        is_dated = sum(_DAY.fullmatch(cell) is not None for cell in row) == 1
        if is_dated or any("@" in cell or is_value(cell) for cell in row if cell):
            above = ()
            continue
        below = _lead_down(above, row) if any(above) else row
        for header in (below, _reach_down(above, below)) if any(above) else (row,):
            filled = [cell for cell in header if cell]
            if len(filled) < 2 or sum(any(map(str.isdigit, cell)) for cell in filled) * 2 > len(filled):
                continue
            columns = read_headers(header)
            score = len(columns) - 0.02 * number
            if len(columns) >= 2 and len(columns) * 4 >= len(filled) and score > best_score:
                best, best_columns, best_score = number, columns, score
        above = row if sum(map(bool, row)) > 1 else ()
    return best, best_columns


# a header of two things, and the kinds that can be told apart in cells that hold both
_BOTH = re.compile(r"\s*(?:[/&+,(]| and | or )\s*")
_LONGEST_BOTH = 30
_SEVERAL = re.compile(r"(?:students|names|children|kids|pupils)\b")
_TOLD_APART = frozenset((DataKind.DOB, DataKind.SSN, DataKind.GOVERNMENT_ID))


def read_headers(row: Sequence[str]) -> list[Column]:
    """The columns whose headers say something."""
    columns: list[Column] = []
    for at, cell in enumerate(spell_elements(row)):
        role, owner, is_flag, words = read_header(cell)
        if words == "given" and any(one.role == FAMILY for one in columns[-1:]):
            role, is_flag = GIVEN, False
        if role == FAMILY and owner == MAIN:
            columns = [_part_name(one, words) for one in columns]
        spread = " ".join(_SEP.sub(" ", cell).lower().split())
        if is_of_births(words) or is_of_births(spread):
            role, is_flag, words = NAME, False, words if is_of_births(words) else spread
        if role:
            columns.append(Column(at, role, owner, is_flag, words))
        # a cell of several has a day for each
        is_several = is_of_births(spread) and _SEVERAL.match(spread)
        is_whole = is_several or not _BOTH.search(cell) or len(cell) > _LONGEST_BOTH
        parts = () if is_whole else _BOTH.split(cell)
        for part in parts:
            further, _, _, said = read_header(part.rstrip(")"))
            if further in _TOLD_APART and further not in {
                role,
                *(one.role for one in columns if one.at == at),
            }:
                columns.append(Column(at, further, owner, header=said))
    return columns


def _part_name(column: Column, family: str) -> Column:
    """The column; one of names is of given ones where that of family names is called after it: "kid" beside
    "kidlast".
    """
    is_part = column.role == NAME and column.owner == MAIN and column.header.isalpha()
    is_led = is_part and family.removeprefix(column.header).strip() in _LASTS and family != column.header
    return msgspec.structs.replace(column, role=GIVEN) if is_led else column


_LASTS = frozenset(("last", "last name", "lastname", "lname", "l name", "family", "family name", "surname"))
_BARE_NUMBER = re.compile(r"(?i)(?:no|num|nbr|number|#|id)\.?")


def _lead_down(above: Sequence[str], row: Sequence[str]) -> Sequence[str]:
    """A row of headers, a bare "no." below the first cell of a merged one of a kind led by that."""
    bare = [
        at
        for at, cell in enumerate(row[: len(above)])
        if above[at] and _BARE_NUMBER.fullmatch(cell) and read_header(above[at])[0] in _KINDS
    ]
    return [f"{above[at]} {cell}" if at in bare else cell for at, cell in enumerate(row)] if bare else row


def _reach_down(above: Sequence[str], row: Sequence[str]) -> list[str]:
    return [
        (row[at] if at < len(row) else "") or (above[at] if at < len(above) else "")
        for at in range(max(len(row), len(above)))
    ]
