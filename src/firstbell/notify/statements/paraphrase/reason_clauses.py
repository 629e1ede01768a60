"""A reason and what it is the reason for, each by itself: why something is not known, not told, or not done.

What is not finished explains that something cannot be said, or was not sent. What joins them adds nothing
where the search is the one that the matter hangs on; any other reason is a claim of its own. No fact tells of
one reader: that nobody can tell him of his own child claims no more than its reason does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from firstbell.notify.statements.clauses.not_known import list_not_known
from firstbell.notify.statements.clauses.open_matters import may_leave_open
from firstbell.notify.statements.language.sentences import has_verb, is_even, plain
from firstbell.notify.statements.paraphrase.joints import Clause
from firstbell.notify.statements.paraphrase.rewordings import say_same

# what points at the clause before it is no clause of its own
POINTS = re.compile(
    r"^(?:it|they|them|this|that|these|those|there|he|she|so|such|none|neither|nor|both|each|all|some|most"
    r"|others?|the (?:others?|rest|same|former|latter)|one|another|too|also|only|which|who)\b"
    r"|\b(?:too|as well|either|likewise|not)[.!]?$",
    re.I,
)
EFFECT = re.compile(
    r",? (?:and )?(?:so|de modo que|así que|por lo que|which is why|that is why"
    r"|which means(?: that)?|therefore|for (?:that|this) reason),? "
    r"(?!far\b|that\b|much\b|many\b)",
    re.I,
)


# why something cannot be said: what is not finished, or not done
_UNFINISHED = re.compile(
    r"\b(?:not|no hemos|todavía|aún|no one|nobody|none|only|yet|still|unfinished|incomplete"
    r"|ongoing|\d+ (?:percent|%))\b|n't\b",
    re.I,
)
_UNTOLD = re.compile(
    r"^(?:we|i|nobody|no one) (?:still )?(?:cannot|can't|can not|can|do not|don't|are not able to|are unable"
    r" to)"
    r"(?: yet| today)? (?:yet )?(?:say|tell|know|give|confirm|rule out)\b|\b(?:not|cannot|can't) (?:yet"
    r" )?(?:be )?"
    r"(?:final|complete|known|read as (?:an? )?final|taken as (?:an? )?final)\b",
    re.I,
)
# what was not done, as long as something is not known
_UNDONE = re.compile(
    r"^(?:no|not a single|not one) (?:letters?|notices?|codes?|offers?)\b[^,;]* (?:has|have)"
    r" (?:yet )?(?:gone|been)\b",
    re.I,
)
_CAUSE = re.compile(
    r"^(?:because|since|as|given that|now that) (?!of\b|for\b|long\b|soon\b)(?P<rest>.+)$", re.I
)
_BEHIND = re.compile(r",? (?:because|since|given that) (?!of\b|then\b)", re.I)


def peel_untold(part: str) -> Iterator[list[str]]:
    """What cannot be told, and what is not finished for which it cannot, each by itself."""
    if lead := _CAUSE.match(part):
        seams = [
            (lead["rest"][: at.start()], lead["rest"][at.end() :]) for at in re.finditer(", ", lead["rest"])
        ]
    else:
        seams = [(part[: at.start()], part[at.end() :]) for at in EFFECT.finditer(part)]
        seams += [(part[at.end() :], part[: at.start()]) for at in _BEHIND.finditer(part)]
    for why, untold in seams:
        if not (_UNFINISHED.search(why) and stands(why)):
            continue
        if (_UNTOLD.search(untold) or _UNDONE.match(untold)) and stands(untold):
            yield [why, untold]


_SUBJECT = re.compile(
    r"^(?:(?:I|[Ww]e|[Yy]ou|[Nn]o one|[Nn]obody|[Tt]he|[Oo]ur|[Yy]our|[Aa]n?|[Nn]o|[Ee]very|[Tt]here"
    r"|[Ss]tudents?|[Nn]o hemos|[Nn]o se ha"
    r"|[Ss]taff|[Ss]chools?|[Ee]-?mail|[Pp]hones?|[Pp]ayroll)\b|\$?\d|[A-Z])"
)


def stands(clause: str) -> bool:
    """Whether a clause has a subject and a verb of its own, and points at nothing before it."""
    return bool(_SUBJECT.match(clause)) and not POINTS.search(clause) and has_verb(clause) and is_even(clause)


_WHY = r"(?:because|since|as|with|while)"
_HEAD = re.compile(
    rf"^{_WHY} (?P<why>[^;]+?), (?P<open>(?:we|nobody|no one|it|the|how|whether|when)\b.+)$", re.I
)
_TAIL = re.compile(r"^(?P<open>.+?),? (?:because|since|as) (?P<why>.+?)[.!]?$", re.I)
_GOES_ON = re.compile(
    r"\b(?:not|none|no|only|yet|still|unfinished|incomplete|under ?way|ongoing|unread|unreviewed|unsearched"
    r"|has just begun|\d+ (?:percent|%)|\w+ of (?:the )?[\w-]+ days?)\b|n't\b",
    re.I,
)
_LOGS = re.compile(r"\b(?:logs?|traffic|transfers?)\b", re.I)
_FILES = re.compile(r"\b(?:search\w*|files?)\b", re.I)
# the search on which a matter hangs
_HANGS_ON: Mapping[str, re.Pattern[str]] = {
    "theft": _LOGS, "published": _LOGS, "people": _FILES, "final_people": _FILES, "kinds": _FILES,
}  # fmt: skip


# nobody looked for misuse, and so nothing can be said of it; "it" is the misuse
_UNSEARCHED = (
    r"(?P<why>(?:nobody|no one|none of us|we|the district|no)\b[^;,]*?\b(?:search(?:ed)?|look(?:ed)?"
    r"|check(?:ed)?)\b[^;,]*?)"
)
_NOT_SAID = (
    r"(?P<open>[^;]*?\b(?:cannot|can not|can neither|not able to|unable to|do not know"
    r"|can (?:\w+ )?(?:you )?nothing)\b[^;]*?)"
)
_MISUSE_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"^{_WHY} {_UNSEARCHED}, {_NOT_SAID}[.!]?$",
        rf"^{_NOT_SAID},? (?:because|since|as) {_UNSEARCHED}[.!]?$",
        rf"^{_UNSEARCHED},? (?:and )?(?:so|therefore|which is why|hence|for that reason),? {_NOT_SAID}[.!]?$",
        rf"^{_NOT_SAID}; {_UNSEARCHED}[.!]?$",
    )
)
_MISUSE = re.compile(r"\b(?:misuse\w*|abuse\w*)\b", re.I)


def _tell_unsearched(said: str) -> Iterator[Sequence[str]]:
    """That nobody looked for misuse, and what cannot be said of it for that reason."""
    for form in _MISUSE_FORMS:
        parts = form.match(said)
        if parts is None or not _MISUSE.search(said) or re.search(r"\b(?:but|except)\b", said, re.I):
            continue
        told = [say_same(parts[name].strip(), "plain") for name in ("why", "open")]
        if all(_MISUSE.search(part) for part in told):
            yield told


# an answer that leaves its question open, and why
_UNSAID = re.compile(
    r"^(?:a: )?(?:we|i)(?: can(?: ?not|'t)(?: yet)? (?:say|tell(?: you)?|know)| do(?: not|n't) know)"
    r"(?: (?:that|it"
    r"|yet|today|now))*,? (?:because|since|as) (?P<why>[^;,]+?)[.!]?$",
    re.I,
)


def tell_open_reasons(said: str, written: str, before: str) -> Iterator[Sequence[Clause]]:
    """What a sentence says is not known, and the search that is not finished, each by itself.

    `before`: the sentence before it, which may say what "it" is.
    """
    for told in _tell_unsearched(plain(said).strip()):
        yield [Clause(part, written) for part in told]
    bare = _UNSAID.match(plain(said).strip()) if _MISUSE.search(before) and before.endswith("?") else None
    if bare and _MISUSE.search(bare["why"]) and re.search(r"\bsearch", bare["why"], re.I):
        told = ("We do not know whether any information was misused", bare["why"])
        yield [Clause(part, written) for part in told]
    if not may_leave_open(said):
        return
    for form in (_HEAD, _TAIL):
        parts = form.match(plain(said).strip())
        if parts is None or not _GOES_ON.search(parts["why"]):
            continue
        names, why = list_not_known(parts["open"]), parts["why"]
        if looked := _LOOKED_INTO.search(parts["open"]):
            why = _THEM.sub(looked[0], why)
        if names and all(name in _HANGS_ON and _HANGS_ON[name].search(why) for name in names):
            yield [Clause(one, written) for one in (why, parts["open"])]


# "..., since we have not searched them": the files of which the matter speaks
_LOOKED_INTO = re.compile(r"\b(?:the|our|those|these) (?:\w+ )?(?:files|logs|documents|folders)\b", re.I)
_THEM = re.compile(r"\bthem\b", re.I)
