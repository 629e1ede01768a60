"""Sentences that name one person in full and say to what their way in was set: "Ada Olson is locked out
again, set to Loon#2026b".

>>> find_word_set("is locked out again, set to Loon#2026b"), find_word_set("forgot hers, now Otter-Box-44")
('Loon#2026b', 'Otter-Box-44')
>>> find_word_set("is locked out, says the pw was Otter-Box-44")
'Otter-Box-44'
>>> find_word_set("moved to another room, now Gym-Room-12")
''
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.passages.settings import is_of_forgery
from firstbell.impact.detection.tables.logins.labels import is_of_name
from firstbell.impact.detection.tables.logins.logins import Login
from firstbell.impact.detection.tables.logins.passwords import is_secret, is_strong_secret
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern
from firstbell.impact.people.folded_text import compose, fold, squeeze
from firstbell.impact.people.lexicon import Lexicon

# what is wrong with a way in, or done to it
_WRONG = re.compile(
    r"(?i)\b(?:lock(?:ed|s)? (?:(?:him|her|them)self )?out|forg[eo]t(?:s|ten)? (?:it|hers|his|theirs|"
    r"(?:(?:her|his|their|the) )?(?:new |old )?(?:pass ?word|pw|pwd|pin|log[ -]?in))|"
    r"can'?t (?:get|log|sign) (?:in|on)|cannot (?:log|sign) (?:in|on)|"
    r"(?:never|not|hasn'?t|haven'?t) changed? (?:it|hers|his|theirs|(?:her|his|their|the) [a-z]+)|"
    r"i (?:just |already |only )?(?:changed|set|made|put|typed) (?:it|mine|my (?:own )?[a-z]+) (?:back )?to|"
    r"re-?set|pass ?words?|pw|pwd|log[ -]?ins?|unlocked|acct|account)\b"
)
_MESSAGE = re.compile(r"[ \t]*[\[(]?\d[\d/.:, -]{3,20}(?: ?[AaPp][Mm])?[\])]?[ \t-]+[^\W\d_][^:\n]{2,40}: ")
_OWN = re.compile(r"(?i)\b(?:i|my|mine)\b")
_SET = re.compile(
    r"(?i)(?:\b(?:(?:re-?set|set|chang(?:ed|ing)|switched) (?:it |hers |his |theirs )?(?:back )?to|"
    r"(?:it'?s |is )?still(?: uses?| is| on)?|(?:it'?s |is |,)? ?now(?: is| it is)?|gave (?:him|her|them)|"
    r"(?:the|her|his|their) (?:old |correct )?(?:pass ?word|pw|pwd) (?:is|was|should be|used to be)|"
    r"(?:temp|new)(?: (?:one|pw|pwd|pass ?word))?(?: is| =|:)?)[ :]+|(?:->|=>) ?)(\S{8,40})"
)
# what a server of logins writes that was told to log passwords, of those that were right: FreeRADIUS
_LOGGED = GuardedPattern(
    re.compile(r"(?i)\blogin ok\b[^\[\n]{0,80}\[([^\s/\[\]]{2,64})/([^\s\]]{4,64})\]"),
    (b"login ok",),
)
_MOST_CHARS = 400
_MARKS = "`*_'\",;:()[]|/=-\u2013"
# a sign between letters or digits, as strong passwords have it
_SHAPED = re.compile(r"[!#$%&*?+@^~_](?:(?<!_)(?:(?=\d)|(?<=\d.))|(?<=[^\W_].)(?=[^\W_]))")
# what an account of more rights has before the name
_ACCOUNT = re.compile(r"(?i)\A(?:adm(?:in)?|priv|root|sa|su|da|ea|svc|t[012]|ops|local)[-_.]")


def find_told(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """Each such line that names nobody else."""
    # what is sent in somebody's name sets nothing
    for number, line in enumerate(() if is_of_forgery(fold(compose(text))) else text.split("\n"), start=1):
        if len(line) > _MOST_CHARS or not (secret := find_word_set(line)):
            continue
        # a number tells whom it is about as well: "stu 200001 can't log in"
        named = [one for one in Finder(lexicon, line, fold(line)).find() if one.by in {"name", "id"}]
        people = {who for one in named for who in one.candidates}
        # who writes a message of a chat gives it to somebody else
        is_given = _MESSAGE.match(line) is not None and _OWN.search(line) is None
        is_given = is_given and bool(named) and named[0].end <= line.find(": ")
        if len(people) == 1 and not is_given and not any(one.is_weak for one in named):
            yield Login(people.pop(), number, secret)


def find_spelled(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """Lines that name one person in full, with a strong password behind the name: one that a user name made
    of theirs stands before, or one in the marks of code where the text speaks of what opens accounts.

    "- Ada Olson: `adm-aolson` / `Tr0ut$hoal88`".
    """
    if not _SHAPED.search(text):
        return
    is_about = _WRONG.search(text) is not None
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _MOST_CHARS or not _SHAPED.search(line):
            continue
        named = [one for one in Finder(lexicon, line, fold(line)).find() if one.by == "name"]
        people = {who for one in named for who in one.candidates}
        if len(people) != 1 or any(one.is_weak for one in named):
            continue
        who = people.pop()
        words = line[named[0].end :].split()
        for at, word in enumerate(words):
            bare = word.strip(_MARKS)
            before = [one.strip(_MARKS) for one in words[:at] if one.strip(_MARKS)][-1:]
            is_users = any(_signs_in(lexicon, who, one) for one in before)
            is_marked = is_about and word.startswith("`") and word.rstrip(".,;)").endswith("`")
            if is_strong_secret(bare) and (is_users or is_marked):
                yield Login(who, number, bare)
                break


def find_logged(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """Lines of a server's log that give a user name and the password that was right.

    "radiusd[2214]: (16) Login OK: [aolson/Loon#2026b] (from client vpn port 4412)".
    """
    for match in _LOGGED.finditer_text(text, fold(compose(text))):
        people = lexicon.users.get(squeeze(match[1]), ())
        if len(people) == 1 and is_secret(match[2]):
            yield Login(next(iter(people)), text.count("\n", 0, match.start()) + 1, match[2])


def _signs_in(lexicon: Lexicon, who: int, word: str) -> bool:
    """Whether a word is somebody's user name, or that of an account that is made of their name."""
    bare = _ACCOUNT.sub("", word)
    return who in lexicon.users.get(squeeze(bare), ()) or is_of_name(bare, lexicon.people[who].name)


def find_word_set(line: str) -> str:
    """To what a line says that somebody's way in was set; "" where a line does not say it."""
    if _WRONG.search(line) is None:
        return ""
    words = (match[1].strip(".,;:()\"'") for match in _SET.finditer(line))
    return next((word for word in words if is_secret(word) and any(map(str.isdigit, word))), "")
