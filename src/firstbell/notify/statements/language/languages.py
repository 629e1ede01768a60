"""In which language a sentence is: rules read English, and Spanish by its gloss; others are told as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from firstbell.notify.statements.language.claims import ClaimReading, read_sentence
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.reader import load_reader
from firstbell.notify.statements.language.sentences import LONGEST, split_sentences
from firstbell.notify.statements.language.spanish import gloss, read_spanish

_ENGLISH = any_words(
    r"the|an?|of|to|in|and|is|are|was|were|has|have|had|been|that|this|we|our|not|no|for|with|on|at|by|from"
    r"|it|you|your|will|be|or|as|all|any|their|they|which|if|may|can|who|did|do"
)
_SPANISH = any_case(
    r"\b(?:el|la|los|las|del?|que|en|una?|se|por|con|para|sus?|son|fue(?:ron)?|ha[ny]?|hemos|y|al|lo|como"
    r"|m[a\u00e1]s|"
    r"ning[u\u00fa]na?|todos|todas|ya|nos|les?|est[a\u00e1]n?|nadie|nada|est[ae]s?|nuestr[oa]s?"
    r"|usted(?:es)?|hasta|si|pero|muy|"
    r"gracias|todav\u00eda|sabemos|escuelas?|datos?|sistemas|cartas|familias|estudiantes)\b"
    r"|\b\w*(?:[\u00e1\u00e9\u00ed\u00f3\u00fa\u00f1])\w*\b|[\u00bf\u00a1]"
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_FEW_WORDS = 6
_LEAST_SHARE = 0.12
# the share of words without a gloss, or that nobody taught the reader, above which it is another language
_FEW_UNKNOWN = 0.3
_MOST_UNKNOWN, _MOST_UNKNOWN_OF_ENGLISH = 0.4, 0.6


class Language(StrEnum):
    """A language that is read, or any other."""

    ENGLISH = "en"
    SPANISH = "es"
    OTHER = "other"


# a sentence is asked about some seven times while it and its clauses are judged
@lru_cache(maxsize=1024)
def find_language(sentence: str) -> Language:
    """The language of a sentence, of a long one by its beginning.

    A sentence of few words, all of them names, counts as English.
    """
    sentence = sentence[:LONGEST]
    letters = [letter for letter in sentence if letter.isalpha()]
    if letters and sum(bool(_LATIN.match(letter)) for letter in letters) < len(letters) / 2:
        return Language.OTHER
    words = re.findall(r"[^\W\d_]+", sentence)
    english, spanish = len(_ENGLISH.findall(sentence)), len(_SPANISH.findall(sentence))
    if spanish >= english and (spanish or _has_gloss(sentence, words)):
        reader = load_reader()
        strange = [word for word in gloss(sentence).unknown if not reader.model.knows(word.lower())]
        return Language.OTHER if len(strange) > _MOST_UNKNOWN * len(words) else Language.SPANISH
    # of few words one that is English may be another language's, too
    sure = english and (len(words) < _FEW_WORDS or english / len(words) >= _LEAST_SHARE)
    most = _MOST_UNKNOWN_OF_ENGLISH if sure else _MOST_UNKNOWN
    unknown = load_reader().list_unknown(sentence)
    return Language.OTHER if len(unknown) > most * len(words) else Language.ENGLISH


def _has_gloss(sentence: str, words: Sequence[str]) -> bool:
    """Whether most words of a sentence, without one that binds English words, are Spanish."""
    glossed = gloss(sentence)
    # a headline of names and of words that are English, too, is its own gloss
    is_own = glossed.text.lower() == sentence.lower()
    return len(words) > 1 and not is_own and len(glossed.unknown) <= _FEW_UNKNOWN * len(words)


def read_claims_of(text: str) -> list[ClaimReading]:
    """Every claim of a text in English or Spanish, in order; nothing of sentences in other languages."""
    found: list[ClaimReading] = []
    for sentence in split_sentences(text):
        language = find_language(sentence)
        if language is Language.SPANISH:
            found += read_spanish(sentence)[1]
        elif language is Language.ENGLISH:
            found += read_sentence(sentence)
    return found
