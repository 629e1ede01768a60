"""How sure a sentence is of what a search did not find, and of what is open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed
from firstbell.record.facts import Subject

# what a review of logs bears out is that none was found; no more than a plain denial rests on it
_OF_ABSENCE = frozenset({"exfiltration", "published", "transfers"})
_SURE = re.compile(
    r"\b(?:prov(?:en|ed|es?)|proof|certain(?:ty|ly)?|establish(?:ed|es)|confirm(?:ed|s)?|demonstrat(?:ed"
    r"|es)|determined"
    r"|verif(?:ied|ies|y)|clear(?:ly)?|undeniabl[ey]|undoubted(?:ly)?|doubt(?:less)?|for a fact|a fact"
    r"|ascertained|sure(?:ly)?"
    r"|definite(?:ly)?|conclusive(?:ly)?|evident(?:ly)?|obvious(?:ly)?|guarantee\w*|assure\w*"
    r"|unquestionabl[ey]"
    r"|not (?:one|a single|even one)|a single|even one|no single|nothing at all|none at all"
    r"|nothing whatsoever|full stop|period"
    r"|comprobado|probado|demostrado|confirmado|certeza|seguro|segura|sin duda|duda|un hecho|consta"
    r"|verificado"
    r"|establecido|garantiza\w*|asegura\w*|claro|ya se sabe|ya sabemos|evidente|ni un[oa]?(?: sol[oa])?)\b",
    re.I,
)
_UNSURE = re.compile(
    r"\b(?:not|no|never|neither|nor|cannot|whether|if|nunca|sino) (?:[\w']+ ){0,3}?(?:proof|prove[nd]?"
    r"|certain\w*|guarantee\w*"
    r"|promise|sure|rule|confirm(?:ed)?|clear|determined|established|prueba|garant\u00eda|seguro"
    r"|certeza)\b|\bevidence\b"
    r"|\b(?:signs?|indications?|traces?|indicios|se\u00f1al\w*|rastros?|evidencia\w*|pruebas?) (?:of|that"
    r"|de|alguna?)\b",
    re.I,
)
_KNOWN_HOW = re.compile(
    r"(?<!not )(?<!n't )(?<!cannot )(?<!to )(?<!\bno )(?<!never )(?<!nobody )\b(?:(?:now|already|finally"
    r"|do|at last|today) "
    r"(?:also )?know|we know|is (?:now |already )?(?:known|clear|settled|established|determined|decided)"
    r"|has (?:now |already )?been"
    r" (?:settled|established|determined|answered|decided)|ya (?:se sabe|sabemos)"
    r"|(?<!no )(?<!a\u00fan )sabemos)"
    r" (?:for (?:certain|sure) |exactly |precisely |con certeza |bien )?(?:whether|if|how|when|who|what"
    r"|which|whose|si|c\u00f3mo|cu\u00e1ndo"
    r"|qui\u00e9n|qu\u00e9|cu\u00e1nt[oa]s)\b",
    re.I,
)


def list_certainties(passed: Passed) -> Iterator[Leftover]:
    """Words that are surer than the record: of what was not found, and of a question that is open."""
    denied = [
        one
        for one in passed.borne
        if one.reading.proposition is not None
        and one.reading.proposition.truth in _OF_ABSENCE
        and not one.reading.affirmed
        and one.reading.wording.mode is ClaimMode.FLAT
    ]
    if denied and passed.record.get(Subject.EXFILTRATION, "state") == "none_found":
        match = _SURE.search(passed.flat)
        if match and not _UNSURE.search(passed.flat):
            yield Leftover("how sure it is", match[0], match.start())
    if any(one.reading.wording.mode is ClaimMode.UNKNOWN for one in passed.borne):
        match = _KNOWN_HOW.search(passed.flat)
        if match and passed.is_borne_around(match):
            yield Leftover("that it is known", match[0], match.start())
