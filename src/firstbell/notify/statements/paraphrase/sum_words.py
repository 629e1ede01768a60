"""Sums and amounts of data in other words: so much less than asked for, so much of so much, and its rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.judges.extortion import read_demanded
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SHARE, SPELLED, find_numbers, find_share
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_SUM = r"\$ ?\d[\d,]*(?:\.\d+)?(?: (?:million|thousand))?"
_UNIT = r"(?:gigabytes?|terabytes?|megabytes?|gb|tb|mb)"
_MANY = rf"(?:\d[\d,]*(?:\.\d+)?|{SPELLED})"
_PUT_OUT = r"(?:published|posted|leaked|put online|made public|released)"
_SPENT = (
    r"(?:(?:what|the money|the amount|the sum) (?:that )?(?:we|the district)(?: have| has)?(?: so far"
    r"| already)? (?:spent|paid out)|(?:(?:our|the|total|response|recovery|district|overall|incident) )*"
    r"(?:spending|spend|outlays?|costs?|bill|expenses|expenditures?)"
    r"(?: (?:on|for|of) (?:the|this|our) (?:response|recovery|clean-?up|attack|event|incident))?)"
    r"(?:,? (?:so far|to date|until now|as of today|today|up to now))?"
)
_COMES_TO = (
    r"(?:(?:has|have) (?:now |already |so far )*(?:reached|come to|climbed to|risen to|totaled|amounted to)"
    r"|(?:now |currently |so far )*(?:stands? at|comes? to|came to|is|are|amounts? to|totals?|runs? to"
    r"|runs? at|reached))"
)
_END = r"(?P<end>[.!]?)$"


def _count(told: str) -> float | None:
    numbers = find_numbers(told if "$" in told else f"{told} items")
    return numbers[0].value if len(numbers) == 1 else None


# "74 gigabytes were taken, of which 41 have been published"
_PART_OUT = any_case(
    rf"(?P<head>\b{_MANY}[ -]?(?P<unit>{_UNIT})\b[^;:.]*?)(?:,|;| -)? (?:and )?(?:of which|of these|of those"
    r"|of them|and of these)(?: only| just| so far|,)* (?P<bound>about |some |roughly |nearly |over "
    rf"|around )?(?P<part>{_MANY})(?: of them)? (?P<was>(?:have|has|were|was|are)(?: now| since| so far"
    rf"| already| later)*(?: been)?(?: now| since)* {_PUT_OUT})"
)
_REST_OUT = any_case(
    r"(?:;|,|:)(?: and)? (?:the )?(?:difference|rest|remainder|remaining part|balance)(?: of| is| comes to|,"
    rf"| being| are)+ (?P<many>{_MANY})(?: {_UNIT})?"
    rf"(?:,? (?:(?:has|have|is|are) not(?: yet)?(?: been)?(?: {_PUT_OUT})?|unpublished))?(?=[.!;]|$)"
)
_GIGA = 10**9
_TAKEN = any_words(r"taken|took|stolen|stole|copied|exfiltrated|removed|left")


def _tell_part_out(read: str, record: CaseRecord) -> str:
    """How much of what was taken is published, each with its unit; without a rest that is just so much."""
    out = _PART_OUT.search(read)
    if out is None or not _TAKEN.search(read[: out.end("head")]):
        return read
    told = (
        f"{read[: out.start()]}{out['head'].rstrip(', ')}; {out['bound'] or ''}{out['part']} {out['unit']}"
        f" {out['was']}{read[out.end() :]}"
    )
    sizes = [record.get_count(Subject.EXFILTRATION, one) for one in ("bytes", "published_bytes")]
    rest = _REST_OUT.search(told)
    if rest is None or not sizes[0] or not sizes[1] or out["unit"].lower()[0] != "g":
        return told
    fits = _count(rest["many"]) == (sizes[0] - sizes[1]) / _GIGA
    return told[: rest.start()] + told[rest.end() :] if fits else told


_ASKED = (
    r"(?:(?:what )?(?:(?:it|we|the district|our district) (?:was|were|had been) asked(?: for| to pay)?"
    r"|(?:was|had been|were) (?:first |originally )?(?:demanded|asked(?: for)?|wanted)"
    r"|(?:they|the \w+) (?:had )?(?:demanded|asked for|wanted))|(?:the|their|that)"
    r" (?:(?:original|first|ransom|full) )*(?:demand|sum demanded|amount demanded|asking price))"
)
_LESS = r"(?:less than|below|under|short of|lower than|shy of)"
_ASIDE_LESS = any_case(
    rf"(?P<paid>\bpaid\b[^;:.]*?(?P<sum>{_SUM})),? (?:or|which is|that is|a sum|some|i\.e\.,?|fully)?"
    rf" ?(?P<off>{_SUM}) {_LESS} {_ASKED}(?=[.!;,]|$)"
)
_PAID_LESS = any_case(
    r"^(?P<who>(?:what (?:we|the district) (?:have |has )?paid|the (?:payment"
    r"|sum (?:that )?(?:we|the district) paid)|our payment|(?:we|the district) (?:have |has )?paid)) (?:was "
    rf"|is |came to |amounted to )?(?P<off>{_SUM}) {_LESS} {_ASKED}{_END}"
)


def _find_unpaid(record: CaseRecord) -> float | None:
    paid, demanded = record.get_count(Subject.RANSOM, "paid"), read_demanded(record)
    if not paid or isinstance(demanded, bool) or not isinstance(demanded, int | float):
        return None
    return demanded - paid


def _tell_paid(read: str, record: CaseRecord) -> str:
    """What was paid of what was demanded, where it is just so much less."""
    off = _find_unpaid(record)
    if off is None or off <= 0:
        return read
    if (less := _PAID_LESS.match(read)) and _count(less["off"]) == off:
        paid = record.get_count(Subject.RANSOM, "paid")
        return f"We paid ${paid:,.0f} of the ${(paid or 0) + off:,.0f} that was demanded{less['end']}"
    if (less := _ASIDE_LESS.search(read)) and _count(less["off"]) == off:
        return f"{read[: less.end('paid')]}{read[less.end() :]}"
    return read


# "spending has reached $815,000, or 74 percent of the $1.1 million we expect"
_WE_EXPECT = (
    r"(?:(?:that )?(?:we|the district) (?:now )?(?:expect|expects|project|estimate|forecast|foresee)(?:s"
    r"|ed)?(?: to (?:spend|need))?(?: in (?:all|total))?"
    r"|(?:that is |now )?(?:expected|projected|estimated|forecast)(?: in (?:all|total))?)"
)
_OF_EXPECTED = (
    rf"(?:(?:the|an?|our) (?:(?:expected|projected|estimated|forecast|total) )+(?:(?:response"
    rf"|recovery) )?(?:costs? |total |bill |sum )?(?:of )?"
    rf"(?P<all1>{_SUM})|(?:the |some |about )?(?P<all2>{_SUM}) {_WE_EXPECT})"
)
_SHARE = (
    r"(?:(?:about|roughly|around|nearly|almost|just over|just under|some|exactly|a little over|a little under"
    rf"|more than|less than) )?(?:{SHARE.pattern})"
)
_SHARE_BEHIND = any_case(
    rf"^(?P<who>{_SPENT}) {_COMES_TO} (?P<spent>{_SUM}),? (?:or|which is|that is|i\.e\.,?|making it|thus)?"
    rf" ?(?P<share>{_SHARE}) of {_OF_EXPECTED}{_END}"
)
_SHARE_FIRST = any_case(
    rf"^(?P<share>{_SHARE}) of (?:the|our|what is)"
    r" (?:(?:expected|projected|estimated|total) )+(?:(?:response|recovery) )?(?:costs?|total|bill|spending"
    rf"|sum),? \(?(?P<spent>{_SUM}) (?:out )?of (?:the |an? |expected |some )*(?P<all>{_SUM})\)?,? (?:has"
    rf"|have|is|are)(?: now| already| been| so far)* (?:spent|used(?: up)?|paid out|gone){_END}"
)
_AGAINST = any_case(
    rf"^(?P<who>{_SPENT}) {_COMES_TO} (?P<spent>{_SUM})(?: so far| to date)?,? (?:against|of|out of"
    rf"|compared with|as against) {_OF_EXPECTED}(?P<rest>(?:,|;)? (?:which|and that|that|and so|so that)?"
    rf" ?(?:leaves|leaving|means)(?: us)?(?: with)? (?:some |about |another )?(?P<left>{_SUM})(?: (?:still "
    rf"|yet |more )*(?:ahead(?: of us)?|to (?:come|go|spend|be spent)|left|outstanding|before us))*)?{_END}"
)


def _tell_spent(spent: str, whole: str, end: str) -> str:
    return f"We have spent {spent} so far; total costs are expected to reach {whole}{end or '.'}"


def _fits_part(share: str, spent: str, whole: str) -> bool:
    said, part, total = find_share(share), _count(spent), _count(whole)
    return bool(said and part and total and said.fits(100 * part / total))


def _tell_shares(read: str, record: CaseRecord) -> str:
    """What was spent of what is expected, where the share is right by the sentence's own sums."""
    del record
    if behind := _SHARE_BEHIND.match(read):
        whole = behind["all1"] or behind["all2"]
        return (
            _tell_spent(behind["spent"], whole, behind["end"])
            if _fits_part(behind["share"], behind["spent"], whole)
            else read
        )
    if first := _SHARE_FIRST.match(read):
        fits = _fits_part(first["share"], first["spent"], first["all"])
        return _tell_spent(first["spent"], first["all"], first["end"]) if fits else read
    if against := _AGAINST.match(read):
        whole = against["all1"] or against["all2"]
        part, total = _count(against["spent"]), _count(whole)
        if against["left"] and (part is None or total is None or _count(against["left"]) != total - part):
            return read
        return _tell_spent(against["spent"], whole, against["end"])
    return read


# "our spending so far, $218,000, is $1,282,000 below the policy limit"
_MARKS = (
    (
        r"(?:policy|coverage|insurance)(?:'s)? (?:limit|maximum|cap)|limit of (?:our|the) policy",
        Subject.INSURANCE,
        "limit",
    ),
    (r"(?:policy |insurance )?(?:deductible|retention)", Subject.INSURANCE, "deductible"),
    (
        r"(?:expected|projected|estimated)(?: (?:cost|total|bill|spending|response cost))?",
        Subject.RESPONSE_COST,
        "expected",
    ),
)
_MARK = "|".join(f"(?P<m{at}>{words})" for at, (words, _, _) in enumerate(_MARKS))
_OFF = any_case(
    rf"^(?P<who>{_SPENT})(?:, (?P<inside>{_SUM}),| \((?P<paren>{_SUM})\)| {_COMES_TO} (?P<told>{_SUM}),)"
    rf"(?: (?:is|are|stands?|remains?|which is|that is|or))?(?: now| still)? (?:(?P<off>{_SUM})"
    rf" (?:(?P<below>{_LESS}|inside|within)|(?P<above>above|over|more than|past|beyond|in excess of))"
    r"|(?P<bound>more than|over|less than|almost|nearly|about|roughly|just over|just under|exactly)?"
    rf" ?(?P<times>{_MANY}|twice|half)(?: times)?) (?:the|our|what is|its) (?:{_MARK}){_END}"
)


def _fits_times(said: str, bound: str, found: float) -> bool:
    """Whether so many times is what was found, bound and all: more than eleven times is less than twelve."""
    many = 2.0 if said.lower() == "twice" else 0.5 if said.lower() == "half" else _count(said)
    if many is None:
        return False
    if bound in ("more than", "over", "just over"):
        return many < found < many + 1
    if bound in ("less than", "almost", "nearly", "just under"):
        return many - 1 < found < many
    return abs(found - many) <= (0.1 * many if bound else 0)


def _tell_off(read: str, record: CaseRecord) -> str:
    """What was spent, beside how it compares with a sum of the record, where that is right."""
    off = _OFF.match(read)
    if off is None:
        return read
    _, subject, field = next(one for at, one in enumerate(_MARKS) if off[f"m{at}"])
    mark, told = record.get_count(subject, field), off["inside"] or off["paren"] or off["told"]
    spent = _count(told)
    if not mark or spent is None:
        return read
    if off["off"]:
        fits = _count(off["off"]) == (mark - spent if off["below"] else spent - mark)
    else:
        fits = _fits_times(off["times"], (off["bound"] or "").lower(), spent / mark)
    return f"The response has cost {told} so far{off['end'] or '.'}" if fits else read


_AS_WE_READ = any_case(
    r"^(?:as (?:we|I) (?:read|understand) (?:it|(?:the|our) (?:policy|contract)),"
    r"|by (?:the terms of )?(?:our|the) policy,|on our reading,)"
    r" (?:it|the policy|our policy) (?:carries|has|comes with|provides for|sets)"
)


def _name_policy(read: str, record: CaseRecord) -> str:
    del record
    return _AS_WE_READ.sub("The policy has", read)


# "... gigabytes were taken, and most of that was later put online"
_SHARE_OUT = any_case(
    rf"^(?P<head>[^;]*?\b{_MANY}[ -]?{_UNIT}\b[^;]*?),? (?:and|of which|but) (?P<share>(?:(?:about|roughly"
    r"|nearly|almost|more than|less than|over|under|just over|just under|only|well over) )?(?:most"
    rf"|the (?:greater|larger) part|{SHARE.pattern}))(?: of (?:it|that|this|them))? (?:(?:was|were|has been"
    rf"|have been|is|are) )(?:(?:later|since|now|then|already) )*{_PUT_OUT}(?: (?:online|on the internet))?$"
)
_MOST_FROM = 0.5


def _tell_share_out(read: str, record: CaseRecord) -> str:
    """What share of the stolen data is published as how much that is, where the share is right."""
    out = _SHARE_OUT.match(read.rstrip(".!"))
    sizes = [record.get_count(Subject.EXFILTRATION, one) for one in ("bytes", "published_bytes")]
    if out is None or not sizes[0] or not sizes[1] or not _TAKEN.search(out["head"]):
        return read
    part, share = sizes[1] / sizes[0], find_share(out["share"])
    if re.search(r"\bmost|part\b", out["share"], re.I):
        fits = _MOST_FROM < part < 1
    else:
        fits = bool(share and share.fits(100 * part))
    return f"{out['head']}; {sizes[1] / _GIGA:,.0f} gigabytes have been published." if fits else read


# "we expect costs to keep rising": to what is expected, which is more than was spent
_RISE = any_case(
    r"^(?:(?:we|the district) (?:still )?expects? (?:that )?(?:the |our |its |these )?(?:\w+ )?(?:costs?"
    r"|spending|bill|total) (?:to|will)|(?:the |our |its )?(?:\w+ )?(?:costs?|spending) (?:is|are) expected"
    r" to) (?:keep (?:rising|growing|climbing|mounting)|(?:rise|grow|go up|climb|increase)"
    r"(?: (?:further|still|more|from here|beyond this))*|continue to (?:rise|grow|climb))(?P<end>[.!]?)$"
)


def _tell_rise(read: str, record: CaseRecord) -> str:
    spent, whole = (record.get_count(Subject.RESPONSE_COST, one) for one in ("spent", "expected"))
    rise = _RISE.match(read)
    if rise is None or not spent or not whole or whole <= spent:
        return read
    return f"Total costs are expected to reach ${whole:,.0f}{rise['end'] or '.'}"


SUM_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (
    _tell_part_out,
    _tell_share_out,
    _tell_rise,
    _tell_paid,
    _tell_shares,
    _tell_off,
    _name_policy,
)
