"""That data was taken, told of people and kinds of data that the record bears out without any theft."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.remainder.asides import Leftover, is_taken
from firstbell.notify.statements.sorts.passed import Passed
from firstbell.record.facts import Subject

_OF_DATA = frozenset(
    {"people_count", "people_final", "personal_data", "letters", "credit_monitoring", "group"}
)
_DATA = re.compile(
    r"\b(?:data|information|records?|files?|names|numbers|addresses|dates|details|accounts?|people|persons"
    r"|residents"
    r"|students?|pupils?|staff|employees?|teachers?|famil(?:y|ies)|victims?|datos|informaci\u00f3n"
    r"|expedientes|archivos"
    r"|nombres|personas|alumnos|estudiantes|empleados|familias)\b",
    re.I,
)
_GOT = (
    r"(?:intruders?|attackers?|hackers?|criminals?|thie(?:f|ves)|gang|outsiders?|strangers?|extortionists?"
    r"|they"
    r"|unauthorized \w+)"
)
_TAKEN = re.compile(
    r"\b(?:leak(?:ed|s|ing|age)?|expos(?:ed|ure)|breach(?:ed|es)?|compromised|stolen|stole|theft|thefts"
    r"|robbed|spilled"
    r"|exfiltrat\w+|copied|downloaded|lifted|harvested|swiped|siphoned|hacked|put online|posted|published"
    r"|dumped"
    r"|for sale|sold|dark web)\b"
    r"|\b(?:data|information|records?|files?|names|details) (?:\w+ )?(?:was|were|has been|have been|is"
    r"|are) (?:\w+ )?"
    r"(?:taken|obtained|acquired|viewed|seen|accessed|opened|read|out|lost to)\b"
    rf"|\b{_GOT} (?:\w+ )?(?:have|has|had|took|got|obtained|saw|viewed|read|opened|acquired|accessed"
    rf"|copied|hold|holds|held"
    r"|possess\w*|reached)\b(?! (?:been|in|into)\b)"
    rf"|\b(?:by|to) (?:the |these |those )?{_GOT}\b"
    r"|\b(?:wrong|other|criminal|unauthorized|strangers'?) hands\b|\bin(?:to)? the hands of\b|\b(?:got"
    r"|ended up|turned up|landed)"
    r" (?:out|online|on the (?:internet|web|dark))\b"
    r"|\bfiltr(?:ad[oa]s?|aci\u00f3n|aron|\u00f3)\b|\bexpuest[oa]s?\b|\brobad[oa]s?\b|\brob(?:o|aron"
    r"|\u00f3)\b|\bvulnerad[oa]s?\b"
    r"|\bcomprometid[oa]s?\b|\bsustra\u00edd[oa]s?\b|\bpublicad[oa]s?\b|\bpublicaron\b"
    r"|\ben (?:malas )?manos\b|\ba la venta\b",
    re.I,
)
# what is open, denied or only feared, and a stolen password, say nothing of data that was taken
_OPEN = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|neither|nor|without|whether|if|may|might|could|can|cannot"
    r"|would|unless"
    r"|unknown|unclear|possib\w+|potential\w*|open|evidence|sign|indication|trace|si|nunca|nada"
    r"|ning\u00fan|ninguna|sin"
    r"|pudo|pudieron|podr\u00eda\w*|posible\w*|indicios?|se\u00f1al)\b|n't\b",
    re.I,
)
_ACCESS = re.compile(
    r"\b(?:stolen|leaked|compromised|exposed|robada|breached|hacked) (?:\w+ ){0,3}?(?:passwords?"
    r"|credentials?|logins?|accounts?"
    r"|servers?|systems?|service|firewall|contrase\u00f1a|network)\b",
    re.I,
)


def list_thefts(passed: Passed) -> Iterator[Leftover]:
    """Words for a theft beside claims about people or kinds of data, where the record knows of none."""
    # where the record has no word of it, the count of those affected is all that is held against it
    told = passed.record.find(Subject.EXFILTRATION)
    if told is None or not passed.truths & _OF_DATA or is_taken(passed.record):
        return
    for match, clause in passed.list_clauses(_TAKEN):
        if _DATA.search(clause) and not _OPEN.search(clause) and not _ACCESS.search(clause):
            yield Leftover("that data was taken", match[0], match.start())
