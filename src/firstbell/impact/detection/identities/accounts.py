"""Who is told by the name of an account."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.subjects import PassageSubject
from firstbell.impact.people.folded_text import squeeze
from firstbell.impact.people.lexicon import Lexicon

_ACCOUNT = re.compile(rb"\b(?:user(?: ?name)?|login|account|acct)[ ]?[:=]?[ ]?([a-z][a-z0-9._-]{2,30})\b")


def list_accounts(lexicon: Lexicon, folded: bytes) -> Iterator[PassageSubject]:
    """Whose user names stand behind a word for such."""
    for match in _ACCOUNT.finditer(folded):
        people = lexicon.users.get(squeeze(match[1].decode()), ())
        if len(people) == 1:
            yield PassageSubject(Mention(match.start(1), match.end(1), tuple(people), "id"))
