"""What a long sentence folds into one: who says it, sums that it works out itself, whose limit, what is open.

Each becomes a clause of its own behind a semicolon, or is left out where the sentence bears it out by its own
numbers and days. What comes of it is judged like any other sentence (joints.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.days.day_chains import DATE, WEEKDAY, drop_spans
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SHARE, SPELLED, find_numbers, find_share
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_OFFICER = (
    r"(?:(?:the |our )?(?:(?:assistant |deputy |interim )?superintendent|clerk|treasurer|administration"
    r"|chair\w*|board president|(?:district |general |legal )?counsel|(?:technology|it|finance|business"
    r"|communications) (?:director|manager|officer)|principal)(?: [A-Z][\w'-]+)?|(?:Mr|Mrs|Ms|Dr|Director"
    r"|Trustee|Member|Treasurer|Principal|Superintendent|President|Chair)\.? [A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
)
_SAYS = r"(?:also )?(?:reported|noted|said|says|stated|explained|added|answered|replied)(?: to the board)?"
_LEAD_IN = any_case(
    r"(?P<at>^|; |, and |: )(?:as (?:you|many of you|some of you|families) (?:may |might |will "
    r"|surely )*(?:remember|recall|know|have heard),|for (?:your|the|our) (?:file|files|records?|information"
    r"|minutes)[:,]|(?:hello|hi|good (?:morning|afternoon|evening)),? (?:[A-Z][\w'-]+ )?(?:families|parents"
    r"|staff|everyone|colleagues|neighbors)[:,!]|you will (?:recall|remember|be aware) that"
    r"|(?:we|I) (?:would like to )?(?:remind|want to remind) (?:you|families|parents|everyone|staff) that"
    r"|(?:I am|we are) (?:very |so |truly )?sorry to (?:have to )?(?:tell you|say|report|inform you) that"
    r"|(?:le|les) recordamos que|como (?:ustedes )?(?:ya )?(?:saben|recordar\u00e1n|recuerdan),)\s+(?=\S)"
)
_REPORTS = re.compile(rf"^{_OFFICER} {_SAYS}(?:,)? that,? (?=\S+ \S+)")
_REPORTED = re.compile(rf",(?: as)? {_OFFICER} {_SAYS}(?=[,;.])")


def _drop_leads(text: str, record: CaseRecord) -> str:
    """Without words that lead to what is said, and without who told it at a meeting."""
    told = _LEAD_IN.sub(r"\g<at>", text)
    named = _REPORTS.match(told)
    speaks = re.match(
        r"This is (?P<who>[^:,;]+?) with an? (?:\w+ ){0,2}(?:message|update|announcement): ", told
    )
    if named:
        told = told[named.end() :]
    elif speaks and speaks["who"] in record.names:
        told = told[speaks.end() :]
    if told != text and (named or re.search(r"\b(?:that|que)\s+$", _first_lead(text))):
        # what was told goes on: "that A, that B, and that C"
        told = re.sub(r", (?:and |y )?(?:that|que) (?=\S+ \S+ \S+)", "; ", told)
    return _REPORTED.sub("", told)


def _first_lead(text: str) -> str:
    lead = _LEAD_IN.match(text)
    return lead[0] if lead else ""


_LIMIT = (
    r"\$?[\w.,-]*\d[\d,.]*(?: (?:million|thousand))?(?: dollars)?"
    r"|(?:[\w-]+ ){0,3}(?:million|thousand)(?: dollars)?"
)
_POLICY = any_case(
    r",? (?:under|against|with|within) (?:the|a|an|our) (?:insurance )?policy(?:"
    rf" whose limit is (?P<limit1>{_LIMIT}) and whose deductible is (?P<own1>{_LIMIT})"
    rf"| with (?:its|a|the) (?P<limit2>{_LIMIT}) limit and (?:its|a|the) deductible of (?P<own2>{_LIMIT})"
    rf"| limit of (?P<limit3>{_LIMIT}) and (?:a|its|the) deductible of (?P<own3>{_LIMIT}))(?=[;,.]|$)"
)
_TO_INSURER = any_words(
    r"(?P<gave>(?:we|the district) (?:gave|sent)) you (?:our )?notice"
    r"|(?P<went>notice (?:went|was (?:given|sent))) to you"
    r"|(?P<own>our notice) to you"
)


def _part_policy(text: str, record: CaseRecord) -> str:
    """The limit and the deductible of a policy as a clause; who reads of them is the insurer."""
    del record
    match = _POLICY.search(text)
    if match is None:
        return text
    parts = match.groupdict()
    limit = next(parts[f"limit{at}"] for at in (1, 2, 3) if parts[f"limit{at}"])
    own = next(parts[f"own{at}"] for at in (1, 2, 3) if parts[f"own{at}"])
    told = f"; the policy has a limit of {limit} and a deductible of {own}"
    return _TO_INSURER.sub(_name_insurer, f"{text[: match.start()]}{told}{text[match.end() :]}")


def _name_insurer(match: re.Match[str]) -> str:
    if match["gave"]:
        return f"{match['gave']} our insurer notice"
    return f"{match['went'] or match['own']} to our insurer"


_NUMBER = rf"\$?(?:\d[\d,]*(?:\.\d+)?(?: (?:million|thousand))?|{SPELLED})(?: dollars)?"
# what is left of two numbers that stand before it, and of what it may be said
_DIFFERENCE = any_case(
    r",? (?:which (?:leaves|is a difference of|makes|is)|leaving|so (?:that )?(?:some"
    r"|we reckon with a further|we (?:still )?expect (?:a further|another))|that is|a difference of)"
    rf" (?P<many>{_NUMBER})(?P<what> (?:(?:more )?letters? (?:still )?(?:to (?:send|go|be sent)|unsent)"
    r"|(?:still )?to (?:send|go|come|be sent)|is (?:still )?to come"
    r"|(?:are |is )?(?:still )?(?:left|outstanding)|fewer|less|more))?(?=[;,.]|$)"
)
_SHORT_OF = any_case(
    rf"(?P<share>\b\d+(?:\.\d+)? ?(?:percent|%)), (?P<many>{_NUMBER})(?: percent| points)? short of the whole"
)
_SHARE_OF = any_case(
    rf",? which is (?P<share>{SHARE.pattern}) of (?:that|it|what (?:was|they) (?:demanded|asked for)"
    r"|the demand)(?=[;,.]|$)"
)


def _list_sums(text: str) -> list[float]:
    """The numbers of a stretch that are no days, the last two of a kind (money, or none)."""
    bare = re.sub(rf"{DATE.pattern}|\b\d{{1,2}}:\d\d\b", " ", text)
    return [one.value for one in find_numbers(bare) if one.value >= 1]


def _drop_sums(text: str, record: CaseRecord) -> str:
    """Without what the numbers of the sentence itself make, where it is right."""
    del record
    if match := _DIFFERENCE.search(text):
        said = find_numbers(match["many"].strip())
        sums = _list_sums(text[: match.start()])[-2:]
        if said and len(sums) == 2 and abs(sums[0] - sums[1]) == said[0].value:
            text = text[: match.start()] + text[match.end() :]
    if match := _SHORT_OF.search(text):
        share, said = find_share(match["share"]), find_numbers(match["many"])
        if share and said and share.fits(100 - said[0].value):
            text = text[: match.end("share")] + text[match.end() :]
    if match := _SHARE_OF.search(text):
        share, sums = find_share(match["share"]), _list_sums(text[: match.start()])[-2:]
        if share and len(sums) == 2 and max(sums) and share.fits(100 * min(sums) / max(sums)):
            text = text[: match.start()] + text[match.end() :]
    return text


_PASSWORDS = any_case(
    rf"(?P<first>\bpasswords? were (?:reset|changed) (?:on )?{DATE.pattern}),? and (?:the |our |those of )?"
    rf"(?P<who>students|staff)'? (?P<day>on {DATE.pattern})"
)
_WHERE_LINE = any_case(r", where (?=(?:our|the) (?:call cent(?:er|re)|hot ?line|help ?line) )")
_OF_WHICH = any_case(
    r"\bthere (?:are|were) (?P<many>[\d,]+|[\w-]+) files (?:of which|for which|of which) (?:we have|there is)"
    r" no clean (?P<what>version|copy)\b"
)
_NEITHER = any_case(
    r"\bneither (?P<one>(?:the |our )?[\w -]{3,40}?) nor (?P<two>(?:the |our )?[\w -]{3,40}?) (?:was|were|is"
    r"|are) (?P<done>affected|struck|hit|touched)\b"
)
_BEGAN = any_case(
    r"(?P<at>^|; |, and |, but )(?P<who>the (?:multi-?factor|two-?step|second-?factor)[\w -]{0,20}?|the call"
    rf" center) that (?P<began>(?:began|started|opened) (?:on )?{DATE.pattern}) (?P<is>is|has|answers)\b"
)
_OWN_NUMBER = any_case(r"(?P<line>\bcall center\b[^;]*?), (?:and )?its number is (?P<phone>[\d-]{7,})")
_BELIEF = any_case(r", which is,?(?: we stress,?)? a belief,? and not (?:yet )?a (?:finding|fact|certainty)")


# of "three are back (mail, phones) and two are not (payroll, library)" each half is a clause
_LISTED = any_case(
    r"(?P<done>\b(?:restored|verified|back|working|running|pending|down|out|left|told|informed|found)) \("
    r"(?P<list>[^(),]+"
    r"(?:,[^(),]+)*)\)(?:,? (?:and|while|but) (?=(?:\w+ ){1,3}(?:is|are|was|were|has|have)\b))?"
)
# "the staff's were reset, the students' have not been": passwords
_WHOSE = any_case(r"\b(?P<who>the (?:staff|students|teachers|employees)'s?) (?=(?:were|have|has|are)\b)")
_NOT_BEEN = any_case(r"\b(?P<not>passwords have not(?: yet)? been)(?=[;,.]|$)")
_YOURS = any_case(r"\byour (?=passwords were\b)")


def _name_owners(text: str, record: CaseRecord) -> str:
    """Whose passwords they are, where two groups are told apart."""
    if "password" not in f"{record.before} {text}".lower():
        return text
    if _YOURS.search(text) and re.search(r"\bstudents'", text, re.I):
        text = _YOURS.sub("staff ", text)
    text = _WHOSE.sub(r"\g<who> passwords ", text)
    return _NOT_BEEN.sub(r"\g<not> reset", text)


def _part_list(match: re.Match[str]) -> str:
    """A list in parentheses behind a colon, and what follows it as a clause."""
    behind = match[0].endswith(")")
    return f"{match['done']}: {match['list']}{'' if behind else '; '}"


def _word_otherwise(text: str, record: CaseRecord) -> str:
    """The same in clauses of their own: whose passwords, since when a line is open, neither of two."""
    text = _LISTED.sub(_part_list, text)
    text = _PASSWORDS.sub(r"\g<first>; the \g<who>' passwords were reset \g<day>", text)
    text = _name_owners(text, record)
    text = _OF_WHICH.sub(r"\g<many> files have no clean \g<what>", _WHERE_LINE.sub("; ", text))
    text = _NEITHER.sub(r"\g<one> and \g<two> were not \g<done>", text)
    text = _BEGAN.sub(r"\g<at>\g<who> \g<began>; \g<who> \g<is>", text)
    text = _OWN_NUMBER.sub(r"\g<line>; call \g<phone>", text)
    return _BELIEF.sub("", text) if re.search(r"\bwe (?:believe|think)\b", text, re.I) else text


_NOBODY = (
    r"(?:nobody|no one)(?: (?:at|in|here at) (?:the|our) (?:district|schools?))? (?:can|could)"
    r" (?:tell you|say|tell)"
)
_WE = r"(?:we|I) (?:do not|don't|cannot|can't) (?:yet |now )?(?:know|say|tell(?: you)?)(?: yet)?"
_ASKS = r"(?:how (?:many|much)|when|who|whether|where|what|how|by what|if|whose|since when)"
_OPEN_LIST = any_case(
    rf"(?P<lead>(?:^|(?<=; )|(?<=, and )|(?<=and ))(?:at (?:this|that) (?:point|time) )?(?:{_NOBODY}|{_WE})"
    rf"(?: today| yet| so far)?) (?P<first>{_ASKS} [^,;]+?), (?:(?P<second>{_ASKS} [^,;]+?),? )?or "
    rf"(?P<last>{_ASKS} [^,;]+)"
)
_KNOW_NEITHER = any_case(
    rf"\b(?:at (?:this|that) (?:point|time) )?(?:we|I) know neither (?P<first>{_ASKS} [^,;]+?) nor "
    rf"(?P<last>{_ASKS} [^,;.]+)"
)
_BY_ROUTE = any_case(r"^(?:by what (?:route|way|means|door)|how)$")


def _part_open(text: str, record: CaseRecord) -> str:
    """Each of several things that nobody knows, as not known."""
    del record
    for pattern in (_OPEN_LIST, _KNOW_NEITHER):
        if match := pattern.search(text):
            asked = [match[name] for name in ("first", "second", "last") if match.groupdict().get(name)]
            told = "; ".join(f"we do not know {_whole(one.strip())}" for one in asked)
            text = f"{text[: match.start()]}{told}{text[match.end() :]}"
    return text


def _whole(asked: str) -> str:
    return "how the intruders got in" if _BY_ROUTE.match(asked) else asked


_REOPENED = any_case(
    rf"\bit was (?P<day>(?:{WEEKDAY},? )?{DATE.pattern}),? before (?P<who>we|(?:the |our )?schools)"
    r" reopened\b"
    r"|\b(?:your|our|the) (?:children|students) (?:were|are|came) back(?: with us"
    rf"| (?:in|to) (?:school|class(?:es)?))? on (?P<back>(?:{WEEKDAY},? )?{DATE.pattern})"
)
_COST_DAYS = any_case(
    r"\bthe (?:attack|event|incident) cost (?:our |the )?(?:students|children|schools|us|families)"
    r" (?P<many>[\w-]+) (?:school days?|days? of (?:school|classes|class)),? (?=from|[;,.])"
)
_SPENT = any_case(
    rf"\b(?P<spent>we have (?:so far )?spent {_NUMBER}(?: so far)?) and (?:we )?(?:now )?expect"
    rf" (?P<all>{_NUMBER})(?: in all| in total| altogether)(?=[;,.]|$)"
)
_STILL_AHEAD = any_case(
    r"(?:,? and)? with (?P<share>[\w-]+ (?:percent|%)) of the search (?:still )?(?:ahead of us|to (?:go|do)"
    r"|left),? (?:the|that|this) (?:number|count|figure|total) may (?:still |yet |well )*(?:change|grow"
    r"|rise)(?=[;,.]|$)"
)
_MISUSE_OPEN = any_case(
    r"(?P<search>\b(?:search|looking) for misuse\b[^;]*?\bnot (?:yet )?been (?:done|made|begun"
    r"|carried out)),? (?:and for (?:that|this) reason|and so|so) (?:we|I) (?:cannot|can't) (?:yet )?"
    r"(?:tell(?: you)?|say) (?:whether|if) [^;,.]+? (?:has|have) been (?:used|misused|abused)(?=[;,.]|$)"
)
_OTHER_KINDS = any_case(
    r",? (?:and |so )?(?:other|more|further|additional) kinds of (?:information|data) may (?:still|yet|well"
    r"|also) (?:turn up|be found|come to light)(?=[;,.]|$)"
)
_SEARCH_ONLY = any_case(
    r",? (?:and )?since (?=the search is (?:only )?(?:(?:a little|just|slightly) (?:more|less|over|under) "
    r"(?:than )?)?[\w ]+"
    r" (?:complete|done|finished|through))|(?<=the search is )only (?=a little|just|slightly)"
)


def _tell_days(text: str, record: CaseRecord) -> str:
    """Of schools and of costs, in the words by which clauses are read."""
    del record
    text = _REOPENED.sub(lambda match: f"schools reopened on {match['day'] or match['back']}", text)
    text = _COST_DAYS.sub(r"schools were closed for \g<many> days ", text)
    return _SPENT.sub(r"\g<spent>; total costs are expected to reach \g<all>", text)


def _open_search(text: str, record: CaseRecord) -> str:
    """What may still come, or is not known, while a search goes on, by how far it is."""
    text = _STILL_AHEAD.sub(
        r"; \g<share> of the search is still ahead of us; the count of people is not final", text
    )
    text = _MISUSE_OPEN.sub(r"\g<search>", text)
    covered = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    if isinstance(covered, int | float) and covered < _WHOLE and _OTHER_KINDS.search(text):
        text = _SEARCH_ONLY.sub("; ", _OTHER_KINDS.sub("", text), count=1)
        text = re.sub(r"(?<=the search is )only (?=a little|just|slightly)", "", text)
    return _part_reason(text)


_WHOLE = 100
# why it is not known, or not final: how far the search is, or that nobody has settled it
_WHY_OPEN = any_case(
    r"(?P<open>\b(?:not (?:yet )?(?:final|known|definitive|complete|determined)|(?:do not|don't) (?:yet"
    r" )?know\b[^;,]*"
    r"|no (?:number|figure|count) (?:to (?:give|report))|(?:cannot|can't) (?:yet )?(?:say|tell)\b[^;,]*)),"
    r" (?:since|because|as) (?=(?:(?:the|our|that) (?:search|review)\b|[\d,]+ files\b|only \d))"
)
_ASKED_NUMBER = re.compile(
    rf"^(?:{_OFFICER}|a (?:parent|trustee|member|reporter)) asked (?P<what>how (?:many|much) [^,;]+), and"
    rf" {_OFFICER} {_SAYS} that (?:it|they|we|he|she) (?:has|have|had) no (?:number|figure|count|answer) to"
    r" give(?: yet)?(?=[;,.]|$)"
)


def _part_reason(text: str) -> str:
    if asked := _ASKED_NUMBER.match(text):
        text = f"We do not know {asked['what']}{text[asked.end() :]}"
    return _WHY_OPEN.sub(r"\g<open>; ", text)


_STEPS: Sequence[Callable[[str, CaseRecord], str]] = (
    _drop_leads,
    _part_policy,
    _drop_sums,
    drop_spans,
    _word_otherwise,
    _part_open,
    _tell_days,
    _open_search,
)


def unfold(text: str, record: CaseRecord) -> str:
    """The sentence with what it folds into one as clauses of their own; itself where there is nothing.

    Its days are told by their dates already, those that hang on others too.
    """
    told = text
    for step in _STEPS:
        told = step(told, record)
    told = re.sub(r"\s+", " ", re.sub(r"[;,]\s*(?=[;.])", "", told)).strip(" ;,")
    return text if told == text.strip() else capitalize(told)
