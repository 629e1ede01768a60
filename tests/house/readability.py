"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by a rule of thumb.

Grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
Source: Kincaid, Fishburne, Rogers, Chissom: Derivation of New Readability Formulas (1975), Research Branch
Report 8-75.

A word's syllables are its groups of vowels; a silent e at the end does not count, and each word has at least
one. Code between backticks, options, paths and placeholders count as one short word each: nobody reads them
letter by letter.
"""

from __future__ import annotations

import re

_CODE = re.compile(r"`[^`]*`|--?[a-z][\w-]*|\S*[/_=<>\[\]{}]\S*|\b[A-Z]{2,}\b|\S*\d\S*")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_END = re.compile(r"[.!?:;](?=\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")


def split_sentences(text: str) -> list[str]:
    """Sentences of one text, the code in them as `x`. A colon or a semicolon ends one, too."""
    # a full stop behind a piece of code still ends the sentence
    plain = _CODE.sub(lambda code: "x" + code[0][-1] * (code[0][-1] in ".!?:;"), text)

    return [part.strip() for part in _END.split(plain) if _WORD.search(part)]


def count_words(sentence: str) -> int:
    """The words of a sentence."""
    return len(_WORD.findall(sentence))


def count_syllables(word: str) -> int:
    """Syllables of one word, about.

    >>> [count_syllables(word) for word in ("file", "backup", "encrypted", "the")]
    [1, 2, 3, 1]
    """
    lower = word.lower()
    groups = len(_VOWELS.findall(lower))
    silent = lower.endswith("e") and not lower.endswith(("le", "ee")) and groups > 1
    silent = silent or (lower.endswith("le") and len(lower) > 3 and lower[-3] in "aeiouy")
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text: the school year in which it is read with ease."""
    sentences = split_sentences(text)
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
