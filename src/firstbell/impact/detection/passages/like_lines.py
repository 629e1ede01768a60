"""Lines that are laid out alike and each name somebody: what most of them say the others say in words that
are not known.

Numbers that a machine gives to each job: in its log they stand beside users, and look like accounts.

Somebody has an account or two; whoever has a further one in every line of theirs has none of them.

>>> are_of_jobs([{"40012345", "40012346", "40012347"}, {"40012348", "40012349", "40012350"}])
True
>>> are_of_jobs([{"40012345", "40012346"}, {"40012348"}, {"40012349"}])
False

What somebody who works here asks for or teaches: what a trip, a class or an order of goods needs is
nothing of whoever asks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.bare_numbers import orders_goods
from firstbell.impact.detection.identities.entries import TextEntry
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.detection.values.value import Value

_FEWEST_PEOPLE, _FEWEST_TOLD = 3, 2
# share of them who are told of a kind; where the place of the document says the same
_MOST, _PLACED = 0.75, 0.4
_LONGEST_LEAD, _MOST_WORDS, _HEAD_CHARS = 40, 1, 400
_NUMBER, _CODE = re.compile(r"\d+"), re.compile(r"\b[A-Z]{2,6}\b")
# what is told of one by a number or a form of its own is not told of the next
_TOLD_ALIKE = frozenset(
    (
        DataKind.HEALTH, DataKind.SPECIAL_EDUCATION, DataKind.DISCIPLINE, DataKind.COUNSELLING,
        DataKind.SAFEGUARDING, DataKind.ECONOMIC,
    )
)  # fmt: skip


def _spell(line: str) -> str:
    # somebody's number may stand there or be what names them
    return _CODE.sub("A", _NUMBER.sub("9", line)).rstrip("#9 (")


def spell_lead(line: str) -> str:
    """What stands before a name on its line, numbers and codes alike; "" where it is a sentence.

    >>> spell_lead("[9/25 10:57] VMS #70136 "), spell_lead("Then we all went to see what had become of ")
    ('[9/9 9:9] A', '')
    """
    head, space, _ = line[:_HEAD_CHARS].lstrip().rpartition(" ")
    if len(line) > _HEAD_CHARS and space and len(_spell(head.rstrip())) > _LONGEST_LEAD:
        return ""  # the rest makes it no shorter
    spelled = _spell(line.strip())
    small = sum(word.islower() for word in spelled.split())
    return (spelled or "|") if len(spelled) <= _LONGEST_LEAD and small <= _MOST_WORDS else ""


def give_alike(entries: Iterable[TextEntry], weights: Mapping[str, float]) -> None:
    """Tell each who is named on such a line what most of the others are told of. `weights`: what the place
    of the document says of the kinds.
    """
    groups: dict[tuple[str, str], list[TextEntry]] = defaultdict(list)
    for entry in entries:
        if entry.lead and not entry.is_other:
            groups[entry.location.rpartition(", ")[0], entry.lead].append(entry)
    for group in groups.values():
        people = {entry.who for entry in group}
        if len(people) >= _FEWEST_PEOPLE and len(people) == len(group):
            _give(group, weights)


def _give(group: Sequence[TextEntry], weights: Mapping[str, float]) -> None:
    counted = Counter(kind for entry in group for kind in entry.kinds & _TOLD_ALIKE)
    told = [kind for kind, times in counted.items() if times >= _least(kind, group, weights)]
    # whom the lines told nothing of before any kind is given
    for entry in [one for one in group if not one.kinds & _TOLD_ALIKE]:
        entry.tell(told, Source.OTHER)


def _least(kind: str, group: Sequence[TextEntry], weights: Mapping[str, float]) -> float:
    """How many of a group must be told of a kind."""
    share = _PLACED if weights.get(kind, 0.0) > 0 else _MOST
    return max(_FEWEST_TOLD, share * len(group))


# who has so many accounts in one document; so many such people, and their share of all who have any there
_MANY, _JOB_FEWEST_PEOPLE, _SHARE = 3, 2, 0.5
# with the end of the word before it
_ACCOUNT = re.compile(r"(?:[a-z]{1,4}[ -])?\d[\d -]{4,18}\d", re.ASCII)


def drop_job_numbers(entries: Sequence[TextEntry]) -> None:
    """Take the numbers of accounts from the entries of one whole where they are those of jobs."""
    numbers: dict[object, set[str]] = defaultdict(set)
    for entry in entries:
        for value in filter(_is_account, entry.values):
            # a number is one, whichever words before it were taken with it
            numbers[entry.who].add("".join(filter(str.isdigit, value.text)))
    if are_of_jobs(numbers.values()):
        for entry in entries:
            entry.values = [value for value in entry.values if not _is_account(value)]


def are_of_jobs(numbers: Collection[Collection[str]]) -> bool:
    """Whether most of those who have such numbers have many. `numbers`: those of each person."""
    many = sum(len(one) >= _MANY for one in numbers)
    return many >= max(_JOB_FEWEST_PEOPLE, _SHARE * len(numbers))


def _is_account(value: Value) -> bool:
    return value.kind == DataKind.FINANCIAL and _ACCOUNT.fullmatch(value.text) is not None


# before the name of whoever asks for something, or teaches it
_ASKS = re.compile(
    rb"\b(?:(?:requested|submitted|ordered|prepared|planned|organi[sz]ed|led|taught|compiled|copied|hosted)"
    rb"[ ]by|teacher|sponsor|leader|organi[sz]er|requester|requestor|host|chaperone|contact|instructor)"
    rb"[ .:\t]{1,12}\Z"
)
_GROUP = re.compile(
    rb"\b\d{1,4}[ ](?:pupils|students|learners|kids|children|people|persons|riders|campers|guests|attendees|"
    rb"participants|adults|chaperones)\b|"
    rb"\bfor[ ](?:the |our |an? )?(?:[a-z]+ ){0,3}(?:class|classes|course|lesson|unit|night|workshop)\b|"
    rb"\b(?:qty|quantity|reorder)\b"
)
# what is asked for oneself
_OWN = re.compile(
    rb"\b(?:i|my|me|myself|"
    rb"(?:sick|medical|family) leave|leave (?:of|request|type|form)|fmla|"
    rb"accommodations?|condition|diagnosis|medical note|reason for absence)\b"
)
_BEFORE = 32


def speaks_of_group(passage: Passage) -> bool:
    """Whether a text orders goods, or tells what a group needs of which it names nobody but who asks."""
    if orders_goods(passage.folded):
        return True
    people = {one.mention.candidates for one in passage.subjects}
    if len(people) != 1 or not passage.is_staff(passage.subjects[0]):
        return False
    start = passage.subjects[0].mention.start
    is_asking = _ASKS.search(passage.folded, max(0, start - _BEFORE), start) is not None
    return is_asking and _GROUP.search(passage.folded) is not None and not _OWN.search(passage.folded)
