"""What was done since, as the fact on measures has it, and the insurer by the name on record."""

from __future__ import annotations

import re
from dataclasses import replace

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_PARTICLE = any_case(r"(?:down|off|on|up|out|in) ")


def _list_deeds(record: CaseRecord) -> list[str]:
    """The measures of the record as regular expressions, each in active and in passive words."""
    told = record.get(Subject.MEASURES, "taken") if record.is_known(Subject.MEASURES) else None
    deeds = []
    for one in told if isinstance(told, list | tuple) else ():
        verb, _, thing = re.sub(r"\b(?:the|a|an|our|its) ", "", str(one)).partition(" ")
        if particle := _PARTICLE.match(thing):
            verb, thing = f"{verb} {particle[0].strip()}", thing[particle.end() :]
        if thing:
            verb, of = re.escape(verb), rf"(?:(?:the|a|an|our|its) )?{re.escape(thing)}"
            done = r"(?:(?:has|have|had|is|are|was|were) )?(?:now |also |since )*(?:been )?"
            deeds.append(rf"{verb} {of}|{of} {done}{verb}")
    return deeds


def find_measures(flat: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where a plain sentence tells of measures that the record has."""
    deeds = _list_deeds(record)
    if not deeds:
        return []
    one = f"(?:{'|'.join(deeds)})"
    told = (
        r"(?:since (?:then|the \w+|that day),? )?(?:(?:we|the district|our (?:team|staff|technicians)) )?"
        r"(?:(?:have|has|had) )?(?:also |now "
        rf"|since )*{one}(?:(?:,? and |, )(?:(?:we )?(?:have |has )?(?:also )?){one})*(?: since(?: then)?)?"
    )
    return [match.span() for match in re.finditer(rf"(?<!\w){told}(?!\w)", flat, re.I)]


def name_insurer(phrase: ClaimPhrase, record: CaseRecord) -> ClaimPhrase:
    """The phrase with "our insurer" for the name that the record has of it, and where it is left out."""
    if (paying := name_payer(phrase.read)) != phrase.read:
        phrase = replace(phrase, read=paying, swapped=[("our insurer has paid", "has paid"), *phrase.swapped])
    if _IT_WAS_TOLD.search(phrase.read):
        read = _IT_WAS_TOLD.sub(r"\1our insurer", phrase.read)
        swapped = [("and our insurer was", "and it was"), *phrase.swapped]
        return name_insurer(replace(phrase, read=read, swapped=swapped), record)
    carrier = record.get(Subject.INSURANCE, "carrier")
    if not isinstance(carrier, str) or carrier not in phrase.read:
        return phrase
    name = re.escape(carrier)
    # "our carrier, Prairie Shield," is the insurer, "our policy with Prairie Shield" its policy
    beside = re.compile(
        rf"(?:(?:our|the) (?:insurer|carrier|insurance (?:company|carrier)), )?{name}"
        rf"(?:, (?:our|the) (?:insurer|carrier))?(?:(?<={name}), (?=has|have|paid|covers|will|was|is))?"
    )
    swapped = []
    read = re.sub(
        rf"(?<=policy) (?:with|from|at) {name}|(?<=coverage) (?:with|from|at) {name}", "", phrase.read
    )
    for match in reversed(list(beside.finditer(read))):
        told = "our insurer" if match.start() else "Our insurer"
        told += " " if match[0].endswith(" ") else ""
        swapped.append((told, match[0]))
        read = read[: match.start()] + told + read[match.end() :]
    named = replace(phrase, read=read, swapped=[*swapped, *phrase.swapped])
    return name_insurer(named, record) if _IT_WAS_TOLD.search(read) else named


# "the carrier was told in May and has paid $120,000": who paid is the carrier
_HAS_PAID = any_case(
    r"^((?:(?:our|the) )?(?:\w+ )?(?:insurer|insurance (?:company|carrier|pool)|carrier|underwriters?)\b"
    r"(?:(?!\b(?:we|us|district|they|who|whom|intruders?|attackers?|criminals?|insurer has)\b)[^;])*?"
    r",? (?:and|but) )"
    r"(?:it )?(?=(?:(?:has|had|have) )?(?:since |already |so far |now |not |never |only )*(?:paid|pays)\b)"
)


def name_payer(text: str) -> str:
    """The text with the insurer named again where "and has paid" leaves it out."""
    return _HAS_PAID.sub(r"\1our insurer ", text)


_IT_WAS_TOLD = re.compile(
    r"((?<=[Oo]ur insurer )[^;:]* and )it(?= (?:was|has been) (?:informed|told|notified|put on notice)\b)"
)
