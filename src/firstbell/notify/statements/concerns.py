"""Kinds of data that two audiences are told of: each what concerns it.

Staff read that Social Security numbers of staff were found, families that special education plans were.
Neither text keeps from its readers what concerns them, so this is no difference. It is one where a kind may
concern both, where nobody says whose it was, and where one text denies, or says that it was all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firstbell.notify.kinds import load_words
from firstbell.notify.statements.comparison import ClaimDifference
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.names import list_groups, list_kinds
from firstbell.notify.statements.language.spanish import gloss

_KIND = "personal_data"
# an audience, and the groups of people of whom it must hear; any other audience is one of everything
_HEARS_OF: Mapping[str, frozenset[str]] = {
    "families": frozenset({"students", "families"}),
    "staff": frozenset({"staff"}),
}
# whoever says one of these says more than that such data is there
_MORE = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|neither|nor|without|only|just|all|everything|merely|solely"
    r"|everyone|anyone|if|may|might|could)\b|n't\b",
    re.I,
)


def drop_unconcerned(
    differences: Sequence[ClaimDifference], to_a: str | None, to_b: str | None
) -> list[ClaimDifference]:
    """The differences, without kinds of data that do not concern the readers of the text that is silent."""
    kept = []
    for one in differences:
        a, b = one.a, one.b
        if one.kind == _KIND:
            a = a if a is None or _concerns(a, to_b) else None
            b = b if b is None or _concerns(b, to_a) else None
        if a is not None or b is not None:
            kept.append(ClaimDifference(a, b, one.kind))
    return kept


def _concerns(told: str, audience: str | None) -> bool:
    """Whether a text for this audience may not leave out what is told."""
    hears_of = _HEARS_OF.get(audience or "")
    text = gloss(told).text if find_language(told) is Language.SPANISH else told
    if hears_of is None or _MORE.search(text):
        return True
    kinds, groups = list_kinds(text), list_groups(text)
    words = load_words()
    if not groups and kinds and all(words[kind].is_of_students for kind in kinds):
        groups = {"students"}
    return not kinds or not groups or bool(groups - {"students", "families", "staff"} or groups & hears_of)
