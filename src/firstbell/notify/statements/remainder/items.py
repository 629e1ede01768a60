"""Items of a sentence that a list of the record must have: groups, systems, kinds, recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.names import list_groups, place_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.record.facts import Subject


def list_strange_items(flat: str, truths: frozenset[str], record: CaseRecord) -> Iterator[Leftover]:
    """What a plain sentence lists beside claims of these truths and the record's own lists do not have."""
    if truths & {"people_count", "letters", "credit_monitoring", "personal_data"}:
        yield from _list_counted_groups(flat, record)
    if "password_reset" in truths:
        yield from _list_counted_passwords(flat, record)
    if "multi_factor" in truths:
        yield from list_guarded(flat, record)
    if "personal_data" in truths:
        yield from _list_kinds(flat, record)
    if truths & {"law_enforcement", "reports", "forensic_firm", "legal_counsel"}:
        yield from _list_told(flat, record)
    if truths & {"people_count", "detail"}:
        yield from _list_all_groups(flat, record)
    if "misuse_search" in truths:
        yield from _list_provider(flat, record)
    if "coercion" in truths or "detail" in truths:
        yield from _list_contacted(flat)
    if truths & {"letters", "credit_monitoring", "people_count", "detail"}:
        yield from _list_tallies(flat, record)


_WHO = (
    r"(?:(?:current|former|present|past|active|retired|affected|our|the) )*"
    r"(?:students?|pupils?|employees?|staff(?: members?)?|teachers?|parents?|guardians?|famil(?:y|ies)"
    r"|households?|alumni|graduates|schools|children|minors)"
)
GROUP = any_case(_WHO)
_AFFECTED_ARE = any_case(
    rf"(?<!of )(?<!of the )\b(?:people|persons|those|individuals|everyone) (?:(?:who|that) (?:are"
    rf"|were) )?(?:affected|concerned"
    rf"|involved) (?:are|were|is) (?P<who>{_WHO}(?:(?:,|,? and|,? or) {_WHO})*)(?= ?(?:[.,;]|$))"
)


def _list_all_groups(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Groups that are said to be those affected, where the record has others, too."""
    listed = record.get(Subject.PEOPLE_AFFECTED, "groups")
    if (said := _AFFECTED_ARE.search(flat)) and isinstance(listed, list | tuple):
        told = {frozenset(list_groups(str(one))) for one in listed}
        if {frozenset(list_groups(one[0])) for one in GROUP.finditer(said["who"])} != told:
            yield Leftover("whose they are", said[0], said.start())


def _list_provider(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Who provides credit monitoring, said to have done something else."""
    contract = record.get(Subject.CREDIT_MONITORING, "contract")
    if isinstance(contract, str) and (at := flat.lower().find(contract.lower())) >= 0:
        yield Leftover("who did it", contract, at)


_COUNTED = any_case(
    rf"\b(?P<many>\d[\d,]*) (?:of (?:our|the) )?(?P<who>{_WHO})\b"
    r"(?! (?:and|or) |,? (?:former|staff|parents|students|employees|alumni|and) )"
)


def _list_counted_groups(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Groups that are said to be all who were counted, where the record does not say so."""
    totals = {
        record.get(Subject.PEOPLE_AFFECTED, "count"),
        record.get(Subject.CREDIT_MONITORING, "codes_issued"),
        record.get(Subject.LETTERS_SENT),
    } - {None, True, False}
    told = record.get_list(Subject.PEOPLE_AFFECTED, "groups")
    for said in _COUNTED.finditer(flat):
        numbers, who = find_numbers(said["many"]), list_groups(said["who"])
        if not numbers or numbers[0].value not in totals:
            continue
        of_group = [one for one in told if list_groups(one) == who]
        if len(told) == 1 and of_group:
            continue
        if any(number.value == numbers[0].value for one in of_group for number in find_numbers(one)):
            continue
        yield Leftover("whose they are", said[0], said.start())


_COUNTED_OF = any_case(
    rf"\b(?P<done>\d[\d,]*)(?: (?:out )?of (?:the |our )*(?P<all>\d[\d,]*))? (?P<who>{_WHO})\b"
)


def _list_counted_passwords(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Numbers of a group that the record has of another group."""
    for said in _COUNTED_OF.finditer(flat):
        who = list_groups(said["who"])
        for group in ("students", "staff"):
            counts = {
                record.get(Subject.PASSWORD_RESET, f"{group}_done"),
                record.get(Subject.PASSWORD_RESET, f"{group}_of"),
            } - {None}
            number = find_numbers(said["done"])
            other = group not in who or re.search(
                r"teacher|graduates|alumni|minors|active|retired", said["who"], re.I
            )
            if other and number and number[0].value in counts:
                yield Leftover("whose passwords", said[0], said.start())


_SEAM = any_case(
    r"[;.]|, (?:and|but|while) (?=[^.;]*\b(?:is|are|was|were|has|have|had|asks?|needs?|requires?|works?)\b)"
)
FACTOR = any_case(r"factor|two[- ]step|second step|\bmfa\b|\b2fa\b|codes? by (?:text|phone)")
_NOT_GUARDED = any_case(r"\b(?:not|never|no|without|yet|except|pending|will|next|follow\w*)\b|n't\b")
_VPN = any_words(r"vpn|remote[- ](?:access|desktop|work|login)|remote")


def list_guarded(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Systems that are said to ask for a second factor, and the record does not list."""
    listed = record.get(Subject.MULTI_FACTOR, "for")
    told = " ".join(map(str, listed)) if isinstance(listed, list | tuple) else str(listed or "")
    if not told or _NOT_GUARDED.search(flat):
        return
    known = {name for name, _, _ in place_systems(told)}
    parts = [one for one in _SEAM.split(flat) if FACTOR.search(one)]
    part = parts[0] if len(parts) == 1 else ""
    for name, start, end in place_systems(part):
        if name not in known and name != "identity":
            yield Leftover("for what it is", part[start:end], start)
    if (said := _VPN.search(part)) and not _VPN.search(told):
        yield Leftover("for what it is", said[0], said.start())
    if (staff := _STAFF.search(part)) and not _ALL_STAFF.search(told):
        yield Leftover("for whom it is", staff[0], staff.start())
    said = _WHOM.search(part)
    if (
        said
        and said[0].lower().rstrip("s") not in told.lower()
        and not list_groups(said[0]) & list_groups(told)
    ):
        yield Leftover("for whom it is", said[0], said.start())


# who is on the staff has it only where the record says so of the staff, and not of a few
_STAFF = any_words(
    r"teachers?|employees?|(?:all|our|every) staff"
    r"|staff(?= (?:have|has|sign|use|log|are|need|must))"
    r"|everyone|everybody"
)
_ALL_STAFF = any_words(
    r"staff|employees?|everyone|everybody|all (?:users|accounts|people)|teachers?|faculty|personnel"
)
_WHOM = any_words(r"parents?|famil(?:y|ies)|students?|vendors?")


# kinds of data that share a name with others, and a word of which the record must have one
_NAMED_KINDS = {
    r"phone numbers?|telephone numbers?": r"phone|contact",
    r"e-?mail addresses": r"e-?mail|contact",
    r"(?:credit|debit|payment)[- ]card(?: numbers?)?s?": r"card|financ|payment",
    r"grades|transcripts|report cards|test scores": r"grade|transcript|academic|educational|score",
    r"passports?(?: numbers?)?": r"passport",
    r"(?:driver'?s?'?|driving) licen[cs]es?(?: numbers?)?": r"licen[cs]e|driv|government",
    r"photos?|pictures": r"photo|picture|image",
    r"vaccinations?(?: records?)?|immuni[sz]ations?(?: records?)?": r"vaccin|immuni",
    r"(?:counsell?ing|disciplin\w+) (?:records?|notes|files)": r"counsel|disciplin",
    r"fingerprints?|biometrics?|facial scans?": r"fingerprint|biometric",
    r"(?:foster|custody|immigration|religio\w+|adoption)": r"foster|custod|immigra|religio|adopt",
    r"(?:salary|salaries|pay stubs?|wages)": r"salar|pay|wage|financ",
}
_DENIED = any_case(r"\b(?:no|not|never|none|nothing|without|nor|neither|whether|if)\b|n't\b")


def _list_kinds(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Kinds that are said to be in the files, and stand in no words of the record."""
    told = " ".join(record.get_list(Subject.KINDS_FOUND))
    if not told or _DENIED.search(flat):
        return
    for words, known in _NAMED_KINDS.items():
        said = re.search(rf"\b(?:{words})\b", flat, re.I)
        if said and not re.search(known, told, re.I):
            yield Leftover("a kind of data", said[0], said.start())


_OFFICES = any_words(
    r"governor|mayor|legislat\w+|senators?|congress\w*|county (?:board|commission\w*)|city council"
    r"|school board|board of (?:education|trustees)|public relations|teachers'? union|pta|press|media"
)


def _list_told(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Those who are said to have been told, and the record does not list."""
    told = " ".join(str(fact.value) for fact in record.facts.values()).replace("_", " ")
    said = _OFFICES.search(flat)
    if said and said[0].lower() not in told.lower():
        yield Leftover("who was told", said[0], said.start())


_CONTACTED = any_case(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|dozens)(?: of)?(?: our| the)? (?:\w+ )?"
    r"(?:schools?|buildings|principals|teachers|employees|students|parents|families) (?:\w+ )?(?:were|was"
    r"|have been|has been|got) (?:\w+ )?(?:contacted|called|threatened|approached|written|e-?mailed)\b"
    r"|\b(?:went|turned|reported|complained) (?:it |this |them )?to (?:the )?(?:police|fbi|sheriff)"
)


def _list_contacted(flat: str) -> Iterator[Leftover]:
    """Who it was that heard from the intruders, and what they did: a fact counts contacts alone."""
    if said := _CONTACTED.search(flat):
        yield Leftover("who it was, and what they did", said[0], said.start())


_TALLY = any_case(r"\b(?P<many>\d[\d,]*) (?:\w+ )?(?P<of>letters|notices|codes|calls)\b")


def _list_tallies(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Numbers of a list ("4,100 letters, 4,100 codes and 1,215 calls") that are not the record's."""
    told = {
        "letters": record.get(Subject.LETTERS_SENT),
        "notices": record.get(Subject.LETTERS_SENT),
        "codes": record.get(Subject.CREDIT_MONITORING, "codes_issued"),
        "calls": record.get(Subject.CALL_CENTER, "calls"),
    }
    listed = list(_TALLY.finditer(flat))
    for said in listed if len({one["of"].lower() for one in listed}) > 1 else ():
        numbers, known = find_numbers(said["many"]), told[said["of"].lower()]
        if numbers and (not isinstance(known, int) or not numbers[0].fits(known)):
            yield Leftover("how many they are", said[0], said.start())
