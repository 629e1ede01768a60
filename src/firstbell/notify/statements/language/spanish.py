"""Spanish, glossed word by word, so that the rules that read English read it: spanish.toml has the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from firstbell.notify.statements.language.claims import ClaimReading, read_sentence
from firstbell.notify.statements.language.patterns import any_case, read_table

MONTHS = {
    "enero": "January", "febrero": "February", "marzo": "March", "abril": "April", "mayo": "May",
    "junio": "June", "julio": "July", "agosto": "August", "septiembre": "September", "setiembre": "September",
    "octubre": "October", "noviembre": "November", "diciembre": "December",
}  # fmt: skip
# "entre el 12 y el 16 de abril"
_SPAN = any_case(
    r"\b(?:entre|del|desde) (?:el )?(\d{1,2}) (?:y|al?|hasta) (?:el )?(\d{1,2}) de "
    rf"({'|'.join(MONTHS)})\b"
)
# "el 5 y el 6 de octubre"
_PAIR = any_case(rf"\b(?:el )?(\d{{1,2}}) y (?:el )?(\d{{1,2}}) de ({'|'.join(MONTHS)})\b")
_DATE = any_case(rf"\b(\d{{1,2}})[ºo°]? de ({'|'.join(MONTHS)})(?: (?:de|del) (\d{{4}}))?\b")
# "en octubre", "el ataque de octubre": no day stands with it
_BARE_MONTH = any_case(rf"\b(en|de) ({'|'.join(MONTHS)})\b(?: (?:de|del) (\d{{4}})\b)?")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
# "hace seis semanas"
_AGO = any_case(r"\bhace (?:ya )?(\w+) (d[i\u00ed]as?|semanas?)\b(?! que\b)")
# of an expression
_CAPITAL = re.compile(r"(?<!\\)[A-Z\u00c0-\u00de]")
_GROUP = re.compile(r"\((?!\?)")
# Spanish groups the digits of thousands by points as well
_THOUSANDS = re.compile(r"\b\d{1,3}(?:\.\d{3})+\b")


# what may stand before the first word of a sentence
_OPENING = " \u00bf\u00a1\"'(\u00ab\u201c"
_DENIES = re.compile(r"\b(?:not|never|no|nobody|nothing|nor|without)\b")
_ANY = {
    "no": "any",
    "nobody": "anybody",
    "nothing": "anything",
    "never": "ever",
    "not a single": "a single",
    "no evidence": "evidence",
}


@dataclass(frozen=True, slots=True)
class Gloss:
    """A sentence and its gloss. `places`: (start, end) in the gloss, (start, end) of what it stands for.

    `unknown`: words that have no gloss; names, with a capital within a sentence, need none.
    """

    sentence: str
    text: str
    places: Sequence[tuple[int, int, int, int]]
    unknown: Sequence[str]

    def find_written(self, part: str) -> str:
        """What a part of the gloss stands for, as written; the whole sentence where it is not found."""
        start = self.text.find(part)
        if start < 0:
            return self.sentence
        end = start + len(part)
        covered = [place for place in self.places if place[0] < end and place[1] > start]
        if not covered:
            return self.sentence
        first = 0 if start == 0 else covered[0][2]
        last = len(self.sentence) if end >= len(self.text.rstrip()) else covered[-1][3]
        return self.sentence[first:last].strip(" ,;")


@lru_cache(maxsize=1)
def _load() -> tuple[re.Pattern[str], Sequence[str]]:
    """One pattern of all words in small letters, an empty group behind each, and their glosses.

    A word that begins with a plain letter is passed over at once where another letter stands; one that may be
    a capital, or a group that begins with it, is tried each time.
    """
    raw = read_table("language", "spanish.toml")
    words = (_CAPITAL.sub(lambda one: one[0].lower(), one[0]) for one in raw["words"])
    groups = [f"(?:{_GROUP.sub('(?:', written)})()" for written in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)"), [str(one[1]) for one in raw["words"]]


def _lower(sentence: str) -> str:
    """The sentence in small letters, each where it stood."""
    lowered = sentence.lower()
    if len(lowered) == len(sentence):
        return lowered
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in sentence)


def _read_days(sentence: str, at: int) -> tuple[str, int] | None:
    """Days or a month that a sentence names at a place, in English, and where they end; None for others."""
    if span := _SPAN.match(sentence, at):
        month = MONTHS[span[3].lower()]
        return f"between {month} {span[1]} and {month} {span[2]}", span.end()
    if pair := _PAIR.match(sentence, at):
        return f"{MONTHS[pair[3].lower()]} {pair[1]} and {pair[2]}", pair.end()
    if date := _DATE.match(sentence, at):
        year = f", {date[3]}" if date[3] else ""
        return f"{MONTHS[date[2].lower()]} {date[1]}{year}", date.end()
    if ago := _AGO.match(sentence, at):
        many = "one" if ago[1].lower() in ("un", "una") else gloss(ago[1].lower()).text
        unit = "weeks" if ago[2].lower().startswith("s") else "days"
        return f"{many} {unit} ago", ago.end()
    if bare := _BARE_MONTH.match(sentence, at):
        year = f", {bare[3]}" if bare[3] else ""
        return f"{'in' if bare[1].lower() == 'en' else 'of'} {MONTHS[bare[2].lower()]}{year}", bare.end()
    return None


def gloss(sentence: str) -> Gloss:
    """The gloss of a Spanish sentence."""
    pattern, glosses = _load()
    lowered = _lower(sentence)
    parts: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    unknown: list[str] = []
    at = size = 0
    denied = False

    def put(text: str, start: int, end: int) -> None:
        nonlocal size, denied
        # in Spanish a second negation in a clause denies no more than the first
        text = _ANY.get(text, text) if denied else text
        denied = (denied or bool(_DENIES.search(text))) and text not in (".", ";", ":", "and", "but")
        parts.append(text)
        places.append((size, size + len(text), start, end))
        size += len(text)

    while at < len(sentence):
        if told := _read_days(sentence, at):
            put(told[0], at, told[1])
            at = told[1]
        elif number := _THOUSANDS.match(sentence, at):
            put(number[0].replace(".", ","), at, number.end())
            at = number.end()
        elif (known := pattern.match(lowered, at)) and known.lastindex:
            put(glosses[known.lastindex - 1], at, known.end())
            at = known.end()
        elif word := _WORD.match(sentence, at):
            if word[0].islower() or not sentence[:at].strip(_OPENING):
                unknown.append(word[0])
            put(word[0], at, word.end())
            at = word.end()
        else:
            put({"\u00bf": "", "\u00a1": ""}.get(sentence[at], sentence[at]), at, at + 1)
            at += 1
    return Gloss(sentence, "".join(parts), places, unknown)


def read_spanish(sentence: str) -> tuple[Gloss, list[ClaimReading]]:
    """The gloss of a sentence, and its claims with their texts as written."""
    glossed = gloss(sentence)
    readings = read_sentence(glossed.text)
    return glossed, [replace(one, text=glossed.find_written(one.text)) for one in readings]
