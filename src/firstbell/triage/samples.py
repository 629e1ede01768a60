"""Whether data of people is quoted or attached, as extortionists do for proof. What was found is told, never
the value.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import PurePosixPath

from firstbell.triage.clues import Clue
from firstbell.triage.mail import Attachment, MailMessage
from firstbell.triage.signs import read_text
from firstbell.triage.vocabulary import MessageSign, load_table

_SSN = re.compile(r"(?<![\w-])[\dxX*#]{3}[-\u2010-\u2015 ][\dxX*#]{2}[-\u2010-\u2015 ]\d{4}(?![\w-])")
_DATE = r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d)"
_LONG_DATE = r"\w+ \d{1,2},? (?:19|20)\d\d|\d{1,2} (?:de )?\w+ (?:de )?(?:19|20)\d\d"
_TABLE = load_table("shapes")["samples"]
_SHAPES = {name: "|".join(listed) for name, listed in _TABLE.items()}
_BIRTH = re.compile(rf"\b(?:{_SHAPES['birth_names']})\b\W{{0,6}}(?:{_DATE}|{_LONG_DATE})", re.IGNORECASE)
_FIELD = re.compile(
    rf"(?:^|[\n,;|(>-])[ \t*]*(?:{_SHAPES['field_names']})[ \t]*(?:#|no\.?)?[ \t]*[:=][ \t]*\S[^\n]{{1,80}}",
    re.IGNORECASE,
)
_STUDENT_ID = re.compile(
    r"\b(?:student|employee|lunch|pupil|alumno|arday\w*)\W{0,3}(?:id|no|number|#|pin)?\W{0,4}\d{5,10}\b",
    re.IGNORECASE,
)
# "born May second, two thousand twelve", "date of birth six nine two thousand eleven": read aloud
_SPOKEN_BIRTH = re.compile(
    rf"\b(?:{_SHAPES['birth_names']})\b\W{{0,6}}(?:(?:is|was|the|el|es)\W{{1,2}})?"
    rf"(?:(?:\w+[ -]){{0,4}}?(?:{_SHAPES['months']})\b[^.\n]{{0,60}}?\b"
    rf"|(?:(?:{_SHAPES['spoken_numbers']})[ ,-]{{1,2}}){{1,4}})(?:{_SHAPES['spoken_years']})\b",
    re.IGNORECASE,
)
# "passport no. X0012345", "the account that ends in 0099"
_DOCUMENT = re.compile(
    rf"\b(?:{_SHAPES['document_names']})\b[^.\n]{{0,12}}?(?:#|no\.?|number|n[u\u00fa]m(?:ero)?\.?)"
    r"[ .:]{0,3}[A-Z]{0,3}[- ]?\d{5,}"
    rf"|\b(?:{_SHAPES['number_names']})\b[^.\n]{{0,24}}?\b(?:{_SHAPES['ending_words']}) \d{{3,4}}\b",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"\b(?:your|su|tu|his|her|the|old)\b[^.\n]{0,30}\b(?:password|contrase\u00f1a|clave|passcode)\b"
    r"[^.\n]{0,20}?(?:\b(?:is|was|es|era)\b|:)[ \t]*[\"'\u201c]?\S{4,}",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{2,5}[ \t]+(?:[NSEW]\.?[ \t]+)?(?:\d{1,3}(?:st|nd|rd|th)|[A-Z][a-z]+)(?:[ \t]+[A-Z][a-z]+){0,2}"
    rf"[ \t]+(?:{_SHAPES['street_names']})\b"
)
_TOLD = re.compile(
    r"\b(?:attach\w+|enclosed|adjunt\w+|anex\w+)\b[^.!?\n]{0,60}\b(?:samples?|examples?|excerpts?|muestras?|ejemplos?)\b"
    r"|\b(?:samples?|examples?|excerpts?|muestras?|ejemplos?)\b[^.!?\n]{0,60}\b(?:attach\w+|enclosed|adjunt\w+|anex\w+)\b",
    re.IGNORECASE,
)
_ROW = re.compile(r"^[^\n]{0,400}$", re.MULTILINE)
_SEPARATORS = re.compile(r"[,;|\t]")
_NUMBERED = re.compile(rf"{_DATE}|\b\d{{5,10}}\b|\(?\d{{3}}\)?[-. ]\d{{3}}[-. ]\d{{4}}|[\w.+-]+@[\w-]+\.\w+")
_QUOTATION = re.compile(r"[\"\u201c\u00ab]([^\"\u201d\u00bb]{60,600})[\"\u201d\u00bb]")
_RECORD_WORDS = re.compile(_SHAPES["record_words"], re.IGNORECASE)
_CAPITAL = "A-Z\u00c0-\u00de"
# bounds, or a run of capitals without an end costs its length squared
_NAME_WORD = (
    rf"(?!(?:{_SHAPES['no_names']})\b)[{_CAPITAL}][\w'\u00c0-\u024f-]{{0,24}}[a-z\u00df-\u024f]"
    r"[\w'\u00c0-\u024f-]{0,24}"
)
# two names, the last one first in capitals, an initial and a name, a name and an initial
_NAME = (
    rf"(?:{_NAME_WORD},? (?:[A-Z]\.? )?{_NAME_WORD}|[A-Z]{{3,40}}, [A-Z]{{2,}}|\b[A-Z]\. {_NAME_WORD}"
    rf"|{_NAME_WORD} [A-Z]\.(?= [a-z(]|,| -))"
)
_DETAIL = rf"\b(?i:{_SHAPES['record_details']})\b"
_DETAILS = re.compile(_DETAIL)
_NAMES = re.compile(rf"(?=({_NAME}))")
# "Robin, 4 May 2013," and "Robin (4/5/2013)": a first name and when somebody was born
_BORN = re.compile(
    rf"\b{_NAME_WORD}(?:, | \()(?:born |b\. )?(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19[3-9]|20[01])\d"
    rf"|(?:\d{{1,2}} (?:de )?)?\b(?i:{_SHAPES['months']})\b(?: (?:de )?|(?: \d{{1,2}})?,? )"
    r"(?:19[3-9]|20[01])\d)\b"
)
# "Robin Roe, 9," and "Robin Roe (age 9)": a child and how old; no day, no street and no grade
_AGED = re.compile(
    rf"{_NAME}(?:,| \(|,? (?i:ages?|aged)) ?1?\d\b"
    r"(?! ?(?:[.:/-]\d|[A-Z][a-z]+ [A-Z]|\.?[\u00ba\u00aa]|%"
    r"|(?i:p\.?m|a\.?m|hours?|days?|minutes?|of|st|nd|rd|th|er|grade)\b))"
)
_OF_RECORDS = re.compile(rf"{_DATE}|\b\d{{5,10}}\b|{_DETAIL}")
# a name and what is said of it stand so close, in one sentence
_CLOSE = 80
_PERSON = re.compile(
    rf"{_NAME}|\b(?:Mr|Mrs|Ms|Dr|Sra?|Se\u00f1ora?|Coach)\.? {_NAME_WORD}"
    r"|\b(?i:she|he|girl|boy|student|alumn[oa]|hij[oa]|ni\u00f1[oa]|employee)\b"
)
_SAID = re.compile(rf"\b(?i:{_SHAPES['quoted_words']})\b")
_SHORT_QUOTATION = re.compile(r"[\"\u201c\u00ab]([^\"\u201d\u00bb]{20,600})[\"\u201d\u00bb]")
_PATH = re.compile(r"(?<![:/\w.-])(?:\\{1,2}|/|[A-Za-z]:)?[\w.-]+(?:[\\/][\w .()-]+){2,}")
_CREDENTIAL = re.compile(r"\b[a-z][\w.]{2,30} ?[/:] ?(?=\S{0,40}\d)(?=\S{0,40}[A-Za-z])(?!//)\S{6,40}")
_NAMED_SUM = re.compile(rf"{_NAME_WORD},? \$?\d{{1,3}}(?:[,.]\d{{3}})+\b")
_NOTE_NAMES = re.compile(_SHAPES["note_names"], re.IGNORECASE)
_SAMPLE_NAMES = re.compile(_SHAPES["sample_names"], re.IGNORECASE)
_DATA_FILES = frozenset(_TABLE["data_files"])
_READABLE = frozenset(_TABLE["readable_files"])
_LONGEST = 30_000
_TO_READER = re.compile(rf"\b(?:{_SHAPES['to_reader']})\b", re.IGNORECASE)
_SHORT_DEMAND = 40
# nine digits read aloud, in whatever groups
_DIGIT = rf"(?:{_SHAPES['spoken_digits']})"
_READ_ALOUD = re.compile(
    rf"\b{_DIGIT}(?:[\s,.\u2026-]+(?:(?:dash|hyphen|gui\u00f3n)[\s,.\u2026-]+)?{_DIGIT})+\b", re.IGNORECASE
)
_SPOKEN_DIGIT = re.compile(rf"\b{_DIGIT}\b", re.IGNORECASE)
_DIGITS_OF_SSN = 9
# so often a quotation says "we" or "you" that it speaks to its reader, as a threat does and a record does not
_SPEAKS_FROM = 2
# "see the file", "page 212", "is 0042 still yours"
_POINTS_TO = re.compile(
    r"\b(?:attach\w*|enclosed|pictures?|screenshots?|photos?|images?|proof|samples?|files?|page|folders?|see|look"
    r"|inside|read|list\w*|adjunt\w+|fotos?|capturas?|muestras?|pruebas?|archivos?|carpetas?|vea|mire|lea)\b"
    r"|\d{4}|\w\.(?:jpe?g|png|pdf|zip|docx?|xlsx?|csv|txt)\b",
    re.IGNORECASE,
)
_FEWEST_OF_LETTER, _FEWEST_TO_READER = 8, 2
_POINTS_OF_THREAT = 3
_BILLED = re.compile(
    r"\b(?:invoice|statement|account|bill to|customer|discount|settle|amount|total|due|net \d+|remit|terms"
    r"|late fee|payable|balance"
    r"|services? rendered|factura|importe|vence|pagadero|honorarios)\b",
    re.IGNORECASE,
)
_FEWEST_OF_BILL = 3


def find_data(text: str) -> str:
    """What kind of people's data a text quotes, in words; "" where it quotes none."""
    text = text[:_LONGEST]
    if _SSN.search(text) or any(map(_is_number_read_aloud, _READ_ALOUD.finditer(text))):
        return "a social security number"
    if _BIRTH.search(text) or _SPOKEN_BIRTH.search(text):
        return "a date of birth"
    if _STUDENT_ID.search(text):
        return "a number that stands for a person"
    if _PASSWORD.search(text):
        return "a password"
    if len(_FIELD.findall(text)) >= 2:
        return "fields of a record"
    if _count_rows(text) >= 2:
        return "rows of a list"
    return "a home address" if any(map(_is_home, _STREET.finditer(text))) else ""


def _is_number_read_aloud(run: re.Match[str]) -> bool:
    return len(_SPOKEN_DIGIT.findall(run[0])) == _DIGITS_OF_SSN


def _speaks(quotation: str) -> bool:
    """Whether what is quoted speaks to a reader: the threat itself, which somebody copied, and no record."""
    return len(_TO_READER.findall(quotation)) >= _SPEAKS_FROM


def _quotes_record(text: str, *, says_proof: bool) -> bool:
    quoted = (found[1] for found in _QUOTATION.finditer(text) if not _speaks(found[1]))
    return any(says_proof or _RECORD_WORDS.search(one) for one in quoted)


_OFFICE = re.compile(
    r"\b(?:schools?|districts?|offices?|academy|university|college|department|inc|llc|p\.?o\.? box|suite)\b",
    re.I,
)


def _is_home(street: re.Match[str]) -> bool:
    """Whether no office stands beside an address, on its line."""
    text, beside = street.string, 60
    start = max(text.rfind("\n", 0, street.start()) + 1, street.start() - beside)
    end = text.find("\n", street.end())
    return not _OFFICE.search(text[start : min(end if end >= 0 else len(text), street.end() + beside)])


def find_record(text: str) -> str:
    """What a text tells of somebody that stands in records alone, in words; "" where it tells nothing.

    Less sure than `find_data`: it says of a threat whether it brings a sample, and makes none of a text.
    """
    text = text[:_LONGEST]
    if _tells_of_person(text) or _BORN.search(text) or _AGED.search(text):
        return "what a record says of a person"
    if any(map(_is_from_record, _SHORT_QUOTATION.finditer(text))):
        return "words of a record"
    if sum("//" not in match[0] for match in _PATH.finditer(text)) >= 2:
        return "names of files"
    if len(_CREDENTIAL.findall(text)) >= 2:
        return "names with passwords"
    if _DOCUMENT.search(text):
        return "a number of a document or an account"
    return "names with sums" if len(_NAMED_SUM.findall(text)) >= 2 else ""


def _tells_of_person(text: str) -> bool:
    """Whether a date, a long number or a detail of records follows a name in its sentence.

    Names are looked for once: one pattern of both would look behind each of ten thousand names.
    """
    ends = sorted({found.end(1) for found in _NAMES.finditer(text)})
    for detail in _OF_RECORDS.finditer(text) if ends else ():
        start = detail.start()
        first = max(start - _CLOSE, 0)
        first = max(first, *(text.rfind(mark, first, start) + 1 for mark in ".!?\n"))
        at = bisect_left(ends, first)
        if at < len(ends) and ends[at] <= start:
            return True
    return False


def _is_from_record(quotation: re.Match[str]) -> bool:
    if _speaks(quotation[1]):
        return False
    around = quotation.string[max(0, quotation.start() - 80) : quotation.end() + 40]
    if _DETAILS.search(quotation[1]):
        return _PERSON.search(around) is not None
    return _SAID.search(around) is not None and _PERSON.search(quotation[1]) is not None


def _count_rows(text: str) -> int:
    """Lines that look like rows of people: cells, and a date or a number among them."""
    return sum(
        1
        for match in _ROW.finditer(text)
        if len(_SEPARATORS.findall(match[0])) >= 2
        and _NUMBERED.search(match[0])
        and len(match[0].split()) <= 30
    )


def list_sample_clues(mail: MailMessage, text: str, *, says_proof: bool) -> Iterator[Clue]:
    """Whether a layer that threatens brings a sample. `text`: its own words; `says_proof`: whether it speaks
    of one.
    """
    text = text[:_LONGEST]
    if kind := find_data(text):
        yield Clue("sample_quoted", "sample", 4, f"it quotes data of a person: {kind}")
    elif _quotes_record(text, says_proof=says_proof):
        yield Clue("sample_quoted", "sample", 3, "it quotes from a record")
    elif says_proof and _TOLD.search(text):
        # whoever reports a message often leaves out what came with it
        yield Clue("sample_told", "sample", 2, "it says that a sample of the data is attached")
    if kind := find_record(text):
        yield Clue("sample_record", "record", 2, f"it tells {kind}")
    for attachment in mail.attachments:
        if why := _judge_file(attachment, says_proof=says_proof):
            yield Clue("sample_attached", "sample", 4, why)
            return


def may_hold_sample(mail: MailMessage, text: str) -> bool:
    """Whether a sample can be in it at all: a file came along or is pointed to, a person is named, something
    is quoted, or it is longer than a demand of some words.
    """
    if mail.attachments or mail.carried or len(text.split()) > _SHORT_DEMAND:
        return True
    kinds = (_NAMES, _SHORT_QUOTATION, _OF_RECORDS, _POINTS_TO)
    return any(kind.search(text) for kind in kinds)


def _is_letter(text: str) -> bool:
    """Whether what a file says speaks to its reader or demands, as a threat does and a list does not."""
    if len(text.split()) < _FEWEST_OF_LETTER:
        return False
    return len(_TO_READER.findall(text)) >= _FEWEST_TO_READER or any(map(_threatens, read_text(text).signs))


def _threatens(sign: MessageSign) -> bool:
    return sign.side == "loose" or (sign.side == "coercion" and sign.points >= _POINTS_OF_THREAT)


def _is_bill(text: str) -> bool:
    """Whether what a file says is a bill: it is what is wanted, and no sample of what is held."""
    return len({found[0].lower() for found in _BILLED.finditer(text)}) >= _FEWEST_OF_BILL and not find_record(
        text
    )


def _judge_file(attachment: Attachment, *, says_proof: bool) -> str:
    name = attachment.name or attachment.type
    ending = PurePosixPath(name).suffix.lstrip(".").lower() or attachment.type.rpartition("/")[2]
    if attachment.text.strip():
        if kind := find_data(attachment.text):
            return f"the file {name!r} holds data of people: {kind}"
        is_letter = _is_letter(attachment.text)
        if is_letter and (kind := find_record(attachment.text)):
            return f"the file {name!r} tells {kind}"
        if is_letter or (ending in _READABLE and not (_SAMPLE_NAMES.search(name) and says_proof)):
            return ""
        if _is_bill(attachment.text):
            return ""
    if attachment.inline and not says_proof:
        return ""
    is_note = bool(_NOTE_NAMES.search(name)) and not _SAMPLE_NAMES.search(name)
    if ending in _DATA_FILES and not is_note:
        return f"the file {name!r} comes along with the threat"
    if says_proof and _SAMPLE_NAMES.search(name):
        return f"the file {name!r} comes along as proof"
    return ""
