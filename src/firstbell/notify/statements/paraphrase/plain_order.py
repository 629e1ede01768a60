"""A sentence in its plain order: contrasts, gaps, inversions, parts of a whole, what was asked.

Rules read "student passwords have not been reset". People also write "while staff have new passwords, those
of our students have not been reset" and "nine days have been reviewed and twelve have not". What comes of
each form here says the same as the sentence; every clause must then pass by itself (company.py). "The log
review turned up no evidence of theft" tells two things: that the logs were reviewed, and that none was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.language.sentences import make_sentence, plain
from firstbell.notify.statements.paraphrase.joints import Clause
from firstbell.notify.statements.paraphrase.rewordings import say_same
from firstbell.notify.statements.record import CaseRecord

_DATA = (
    r"(?:(?:any|our|the|student|students'|employee|employees'|staff|personal|school|district|family) )*"
    r"(?:data|files|information|records|documents)"
)
_NET = r"(?:(?:our|the|its|district|school) )*(?:network|systems?|servers?|computers?)"
_THEFT = rf"(?:(?:a |any )?(?:data )?(?:theft|exfiltration)(?: of {_DATA})?|(?:the )?copying of {_DATA})"
_GONE = (
    rf"(?:{_DATA} (?:had |has |have )?(?:ever )?left {_NET}"
    rf"|{_DATA} (?:was|were|had been|has been|have been) (?:taken|stolen|copied|exfiltrated|removed)"
    rf"(?: from {_NET})?|anything (?:was taken|was stolen|was copied|left {_NET}))"
)
_SIGN = r"(?:evidence|signs?|indications?|traces?|proof|hint)"
_LOGS = r"(?:(?:our|the|its|outbound|outgoing|network|firewall|server|traffic) )*logs"
_REVIEW = (
    rf"(?:(?:full|complete|finished|whole|network|outbound) )*(?:log review|review of {_LOGS}"
    rf"|analysis of {_LOGS}|investigation|forensic (?:review|investigation|analysis))"
)
_FIRM = r"(?:outside |independent )?(?:forensics? (?:firm|team|experts?|investigators?|specialists?))"
_FOUND = (
    r"(?:has |have |had )?(?:turned up|found|finds?|showed|shows?|shown|revealed|reveals?|uncovered|produced"
    r"|yielded|seen|saw|detected|discovered|identified)"
)
_SCOPE = (
    r"(?P<scope>,? (?:after|in|from|by|across|following) (?:an? |the |our )?"
    r"(?:(?:full|complete|thorough|finished) )*(?:review (?:of )?)?(?:(?:all|every one) (?:of )?(?:the )?)?"
    rf"(?:(?P<days>\d+|{SPELLED}) days of )?{_LOGS}(?: (?:that )?we reviewed)?)?"
)
_BY_REVIEW = any_case(
    rf"^(?:(?:the|our|a|that) )?(?:{_REVIEW}|(?P<firm>{_FIRM})) {_FOUND} no (?:{_SIGN} (?:of {_THEFT}|that"
    rf" {_GONE})|{_THEFT}){_SCOPE}$"
)
_WAS_FOUND = any_case(
    rf"^no {_SIGN} (?:of {_THEFT}|that {_GONE}) (?:was|were|has been|have been) (?:found|seen"
    rf"|detected){_SCOPE}$"
)
_RULED_OUT = any_case(
    rf"^(?:the )?{_THEFT} (?:(?:was|is|has been) )?(?:ruled out"
    rf"|excluded)(?: (?:at|by|in) (?P<name>[A-Z][\w' ]+?))?{_SCOPE}$"
)
_HALLAZGO = any_case(
    r"^(?P<review>(?:en los registros(?: de (?:salida|la red|red))? que (?:revisamos|se revisaron"
    r"|hemos revisado),? )|revisamos (?:todos )?los (?P<days>[\w\u00fa\u00e9\u00ed\u00f3]+) d\u00edas de"
    r" registros y )?(?:(?:la|nuestra) (?P<by>investigaci\u00f3n|revisi\u00f3n(?: de (?:los )?registros)?) )?"
    r"(?:no (?:encontramos|encontr\u00f3|hallamos|hall\u00f3|detectamos|detect\u00f3|hemos encontrado"
    r"|ha encontrado|se encontraron|vimos) (?:indicios|se\u00f1ales|pruebas|rastros|evidencia) de robo de"
    r" (?:datos|informaci\u00f3n|archivos)"
    r"|(?P<out>el robo de datos (?:qued\u00f3|ha quedado|fue|est\u00e1) descartado))$"
)


def tell_finding(said: str, record: CaseRecord) -> list[str]:
    """What a sentence says of a theft that was looked for and not found, claim by claim; else nothing."""
    for form in (_BY_REVIEW, _WAS_FOUND, _RULED_OUT):
        if found := form.match(said):
            named = found.groupdict()
            if named.get("name") and named["name"] not in record.names:
                return []
            told = ["No data was taken" if form is _RULED_OUT else "We found no evidence of data theft"]
            told += ["A forensic firm was hired"] if named.get("firm") else []
            told += [f"All {named['days']} days of logs were reviewed"] if named["days"] else []
            of_logs = named["scope"] or "log" in said[: found.start("scope")].lower()
            return [*told, "The logs were reviewed"] if of_logs and not named["days"] else told
    if found := _HALLAZGO.match(said):
        told = ["No se robaron datos" if found["out"] else "No encontramos indicios de robo de datos"]
        of_logs = found["review"] or "registros" in (found["by"] or "")
        return [*told, "Los registros fueron revisados"] if of_logs else told
    return []


_LONGEST = 420
_FINITE = any_case(r"\b(?:is|are|was|were|has|have|had|did|do|does|will|can|remains?)\b|n't\b")
_NUMBER = rf"(?:\d[\d,]*|{SPELLED})"
_WEEKS = any_case(rf"\b(?P<many>{_NUMBER}) weeks of (?:the |our )?(?P<of>(?:\w+ )?logs)\b")


def _count_weeks(match: re.Match[str]) -> str:
    numbers = find_numbers(f"{match['many']} items")
    return f"{int(numbers[0].value * 7)} days of {match['of']}" if numbers else match[0]


def say_plainly(said: str) -> str:
    """The sentence without the lead that it is said plainly, and with the names that rules know."""
    return _WEEKS.sub(_count_weeks, say_same(said, "plain"))


# "while" of a contrast, not of a time
_WHILE = any_case(
    r"^(?:while|whereas|although|though) (?P<first>(?:(?!\b(?:was|were|had|did|if|when)\b)[^,;])+),"
    r" (?P<second>(?!please\b|you can\b|we ask\b)[^;]+)$"
)
_THOSE = any_case(r"^those of (?=our|the)")
_LAST_NOUN = any_case(r"\b(?P<noun>passwords|systems|files|letters|accounts|records|codes)$")


# a contrast behind what it is told against; "though not ..." is a part of that
_ALTHOUGH = any_case(
    r"^(?P<first>(?!if\b|unless\b|when\b)[^;]+?), (?:although|even though|though|whereas)"
    r" (?P<second>(?!not\b|only\b|it\b|they\b|this\b|that\b|these\b|those\b|some\b|none\b|most\b)[^;]+)$"
)


def _part_while(said: str) -> list[str]:
    """Of "while A, B": both; "those of our students" by what A speaks of at its end."""
    parts = _WHILE.match(said) or _ALTHOUGH.match(said)
    if parts is None or not all(_FINITE.search(parts[one]) for one in ("first", "second")):
        return []
    second, noun = parts["second"], _LAST_NOUN.search(parts["first"])
    if _THOSE.match(second):
        if noun is None:
            return []
        second = _THOSE.sub(f"the {noun['noun']} of ", second)
    return [parts["first"], second]


_GAP = any_case(
    r"^(?P<lead>of [^,;]+, )?(?P<first>[^,;]+?) (?P<be>has|have|is|are|was|were) (?P<so>(?!not\b)[^,;]+?),?"
    r" (?:and|but|while|whereas|though) (?P<second>(?:the |our )?[^,;]+?)"
    r" (?P<be2>has|have|is|are|was|were)(?:(?: still)? not|n't)(?: yet| so far)?$"
)
_POINTS = any_words(r"it|they|this|that|these|those|others?|rest|some|most|one|ones|all|none|any")


def _fill_gap(said: str) -> list[str]:
    """Of "nine days have been reviewed and twelve have not": both, each with its verb and its noun."""
    gap = _GAP.match(said)
    if gap is None or _POINTS.search(gap["second"]) or _FINITE.search(gap["second"]):
        return []
    second, lead = gap["second"], gap["lead"] or ""
    counted = re.match(rf"{_NUMBER} (?P<noun>[\w' -]+)$", gap["first"], re.I)
    if re.fullmatch(_NUMBER, second, re.I):
        if counted is None:
            return []
        second = f"{second} {counted['noun']}"
    of = re.match(
        rf"of (?P<whole>{_NUMBER}) (?P<noun>days|files|letters|systems|people)(?P<of> of [\w ]+)?, $",
        lead,
        re.I,
    )
    first = gap["first"]
    if of:
        counts = [find_numbers(f"{one} items") for one in (of["whole"], first.split()[0], gap["second"])]
        if not all(counts) or counts[0][0].value != counts[1][0].value + counts[2][0].value:
            return []
        # "of 21 days of logs, nine have been reviewed"
        first = re.sub(rf"^({_NUMBER}) {of['noun']}$", r"\1", first, flags=re.I)
        second = f"{second}{of['of'] or ''}"
        return [f"{lead}{first} {gap['be']} {gap['so']}", f"{second} {gap['be2']} not {gap['so']}"]
    return [f"{lead}{first} {gap['be']} {gap['so']}", f"{lead}{second} {gap['be2']} not {gap['so']}"]


_INVERTED = any_case(
    r"^(?P<so>still (?:pending|down|out|offline|unavailable|missing|unrestored)) (?P<be>is|are)"
    r" (?P<what>(?:(?!\b(?:while|but|because|if)\b)[^;])+?)(?:, (?:while|and) (?P<rest>[^;]+))?$"
)


def _turn_back(said: str) -> list[str]:
    """Of "still pending are the library and the phones, while email is back": each in its plain order."""
    turned = _INVERTED.match(said)
    if turned is None or _FINITE.search(turned["what"]):
        return []
    rest = [turned["rest"]] if turned["rest"] else []
    return [*(f"{one} {_be(one)} {turned['so']}" for one in _list_items(turned["what"])), *rest]


def _list_items(words: str) -> list[str]:
    """What a list names, one by one: each must be so by itself."""
    return [one.strip() for one in re.split(r",(?: and)? | and ", words) if one.strip()]


def _be(item: str) -> str:
    return "are" if re.search(r"(?<!s)s$", item) else "is"


_TO_RESTORE = any_words(r"restor\w+|recovery|pending|affected|hit|encrypted")
_PARTS = any_case(
    r"^of (?P<whole>(?:the|our) [^,;]+?)(?:, (?:including|among them) (?P<named>[^;]+?))?,"
    r" (?P<many>none|not one|all) (?P<be>has|have|is|are|was|were) (?P<so>[^,;]+)$"
)


def _join_parts(said: str) -> list[str]:
    """Of "of the systems on our list, including A, none has been restored": none of them, and A neither."""
    parts = _PARTS.match(said)
    if parts is None:
        return []
    told = [f"{parts['many']} of {parts['whole']} {parts['be']} {parts['so']}"]
    if parts["named"]:
        if not _TO_RESTORE.search(parts["whole"]):
            # that they belong to it is a claim of its own
            return []
        denied = "" if parts["many"].lower() == "all" else "not "
        plural = {"has": "have", "was": "were"}
        for one in _list_items(parts["named"]):
            be = parts["be"].lower() if _be(one) == "is" else plural.get(parts["be"].lower(), "are")
            told += [f"{one} {be} {denied}{parts['so']}"]
            told += [f"{one} {_be(one)} still pending"] if denied else []
    return told


_NO_PROOF = (
    r"(?:(?:is |does )?(?:not|n't) (?:(?:quite |yet )?the same(?: thing)? as )?"
    r"(?:(?:a |any |full )?(?:proof|guarantee|promise|certainty)|prove|proving|mean)"
    r"|is no (?:proof|guarantee))(?: (?:that|of) (?:none|nothing|no (?:theft|data|files?|copying)|it|one)"
    r" (?:took place|happened|occurred|was (?:taken|stolen|copied)|did not happen|left))?"
)
_FINDING = any_case(
    r"^(?:finding|having found|to find) (?P<found>no (?:evidence|signs?|indications?|traces?|proof) of"
    rf" [^,;]+?) (?:{_NO_PROOF}|is (?:reassuring|good news|welcome|welcome news|a relief|encouraging"
    rf"|a comfort))(?:,? (?:but|and|though|yet) (?:it|that|this)? ?(?:{_NO_PROOF}))?$"
)


def _tell_found(said: str) -> list[str]:
    """Of "finding no sign of theft is not proof that none took place": that none was found."""
    found = _FINDING.match(said)
    return [f"we found {found['found']}"] if found else []


_ASKED_IT = any_case(
    r"^asked (?:whether|if|about) (?P<what>the (?:[\w' -]+?))(?: (?:might|may|could|will|would|can|had|has"
    r"|was|is) [^,;]+)?, (?:the (?:district|superintendent|administration|board)"
    r"|(?:Superintendent |Dr\. |Mr\. |Ms\. |Mrs\. )?[A-Z]\w+) (?:said|answered|replied)(?: that)? (?:it|they)"
    r" (?P<so>(?:is|are|was|were|has|have|remains?) [^,;]+)$"
)


def _name_asked(said: str) -> list[str]:
    """Of "asked whether the number might rise, the district said it is final": that the number is."""
    asked = _ASKED_IT.match(said)
    return [f"{asked['what']} {asked['so']}"] if asked else []


_WAYS: Sequence[Callable[[str], list[str]]] = (
    _part_while, _fill_gap, _turn_back, _join_parts, _tell_found, _name_asked,
)  # fmt: skip


def tell_plain_order(said: str, written: str, record: CaseRecord) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence in their plain order; nothing where it has that already."""
    text = plain(said).strip().rstrip(".!")
    if len(text) > _LONGEST or "?" in text:
        return
    told = say_plainly(text)
    parts = tell_finding(told, record) or next((found for way in _WAYS if (found := way(told))), [])
    if parts:
        yield [Clause(_begin(one), written) for one in parts]
    elif told != text:
        yield [Clause(_begin(told), written)]


def _begin(part: str) -> str:
    return make_sentence(part.strip(" ,"))
