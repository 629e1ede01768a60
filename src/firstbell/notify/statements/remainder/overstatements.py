"""Sentences that say flatly what the record leaves open, or leave open what it has settled.

"A few folders may have been opened, but nothing was downloaded", "at no stage could they get at the mail",
"the 3,120 are an early estimate": such words stand beside what is borne out, or in a headline that no judge
reads. Each rule asks the record for what is known, and holds the sentence only where that is something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.names import (
    list_agencies,
    list_groups,
    list_kinds,
    list_recorded_kinds,
    list_systems,
    name_systems,
)
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.language.sentences import has_verb
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.record.facts import Subject

_DENIES = any_case(r"\b(?:not|no|nobody|none|nothing|never|nor|neither|cannot|without)\b|n't\b")
_THINGS = r"(?:data|files?|records?|documents?|information|folders?)"
_MAY = any_words(r"possibl[ey]|may|might|could|perhaps|maybe|conceivabl[ey]|ruled out")
_NOT_TAKEN = any_case(
    rf"\b(?:nothing|none|(?:no|not (?:a|one)(?: single)?) (?:\w+ ){{0,2}}{_THINGS})(?: of (?:it|them|that))?"
    r" (?:(?:was|were|has|have|had|been|got|ever|actually) ){0,3}"
    r"(?:copied|taken|stolen|downloaded|exfiltrated|removed|extracted|left|moved|transferred|carried off)\b"
)
_AT_NO_TIME = any_case(
    r"\bat no (?:time|point|moment|stage)(?: ever| whatsoever)? (?:could|can|was|were|did|had|has|have"
    r"|would)\b.{0,60}?\b(?:reach|open|read|access|enter|see|view|touch|cop[yi]|take|steal|alter|change"
    r"|get (?:at|in))"
)
_NOT_MET = any_case(
    r"\bthrough (?:more than |over |about |nearly |almost |well over )?"
    r"(?:half|most|all|a (?:third|quarter)|\w+ (?:thirds|quarters|percent)|the (?:bulk|majority)|\d+%)"
    r"[^;]*?(?:\b(?:not|never|without|yet to|no)\b|n't\b)"
    r"[^;,]{0,20}?\b(?:r[au]n(?:ning)?|com(?:e|ing)|happen\w*|stumbl\w+|chanc\w+) (?:across|upon|into|on)\b"
)
_STOLEN = any_case(
    rf"\b(?:stolen|leaked|hacked|exfiltrated) (?:[\w'-]+ ){{0,2}}{_THINGS}\b"
    r"|\b(?:confirm|verif|pro[vw]|establish|show)\w* (?:[\w'-]+ ){0,3}(?:theft|exfiltration|data breach)\b"
)
_UNPUBLISHED = any_case(
    rf"\b{_THINGS} (?:(?:was|were|has|have|had|been|still) )*(?:never|not|un(?=published))(?: been| yet"
    r"| put)* ?(?:published|leaked|posted|released|online|dumped)\b"
)
_ON_THE_WAY = any_case(
    r"(?:\b(?P<many>\d[\d,]*) )?\b(?:letters|notices)(?: to [\w ,]{3,30})?,?"
    r"(?: (?:are|is|were|now|all|already))* (?:in the mail|out(?= to\b| now\b|$)|on (?:the|their) way\b)"
)
_OPEN = any_case(r"\?|\b(?:if|whether|once|until|when|will|undetermined|unknown|rumou?rs?|no longer)\b")
_SHARE = any_case(
    rf"(?<!than )(?<!least )\b(?P<part>\d+|{SPELLED}) of (?:the |our )?(?P<all>\d+|{SPELLED})"
    r"(?P<of> (?:\w+ )?(?:days?|weeks?|months?|people|files|agencies))?\b(?P<said>[^,;]*)"
    r"[,;][^;]*\b(?:other|remaining|rest)\b"
)
_BACK = any_words(r"restored|back|verified|working|up|running|online|recovered|returned")
_NOT_BACK = any_words(r"not|still (?!up)|yet to|pending|down|out|waiting|never|to follow|un\w+ed")
_NOT_FINAL = any_words(
    r"provisional|preliminary|interim|tentative"
    r"|(?:early|rough|first|working) (?:estimate|count|figure|number)"
    r"|(?:will|may|might|could|to) (?:still |yet |well )?(?:be )?(?:revised|updated|corrected|change|grow"
    r"|rise)"
    r"|subject to (?:revision|change)"
    r"|(?:not|n't) (?:yet )?(?:final|settled|complete)"
)
_SPARED = any_case(r"\b(?:not|n't|never|no longer|neither) (?:\w+ ){0,2}$")
_UNPROVEN = any_case(
    r"\b(?:acquisition|theft|exfiltration|taking|copying|removal)\b[^,;.]{0,30}?"
    r"(?:(?:\bnot|n't|\bnever) (?:yet )?(?:been )?(?:established|prove[nd]|shown|confirmed|determined|found)"
    r"|\b(?:remain\w*|is|still|stays?) (?:un(?:proven|proved|established|confirmed|determined)|alleged))\b"
    r"|\b(?:alleged|suspected|supposed|unproven|unconfirmed) (?:data )?(?:theft|exfiltration|acquisition)\b"
    r"(?![^;]*\bconfirmed\b)"
)
_NOT_AMONG = any_case(
    r"(?:\b(?:not|never|nowhere)|n't) (?:among|part of|included?|contain(?:ed)?|in|found in|one of)\b"
    r"|\b(?:no|none of|neither|without|leaves? out|left out|lack(?:s|ed)?|free of|besides|apart from)\b"
)
_REACH = 60  # as far from such words as what they deny may stand, in characters
_FOUND = any_words(r"found|turned up|came up|come up|surfaced|discovered|search\w*|seen|identified")
_TURNS = any_case(r";|, (?:which|who|but|while|though|although|whereas|yet)\b")
_TOO = any_case(
    r",? (?:y (?:tambi\u00e9n|adem\u00e1s|tampoco)|as\u00ed como|al igual que|adem\u00e1s de|e incluso)\b"
    r"(?P<more>[^,;.]+)"
)


def list_overstatements(passed: Passed) -> Iterator[Leftover]:
    """What a sentence that passes says more flatly, or less, than the record does."""
    if passed.spanish:
        yield from _list_widened(passed)
        return
    yield from _list_denied(passed)
    yield from _list_headlines(passed)
    yield from _list_shares(passed)
    yield from _list_unsettled(passed)
    yield from _list_not_among(passed)


def _list_denied(passed: Passed) -> Iterator[Leftover]:
    """That nothing was taken beside what may be, that nobody came near, that nothing was met with."""
    flat, record = passed.flat, passed.record
    none_taken = record.get(Subject.EXFILTRATION, "state") == "none_found"
    if not none_taken and _MAY.search(flat) and (said := _NOT_TAKEN.search(flat)):
        yield Leftover("that nothing was taken", said[0], said.start())
    if said := _AT_NO_TIME.search(flat):
        named = list_systems(flat)
        if not named or not named <= _list_unaffected(record):
            yield Leftover("what was never within reach", said[0], said.start())
    covered = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    if (not covered or record.tells(Subject.KINDS_FOUND)) and (said := _NOT_MET.search(flat)):
        yield Leftover("what was not met with", said[0], said.start())


def _list_headlines(passed: Passed) -> Iterator[Leftover]:
    """What headlines tell without a verb that a judge reads: theft, publication, letters."""
    flat, record = passed.flat, passed.record
    if _OPEN.search(flat):
        return
    confirmed = record.get(Subject.EXFILTRATION, "state") == "confirmed"
    published = record.get(Subject.EXFILTRATION, "published")
    said = _STOLEN.search(flat)
    if said and not confirmed and not published and not _DENIES.search(flat):
        yield Leftover("that data was taken", said[0], said.start())
    if published is not False and (said := _UNPUBLISHED.search(flat)):
        yield Leftover("that nothing was published", said[0], said.start())
    if (said := _ON_THE_WAY.search(flat)) and not _DENIES.search(flat):
        fact, many = record.find(Subject.LETTERS_SENT), find_numbers(flat) if said["many"] else []
        sent = fact.value if fact else None
        if not sent or (many and isinstance(sent, int) and not any(one.fits(sent) for one in many)):
            yield Leftover("which letters are on their way", said[0], said.start())


def _list_shares(passed: Passed) -> Iterator[Leftover]:
    """Counts of systems, with the rest of them told of besides, that are not those of the record."""
    restored = Subject.SYSTEMS_RESTORED
    verified, pending = (passed.record.get(restored, name) or () for name in ("verified", "pending"))
    for said in _SHARE.finditer(passed.flat):
        part, whole = find_numbers(f"{said['part']} systems"), find_numbers(f"{said['all']} systems")
        if said["of"] or not part or not whole or whole[0].value != len(verified) + len(pending):
            continue
        away = _NOT_BACK.search(said["said"]) is not None
        known = len(pending) if away else len(verified)
        if (away or _BACK.search(said["said"])) and part[0].value != known:
            yield Leftover("how many are back", said[0], said.start())


def _list_unsettled(passed: Passed) -> Iterator[Leftover]:
    """A final count that is called provisional, and a theft that is confirmed and called unproven."""
    flat, record = passed.flat, passed.record
    count = record.get(Subject.PEOPLE_AFFECTED, "count")
    if record.get(Subject.PEOPLE_AFFECTED, "final") is True and any(
        one.value == count for one in find_numbers(flat)
    ):
        said = _NOT_FINAL.search(flat)
        if said and not _SPARED.search(flat[: said.start()]) and not re.search(r"\?|\bif\b", flat):
            yield Leftover("that the count is not final", said[0], said.start())
    if record.get(Subject.EXFILTRATION, "state") == "confirmed" and " until " not in flat:
        for said in _UNPROVEN.finditer(flat):
            yield Leftover("that the theft is not established", said[0], said.start())


def _list_not_among(passed: Passed) -> Iterator[Leftover]:
    """Kinds of data that were found, and are told not to be among what was."""
    told = passed.record.get_list(Subject.KINDS_FOUND)
    known: set[str] = list_recorded_kinds(*told)
    for part in _TURNS.split(passed.flat) if known else ():
        said = _NOT_AMONG.search(part)
        if said is None or not _FOUND.search(part):
            continue
        behind = part[said.start() : said.end() + _REACH].partition(",")[0]
        meant = part if said[0].lower().startswith(("not", "n't", "never", "nowhere")) else behind
        if list_kinds(meant) & known:
            yield Leftover("what was not found", part.strip(), passed.flat.find(part))


# "tampoco sabemos cómo": a clause of its own
_KNOWS = any_case(r"(?:sabemos|conocemos|podemos|puedo|tenemos|se (?:sabe|conoce|puede)n?)\b")


def _list_widened(passed: Passed) -> Iterator[Leftover]:
    """The second half of a Spanish sentence, without a verb, that gives more the same as the first."""
    for said in _TOO.finditer(passed.flat):
        more, head = gloss(said["more"].strip()).text, gloss(passed.flat[: said.start()]).text
        if (
            not has_verb(more)
            and not _KNOWS.match(said["more"].strip())
            and not _is_on_record(head, more, passed.record)
        ):
            yield Leftover("whom or what it holds for as well", said[0].strip(" ,"), said.start())


def _is_on_record(head: str, more: str, record: CaseRecord) -> bool:
    """Whether what is told of some holds for those others as well, by the fact of which it speaks."""
    agencies, systems, groups = list_agencies(more), list_systems(more), list_groups(more)
    if agencies:
        return agencies <= list_agencies(*record.get_list(Subject.LAW_ENFORCEMENT, "informed"))
    if re.search(r"\bpassword", head, re.I) and groups:
        return all(record.get(Subject.PASSWORD_RESET, one) for one in groups)
    if systems:
        back = name_systems(record, "verified")
        return systems <= (_list_unaffected(record) if _DENIES.search(head) else back)
    factors = list_groups(str(record.get(Subject.MULTI_FACTOR, "for") or ""))
    return bool(groups) and re.search(r"\bfactor", head, re.I) is not None and groups <= factors


def _list_unaffected(record: CaseRecord) -> set[str]:
    return list_systems(*record.get_list(Subject.UNAFFECTED_SYSTEMS))
