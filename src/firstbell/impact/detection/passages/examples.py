r"""What shows how something is filled in or tried out: those named there whom the roster does not know are
made up. Whoever it knows is as real as elsewhere.

>>> shows_example("HOW TO FILL IN THE CARD - SAMPLE\nName: Bo Roe"), shows_example("Sample: saliva, Bo Roe")
(True, False)
>>> is_named_example("ejemplo lleno.docx"), is_named_example("verification sample.xlsx")
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice

from firstbell.impact.detection.headers.columns import FAMILY, GIVEN, NAME, read_header
from firstbell.impact.detection.identities.names import MADE_UP
from firstbell.impact.detection.kinds.titles import spread_title, strip_ending
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern
from firstbell.impact.people.folded_text import compose, fold, split_name

# for example, a sample, in the languages of forms
_WORD = r"(?:examples?|ejemplos?|tusaale(?:yaal)?|piv txwv|qauv)"
_FORMS = (
    r"(?:filled|completed|form|application|card|letter|record|iep|plan|i ?9|w ?[249]|report|entr(?:y|ies)|"
    r"students?|pupils?|employees?|patients?|data|file)"
)
_NAMED = re.compile(
    rf"\b(?:{_WORD}|dummy|fictitious|sample {_FORMS}|{_FORMS} sample|"
    rf"muestra (?:llena|de formulario))\b".encode()
)
# a heading that says so: the word before what it is one of, or behind it, set off
_HEADED = re.compile(
    rf"(?i)\A\W*(?:{_WORD}|sample {_FORMS})\b(?![ ]*[:#=])|"
    rf"[-\u2013\u2014(\[:][ ]*(?:(?:a|an|this is an?|un)[ ])?(?:{_WORD}|sample|muestra)(?: only)?[ )\]]*\Z"
)
_HEAD_LINES, _LONGEST_HEAD = 3, 90
# behind a value: this is an example
_BRACKETED = GuardedPattern(
    re.compile(rf"(?i)[(\[](?:{_WORD}|sample|muestra)[)\]]"),
    (b"example", b"sample", b"ejemplo", b"muestra", b"piv txwv", b"qauv", b"tusaale"),
)
# somebody says outright that they do not exist
_PEOPLE = (
    r"(?:names?|people|persons?|customers?|students?|pupils?|employees?|patients?|families|children|clients?|"
    r"records?|characters?|workers?|adults?)"
)
_UNREAL = GuardedPattern(
    re.compile(
        rf"(?i)\b(?:(?:they|these|those|{_PEOPLE})(?: \w+){{0,3}} (?:are|is) (?:all )?"
        rf"(?:not (?:a )?real|made[- ]up|invented|fictional|fictitious)\b|"
        rf"(?:not|no) (?:a )?real {_PEOPLE}|no es una persona real|no son (?:personas? )?reales|"
        rf"personas? (?:ficticias?|inventadas?)|(?:made[- ]up|invented|fictional|fictitious) {_PEOPLE})\b"
    ),
    (b"real", b"ficti", b"invent", b"made up", b"made-up"),
)
_MOST_CHARS = 6_000
# a lesson, of a language: what is spoken in turns, or what words are to be learned from it
_LESSON = re.compile(
    r"(?im)\A\W*(?:dialogues?|di[\u00e1a]logos?|dialoge?|role[- ]?plays?|skits?)[ ]*#?[ ]*\d|"
    # a lesson of anything else: what is to be read and talked about
    r"\A\W*(?:lesson|chapter) \d{1,2}\b[^\x00]{0,600}?"
    r"\b(?:read the (?:case|story|scenario)|discuss:)|"
    r"^\W*(?:vocab(?:ulary|ulario|ulaire)?|voc|vokabeln|wortschatz)[ ]*:(?:[^\n\d,]+,){2}[^\n\d,]+$"
)
# when somebody was born, in words; who all came so long ago are hardly anybody's pupils or staff, and one of
# them is surely dead
_BORN = GuardedPattern(
    re.compile(r"(?i)\b(?:born|b\.)(?: (?:on|in))?[ ](?:[a-z]{3,9}\.? )?(?:\d{1,2},? )?(1[6-9]\d\d)\b"),
    (b"born", b"b."),
)
_FEWEST_LIVES, _LONG_AGO, _IN_HISTORY = 2, 1930, 1915
_SAMPLE_ROWS = 30
_TRIED = re.compile(
    r"(?i)(?:[\w ]{0,20}[(\[](?:training|test|sample|example|demo)[)\]]|test data|training data)"
)
# card numbers that the networks publish to try programs out with
_TRIED_CARDS = frozenset(
    ("4111111111111111", "4242424242424242", "4012888888881881", "4222222222222", "5555555555554444",
     "5105105105105100", "378282246310005", "371449635398431", "6011111111111117", "6011000990139424")
)  # fmt: skip
# numbers of social security that everybody makes up
_TRIED_NUMBER = re.compile(r"123-?45-?6789|078-?05-?1120|000-?00-?000\d|(\d)\1\1-\1\1-\1{4}")
_FEWEST_ROWS = 2
# a remark among the rows that they are to go before the file is used
_TO_REMOVE = re.compile(
    r"(?i)\b(?:delete|remove|replace|overwrite|ignore)\b.{0,20}\b(?:sample|example|demo|dummy) "
    r"(?:rows?|lines?|records?|data|entries)\b"
)


def is_named_example(name: str, folders: Iterable[str] = ()) -> bool:
    """Whether the name of a file says that it is an example of one."""
    return any(_NAMED.search(spread_title(one)) for one in (strip_ending(name), *folders))


def shows_example(text: str) -> bool:
    """Whether a text says at its head that it is an example, of a value that it is one, or of people that
    they are made up.
    """
    if len(text) > _MOST_CHARS:
        return False
    lines = [line.strip() for line in islice(filter(str.strip, text.splitlines()), _HEAD_LINES)]
    is_headed = any(len(line) <= _LONGEST_HEAD and _HEADED.search(line) for line in lines)
    folded = fold(compose(text))
    is_told = any(sign.search_text(text, folded) for sign in (_BRACKETED, _UNREAL))
    return is_headed or is_told or _LESSON.search(text) is not None or tells_lives(text)


def tells_lives(text: str) -> bool:
    """Whether a text tells of several people of history: all who are born in it came long ago.

    >>> tells_lives("Bo Roe, born May 1, 1890: polio. Al Roe (b. 1911): jailed twice.")
    True
    >>> tells_lives("Bo Roe, born May 1, 1890: polio. Al Roe, born June 2, 1958: jailed twice.")
    False
    """
    years = [int(match[1]) for match in _BORN.finditer_text(text, fold(compose(text)))]
    return len(years) >= _FEWEST_LIVES and max(years) < _LONG_AGO and min(years) < _IN_HISTORY


def peek_examples(rows: Iterable[Sequence[str]]) -> tuple[bool, Iterable[Sequence[str]]]:
    """Whether the rows of a table are made up to try something out; all its rows.

    >>> peek_examples([["last", "card"], ["Roe", "4111 1111 1111 1111"], ["Doe", "4242 4242 4242 4242"]])[0]
    True
    >>> peek_examples([["last", "test"], ["Roe", "Test"], ["Doe", "Test"]])[0]
    False
    """
    source = iter(rows)
    sample = list(islice(source, _SAMPLE_ROWS))
    is_example = _are_examples(sample)
    return is_example, chain(_drop_counted(sample) if is_example else sample, source)


def _drop_counted(sample: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows without the numbers that count those who are made up, from one on: 000001, 000002.

    >>> _drop_counted([["id", "name"], ["001", "Jo Sample"], ["002", "Al Sample"]])
    [['id', 'name'], ['', 'Jo Sample'], ['', 'Al Sample']]
    """
    rows = [[*row] for row in sample]
    body = [row for row in rows[1:] if any(row) and not _is_remark(row)]
    for at in range(min(map(len, body), default=0)):
        cells = [row[at].strip() for row in body]
        if all(cell.isdecimal() for cell in cells) and [*map(int, cells)] == [*range(1, len(cells) + 1)]:
            for row in body:
                row[at] = ""
    return rows


def _are_examples(sample: Sequence[Sequence[str]]) -> bool:
    if any(_is_remark(row) and any(map(_tells_unreal, row)) for row in sample):
        return True
    header, body = sample[:1], [row for row in sample[1:] if any(row)]
    naming = {
        at for row in header for at, cell in enumerate(row) if read_header(cell)[0] in {NAME, GIVEN, FAMILY}
    }
    tried = sum(any(_is_tried(cell, is_name=at in naming) for at, cell in enumerate(row)) for row in body)
    return bool(tried) and tried * 2 >= len(body) and (tried >= _FEWEST_ROWS or len(body) == 1)


def _is_remark(row: Sequence[str]) -> bool:
    return len(row) - row.count("") == 1


def _tells_unreal(cell: str) -> bool:
    return _UNREAL.pattern.search(cell) is not None or _TO_REMOVE.search(cell) is not None


def _is_tried(cell: str, *, is_name: bool) -> bool:
    if not cell:
        return False
    if is_name and any(word in MADE_UP for word in split_name(cell)):
        return True
    if _TRIED.fullmatch(cell) or _TRIED_NUMBER.fullmatch(cell):
        return True
    return cell.replace(" ", "").replace("-", "") in _TRIED_CARDS
