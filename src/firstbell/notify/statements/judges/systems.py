"""Systems and files that came back, backups, what was spared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from firstbell.notify.statements.judges.own_systems import list_spared, names_only, works_as_ever
from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, open_question, so
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.names import list_systems, place_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import Quantity, find_numbers, find_share
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

RESTORED = Subject.SYSTEMS_RESTORED
UNAFFECTED = Subject.UNAFFECTED_SYSTEMS
LOST = Subject.FILES_WITHOUT_CLEAN_VERSION


EXCEPT = any_words(r"except|other than|apart from|aside from|with the exception of|all but")
# "four of six systems"
_OF = any_case(r"\b[\w-]+ (?:out )?of (?:our |the |all )*(?:\d+|[a-z]+) (?:\w+ )?(?:systems?|services?)\b")
# "all six systems": how many there are, and that none is missing
_EVERY_ONE = any_case(
    r"\b(?:all|each) (?:of )?(?:the |our |these )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_THE_SO_MANY = any_case(
    r"(?<!\bof )\b(?:the|our|these|those) (?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r" (?:\w+ )?(?:systems?|services?)\b"
)
_NONE = any_words(r"none of|no (?:\w+ )?systems?|nothing|not (?:a single|one)|neither")
_OTHERS = any_words(r"pending|remain\w*|left|not|down|still|to (?:go|come)|others?")
_ONE = any_case(r"\b(?:one|a single) (?!of\b)(?:\w+ )?(?:systems?|services?)\b")
_ONE_OF = any_case(
    r"\bone (?:out )?of (?:our |the |all |these )*(?:\d+|[a-z]+) (?:\w+ )?(?:systems?|services?)\b"
)
_ONLY = any_words(r"only|sole|alone|just|last|nothing (?:but|except)")
_ONLY_THESE = any_case(r"(?:only|just|nothing but) (?!one\b)")
_IN_ONE_BREATH = any_case(
    r"(?:(?!\b(?:for|at|in|over|by|using|from|through|via|with|on|to)\b)[\w\s'-])*"
    r"(?:,|&|/|\band\b|\bor\b|\bas well as\b|\balong with\b|\bplus\b)"
    r"(?:(?!\b(?:for|at|in|over|by|using|from|through|via|with|on|to)\b)[\w\s'-])*"
)
_SOME_SYSTEM = any_words(
    r"systems?|networks?|servers?|services?|operations|computers?|devices?|applications?|platforms?"
    r"|technology|everything|nothing|recovered from|restoration|recovery|outages?|disruptions?|interruptions?"
    r"|business|normal|functionality|environment|infrastructure|accounts?|programs?|tools?|access"
)


def _match(listed: Sequence[str], text: str) -> set[str]:
    """Which of the listed systems a text names, by their own names or by another word for the same."""
    named, lowered = list_systems(text), text.lower()
    found = set()
    for one in listed:
        own = one.lower().strip()
        stems = {
            own,
            own.rstrip("s"),
            re.sub(r"\b(?:the|system|systems|server|servers|service|services|access)\b", "", own).strip(),
        }
        if (
            any(len(stem) > 2 and re.search(rf"(?<!\w){re.escape(stem)}s?(?!\w)", lowered) for stem in stems)
            or list_systems(own) & named
        ):
            found.add(one)
    return found


def list_restored(record: CaseRecord) -> tuple[list[str], list[str]]:
    """The systems that were verified, and those that are pending."""
    return record.get_list(RESTORED, "verified"), record.get_list(RESTORED, "pending")


def _list_strangers(reading: ClaimReading, *lists: Sequence[str]) -> list[str]:
    """Systems on none of these lists, named in one breath with others: "email and phones"."""
    known = {name for listed in lists for own in listed for name in list_systems(own)}
    # what was split off the clause, a list's beginning say, stands in the text alone
    text = plain(reading.text)
    places = [place for place in place_systems(text) if place[0] != "backups"]
    strangers = set()
    for (left, _, end), (right, start, _) in pairwise(places):
        if _IN_ONE_BREATH.fullmatch(text[end:start]):
            strangers |= {left, right} - known
    return sorted(strangers)


def _is_known_system(reading: ClaimReading, *lists: Sequence[str]) -> bool:
    """Whether the sentence names systems of which none stands on these lists."""
    return bool(list_systems(reading.plain) - {"backups"}) and not any(
        _match(one, reading.plain) for one in lists
    )


_CONTRAST = any_case(
    r",? \b(?:while|whereas)\b |, and (?=(?:\w+ ){1,5}(?:is|are) (?:next|to (?:come|follow)|still (?:down"
    r"|out|pending)|pending)\b)"
)


def _split_contrast(reading: ClaimReading) -> tuple[str, str]:
    """What is said to be back, and what stands against it: "A and B are running, while C is not"."""
    head, *tail = _CONTRAST.split(reading.plain, maxsplit=1)
    return (head, tail[0]) if tail and reading.affirmed else (reading.plain, "")


def _judge_only(
    record: CaseRecord,
    reading: ClaimReading,
    named: tuple[set[str], set[str]],
    listed: tuple[Sequence[str], Sequence[str]],
) -> Truth | None:
    """Of "only A and B are back" (or not yet): whether no other is; each pair: those back, and out."""
    (back, out), (verified, pending) = named, listed
    if _ONLY.search(reading.plain) and not reading.affirmed and out:
        return so(out != set(pending) or bool(back), record, RESTORED)
    if _ONLY_THESE.match(reading.plain) and reading.affirmed and back and not out:
        return so(back == set(verified), record, RESTORED)
    return None


def _judge_unlisted(record: CaseRecord, reading: ClaimReading, spared: Sequence[str]) -> Truth:
    """Whether systems are back of which none is listed: those that were `spared` work as ever."""
    if spared and names_only(reading.plain, spared):
        return so(YES, record, UNAFFECTED)
    if strangers := _list_unheard(reading):
        return _miss(record, strangers)
    return _judge_unnamed(record, reading, *list_restored(record))


def judge_restored(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether systems are back: those that are named, some, or all of them."""
    verified, pending = list_restored(record)
    if not record.tells(RESTORED):
        return open_question(
            record, RESTORED, missing="systems_restored: what was verified, and what is pending"
        )
    if overstated := _find_overstated(record, reading, pending):
        return overstated
    head, tail = _split_contrast(reading)
    # what is said not to be back, and is, counts as what is said to be back, and is not
    back, out = _match(verified, head), _match(pending, head) | _match(verified, tail)
    spared = EXCEPT.search(reading.plain) if reading.affirmed else None
    # "Except for the badges, mail and phones are back", and "All but the badges are back"
    begins = spared is not None and spared.start() == 0 and bool(back and out)
    if spared and (begins or reading.wording.whole):
        named = _match(pending, reading.plain[spared.start() :])
        return so(bool(named) and named == set(pending), record, RESTORED)
    if only := _judge_only(record, reading, (back, out), (verified, pending)):
        return only
    spared_too = list_spared(record) if works_as_ever(reading.plain) else []
    if not (back or out):
        return _judge_unlisted(record, reading, spared_too)
    spare = bool(_match(list_spared(record), head))
    if out and not reading.affirmed and (spare or _is_mixed(reading, pending, mixed=bool(back))):
        return UNJUDGED
    known = (verified, pending, spared_too)
    strangers = [] if out and reading.affirmed else _list_strangers(reading, *known)
    return _miss(record, strangers) if strangers else so(not out, record, RESTORED)


# "one system is outstanding; the library is pending"
_COUNTED_OUT = any_case(
    r"(?<!of )(?<!of the )(?<!of our )\b(?P<many>\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve) (?:(?!of\b)\w+ )?(?:systems?|services?) (?:still )?(?:is|are|remains?|stays?|has|have|was|were"
    r"|awaits?)\b"
)


def _is_mixed(reading: ClaimReading, pending: Sequence[str], *, mixed: bool) -> bool:
    """Whether of what is said in one breath not to be back some is (`mixed`), or so many are not out."""
    counted = _COUNTED_OUT.search(reading.plain)
    listed = len(_ONE_VERB.findall(reading.plain)) <= 1 and " but " not in reading.plain
    if mixed and (listed or counted):
        return True
    many = counted["many"].lower() if counted else ""
    return bool(many) and (1.0 if many == "one" else find_numbers(f"{many} items")[0].value) != len(pending)


_ONE_VERB = any_words(r"is|are|was|were|has|have|remains?|stays?")
# "everything that was encrypted", "mail, phones and every other system that was hit"
_EVERYTHING = any_case(
    r"\b(?:everything|all)(?: of it)?(?: (?:that|which) (?:was|had been|got|were)| we)? (?:encrypted|locked"
    r"|scrambled|lost|damaged|hit|struck)\b"
    r"|\beverything (?:has been|was|is|has now been|is now) (?:fully )?(?:recovered|restored)\b"
)
_EVERY_OTHER = any_case(
    r"\b(?:every|all|any)(?: of)?(?: the| our)? others?\b|\beverything else\b|\b(?:all )?the rest\b"
)


def _find_overstated(record: CaseRecord, reading: ClaimReading, pending: Sequence[str]) -> Truth | None:
    """That not everything is back, of a sentence that says so; None of any other."""
    fact = record.find(LOST)
    lost = fact.value if fact is not None and isinstance(fact.value, int | float) else 0
    if reading.affirmed and lost and _EVERYTHING.search(reading.plain):
        return so(NO, record, LOST)
    if reading.affirmed and pending and _EVERY_OTHER.search(reading.plain):
        return so(NO, record, RESTORED)
    return None


_SOME_NAME = any_case(
    r"\b(?:the|our|your) ((?:[\w'-]+ ){1,2})(?:servers?|systems?|portals?|applications?|apps?|platforms?"
    r"|databases?)\b"
)
# words that tell no system from another
_ANY = any_words(
    r"all|other|remaining|affected|impacted|encrypted|computer|computing|network|district'?s?|schools?'?"
    r"|critical|essential|key|core|main|primary|most|many|some|last|rest|of|technology|IT|information"
    r"|internal|school|same|various|our|the|first|final|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|dozen|important|business|administrative|academic|instructional|whole|entire|down|damaged"
    r"|restored|named|other|back-?end|digital|online|electronic|production|file|print"
)


def _list_unheard(reading: ClaimReading) -> list[str]:
    """Systems by names that no list has: "the print server", "our ticketing system"."""
    return [
        match[0]
        for match in _SOME_NAME.finditer(reading.plain)
        if _ANY.sub("", match[1]).strip(" 0123456789") or re.search(r"\bprint\b", match[1], re.I)
    ]


def _miss(record: CaseRecord, names: Sequence[str]) -> Truth:
    return open_question(record, RESTORED, missing=f"systems_restored: {', '.join(names)} among the verified")


def _judge_unnamed(
    record: CaseRecord, reading: ClaimReading, verified: Sequence[str], pending: Sequence[str]
) -> Truth:
    """Of a sentence that names none of the systems on the record."""
    if counted := _judge_counted(record, reading, verified, pending):
        return counted
    if not _SOME_SYSTEM.search(reading.plain):
        return open_question(record, RESTORED, missing="systems_restored: a fact that names what is restored")
    if _is_known_system(reading, verified, pending):
        return _miss(record, sorted(list_systems(reading.plain)))
    if not reading.affirmed and _NONE.search(reading.plain):
        return so(bool(verified), record, RESTORED)
    if not reading.affirmed:
        return so(not pending, record, RESTORED)
    if reading.wording.partial:
        mostly = re.search(
            r"\b(?:most|majority|nearly|almost|largely|mostly|substantially|many)\b", reading.plain, re.I
        )
        enough = len(verified) > len(pending) if mostly else bool(verified)
        return so(enough, record, RESTORED)
    if not verified and not pending:
        return open_question(record, RESTORED, missing="systems_restored: which systems were verified")
    return so(not pending, record, RESTORED)


def _judge_counted(
    record: CaseRecord, reading: ClaimReading, verified: Sequence[str], pending: Sequence[str]
) -> Truth | None:
    """Of a sentence that tells how many, what share, or that it is only so many; None where it does not."""
    if share := find_share(reading.plain):
        return _judge_share(record, reading, share, (len(verified), len(pending)))
    if (one := _ONE_OF.search(reading.plain)) and reading.numbers:
        total, counted = len(verified) + len(pending), len(verified if reading.affirmed else pending)
        whole = find_numbers(one[0])
        fits = counted == 1 and all(number.fits(total) for number in whole)
        return so(fits == reading.affirmed, record, RESTORED)
    if reading.numbers and not reading.affirmed and _NONE.search(reading.plain):
        return _judge_none_of(record, reading, verified, pending)
    if reading.numbers:
        every = _EVERY_ONE.search(reading.plain) and not _OF.search(reading.plain)
        # "the six systems are back" says all six, where it does not count those that are
        named = _THE_SO_MANY.search(reading.plain)
        every = every or (named and not any(one.fits(len(verified)) for one in find_numbers(named[0])))
        fits = not (every and pending and reading.affirmed) and _counts_fit(reading, verified, pending)
        return so(fits == reading.affirmed, record, RESTORED)
    if _ONLY.search(reading.plain) and not reading.affirmed:
        # "only one system is still down"
        return so(len(pending) != 1, record, RESTORED) if _ONE.search(reading.plain) else UNJUDGED
    return None


def _judge_none_of(
    record: CaseRecord, reading: ClaimReading, verified: Sequence[str], pending: Sequence[str]
) -> Truth:
    """Of "none of the five systems is back": whether none is, of so many; or none of those that are out."""
    if _STRUCK.search(reading.plain):
        return so(YES, record, RESTORED) if verified or pending else UNJUDGED
    if all(number.fits(len(verified) + len(pending)) for number in reading.numbers):
        return so(bool(verified), record, RESTORED)
    fits = all(number.fits(len(pending)) for number in reading.numbers)
    if fits and _OTHERS.search(reading.plain):
        return so(NO, record, RESTORED)
    return UNJUDGED if fits else so(YES, record, RESTORED)


_STRUCK = any_case(r"\b(?:was|were|been|got) (?:hit|struck|affected|encrypted|damaged|touched|locked)\b")


def _judge_share(
    record: CaseRecord, reading: ClaimReading, share: Quantity, counts: tuple[int, int]
) -> Truth:
    """Whether such a share of all systems is back; of numbers beside it, whether each counts systems."""
    back, out = counts
    total = back + out
    if not total or not _SOME_SYSTEM.search(reading.plain):
        return open_question(
            record, RESTORED, missing="systems_restored: what was verified, and what is pending"
        )
    counted = back if reading.affirmed else out
    told = all(any(number.fits(count) for count in (total, back, out)) for number in reading.numbers)
    return so((share.fits(100 * counted / total) and told) == reading.affirmed, record, RESTORED)


def _counts_fit(reading: ClaimReading, verified: Sequence[str], pending: Sequence[str]) -> bool:
    counted, total = len(verified if reading.affirmed else pending), len(verified) + len(pending)
    if len(reading.numbers) == 2 and _OF.search(reading.plain):
        return reading.numbers[0].fits(counted) and reading.numbers[1].fits(total)
    counts = {counted, total}
    if len(reading.numbers) > 1 and _OTHERS.search(reading.text):
        counts |= {len(verified), len(pending)}
    return all(any(number.fits(count) for count in counts) for number in reading.numbers)


def judge_restoring(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the work to restore goes on. That something is pending suffices, be it only believed."""
    verified, pending = list_restored(record)
    if record.tells(RESTORED):
        named = _match(verified, reading.plain) - _match(pending, reading.plain)
        still = bool(pending) and not (named and not _match(pending, reading.plain))
        return Truth(still or not verified, record.entries(RESTORED), modeless=True)
    event = record.get(Subject.ENCRYPTION_EVENT, "confirmed")
    if event or record.get(Subject.ENCRYPTION_EVENT, "found"):
        return Truth(YES, record.entries(Subject.ENCRYPTION_EVENT), modeless=True)
    return open_question(record, RESTORED, missing="systems_restored: what is pending")


def judge_unaffected(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether the systems that are named were spared."""
    verified, pending = list_restored(record)
    spared = list_spared(record)
    if _match(spared, reading.plain) and not _list_strangers(reading, spared):
        return so(YES, record, UNAFFECTED)
    if _match([*verified, *pending], reading.plain):
        return so(NO, record, RESTORED)
    return open_question(record, UNAFFECTED, missing="unaffected_systems: a fact that lists what was spared")


def judge_hit(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether systems were struck."""
    verified, pending = list_restored(record)
    spared = list_spared(record)
    if _match(spared, reading.plain):
        return so(NO, record, UNAFFECTED)
    struck = _match([*verified, *pending], reading.plain)
    total = len(verified) + len(pending)
    if _ONLY.search(reading.plain) and reading.affirmed and struck:
        return so(len(struck) == total, record, RESTORED)
    if reading.numbers and not struck:
        none_hit = not reading.affirmed and _NONE.search(reading.plain) is not None
        fits = all(number.fits(total) for number in reading.numbers) == reading.affirmed
        return so(total > 0 if none_hit else fits, record, RESTORED)
    if struck:
        return so(YES, record, RESTORED)
    if _is_known_system(reading, verified, pending, spared):
        return open_question(record, RESTORED, missing="systems_restored: a fact that lists what was hit")
    if verified or pending:
        return so(YES, record, RESTORED)
    confirmed = record.get(Subject.ENCRYPTION_EVENT, "confirmed")
    if confirmed is None:
        return open_question(
            record, RESTORED, Subject.ENCRYPTION_EVENT, missing="encryption_event: confirmed"
        )
    return so(bool(confirmed), record, Subject.ENCRYPTION_EVENT)
