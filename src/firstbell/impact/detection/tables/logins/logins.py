"""User names with what opens them, as people note them down: a line with a name that the roster knows, and a
word beside it that has the shape of a password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.tables.logins.passwords import has_label, is_secret, is_strong_secret
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern
from firstbell.impact.people.folded_text import fold, squeeze
from firstbell.impact.people.lexicon import Lexicon

_FEWEST_LINES = 3
_PARTS = re.compile(r"[\s|,;]+|(?<=\w)[:/](?=\s|$)|(?<![\w])[/:=-]+(?![\w])")
_LABELS = frozenset(
    b"user username login id pass password pw pwd pin passcode account acct email mail temp new"
    b" old for is".split()
)
_FEWEST_CHARS, _MOST_CHARS = 6, 40
_MOST_WORDS, _MOST_SAID = 6, 10
# a user name of a dump, parted from its password by a colon alone
_DUMPED = re.compile(r"(@[\w.-]+\w):(?=\S)")
# the same with the name of a domain before it, or alone at the head of its line
_CRACKED = re.compile(
    r"^[ \t]*(?:[A-Za-z][\w-]{1,15}\\)?([A-Za-z][\w.-]{3,40}):(?=[^\s:/]{6,40}[ \t\r]*$)", re.M
)
# words of a sentence between a user name and its password, and lines of a note
_MOST_BETWEEN, _LINES_BELOW = 3, 2
# a user name; one with a number that begins its line
_FEWEST_NAME, _FEWEST_LED = 5, 4
# an assignment of a user name, with its domain or without, and of what opens it
_SET_USER = re.compile(
    r"(?i)(?:\b|_|\$|-)(?:u|usr|user(?:_?name)?|login|uid|account|userid"
    r"|bind(?:_?dn)?|identity|samaccountname|pscredential(?:\]::new)?)\b[\"']?\s*[:=(]?>?\s*[\"']?"
    # what stands before an equals sign is a word for it, as in "login user=..."
    r"(?:(?:cn|uid)=)?(?:[\w.-]+[\\/])?([A-Za-z0-9][\w.+-]{3,40}(?![\w.+-]|=\S)(?:@[\w.-]+)?)"
)
_SET_SECRET = re.compile(
    r"(?i)securestring\s+(?:-string\s+)?[\"']([^\"']{4,64})[\"']"
    # a program that is called, or an address: both at once
    r"|(?<= -u )[\"']?[\w.+-]+:([^\s\"'$]{6,64})|/user:\S{3,64} ([^\s\"'/$*]{6,64})"
    r"|(?:\b|_|\$|-)"
    r"(?:n(?:ew)?_?p(?:w|wd|ass(?:word)?)?|p|(?:bind_?)?(?:pw|pwd|pass(?:word|wd|phrase)?)|secret"
    r"|temp(?:orary)?(?:[_ ]?(?:pw|pass(?:word)?))?)\b"
    r"[\"']?\s*[:=]>?\s*[\"']?([^\s\"';,&\\][^\s\"';,&]{5,63})"
    r"|(?:\b|_)(?:pin|(?:pass|unlock|door|panel)_?code)\b[\"']?\s*[:=]\s*[\"']?(\d{4,10})\b"
)
_SETS = re.compile(r"[:=]")
# what a user name is set to, and words for the setting
_ARROWS = ("->", "=>", "\u2192", " = ")
_HEAD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"[ \t]*([A-Za-z][\w.-]{2,30})(?:\t+| {2,})(\S{6,40})[ \t\r]*")
_SETTING = GuardedPattern(
    re.compile(
        r"(?i)re-?set|pass ?w|passcode|pwd|provision|roll(?:ed)? ?over|temp(?:orary)?\b|new accounts?"
    ),
    (
        b"reset", b"re-set", b"passw", b"pass w", b"passcode", b"pwd", b"provision", b"roll", b"temp",
        b"new account",
    ),
)  # fmt: skip
# what stands between a user name and its password in a note
_NOW = frozenset(
    ("now", "is", "to", "=", "->", "=>", ":", "-", "+", "/", "|", "got", "gets", "set", "was", "pw", "pwd",
     "password", "temp", "new", "with")
)  # fmt: skip
_NOTED_WORDS, _SAID_BEFORE = 8, 2
_SET_LINES, _MOST_ALONE = 3, 12
_MOST_NAMED_CHARS = 160
# what explains a line of a note
_ASIDE = re.compile(r"\([^()\d]{4,}[^()]*\)")
# what people get into, before the password that they noted behind it: a long word with digits, of no make
_WAY_IN = re.compile(
    r"(?i)\b(?:computer|desktop|pc|voice ?mail|sign[ -]?in|log[ -]?(?:in|on))\b[^\n:]{0,40}[: \t]"
)
_WORDED = re.compile(
    r"(?!(?i:lenovo|optiplex|latitude|thinkpad|elitebook|inspiron|surface|macbook|windows|office))[A-Za-z]{6,}\d{2,}\S{0,2}"
)
# what a strong password has in it: few lines of other texts do
_SIGNED = re.compile(r"[!#$%&*?+@^~_](?:(?=[0-9])|(?<=[0-9].)|(?<=[^\W_].)(?=[^\W_]))")


class Login(msgspec.Struct, frozen=True):
    """Somebody's user name on a line (from 1), and what opens it."""

    person: int
    line: int
    secret: str


def find_logins(lexicon: Lexicon, text: str, folded: bytes, *, is_told: bool) -> list[Login]:
    """Every such line; none where there are few of them, unless the place of the text says what they are
    (`is_told`) or they call it a password.
    """
    is_dump = ":" in text and len(_CRACKED.findall(text)) >= _FEWEST_LINES
    if not ("@" in text or is_told or is_dump or has_label(text) or _are_handed(lexicon, text, folded)):
        return []
    found = list(_iterate(lexicon, text))
    return found if len(found) >= _FEWEST_LINES or is_told or (found and has_label(text)) else []


def _are_handed(lexicon: Lexicon, text: str, folded: bytes) -> bool:
    """Whether lines say of several user names to what each was set, and nearly each to another word."""
    if _SETTING.search_text(text, folded) is None:
        return False
    secrets = [one for user, one in _list_set(text) if is_secret(one) and _look_up(lexicon, user)]
    heads = {match[0].lower() for secret in secrets if (match := _HEAD.match(secret)) is not None}
    return len(secrets) >= max(_FEWEST_LINES, len(set(secrets))) and len(heads) * 2 > len(secrets)


def _list_set(text: str) -> Iterator[tuple[str, str]]:
    """(what stands before an arrow, or a gap, on a line, what stands behind it), a word each."""
    for line in text.split("\n"):
        if (pair := _PAIR.fullmatch(line)) is not None:
            yield pair[1], pair[2]
            continue
        arrow = next((one for one in _ARROWS if one in line), "")
        left, _, right = line.partition(arrow) if arrow else ("", "", "")
        if left.split() and right.split():
            yield left.split()[-1], right.split()[0]


def _iterate(lexicon: Lexicon, text: str) -> Iterator[Login]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not 8 <= len(line) <= 160:
            continue
        words = _list_words(line)
        is_long = len(words) > _MOST_WORDS
        if not 2 <= len(words) <= _MOST_SAID:
            continue
        for at, word in enumerate(words):
            people = _look_up(lexicon, word)
            # in a sentence it is the word right behind
            behind = words[at + 1 : at + 2] if is_long else words[at + 1 :]
            secrets = [one for one in behind if is_secret(one) and (not is_long or _holds_digit(one))]
            if len(people) == 1 and secrets:
                yield Login(people[0], number, secrets[0])
                break


_RESETS = GuardedPattern(
    re.compile(
        r"(?i)\b(?:set-adaccountpassword|set-msoluserpassword|new-aduser|net user|chpasswd|passwd|"
        r"(?:pass ?word|pw|pwd) (?:re)?set(?: for| to| of)?|"
        r"reset(?:ting|s)?(?: (?:the )?(?:pass ?word|pw|pwd))?(?: for| of)?|"
        r"(?:set|chang(?:ed|ing)) (?:the )?(?:pass ?word|pw|pwd) (?:for|of))[ :]+"
        r"(?:(?:user|-identity|-name)[ :]+)?(\S{3,64})"
    ),
    (b"set-ad", b"set-msol", b"new-aduser", b"net user", b"passw", b"pass word", b"pw", b"reset"),
)


def _list_words(line: str) -> list[str]:
    spaced = _CRACKED.sub(r"\1 ", _DUMPED.sub(r"\1 ", line.strip())) if ":" in line else line.strip()
    spaced = _ASIDE.sub(" ", spaced) if "(" in spaced else spaced
    return [word.rstrip(":,;") for word in _PARTS.split(spaced) if word and squeeze(word) not in _LABELS]


def find_spoken_logins(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """User names in sentences and notes, each with a password of letters of both sizes, digits and signs
    right after it, or in the lines below it with no other user name between.
    """
    lines = text.split("\n") if _SIGNED.search(text) else []
    marked = {number for number, line in enumerate(lines, start=1) if _SIGNED.search(line)}
    for number, line in enumerate(lines, start=1) if marked else ():
        if marked.isdisjoint(range(number, number + _LINES_BELOW + 1)):
            continue
        words = _list_words(line)
        for at, word in enumerate(words):
            people = _look_up(lexicon, word.strip("().")) if len(word) >= _FEWEST_NAME else ()
            if len(people) != 1:
                continue
            beside = words[at + 1 : at + 1 + _MOST_BETWEEN]
            is_last = at + 1 + _MOST_BETWEEN > len(words)
            below = lines[number : number + _LINES_BELOW] if is_last else []
            if secret := _find_secret(
                lexicon, [*beside, *(one for each in below for one in _list_words(each))]
            ):
                yield Login(people[0], number, secret)


def find_scripted(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """User names that a script or a settings file sets, each with the secret that it sets right after it."""
    person, since = -1, 0
    for number, line in enumerate(text.split("\n") if _SET_SECRET.search(text) else (), start=1):
        # "POST /login from 10.0.0.1 username=aolson": a word alone sets nothing
        for match in _SET_USER.finditer(line):
            people = _look_up(lexicon, match[1])
            if len(people) == 1:
                person, since = people[0], number
                break
            if _SETS.search(match[0]):
                person = -1  # another user's
        secret = _SET_SECRET.search(line)
        if secret and person >= 0 and number - since <= _SET_LINES:
            yield Login(person, number, next(filter(None, secret.groups())))
            person = -1


def find_reset(lexicon: Lexicon, text: str, folded: bytes) -> Iterator[Login]:
    """User names whose passwords a log or a script says it set, each with what it was set to behind it:
    "Set-ADAccountPassword aolson ... OK (teal9878)".
    """
    lines = text.split("\n") if _RESETS.search_text(text, folded) else ()
    for number, line in enumerate(lines, start=1):
        for match in _RESETS.pattern.finditer(line):
            people = _look_up(lexicon, match[1].strip("'\".,;:"))
            words = [word.strip("()[]'\".,;:<>=") for word in line[match.end() :].split()]
            secrets = [word for word in words if is_secret(word) and any(map(str.isdigit, word))]
            if len(people) == 1 and secrets:
                yield Login(people[0], number, secrets[-1])


def find_noted(lexicon: Lexicon, note: str) -> Iterator[Login]:
    """User names in a note, each with a word of letters and digits behind it that the note says it is set to:
    "aolson forgot, now Otter4412".
    """
    words = note.split()
    if not any(len(word) >= _FEWEST_CHARS and any(map(str.isdigit, word)) for word in words):
        return
    for at, word in enumerate(words):
        is_named = len(word) >= _FEWEST_NAME or (not at and word[-1:].isdigit() and len(word) >= _FEWEST_LED)
        people = _look_up(lexicon, word.strip(".,;:()\"'")) if is_named else ()
        if len(people) != 1:
            continue
        beside = words[at + 1 : at + 1 + _NOTED_WORDS]
        for number, other in enumerate(beside):
            bare = other.strip(".,;:()\"'")
            if _look_up(lexicon, bare):
                break
            # ":" behind the user name parts it from the password as well
            before = [word[-1], *(one.lower().strip(".,;") for one in beside[:number])][-_SAID_BEFORE:]
            if is_secret(bare) and any(map(str.isdigit, bare)) and not _NOW.isdisjoint(before):
                yield Login(people[0], 1, bare)
                break


def find_alone(lexicon: Lexicon, text: str) -> list[Login]:
    """User names alone on their lines, each with a password alone on the next one, in a text of a few such
    lines.
    """
    lines = [line.strip() for line in text[: _MOST_ALONE * _MOST_CHARS].split("\n") if line.strip()]
    if not 1 < len(lines) <= _MOST_ALONE or any(" " in line for line in lines):
        return []
    return [
        Login(people[0], number, secret)
        for number, (user, secret) in enumerate(pairwise(lines), start=1)
        if len(user) >= _FEWEST_NAME
        and len(people := _look_up(lexicon, user)) == 1
        and is_secret(secret)
        and not _look_up(lexicon, secret)
    ]


def find_named(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """Lines that name one person in full, with a password of letters of both sizes, digits and signs behind
    the name: "front desk - Ada Olson - Agate$3813".
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _MOST_NAMED_CHARS or not (_SIGNED.search(line) or _WAY_IN.search(line)):
            continue
        named = [one for one in Finder(lexicon, line, fold(line)).find() if one.by == "name"]
        people = {who for one in named for who in one.candidates}
        behind = line[named[0].end :].split() if named else []
        secrets = [word for word in behind if is_strong_secret(word)]
        if not secrets and behind and _WAY_IN.search(line) and _WORDED.fullmatch(behind[-1]):
            secrets = behind[-1:]
        if len(people) == 1 and secrets:
            yield Login(people.pop(), number, secrets[0])


def _find_secret(lexicon: Lexicon, words: list[str]) -> str:
    for word in words:
        if is_strong_secret(word.rstrip(".")):
            return word.rstrip(".")
        if _look_up(lexicon, word):
            return ""
    return ""


def _look_up(lexicon: Lexicon, word: str) -> tuple[int, ...]:
    if "@" in word:
        return lexicon.emails.get(word.lower().encode("utf-8", "replace"), ())
    return lexicon.users.get(squeeze(word), ())


def _holds_digit(word: str) -> bool:
    return any(map(str.isdigit, word))
