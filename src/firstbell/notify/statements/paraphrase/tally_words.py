"""Letters, logs, systems and people in other words: so many of so many, a list of what is out, a count.

"Until bus routing is restored, drivers use paper route sheets" says that the system is not back; what is done
on paper or by hand meanwhile claims nothing of the event. So the first is what is judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.amounts.values import mark_values
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SHARE, SPELLED, find_numbers, find_share
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.paraphrase.labels import is_system_list
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.everyday import denies
from firstbell.notify.statements.waits.holds import names_event
from firstbell.record.facts import Subject

_WHAT = r"(?:(?:the|our|your) )?(?P<what>[\w' ,-]{3,80}?)"
_BACK = (
    r"(?:(?:is|are) (?:fully |all )*(?:back(?: (?:up|online|in service))?|restored|working(?: again)?"
    r"|available(?: again)?|running(?: again)?|up(?: and running)?|online again|fixed|repaired)"
    r"|(?:comes?|returns?|works?)(?: back| again)?(?: online)?|(?:has|have) been restored)"
)
_OUT = (
    r"(?:(?:is|are) (?:still )?(?:down|out(?: of service)?|offline|unavailable|pending|being restored"
    r"|not (?:yet )?(?:back|restored|working|available|running))"
    r"|(?:remains?|stays?) (?:down|out|offline|unavailable)|(?:does|do)(?: not|n't) work)"
)
_OTHER = _WHAT.replace("P<what>", "P<other>")
_WHILE = rf"(?:(?:until|till) {_WHAT} {_BACK}(?: again)?|(?:while|as long as|because|since) {_OTHER} {_OUT})"
_FIRST = any_case(rf"^{_WHILE}, (?P<done>.+?)[.!]?$")
_LAST = any_case(rf"^(?P<done>.+?),? {_WHILE}[.!]?$")
# how it is done meanwhile
_BY_HAND = any_words(
    r"(?:on |by |from |with |using )?(?:paper\w*|hand(?:-?written)?|printed \w+|print-?outs?|clipboards?"
    r"|pencils?|pens?|chalk|whiteboards?|spreadsheets?|notebooks?|binders?|ledgers?|index cards?"
    r"|sign-?in sheets?|photocopies)"
    r"|manual(?:ly)?|in person"
    r"|by (?:phone|telephone|radio|mail|fax|word of mouth)"
    r"|walkie-talkies?|cash|checks?|ring the (?:door)?bell|front (?:door|office|desk)"
)


def tell_workaround(read: str, record: CaseRecord) -> str:
    """That the system is not back, where the rest of the sentence is what is done by hand meanwhile."""
    match = _FIRST.match(read) or _LAST.match(read)
    if match is None or not _BY_HAND.search(match["done"]):
        return read
    what = (match["what"] or match["other"]).strip()
    # what is done must be nothing but that: no word of the event, no other system, and nothing denied
    done = match["done"]
    if (
        not is_system_list(what)
        or denies(done)
        or names_event(done)
        or list_systems(done) - list_systems(what)
    ):
        return read
    several = re.search(r",|\band\b|(?<!s)s$", what) is not None
    return f"{capitalize(what)} {'are' if several else 'is'} not yet restored."


_MANY = rf"(?:\d[\d,]*|{SPELLED})"
_END = r"(?P<end>[.!]?)$"


def _count(told: str) -> float | None:
    numbers = find_numbers(f"{told} items")
    return numbers[0].value if len(numbers) == 1 else None


# "fewer than half as many letters have gone out as there are people on the list, 6,200 against 14,730"
_AS_MANY = any_case(
    rf"^(?P<share>(?:(?:fewer|less|more|not quite|almost|nearly"
    rf"|about) (?:than )?)?(?:{SHARE.pattern})) as many (?P<what>letters?|notices?) (?:have |had )?"
    rf"(?:been )?(?P<done>gone out|sent|mailed|went out) as (?:there are )?(?:people|persons|those"
    rf"|individuals)(?: (?:who are |that are )?(?:affected|concerned|on (?:the|our) list))?"
    rf"[:,;]? \(?(?P<sent>{_MANY}) (?:against|of|out of|to|for|versus) (?P<all>{_MANY})\)?{_END}"
)
# "more than a third of the letters have yet to be sent"
_SHARE_LEFT = any_case(
    r"(?P<share>\b(?:(?:fewer|less|more|not quite|almost|nearly|about|over|roughly|just over|just under)"
    rf" (?:than )?)?(?:{SHARE.pattern})) of (?:the|our) (?P<what>letters?|notices?|people affected) (?:have"
    r"|has|are|is)(?: still| yet)* (?:to be (?:sent|mailed|written(?: to)?)|to go out|unsent"
    r"|not (?:yet )?(?:been )?(?:sent|mailed|written to))(?=[.,;!]|$)"
)


def _tell_letters(read: str, record: CaseRecord) -> str:
    """How many letters are out of how many, for a share of them that is right."""
    if many := _AS_MANY.match(read):
        share, sent, people = find_share(many["share"]), _count(many["sent"]), _count(many["all"])
        if share and sent and people and share.fits(100 * sent / people):
            return f"{many['sent']} of {many['all']} letters have gone out{many['end']}"
        return read
    counted, people = (
        record.get_count(Subject.LETTERS_SENT),
        record.get_count(Subject.PEOPLE_AFFECTED, "count"),
    )
    out = _SHARE_SENT.match(read)
    if out and counted is not None and people and record.get(Subject.PEOPLE_AFFECTED, "final") is True:
        said = mark_values(out["share"].lower())[1]
        if len(said) == 1 and said[0].fits(100 * counted / people):
            return f"{counted:,.0f} letters have been sent{out['end'] or '.'}"
    left = _SHARE_LEFT.search(read)
    if left and counted is not None and people and record.get(Subject.PEOPLE_AFFECTED, "final") is True:
        share = find_share(left["share"])
        if share and share.fits(100 * (people - counted) / people):
            return f"{read[: left.start()]}{counted:,.0f} letters have been sent{read[left.end() :]}"
    return read


# "three in four letters are out"
_SHARE_SENT = any_case(
    r"^(?P<share>(?:(?:fewer|less|more|not quite|almost|nearly|about|over|roughly|just over|just under)"
    rf" (?:than )?)?(?:{SHARE.pattern}|{_MANY} (?:in|out of)(?: every)? (?:three|four|five|ten)))(?: of)?"
    r"(?: (?:the|our))? (?:letters|notices) (?:are (?:out|in the mail)"
    rf"|(?:have|had) (?:been (?:sent|mailed)|gone out)|went out)(?: so far| to date| by now| already)?{_END}"
)


# "all 25 of the 25 days in scope", "every one of the fourteen days of logs"
_ALL_OF = any_case(
    rf"\ball (?P<a>{_MANY}) (?:out )?of (?:the |our )?(?P<b>{_MANY}) days(?: (?:in (?:scope|question)"
    rf"|under review|of (?:outbound |network )?(?:logs|traffic)))?(?! of)\b"
)
_EVERY_OF = any_case(
    rf"\b(?:every one|each(?: one)?|every single one) of (?:the |our "
    rf"|those )?(?P<b>{_MANY}) days\b(?P<logs> of (?:outbound |network )?(?:logs|traffic))?"
)
# "we looked through the outbound logs for every day under review"
_EVERY_DAY = any_case(
    r"\b(?:looked|went|gone|been|combed|read) through (?:the|our) (?:(?:outbound|network) )*(?:logs|traffic)"
    r" (?:for|of) (?:every|each|all(?: of)? the) (?:single )?days? (?:under review|in question|in scope"
    r"|that matters?)"
)
_OF_LOGS = any_words(r"logs?|review\w*|gone through|looked through|went through|examined")
_NO_SIGN_OF_IT = any_case(
    r"\b(?P<none>(?:found|saw|seen) (?:no|not a single) (?:sign|trace|evidence|indication)) (?:of (?:it|that"
    r"|any))(?=[.,;!]|$)"
)


def _tell_logs(read: str, record: CaseRecord) -> str:
    """All days of so many, where both numbers are one."""
    before = record.before
    if not _OF_LOGS.search(read):
        return read
    told = _ALL_OF.sub(
        lambda match: (
            f"all {match['a']} days of logs" if _count(match["a"]) == _count(match["b"]) else match[0]
        ),
        read,
    )
    told = _EVERY_DAY.sub("reviewed all days of logs", told)
    told = _EVERY_OF.sub(r"all \g<b> days of logs", told)
    if re.search(r"\b(?:cop(?:y|ied)|taken|stolen|theft|left)\b", before, re.I):
        told = _NO_SIGN_OF_IT.sub(r"\g<none> of theft", told)
    return told


# "not one of the five systems on the restoration list has been verified as back"
_NOT_ONE = any_case(r"\b(?:not (?:a single )?one|not a single one) of (?=(?:the|our|these|those)\b)")
_AS_BACK = any_case(r"\bverified as (?:back|restored|working|running)\b")
_AMONG = any_case(
    rf"^(?P<many>{_MANY}) (?P<what>systems?|services) (?P<are>(?:are|remain|is"
    rf"|remains)(?: still)? (?:pending|down|outstanding|out|to be restored|not (?:yet )?(?:back|restored)))"
    r"(?:,| -|:|;)? (?P<how>among (?:them|these|those)|including|namely|:)? ?(?P<list>(?:the "
    r"|our )?[a-z][\w' ,-]{3,120}?)(?P<end>[.!]?)$"
)
_STILL_NEED = any_case(
    rf"^(?P<head>(?:we (?:still )?(?:have|need)) )?(?P<many>{_MANY}) (?P<what>systems?) (?:still )?(?:left"
    rf" )?to (?:restore|bring back|be restored)(?=[,:;. ])"
)


# "payroll is one of several systems awaiting restoration": of how many says nothing
_ONE_AMONG = any_case(
    r"\b(?P<is>is|are) (?:one|two|three|some|among) (?:of )?(?:several|the|our|those|these|a number of)"
    r" (?:systems?|services?) (?:(?:that|which) (?:is|are) )?(?=(?:still )?(?:awaiting|pending|waiting|down"
    r"|not (?:yet )?(?:back|restored|verified)|offline|to be restored|being restored)\b)"
)


def _tell_systems(read: str, record: CaseRecord) -> str:
    """A number of systems that are out, and some or all of them by name; "not one of them" as none."""
    told = _AS_BACK.sub("verified", _NOT_ONE.sub("none of ", _ONE_AMONG.sub(r"\g<is> ", read)))
    told = _STILL_NEED.sub(r"\g<many> \g<what> are pending", told)
    listed = _AMONG.match(told)
    pending = record.get_list(Subject.SYSTEMS_RESTORED, "pending")
    out = list_systems(*pending)
    named = list_systems(listed["list"]) if listed else set()
    if listed and (listed["how"] or ":" in told) and _count(listed["many"]) == len(pending) and named <= out:
        several = re.search(r",| and ", listed["list"]) is not None
        verb = "are" if several or listed["list"].endswith("s") else "is"
        head = f"{listed['many']} {listed['what']} {listed['are']}"
        told = f"{head}; {listed['list']} {verb} pending{listed['end']}"
    return told


# "members should treat 1,840 as a running count of the people affected and not as the final one"
_RUNNING = any_case(
    r"^(?:(?:please|members|readers|you|families|staff|everyone|trustees|reporters) )*"
    r"(?:(?:should|must|may|can|are asked to|ought to) )?(?:please )?(?:treat|regard|read|see|take|consider"
    rf"|understand) (?:the (?:figure|number|count) (?:of )?)?(?P<many>{_MANY})(?: people)? as (?:an? |the )?"
    r"(?:running|preliminary|provisional|interim|working|open|early)(?: (?:count|number|total|figure|tally))?"
    r"(?: of (?:the )?(?:people|those|persons|individuals) (?:affected|concerned))?(?:,? (?:and )?not"
    rf" (?:yet )?(?:as )?(?:the|a|our) final (?:one|count|number|total|figure|tally))?{_END}"
)
_NO_NUMBER = any_case(
    r"\b(?:we|I|nobody|the district) (?:still )?(?:cannot|can't|can not|are (?:not able|unable) to|do not"
    r" want to)(?: yet)? (?:put|give|attach|set|name|state) (?:you )?(?:a|any|the|an exact) (?:number|figure"
    r"|count) (?:on|to|for|of) (?:how many (?:people|persons) (?:are|were) (?:affected|concerned)|(?:the )?"
    r"(?:number of )?(?:people|those|persons|individuals)(?: who are)? (?:affected|concerned|involved))"
)


def _tell_counts(read: str, record: CaseRecord) -> str:
    """A count that is not final, or that nobody can tell, in plain words."""
    del record
    if running := _RUNNING.match(read):
        return f"The count of {running['many']} people affected is not final{running['end']}"
    return _NO_NUMBER.sub("we do not know how many people are affected", read)


_MEETING = (
    r"(?:this (?:meeting|writing|morning|afternoon|evening|hour|letter|report)|today|tonight|now|noon"
    r"|the time of this \w+)"
)
_AS_OF = any_case(
    rf"^(?P<what>(?:notification |notice )?(?:letters?|notices?|codes?)(?: (?:mailed|sent|issued"
    rf"|out))+),? as of (?:(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?: (?:morning|afternoon"
    rf"|evening|noon|night))?|{_MEETING})(?P<rest>: .+)$"
)


def _drop_as_of(read: str, record: CaseRecord) -> str:
    """A label without as of when it is told, where that is the day of the text."""
    label = _AS_OF.match(read)
    if label is None or (
        label["day"] and (record.today is None or f"{record.today:%A}".lower() != label["day"].lower())
    ):
        return read
    return f"{label['what']}{label['rest']}"


_TURNED_UP = any_case(
    r"^what (?:has |have |we have |was |our search has )*(?:turned up|found|come to light|been found"
    r"|surfaced)(?P<far> so far| to date| until now)?(?: in (?:our|the) (?:\w+ )?(?:search|files|review))?"
    r"(?P<far2> so far| to date)?(?::| is| are| \u2014| -) (?P<list>[a-z][^;:]+?)(?P<end>[.!]?)$"
)
_NOT_FINISHED = any_case(
    r"^(?:it|that|this|the work) (?:is|has) not (?:yet )?(?:been )?(?P<done>finished|complete|completed|done"
    r"|over)(?: yet)?(?P<more>,? and (?:more|other things) (?:may|might|could) (?:still |yet "
    r"|well )*(?:come to light|turn up|be found|surface|follow|emerge))?(?P<end>[.!]?)$"
)


def _tell_search(read: str, record: CaseRecord) -> str:
    """What a search has found, behind a label; that "it" is not finished, where that is a search."""
    if found := _TURNED_UP.match(read):
        far = " so far" if found["far"] or found["far2"] else ""
        return f"In our search we have found {found['list']}{far}{found['end']}"
    of_files = re.search(r"\bsearch\b", record.before, re.I) and not re.search(
        r"\bmisus\w+|\blogs?\b|\bdays\b", record.before, re.I
    )
    if of_files and (open_ := _NOT_FINISHED.match(read)):
        return f"The search of the files is not {open_['done']}{open_['more'] or ''}{open_['end']}"
    return read


_REST_UNSEARCHED = any_case(
    r"(?P<share>\b[\w-]+ ?(?:per ?cent|%))(?: of (?:them|it|the files))? (?P<is>is|are"
    r"|remains?)(?: still)? (?:unsearched|unread|to be searched|ahead(?: of us)?)\b"
)


# "more than half of the files have not been searched"
_NOT_SEARCHED = any_case(
    rf"(?P<share>\b(?:(?:fewer|less|more|not quite|at least|almost|nearly|about|over|roughly|just over"
    rf"|just under) (?:than )?)?(?:{SHARE.pattern})) of (?:the|our|those) (?P<what>files) (?:have|has)"
    r"(?: still)?(?: not|n't)(?: yet)? been (?:searched|read|examined|gone through)(?: yet)?\b"
)


def _tell_unsearched(read: str, record: CaseRecord) -> str:
    """A share that is still unsearched, of the files, where the text speaks of their search."""
    if not re.search(r"\b(?:search|files)\b", f"{record.before} {read}", re.I):
        return read
    read = _NOT_SEARCHED.sub(r"\g<share> of the files are still to be searched", read)
    return _REST_UNSEARCHED.sub(r"\g<share> of the files are still to be searched", read)


TALLY_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (
    _tell_letters,
    _tell_logs,
    _tell_systems,
    _tell_counts,
    _drop_as_of,
    _tell_search,
    _tell_unsearched,
)
