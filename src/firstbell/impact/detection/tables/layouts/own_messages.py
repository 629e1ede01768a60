"""Messages of a talk in which somebody tells something of themselves: it is told of who writes them, and of
nobody else who answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.evidence.results import PROBABLE, PersonLink
from firstbell.impact.detection.evidence.sources import Source, trace_alike
from firstbell.impact.detection.evidence.weights import THRESHOLD, WEIGHTS
from firstbell.impact.detection.identities.correspondents import is_of_kin, says_of_self
from firstbell.impact.detection.identities.own_words import OWN_WORDS
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.detection.passages.unit import Unit
from firstbell.impact.detection.tables.logins.answers import find_speaker, find_typed

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
