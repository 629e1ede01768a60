"""That a demand was met, beside the demand that the record bears out, and what a payment brought about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed
from firstbell.record.facts import Subject

_DEMAND = re.compile(
    r"\b(?:demand\w*|ransom|asked (?:us )?for|wanted|price|payment|exig\w+|rescate|pidieron|pago"
    r"|reclam\w+)\b",
    re.I,
)
_IT = (
    r"(?:it|that|them|what they (?:wanted|asked for)|all of it|(?:every|the last) (?:cent|dollar|penny)"
    r"|(?:the|that|this) )"
)
_MET = re.compile(
    rf"\b(?:got|gotten|received|collected|obtained|won|were (?:given|granted|paid|sent|handed)"
    rf"|was (?:given|granted"
    rf"|sent|handed)|pocketed|secured|has|have|had|keep|kept) (?:just |exactly )?(?:{_IT}|their (?:money"
    rf"|way|wish)"
    r"|the (?:full|whole)|\$)"
    r"|\b(?:we|district|board|insurer|schools?) (?:\w+ )?(?:gave|handed|sent|granted|met|honou?red"
    r"|satisfied|obliged"
    r"|fulfilled|complied|gave in|yielded|caved|surrendered|delivered|transferred|wired|did so|accepted"
    r"|settled"
    r"|came up with|raised)\b(?! (?:you|us|notice|our|this|an?|word|the (?:insurer|board|fbi|police|state"
    r"|report|names))\b)"
    r"|\b(?:demand|ransom|price|sum|amount|figure)s?\b[^.;]{0,40}?\b(?:was|were|has been|have been|is"
    r"|got) (?:\w+ )?"
    r"(?:met|honou?red|satisfied|fulfilled|granted|accepted|settled|delivered|transferred|wired|handed over"
    r"|sent|raised)\b"
    r"|\b(?:meeting|honou?ring|granting|satisfying|fulfilling|accepting) (?:the|their|that|this) demand"
    r"|\b(?:consigui|obtuv|lograron|recibi|cobr|gan)\w* (?:lo|la|todo|el|su|ese|esa|lo que)?"
    r"|\bse (?:les|lo|le|los|la) (?:pag|dio|dieron|entreg|concedi|envi|transfiri)\w*"
    r"|\b(?:accedimos|cedimos|cumplimos|aceptamos|complacimos|entregamos|les dimos)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|neither|nor|refus\w+|declin\w+|reject\w*|without|if|whether"
    r"|unless"
    r"|would|could|may|might|nunca|nada|nadie|tampoco|sin|si)\b|n't\b",
    re.I,
)


def list_demands_met(passed: Passed) -> Iterator[Leftover]:
    """That intruders got what they demanded, unless the record has them paid as much as is said."""
    ransom = Subject.RANSOM
    if not passed.rests_on(ransom):
        return
    yield from _list_outcomes(passed)
    paid = passed.record.get(ransom, "paid")
    if isinstance(paid, int | float) and not isinstance(paid, bool):
        if any(number.value == paid for number in find_numbers(passed.flat)):
            return
    elif paid is True and passed.record.get(ransom, "amount") is None:
        return
    if not _DEMAND.search(passed.flat):
        return
    for match, clause in passed.list_clauses(_MET):
        if not _DENIED.search(clause):
            yield Leftover("that a demand was met", match[0].strip(), match.start())


# all that a fact tells of a payment is that it was made, when, and how much it was
_MADE = (
    r"(?:was|were|is|are|been|has|have|had|made|went|came|followed|amounted|totaled|totalled|of|to|on|in"
    r"|by|and|or"
    r"|the|a|for|at|will|would|should|may|might|can|could|must|left|took|happened|occurred|cost|stood"
    r"|demand\w*|deadline|processing|portal|system|plans?|that|which|we|they|this|it|no|not|from|with|date"
    r"|after"
    r"|before|because|so|but|if|when|while|without|also|dates?|se|de|del|fue|es|que|en|por|a|al|no|ha|y|o|ni)"
)
_OUTCOME = re.compile(
    rf"\b(?:(?:the|our|this|that) (?:ransom )?payment|paying(?: (?:them|it|the ransom|the intruders))?"
    rf"|(?:el|nuestro|este) pago(?: del rescate)?|(?:having )?paid the ransom (?=bought|kept|worked))"
    rf" (?:has |have |had |also |ha "
    rf"|de verdad )*(?!{_MADE}\b)(?P<verb>[a-z\u00e1\u00e9\u00ed\u00f3\u00fa\u00f1]+)\b"
    r"|\b(?:payment|paying(?: (?:them|it|the ransom))?) (?:was|is|were|has been"
    r"|had been) (?:\w+ )?(?:worth\w*"
    r"|effective|successful|helpful|useful|sensible|wise|the right|enough|sufficient|good|well)",
    re.I,
)
# a negation before or right behind it
_NEAR = 30
_THANKS = re.compile(
    r"\b(?:thanks to|because of|owing to|due to|gracias a) (?:the|our|this|el|nuestro) (?:payment|pago)\b",
    re.I,
)


def _list_outcomes(passed: Passed) -> Iterator[Leftover]:
    """What a payment is said to have done: that nobody put down."""
    for words in (_OUTCOME, _THANKS):
        for match in words.finditer(passed.flat):
            if not _DENIED.search(passed.flat[max(0, match.start() - _NEAR) : match.end() + _NEAR // 2]):
                yield Leftover("what a payment brought about", match[0].strip(), match.start())
