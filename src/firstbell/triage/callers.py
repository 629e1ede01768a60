"""What a caller or a visitor wanted of whom somebody tells: a man on the phone, a voice on a machine, a note.

Who hands such a story in asks a question. What counts is what the stranger wanted: a secret, money by an odd
way, a way into a computer, or silence about what was taken. Only what happened to the writer's own side
counts, and only a stranger: that "hackers are calling parents" is hearsay, and a mother who calls is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firstbell.triage.clues import Clue
from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold

_TABLE = load_table("callers")
_FRAMES = {name: "|".join(listed) for name, listed in _TABLE["frames"].items()}
_WANTS = {name: "|".join(listed) for name, listed in _TABLE["wants"].items()}
_REACHED = re.compile(rf"\b(?:{_FRAMES['strangers']})\b[^.?!\n]{{0,60}}?(?<!\w)(?:{_FRAMES['reached']})")
_GOT = re.compile(rf"\b(?:{_FRAMES['got']})\b")
_POSED = re.compile(rf"\b(?:{_FRAMES['posed']})")
_SUPPOSED = re.compile(rf"\b(?:{_FRAMES['supposed']})\b[^.?!,;]{{0,25}}$")
# "everyone says that": what goes around happened to nobody whom the writer knows
_HEARSAY = re.compile(rf"\b(?:{_FRAMES['hearsay']})\b")
_SPOKE = re.compile(
    r"\b(?:call(?:ed|s|er|ing)?|phone[ds]?|rang|voice|voice ?mail|text(?:ed)?|visitor|door|llam\w+|mensaje)\b"
)
_NOTHING = re.compile(rf"\b(?:{_WANTS['nothing']})\b")
_SECRET = re.compile(
    rf"\b(?:(?:{_WANTS['asks']})\b[^.?!\n]{{0,60}}?|(?:{_WANTS['gives']}) (?:\w+ )?)"
    rf"\b(?:{_WANTS['secrets']})\b"
)
# "he read out her birthday": who shows what they know asks for none of it
_SHOWN = re.compile(
    rf"\b(?:and|he|she|they|who|then|caller|voice|man|woman) (?:{_WANTS['shows']})\b[^.?!,;\n]{{0,40}}?"
    rf"\b(?:{_WANTS['secrets']})\b"
)
_READ_BACK = re.compile(
    r"\b(?:read|say|text|send|type|repeat|give)(?:ing)? (?:it|them|that|the number)(?: \w+){0,2} back\b"
    r"|\b(?:tell|read|give|send|text) (?:me|us|him|her|them) what (?:it|the \w+|my \w+|your \w+|was|is)\b"
)
_LOST = re.compile(rf"\b(?:{_WANTS['lost']})\b")
_PAYS = re.compile(rf"\b(?:{_WANTS['pays']})\b[^.?!\n]{{0,80}}(?:\b|(?=\$))(?:{_WANTS['money']})")
_MONEY_FIRST = re.compile(rf"(?:\b|(?=\$))(?:{_WANTS['money']})\b[^.?!\n]{{0,80}}\b(?:{_WANTS['pays']})\b")
_MEANS = re.compile(rf"\b(?:{_WANTS['means']})\b")
_BY_MEANS = re.compile(
    rf"(?:\b|(?=\$))(?:{_WANTS['money']})\b[^.?!\n]{{0,12}}\b"
    rf"(?:in|by|with|via|en|por) (?:{_WANTS['means']})\b"
)
_BUYS = re.compile(rf"\b(?:{_WANTS['pays']})\b[^.?!\n]{{0,50}}\b(?:{_WANTS['means']})\b")
_WAY_IN = re.compile(rf"\b(?:{_WANTS['way_in']})\b")
_HELD = re.compile(rf"\b(?:{_WANTS['held']})\b")
_PRESSED = re.compile(rf"\b(?:{_WANTS['pressed']})\b")
# "or the files go to the paper": only who holds them says so, or who heard it, and they wonder
_PUTS_OUT = _WANTS["puts_out"].replace("{taken}", f"(?:{_WANTS['taken']})")
_CONDITIONS = re.compile(
    rf"\b(?:{_WANTS['hinges']})\b(?![^.?!\n]{{0,30}}\b(?:{_WANTS['objects']})\b)[^.?!\n]{{0,80}}?"
    r"\b(?:(?:he|she|they|we|i) (?:(?:will|would|is going to|are going to) )?"
    rf"(?:{_PUTS_OUT})|(?:{_WANTS['taken']}) (?:(?:will|would|is going to|are going to|is|are) )?"
    rf"(?:{_WANTS['gets_out']})|(?:{_WANTS['publica']}))\b"
)
# "the files go to the paper, or we sit down with him"
_TURNED = re.compile(
    rf"\b(?:{_WANTS['taken']}) (?:(?:will|would|is going to|are going to|is|are) )?(?:{_WANTS['gets_out']})"
    rf"[^.?!\n]{{0,50}}?\b(?:{_WANTS['hinges']}) (?:\w+ ){{0,3}}?(?:{_WANTS['yields']})\b"
)
_PRICES = re.compile(rf"\b(?:{_WANTS['prices']})\b")
_WONDERS = re.compile(rf"\b(?:{_WANTS['wonders']})\b")
_PRESSES = re.compile(rf"(?:\b|(?=\$))(?:{_WANTS['money']}|will|would|until|or (?:else|he|she|they|we|it))\b")
_ASKED = re.compile(rf"\b(?:{_WANTS['asks']}|told|tells|said|says|dijo|dice)\b")
_SENTENCE = re.compile(r"[^.?!\n]+(?:[.?!]+|\n|$)")
_SPACES = re.compile(r"[^\S\n]*\n(?!\s*\n)[^\S\n]*")
_LONGEST = 6_000
# how much of what follows belongs to the story
_STORY = 1_200
# how close together stand what is held and what is wanted for it
_NEAR = 350


@dataclass(frozen=True, slots=True)
class CallerStory:
    """What is told from the first word of a stranger's call on, folded."""

    text: str


def find_story(text: str) -> CallerStory | None:
    """The story of a stranger who called, wrote or came to the writer's own side; None where none is told."""
    folded = fold(_SPACES.sub(" ", text[:_LONGEST]))
    for sentence in _SENTENCE.finditer(folded):
        for pattern in (_REACHED, _GOT):
            found = pattern.search(sentence[0])
            if found and not _is_supposed(sentence[0][: found.start()]):
                return CallerStory(folded[sentence.start() : sentence.end() + _STORY])
        posed = _POSED.search(sentence[0])
        if posed and _SPOKE.search(folded) and not _is_supposed(sentence[0][: posed.start()]):
            return CallerStory(folded[sentence.start() : sentence.end() + _STORY])
    return None


def _is_supposed(before: str) -> bool:
    """Whether what stands before a stranger's call says that it is only supposed, or what people say."""
    return _SUPPOSED.search(before) is not None or _HEARSAY.search(before) is not None


def list_caller_clues(text: str) -> Iterator[Clue]:
    """What a stranger of a story wanted; nothing where none is told, or where they wanted nothing."""
    story = find_story(text)
    if story is None:
        return
    said = _NOTHING.sub(" ", story.text)
    kept = _SENTENCE.sub(lambda found: " " if _only_wonders(found[0]) else found[0], said)
    if _is_threat(kept):
        yield Clue("told_threat", "told", 6, "it tells of somebody who threatens with what was taken")
    elif wanted := _find_trick(said, kept):
        yield Clue("told_trick", "told", 6, f"it tells of somebody who called or came and wanted {wanted}")


def _is_threat(said: str) -> bool:
    """Whether somebody holds something and wants something for it."""
    if _PRICES.search(said):
        return True
    plain = [one for one in _SENTENCE.findall(said) if not _WONDERS.search(one)]
    if any(pattern.search(one) for one in plain for pattern in (_CONDITIONS, _TURNED)):
        return True
    pressed = [found.start() for found in _PRESSED.finditer(said)]
    return any(abs(found.start() - at) <= _NEAR for found in _HELD.finditer(said) for at in pressed)


def _only_wonders(sentence: str) -> bool:
    """Whether a caller only asks about what they heard."""
    return _WONDERS.search(sentence) is not None and not _PRESSES.search(sentence)


def _find_trick(said: str, kept: str) -> str:
    """What was wanted that nobody honest asks for so; "" where nothing was. `kept`: without questions."""
    for sentence in _SENTENCE.findall(_SHOWN.sub(" ", said)):
        secret = _SECRET.search(sentence) or _READ_BACK.search(sentence)
        if secret and not _LOST.search(sentence):
            return "a secret or a code"
    by_means = _BUYS.search(kept) or _BY_MEANS.search(kept)
    if by_means or (_MEANS.search(kept) and (_PAYS.search(kept) or _MONEY_FIRST.search(kept))):
        return "money"
    for sentence in _SENTENCE.findall(said):
        if _WAY_IN.search(sentence) and _ASKED.search(sentence):
            return "a way into a computer, an account or a building"
    return ""
