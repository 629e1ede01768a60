"""Spanish in other Spanish words, whose gloss is read: how long ago, of which so much, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.paraphrase.span_words import fits_ago
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# "hoy se cumplen cinco semanas desde que encontramos ..."
_FULFILLED = any_case(
    r"^(?:hoy )?se cumplen? (?:hoy )?(?:ya |exactamente )?(?P<many>\w+) (?P<unit>d[ií]as?|semanas?"
    r"|meses)(?: hoy)? (?:desde|de) que (?=\w+ \w+)"
    r"|^hoy hace (?:ya |exactamente )?(?P<many2>\w+) (?P<unit2>d[ií]as?|semanas?|meses) que (?=\w+ \w+)"
)
_MORE_THAN = any_case(
    r"^a (?P<how>m[aá]s de |casi |unas |unos )?(?P<many>\w+) (?P<unit>d[ií]as?|semanas?) (?:del (?:ataque"
    r"|evento|incidente|cifrado|hallazgo)|de (?:haber )?(?:descubrir|encontrar|hallar|descubierto"
    r"|encontrado) (?:el|los) \w+(?: cifrados?)?),? "
)
_PART_OUT = any_case(
    r"(?P<unit>\b(?:gigabytes?|terabytes?|GB|TB))(?P<of>[^;.,]*), (?:de los cuales|de los que|y de ellos"
    r"|y de esos) (?P<did>(?:ya )?(?:se publicaron|fueron publicados|se han publicado"
    r"|se filtraron)) (?P<many>\d[\d.,]*\d|\w+)(?=[.!]?$)"
)
_AMONG = any_case(
    r"^(?P<head>(?:nos )?faltan (?:por restablecer |por restaurar )?\w+ sistemas(?: por (?:restablecer"
    r"|restaurar|recuperar))?), (?:entre ellos|incluid[oa]s"
    r"|entre los que est[aá]n) (?P<list>[^;.]+?)(?P<end>[.!]?)$"
)
_AND_THAT = any_case(
    r"^(?P<says>(?:confirmamos|informamos|les informamos|podemos confirmar"
    r"|lamentamos (?:tener que )?(?:informar(?:les)?|comunicar(?:les)?"
    r"|decir(?:les)?))(?: de)? que) (?P<first>[^;]*?),? y que (?P<second>[^;]+)$"
)
_A_PART = any_case(r"^una parte (?=(?:se|fue|ha sido|ya)\b)")
_TELL_YOU = any_case(r"\b(?P<verb>decir|informar|asegurar|confirmar)(?:le|les)\b")


def _count(many: str) -> int | None:
    if many.lower() in ("un", "una"):
        return 1
    numbers = find_numbers(f"{gloss(many.lower()).text} items")
    return int(numbers[0].value) if len(numbers) == 1 else None


def _name_ago(read: str, record: CaseRecord) -> str:
    """How long ago it was, in the words that have a gloss; without it where it only leads to something."""
    if full := _FULFILLED.match(read):
        many, unit = full["many"] or full["many2"], full["unit"] or full["unit2"]
        return f"Hace {many} {unit} {read[full.end() :]}"
    more, found = _MORE_THAN.match(read), record.get_day(Subject.ENCRYPTION_EVENT, "found")
    if more and found and record.today and (many_ := _count(more["many"])):
        unit = "week" if more["unit"].lower().startswith("s") else "day"
        how = (more["how"] or "").strip().lower()
        bound = "more than" if how.startswith("m") else "almost" if how == "casi" else "about" if how else ""
        if fits_ago(many_, unit=unit, how=bound, passed=(record.today - found).days):
            rest = read[more.end() :]
            return capitalize(rest)
    return read


def _part_clauses(read: str, record: CaseRecord) -> str:
    """What a sentence folds into one, as clauses: of which so much, among them, and that."""
    del record
    told = _TELL_YOU.sub(r"\g<verb>", read)
    told = _PART_OUT.sub(r"\g<unit>\g<of>; \g<did> \g<many> \g<unit>", told)
    told = _AMONG.sub(r"\g<head>; \g<list> siguen pendientes\g<end>", told)
    if both := _AND_THAT.match(told):
        second = _A_PART.sub("una parte de los datos ", both["second"])
        told = f"{both['says']} {both['first']}; {second}"
    return told


SPANISH_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (_name_ago, _part_clauses)
