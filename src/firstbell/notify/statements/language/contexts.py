"""Where a part of a sentence may be told more exactly, so that the sentence then says at least as much.

"Letters went out on October 8" says that they went out in October. "Letters did not go out on October 8"
does not say that they did not go out in October: the exact word says less, not more, under a negation, a
condition, a wish, a plan, a question, "only" and "except", in a comparison, and in what "all" is said of.
"""

from __future__ import annotations

import re

from firstbell.notify.statements.language.patterns import any_case, any_words

_TURNS = any_case(
    r"\b(?:no|not|never|none|neither|nor|nobody|nothing|nowhere|without|cannot|hardly|scarcely|rarely|seldom"
    r"|barely|(?<!a )few|fewer|less|least|only|solely|exclusively|except(?:ing)?|excluding|unless|until|till"
    r"|instead|rather|fail(?:s|ed)?|failing|refus\w+|declin\w+|unable|unlikely|impossible|avoid\w*|prevent\w*"
    r"|lack\w*|den(?:y|ies|ied)|all but|other than|apart from|aside from|at most|no more"
    r"|too (?:early|late|soon)|than|as \w+ as|most|\w{3,}(?<!for)(?<!inter)est|ni|nunca|nadie|ning\u00fan"
    r"|ninguna?o?|sin|s\u00f3lo|solo|solamente|\u00fanicamente|salvo|excepto|apenas|tampoco|menos|jam\u00e1s"
    r"|todav\u00eda|hasta)\b"
    r"|n't\b"
)
_OPEN = re.compile(
    r"\b(?:if|whether|unless|would|could|should|might|must|shall|ought|wish\w*|hop(?:e|es|ed|ing)|suppos\w*"
    r"|imagin\w*|pretend\w*|will|won't|going to|plan(?:s|ned|ning)?|expect(?:s|ed|ing)?|intend\w*|promis\w*"
    r"|schedul\w*|due|might|possib\w*|perhaps|maybe|probabl\w*|likely|untrue|false|rumou?rs?|myth|wrong"
    r"|mistaken|incorrect|contrary|doubt\w*|unclear|unknown|undetermined|si|podr\u00eda\w*|quiz\u00e1s?"
    r"|tal vez|falso|rumor|har\u00e1|ser\u00e1n?|provided that|as long as|had (?:we|it|they|the)"
    r"|were (?:we|it) to)\b"
    r"|(?:\bmay\b(?! \d))|\?|'ll\b"
)
_ALL = any_words(
    r"all|every|each|any|anyone|anybody|everyone|everything|whoever|both|whatever|tod[oa]s?|cada|cualquier\w*"
)
_FINITE = any_words(r"was|were|is|are|has|have|had|did|got|went|fue|fueron|han|ha|est\u00e1n?|son|es")
_RELATIVE = any_words(r"that|who|whom|which|whose|where|when|que|quien(?:es)?")
# "one of twelve districts that ...": the part belongs to what is counted or told apart
# words behind which "that" begins what is told, and not what something is told apart by
_TELLING = (
    "confirm", "confirmed", "know", "knew", "known", "learn", "learned", "report", "reported", "say", "said",
    "find", "found", "found out", "discovered", "established", "determined", "announce", "announced", "note",
    "noted", "aware", "day", "told you", "tell you", "told parents", "show", "shows", "showed", "add",
    "added", "explained", "believe", "believed", "sorry", "stress", "stressed", "remember", "stated", "mean",
)  # fmt: skip
_TELLS_APART = any_case(
    rf"\b(?:who|whom|whose|(?<!, )which|one of)\b|{''.join(f'(?<!{one})' for one in _TELLING)} that\b"
)
_EDGE = any_case(
    r";|[,\u2014] ?(?:and|but|while|y|pero) | (?:and|but), "
    r"|, (?=(?:we|the|our|it|they)\b)|, (?=so (?:please|if)\b)"
)
_SO = any_case(r", so (?:please|if)\b")


def find_segment(text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the clause reaches that holds a part of a sentence."""
    before = [match.end() for match in _EDGE.finditer(text) if match.end() <= start]
    first = before[-1] if before else 0
    # "last month, we ...": a part at the head of its clause belongs to what follows
    heads = not text[first:start].strip(" ,")
    after = [match.start() for match in _EDGE.finditer(text) if match.start() >= end + heads]
    return first, (after[0] if after else len(text))


def says_more(text: str, start: int, end: int) -> bool:
    """Whether a sentence says at least as much with a more exact word for the part from `start` to `end`."""
    first, last = find_segment(text, start, end)
    around = f"{text[first:start]} {text[end:last]}"
    # what an advice behind "so" depends on binds nothing before it
    so = _SO.search(text, end)
    if _OPEN.search(f"{text[:start]} {text[end : so.start() if so else None]}".lower()) or _TURNS.search(
        around
    ):
        return False
    if _TELLS_APART.search(text, first, start):
        return False
    quantified = _ALL.search(text, first, start)
    if quantified is None:
        return True
    between = text[quantified.end() : start]
    return bool(_FINITE.search(between)) and not _RELATIVE.search(between)
