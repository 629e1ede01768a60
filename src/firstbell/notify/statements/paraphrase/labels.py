"""Labels with values as sentences: status boards, lists of systems behind a colon, sums, counts.

"Email: pending | Phones: back", "Systems board: 5 verified, 2 to go", "Costs: so much spent, so much
expected": each part becomes a sentence of its own, and all of them are judged like any other. A board with
one part that no rule reads stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from firstbell.notify.statements.days.day_chains import read_anchor
from firstbell.notify.statements.language.dates import A_MONTH
from firstbell.notify.statements.language.names import list_named, list_systems, place_systems
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_SEAMS = (r"\s*[|\u2022\u00b7]+\s*", r";\s+", r"\s+/\s+", r",\s+", r"\s+[\u2013\u2014-]\s+")
_HEADER = any_case(
    r"(?:(?:systems?|services?|network|recovery|restoration|it|technology|district|daily|morning|afternoon"
    r"|evening|our) )*(?:status|update|board|tracker|dashboard|scoreboard|report"
    r"|list)?(?:,? (?:as of|at|for))?(?: (?:\d{1,2}(?::\d\d)? ?[ap]\.?m\.?|noon|midday|today|now))?"
)
_STATES = (
    ("pending", r"(?:(?:restoration|recovery|verification|repair|work|still) )*(?:pending|in progress"
    r"|under way)"
     r"|(?:still )?(?:waiting|awaiting restoration|to be restored|to come|to go|to follow"
     r"|not (?:yet )?(?:back|restored|"
     r"verified|up|working|available))"),
    ("down", r"(?:still )?(?:down|offline|unavailable|out of service)"),
    ("verified", r"(?:now |fully |all )*(?:verified|restored(?:,| and) (?:verified|checked))"),
    ("restored", r"(?:now |fully |all )*(?:restored|back(?: (?:up|online|in service))?|up(?: and running)?"
    r"|working(?: again)?"
     r"|running|operational|online|recovered|available)"),
)  # fmt: skip
_STATE = "|".join(f"(?P<{name}>{words})" for name, words in _STATES)
_OF_SYSTEM = any_case(rf"(?P<what>[\w' ,-]{{2,90}}?)(?::| \u2013| \u2014| =) ?(?:{_STATE})[.!]?")
_MANY = rf"(?P<many>\d+|{SPELLED}|none|no|zero)(?: (?:out )?of (?:the |our )?(?P<all>\d+|{SPELLED}))?"
_LEFT = (
    r"(?:still )?(?:to go|to come|left|pending|remaining|remains?|outstanding|down|to be restored"
    r"|waiting|offline)"
)
_COUNT = any_case(
    rf"(?:and )?(?:(?P<just>only|just) )?{_MANY}(?: (?:more |of them )?(?:systems?|services?))?"
    rf"(?: (?:are|is|have been|has been))? (?:(?P<left>{_LEFT})|(?P<back>(?:now |fully )*(?:verified|restored"
    r"|back|up|done|running|online)))(?: (?:so far|now|today|to date))?[.!]?"
)
_COUNT_BEHIND = any_case(
    rf"(?:systems? |services? )?(?:(?P<left>{_LEFT})|(?P<back>verified|restored|back(?: online)?|up|running))"
    rf"(?: systems?| so far)*: {_MANY}(?: systems?| services?)?[.!]?"
)
_BOARD = any_case(
    r"(?P<head>(?:[\w']+ ){0,4}?(?:systems?|services?|restoration|recovery)(?: [\w']+){0,3}"
    r"|not (?:quite |all )?(?:there|done|finished)(?: yet)?)(?::| \u2013| \u2014| -) (?P<told>.+)"
)
_SUM = r"\$[\d,.]*\d(?: (?:million|thousand))?"
_SPENDING = any_case(
    r"(?:(?:total|response|recovery|our|the|incident|attack) )*(?:costs?|spending|expenses|money|bill|budget)"
    r"(?: (?:so far|to date|of the (?:response|attack|recovery)))?: (?P<told>.+)"
)
_SPENT = any_case(
    rf"(?:(?:about|some|roughly) )?(?P<sum>{_SUM}) (?:has been |have been |was |already )*(?:spent"
    rf"|paid out)(?: so far| to date)?[.!]?"
    rf"|(?:spent|paid out)(?: so far| to date)?:? (?P<behind>{_SUM})[.!]?"
)
_EXPECTED = any_case(
    rf"(?:and )?(?P<sum>{_SUM}) (?:is |are )?(?:expected|projected|estimated|forecast)(?: (?:in all"
    rf"|in total|overall|altogether))?[.!]?"
    rf"|(?:expected|projected|estimated|forecast)(?: total)?:? (?P<behind>{_SUM})[.!]?"
)


def tell_labels(read: str, record: CaseRecord) -> str:
    """The sentence with its labels and values told as sentences; itself where it has none, or has more."""
    bare = _drop_names(read, record)
    told = _tell_board(bare) or _tell_listed(bare, record) or _tell_spending(bare) or _tell_all(bare)
    return f"{told}." if told else read


def _drop_names(read: str, record: CaseRecord) -> str:
    """Without the name of the district among what is counted: "seven Pine Barrow systems"."""
    if "system" not in read:
        return read
    names = sorted(record.names, key=len, reverse=True)
    for words in list_named(read, names, r"(?<=\w ){} (?=systems?\b)"):
        read = words.sub("", read)
    return read


def _split(text: str, tell: object) -> list[str]:
    """What each part of a text says, cut at the first seam at which all of them say something."""
    for seam in ("", *_SEAMS):
        parts = re.split(seam, text.strip().rstrip(".")) if seam else [text.strip().rstrip(".")]
        if len(parts) > 1 and _HEADER.fullmatch(parts[0]):
            parts = parts[1:]
        told = [tell(part) for part in parts] if callable(tell) else []
        if told and all(told):
            return [str(one) for one in told]
    return []


def _tell_all(text: str) -> str:
    return "; ".join(_split(text, _tell_one))


def _tell_one(part: str) -> str:
    """What one label with its value says; "" where it is none."""
    if (counted := _COUNT_BEHIND.fullmatch(part)) is not None:
        return _say_count(counted)
    said = _OF_SYSTEM.fullmatch(part)
    if said is None or not is_system_list(said["what"]):
        return ""
    what = said["what"].strip()
    state = next(name for name, _ in _STATES if said[name])
    several = re.search(r",|\band\b|s$", what) is not None
    return f"{capitalize(what)} {'are' if several else 'is'} {state}"


def is_system_list(text: str) -> bool:
    """Whether a text names systems, and nothing else."""
    for _, start, end in sorted(place_systems(text), key=lambda one: -one[1]):
        text = f"{text[:start]}_{text[end:]}"
    return (
        "_" in text
        and re.fullmatch(
            r"(?:[_\s,]|\b(?:and|the|our|systems?|district|school|readers?|access|accounts?|lines?|catalog"
            r"|service|software)\b)+",
            text,
            re.I,
        )
        is not None
    )


def _tell_board(text: str) -> str:
    """Of "Systems board: 5 verified, 2 to go": each number of systems by what is said of it."""
    board = _BOARD.fullmatch(text)
    return "; ".join(_split(board["told"], _tell_count)) if board else ""


def _tell_count(part: str) -> str:
    counted = _COUNT.fullmatch(part)
    return _say_count(counted) if counted else ""


def _say_count(counted: re.Match[str]) -> str:
    many = "no" if counted["many"].lower() in ("none", "no", "zero", "0") else counted["many"]
    of_all = f" of {counted['all']}" if counted["all"] else ""
    one = many.lower() in ("one", "1")
    state = "pending" if counted["left"] else "verified"
    system = "system" if one and not of_all else "systems"
    return f"{many.capitalize()}{of_all} {system} {'is' if one else 'are'} {state}"


def _tell_spending(text: str) -> str:
    """Of "Costs: so much spent, so much expected"."""
    spending = _SPENDING.fullmatch(text)
    return "; ".join(_split(spending["told"], _tell_sum)) if spending else ""


def _tell_sum(part: str) -> str:
    if spent := _SPENT.fullmatch(part):
        return f"The response has cost {spent['sum'] or spent['behind']} so far"
    if expected := _EXPECTED.fullmatch(part):
        return f"total costs are expected to reach {expected['sum'] or expected['behind']}"
    return ""


# two of the five things we still have to bring back, by their names
_OUT = (
    r"(?:(?:that |which )?(?:we )?(?:still |yet )*(?:have|are|need)(?: still)? (?:left )?to (?:bring back"
    r"|restore|get back|verify|go|finish)"
    r"|(?:that |which )?(?:are |is )?(?:still |left )*(?:pending|down|to go|to restore|to be restored|out"
    r"|offline|outstanding|on (?:the|our) (?:to-do )?list|waiting|remaining|missing))"
)
_AMONG = any_case(
    r"(?P<what>[\w' ,-]{2,120}?)(?::| is| are| \u2014| -) (?:(?:just|only) )?(?P<part>one|two|three|four|five"
    r"|six|seven|eight|nine|ten|\d+) (?:out )?of (?:the |our )?(?P<all>one|two|three|four|five|six|seven"
    rf"|eight|nine|ten|\d+) (?:last )?(?:systems?|things|services|ones) {_OUT}[.!]?"
)


def _tell_listed(text: str, record: CaseRecord) -> str:
    """Of a list that is so many of so many that are pending, where it has so many: that they are pending."""
    listed = _AMONG.fullmatch(text)
    if listed is None or not is_system_list(listed["what"]):
        return ""
    pending = record.get(Subject.SYSTEMS_RESTORED, "pending") or ()
    part, whole = (find_numbers(f"{listed[name]} items") for name in ("part", "all"))
    many, of_all = part[0].value if part else 1.0, whole[0].value if whole else 1.0
    if many != float(len(list_systems(listed["what"]))) or of_all != float(len(pending)):
        return ""
    what = listed["what"].strip()
    return f"{capitalize(what)} are pending"


_AWAITING = any_case(
    r"\b(?:still )?(?:await|awaits|wait for|are awaiting|is awaiting)(?: their| its)? (?:restoration"
    r"|recovery)\b"
)
_NONE_YET = any_case(
    r",? (?:and |with )?none(?: of them)?(?: (?:is|are|has been|have been))? (?:verified|restored"
    r"|back)(?: (?:so far|yet|to date))?(?=[.!;]?$)"
)


def tell_awaiting(read: str, record: CaseRecord) -> str:
    """Of "seven systems await restoration, none verified so far": pending, and none verified."""
    if not _AWAITING.search(read):
        return read
    told = _AWAITING.sub("are pending", _drop_names(read, record))
    if "system" in told.lower():
        told = _NONE_YET.sub("; no systems have been verified so far", told)
    return told


_DATELINE = any_case(
    rf"^(?:(?P<name>[^,:]{{2,60}}),? )?(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day|\.)?,? )?"
    rf"(?P<day>(?:{A_MONTH}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov"
    rf"|Dec)\.? \d{{1,2}}(?:, \d{{4}})?): (?=\w+,? \w+)"
)


def strip_dateline(read: str, names: Sequence[str], today: date | None) -> str:
    """The sentence without "TVPS, Tues. Oct. 6:" at its head, where that is who speaks, and today."""
    line = _DATELINE.match(read)
    if line is None or today is None or (line["name"] and line["name"] not in names):
        return read
    if read_anchor(line["day"], today) != today:
        return read
    rest = read[line.end() :]
    return capitalize(rest)
