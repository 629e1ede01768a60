"""Text as the vocabulary is looked up in it: folded, in sentences, in words.

Folding undoes what is done to slip past a reader of words: capitals, accents, full-width letters, characters
without width, letters of another script that look like Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Source: the lookalikes of Latin letters in UTS 39's confusables.txt that fraud in mail uses: Cyrillic, Greek
_LOOKALIKES = str.maketrans(
    "\u0430\u0432\u0435\u0455\u0456\u0458\u04bb\u043a\u043c\u043e\u0440\u0441\u0442\u0443\u0445\u0501\u051b\u051d\u04cf"
    "\u0261\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba\u03c4\u03c5\u0131\u1d00\u1d04\u1d07\u1d0f\u1d18\u1d1b\u1d1c\u1d20\u1d21",
    "abesijhkmopctyxdqwlgaopviktuiaceoptuvw",
)
# letters that no decomposition leads back to Latin ones. Source: the glyphs that dnstwist varies names with
_GLYPHS = str.maketrans(
    "\u0292\u01bd\u0251\u0259\u0185\u0299\u0253\u0188\u0256\u0257\u0111\u0247\u0192\u01e5\u0262\u0127\u2c68"
    "\u0269\u026a\u029d\u0249\u0138\u2c6a\u1d0b\u0142\u026b\u1d0d\u0271\ua791\u014b\u00f8\u01bf\u01a5\u02a0"
    "\u0280\u024d\u027e\u027d\u027c\ua731\u0282\u01ab\u0167\u0289\u1d8c\u2c74\u2c71\u2c73\u028f\u024f\u01b4"
    "\u1eff\u01b6\u2c6c\u1d22\u0290\u01bb\u00f0",
    "35aebbbcdddefgghhiijjkkkllmmnnoppqrrrrrssttuvvvwyyyyzzzz2d",
)
_CYRILLIC_OR_GREEK = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_MARKS = re.compile("[\u0300-\u036f]")
_WIDTHLESS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"})
_SHORT_FORMS = (
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bcan(?:'t|not)\b"), "can not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"(\w)'(\w)"), r"\1\2"),
)
_LINK = re.compile(r"(?:https?|hxxps?|ftp)://\S+|\bwww\.\S+", re.IGNORECASE)
# what it begins with is looked at once: a run of letters without an end would cost its length squared
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+")
_SENTENCE_END = re.compile(
    r"[.!?;:\u00bf\u00a1]+(?=\s|$|[\"')\]])|\n[ \t]*\n|\n[ \t]*[-*\u2022>]+[ \t]|\u3002|\u2028|\u2029"
)
# digits and letters apart: `24h`, `k12`; in the tables `#` is any number, and `*` ends the beginning of a
# word
_WORD = re.compile(r"\d+\*?|[^\W\d_]+\*?|[$#\u20ac\u00a3]")
LINK_WORD = "xlink"
ADDRESS_WORD = "xmail"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its folded words in order."""

    words: tuple[str, ...]


def count_widthless(text: str) -> int:
    """How many characters that show nothing stand inside words."""
    return 0 if text.isascii() else len(re.findall(rf"(?<=\w){_WIDTHLESS.pattern}+(?=\w)", text))


def fold(text: str) -> str:
    """Lower case, plain Latin letters, short forms written out."""
    if not text.isascii():
        text = _WIDTHLESS.sub("", text).translate(_APOSTROPHES)
        text = unicodedata.normalize("NFKC", text)
        text = _MARKS.sub("", unicodedata.normalize("NFD", text))
        if len(_CYRILLIC_OR_GREEK.findall(text)) < len(_LATIN.findall(text)):
            text = text.lower().translate(_LOOKALIKES)
    text = text.lower()
    for pattern, plain in _SHORT_FORMS:
        if "'" in text or pattern.pattern.startswith(r"\bcan"):
            text = pattern.sub(plain, text)
    return text


def fold_name(name: str) -> str:
    """A domain's name as it passes for one in plain Latin letters, whatever its script."""
    if name.isascii():
        return name.lower()
    plain = fold(name).translate(_LOOKALIKES).translate(_GLYPHS)
    return plain.replace("\u00e6", "ae").replace("\u0153", "oe")


def split_words(folded: str) -> list[str]:
    """The words of a folded text, or of a phrase of the tables."""
    return _WORD.findall(folded)


def split_sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, folded; links and addresses in it are one word each."""
    plain = _ADDRESS.sub(f" {ADDRESS_WORD} ", _LINK.sub(f" {LINK_WORD} ", text))
    for piece in _SENTENCE_END.split(fold(plain)):
        words = tuple(split_words(piece.replace("*", " ")))
        if words:
            yield Sentence(words)
