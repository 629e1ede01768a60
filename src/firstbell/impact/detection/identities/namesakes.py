"""Names of a passage that several people bear, found by whom a number or an address in it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.subjects import PassageSubject

_FEWEST = 2
# so far behind a number the name may begin that stands beside it
BESIDE_NUMBER = 24


def choose_bearer(
    before: PassageSubject | None, number: Mention, behind: Iterable[PassageSubject]
) -> PassageSubject | None:
    """Whose number it is: that of who is named before it, or of who has it and is named right behind it,
    where the other one has not.
    """
    if before is None or set(before.mention.candidates) & set(number.candidates):
        return before
    return next((one for one in behind if set(one.mention.candidates) & set(number.candidates)), before)


class Namesakes:
    """Those who are named in a passage by a name that several bear.

    A student number, a control number or an e-mail address of one of these tells whom the name means,
    wherever in the passage it stands: it is hardly by chance that of another person of this name.
    """

    def __init__(self, named: Iterable[PassageSubject]) -> None:
        self._by_person: dict[int, list[PassageSubject]] = {}
        for one in named:
            if one.mention.by == "name" and len(one.mention.candidates) >= _FEWEST and not one.is_other:
                for who in one.mention.candidates:
                    self._by_person.setdefault(who, []).append(one)

    def find(self, people: Iterable[int], at: int) -> PassageSubject | None:
        """The nearest name to a place that one of these people bears."""
        bearers = [one for who in people for one in self._by_person.get(who, ())]
        return min(bearers, key=lambda one: abs(one.mention.start - at), default=None)
