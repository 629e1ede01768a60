"""Names of people whom the roster may not know: after a label, or beside a value, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.impact.detection.identities.thing_names import FIRM, FIRMS_ALONE, is_thing, is_traded
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.given_names import is_given_name
from firstbell.impact.people.lexicon import Lexicon

# capitals with marks stand among small letters in these blocks: both are taken
_CAPITAL = "A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff"
_WORD = rf"(?:[{_CAPITAL}]\.|[{_CAPITAL}][\w'\u2019]*(?:-[{_CAPITAL}]?[\w'\u2019]+)*)"
NAME_SHAPE = re.compile(
    rf"{_WORD}(?:,? (?:(?:de|la|del|los|van|von|der|al|bin|y|da|dos) )*{_WORD}){{1,3}}"
    r"(?:,? (?:Jr|Sr|II|III|IV)\.?)?",
    re.UNICODE,
)
_ALL_CAPITALS = re.compile(r"[A-Z'\-]{2,}(?:,? [A-Z'\-.]{1,}){1,3}")
# what stands behind one is a street: "4268 Jones Drives"; two spaces part columns
HOUSE_NUMBER = re.compile(r"(?<![\w#/.:-])\d{1,6}[ ](?:[NSEW]\.?[ ]+)?\Z")
_LONGEST = 60
_NICKNAME = re.compile(r"(?<=\w )[\"\u201c][^\W\d_][\w .-]{0,22}[\"\u201d](?= [^\W\d_])")
# beside a name: a nickname, a grade, the year of a class
_ASIDE = re.compile(
    r"[ ]*\([^()]{0,40}\)|(?<= )[\"\u201c][^\"\u201d]{1,24}[\"\u201d](?= )|(?<=\w)[ ,]+['\u2018\u2019]\d\d\Z"
    r"|(?<=\w)[ ,]+(?i:gr(?:ade)?|class of)[ .]{1,2}\d{1,4}\Z"
    # a grade alone: "Cha Blong 7"
    r"|(?<=[^\W\d])[ ,-]+(?:1[0-2]|[1-9]|[Kk])(?:th|st|nd|rd)?\Z"
    # an age behind a stroke, and what a further line says with digits
    r"|(?<=[^\W\d]) ?[/|] ?(?:1\d|2[01]|[1-9]|[Kk])\Z|(?<=[^\W\d])[ ]*\n[^\n]*\d[^\n]*\Z"
    # and where somebody lives: "Ada Roe, 12 Elm St, Marsh MN 55001"
    r"|(?<=[^\W\d])[ ]*[,;][ ]*\d{1,6} [^\n;]{4,60}[ ,][A-Z]{2},? \d{5}(?:-\d{4})?\Z"
)
# no letters behind a name that tell two of it apart
_NUMBER = re.compile(r"\d{4}")
_JOINED = re.compile(r"(?<=[^\W\d_])-[^\W\d_][\w'\u2019]+")
_DAY = re.compile(r" *\([^()]*\d[/.-]\d[^()]*\)|(?<=[^\W\d])[ ]*\n[^\n]*\d[/.-]\d[^\n]*\Z")
# without one of these nothing stands beside a name
_BESIDE = re.compile(r"[(\"\u201c'\u2018\u2019\d]|[ -][Kk]\Z")
# a family name with a letter that is no grade: "Olson, K"
_LETTER_K = re.compile(r"\s*(?:[^\W\d_][\w'\u2019.-]* )?[^\W\d_][\w'\u2019-]*, ?K\.?\s*")
_NO_NAMES = frozenset(
    b"social security number ssn date birth dob school elementary middle high academy district public"
    b" grade student id name address street avenue road drive lane phone email home cell parent"
    b" guardian teacher principal report plan program individualized education department office form"
    b" letter notice record account bank routing passport license driver driver's dear the this that"
    b" please employee staff payroll number section page january february march april may june july"
    b" august september october november december monday tuesday wednesday thursday friday saturday"
    b" sunday united states county city state annual salary health medical special services counseling"
    b" confidential emergency contact direct deposit credit card visa mastercard information benefits"
    b" insurance tax w2 w4 i9 iep team meeting case manager re subject from to cc none unknown n/a tbd"
    b" taxpayer identification agreement contract contractor consultant vendor independent llc inc corp"
    b" soc sec employer wage wages claim part average weekly monthly biweekly hourly daily avg wkly column"
    b" screening screenings solutions associates agency volunteer applicant candidate clinic hospital results"
    b" occupation position title nature claim claims injury injured physician insurer insured gender sex"
    b" race ethnicity marital status spouse relationship signature witness notary fax paraprofessional"
    b" custodian secretary claimant grievant complainant plaintiff defendant petitioner appellant donor"
    b" male female yes no hi hello hey thanks credit union savings trust national dossier comment respondent"
    b" company memorial foundation scholarship scholarships fire police dept cleaning crew remit hs cu fcu ss"
    b" certified eligible ineligible enrolled gym gymnasium arena stadium auditorium fieldhouse authorization"
    b" employment".split()
)


def read_label_name(text: str, start: int) -> tuple[int, int] | None:
    """(start, end) of a name that stands right after a label; None where something else does."""
    line_end = text.find("\n", start)
    stop = min(start + 60, len(text) if line_end < 0 else line_end)
    begin = start
    while begin < stop and text[begin] in " \t*_:":
        begin += 1
    match = NAME_SHAPE.match(text, begin, stop) or _ALL_CAPITALS.match(text, begin, stop)
    if match is None or FIRM.search(text, begin, stop) or is_traded(match[0]):
        return None
    return judge_name(text, match.start(), match.end())


_PLACEHOLDERS = frozenset(
    b"test tester testing demo sample example dummy fake placeholder lastname firstname last first name none"
    b" null unknown total totals subtotal average sum student teacher staff employee vacant tbd various all"
    b" nobody anonymous desk schools admin testlast testfirst".split()
)

# what only numbers are called; "Tin" is a name, too
_NUMBER_NAMES = frozenset((b"tin", b"ein", b"itin"))
# with which no name ends; what parts of forms are called by a letter
_LEADING = frozenset((b"de", b"del", b"los", b"las", b"von"))
_FORM_PARTS = frozenset(b"list part box line section schedule appendix exhibit cl class sex".split())
# of people who are made up
MADE_UP = frozenset(
    b"test tester testing sample example dummy fake placeholder zztest ejemplo muestra tusaale"
    b" foo bar baz qux testcase fakename fakeperson teststudent testuser"
    b" testy testie mctest mctestface mctesterson lorem ipsum asdf qwerty".split()
)
# words of forms that are family names as well, behind a given name
_FAMILIES_TOO = frozenset((b"page", b"case"))
# months that are first names as well
_MONTHS_TOO = frozenset((b"april", b"may", b"june", b"august"))


def looks_like_name(text: str) -> bool:
    """Whether a cell has the shape of a person's name: two words or more, capitals, no digits.

    >>> looks_like_name("Olson, Mary K."), looks_like_name("Test Student"), looks_like_name("20159")
    (True, False, False)
    >>> looks_like_name("ROE BUS SALES"), looks_like_name("Carver Room")
    (False, False)
    >>> looks_like_name("DL MN K5301234567890"), looks_like_name("Lee2, Ada")
    (False, True)
    """
    text = text.strip()
    if len(text) > _LONGEST or not (NAME_SHAPE.fullmatch(text) or _ALL_CAPITALS.fullmatch(text)):
        return False
    if is_thing(text):
        return False
    # what a family name is joined to may be any word: "Roe-Lane"
    words = split_name(_JOINED.sub("", text))
    if _NUMBER.search(text) or FIRMS_ALONE.fullmatch(text) or (words and words[-1] in _GROUPS):
        return False
    bare = [word.rstrip(b"0123456789") for word in words]
    if len(bare) > 1 and bare[-1 if "," in text else 0] in _MONTHS_TOO:
        bare.pop(-1 if "," in text else 0)  # "Roe, April", "June Roe"
    family = 0 if "," in text else -1
    if len(bare) > 1 and bare[family] in _FAMILIES_TOO and is_given_name(bare[1 + family or 0]):
        bare.pop(family)  # "Ada Page"
    return len(words) >= 2 and not any(word in _PLACEHOLDERS or word in _NO_NAMES for word in bare)


# what a firm of one person adds to the name: "Ada Olson Speech Therapy LLC"
_TRADE = re.compile(
    r"d/?b/?a|c/o|\w+[/&]\w+|&|services?|consult(?:ing|ants?)|therap(?:y|ies|ists?)|speech|occupational|physical|"
    r"behavioral|counseling|nursing|music|piano|guitar|dance|art|photo\w*|videos?|catering|lessons|tutoring|"
    r"coaching|interpret\w*|translat\w*|sign|language|trucking|transport\w*|bus|repairs?|contract(?:ing|ors?)|"
    r"construction|electric\w*|plumbing|cleaning|lawn|snow|designs?|studios?|productions?|entertainment|"
    r"[-\u2013]|officiat\w*|officials?|umpires?|accompanists?|referees?|training|assessments?|evaluations?|enterprises?|farms?|ll[cp]|pllc|inc|ltd|pc|p\.?c|co|company",
    re.IGNORECASE,
)


def drop_trade(cell: str) -> str:
    """The name of whoever trades under it, without what the firm does.

    >>> drop_trade("ADA OLSON SPEECH THERAPY LLC"), drop_trade("Ben Roe dba Roe Repairs")
    ('ADA OLSON', 'Ben Roe')
    """
    words = cell.split()
    cut = next((at for at, word in enumerate(words) if _TRADE.fullmatch(word.strip(".,"))), 0)
    return " ".join(words[:cut]).rstrip(" ,-") if cut > 1 else cell


def clear_nicknames(text: str) -> str:
    """A text with spaces for the nicknames between two parts of a name.

    >>> clear_nicknames('Blong "Junior" Cha said "no"')
    'Blong          Cha said "no"'
    """
    return _NICKNAME.sub(lambda match: " " * len(match[0]), text) if '"' in text or "\u201c" in text else text


def drop_aside(cell: str) -> str:
    r"""A name as a cell has it, without what stands beside it in parentheses or as a nickname.

    >>> drop_aside('Blong "BJ" Cha (Gr 9)'), drop_aside("(Gr 9)"), drop_aside("Blong Cha '29")
    ('Blong Cha', '(Gr 9)', 'Blong Cha')
    >>> drop_aside("Cha Blong 7"), drop_aside("Bus 7"), drop_aside("Cha, Blong - K")
    ('Cha Blong', 'Bus', 'Cha, Blong')
    >>> drop_aside("Blong Cha / 12"), drop_aside("Cha Blong, 12 Elm St, Remer MN 55001")
    ('Blong Cha', 'Cha Blong')
    >>> drop_aside("Cha, K"), drop_aside("Cha Blong K")
    ('Cha, K', 'Cha Blong')
    """
    if _BESIDE.search(cell) is not None and not _LETTER_K.fullmatch(cell):
        return " ".join(_ASIDE.sub(" ", cell).split()) or cell
    return " ".join(cell.split()) or cell


# a header that says that a day of birth stands behind each name
_BORN_HEADER = re.compile(
    r"(?:(?:students?|childs?|childrens?|kids?|pupils?|patients?|full|legal|your) )*"
    r"(?:names?|child|student|kid|pupil|patient) "
    r"(?:and |with |plus )?(?:dob|d o b|b ?d|b ?days?|birth ?da(?:y|te)s?|dates? of birth|born)"
)
_BARE_DAY = re.compile(r"[\s,;/-]+(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d)[ ]*\Z")
_EACH_DAY = re.compile(_BARE_DAY.pattern.removesuffix(r"\Z") + r"(?=[;\n|]|\Z)")
_BORN = re.compile(r"(?i)[ ,]+(?:b|dob|born)[ .:]+\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[ ]*\Z")


def drop_day(cell: str) -> str:
    """A name without a day in brackets or of birth behind it.

    >>> drop_day("Cha Blong (4/30/16)"), drop_day("Blong, Cha b. 4/30/16"), drop_day("text (30)")
    ('Cha Blong', 'Blong, Cha', 'text (30)')
    """
    return _DAY.sub("", cell) if "(" in cell or "\n" in cell else _BORN.sub("", cell)


def is_of_births(header: str) -> bool:
    """Whether a header says that a day of birth stands behind each name."""
    return " " in header and _BORN_HEADER.fullmatch(header) is not None


def drop_birth(cell: str, header: str) -> str:
    """A name without the day that stands bare behind it, where its header says that it is one of birth.

    >>> drop_birth("Cha Blong 4/30/16", "name dob"), drop_birth("Cha Blong 4/30/16", "name")
    ('Cha Blong', 'Cha Blong 4/30/16')
    """
    return _BARE_DAY.sub("", cell) if is_of_births(header) else cell


def drop_number(cell: str) -> str:
    r"""A cell without a number of a telephone that stands behind a name.

    >>> drop_number("Gil Roe\n612-555-0101"), drop_number("Gil Roe, 2nd floor")
    ('Gil Roe', 'Gil Roe, 2nd floor')
    """
    return _TELEPHONE.sub("", cell)


def drop_births(cells: Sequence[str], header: str) -> Sequence[str]:
    """The same of all cells of a column."""
    return [_EACH_DAY.sub("", cell) for cell in cells] if is_of_births(header) else cells


_TELEPHONE = re.compile(
    r"(?<=[^\W\d_.])[\s,;/(-]+(?:(?:cell|ph|phone|tel|c|h|w)[.: ]+)?(?:1[ -])?"
    r"\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?: ?\(?[chw]\)?)?\s*\Z"
)
# how the name of a firm goes on that begins as one of a person
_OF_FIRM = re.compile(
    r"(?:[ ]+[A-Z&][\w&'-]*){0,3}[ ]+(?:INC|LLC|Inc|Bank|Credit Union|Trust|Savings|Federal|Insurance|"
    r"Schools?|Clinic|Hospital|Company|Corporation|Associates|Agency|University|College|Services|Solutions|"
    r"Foundation)\b"
)
# what is called after somebody, and the citizen of the examples: "John Q. Public"
_CALLED_AFTER = re.compile(r"[ ](?:Public|Gym|Gymnasium|Arena|Stadium|Auditorium|Fieldhouse)\b")
# with what no name of a person ends, and a church of some place
_GROUPS = frozenset(
    b"committee association council society league ministries congregation boosters club room circle"
    b" boulevard blvd parkway pkwy junction turnpike highway wing".split()
)
# with which some names of people end, too; not where a text names several
_STREETS = frozenset(
    b"way court lane street avenue road terrace trail place drive track trace common commons passage port"
    b" ports crossing landing alley plaza square ridge heights loop path".split()
)
_OF_STREETS = re.compile(
    r"\b(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Court|Ct|Circle|Cir|Parkway|Pkwy|Blvd|Boulevard|Way|Terrace|"
    r"Trail|Track|Junction|Highway|Hwy|Dr(?= ?[&/@]))\b(?!\.? ?[A-Z])|[&/@] ?\d{1,3}(?:st|nd|rd|th)\b"
)
_FEWEST_STREETS = 3
_OF_PLACE = re.compile(r"(?i)[ ]of[ ]")
_CHURCH = (b"church", b"temple", b"mosque", b"parish")


_FIRST_PERSON = re.compile(r"I, ")
_BARE_LETTER = re.compile(r",? [A-Z]\Z")
_STREET = re.compile(r"\b(?:Rd|St|Ave?|Dr|Ln|Blvd|Ct|Cir|Pl|Hwy|Twp|Pkwy|Trl|Apt|Box|Co)\b")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of whatever is written like a name, two words or more, none of them of those that offices
    use in capitals; no street behind its number, and without an "I," before it or a bare letter behind it.

    >>> [slice(*span) for span in find_names("I, Ada Roe, of 12 Ada Roe Rd, saw Ben Olson M . F")]
    [slice(3, 10, None), slice(34, 43, None)]
    """
    for match in NAME_SHAPE.finditer(text):
        start, end = match.span()
        end -= len(match[0]) - len(_BARE_LETTER.sub("", match[0]))
        span = judge_name(text, start, end)
        is_place = HOUSE_NUMBER.search(text, max(0, start - 12), start) or _STREET.search(text, start, end)
        if span and span[1] == end and not is_place:
            yield span


# a record of a card begins so: "OLSON, ADA      ADM 9/2005"
_HEADING_NAME = re.compile(
    r"[ \t]*([A-Z][A-Z'\u2019 -]{1,30}, ?[A-Z][A-Z'\u2019. -]{1,30}?)(?= {2}|\t|[ ]*\r?\n|[ ]*\Z)"
)
_DRAWN = re.compile(r"(?:[^\w\n]*\n)+")


def find_heading_name(lexicon: Lexicon, text: str, start: int) -> tuple[int, int] | None:
    """(start, end) of the name in capitals, family name first, at the head of the line from `start` on; None
    where there is none, or where no word of it is a name here.
    """
    # a line of stars or dashes parts the records
    drawn = _DRAWN.match(text, start)
    match = _HEADING_NAME.match(text, drawn.end() if drawn else start)
    if match is None or not (span := judge_name(text, match.start(1), match.end(1))):
        return None
    words = split_name(text[slice(*span)])
    return span if any(word in lexicon.given or word in lexicon.family for word in words) else None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the words at either end that are no names: "Zebulon Pike, SSN"."""
    parts = [(start + one.start(), start + one.end()) for one in re.finditer(r"[^\s,]+", text[start:end])]
    while parts and _is_no_name(text[slice(*parts[-1])]):
        parts.pop()
    while parts and (_is_no_name(text[slice(*parts[0])]) or text[parts[0][0]].islower()):
        parts.pop(0)
    return (parts[0][0], parts[-1][1]) if parts else (start, start)


def _is_no_name(word: str) -> bool:
    return all(part in _NO_NAMES or part.isdigit() for part in split_name(word))


def _is_called_so(text: str, end: int, words: Sequence[bytes]) -> bool:
    """Whether these words, up to a place, are those of a group, a church, a room or a street."""
    if words[-1] in _CHURCH:
        return _OF_PLACE.match(text, end) is not None or len(words) > 2
    is_street = words[-1] in _STREETS and len(_OF_STREETS.findall(text)) >= _FEWEST_STREETS
    return is_street or words[-1] in _GROUPS


def judge_name(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where somebody's name stands in what is written like one; None where it is that of a thing."""
    first = _FIRST_PERSON.match(text, start, end)
    start, end = _trim(text, first.end() if first is not None else start, end)
    if _OF_FIRM.match(text, end) or _CALLED_AFTER.match(text, end):
        return None  # "First North" of a bank
    if FIRM.match(text, end) or is_traded(text[start:end]) or is_thing(text[start:end]):
        return None
    words = split_name(text[start:end])
    if text.endswith((" PC", " P.C"), start, end) or (words and _is_called_so(text, end, words)):
        return None  # what professionals trade as
    if len(words) < 2 or any(word in _NO_NAMES or word in MADE_UP or word.isdigit() for word in words):
        return None
    if (words[-1] in _NUMBER_NAMES and len(words[0]) == 1) or words[-1] in _LEADING or b"of" in words:
        return None  # "Part I TIN", "Reunión del", "City of Elm Grove"
    if words[0] in _FORM_PARTS and len(words[1]) == 1:
        return None  # "List B", "List A Employment Card"
    return start, end
