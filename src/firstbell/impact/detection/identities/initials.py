"""A family name with the first letter of the given name, as schedules, logs and lists have it: "R. Olson",
"Olson, R.", "Olson R.". It may mean any pupil or member of staff who is called so, and is told as weak.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.identities.resolver import normal_grade
from firstbell.impact.people.folded_text import fold, split_name
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.nicknames import WORDS

# (start, end, whom it may mean)
NameSpan = tuple[int, int, tuple[int, ...]]
_FEWEST_CHARS = 2
# cells that are names without a mark, and the share of them that differ
_FEWEST_SHORT, _DIFFERENT = 3, 0.8
_REACH = 24
# before the family name: the letter, behind it a point or a space, and no other name before it
_BEFORE = re.compile(
    r"(?:^|[^\w.'\u2019-])([^\W\d_])(\.?[ ]?)(?:(?:St\.|de|la|von|van|Van|De|La) |[DO]['\u2019]){0,2}\Z"
)
_OTHER_NAME = re.compile(r"[^\W\d_][\w'\u2019-]*\.?[ ]\Z")
# behind it: the letter with its point, or alone at the end of a line or cell
# in columns of their own a gap is between them
_AFTER = re.compile(
    r"(,?[ ]|[ ]{2,18}(?=[^\W\d_]\.))([^\W\d_])(?:\.(?=\W|\Z)|(?=[ \t]*(?:[\r\n|;]|\Z|[ ]{2})))"
    # a comma says that a name goes on, whatever stands behind the letter
    r"|(,[ ])([^\W\d_])(?=[ ](?:[a-z(/&+-]|[A-Z]{2,})|[/(])"
    # and so does a grade behind it
    r"|([ ])([^\W\d_])(?=[ ]{1,2}(?:\(?[Gg]r(?:ade)?\.? ?(?:[Kk]|\d)|\((?:[Kk]|\d{1,2})\)))"
)
# a family name of two words
_SECOND = re.compile(r"[ ]([^\W\d_][\w'\u2019]+)(?=,[ ][^\W\d_])")
_LED = re.compile(r"(?:(?:^|[\n\r\t|;/:(]|[ ]{2}|\d[ ])[ \-*\u2022]*(?:St\. )?)\Z")
_DOUBLE = re.compile(r"-[^\W\d_][\w'\u2019]+")
_PART = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_GRADE = re.compile(
    r"[ ]{0,3}(?:\((?:gr(?:ade)?\.? ?)?(k|kg|\d{1,2})\)|gr(?:ade)?\.? ?(k|kg|\d{1,2})\b)", re.IGNORECASE
)
# such a name and nothing else, in order of family names
_WHOLE = re.compile(
    r"(?P<family>(?:[^\W\d_][\w'\u2019.-]*[ ]){0,2}[^\W\d_][\w'\u2019-]{1,24})"
    r"(?P<part>,[ ]?|[ ])(?P<behind>[^\W\d_])\.?"
    r"(?P<grade>[ ]{1,3}(?:\((?:gr(?:ade)?\.? ?)?(?:k|kg|\d{1,2})\)|gr(?:ade)?\.? ?(?:k|kg|\d{1,2})))?",
    re.IGNORECASE,
)
# letters that are words
_WORDS_OF_ONE = frozenset("AIVX")


def is_short_name(lexicon: Lexicon, text: str, *, is_bare: bool = False) -> bool:
    """Whether a cell is nothing but such a name of somebody of the roster: "Olson, R", "Olson R gr 6".
    `is_bare`: one that neither a comma nor a grade marks is one as well, "Olson R".
    """
    match = _WHOLE.fullmatch(text.strip())
    if match is None or not match["behind"].isupper():
        return False
    if not (is_bare or "," in match["part"] or match["grade"]):
        return False
    words = split_name(match["family"])
    if len(words) == 1:
        return bool(_look_up(lexicon, match["behind"], match["family"]))
    # of several words all are the family name: "de la Cruz, A"
    found = (who for word in words for who in lexicon.initials.get(fold(match["behind"]) + b" " + word, ()))
    return any(words in lexicon.forms[who].family for who in found)


def are_short_names(lexicon: Lexicon, cells: Sequence[str]) -> bool:
    """Whether nearly all cells are such names without a mark, of many families: rooms and groups have few."""
    families = {cell.split(" ")[0] for cell in cells}
    if len(cells) < _FEWEST_SHORT or len(families) < _DIFFERENT * len(cells):
        return False
    return sum(is_short_name(lexicon, cell, is_bare=True) for cell in cells) >= _DIFFERENT * len(cells)


def part_grade(cell: str) -> tuple[str, str]:
    """(name, grade) of a cell that names somebody so, with the grade behind it; the grade "" where none is.

    >>> part_grade("Olson, R.  gr 6"), part_grade("Olson R (11)"), part_grade("Rey Olson gr 6")
    (('Olson, R.', '6'), ('Olson R', '11'), ('Rey Olson gr 6', ''))
    """
    match = _WHOLE.fullmatch(cell.strip())
    if match is None or not match["grade"]:
        return cell, ""
    graded = _GRADE.match(match["grade"])
    return cell.strip()[: match.start("grade")], (graded[1] or graded[2]) if graded else ""


def calls_somebody(lexicon: Lexicon, text: str) -> bool:
    """Whether a cell names somebody of the roster, in full or so."""
    return lexicon.names_anybody(text) or is_short_name(lexicon, text)


def match_initial(lexicon: Lexicon, text: str, place: tuple[int, int]) -> NameSpan | None:
    """Such a name whose family name stands at text[start:end]."""
    start, end = place
    if end - start < _FEWEST_CHARS or not text[start].isupper() or text[end : end + 1] in {"'", "@"}:
        return None
    return _match_before(lexicon, text, place) or _match_after(lexicon, text, place)


def _match_before(lexicon: Lexicon, text: str, place: tuple[int, int]) -> NameSpan | None:
    start, end = place
    reach = max(0, start - _REACH)
    match = _BEFORE.search(text, reach, start)
    if match is None or not match[1].isupper() or not match[2]:
        return None
    letter, has_point = match.start(1), "." in match[2]
    if not has_point and (match[1] in _WORDS_OF_ONE or fold(text[start:end]) in WORDS):
        return None
    other = _OTHER_NAME.search(text, reach, letter)
    if other and other[0][0].isupper():
        return None
    who = _look_up(lexicon, match[1], text[start:end])
    return (letter, *_narrow(lexicon, text, place, who)) if who else None


def _match_after(lexicon: Lexicon, text: str, place: tuple[int, int]) -> NameSpan | None:
    start, end = place
    double = _DOUBLE.match(text, end)
    second = None if double else _SECOND.match(text, end)
    match = _AFTER.match(text, double.end() if double else second.end() if second else end)
    letter = match[2] or match[4] or match[6] if match else ""
    if match is None or not letter.isupper() or not _LED.search(text[max(0, start - _REACH) : start]):
        return None
    who = _look_up(lexicon, letter, text[start:end])
    if second is not None:
        whole = split_name(text[start : second.end()])
        who = tuple(one for one in who if whole in lexicon.forms[one].family)
    return (start, match.end(), _narrow(lexicon, text, place, who, ends=match.end())[1]) if who else None


def _narrow(
    lexicon: Lexicon, text: str, place: tuple[int, int], people: tuple[int, ...], *, ends: int = 0
) -> tuple[int, tuple[int, ...]]:
    """(end of the name, whom it may mean): those whose whole family name stands there before those who bear a
    part of it, and of several those of the grade behind it. `ends`: where the letter behind it does.

    "M. Roe" is rather Mia Roe than Max Olson-Roe, "D. Olson-Roe" is Dee Olson-Roe.
    """
    start, end = place
    double = _DOUBLE.match(text, end)
    longest = double.end() if double else end
    words = split_name(text[start : start + _REACH * 2])
    whole: list[int] = []
    best = 0
    for who in people:
        fits = [form for form in lexicon.forms[who].family if form == words[: len(form)]]
        length = max(map(len, fits), default=0)
        if length > best:
            whole, best = [], length
        whole += [who] if length and length == best else []
    if best > 1:
        parts = [*_PART.finditer(text, start)][:best]
        longest = max(longest, parts[-1].end())
    kept = tuple(whole) if whole and (best > 1 or not double) else people
    graded = _GRADE.match(text, _skip_point(text, max(longest, ends)))
    if graded and len(kept) > 1:
        grade = normal_grade(graded[1] or graded[2])
        kept = tuple(who for who in kept if grade in map(normal_grade, lexicon.people[who].grades)) or kept
    return longest, kept


def _skip_point(text: str, at: int) -> int:
    """Where a text goes on behind the point of a letter."""
    return at + (text[at : at + 1] == ".")


def _look_up(lexicon: Lexicon, letter: str, family: str) -> tuple[int, ...]:
    return lexicon.initials.get(fold(letter) + b" " + fold(family), ())
