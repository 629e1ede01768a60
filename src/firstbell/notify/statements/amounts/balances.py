"""What is left by subtraction: of the limit, of what was demanded, of letters, of logs, of the search.

"Leaving $280,000 to the limit", "$205,000 less than was demanded", "3,180 short of those affected": the
record has both numbers. Where their difference is what is said, the sentence is told without it, or by the
number that it stands for; where it is not, the sentence stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_SUM = r"\$ ?[\d,.]*\d(?: (?:million|thousand))?"
_MANY = rf"(?:\d[\d,]*|{SPELLED})"
_END = r"(?=[.;!]?$|[;.] |, (?:and|but|while) )"
_LIMIT = (
    r"(?:the|our|its) (?:(?:policy|insurance|coverage)(?:'s)? )*(?:limit|maximum|ceiling)(?: of (?:the"
    r"|our) (?:policy|insurance|coverage))?"
)
_DEDUCTIBLE = r"(?:the|our|its) (?:(?:policy|insurance)(?:'s)? )*(?:deductible|retention)"
_SPENDING = (
    r"(?:what (?:we|the district) (?:have |has |'ve )?spent"
    r"|(?:our |total |the )*(?:spending|spend|costs?|bill|outlays?|expenses))(?: (?:so far|to date))?"
)


def _count_spent(record: CaseRecord) -> float | None:
    return record.get_count(Subject.RESPONSE_COST, "spent")


def _less(more: float | None, less: float | None) -> float | None:
    return None if more is None or less is None else more - less


def _find_room(record: CaseRecord) -> float | None:
    return _less(record.get_count(Subject.INSURANCE, "limit"), _count_spent(record))


def _find_past(record: CaseRecord) -> float | None:
    return _less(_count_spent(record), record.get_count(Subject.INSURANCE, "deductible"))


def _find_unsent(record: CaseRecord) -> float | None:
    return _less(record.get_count(Subject.PEOPLE_AFFECTED, "count"), record.get_count(Subject.LETTERS_SENT))


def _find_unread(record: CaseRecord) -> float | None:
    return _less(*(record.get_count(Subject.EXFILTRATION, field) for field in ("of_days", "reviewed_days")))


_LEAVES = (
    r"(?:,|;| -| \u2014)? ?(?:and |so )?(?:leaving(?: us)?|which leaves(?: us)?|that leaves(?: us)?"
    r"|with|leaves(?: us)?)"
)
_PUTS = (
    r"(?:,|;| -| \u2014)? ?(?:and |so )?(?:which (?:puts|takes|brings|leaves) us|putting us|taking us"
    r"|that (?:puts|takes) us|or|that is|we are)"
)
_IS = r"(?:,|;| -| \u2014)? ?(?:or|which is|that is|still|and so|thus|so|i\.e\.,?)"
# what is said besides, and the number of the record that it must be
_ASIDES: Sequence[tuple[re.Pattern[str], Callable[[CaseRecord], float | None]]] = [
    (any_case(words + _END), find)
    for words, find in (
        (
            rf"{_LEAVES} (?P<many>{_SUM}) (?:(?:left|remaining|still) )?(?:to|under|before|below|until"
            rf"|of) {_LIMIT}",
            _find_room,
        ),
        (
            rf"{_PUTS} (?P<many>{_SUM}) (?:under|below|short of|shy of|less than|from|inside"
            rf"|within) {_LIMIT}",
            _find_room,
        ),
        (rf"{_PUTS} (?P<many>{_SUM}) (?:past|over|above|beyond|more than) {_DEDUCTIBLE}", _find_past),
        (
            rf"{_IS} (?P<many>{_MANY}) (?:letters? )?(?:short of|fewer than|less than|below|under|shy of)"
            r" (?:the )?(?:(?:number|count|total) of )?(?:(?:the )?(?:people|persons|individuals)|those)"
            r" (?:who (?:are|were) |that (?:are|were) )?(?:affected|concerned|involved)",
            _find_unsent,
        ),
        (
            rf"{_LEAVES} (?P<many>{_MANY}) (?:days? )?(?:of logs )?(?:left )?to (?:review|read|go through)",
            _find_unread,
        ),
    )
]


def drop_balances(read: str, record: CaseRecord) -> str:
    """The sentence without what is left by subtraction, where the record leaves just that."""
    for words, find in _ASIDES:
        if (said := words.search(read)) and said.start() and _is_just(said["many"], find(record)):
            read = read[: said.start()] + read[said.end() :]
    return read


def _is_just(said: str, found: float | None) -> bool:
    numbers = find_numbers(f"{said} items")
    return found is not None and found > 0 and len(numbers) == 1 and numbers[0].value == found


_OF_LIMIT = any_case(
    rf"{_SPENDING} (?:is|are|stands?|comes? in|remains?)(?: now| still)?(?: at)? (?P<many>{_SUM}) (?:under"
    rf"|below|short of|shy of|less than|inside) {_LIMIT}(?P<end>[.!]?)"
)
_SPENT = any_case(
    rf"{_SPENDING} (?:is|are|stands?|comes? to|totals?|amounts? to"
    rf"|comes? in)(?: now)?(?: at)? (?P<many>{_SUM})(?: (?:so far|to date|today|now))?(?P<end>[.!]?)"
)
_OF_DEDUCTIBLE = any_case(
    rf"{_SPENDING} (?:is|are|stands?|comes? in)(?: now)?(?: at)? (?P<many>{_SUM}) (?:past|over|above|beyond"
    rf"|more than) {_DEDUCTIBLE}(?P<end>[.!]?)"
)
_SEARCHED = any_case(
    r"(?:with )?(?P<done>[\w-]+) ?(?:per ?cent|%) of (?:the|our) (?:file search"
    r"|search(?: of (?:the|our) files)?|files) (?:is |are |now )*(?:behind us|done|complete[d]?|searched"
    r"|finished)[,;] (?:and |with |another |the other )*(?P<left>[\w-]+)(?: ?(?:per ?cent|%))?"
    r" (?:still )?(?:lies?|is|are|remains?|to go|left|lie)"
    r"(?: (?:still |now )?(?:ahead(?: of us)?|left|to go|to be searched|to be done|to do))?(?P<end>[.!]?)"
)
_REVIEWED = any_case(
    rf"(?:with )?(?P<done>{_MANY}) days of (?:the |our )?logs (?:are |is |have been )?(?:done|reviewed"
    rf"|behind us|read|finished)[,;] (?:and |with |only |just |another )*(?P<left>{_MANY})(?: days?| more)?"
    r"(?: of logs)? (?:remain|remains|are left|left|to go|lie ahead|are still to be reviewed)(?P<end>[.!]?)"
)


def tell_balances(read: str, record: CaseRecord) -> str:
    """The sentence by the number for which what is said stands: what was spent, paid, searched."""
    read = drop_balances(read, record)
    spent = _count_spent(record)
    for words, find in ((_OF_LIMIT, _find_room), (_OF_DEDUCTIBLE, _find_past)):
        if (said := words.fullmatch(read)) and spent is not None and _is_just(said["many"], find(record)):
            return f"The response has cost ${spent:,.0f} so far{said['end']}"
    if said := _SPENT.fullmatch(read):
        return f"The response has cost {said['many']} so far{said['end']}"
    if said := _SEARCHED.fullmatch(read):
        done, left = (find_numbers(f"{said[name]} items") for name in ("done", "left"))
        if done and left and done[0].value + left[0].value == _WHOLE:
            return f"{said['done'].capitalize()} percent of the files have been searched{said['end']}"
    if (said := _REVIEWED.fullmatch(read)) and _is_just(said["left"], _find_unread(record)):
        return f"{said['done'].capitalize()} days of logs have been reviewed{said['end']}"
    return read


_WHOLE = 100
