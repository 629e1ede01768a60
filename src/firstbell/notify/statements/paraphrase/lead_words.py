"""What leads to a claim or stands around it: headlines, the day of an update, requests, what is felt.

So is the way in, which may be turned around ("X is the suspected way in") or told by some of its words ("a
guessed password"). Where each word that a sentence has for it stands in the record's own words for it, these
take its place; one other word ("an employee account" of a vendor's), and it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.judges.agencies import list_reports
from firstbell.notify.statements.language.names import list_agencies
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.language.sentences import Manner, capitalize, judge_manner, make_sentence
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.notify.statements.waits.holds import is_of_school, may_pass_unread
from firstbell.record.facts import FactStatus, Subject

_WAY = r"(?:way in|entry point|point of entry|route in|way (?:they|the intruders|the attackers) got in)"
_SURE = r"(?:suspected|likely|probable|apparent|believed|presumed|most likely)"
# "a vendor account that lacked multi-factor sign-in is the suspected way in"
_TURNED = any_case(
    rf"^(?P<what>(?:an?|the|one of our) [^,;:]{{3,90}}?) (?P<be>is|was|remains) (?:the|our)"
    rf" (?P<sure>{_SURE} )?(?P<way>{_WAY})$"
)
_NAMED = any_case(
    rf"(?P<lead>\b(?:through|via|by way of|using|with|{_WAY} (?:is|was)(?: \w+ly)?|began with|started with))"
    r" (?P<what>an? [^,;:.]{3,90}?)(?=[.,;]|$| on [A-Z]| in [A-Z])"
)
_EMPTY = frozenset({
    "a", "an", "the", "with", "without", "that", "which", "who", "had", "has", "have", "was", "were", "is",
    "been", "of", "on", "in", "to", "by", "for", "from", "at", "our", "one", "lacked", "not", "no", "any",
})  # fmt: skip
_LACKS = any_case(r"\b(?:that|which) (?:lacked|had no|did not have|was without)\b|\blacking\b")
_STEM = re.compile(r"(?:ing|ed|es|s)$")


def _list_words(text: str) -> set[str]:
    words = re.findall(r"[a-z][\w-]*", re.sub(r"'s?\b", "", text.lower()))
    return {_STEM.sub("", one) for one in words if one not in _EMPTY}


def _read_way(record: CaseRecord) -> str:
    fact = record.find(Subject.WAY_IN)
    known = fact is not None and fact.status is not FactStatus.UNKNOWN and isinstance(fact.value, str)
    return str(fact.value) if fact is not None and known else ""


def tell_way(read: str, record: CaseRecord) -> str:
    """The sentence with the record's words for the way in, and with the way in before what it was."""
    way = _read_way(record)
    if not way:
        return read
    flat = _LACKS.sub("without", read.rstrip(".!"))
    if turned := _TURNED.match(flat):
        what = f"{turned['what'][0].lower()}{turned['what'][1:]}"
        flat = f"The {turned['sure'] or ''}{turned['way']} {turned['be']} {what}"
    named, known = _NAMED.search(flat), _list_words(way)
    said = _list_words(named["what"]) if named else set()
    if named is None or not said or not said <= known or _denies(named["what"]) != _denies(way):
        # what is not the record's stays to be read as it is written
        return read
    article = "an" if re.match(r"[aeiou]", way, re.I) else "a"
    return f"{flat[: named.start('what')]}{article} {way}{flat[named.end('what') :]}."


def _denies(text: str) -> bool:
    return re.search(r"\b(?:no|not|without|lack\w*)\b", text, re.I) is not None


_LEAD = any_case(
    r"^(?:(?:some |more |a bit of )?(?:good|better|welcome) news(?: (?:on|from) (?:one|two|three|several"
    r"|many) fronts?)?|(?:here is |this is )?where (?:things|we) (?:now )?stand(?: (?:today|now|tonight))?"
    r"|(?:please )?(?:take|read) (?:this|it) for (?:exactly |just )?what it says(?:,? and (?:for )?no more)?"
    r"|an? (?:short|brief|quick) (?:update|word)|the (?:short|plain) version"
    r"|what we (?:can|may) (?:say|tell you)(?: (?:today|tonight|now))?):\s+(?=\w+ \w+)"
)
_SORRY = any_case(
    r"^(?:it is with (?:great |deep )?(?:regret|sadness) that (?:we|I)|(?:we|I)(?: am| are|'m|'re) (?:deeply"
    r"|very|so|truly|terribly|most) sorry to) (?:have to )?(?:tell|inform|let) (?:you"
    r"|our families)(?: know)? that "
    r"|^(?:(?:we|I) (?:can )?(?:confirm|report|tell you|must tell you|acknowledge)) that (?=.* and that )"
)
_AND_THAT = any_case(
    r",? and that (?!(?:it|they|this|these|those|none|nobody|nothing)\b)(?=(?:\w+ ){1,6}?(?:was|were|is|are"
    r"|has|have|had)\b)"
)
# feelings and limits of what is said, behind it
_FELT = any_case(
    r",? and (?:I|we) (?:know|understand|realize|recognize) (?:that )?(?:many|some|most|all"
    r"|several) of you (?:are|feel|may be|will be) (?:rightly |understandably |now )?(?:\w+)(?:(?:,| and"
    r"|, and) \w+)*(?=[.!]?$)"
    r"|,? and (?:I|we) would (?:rather|sooner) (?:say so|say that|admit it|tell you so"
    r"|be honest)(?: plainly)? than (?:guess|speculate|pretend|mislead you)(?=[.!]?$)"
    r"|,? (?:which|and that) is not (?:quite )?(?:the same(?: thing)? as|yet)? ?(?:a )?proof (?:that"
    r"|of) (?:none was|nothing was|none were|it was not|no \w+ was|the opposite)(?: taken| copied"
    r"| stolen)?(?=[.!]?$)"
    r"|,? (?:which|and that) (?:does|is)(?: not|n't) (?:prove|amount to proof|the same as proving"
    r"|proof) (?:that (?:none|nothing|no data) was(?: taken| copied| stolen)?|it)(?=[.!]?$)"
)
_NO_PROMISE = any_case(
    r"^(?:we|I|nobody) (?:cannot|can't|can not|will not|won't) promise (?:you )?(?:that|this|it)[;,.:]\s*"
    r"(?:but )?(?:what (?:we|I) (?:can|do) (?:tell you|say|know|promise) is(?: that)? ?)?(?=\w+ \w+)"
)


# "We can't answer that yet: ...", of a theft that the record leaves open
_OF_THEFT = any_case(r"\b(?:stolen|taken|copied|theft|leaked|exposed|left (?:our|the|your) network)\b.*\?")
_NO_ANSWER = any_case(
    r"^(?:we|I|nobody) (?:cannot|can't|can not|can|do not|don't)(?: yet)? (?:answer|say|tell|know)(?: you)?"
    r"(?: that| this| for (?:sure|certain))?(?: yet| today| so far| at this point)*[:;.,]\s+(?=\w+ \w+)"
)


def _drop_leads(read: str, record: CaseRecord) -> str:
    """Without what leads to a claim, and without what is felt or limited behind it."""
    told = _NO_PROMISE.sub("", _LEAD.sub("", read))
    head, _, rest = told.partition(": ")
    if rest and head in record.names:
        told = capitalize(rest)
    open_ = record.get(Subject.EXFILTRATION, "state") == "undetermined"
    if open_ and _OF_THEFT.search(record.before):
        told = _NO_ANSWER.sub("", told)
    bare = _SORRY.sub("", told)
    if bare != told:
        told = _AND_THAT.sub("; ", bare)
    return _FELT.sub("", told)


_DAY_N = any_case(
    rf"^(?P<who>[\w' ]{{2,50}}? )?(?:update|status|report|bulletin|news|briefing)?,? ?day (?P<many>\d+"
    rf"|{SPELLED}):\s+(?=\w+ \w+)"
)


def _drop_day_count(read: str, record: CaseRecord) -> str:
    """Without "update, day 3" at the head, where it is that day since the finding."""
    head, found = _DAY_N.match(read), record.get_day(Subject.ENCRYPTION_EVENT, "found")
    if head is None or found is None or record.today is None:
        return read
    if head["who"] and head["who"].strip().rstrip(",") not in record.names:
        return read
    numbers, passed = find_numbers(f"{head['many']} items"), (record.today - found).days
    many = 1.0 if head["many"].lower() == "one" else numbers[0].value if numbers else None
    return f"{read[head.end() :]}" if many in (passed, passed + 1) else read


# "..., and I ask all of you not to go looking for a culprit"
_REQUEST = any_case(
    r"(?:,|;)? (?:and|so) (?:I|we) (?:would )?(?:ask|urge|beg|request|encourage|remind) (?:all of |each of "
    r"|every one of )?(?:you|everyone|families|colleagues|staff"
    r"|our families)(?: all)? (?P<what>(?:please )?(?:not )?to \w[^;]*?)(?P<end>[.!]?)$"
)
_SO_PLEASE = any_case(
    r",? (?:so|and so|and) (?P<when>(?:if|when|should) [^,;]{3,80}), (?P<what>(?:please|do not|don't|never"
    r"|call|ask)\b[^;]+?)(?P<end>[.!]?)$"
)
_OF_EVENT = any_words(
    r"data|files?|stolen|taken|copied|rumou?rs?|theft|hackers?|intruders?|attackers?|thieves|safe|secure"
    r"|worr\w+|relax|who|whom|whose|that|because|since|thank|forgive|trust|for \w+ing"
)
_IF_CALLED = any_case(
    r"^should (?P<who>(?:an?|any|some)(?:one|body)?(?: (?:stranger|caller|person|reporter|parent|student"
    r"|message|letter))?) (?P<does>[^,;]{3,90}), (?=please|do not|don't|never|call|keep|tell)"
)


def _drop_request(read: str, record: CaseRecord) -> str:
    """Without a request at the end that claims nothing; an advice with "should" in front as one with "if"."""
    del record
    told = _IF_CALLED.sub(lambda match: f"If {match['who'].lower()} should {match['does']}, ", read)
    for words in (_REQUEST, _SO_PLEASE):
        said = words.search(told)
        if said is None or len(told[: said.start()].split()) < 4:
            continue
        what = re.sub(r"^(?:please )?not to ", "Please do not ", said["what"], flags=re.I)
        what = re.sub(r"^(?:please )?to ", "Please ", what, flags=re.I)
        what = make_sentence(what)
        when = said.groupdict().get("when")
        quiet = (
            judge_manner(what) is Manner.ADVICE
            and may_pass_unread(what, what)
            and not _OF_EVENT.search(f"{when or ''} {what}")
        )
        if quiet and (when is None or is_of_school(when) or _OF_LETTER.fullmatch(when)):
            return f"{told[: said.start()].rstrip('.')}{said['end'] or '.'}"
    return told


_OF_LETTER = any_case(
    r"(?:if|when|should) (?:one|a letter|a message|an? e-?mail|a call|somebody|someone|anyone) (?:reaches"
    r"|contacts|calls|writes to|comes to|arrives)[\w' ]{0,60}"
)
# a headline leaves its verb out: "62 gigabytes of stolen school data published"
_HEADLINE = any_case(
    r"^(?P<many>(?:about |some |nearly )?\d[\d,.]* (?:gigabytes|terabytes|GB|TB)) of (?:the )?(?:stolen"
    r"|copied|taken) (?:(?:school|district|our|student|staff) )?(?:data|files) (?:were |have been "
    r"|now )?(?P<done>published|posted|leaked)(?P<where> online)?[.!]?$"
)
_CONFIRMS = any_case(
    r"^(?P<who>[\w' ]{2,60}?) (?:confirms|acknowledges|reports|discloses) (?:a |an )?(?:ransomware attack"
    r"|cyber ?attack|encryption event|attack with ransomware|encryption attack)(?=[.;,!]|$)"
)


def _tell_headline(read: str, record: CaseRecord) -> str:
    """A headline as a sentence: so much of the stolen data was published, there was an attack."""
    if head := _HEADLINE.match(read):
        taken = record.get(Subject.EXFILTRATION, "state") == "confirmed"
        return f"{head['many']} of data have been {head['done']}{head['where'] or ''}." if taken else read
    confirms = _CONFIRMS.match(read)
    if confirms and confirms["who"] in record.names:
        return f"There was an encryption event{read[confirms.end() :]}"
    return read


_OPENED = any_case(
    r"^(?P<who>(?:an?|one(?: of our)?) (?:employees?|staff members?|teachers?|users?|contractors?|workers?))"
    r" (?P<did>opened|clicked(?: on)?|answered|fell for) (?P<what>an? (?:phishing|fraudulent|fake|malicious)"
    r" (?:message|e-?mail|link|attachment))(?P<end>[.!]?)$"
)
_FOR_QUESTIONS = any_case(
    r"(?P<line>\b(?:call cent(?:er|re)|hot ?line|help ?line)) for (?:(?:your |all )?questions|families"
    r"|people affected)(?: about (?:the|this) (?:[A-Z]\w+ )?(?:attack|event|incident))?(?= )"
)
_NUMBER_IS = any_case(
    r"^(?:the|its|our|that) (?:phone |telephone )?number is (?P<phone>(?:1-)?(?:\d{3}-)?\d{3}-\d{4})[.!]?$"
    r"|^(?:again|once more|i repeat),? (?:that is |it is "
    r"|the number is )?(?P<again>(?:1-)?(?:\d{3}-)?\d{3}-\d{4})[.!]?$"
)


def _name_acts(read: str, record: CaseRecord) -> str:
    """Who opened a message as the way in; the number of a line that was told of before."""
    if opened := _OPENED.match(read):
        act = f"{opened['what'].lower()} that {opened['who'].lower()} {opened['did']}"
        return f"The intruders got in by {act}{opened['end']}"
    number = _NUMBER_IS.match(read)
    known = re.sub(r"\D", "", str(record.get(Subject.CALL_CENTER, "phone") or ""))
    if number and known and re.search(r"call cent|line\b|number|\d{3}-\d{4}|pencil", record.before, re.I):
        said = number["phone"] or number["again"]
        return "The call center is open." if known.endswith(re.sub(r"\D", "", said)) else read
    return _FOR_QUESTIONS.sub(r"\g<line>", read)


_FILE = any_case(
    r"\b(?:discovery|discovered)(?: was|:)? on (?P<found>[^,;]+), (?:notice|notification)(?: to you"
    r"| to (?:the|our) (?:insurer|carrier))?(?::| was)? on (?P<told>[^,;]+?)(?P<rest>, (?:and )?(?:(?:a "
    r"|the )?(?:policy )?(?:deductible|limit) of \$[\d,]+(?:,? (?:and )?)?)+)(?P<end>[.!]?)$"
)
_TERM = any_case(r"(?P<what>deductible|limit) of (?P<sum>\$[\d,]+)")


def _tell_file(read: str, record: CaseRecord) -> str:
    """A file for an insurer: when it was found, when he was told, and what the policy has."""
    filed, today = _FILE.search(read), record.today
    if filed is None or today is None:
        return read
    days = [_name_day(filed[one], record) for one in ("found", "told")]
    terms = "; ".join(f"the {one['what'].lower()} is {one['sum']}" for one in _TERM.finditer(filed["rest"]))
    return (
        f"The attack was found on {days[0]}; the insurer was informed on {days[1]}; {terms}{filed['end']}"
        if all(days)
        else read
    )


def _name_day(told: str, record: CaseRecord) -> str:
    """A day that is told by its name and its number alone, as the record's own day of that number."""
    bare = re.fullmatch(r"(?P<name>\w+day),? the (?P<day>\d{1,2})(?:st|nd|rd|th)?", told.strip(), re.I)
    if bare is None:
        return told.strip()
    known = (record.get(Subject.ENCRYPTION_EVENT, "found"), record.get(Subject.INSURANCE, "informed"))
    for day in filter(None, map(read_day, known)):
        if day.day == int(bare["day"]) and f"{day:%A}".lower() == bare["name"].lower():
            return f"{day:%B} {day.day}"
    return ""


_STATE_OF = any_words(r"agency|office|department|bureau|authority|commission|board|division|center")


def _name_agency(read: str, record: CaseRecord) -> str:
    """The state for an agency that got a report and that the record alone has by its name."""
    names = [name for name, _ in list_reports(record)]
    unknown = [name for name in names if not list_agencies(name.replace("_", " "))]
    if (
        len(unknown) != 1
        or any("state" in name.lower() for name in names)
        or not _STATE_OF.search(unknown[0])
    ):
        return read
    return re.sub(rf"\bthe {re.escape(unknown[0])}\b", "the state", read)


LEAD_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (
    tell_way,
    _drop_leads,
    _drop_day_count,
    _drop_request,
    _tell_headline,
    _name_acts,
    _tell_file,
    _name_agency,
)
