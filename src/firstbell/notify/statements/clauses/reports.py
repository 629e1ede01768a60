"""What compares a clause about systems, accounts, agencies, theft or insurance with the facts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from firstbell.notify.statements.clauses.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.clauses.facts import UNDER_WAY, compare_day, fits_share
from firstbell.notify.statements.judges.agencies import find_told
from firstbell.notify.statements.judges.extortion import OF_GROUP
from firstbell.notify.statements.judges.protections import is_short, read_progress
from firstbell.notify.statements.judges.searches import LOOKED_FIRST
from firstbell.notify.statements.judges.told_days import all_fit
from firstbell.notify.statements.judges.truth import agree, is_engaged
from firstbell.notify.statements.language.names import list_recorded_kinds, list_systems, name_systems
from firstbell.notify.statements.language.patterns import any_words
from firstbell.notify.statements.language.quantities import find_numbers, find_share
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject

_EXFILTRATION = Subject.EXFILTRATION


def _compare_told(record: CaseRecord, said: SaidClause) -> Verdict:
    """Whether all that are named were told, on the days that are named; who was not is left to the rules."""
    if said.denied or not said.agencies:
        return None
    days = [find_told(record, {agency}) for agency in said.agencies]
    if None in days or (said.has("report|filed") and said.agencies & {"fbi", "insurer"}):
        return None
    fits = agree(*(all_fit(said.days, day) for day in days))
    return fits or (None if len(said.days) > 1 else fits)


def _compare_told_then(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "and the sheriff on the 19th", where others were told before it."""
    return _compare_told(record, said) if said.days and said.agencies else None


def _compare_kinds(record: CaseRecord, said: SaidClause) -> Verdict:
    told = list_recorded_kinds(*record.get_list(Subject.KINDS_FOUND))
    if said.denied or not said.kinds:
        return None
    return True if said.kinds <= told else None


_STAFF = r"staff|employees?|colleagues?|adults?|personnel|teachers?"
_GROUPS = {"staff": any_words(_STAFF), "students": any_words("students?|pupils?")}


def _list_groups(text: str) -> list[str]:
    """The groups with passwords that a text names."""
    return [who for who, words in _GROUPS.items() if words.search(text)]


def _compare_passwords(record: CaseRecord, said: SaidClause) -> Verdict:
    groups = _list_groups(said.text)
    if said.has("everyone|everybody"):
        groups = ["staff", "students"]
    if said.denied or not groups or len(said.days) > 1 or find_share(said.text):
        return None
    answers: list[Verdict] = []
    for who in groups:
        value, progress = record.get(Subject.PASSWORD_RESET, who), read_progress(record, who)
        whole = said.has(r"all|every\w*|each")
        if said.numbers:
            answers.append(_fit_progress(said, progress, whole=whole) if len(groups) == 1 else None)
            continue
        has_one = said.has("(?:have|has|got|gotten|received|chose|chosen|picked)(?: \\w+)? (?:a )?new")
        if is_engaged(value) and whole and has_one and progress is None:
            answers.append(None)  # that nobody was left out, the fact does not tell
            continue
        done = is_engaged(value) and not (whole and is_short(record, who))
        answers.append(agree(done, all_fit(said.days, read_day(value))) if done else None)
    return agree(*answers)


def _fit_progress(said: SaidClause, progress: tuple[float, float] | None, *, whole: bool) -> Verdict:
    if progress is None:
        return None
    done, total = progress
    if whole:
        return done >= total and all(one.fits(total) for one in said.numbers)
    # "of 5,200 students, 2,100", and "2,100 of 5,200"
    return said.counts(done, total)


def _compare_passwords_left(record: CaseRecord, said: SaidClause) -> Verdict:
    named = _list_groups(said.text)
    left = {
        who: progress[1] - progress[0]
        for who in ("staff", "students")
        if (progress := read_progress(record, who)) and progress[1] > progress[0]
    }
    groups = named or list(left)
    if said.denied > 1 or len(groups) != 1 or groups[0] not in left or not 0 < len(said.numbers) < 3:
        return None
    progress = read_progress(record, groups[0])
    return said.counts(left[groups[0]], progress[1] if progress else 0.0)


def _compare_passwords_rest(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the rest still have to be reset", where the sentence names one group."""
    named = _list_groups(f"{record.before} {said.sentence}")
    progress = read_progress(record, named[0]) if len(named) == 1 else None
    return None if progress is None or said.denied > 1 else progress[0] < progress[1]


def _compare_passwords_share(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of ", which is fewer than half", where the sentence names one group."""
    named = _list_groups(said.sentence)
    progress = read_progress(record, named[0]) if len(named) == 1 else None
    if progress is None or said.denied or not said.share:
        return None
    return fits_share(said.share, 100 * progress[0] / progress[1])


# what a clause may name as asking for a second factor, and how the fact calls it
_PLACES = {
    "mail": r"mail|e-?mail",
    "vpn": "vpn",
    "vendor": r"vendors?|suppliers?",
    "remote": "remote",
    "staff": rf"{_STAFF}",
    "student": "students?|pupils?",
}


def _compare_factor(record: CaseRecord, said: SaidClause) -> Verdict:
    listed = record.get(Subject.MULTI_FACTOR, "for")
    told = [listed] if isinstance(listed, str) else [str(one) for one in listed or ()]
    # "cannot be opened without one" denies twice
    if not told or (said.denied and not (said.denied == 2 and said.has("without"))):
        return None
    named = [place for place, words in _PLACES.items() if said.has(words)]
    text = " ".join(told).lower()
    if not named or any(place not in text for place in named):
        return None
    # all of the staff have one only where the fact says all
    if named == ["staff"] and "all staff" not in text:
        return None
    if said.has("all|every") and "all" not in text:
        return None
    return all_fit(said.days, record.get_day(Subject.MULTI_FACTOR, "since"))


def _compare_taken(record: CaseRecord, said: SaidClause) -> Verdict:
    state = record.get(_EXFILTRATION, "state")
    if said.denied or state != "confirmed" or not said.amounts:
        return None
    size = record.get_count(_EXFILTRATION, "bytes")
    if size is None or (said.days and not said.has("confirmed|established|known|certain|proven")):
        return None
    day = record.get_day(_EXFILTRATION, "confirmed")
    return agree(all(one.fits(size) for one in said.amounts), all_fit(said.days, day))


def _compare_unexplained(record: CaseRecord, said: SaidClause) -> Verdict:
    size = record.get_count(_EXFILTRATION, "unexplained_bytes")
    if size is None or said.denied or not said.amounts:
        return None
    return all(one.fits(size) for one in said.amounts)


def _compare_some_unexplained(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "not all of the outgoing traffic is accounted for"."""
    size = record.get_count(_EXFILTRATION, "unexplained_bytes")
    explained = not said.has("unexplained|without (?:an )?explanation")
    if size is None or said.denied or explained != said.has("not (?:all|every)"):
        return None
    return size > 0


def _compare_published(record: CaseRecord, said: SaidClause) -> Verdict:
    published = record.get(_EXFILTRATION, "published")
    if not isinstance(published, bool) or said.denied > 1:
        return None
    if said.has("stolen|copied|taken") and record.get(_EXFILTRATION, "state") != "confirmed":
        return None
    if said.denied:
        return None if said.days else not published
    day = record.get_day(_EXFILTRATION, "published_on")
    return agree(published, all_fit(said.days, day)) if published else None


_PAIR = 2


def _compare_contacts(record: CaseRecord, said: SaidClause) -> Verdict:
    count = record.get_count(Subject.COERCION_CONTACTS, "count")
    if said.denied or count is None or len(said.numbers) != 1:
        return None
    if said.has("e-?mails?|calls?|texts?") and said.has(
        "from (?:our |the )?(?:parents|families|students|staff|people|persons)"
    ):
        return None  # who wrote them is another matter
    told = said.has("told|reported|report")
    if not told and OF_GROUP.search(said.text) and not record.get(Subject.COERCION_CONTACTS, "groups"):
        return None if said.numbers[0].fits(count) else False
    since = record.get_day(Subject.COERCION_CONTACTS, "since")
    if len(said.days) == _PAIR and said.has("between|from") and said.has("e-?mails?|calls?|texts?"):
        until = record.get_day(Subject.COERCION_CONTACTS, "until")
        known = since is not None and until is not None
        fits = known and said.days[0].fits(since) and said.days[1].fits(until)  # type: ignore[arg-type]
        return agree(said.numbers[0].fits(count), fits if known else None)
    if any(one.lead not in ("since", "from", "beginning", "starting") for one in said.days):
        return None
    return agree(said.numbers[0].fits(count), all_fit(said.days, since))


def _compare_misuse_search(record: CaseRecord, said: SaidClause) -> Verdict:
    done = is_engaged(record.get(Subject.MISUSE_SEARCH, "done"))
    if not isinstance(done, bool) or said.denied > 1:
        return None
    if said.denied and not done and LOOKED_FIRST.search(said.text):
        return None  # who looked and says what he saw denies no search
    if said.denied == 1 and not said.numbers and said.has("found|turned up|brought") and done:
        found = record.get_count(Subject.MISUSE_SEARCH, "found")
        day = record.get_day(Subject.MISUSE_SEARCH, "done")
        return None if found is None else agree(found == 0, all_fit(said.days, day))
    if said.denied:
        # that no misuse was found is another matter
        return (
            None
            if said.days or said.has("found|turned up|brought|no (?:signs?|evidence|misuse|indications?)")
            else not done
        )
    if said.numbers:
        found = record.get_count(Subject.MISUSE_SEARCH, "found")
        fits = None if found is None else all(one.fits(found) for one in said.numbers)
        return agree(done, fits, all_fit(said.days, record.get_day(Subject.MISUSE_SEARCH, "done")))
    if not done or not said.has(
        r"complet\w+|finished|done|concluded|ended|made|carried out|searched|checked"
    ):
        return None
    return all_fit(said.days, record.get_day(Subject.MISUSE_SEARCH, "done"))


def _compare_back(record: CaseRecord, said: SaidClause) -> Verdict:
    back, out = name_systems(record, "verified"), name_systems(record, "pending")
    if said.denied or said.has(UNDER_WAY) or not said.systems or not said.systems <= back | out:
        return None
    if said.systems & out:
        return False if not said.systems & back else None
    day = record.get_day(Subject.SYSTEMS_RESTORED, "verified_by")
    return True if not said.days else all_fit(said.days, day) or None


def _compare_down(record: CaseRecord, said: SaidClause) -> Verdict:
    out = name_systems(record, "pending")
    if said.denied > 1 or said.has("never") or not said.systems or not said.systems <= out:
        return None
    if said.numbers and not all(one.fits(len(out)) for one in said.numbers):
        return None
    whole = said.has(r"only|last|left to|remaining|what|outages?|all")
    return True if not whole or said.systems == out else None


def _compare_all_back(record: CaseRecord, said: SaidClause) -> Verdict:
    back = name_systems(record, "verified")
    told = record.get(Subject.SYSTEMS_RESTORED, "verified") or []
    if said.denied or not record.tells(Subject.SYSTEMS_RESTORED) or not told:
        return None
    if record.get(Subject.SYSTEMS_RESTORED, "pending"):
        return False
    lost = record.find(Subject.FILES_WITHOUT_CLEAN_VERSION)
    if said.has("everything") and not said.systems and lost is not None and lost.value:
        return None  # systems are, files are not
    partly = said.has("among them|among others|including") and said.systems <= back
    if said.systems and said.systems != back and not partly:
        return None
    counted = re.search(r"\ball (?:of )?(?:the |our )?(\w+) systems\b", said.text, re.I)
    if counted and not all(one.fits(len(told)) for one in find_numbers(counted[1])):
        return False
    if said.numbers and not all(one.fits(len(told)) for one in said.numbers):
        return False
    day = record.get_day(Subject.SYSTEMS_RESTORED, "verified_by")
    if said.days and record.today is not None and _IS_NOW.search(said.text) and not _WAS.search(said.text):
        # "today all five systems are restored": of a state that lasts
        return True if all_fit(said.days, record.today) else all_fit(said.days, day)
    return True if not said.days else all_fit(said.days, day)


_IS_NOW = any_words(r"are|is|work|works|run|runs")
_WAS = any_words(r"been|was|were|came|went|since")


def _compare_else_back(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the library is still down; everything else is back": whether all that is down is named."""
    named = list_systems(said.sentence.replace(said.text, " "))
    out = name_systems(record, "pending")
    return True if not said.denied and out and named == out else None


def _compare_none(field: str) -> Compare:
    """Of "none is back", "none is pending"."""
    return lambda record, said: (
        not record.get(Subject.SYSTEMS_RESTORED, field)
        if not said.denied and record.tells(Subject.SYSTEMS_RESTORED)
        else None
    )


def _compare_hosted(record: CaseRecord, said: SaidClause) -> Verdict:
    told = list_systems(*record.get_list(Subject.HOSTED_ELSEWHERE))
    return True if said.systems and not said.denied and said.systems <= told else None


def _compare_count_back(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "four of six systems are back", with or without their names."""
    told = [record.get(Subject.SYSTEMS_RESTORED, field) for field in ("verified", "pending")]
    if said.denied or not all(isinstance(one, list | tuple) for one in told) or not said.numbers:
        return None
    back, total = len(told[0]), len(told[0]) + len(told[1])
    if said.systems and said.systems != name_systems(record, "verified"):
        return None
    return said.counts(back, total) or None


def _compare_field(field: str) -> Compare:
    def compare(record: CaseRecord, said: SaidClause) -> Verdict:
        found = record.get_count(Subject.INSURANCE, field)
        if said.denied or found is None or len(said.numbers) != 1:
            return None
        if field == "paid" and re.match(r"(?:we|the district|our district|they)\b", said.text, re.I):
            return None  # who paid is not the insurer
        # "up to one million" names a limit
        return said.numbers[0].value == found

    return compare


def _compare_pair(subject: Subject, part: str, whole: str) -> Compare:
    """Of "$864,000 of an expected $1.4 million": two sums, the smaller of the larger."""

    def compare(record: CaseRecord, said: SaidClause) -> Verdict:
        found, total = record.get_count(subject, part), record.get_count(subject, whole)
        if said.denied or found is None or total is None or len(said.numbers) != _PAIR:
            return None
        return said.counts(found, total)

    return compare


CLAUSE_REPORTS: Mapping[str, Compare] = {
    "told": _compare_told,
    "told_then": _compare_told_then,
    "kinds": _compare_kinds,
    "passwords": _compare_passwords,
    "passwords_share": _compare_passwords_share,
    "passwords_rest": _compare_passwords_rest,
    "passwords_left": _compare_passwords_left,
    "factor": _compare_factor,
    "taken": _compare_taken,
    "confirmed": compare_day(_EXFILTRATION, "confirmed"),
    "unexplained": _compare_unexplained,
    "some_unexplained": _compare_some_unexplained,
    "published": _compare_published,
    "contacts": _compare_contacts,
    "misuse_search": _compare_misuse_search,
    "back": _compare_back,
    "down": _compare_down,
    "all_back": _compare_all_back,
    "none_back": _compare_none("verified"),
    "none_pending": _compare_none("pending"),
    "hosted": _compare_hosted,
    "count_back": _compare_count_back,
    "else_back": _compare_else_back,
    "deductible": _compare_field("deductible"),
    "limit": _compare_field("limit"),
    "insurer_paid": _compare_field("paid"),
    "insurer_paid_of": _compare_pair(Subject.INSURANCE, "paid", "limit"),
    "spent_of": _compare_pair(Subject.RESPONSE_COST, "spent", "expected"),
}
