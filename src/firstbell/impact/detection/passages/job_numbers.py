"""Numbers that a machine gives to each job: in its log they stand beside users, and look like accounts.

Somebody has an account or two; whoever has a further one in every line of theirs has none of them.

>>> are_of_jobs([{"40012345", "40012346", "40012347"}, {"40012348", "40012349", "40012350"}])
True
>>> are_of_jobs([{"40012345", "40012346"}, {"40012348"}, {"40012349"}])
False
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from firstbell.impact.detection.identities.entries import TextEntry
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.value import Value

# who has so many accounts in one document; so many such people, and their share of all who have any there
_MANY, _FEWEST_PEOPLE, _SHARE = 3, 2, 0.5
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
    return many >= max(_FEWEST_PEOPLE, _SHARE * len(numbers))


def _is_account(value: Value) -> bool:
    return value.kind == DataKind.FINANCIAL and _ACCOUNT.fullmatch(value.text) is not None
