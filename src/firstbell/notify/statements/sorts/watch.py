"""The last look at a sentence that passes: what is not accounted for holds it.

Each sort has a module of its own. They are looked for in the sentence as it is written, whichever way it came
to pass, and whatever field of the record its claims rest on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict, JudgedClaim, wait
from firstbell.notify.statements.language.claims import read_unread
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.presumptions import Alone, hold_presumed
from firstbell.notify.statements.sorts.certainties import list_certainties
from firstbell.notify.statements.sorts.contraries import list_contraries
from firstbell.notify.statements.sorts.counted_heads import list_counted_heads
from firstbell.notify.statements.sorts.demands_met import list_demands_met
from firstbell.notify.statements.sorts.fitting_days import list_unfit_days
from firstbell.notify.statements.sorts.other_agents import list_other_agents
from firstbell.notify.statements.sorts.parts_done import list_parts_done
from firstbell.notify.statements.sorts.passed import Passed
from firstbell.notify.statements.sorts.rates import list_rates
from firstbell.notify.statements.sorts.reasons import list_reasons
from firstbell.notify.statements.sorts.reopened import list_reopened
from firstbell.notify.statements.sorts.strange_members import list_strange_members
from firstbell.notify.statements.sorts.terms_of_stay import list_terms_of_stay
from firstbell.notify.statements.sorts.thefts import list_thefts
from firstbell.notify.statements.sorts.universals import list_universals
from firstbell.notify.statements.sorts.untouched import list_untouched
from firstbell.notify.statements.waits.holds import PERSON

_SORTS: Sequence[Callable[[Passed], Iterator[Leftover]]] = (
    list_contraries,
    list_rates,
    list_demands_met,
    list_thefts,
    list_certainties,
    list_universals,
    list_parts_done,
    list_reopened,
    list_strange_members,
    list_terms_of_stay,
    list_untouched,
    list_other_agents,
    list_counted_heads,
    list_unfit_days,
)


def hold_sorts(
    said: str, claims: list[JudgedClaim], record: CaseRecord, *, alone: Alone
) -> list[JudgedClaim]:
    """The claims of a sentence as it is written; where it passes and a sort of claim is left, all wait."""
    claims = hold_presumed(said, claims, record, alone=alone)
    if any(one.waiting or one.verdict in STOPPING for one in claims):
        return claims
    passed = Passed(plain(said), claims, record, find_language(said) is Language.SPANISH)
    left = next((found for sort in _SORTS for found in sort(passed)), None) or next(
        list_reasons(passed, alone), None
    )
    if left is None:
        return claims
    need = f"{PERSON}: no rule reads {left.what} ({left.words.strip()})"
    held = [
        wait(one.reading, need) if one.verdict is ClaimVerdict.SUPPORTED or not passed.borne else one
        for one in claims
    ]
    return held or [wait(read_unread(said), need)]
