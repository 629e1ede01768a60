"""Letters that no program sends by itself: each waits for a reviewer, who decides it with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from firstbell.ledger import Entry, EntryDraft
from firstbell.notify.errors import ApprovalError, NotifyError
from firstbell.notify.kinds import find_unknown_kinds, name_kind, select_kinds
from firstbell.notify.notices.entries import LetterDecided
from firstbell.notify.notices.plan import Letter
from firstbell.record.roles import Role

SEND, UNNAMED, WITHHOLD = DECISIONS = ("send", "unnamed", "withhold")
# what a letter in the wrong hands can hurt somebody by
SENSITIVE = select_kinds(lambda words: words.is_sensitive)
PROTECTED, UNKNOWN_KIND = "protected_address", "unknown_kind"
CAUSES = (*sorted(SENSITIVE), PROTECTED, UNKNOWN_KIND)
# who reads such a letter may be whom it must be kept from: nobody sends several of them by one word
_ALONE = frozenset({PROTECTED, "safeguarding"})
_MOST_NAMED = 12
_DECIDERS = frozenset({Role.REVIEWER, Role.COUNSEL, Role.DIRECTOR})


class DecisionError(NotifyError):
    """A decision on a letter that cannot be made so."""

    code = "notify.decision"


def is_sensitive(letter: Letter) -> bool:
    """Whether a person has to decide if, and how, it goes out; a kind that we do not know may be any."""
    return bool(find_causes(letter))


def find_causes(letter: Letter) -> frozenset[str]:
    """Why it waits for a person, of CAUSES; none where it does not."""
    kinds = {name_kind(kind) for kind in letter.kinds}
    protected = {PROTECTED} if letter.is_protected else set()
    unknown = {UNKNOWN_KIND} if find_unknown_kinds(kinds) else set()
    return frozenset((SENSITIVE & kinds) | protected | unknown)


def list_single(letters: Iterable[Letter], planned: Iterable[Letter]) -> list[Letter]:
    """Those of several letters that are only sent by a decision of their own: to a protected address, about
    child protection, or of a person to whose other household one is planned too.
    """
    households = Counter(letter.person_id for letter in planned)
    return [one for one in letters if households[one.person_id] > 1 or _ALONE & find_causes(one)]


def list_waiting(letters: Iterable[Letter], rulings: Mapping[str, str]) -> Sequence[str]:
    """The ids of the letters that wait for a reviewer."""
    return [one.id for one in letters if is_sensitive(one) and one.id not in rulings]


def name_waiting(waiting: Sequence[str]) -> str:
    """The ids of letters that wait, as a sentence names them: whoever decides has to type them.

    >>> name_waiting(["p1-0", "p1-1"])
    'p1-0, p1-1'
    """
    more = len(waiting) - _MOST_NAMED
    named = ", ".join(waiting[:_MOST_NAMED])
    return f"{named} and {more:,} more, all of which --json lists" if more > 0 else named


def draft_decision(letter: Letter, says: str, why: str, *, role: str) -> EntryDraft:
    """The entry of a decision on one letter, of one household. Raises: ApprovalError, DecisionError."""
    if role not in _DECIDERS:
        raise ApprovalError(f"{role} may not decide on a letter: a reviewer, counsel or a director does")
    if says not in DECISIONS:
        raise DecisionError(f"there is no decision {says!r}", hint="it is one of " + ", ".join(DECISIONS))
    if not why.strip():
        raise DecisionError("a decision says why", hint="give it --why")
    text = f"letter {letter.id}: {says}. {why.strip()}"
    return LetterDecided(text=text, letter=letter.id, decision=says, why=why.strip()).draft()


def list_decisions(entries: Iterable[Entry]) -> dict[str, str]:
    """Id of a letter -> what was decided last."""
    return {body.letter: body.decision for _, body in LetterDecided.list_all(entries)}
