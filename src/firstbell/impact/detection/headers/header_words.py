"""Words of headers that say of a column what it does not hold, whatever its cells look like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.values.numbers import THING_WORDS

THING = re.compile(
    rf"\b(?:{THING_WORDS}|cat(?:alog)?\.? ?(?:nos?|num|nbr|number|#)|tags?|units?|vin|mac|flow|session|zip|postal|amount|price|cost|budget|fund|upc|card|badge|fob|door|keys?|reader|sensor|probe|meter|gauge)\b",
    re.I,
)
# numbers of things and of what happened, which a program counts in as many digits as the roster its people
NUMBERED = re.compile(
    r"(?:lots?|invoices?|inv|assets?|(?:key )?serials?|skus?|items?|w\.?/?o|work ?orders?|jobs?|print ?jobs?|builds?|releases?|"
    r"checks?|chk|p\.?o|purchase ?orders?|parts?|models?|upc|tracking|visits?|incidents?|tickets?|quotes?|shipments?|devices?|"
    r"asset ?tags?|tags?|claims?|(?:audit )?logs?|posts?|alerts?|vouchers?|warrants?|receipts?|transactions?|txn|trans|"
    r"(?:fy ?\d{2,4} )?(?:actuals?|budget(?:ed)?|expended|encumbered|variance|ytd)|barcodes?|holdings?|(?:meter )?readings?|requisitions?|batch|journals?)"
    r"(?: ?(?:#|no\.?|nos\.?|nbr|num|number|ids?))?",
    re.IGNORECASE,
)
# headers that tables of things alone have: whom a bare number names there is no person
OF_THINGS = re.compile(
    r"(?:host(?:name)?s?|severity|queue|vendor|supplier|manufacturer|isbn|publisher|call (?:no|number)|"
    r"requesters?|assignees?|opened by|uptime|ip(?: addr(?:ess)?)?|firmware|asset|serial(?: (?:no|number))?)",
    re.IGNORECASE,
)
LICENCE_HEADER = re.compile(r"\b(?:lic\w*|dl|cdl|id|ident\w*|permit|passport|doc\w*)\b", re.IGNORECASE)
# headers of dates that are none of birth
DAY = re.compile(
    r"hire|start|begin|end|exp|due|enter|entry|exit|withdr|review|visit|service|since|issued|date|day|when|given|tested|"
    r"month|period|posted|paid|check|last|next|effective|return|from|to\b|inj|rtp|time",
    re.IGNORECASE,
)
# when a program took something down
STAMP = re.compile(
    r"\b(?:creat\w*|modif\w*|updat\w*|chang\w*|inserted|added|regist\w*|expir\w*|sync\w*|time ?stamps?|"
    r"log(?:ged)? ?(?:in|on)|last (?:log ?(?:in|on)|seen|used|visit))\b",
    re.IGNORECASE,
)
# a word for a password among others: "pw they chose"
SECRET_HEADER = re.compile(r"\b(?:pw|pwd|pass ?(?:word|code|phrase)|passwd|log ?in code)\b", re.IGNORECASE)
# what a column tells of things, whatever words its cells have
THINGS = re.compile(
    r"\b(?:title|act\.?(?=$)|activit(?:y|ies)|books?|author|course|class|subject|topic|team|sport|item|product|vendor|dba|organi[sz]ation|ou|department|"
    r"program|activity|room|bus|route|stop|payable|account name|bank name|file|path|url|building|site|school|"
    r"school name|words?|terms?|spelling|vocab\w*|phrase|training|module|certificate|presentation|workshop|inst|instrument|part|piece)\b",
    re.IGNORECASE,
)
# between two things of one column: "diet / room"
_OF_TWO = re.compile(r" ?[/&+] ?")
PROGRAMS = re.compile(r"\b(?:program|course|class|service|placement)\b", re.IGNORECASE)
# why there is a row: what most of its cells say the others say in other words
REASON = re.compile(
    r"(?:the |student |staff |main |primary )?(?:why(?: .{1,24})?|reasons?(?: (?:for|given|code|sent|out).{0,20})?|because|cause|alerts?|"
    r"equip(?:ment)?[ /&]+alerts?|grounds|circumstances?|what for|what happened|what (?:he|she|they) did|"
    r"offen[cs]e|infraction|concern|issue|problem|flag|warning|precautions?|special needs?|what to know|"
    r"need to know|watch for|labels?)",
    re.IGNORECASE,
)
# a plan by its name: whatever the cells say is of whom it is for
PLAN = re.compile(r"\b(?:504|ieps?|sped)\b", re.IGNORECASE)
# headers of what is counted or measured: small numbers below them are no codes
MEASURE = re.compile(
    r"\b(?:marks?|scores?|points?|pts|gpa|grades?|grade level|gr|credits?|absen\w+|tard\w+|count|total|"
    r"amount|amt|balance|hours?|hrs|minutes?|mins|days?|weeks?|qty|quantity|percent|pct|avg|average|rank|pages?|"
    r"room|period|seat|bus|route|copies|items?|age|year|fte|units?|attempts?|rate|price|cost|fee|"
    r"quarter|semester|trimester|row|line|no|number|#)\b|[%$]|"
    # what a program notes of a record: 1 or 0
    r"^(?:\w+_)?(?:pk|fk|rowid|oid|row_?key)$|^(?:is[ _]?)?(?:in)?active(?:[ _](?:flag|ind|yn))?$|^(?:is[ _]?)?(?:enabled|disabled|deleted|archived|"
    r"visible|hidden|printed|synced|exported|processed|current|locked)(?:[ _](?:flag|ind|yn))?$",
    re.IGNORECASE,
)
# in what state a book or a device is
STATES = frozenset(
    (
        "new", "good", "fair", "poor", "worn", "used", "damaged", "broken", "lost", "ok", "okay", "excellent",
        "like new", "missing", "returned", "abused", "neglected", "needs repair", "scratched", "dented", "cracked",
    )
)  # fmt: skip
# for how many days something is owed: "30 days", "31-60", "over 90", "90+"
OWED_DAYS = re.compile(
    r"(?:(?:over|more than|>) ?)?(?P<days>0|1|30|31|45|46|60|61|75|90|91|120|121|150|180)"
    r"(?: ?(?:-|to|thru|\u2013) ?\d{2,3}| ?\+| ?plus| (?:or more|(?:and|&) (?:over|up|older)))?"
    r"(?: ?-? ?days?)?(?: (?:past due|overdue|late|old|out))?",
    re.IGNORECASE,
)
# those whom a plan insures, one below the other
INSURED = re.compile(
    r"(?:subscribers?|employees?|emps?|ee|members?|mbr|insured|enrollees?|participants?|policy ?holders?|retirees?)(?: names?)? (?:or |and )?"
    r"(?:deps?|depns?|dependents?|dependants?|spouses?|family(?: members?)?|covered (?:persons?|members?))(?: names?)?|"
    r"covered (?:persons?|members?|lives|individuals?)(?: names?)?"
)
_MOST, _HEAD_ROWS = 0.6, 12
# a header that says too little by itself
SHORT_LIVED = frozenset(("temp", "temporary"))
# who writes is not whom a message is about
SPEAKERS = frozenset(("from", "sender", "author", "posted by", "sent by", "creator", "created by", "speaker"))
# headers that tickets, projects and inventories have as well: alone they say nothing of a kind
AMBIGUOUS = re.compile(
    r"(?:(?:bus |transit )?(?:cards?|pass(?:es)?) (?:and )?fees?|savings|ht|wt|limits|restr\w*|restr|viol\w*|inc mo|lunch|meal|lunch (?:period|count|wave)|gal|ses|ot|pt|slp|speech|placement option|pass|coverage(?: tier| level)?|height|weight|hgt|wgt|test (?:result|outcome|status)s?|lab results?|screen\w* (?:result|outcome|status)s?|hospital(?: pref\w*)?|o2|oxygen|mobility(?: needs?)?|mods|modifications?|(?:aide|para)(?: hrs| hours)?|(?:consent|evaluation|eval|meeting|progress) (?:date|type|due|signed|sent|received)|warnings?(?: given| issued)?|matter|citations?|weapons?|unexcused(?: absences?| days)?|convictions?|payment plan|paid status|(?:amount|amt|fees?|fines?|total) (?:owed|due|past due)|scholarships?(?: y n)?|award (?:amount|amt|level|type|status)|housing(?: status| situation| type)?|(?:barred|displaced)(?: by| reason)?|order (?:type|no|number|expires|exp)|issues?(?: discussed| notes?)?|topics?(?: discussed| notes?)?|risk(?: score| flag| category)?|screener(?: result| score)?|therapists?|re ?eval\w*|ple|ward|(?:family|hh|household) (?:of|members?|count)|modifications|restorative(?: action| step)?|reason seen|seen for|mh|mv|resolution|inc|inc date|inc type|finding|findings|disposition|status|step|rule|action taken|action|actions|setting|goals?|supports?|tools?|service|services|"
    r"svc|procedure|equipment|temp|placement|condition|conditions|cond|case cond|complaint|alerts?|concerns?|needs|assistance|"
    r"charge|court|court (?:type|status)|avoid|trigger|triggers|eligibility|elig|waiver|benefits?|benefit type|restrictions?|"
    r"mechanism|exam|screenings?|physical|shot|shots|hearing|vision|risk level|level|history|insurance|treatment|incident|incident (?:date|type|number)|"
    r"violation|what happened|violations|penalty|sanction|consequence|resolution (?:code|date|notes?)|leave code|absence (?:code|reason|type)|"
    r"white|black|asian|orientation|plan type|area of need|staying at|sleeping|session notes?|score|risk score|total score|given)"
)


def list_numbered_things(header: Sequence[str], rows: Sequence[Sequence[str]]) -> set[int]:
    """Which columns have numbers of things by their headers, of which those of a table below a title may stand
    in a row of its own.

    >>> sorted(list_numbered_things(["serial", "what"], [["x1", "7"], ["", "Item No."]]))
    [0, 1]
    """
    things = {at for at, head in enumerate(header) if THING.search(head)}
    return things | {
        at
        for row in (header, *rows[:_HEAD_ROWS])
        for at, cell in enumerate(row)
        if NUMBERED.fullmatch(cell.strip())
    }


def are_states(cells: Sequence[str]) -> bool:
    """Whether these say in what state books, devices or instruments are.

    >>> are_states(["good", "worn", "Lost"]), are_states(["good", "asthma"])
    (True, False)
    """
    return sum(cell.lower() in STATES for cell in cells) >= _MOST * len(cells)


_LONGEST_HEAD = 24
# what a program prints before the first header: signs, the name of the file, the day
_BANNER = re.compile(r"[*#=>/-]{2,}.*[ ]{2,}([A-Za-z][\w#/-]{1,24})")


def names_thing(heading: str) -> bool:
    """Whether a column tells of things, all that its header names.

    >>> names_thing("room"), names_thing("bus / room"), names_thing("diet / room")
    (True, True, False)
    """
    return all(map(THINGS.search, _OF_TWO.split(heading.replace("_", " "))))


def drop_banner(rows: list[Sequence[str]]) -> list[Sequence[str]]:
    """The rows, the first header without what a program printed before it on its line, and without what all
    headers begin with.

    >>> drop_banner([["*** DUMP LIB/PAY 08/14/19  EMPNO", "SSNO", "ACCT"], ["0020254", "503214150", "77"]])[0]
    ['EMPNO', 'SSNO', 'ACCT']
    """
    rows = _drop_letters(rows)
    first = rows[0] if rows else ()
    banner = _BANNER.fullmatch(first[0]) if len(first) > 2 else None
    if banner is None or not all(
        cell and cell[0].isalpha() and len(cell) <= _LONGEST_HEAD for cell in first[1:]
    ):
        return drop_prefixes(rows)
    return [[banner[1], *first[1:]], *rows[1:]]


_FEWEST_LETTERED = 3
_PREFIX_OF_ALL = re.compile(r"[A-Za-z]{1,8}_")


def drop_prefixes(rows: list[Sequence[str]]) -> list[Sequence[str]]:
    """The rows, the cells of the first without what all of them begin with.

    >>> drop_prefixes([["P_LAST", "P_FIRST", "P_PASS"], ["Roe", "Ada", "x"]])
    [['LAST', 'FIRST', 'PASS'], ['Roe', 'Ada', 'x']]
    """
    heads = [cell for cell in rows[0] if cell] if rows else []
    first = _PREFIX_OF_ALL.match(heads[0]) if len(heads) >= _FEWEST_LETTERED else None
    if first is None or not all(one.startswith(first[0]) and len(one) > first.end() for one in heads):
        return rows
    return [[cell.removeprefix(first[0]) for cell in rows[0]], *rows[1:]]


# by which a form numbers its columns: "(B) Employee's name", "q4 household gross"
_LETTER = re.compile(r"(\((?:[A-Z]|\d{1,2})\)|[Qq]\d{1,2}[.:]?)[ _]+(?=\S)")
_LETTERED_ROWS = 8


def _drop_letters(rows: list[Sequence[str]]) -> list[Sequence[str]]:
    """The rows, the headers without letters in brackets before them, of which no two have the same.

    >>> _drop_letters([["Log of 2025"], ["(A) Case", "(B) Name", "(F) What"], ["1", "Ada Roe", "cut"]])[1]
    ['Case', 'Name', 'What']
    """
    for at, row in enumerate(rows[:_LETTERED_ROWS]):
        letters = [match[1] for cell in row if cell and (match := _LETTER.match(cell))]
        is_most = len(letters) == len({*letters}) and 2 * len(letters) >= sum(map(bool, row))
        if len(letters) >= _FEWEST_LETTERED and is_most:
            return [*rows[:at], [_LETTER.sub("", cell, count=1) for cell in row], *rows[at + 1 :]]
    return rows
