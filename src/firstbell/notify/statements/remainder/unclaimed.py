"""What passes as no claim and yet binds or reassures: a promised day, silence as good news, other hours.

Each is looked for alone where no rule finds a claim, and only where the record does not carry it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.notify.statements.language.names import list_systems, name_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import TAKE_AS
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover, is_taken
from firstbell.notify.statements.remainder.items import FACTOR, list_guarded
from firstbell.notify.statements.remainder.premises import list_culprits
from firstbell.notify.statements.remainder.terms import OFFICE, list_amounts, list_terms
from firstbell.notify.statements.waits.holds import NEXT_NEWS
from firstbell.record.facts import Subject

_WHOM = (
    r"(?:you(?:'ll)?|families|parents|everyone|everybody|anyone|staff|employees|those \w+|we(?:'ll)?"
    r"|(?:a|the) (?:call|letter|notice)[\w ]{0,30}|the family)"
)
_BY_WHEN = (
    r"(?:within (?:\w+ ){1,2}(?:hours?|days?|weeks?)|by (?:\w+day|the end of|tomorrow|tonight|noon|next"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)|before"
    r" (?:\w+day|the)|right away|immediately|at once|tomorrow|(?:this|next) (?:week|month|weekend)|on \w+day|"
    r"(?:in|over) the (?:coming|next) (?:\w+ )?(?:days?|weeks?|hours?)|the same day|on time|first\b(?! name))"
)
_TELLING = (
    r"(?:hear(?:ing)?|know|be (?:told|contacted|called|notified|informed)|get|receive|come"
    r"|have (?:(?:your|all|the|our|more) )*answers|tell|call(?! your\b)|let|mail)"
)
_PROMISED = any_case(
    rf"\b{_WHOM}(?:(?<='ll)| (?:will|should|can expect to|is going to|are going to))"
    rf" (?:be )?{_TELLING}\b(?! me\b)(?! us\b)[^.?]*?\b{_BY_WHEN}"
    rf"|\b(?:in|over|during|within) the (?:coming|next) (?:\w+ )?(?:days?|weeks?|hours?),? (?:{_WHOM}|an? \w+"
    rf"|each \w+|every \w+)(?:(?<='ll)| (?:will|can expect to|is going to|are going to)) (?:be )?{_TELLING}\b"
    r"|\b(?:watch|look|check|keep an eye on) (?:for |your )?[^.;?]*\b(?:letter|e-?mail|call from|notice"
    rf"|mailbox|note) [^.;?]*{_BY_WHEN}"
    r"|\b(?:expect|count on)\b[^.;?]*\b(?:pay|paychecks?|hearing|letters?|answers?"
    rf"|calls?)\b[^.;?]*\b{_BY_WHEN}"
    r"|\bonce the (?:review|search) is (?:done|finished|complete)[^.;?]*(?:next week|this week|\w+day"
    r"|tomorrow)"
)
_WILL = any_case(
    r"\bwill\b|'ll\b|\bshould\b|\bcan (?:expect|count)\b|\b(?:watch|look|expect|keep an eye|once the)\b"
)
_SILENCE = any_case(
    r"\bno (?:letter|news|call|word|notice|message)s? (?:means?|is|from us)\b"
    r"|\b(?:have(?:n't| not)|not) (?:been contacted|heard|hear(?:ing)?|received|gotten|got)\b[^.;?]*"
    r"\b(?:fine|safe|relax|easy|clear|okay|ok|good news|not affected|nothing to)\b"
    r"|\b(?:fine|in the clear|safe|okay) unless you (?:hear|get|receive)\b"
    r"|\b(?:can|may) (?:all )?(?:relax|rest easy|breathe easy|sleep well)\b|\bthe end is in sight\b"
    r"|\b(?:no need|not necessary|need not|needn't|do not need|don't need) to (?:freeze|change"
    r"|check|watch|monitor|worry"
    r"|lock|close|cancel)\b|\bwithout (?:any )?(?:concern|worry|fear)\b"
)
_PHONE = re.compile(r"\b(?:\d{3}[-. ])?\d{3}[-.]\d{4}\b")
_LINE = any_case(
    r"\b(?:call cent(?:er|re)|(?:help|hot)[ -]?line|the line\b|our line|callers?|call us|call|phone us)"
)
_WIDER = any_words(
    r"(?:any|cualquier) (?:days?|time|hours?)|every days?|all (?:the )?days|seven days|(?:on )?weekends?"
    r"|day (?:or|and) night|around the clock|24[ /-]?7|24 hours|at all hours|interpreters?"
    r"|in (?:\w+ )?\d+ languages|wait (?:less|under|no more|only|about)"
)
_DAYS = any_case(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b")
_HOURS = any_case(
    r"(?<![\d-])(\d{1,2})(?::\d\d)?(?= ?[ap]\.?m|[ ,.;]|$| at night)(?!-)(?! (?:languages|days"
    r"|weeks|months|people))"
)
_TONGUES = any_case(
    r"\b(english|spanish|somali|hmong|vietnamese|arabic|chinese|mandarin|portuguese|french|russian|karen"
    r"|haitian|tagalog|korean)\b"
)
_WEEK = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_CODE = any_case(r"\b(?:use|enter|activate|find|have) (?:the|your|this) (?:\w+ )?code\b")
# "pick up your code", "enroll in the monitoring that we offer": where no contract is signed, there is none
_GET = (
    r"(?:get|turn on|receive|claim|collect|pick up|request|ask (?:\w+ ){0,3}for|redeem|activate|use|enter"
    r"|obtain|order|register|sign up|signed up|signing up|enroll(?:ed|ing)?|apply|take advantage of"
    r"|make use of|start|begin|ready|waiting|expires?)"
)
_OFFER = (
    r"(?:(?:free|complimentary|no-cost|gratis)[\w ,-]{0,30}?(?:monitoring|identity protection"
    r"|identity theft protection)|(?:the|your|our|this|their) (?:[\w-]+ ){0,3}?(?:monitoring"
    r"|identity protection)(?: (?:codes?|service|offer|plan|membership|subscription|account))?"
    r"|(?:activation|enrollment|monitoring) codes?)"
)
_TAKES_OFFER = any_case(
    rf"\b{_GET}\b[^.;?]{{0,50}}?\b{_OFFER}|\b{_OFFER}\b[^.;?]{{0,40}}?\b(?:we|the district) (?:offer"
    r"|provide|pay for|give"
    rf"|arranged|bought)|\b{_OFFER}\b[^.;?]{{0,60}}?\b{_GET}\b"
    r"|\bto (?:get|receive|claim|activate|use|enroll|sign up)\b[^.;?]{0,60}\bfree\b[^.;?]{0,30}\bmonitoring"
)
# "if we offer credit monitoring", "you can buy it yourself": of no offer that there is
_NO_OFFER = any_case(
    r"\b(?:if|when|once|should|whether|until)\b[^.;?]{0,40}\b(?:offer|monitoring|codes?|available|ready)\b"
    r"|\b(?:no (?:code|contract|offer|credit|monitoring|free)|nobody|fake|false|bogus|phony|scam\w*|fraud\w*"
    r"|beware|ignore|suspicious|offers? of|anyone who|pretend\w*|claim(?:s|ing)? to|on your own|yourself"
    r"|of your own|pay(?:ing)? for)\b"
    r"|(?:\b(?:not|never)|n't)(?: yet| have| be| been| any| ever)* (?:open|click|answer|trust|enter|give"
    r"|respond|accept|pay|call|share|offer\w*|an?|the|monitoring|arranged|signed|available|ready"
    r"|provide\w*)\b"
)
# "which records the thieves took", where nobody knows whether any were
_THIEVES = (
    r"(?:thie(?:f|ves)|robbers?|burglars?|intruders?|hackers?|attackers?|(?:cyber ?)?criminals?|gang|group"
    r"|they|threat actors?|crooks)"
)
_TAKING = (
    r"(?:took|taken|stole|stolen|steal|copied|copy|grabbed|made off with|got away with|leaked|published"
    r"|posted|hold|have(?! not)|has|obtained|downloaded|exfiltrated)"
)
_GRANTED_THEFT = any_case(
    r"\b(?:what|which|whose|how (?:much|many)|the|your|everything|all(?: that)?|those)\b[^.;?]{0,50}?\b"
    rf"(?:the |our )?{_THIEVES} (?:have |had |has |may have )?(?:{_TAKING}|got(?! in))\b"
    r"|\b(?:what|which|whose|how (?:much|many)|everything|all) (?:of )?[^.;?]{0,50}?\b(?:was|were|has been"
    r"|have been|got) (?:stolen|leaked|published|robbed|copied|exfiltrated|taken (?:from|by|out))\b"
    r"|\b(?:robbed|burgl\w+|stolen|copied|taken) (?:from|by) (?:you|us|them|your|our"
    rf"|the (?:district|schools?)|{_THIEVES})\b"
)
# "Have the intruders published anything?" takes nothing for granted
_ASKS_WHETHER = any_case(
    r"(?:and |so )?(?:have|has|had|did|do|does|was|were|is|are|can|could|will) (?:the |these |those "
    rf"|any )?(?:{_THIEVES}|any\w*)\b[^.;]*\?$"
)
_OPEN_THEFT = any_case(
    r"\b(?:if|whether|what, if|which, if|in case|should|when and if|unless|or not|if any)\b"
    r"|\b(?:not|n't) know\b|\bunknown|\bno(?:body|thing| one)?\b|\bclaims?\b|\bmay have\b|\bmight have\b"
)
_RETURNS = any_case(
    r"\b(?:resumes?|re?abren?|abren?|vuelven?|opens?|reopens?|returns?|starts?"
    r"|(?:can|may) (?:be )?used? [^.;?]{0,30}again|back)"
    r" [^.;?]{0,40}\b(?:(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week)\b"
    r"|\b(?:is|are) being (?:upgraded|serviced|updated|replaced|modernized|improved)\b"
)


_WORKS = any_case(
    r"\b(?:works?|(?:is|are) (?:now |again |also )?(?:working|back|up|running|usable|available|on))\b"
    r"(?! (?:in progress|continues|on|with|to|for))"
)
# "use the phones as usual": whoever may, can
_USE = any_case(
    r"\b(?:use|call|dial|log ?in(?:to)?|sign ?in(?:to)?|ride|check|open|submit|enter|pay|e-?mail|print)\b"
    r"(?P<what>[^.;?]*?) (?:as (?:usual|always|normal|before)|again|normally|like (?:always|before))\b"
)
_ALL_WELL = any_case(
    r"\b(?:all|everything|it|things) (?:is|are|'s) (?:well|fine|good|ok|okay|in order|under control)\b"
)
_REVIEWED = any_case(
    r"\b(?:reviewed|examined|read|left to (?:review|read|examine)|still to (?:review|read"
    r"|examine))\b[^.;?]*\b(?:days|logs)\b"
    r"|\b(?:days|logs)\b[^.;?]*\b(?:left|remain\w*|still|yet) to (?:be )?(?:review|read|examine)\w*"
)
_ENROLL = any_case(
    r"\b(?:until|by|before|through) [a-z]+ \d{1,2}\b[^.;?]*\bto (?:enroll|sign up|register|activate)"
    r"|\b(?:enroll|sign up|register|activate)\b[^.;?]*\b(?:until|by|before|through) [a-z]+ \d"
)
_NEW_PASSWORD = any_case(r"\b(?:your|their) new passwords?\b")
_ADVISED = any_case(
    r"^(?:please |we (?:ask|urge|recommend|advise|encourage) |turn on|use |enable |consider )"
)


# a promise that nothing may break, of whatever it is
_FIRM = any_case(
    r"\b(?:will|shall|is going to|are going to)\b[^.;?]*\b(?:come what may|no matter what|whatever happens"
    r"|without fail|guarantee[ds]?|for (?:sure|certain)|without exception|in any (?:case|event)"
    r"|under (?:any|no) circumstances|never again)"
    r"|'ll\b[^.;?]*\b(?:come what may|no matter what|whatever happens|without fail|guaranteed)"
    r"|(?<!not a )(?<!no )\b(?:guarantee[ds]?|we promise|you have (?:my|our) word)\b[^.;?]*\b(?:will|is"
    r"|are)\b"
)
# that wages come on time hangs on the system that pays them
_PAY = any_case(
    r"\b(?:pay ?checks?|pay ?days?|wages|salar(?:y|ies)|direct deposits?|pay)\b[^.;?]*\b(?:will|won't|'ll"
    r"|(?:is|are) going to)\b[^.;?]*\b(?:on time|late|delayed?|as (?:usual|scheduled|planned)|in full"
    r"|on schedule|normal(?:ly)?|missed|go out|arrive|paid|affected)"
    r"|\bwill (?:all )?(?:be paid|get (?:your |their )?(?:pay|paychecks?|wages))\b"
)


def find_unclaimed(flat: str, record: CaseRecord) -> Leftover | None:
    """What a plain sentence without a claim promises, or tells otherwise than the record; None if nothing."""
    return next((one for find in _FINDERS for one in find(flat, record)), None)


def _list_promised(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """What is promised for a day, or reassures of what no fact tells."""
    told = NEXT_NEWS.fullmatch(flat.strip())
    if (said := _PROMISED.search(flat)) and _WILL.search(flat) and not record.decisions and not told:
        yield Leftover("what is promised", said[0], said.start())
    if (said := _FIRM.search(flat)) and not record.decisions:
        yield Leftover("what is promised", said[0], said.start())
    hit = name_systems(record, "verified", "pending")
    if (said := _PAY.search(flat)) and not record.decisions and "payroll" in hit:
        yield Leftover("what is promised", said[0], said.start())
    if said := _SILENCE.search(flat) or _ALL_WELL.search(flat):
        yield Leftover("that all is well", said[0], said.start())


def _list_presupposed(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Codes, new passwords and terms of which the record does not know."""
    if said := TAKE_AS.search(flat):
        yield Leftover("what a figure is taken for", said[0], said.start())
    codes = record.get(Subject.CREDIT_MONITORING, "codes_issued")
    if (said := _CODE.search(flat)) and codes is False:
        yield Leftover("that there are codes", said[0], said.start())
    offered = record.get(Subject.CREDIT_MONITORING, "contract")
    if not offered and not _NO_OFFER.search(flat) and (said := _TAKES_OFFER.search(flat)):
        yield Leftover("that credit monitoring is offered", said[0], said.start())
    said = None if _ASKS_WHETHER.match(flat) else _GRANTED_THEFT.search(flat)
    if said and not is_taken(record) and not _OPEN_THEFT.search(flat):
        yield Leftover("that data was taken", said[0], said.start())
    if (said := _ENROLL.search(flat)) and record.get(Subject.CREDIT_MONITORING, "enroll_by") is None:
        yield Leftover("until when it is offered", said[0], said.start())
    yield from list_terms(flat, record)
    reset = [record.get(Subject.PASSWORD_RESET, group) for group in ("staff", "students")]
    if (said := _NEW_PASSWORD.search(flat)) and reset == [False, False]:
        yield Leftover("that there are new passwords", said[0], said.start())
    if FACTOR.search(flat) and not _ADVISED.search(flat):
        yield from list_guarded(flat, record)


def _list_systems_told(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """What is told of a system that is pending, and of days of logs."""
    out = name_systems(record, "pending")
    if (said := _RETURNS.search(flat)) and list_systems(flat[: said.end()].split(" on ")[0]) & out:
        yield Leftover("what becomes of a system", said[0], said.start())
    if (said := _WORKS.search(flat)) and list_systems(flat[: said.start()]) & out:
        yield Leftover("that a system works", said[0], said.start())
    if (said := _USE.search(flat)) and list_systems(said["what"]) & out:
        yield Leftover("that a system works", said[0], said.start())
    if said := _REVIEWED.search(flat):
        yield Leftover("how much was reviewed", said[0], said.start())


def _spread(text: str) -> set[str]:
    """The days of the week that hours name: "Monday to Friday" is five of them."""
    named = [match[1].lower() for match in _DAYS.finditer(text)]
    span = re.search(rf"{_DAYS.pattern} (?:to|through|-|until) {_DAYS.pattern}", text, re.I)
    if span:
        first, last = _WEEK.index(span[1].lower()), _WEEK.index(span[2].lower())
        named += _WEEK[first : last + 1]
    return set(named)


def _list_line(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """What is told of a call center beside what the record has of it: its number, languages and hours."""
    center = record.find(Subject.CALL_CENTER)
    phone, hours = record.get(Subject.CALL_CENTER, "phone"), record.get(Subject.CALL_CENTER, "hours")
    spoken_of = _LINE.search(flat) or _PHONE.search(flat)
    if center is None or not isinstance(phone, str) or OFFICE.search(flat) or not spoken_of:
        return
    told = str(center.value)
    said = _PHONE.search(flat) if _LINE.search(flat) else None  # the district has other numbers, too
    if said and re.sub(r"\D", "", said[0])[-7:] not in re.sub(r"\D", "", told):
        yield Leftover("a telephone number", said[0], said.start())
    bare = _SUNDAY.sub("Sunday", _DATED.sub(" ", _PHONE.sub(" ", flat)))
    for match in _TONGUES.finditer(bare):
        if match[1].lower() not in told.lower():
            yield Leftover("a language", match[0], match.start())
    if isinstance(hours, str):
        yield from _list_hours(bare, hours, told, of_line=phone in flat)


def _list_hours(bare: str, hours: str, told: str, *, of_line: bool) -> Iterator[Leftover]:
    """Days and hours that are said, and are not those of the record. `of_line`: beside its number."""
    if (said := _WIDER.search(bare)) and said[0].lower() not in told.lower():
        yield Leftover("when the line is open", said[0], said.start())
    spoken = [one[1] for one in _HOURS.finditer(f"{bare} ")]
    ours = [one[1] for one in _HOURS.finditer(f"{hours} ")]
    closing = _CLOSING.search(bare)
    if (len(spoken) == len(ours) == _PAIR and spoken != ours) or (closing and closing[1] not in ours[-1:]):
        yield Leftover("when the line is open", " to ".join(spoken), 0)
    days, known = _spread(bare), _spread(hours)
    if of_line and days and (days - known or (days != known and " to " in hours)):
        yield Leftover("when the line is open", ", ".join(sorted(days)), 0)
    other = [one for one in spoken if one not in {*ours, "24"}]
    if other and (of_line or _OPEN.search(bare)):
        yield Leftover("when the line is open", other[0], 0)


_DATED = any_case(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}"
    r"(?:, \d{4})?"
)
# a gloss leaves it as it is written
_SUNDAY = any_case(r"\bdomingos?\b")
_CLOSING = re.compile(r"\buntil (\d{1,2})\b")
_OPEN = any_words(r"open|answers?|until")
_PAIR = 2
_FINDERS: Sequence[Callable[[str, CaseRecord], Iterator[Leftover]]] = (
    list_culprits,
    _list_promised,
    _list_presupposed,
    list_amounts,
    _list_systems_told,
    _list_line,
)
