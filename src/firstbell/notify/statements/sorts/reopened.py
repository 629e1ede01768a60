"""The day on which schools open again, where the record has them closed and no day for that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed
from firstbell.record.facts import Subject

_OPENS = re.compile(
    r"\b(?:school|schools|classes|class|students?|pupils?|children|kids|instruction|lessons|learning|doors"
    r"|buildings|campus(?:es)?|buses|we"
    r"|everyone|bus service|school days?)\b[^.;?]{0,30}?\b(?:re-?opens?|resumes?|restarts?|returns?"
    r"|(?:start|begin|open|run|meet|are|is|be|go|come|will be"
    r"|head|expected|welcome)s?(?: \w+){0,3}? (?:again|back|once more|as usual|as normal))\b"
    r"|\bback (?:in|to) (?:class\w*|school|session)\b|\bsend your (?:children|child|kids"
    r"|student)s? (?:back )?to school\b"
    r"|\bschool is (?:open|in session|back)\b"
    r"|\b(?:clases|escuelas?|planteles|alumnos|estudiantes|autobuses)\b[^.;?]{0,30}?\b(?:reanud\w+"
    r"|reabr\w+|regres\w+|vuelv\w+|otra vez|de nuevo|abr\w+)\b"
    r"|\b(?:se reanudan|reanudamos|reabren|reabrimos|volvemos a|regresamos a|regresan) (?:las |los "
    r"|a )?(?:clases|escuelas?|alumnos|planteles)"
    r"|\bhay clases\b",
    re.I,
)
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|today|tonight|next (?:week|month)"
    r"|this (?:week|morning|month)|(?:january|february|march|april|may"
    r"|june|july|august|september|october|november|december) \d+|lunes|martes|mi\u00e9rcoles|jueves"
    r"|viernes|ma\u00f1ana|hoy|la pr\u00f3xima semana"
    r"|\d+ de \w+)\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:if|when|once|until|unless|whether|not|no|never|may|might|could|hope\w*|plan\w*|decid\w+"
    r"|decision|know|tell you|announce|say|let you know|closed|si"
    r"|cuando|cu\u00e1ndo|hasta|sabemos|esperamos|decidi\w+|cerrad\w+|after|bell|late|delay)\b|n't\b|\?",
    re.I,
)


def list_reopened(passed: Passed) -> Iterator[Leftover]:
    """A day on which school is said to be on again, and nobody put down that it is."""
    closure = Subject.SCHOOL_CLOSURE
    if not passed.record.get(closure, "closed") or passed.record.get(closure, "reopened"):
        return
    match = _OPENS.search(passed.flat)
    if match and _DAY.search(passed.flat) and not _OPEN.search(passed.flat):
        yield Leftover("when schools open again", match[0], match.start())
