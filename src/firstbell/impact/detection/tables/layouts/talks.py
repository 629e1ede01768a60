"""Messages of a talk in which somebody tells something of themselves: it is told of who writes them, and of
nobody else who answers.

Tables that are a talk: one column says who speaks, another what is said.

>>> end_sentence("seen  today"), end_sentence("seen?")
('seen today.', 'seen?')
>>> end_sentence("<@aolson> is here <@U04A>")
'aolson is here <@U04A>.'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from firstbell.impact.detection.evidence.results import PROBABLE, PersonLink
from firstbell.impact.detection.evidence.sources import Source, trace_alike
from firstbell.impact.detection.evidence.weights import THRESHOLD, WEIGHTS
from firstbell.impact.detection.headers.columns import EMAIL, FAMILY, GIVEN, ID, NAME, NOTE, WORKER, Column
from firstbell.impact.detection.headers.header_words import SPEAKERS
from firstbell.impact.detection.identities.correspondents import is_of_kin, says_of_self
from firstbell.impact.detection.identities.own_words import OWN_WORDS
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.detection.passages.unit import Unit
from firstbell.impact.detection.tables.columns.evidence import list_roles
from firstbell.impact.detection.tables.logins.answers import find_speaker, find_typed
from firstbell.impact.detection.tables.logins.links import take_answers, take_logins, take_own
from firstbell.impact.people.folded_text import squeeze
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STAFF, STUDENT

_OWN = re.compile(r"(?i)\b(?:i|i'?m|i've|me|my|mine|estoy|tengo|mi)\b")


def take_messages(
    unit: Unit, location: str, rows: Sequence[Sequence[str]], *, said: Sequence[str], spoken: int
) -> list[str]:
    """Give what messages tell of whoever writes them to these. The messages as lines (`said`), without it."""
    left, people = [*said], unit.lexicon.people
    for number, line in enumerate(said):
        who = find_speaker(unit.lexicon, rows[number], spoken) if _OWN.search(line) else -1
        told = _list_kinds(unit, location, line) if who >= 0 else {}
        if not told:
            continue
        left[number] = ""
        values = [unit.keeper.keep(kind, value) for kind, value in told.items()]
        link = PersonLink((people[who].key,), None, {*told}, PROBABLE, {"id"}, [location], values)
        link.told = trace_alike("id", {*told}, Source.LETTER)
        unit.add_link(link)
    return left


def _list_kinds(unit: Unit, location: str, line: str) -> dict[str, str]:
    """Kind -> value of what a message tells of who writes it; none where it names anybody."""
    passage = Passage(location, line, unit.lexicon, today=unit.keeper.today, setting=unit.setting)
    if passage.subjects:
        return {}
    least = THRESHOLD - WEIGHTS.term["near"]
    told = {
        str(term.kind): line
        for term in passage.terms
        if term.weight >= least
        and term.kind in OWN_WORDS
        and not is_of_kin(passage, term)
        and says_of_self(passage, term.at, set(), is_to_office=False)
    }
    typed = (one.text for one in passage.loose_values if one.is_writers and one.kind == DataKind.CREDENTIALS)
    secret = next(typed, "") or find_typed(line)
    return {**told, DataKind.CREDENTIALS.value: secret} if secret else told


_SAYS = re.compile(
    r"(?:real name|by$|from|sender|author|user|creator|upn|display|posted|sent|speaker|member|handle)\b.*"
)
_SAID = re.compile(r"(?:.* )?(?:content|body|text|message|msg|said|post)")
_WHEN = re.compile(r"(?:.* )?(?:ts|time|timestamp|date|day|sent|created|date ?time|at|when)")
# words of a header: "created_at", "createdDateTime", "body.content"
_BREAK = re.compile(r"[_.]|(?<=[a-z])(?=[A-Z])")
# of which each name comes again and again
_PLAIN_NAMES = frozenset(("name", "who", "person", "full name", "email", "mail", "e mail", "email address"))
_NUMBER = re.compile(r"(?:message |msg |post |row )?(?:id|no|num|number|key)")
_NAMING = frozenset((NAME, GIVEN, FAMILY, ID, EMAIL))
_TEXT_ROWS = 400
_SIGN = re.compile(r"[a-z_+-]*")
_CLOCK = re.compile(r"\[?(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? )?\d{1,2}:\d\d")
_FEWEST_MESSAGES, _MOST_ROWS, _MOST_STAFF = 3, 0.9, 0.6
_SUBJECT = re.compile(r"subj(?:ect)?(?: line)?|re")
# who, when and what, where programs save letters
_LETTERS = {"u": "user", "t": "time", "m": "message"}


# how a message calls somebody by a user name: "<@aolson>"
_CALLED = re.compile(r"<@([a-z][\w.-]+)>")


def end_sentence(text: str) -> str:
    """A message on one line, as a sentence; whom it calls by a user name stands there by that."""
    text = _CALLED.sub(r"\1", " ".join(text.split()))
    return text if text[-1:] in {"", ".", "!", "?"} else f"{text}."


def find_spoken(columns: Iterable[Column]) -> int:
    """The column of what is said, where another says who speaks; -1 where there is none."""
    columns = [*columns]
    speaks = any(one.owner == WORKER and one.header in SPEAKERS for one in columns)
    notes = [one.at for one in columns if one.role == NOTE]
    return notes[0] if speaks and len(notes) == 1 else -1


def find_messages(
    columns: Iterable[Column],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    works_here: Callable[[str], bool],
) -> int:
    """The column of what is said in messages, each with who writes it, by name, number or address, and when;
    -1 where the table is none of these. `works_here`: whether a cell is of somebody who works here.

    >>> columns = [Column(0, EMAIL, header="from"), Column(2, NOTE, header="content")]
    >>> rows = [["tlong@d.example", "1", "is Ada there?"], ["ustone@d.example", "2", "yes"]]
    >>> find_messages(columns, ["from", "ts", "content"], rows, works_here=lambda cell: "@" in cell)
    2
    """
    heads = [" ".join(_BREAK.sub(" ", one).lower().split()) for one in header]
    if set(_LETTERS) <= {*heads}:
        heads = [_LETTERS.get(head, head) for head in heads]
    # the number of a message is no number of somebody
    numbers = {at for at, head in enumerate(heads) if _NUMBER.fullmatch(head)}
    naming = [one.at for one in columns if one.role in _NAMING and one.at not in numbers]
    # a sign with which somebody answers has a name, too: "thumbs_up"
    told = {at: [row[at] for row in rows if at < len(row)] for at in naming}
    writers = [
        at for at in naming if any(map(works_here, told[at])) or not all(map(_SIGN.fullmatch, told[at]))
    ]
    said = [at for at, head in enumerate(heads) if _SAID.fullmatch(head)]
    has_day = any(_WHEN.fullmatch(head) for head in heads)
    if not writers or len(said) != 1 or said[0] in writers:
        return -1
    is_ticket = any(map(_SUBJECT.fullmatch, heads))
    if not (has_day or is_ticket) and len(writers) == 1:
        return -1  # where each is told twice, by an address and a name, nothing else says when
    if not all(at < len(heads) and _is_of_writers(heads[at], rows, at) for at in writers):
        return -1
    cells = [row[at] for row in rows for at in writers if at < len(row) and row[at]]
    # parents and vendors write tickets, too
    fewest = len(cells) * (_MOST_STAFF if is_ticket else 1)
    return said[0] if cells and sum(map(works_here, cells)) >= fewest else -1


def _is_of_writers(head: str, rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column says who writes, by its header, or by few names that come again and again."""
    if head not in _PLAIN_NAMES:
        return _SAYS.fullmatch(head) is not None
    names = [row[at] for row in rows if at < len(row) and row[at]]
    return len(set(names)) * 2 <= len(names)


def find_unheaded(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows without headers are messages: when, who writes, what is said in the third cell.

    >>> find_unheaded([["9:10", "Tia", "is Ada there today?"], ["9:11", "Uma", "no, home with a cold"]] * 2)
    True
    >>> find_unheaded([["9:10", "Tia", "room 4"], ["9:11", "Uma", "room 5"]] * 2)
    False
    """
    told = [row for row in rows if len(row) == len(("when", "who", "what")) and all(row)]
    if len(told) < max(_FEWEST_MESSAGES, _MOST_ROWS * len(rows)):
        return False
    writers = {row[1] for row in told}
    words = sum(len(row[2].split()) for row in told)
    return (
        all(_CLOCK.match(row[0]) for row in told)
        and all(len(one.split()) < _FEWEST_MESSAGES and one[:1].isupper() for one in writers)
        and 1 < len(writers) <= len(told) // 2
        and words >= _FEWEST_MESSAGES * len(told)
    )


def works_here(lexicon: Lexicon, cell: str) -> bool:
    """Whether a cell names, numbers or addresses people who work here, or parents of their name, and no
    student; an office has a box among theirs, too.
    """
    mailbox, at, domain = cell.lower().partition("@")
    if at and domain in lexicon.work_domains and not lexicon.users.get(squeeze(mailbox)):
        return True
    people = lexicon.emails.get(cell.lower().encode("utf-8", "replace"), ())
    people = people or lexicon.users.get(squeeze(cell), ()) or lexicon.ids.get(squeeze(cell), ())
    roles = {lexicon.role_of(who) for who in people} if people else list_roles(lexicon, cell)
    return STAFF in roles and STUDENT not in roles


def take_talk(unit: Unit, location: str, rows: Iterable[Sequence[str]], *, spoken: int) -> int:
    """Take the messages of a chat in as lines, so that an answer is about whom the question names; how many
    further characters there were.
    """
    size = 0
    told = (row for row in rows if spoken < len(row) and row[spoken])
    while part := list(islice(told, _TEXT_ROWS)):
        said = [end_sentence(row[spoken]) for row in part]
        left = take_own(unit, location, part, said=said, spoken=spoken)
        left = take_messages(unit, location, part, said=left, spoken=spoken)
        unit.take(location, "\n".join(left))
        take_logins(unit, location, "\n".join(said))
        take_answers(unit, location, part, spoken=spoken)
        size += sum(map(len, said))
    return size
