"""What compares a clause about people, their letters, passwords and contacts with the facts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from firstbell.notify.statements.clauses.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.clauses.facts import compare_day, fits_share
from firstbell.notify.statements.judges.protections import read_progress
from firstbell.notify.statements.judges.told_days import all_fit
from firstbell.notify.statements.judges.truth import is_engaged
from firstbell.notify.statements.language.names import list_groups, list_recorded_kinds
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject

_GROUPS = (
    ("staff", r"staff|employees?|colleagues?|adults?|personnel|teachers?|workers?"),
    ("students", r"students?|pupils?|children"),
)


def _find_group(said: SaidClause) -> str | None:
    """The one group of whose passwords a clause tells, or else its sentence."""
    for text in (said.text, said.sentence):
        named = [who for who, words in _GROUPS if re.search(rf"\b(?:{words})\b", text, re.I)]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _compare_passwords_old(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "2,900 students still use their old password"."""
    who = _find_group(said)
    if said.denied or who is None:
        return None
    value, progress = record.get(Subject.PASSWORD_RESET, who), read_progress(record, who)
    if not said.numbers and not said.share:
        if progress is None:
            return None if value is None else not is_engaged(value)
        return True if progress[0] == 0 else False if progress[0] >= progress[1] else None
    if progress is None:
        return None
    left = progress[1] - progress[0]
    if said.share:
        return None if said.numbers else fits_share(said.share, 100 * left / progress[1])
    return said.counts(left, progress[1])


def _compare_passwords_part(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "a quarter of our students have new passwords"."""
    who = _find_group(said)
    progress = read_progress(record, who) if who else None
    if said.denied or progress is None or not said.share:
        return None
    if not all(one.fits(progress[1]) for one in said.numbers):
        return False
    return fits_share(said.share, 100 * progress[0] / progress[1])


def _compare_letters_back(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "thirty-one letters have come back to us"."""
    back = record.get_count(Subject.MAILING, "undeliverable")
    if back is None or said.denied > 1:
        return None
    if said.denied:
        return None if said.numbers else back == 0
    # "31 of the 9,410 letters"
    sent, order = record.get_count(Subject.LETTERS_SENT), sorted(said.numbers, key=lambda one: one.value)
    if len(order) == 2:
        return None if sent is None else order[0].fits(back) and order[1].fits(sent)
    return order[0].fits(back) if len(order) == 1 else None


def _compare_letters_due(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "224 people have not had a letter"."""
    sent, people = record.get_count(Subject.LETTERS_SENT), record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if sent is None or people is None or said.denied or len(said.numbers) != 1:
        return None
    return said.numbers[0].fits(people - sent)


def _compare_letters_share(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "nine in ten of those affected have been sent a letter"."""
    sent, people = record.get_count(Subject.LETTERS_SENT), record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if sent is None or not people or said.denied or not said.share:
        return None
    if not all(one.fits(people) for one in said.numbers):
        return False
    return fits_share(said.share, 100 * sent / people)


_GROUP = any_case(
    r"\b(?P<both>(?:current|present) and former|former and (?:current|present)|past and present"
    r"|present and past|(?:work(?:s|ed)?|employed) (?:here|for us)(?: now)? or used to(?: work(?: for us)?)?"
    r"|work or (?:used to work|once worked|worked) for us)?(?P<former>former|past|one-time|ex-?)?"
    r" ?(?P<who>students?|pupils?|staff(?: members?)?|employees?|teachers?|personnel|colleagues?|alumni"
    r"|graduates?|retirees?|parents?|guardians?|famil(?:y|ies)|volunteers?)\b"
    r"|\b(?P<works>work or (?:used to work|once worked|worked) for us)\b"
)


_LEFT_US = any_case(r"\bwho (?:used to work|once worked|no longer work)(?: here| for us)?\b")


def _name_groups(text: str) -> set[tuple[str, bool]]:
    """The groups of people that a text names, each with whether it is one of former ones."""
    found: set[tuple[str, bool]] = {("staff", True)} if _LEFT_US.search(text) else set()
    for match in _GROUP.finditer(text):
        if match["works"]:
            found |= {("staff", False), ("staff", True)}
            continue
        word = match["who"].lower()
        bases = list_groups(word) - {"former"} or {"staff" if word.startswith("ret") else "students"}
        gone = bool(match["former"]) or word.startswith(("alum", "grad", "retire"))
        for base in bases:
            found |= {(base, False), (base, True)} if match["both"] else {(base, gone)}
    return found


def _list_told_groups(record: CaseRecord) -> set[tuple[str, bool]]:
    return set().union(*map(_name_groups, record.get_list(Subject.PEOPLE_AFFECTED, "groups")))


def _compare_groups(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "students, former students and staff are affected"."""
    told, named = _list_told_groups(record), _name_groups(said.text)
    if not told or not named or said.denied > 1:
        return None
    if said.denied:
        return False if named & told else None
    if not named <= told:
        return False
    if said.has("only|just|exclusively|solely|all|nobody|no one") and named != told:
        return False
    count = record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if said.numbers and (count is None or len(said.numbers) > 1 or not said.numbers[0].fits(count)):
        return None
    open_ = record.get(Subject.PEOPLE_AFFECTED, "final") is not True
    return (
        None
        if said.numbers
        and open_
        and not re.search(r"\b(?:so far|to date|until now|up to now)\b", said.sentence, re.I)
        else True
    )


def _compare_names(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "names found so far: 4,180"."""
    count = record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if said.denied or count is None or len(said.numbers) != 1:
        return None
    if not said.numbers[0].fits(count):
        return False
    final = record.get(Subject.PEOPLE_AFFECTED, "final") is True
    open_ = re.search(
        r"\b(?:so far|to date|until now|up to now|already|as of|not final|not yet final)\b",
        said.sentence,
        re.I,
    )
    return True if final or open_ else None


def _compare_count_stands(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the count stands at 4,180": what it counts is told elsewhere, so another number says nothing."""
    return _compare_names(record, said) or None


def _compare_nobody_caught(record: CaseRecord, said: SaidClause) -> Verdict:
    return True if record.get(Subject.INTRUDERS, "identified") is False and not said.denied else None


def _compare_nobody(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "nobody was affected"."""
    count = record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if said.denied or count is None:
        return None
    if count:
        return False
    return True if record.get(Subject.PEOPLE_AFFECTED, "final") is True else None


def _compare_no_contacts(record: CaseRecord, said: SaidClause) -> Verdict:
    count = record.get_count(Subject.COERCION_CONTACTS, "count")
    return None if said.denied or count is None else count == 0


def _is_told_whose(record: CaseRecord, said: SaidClause) -> bool:
    """Whether a fact tells of whom such kinds were found: where several groups are affected, few do."""
    whose, affected = _name_groups(said.text), _list_told_groups(record)
    told = (str(one) for one in record.get_list(Subject.KINDS_FOUND) if list_recorded_kinds(one) & said.kinds)
    if whose <= set().union(*map(_name_groups, told)):
        return True
    return whose <= affected and {who for who, _ in whose} == {who for who, _ in affected}


def _compare_kinds_in(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "Social Security numbers were in the files", and of what was not."""
    told = list_recorded_kinds(*record.get_list(Subject.KINDS_FOUND))
    if not said.kinds or said.denied > 1 or not told:
        return None
    if not _is_told_whose(record, said):
        return None
    if said.denied:
        return False if said.kinds & told else None
    if said.has("only|just|nothing (?:else|more)"):
        return said.kinds == told
    return True if said.kinds <= told else None


def _compare_called(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "they call themselves ...": the name that the clause has is the one on record."""
    name = record.get(Subject.INTRUDERS, "name")
    if said.denied or not isinstance(name, str):
        return None
    return True if name.lower() in said.text.lower() else None


def _compare_claimed(record: CaseRecord, said: SaidClause) -> Verdict:
    claimed = record.get(Subject.INTRUDERS, "claimed")
    if said.denied or not claimed:
        return None
    return all_fit(said.days, read_day(claimed))


CLAUSE_PEOPLE: Mapping[str, Compare] = {
    "passwords_old": _compare_passwords_old,
    "passwords_part": _compare_passwords_part,
    "letters_back": _compare_letters_back,
    "letters_due": _compare_letters_due,
    "letters_share": _compare_letters_share,
    "mailed_first": compare_day(Subject.MAILING, "first"),
    "mailed_last": compare_day(Subject.MAILING, "last"),
    "groups": _compare_groups,
    "names": _compare_names,
    "count_stands": _compare_count_stands,
    "nobody_caught": _compare_nobody_caught,
    "called": _compare_called,
    "claimed": _compare_claimed,
    "nobody": _compare_nobody,
    "no_contacts": _compare_no_contacts,
    "kinds_in": _compare_kinds_in,
}
