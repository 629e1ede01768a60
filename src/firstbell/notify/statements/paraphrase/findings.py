"""What a review of the logs found: no sign of a theft, in whatever words and by whomever it is told.

"The log review turned up no evidence that employee files left our network" tells two things: that the logs
were reviewed, and that none was found. Each is told by itself, and rules judge it: that none was found needs
every day reviewed.
"""

from __future__ import annotations

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.record import CaseRecord

_DATA = (
    r"(?:(?:any|our|the|student|students'|employee|employees'|staff|personal|school|district|family) )*"
    r"(?:data|files|information|records|documents)"
)
_NET = r"(?:(?:our|the|its|district|school) )*(?:network|systems?|servers?|computers?)"
_THEFT = rf"(?:(?:a |any )?(?:data )?(?:theft|exfiltration)(?: of {_DATA})?|(?:the )?copying of {_DATA})"
_GONE = (
    rf"(?:{_DATA} (?:had |has |have )?(?:ever )?left {_NET}"
    rf"|{_DATA} (?:was|were|had been|has been|have been) (?:taken|stolen|copied|exfiltrated|removed)"
    rf"(?: from {_NET})?|anything (?:was taken|was stolen|was copied|left {_NET}))"
)
_SIGN = r"(?:evidence|signs?|indications?|traces?|proof|hint)"
_LOGS = r"(?:(?:our|the|its|outbound|outgoing|network|firewall|server|traffic) )*logs"
_REVIEW = (
    rf"(?:(?:full|complete|finished|whole|network|outbound) )*(?:log review|review of {_LOGS}"
    rf"|analysis of {_LOGS}|investigation|forensic (?:review|investigation|analysis))"
)
_FIRM = r"(?:outside |independent )?(?:forensics? (?:firm|team|experts?|investigators?|specialists?))"
_FOUND = (
    r"(?:has |have |had )?(?:turned up|found|finds?|showed|shows?|shown|revealed|reveals?|uncovered|produced"
    r"|yielded|seen|saw|detected|discovered|identified)"
)
_SCOPE = (
    r"(?P<scope>,? (?:after|in|from|by|across|following) (?:an? |the |our )?"
    r"(?:(?:full|complete|thorough|finished) )*(?:review (?:of )?)?(?:(?:all|every one) (?:of )?(?:the )?)?"
    rf"(?:(?P<days>\d+|{SPELLED}) days of )?{_LOGS}(?: (?:that )?we reviewed)?)?"
)
_BY_REVIEW = any_case(
    rf"^(?:(?:the|our|a|that) )?(?:{_REVIEW}|(?P<firm>{_FIRM})) {_FOUND} no (?:{_SIGN} (?:of {_THEFT}|that"
    rf" {_GONE})|{_THEFT}){_SCOPE}$"
)
_WAS_FOUND = any_case(
    rf"^no {_SIGN} (?:of {_THEFT}|that {_GONE}) (?:was|were|has been|have been) (?:found|seen"
    rf"|detected){_SCOPE}$"
)
_RULED_OUT = any_case(
    rf"^(?:the )?{_THEFT} (?:(?:was|is|has been) )?(?:ruled out"
    rf"|excluded)(?: (?:at|by|in) (?P<name>[A-Z][\w' ]+?))?{_SCOPE}$"
)
_HALLAZGO = any_case(
    r"^(?P<review>(?:en los registros(?: de (?:salida|la red|red))? que (?:revisamos|se revisaron"
    r"|hemos revisado),? )|revisamos (?:todos )?los (?P<days>[\w\u00fa\u00e9\u00ed\u00f3]+) d\u00edas de"
    r" registros y )?(?:(?:la|nuestra) (?P<by>investigaci\u00f3n|revisi\u00f3n(?: de (?:los )?registros)?) )?"
    r"(?:no (?:encontramos|encontr\u00f3|hallamos|hall\u00f3|detectamos|detect\u00f3|hemos encontrado"
    r"|ha encontrado|se encontraron|vimos) (?:indicios|se\u00f1ales|pruebas|rastros|evidencia) de robo de"
    r" (?:datos|informaci\u00f3n|archivos)"
    r"|(?P<out>el robo de datos (?:qued\u00f3|ha quedado|fue|est\u00e1) descartado))$"
)


def tell_finding(said: str, record: CaseRecord) -> list[str]:
    """What a sentence says of a theft that was looked for and not found, claim by claim; else nothing."""
    for form in (_BY_REVIEW, _WAS_FOUND, _RULED_OUT):
        if found := form.match(said):
            named = found.groupdict()
            if named.get("name") and named["name"] not in record.names:
                return []
            told = ["No data was taken" if form is _RULED_OUT else "We found no evidence of data theft"]
            told += ["A forensic firm was hired"] if named.get("firm") else []
            told += [f"All {named['days']} days of logs were reviewed"] if named["days"] else []
            of_logs = named["scope"] or "log" in said[: found.start("scope")].lower()
            return [*told, "The logs were reviewed"] if of_logs and not named["days"] else told
    if found := _HALLAZGO.match(said):
        told = ["No se robaron datos" if found["out"] else "No encontramos indicios de robo de datos"]
        of_logs = found["review"] or "registros" in (found["by"] or "")
        return [*told, "Los registros fueron revisados"] if of_logs else told
    return []
