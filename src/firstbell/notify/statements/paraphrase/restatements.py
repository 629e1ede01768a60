"""Words of a sentence in those that rules read: tried only where it does not pass as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import Manner, capitalize, judge_manner
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.holds import is_of_school, may_pass_unread
from firstbell.record.facts import Subject

_UNDER_REVIEW = any_case(r"\bdays (?:that are |which are )?under review\b")
_UNEXAMINED = any_case(
    r"\b(?P<is>are|remain|is|remains) (?:still |as yet )*(?:unexamined|unreviewed|unread|unchecked)\b"
)
_STILL_OPEN = any_case(
    r",? (?:and|so) (?:the|that|this) (?:question|matter|answer) (?:is|remains) (?:still |therefore )*(?:open"
    r"|unanswered|unsettled)(?P<end>[.!]?)$"
)
_OF_THEFT = any_words(r"theft|stolen|taken|copied|left (?:our|the)|exfiltrat\w+")


def _name_logs(read: str, record: CaseRecord) -> str:
    """Days under review as days of logs; without that it is open, where the record leaves it so."""
    told = _UNDER_REVIEW.sub("days of logs", read)
    if told != read or re.search(r"\bdays\b[^.;]*\blogs\b|\blogs\b", read, re.I):
        told = _UNEXAMINED.sub(r"are still to be examined", told)
    opened = record.get(Subject.EXFILTRATION, "state") == "undetermined"
    around = f"{record.before} {_STILL_OPEN.sub('', read)}"
    return _STILL_OPEN.sub(r"\g<end>", told) if opened and _OF_THEFT.search(around) else told


_FOUND_LATER = any_case(
    r"(?P<begins>\b(?:damage|encryption|attack) (?:began|started)\b[^;]*?,?) and was"
    r" (?P<found>(?:first )?(?:discovered|found|noticed|detected))\b"
)
# "day sixteen after the discovery"
_DAY_N = any_case(
    r"\b(?:on )?(?:the )?day (?P<many>\d+|[a-z]+(?:-[a-z]+)?) (?P<way>after|following) (?=(?:the|its|our"
    r"|it|we)\b)"
)
_CARDINALS = any_case(
    r"(?:\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|\w+teen)"
)


def _count_days(match: re.Match[str]) -> str:
    return f"{match['many']} days after " if _CARDINALS.fullmatch(match["many"]) else match[0]


def _name_found(read: str, record: CaseRecord) -> str:
    del record
    return _FOUND_LATER.sub(r"\g<begins> and the attack was \g<found>", _DAY_N.sub(_count_days, read))


_BACK_AFTER = any_case(
    r"\b(?P<who>(?:the |our )?(?:schools?|classes|classrooms|buildings)) (?P<did>reopened|resumed"
    r"|opened again) (?P<day>on [^;]+?),? after (?:being closed (?:for )?(?P<a>[\w-]+) (?:school )?days?"
    r"|(?P<b>[\w-]+) (?:lost|missed|canceled|cancelled) (?:school )?days?|(?P<c>[\w-]+) (?:school )?days?"
    r" (?:without (?:school|classes)|of closure|closed|lost|missed))(?P<end>[.!]?)$"
)


def _name_closure(read: str, record: CaseRecord) -> str:
    """Schools that reopened after so many days: on which day, and for how many they were closed."""
    del record
    if (back := _BACK_AFTER.search(read)) is None:
        return read
    many = back["a"] or back["b"] or back["c"]
    days = "day" if many.lower() in ("a", "one", "1") else "days"
    told = f"Schools {back['did']} {back['day']}; schools were closed for {many} {days}"
    return f"{read[: back.start()]}{told}{back['end']}"


_NO_SEARCH = any_case(
    r"^not (?:everything|all(?: of)?(?: the| our)? files|every file) (?:has|have) (?:yet )?been (?:searched"
    r"|reviewed|gone through|examined)(?: yet| so far)?(?P<end>[.!]?)$"
)
_COVERAGE = any_case(
    r"^(?:the |our )?coverage(?: of (?:the|our) search)? (?P<is>is|stands|has reached"
    r"|now stands)(?: now)? (?=(?:at )?[\w.]+ ?(?:percent|%))"
)
_SEARCHED = any_case(r"\bsearch(?:ed)?\b")
_NOT_SEARCHED = any_words(r"insur\w+|policy|monitoring|costs?")
_EXPECTED = any_case(r"^(?:total )?expected(?: in all| in total)?: (?=\$)")


def _name_subject(read: str, record: CaseRecord) -> str:
    """A label whose subject the sentence before names: of the search, of what was spent."""
    told = _NO_SEARCH.sub(r"The search of the files for personal data is not complete\g<end>", read)
    around = f"{record.before} {read}"
    if _SEARCHED.search(around) and not _NOT_SEARCHED.search(around):
        told = _COVERAGE.sub("The search is ", told)
    return (
        _EXPECTED.sub("Expected cost: ", told)
        if re.search(r"\b(?:spent|spending|costs?)\b", record.before, re.I)
        else told
    )


_SO_PLEASE = any_case(
    r",? (?:so|and so|and) (?P<tail>(?:(?:if|when|should) (?P<when>[^,;]{3,60}), )?"
    r"(?P<what>(?:please|do not|don't|never|call|set|throw|ignore|report|keep)\b[^;]+))$"
)


_OF_DATA = any_words(
    r"data|files?|stolen|taken|rumou?rs?|claims?|theft|hackers?|intruders?|attackers?|thieves|gang"
)


def _drop_advice(read: str, record: CaseRecord) -> str:
    """The sentence without an advice at its end that claims nothing."""
    del record
    advice = _SO_PLEASE.search(read)
    if advice is None or len(read[: advice.start()].split()) < 4:
        return read
    what = capitalize(advice["what"])
    quiet = judge_manner(what) is Manner.ADVICE and may_pass_unread(what, what) and not _OF_DATA.search(what)
    if not quiet or (advice["when"] and not is_of_school(advice["when"])):
        return read
    return f"{read[: advice.start()].rstrip('.')}."


_REACHED = any_case(
    r"(?P<line>\b(?:call cent(?:er|re)|hot ?line|help ?line)\b[^;]*?)(?P<joint>,? and"
    r"| which)? can be (?:reached|called|phoned)"
    r" (?:at|on|under|by calling) (?P<phone>(?:1-)?(?:\d{3}-)?\d{3}-\d{4})(?P<end>[.!]?)$"
)


def _name_phone(read: str, record: CaseRecord) -> str:
    """A call center with its number, where that is the number on record."""
    phone = re.sub(r"\D", "", str(record.get(Subject.CALL_CENTER, "phone") or ""))
    if (
        (line := _REACHED.search(read)) is None
        or not phone
        or not phone.endswith(re.sub(r"\D", "", line["phone"]))
    ):
        return read
    head = f"{read[: line.start()]}{line['line']}"
    return f"{head.rstrip(' ,')}{'' if line['joint'] else ' is open'}."


# "fourteen coercive emails, the first on May 2 and the latest on May 9"
_COERCIVE = any_case(
    r"\b(?:coercive|coercion|threatening|extortion(?:ate)?|blackmail(?:ing)?|menacing) (?:e-?mails?|messages?"
    r"|texts?|letters?|mails?)\b(?! (?:from|by|sent by|of) )"
)
_FIRST_AND_LAST = re.compile(
    r",? the (?:first|earliest)(?: one| of (?:them|these))? (?:came |arrived |was "
    r"|dated )?on (?P<first>(?:\w+day, )?[A-Z][a-z]+ \d{1,2}(?:, \d{4})?)"
    r",? and the (?:latest|last|most recent)(?: one| of (?:them|these))? (?:came |arrived |was |dated )?on"
    r" (?P<last>(?:\w+day, )?[A-Z][a-z]+ \d{1,2}(?:, \d{4})?)(?P<end>[.!]?)$"
)


_PRESSING = r"(?:threatening|extortion|coercive|coercion|blackmail|menacing)"
_BEGAN = any_case(
    rf"^{_PRESSING} (?:messages|e-?mails|calls|contacts|texts|letters) (?:first )?(?:(?:began|started|begun)"
    r"(?: (?:to (?:arrive|come(?: in)?|reach \w+)|arriving|coming(?: in)?|reaching \w+))?|(?:came"
    r"|arrived)(?: in)?(?= first\b))"
)
_ENDED = any_case(
    rf"^(?:the )?{_PRESSING} (?:messages|e-?mails|calls|contacts|texts) (?:ended|stopped|ceased|came to an"
    rf" end)(?= on\b)"
)
_LAST_CONTACT = any_case(
    rf"^(?P<the>(?:the|their) (?:last|latest|most recent|first|earliest)) {_PRESSING} (?P<what>contact"
    rf"|message|call|e-?mail)"
)


def _name_threats(read: str, record: CaseRecord) -> str:
    """Messages that press somebody as the intruders' own; the days of the first and the last as a span."""
    del record
    read = _BEGAN.sub("The first threatening message came", read)
    read = _ENDED.sub("The last threatening message came", read)
    read = _LAST_CONTACT.sub(r"\g<the> threatening \g<what>", read)
    told = _COERCIVE.sub("contacts by the intruders", read)
    if told == read and not re.search(r"\b(?:intruders|contacts?|contacted|threat\w+)\b", read, re.I):
        return read
    return _FIRST_AND_LAST.sub(r" between \g<first> and \g<last>\g<end>", told)


_CHANGES: Sequence[Callable[[str, CaseRecord], str]] = (
    _name_logs,
    _name_found,
    _name_closure,
    _name_subject,
    _drop_advice,
    _name_phone,
    _name_threats,
)


def restate(read: str, record: CaseRecord) -> str:
    """The sentence with each of these words in others."""
    for change in _CHANGES:
        read = change(read, record)
    return read
