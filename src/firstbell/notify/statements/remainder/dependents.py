"""Parts of a sentence that hang on others, what is told beside an advice, and who is not there."""

from __future__ import annotations

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import capitalize, has_verb, plain

# what says more of what stands before, and has no subject of its own: "and read nothing", "mostly at night"
LEANS = any_case(
    r"[\W_]*(?:each|for|mostly|mainly|largely|chiefly|typically|none|most|every|always|never|only|just|all of"
    r"|the [a-z]+ ones?|(?:and|but|or|then) (?:then |later |never |not |only |also )*(?:\w+ed|read|took|did"
    r"|saw|left|found|got|went|made|kept|stole|sent|had|never|nothing|none))\b"
)
# "stronger than before", of what stands before; "and none paid", of those who stand before
COMPARED = any_case(r"[\W_]*(?:and |but )?(?:now )?(?:\w+er|more \w+|less \w+|better \w+) than\b")
ELIDED = any_case(
    r"[\W_]*(?:(?:and|but|though) )?(?:none|not one|neither|nobody|no one|each|both|most|some|few|all)"
    r"(?: of (?:them|these|those|whom))? (?:has |have |had |ever )*(?:paid|answered|replied|gave|sent)\b"
)
# "we paid, and got our data back": what was had for it
BROUGHT = any_case(r"[\W_]*(?:and|then|but) (?:then |later |we )*(?:got|received|recovered|regained)\b")
# "and it is pleased with us": who that is stands in what was read
HANGS_BACK = any_case(r"^[\W_]*(?:and|but|so|which|who)\b[^;]*\b(?:its|they|them|their|he|she|his|her)\b")
AMONG = any_case(r"(?:among|including|namely|such as|(?:all|some|most|none|one|two|three) of)\b")
# "Please stop worrying: there has been no fraud", "Do not worry, because ...": what is told beside the advice
_BESIDE = any_case(r"(?:[:;]| -+|,? (?:because|since|given that|now that)|, (?:as|for)) ")

# "..., since they may come from the intruders": what may happen with it is part of the advice
_THEY_MAY = any_case(
    r"(?:(?!(?:your|our|no|none|nobody|nothing|neither|not|we|data|information)\b)\w+ ){1,3}"
    r"(?:may|might|can|could|will|would)\b(?! have\b)"
)


def list_told(sentence: str) -> list[str]:
    """What a sentence that advises tells beside it, as a sentence of its own; none where it only advises."""
    flat = plain(sentence)
    seam = _BESIDE.search(flat)
    told = flat[seam.end() :].strip() if seam else ""
    if len(told.split()) < 3 or not has_verb(told) or _THEY_MAY.match(told):
        return []
    return [capitalize(told)]


def find_advice(sentence: str) -> str:
    """The advice that stands before what is told beside it, behind a mark; "" where no mark parts them."""
    flat = plain(sentence)
    seam = _BESIDE.search(flat)
    return f"{flat[: seam.start()]}." if seam and seam[0][0] in ":;" else ""


# "Please ignore rumors that data was stolen": it is said to be false
_RUMOR = any_case(
    r"\b(?:(?:ignore|disregard|dismiss|(?:not|n't|never|stop|stop all) (?:\w+ ){0,2}?(?:believ|trust|listen"
    r"|spread|shar|repeat)\w*)\b[^.;:]{0,30}?\b(?:rumou?rs?|claims?|reports?|stor(?:y|ies)|talk|gossip"
    r"|posts?)(?: \w+){0,3}? (?:that|saying|claiming)(?: that)?|(?:not|n't|never|stop) (?:believ|say|claim"
    r"|repeat|tell)\w*(?: (?:people|others|anyone))? that) (?P<what>[^.;:]{8,})"
)


def find_rumor(sentence: str) -> str:
    """What an advice calls a rumor, as a sentence; "" where it names none."""
    match = _RUMOR.search(plain(sentence))
    return f"{match['what'][:1].upper()}{match['what'][1:].rstrip(' ,')}." if match else ""


_NOT_HIRED = any_case(
    r"\b(?:not|n't|never|no|none|without)\b[^.;]{0,60}\b(?:hir|engag|retain|contract|br(?:ought|ing) in)"
)


def denies_hire(flat: str) -> bool:
    """Whether a plain sentence says that somebody was not hired: it tells of those who are not there."""
    return _NOT_HIRED.search(flat) is not None


def is_conditional(reading: ClaimReading) -> bool:
    """Whether a claim holds under a condition alone; "what, if anything, was taken" has none."""
    return reading.conditional and not reading.is_promise and reading.wording.mode is not ClaimMode.UNKNOWN
