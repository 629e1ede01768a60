"""Sentences told otherwise where a clause leans on another: tried only where one does not pass as it stands.

"The call center opened on Monday and answers in Spanish", "it has cost so much, of an expected so much", "on
August 21, two days after we found it": each clause gets its own subject, and what only repeats a day is
compared with the record and left out. What comes of it is judged by all rules, like any other sentence. Days
of school have their own words: students who came back, doors that opened, what an attack cost in days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.notify.statements.amounts.balances import tell_balances
from firstbell.notify.statements.amounts.differences import tell_difference
from firstbell.notify.statements.days.day_chains import DATE, WEEKDAY, chain_days, read_anchor
from firstbell.notify.statements.days.durations import tell_held, tell_since
from firstbell.notify.statements.days.elapsed import find_day_after
from firstbell.notify.statements.language.dates import A_MONTH, A_WEEKDAY
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.paraphrase.labels import tell_awaiting, tell_labels
from firstbell.notify.statements.paraphrase.restatements import restate
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject

# no return from a break, a trip or an illness
_OTHER = any_words(
    r"break|vacation|holidays?|trip|recess|camp|flu|illness|thanksgiving|labor day|winter|summer|spring|lunch"
    r"|buses|device|laptop|passwords?|books?|will|may|can|should|could"
)
_BACK = re.compile(
    r"\b(?P<who>(?:our |the |all )?(?:students|pupils|children|kids|classes|classrooms|doors|school doors))"
    r" (?:(?:came|were|went|got|are|have been|returned|welcomed)(?: all)? ?(?:back|again)?(?: (?:to|in"
    r"|at) (?:school|class|classes|their desks))?|(?:re)?opened(?: again)?"
    r"|back(?: (?:to|in|at) (?:school|class|classes|their desks))?)"
    r" (?P<when>(?:since|on|the (?:next|following) (?:day|morning)|that) ?(?:[A-Z]|\bthe\b)?)"
)
_AGAIN = any_words(r"back|again|returned|reopened|opened")
_COST_US = any_case(
    r"^(?:the|this) (?:attack|event|incident|outage|encryption) (?:has )?(?:cost|took|robbed) (?:us"
    r"|our (?:schools|students|children)|students|the district|families)"
    r"(?: of)? (?P<many>[\w-]+) (?P<days>(?:school )?days?)(?: of (?:school|classes|class|instruction))?"
)
_OF_MONTH = re.compile(
    rf"\b(?P<many>[\w-]+) days in (?P<month>{A_MONTH}),? (?P<w1>{WEEKDAY}),? the (?P<d1>\d{{1,2}})(?:st|nd"
    rf"|rd|th)?,? (?:through|to|until) (?P<w2>{WEEKDAY}),? the (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
)
_ELIDED = re.compile(
    r",? and (?P<did>reopened|opened again|resumed) (?=(?:on |that |the )?(?:[A-Z]|following|next|day))"
)


def _tell_return(read: str, record: CaseRecord) -> str:
    """That students are back as that schools reopened, where the record knows of a closure."""
    back = _BACK.search(f"{read[:1].lower()}{read[1:]}")
    if (
        back is None
        or not _AGAIN.search(back[0])
        or _OTHER.search(read)
        or not record.get(Subject.SCHOOL_CLOSURE, "closed")
    ):
        return read
    when = re.sub(r"^since ", "on ", back["when"])
    told = f"{read[: back.start()]}schools reopened {when}{read[back.end() :]}"
    return capitalize(told) if back.start() == 0 else told


def _tell_lost_days(read: str, record: CaseRecord) -> str:
    """Days that an attack cost, as days on which schools were closed; a span of days with their month."""
    told = _COST_US.sub(r"Schools were closed for \g<many> \g<days>", read)
    of_month = _OF_MONTH.search(told)
    if of_month and record.today is not None:
        days = [read_anchor(f"{of_month['month']} {of_month[one]}", record.today) for one in ("d1", "d2")]
        named = (of_month["w1"], of_month["w2"])
        if all(day is not None and f"{day:%A}" == name for day, name in zip(days, named, strict=True)):
            first, last = (f"{of_month['month']} {of_month[one]}" for one in ("d1", "d2"))
            span = f"{of_month['many']} days, from {first} to {last}"
            told = f"{told[: of_month.start()]}{span}{told[of_month.end() :]}"
    if re.search(r"\bschools? (?:was|were) closed\b", told, re.I):
        told = _ELIDED.sub(r"; schools \g<did> ", told)
    return told


SCHOOL_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (_tell_lost_days, _tell_return)


Retelling = tuple[str, list[tuple[str, str]]]


def list_retellings(read: str, record: CaseRecord) -> Iterator[Retelling]:
    """The sentence told otherwise, each time with (read, written) for what stands in another place of it."""
    chained, swapped = chain_days(read, record.today)
    if swapped:
        yield chained, swapped
    told = read
    for change in _CHANGES:
        told = change(told, record)
    if told == read:
        return
    yield told, []
    chained, swapped = chain_days(told, record.today)
    if swapped:
        yield chained, []


_THE_DAY = re.compile(rf"\bthe (?=(?:{A_MONTH}) \d)")
# "6,900 is students", a gloss of "son"
_MANY_IS = re.compile(r"(?<=\d) is (?=(?:students|staff|employees|families|parents)\b)")
_SPEAKER = re.compile(r"(?:Good (?:morning|afternoon|evening)[,.] )?[Tt]his is (?P<name>[^,;:]+?)[.!]?")
_LABEL = any_case(
    r"^(?:(?:the )?(?:(?:school )?board|treasurer's|superintendent's|principal's|business office|finance"
    r"(?: committee)?|budget|district|morning|afternoon|evening|midday|noon|\d{1,2}(?::\d\d)? [ap]\.m\.) )"
    r"(?:update|minutes|note|report|memo|briefing|bulletin): (?=\S+ \w+)"
)


def _drop_label(read: str, record: CaseRecord) -> str:
    """Without a label of who speaks; a gloss is told as English has it."""
    if (speaker := _SPEAKER.fullmatch(read)) and speaker["name"] in record.names:
        return ""
    told = _LABEL.sub("", _MANY_IS.sub(" are ", _THE_DAY.sub("on ", read)))
    return capitalize(told)


_LINE = any_case(r"^(?:our |the |this )?(?:\w+ )?(?:call cent(?:er|re)|hot ?line|help ?line)\b(?=[ ,])")
_LINE_GOES_ON = any_case(
    r"(?:,? and(?: it)?|[;,] it) (?=(?:also )?(?:answers|takes|speaks|serves|helps|is (?:open|staffed)|closes"
    r"|has (?:taken|answered|received))\b)"
)
_SINCE_THAT = any_case(r"\bsince that opened\b")
_HAVE_CALLS = any_case(r"\bhave (?=(?:answered|taken|received) [\d,]+ calls\b)")


def _carry_line(read: str, record: CaseRecord) -> str:
    """What a call center does is said of it each time, and so is what codes are good for."""
    del record
    read = _CODES.sub(r"\g<who> \g<first>; the codes cover ", read)
    if not _LINE.match(read):
        return read
    read = _HAVE_CALLS.sub("has ", _SINCE_THAT.sub("since it opened", read))
    return _LINE_GOES_ON.sub("; the call center ", read)


_MONEY = r"\$?\d[\d,.]*\d(?: (?:million|thousand))?(?: dollars)?"
_COST = any_case(
    rf"(?P<first>\bhas (?:so far |already )?cost (?:us )?(?:{_MONEY})(?: (?:so far|to date))?"
    rf"|{_MONEY} (?:has|have) (?:so far |already )?been spent(?: (?:so far|to date))?)"
    r"(?:,? (?:out )?of (?:an?|the) (?:expected|estimated|projected)(?: total of| total| cost of)?|,? and is"
    rf" (?:expected|estimated|projected) to (?:reach|cost|come to|total)) (?P<all>{_MONEY})(?= ?(?:[;,.]|$))"
)


def _carry_cost(read: str, record: CaseRecord) -> str:
    """What was spent and what is expected are two clauses."""
    del record
    return _COST.sub(r"\g<first>; total costs are expected to reach \g<all>", read)


_SEARCH = any_case(
    r"^(?P<who>(?:our|the) search for misuse(?: of (?:the|that|this) \w+)?) (?P<first>(?:began|started) on"
    rf" (?:\w+day, )?(?:{A_MONTH}) \d+),? (?:and )?"
    r"(?P<rest>(?:is|was|has)\b(?:(?! found (?!none\b|nothing\b)).)+)$"
)
_REACHED = any_case(
    r"\b(?<!for misuse )(?:the |our |that )search (?:has|had) (?:now )?reached (?P<many>\d+) percent"
    r"(?= ?(?:[;,.]|$|and |but |although ))"
)
_COVERED = any_case(
    r"\b(?:the |our )(?:search|review) has (?:now )?covered (?:the )?(?P<many>\d+) percent of the files"
)
_UNREAD = any_case(
    r",? (?:although|though|even though|and that|but|and) (?=\d[\d,]* files? (?:could|can) ?not be )"
)
_AFTER_SEARCH = any_case(r"^After (?:a|the) search of (?:100 percent|all) of the files, ")


def _carry_search(read: str, record: CaseRecord) -> str:
    """What a search did, and what it left, is said of it each time."""
    del record
    done = r"\g<many> percent of the files have been searched"
    read = _REACHED.sub(done, _COVERED.sub(done, read))
    read = _SEARCH.sub(r"\g<who> \g<first>; the search for misuse \g<rest>", read)
    return _AFTER_SEARCH.sub("All of the files were searched; ", _UNREAD.sub("; ", read))


_LOST_DAYS = any_case(
    rf"^(?P<lost>(?:we|our schools?|students) (?:lost|missed) (?P<many>\w+) (?:school |class )?days?"
    rf"|(?:schools?|classes|we) (?:was|were) (?:closed|canceled|cancelled|shut)"
    rf"(?: for)? \w+ days?)(?:,|:| \u2014)? (?P<names>{A_WEEKDAY}(?:(?:, and|,| and) {A_WEEKDAY})*)(?=[,;.]|$"
    rf"| and (?:we|welcomed|schools|classes|students))"
)
_WELCOMED = any_case(
    r"(?:,? and|;) (?:we )?(?:welcomed (?:our |the )?students back|had (?:our |the )?students back"
    r"|students (?:came back|returned)|opened again|came back)"
    r"(?= (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun|the|[A-Z]))"
)
_NTH = any_case(r"\breopened the (\d{1,2})(?=[.,;]|$)")


def _tell_closure(read: str, record: CaseRecord) -> str:
    """Of schools that closed and reopened: each by its day."""
    lost, closed = _LOST_DAYS.match(read), record.get(Subject.SCHOOL_CLOSURE, "closed")
    if lost and isinstance(closed, list | tuple):
        days = [f"{day:%A}".lower() for day in map(read_day, closed) if day]
        if re.findall(A_WEEKDAY, lost["names"].lower()) == days:
            rest = _WELCOMED.sub("; schools reopened", read[lost.end() :])
            read = f"{lost['lost']}{rest}"
    return _NTH.sub(r"reopened the \1th", read)


_CODES = any_case(
    r"^(?P<who>(?:the |your |our |credit |monitoring "
    r"|enrollment )*codes) (?P<first>[^,;]+?),? and (?:they )?covers? (?=[\w -]+ (?:months?|years?)\b)"
)
_NTH_DAY = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_NUMBERED = ("one", "two", "three", "four", "five", "six", "seven")
_ON_DAY = any_case(rf"\bon day (?P<nth>{'|'.join(_NUMBERED)}|[1-7])\b")
_HELPER = (
    r"(?:an?|our|the) (?:(?:outside|independent|legal) )*(?:lawyers?|attorneys?|law firm|counsel"
    r"|legal counsel|forensics? (?:firm|team|experts?|company|investigators))"
)
_CAME = any_case(
    rf"(?P<first>{_HELPER}) (?P<day>on the \w+ day)(?:,|;| and"
    rf"|, and) (?P<second>{_HELPER}) (?P<next>on the \w+ day)(?P<end>[.!]?)"
)


def _tell_nth_days(read: str, record: CaseRecord) -> str:
    """Of "a lawyer on day one, a forensic firm on day two": who was hired on which day."""
    del record

    def name(match: re.Match[str]) -> str:
        nth = match["nth"].lower()
        return f"on the {_NTH_DAY[_NUMBERED.index(nth) if nth in _NUMBERED else int(nth) - 1]} day"

    read = _ON_DAY.sub(name, read)
    if both := _CAME.fullmatch(read):
        first, second = (f"{both[who][:1].lower()}{both[who][1:]}" for who in ("first", "second"))
        return f"We hired {first} {both['day']}, and we hired {second} {both['next']}{both['end']}"
    return read


_LATER_ON = re.compile(
    r"(?P<way>\b(?:an?|one|two|three|four|\d+) (?:days?|weeks?) (?:later|after)), on (?=[A-Z])"
)


def _drop_repeated_days(read: str, record: CaseRecord) -> str:
    """Without how long it was, where a day stands beside it and the record says that it is so long."""
    today = record.today
    if today is None:
        return read
    for match in reversed(list(_LATER_ON.finditer(read))):
        swapped = chain_days(read[: match.end("way")], today)[1]
        own = DATE.match(read, match.end())
        told = DATE.search(swapped[-1][0]) if swapped else None
        if own and told and read_anchor(own[0], today) == read_anchor(told[0], today):
            read = f"{read[: match.start()]}on {read[match.end() :]}"
    for start, end in reversed(find_day_after(read, record)):
        read = read[:start] + read[end:]
    return read


_CHANGES: Sequence[Callable[[str, CaseRecord], str]] = (
    restate,
    tell_since,
    tell_difference,
    _drop_label,
    tell_awaiting,
    tell_labels,
    tell_balances,
    tell_held,
    _carry_line,
    _carry_cost,
    _carry_search,
    _tell_closure,
    _tell_nth_days,
    _drop_repeated_days,
)
