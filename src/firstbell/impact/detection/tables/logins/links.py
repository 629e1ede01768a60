"""User names with what opens them, as links of those whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE, PROBABLE, Keeper, PersonLink
from firstbell.impact.detection.evidence.sources import Source, trace_alike
from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.identities.outsiders import make_outsider
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.unit import Unit
from firstbell.impact.detection.tables.logins.answers import (
    find_answered,
    find_exchanged,
    find_owner,
    find_typed,
)
from firstbell.impact.detection.tables.logins.assigned import find_assigned, find_pins
from firstbell.impact.detection.tables.logins.logins import (
    Login,
    find_alone,
    find_logins,
    find_named,
    find_noted,
    find_reset,
    find_scripted,
    find_spoken_logins,
)
from firstbell.impact.detection.tables.logins.passwords import calls_secret, is_strong_secret, tells_secret
from firstbell.impact.detection.tables.logins.sentences import (
    find_logged,
    find_spelled,
    find_told,
    find_word_set,
)
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern
from firstbell.impact.detection.values.secret_shapes import is_hidden
from firstbell.impact.detection.values.value import Value
from firstbell.impact.people.folded_text import compose, fold, split_name
from firstbell.impact.people.given_names import is_given_name
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import OTHER

_NUMBER = re.compile(r"\d{4}|\d[!#$%&*?@]|[!#$%&*?@]\d|[A-Za-z]{4}\d\d")
_ABOUT = GuardedPattern(
    re.compile(
    r"(?i)\b(?:locked out|lock(?:ed)? (?:me|him|her|them|us) out|log(?:ged)?[ -]?in|sign(?:ed)?[ -]?in|"
    r"user ?name|user is|pass ?words?|"
    r"pw|pwd|re-?set|(?:vm|voice ?mail) (?:pin|code|passcode))\b"
    ),
    (
        b"lock", b"login", b"log in", b"log-in", b"loggedin", b"logged ", b"logged-", b"sign", b"user",
        b"password", b"pass word", b"pw", b"reset", b"re-set", b"vm ", b"mail pin", b"mail code",
        b"mail pass",
    ),
)  # fmt: skip


_SIGN_IN = GuardedPattern(
    re.compile(r"(?i)\b(?:sign[ -]?ins?|log[ -]?ins?|computer when|voice ?mail code)\b"),
    (b"signin", b"sign in", b"sign-in", b"login", b"log in", b"log-in", b"computer when", b"mail code"),
)


def take_logins(unit: Unit, location: str, text: str) -> None:
    """Take the logins of a passage in: those that it sets, and others in the first of several ways."""
    lexicon, is_told = unit.lexicon, DataKind.CREDENTIALS in unit.setting.weights
    folded = fold(compose(text))
    found = find_logins(lexicon, text, folded, is_told=is_told)
    found = found or [*find_logged(lexicon, text)]
    found = found or [*find_spoken_logins(lexicon, text)]
    # what a line sets is told better than by what stands beside a user name
    found = [*found, *find_scripted(lexicon, text)]
    found = [*{(one.person, one.line): one for one in found}.values()]
    found = found or [*find_reset(lexicon, text, folded)] or find_alone(lexicon, text)
    is_about = _ABOUT.search_text(text, folded) is not None
    if is_about:
        # a sentence that says to what a user name was set
        lines, known = text.split("\n"), {one.person for one in found}
        found += [
            Login(one.person, number, one.secret)
            for number, line in enumerate(lines, start=1)
            # a list of what is set to what is read otherwise
            if "->" not in line and "=>" not in line
            for one in find_noted(lexicon, line)
            if one.person not in known
        ]
    known = {one.person for one in found}
    found += [one for one in find_assigned(lexicon, text) if one.person not in known]
    found += find_pins(lexicon, text)
    for link in link_logins(lexicon, unit.keeper, found, location=location):
        unit.add_link(link)
    signs_in = is_told or _SIGN_IN.search_text(text, folded) is not None
    named = [*find_named(lexicon, text)] if signs_in else []
    taken = {one.line for one in (*named, *found)}
    named += [one for one in find_spelled(lexicon, text) if one.line not in taken]
    named += find_exchanged(lexicon, text) if is_about else ()
    told = {one.line for one in (*named, *found)}
    named += [one for one in find_told(lexicon, text) if one.line not in told] if is_about else ()
    for link in link_logins(lexicon, unit.keeper, named, location=location, by="name"):
        unit.add_link(link)
    if signs_in and not unit.setting.is_public:
        for link in list_strange(unit.keeper, text, location=location):
            if link.outsider and not lexicon.names_anybody(link.outsider.name):
                unit.add_link(link)


# whom the roster does not know, what they are in brackets, and their way in
_STRANGE = re.compile(
    r"[ \t*\u2022-]*([^\W\d_][\w'\u2019.-]*(?: [^\W\d_][\w'\u2019.-]*){1,3})(?: ?\([^()\n]{2,60}\))?"
    r"[ \t]*[/|:=\u2013-]{1,2}[ \t]*(\S{6,40})(?=\s|\Z)"
)


def list_strange(keeper: Keeper, text: str, *, location: str) -> Iterator[PersonLink]:
    """People whom the roster does not know, each alone on a line with a password behind the name.

    >>> keeper = Keeper(bytes(32), "2026-11-20")
    >>> links = list_strange(keeper, "Ada Quill (our lead) / plps-CA-2026$", location="")
    >>> [link.outsider.name for link in links if link.outsider]
    ['Ada Quill']
    >>> [*list_strange(keeper, "Ada Quill / room B-204", location="")]
    []
    """
    for number, line in enumerate(text.split("\n"), start=1):
        match = _STRANGE.match(line)
        if match is None or not is_strong_secret(match[2]) or not looks_like_name(match[1]):
            continue
        if not is_given_name(split_name(match[1])[0]):
            continue
        here = f"{location}, line {number}" if location else f"line {number}"
        values = [keeper.keep(DataKind.CREDENTIALS, match[2])]
        outsider = make_outsider(keeper, match[1], role=OTHER, values=())
        note = "the roster does not know this person"
        yield PersonLink((), outsider, {DataKind.CREDENTIALS.value}, POSSIBLE, {"name"}, [here], values, note)


def take_answers(unit: Unit, location: str, rows: Sequence[Sequence[str]], *, spoken: int) -> None:
    """Take in the passwords that the messages of a talk give those who speak in it, and those that whoever
    opened a ticket types.
    """
    for link in link_logins(
        unit.lexicon, unit.keeper, find_answered(unit.lexicon, rows, spoken), location=location, by="name"
    ):
        unit.add_link(link)
    openers = {one.who: one for one in unit.entries if one.is_label and not one.is_other}
    own = [secret for row in rows if (secret := find_typed(row[spoken]))] if len(openers) == 1 else []
    for one in openers.values():
        one.values += [Value(0, 0, DataKind.CREDENTIALS, secret, is_strong=True) for secret in own]


# cells of a row that say something, and as much of them as is read together
_SEVERAL, _TICKET_CHARS = 2, 400


def take_own(
    unit: Unit, location: str, rows: Sequence[Sequence[str]], *, said: Sequence[str], spoken: int
) -> list[str]:
    """Give the numbers of messages that name nobody to whoever writes them and calls something their own,
    there or before: "can you switch my bank", "routing ... acct ...". The messages as lines (`said`), without
    these.
    """
    left = [*said]
    for number, line in enumerate(said):
        who = find_owner(unit.lexicon, rows[: number + 1], spoken) if _NUMBER.search(line) else -1
        if who < 0 or Finder(unit.lexicon, line, fold(compose(line))).find():
            continue
        since = len(unit.loose_values)
        unit.take(location, line)
        own = [value for _, value in unit.loose_values[since:] if value.is_strong]
        if own:
            left[number] = ""
        del unit.loose_values[since:]
        for value in own:
            keys, told = (unit.lexicon.people[who].key,), {str(value.kind)}
            kept = [unit.keeper.keep(value.kind, value.text)]
            link = PersonLink(keys, None, told, PROBABLE, {"id"}, [location], kept)
            link.told = trace_alike("id", told, Source.LETTER)
            unit.add_link(link)
    return left


def take_script(unit: Unit, location: str, text: str) -> None:
    """Take in the logins that a settings file sets which came as a table of two columns."""
    for link in link_logins(unit.lexicon, unit.keeper, find_scripted(unit.lexicon, text), location=location):
        unit.add_link(link)


def link_noted(lexicon: Lexicon, keeper: Keeper, note: str, *, location: str) -> list[PersonLink]:
    """The logins of others in a note of a row, by their user names, or of who alone is named in it."""
    found = [("id", CERTAIN, login) for login in find_noted(lexicon, note)]
    found = found or [("name", PROBABLE, login) for login in find_told(lexicon, note)]
    return [
        PersonLink(
            (lexicon.people[login.person].key,), None, {DataKind.CREDENTIALS.value}, sureness, {by},
            [location], [keeper.keep(DataKind.CREDENTIALS, login.secret)],
            told=trace_alike(by, {DataKind.CREDENTIALS.value}, Source.NOTE),
        )
        for by, sureness, login in found
    ]  # fmt: skip


def link_notes(
    lexicon: Lexicon, keeper: Keeper, notes: Sequence[str], *, location: str
) -> tuple[dict[str, list[PersonLink]], bool]:
    """(note -> the logins of others in it, whether one of whom the row is about is told) of a row. What is
    wrong may stand in one cell, and to what it was set in another: all of them are one ticket.
    """
    noted = {note: link_noted(lexicon, keeper, note, location=location) for note in notes}
    is_told = any(not noted[note] and tells_secret(note) for note in notes)
    if len(noted) < _SEVERAL or is_told or any(noted.values()):
        return noted, is_told
    ticket = " ".join(" ".join(notes).split())[:_TICKET_CHARS]
    if not (find_word_set(ticket) or calls_secret(ticket)):
        return noted, False
    links = link_noted(lexicon, keeper, ticket, location=location)
    return {**noted, notes[-1]: links}, not links


def link_logins(
    lexicon: Lexicon, keeper: Keeper, found: Iterable[Login], *, location: str, by: str = "id"
) -> Iterator[PersonLink]:
    """The same of a passage, each with its line. `by`: what told whose they are."""
    for login in found:
        if is_hidden(login.secret):
            continue
        here = f"{location}, line {login.line}" if location else f"line {login.line}"
        values = [keeper.keep(DataKind.CREDENTIALS, login.secret)]
        keys = (lexicon.people[login.person].key,)
        sureness = CERTAIN if by == "id" else PROBABLE
        link = PersonLink(keys, None, {DataKind.CREDENTIALS.value}, sureness, {by}, [here], values)
        link.told = trace_alike(by, link.kinds, Source.NUMBER)
        yield link
