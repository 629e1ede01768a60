"""Why something is not known: the search that would tell it is not finished. Each is told by itself.

"Because the review of network logs is not finished, we cannot say whether files were copied": what joins them
adds nothing where the search is the one that the matter hangs on. Any other reason is a claim of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from firstbell.notify.statements.clauses.not_known import list_not_known
from firstbell.notify.statements.clauses.open_matters import may_leave_open
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import make_sentence, plain
from firstbell.notify.statements.paraphrase.joints import Clause
from firstbell.notify.statements.paraphrase.rewordings import say_same

_WHY = r"(?:because|since|as|with|while)"
_HEAD = any_case(rf"^{_WHY} (?P<why>[^;]+?), (?P<open>(?:we|nobody|no one|it|the|how|whether|when)\b.+)$")
_TAIL = any_case(r"^(?P<open>.+?),? (?:because|since|as) (?P<why>.+?)[.!]?$")
_UNFINISHED = any_case(
    r"\b(?:not|none|no|only|yet|still|unfinished|incomplete|under ?way|ongoing|unread|unreviewed|unsearched"
    r"|has just begun|\d+ (?:percent|%)|\w+ of (?:the )?[\w-]+ days?)\b|n't\b"
)
_LOGS = any_words(r"logs?|traffic|transfers?")
_FILES = any_words(r"search\w*|files?")
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
    any_case(form)
    for form in (
        rf"^{_WHY} {_UNSEARCHED}, {_NOT_SAID}[.!]?$",
        rf"^{_NOT_SAID},? (?:because|since|as) {_UNSEARCHED}[.!]?$",
        rf"^{_UNSEARCHED},? (?:and )?(?:so|therefore|which is why|hence|for that reason),? {_NOT_SAID}[.!]?$",
        rf"^{_NOT_SAID}; {_UNSEARCHED}[.!]?$",
    )
)
_MISUSE = any_words(r"misuse\w*|abuse\w*")
_FOR_IT = any_case(r"\b(?P<looked>(?:search(?:ed)?|look(?:ed)?|check(?:ed)?) for) (?:it|that|any|this)\b")


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
_UNSAID = any_case(
    r"^(?:a: )?(?:we|i)(?: can(?: ?not|'t)(?: yet)? (?:say|tell(?: you)?|know)"
    r"| do(?: not|n't) know)(?: (?:that|it|yet|today|now))*,? (?:because|since|as) (?P<why>[^;,]+?)[.!]?$"
)


def tell_open_reasons(said: str, written: str, before: str) -> Iterator[Sequence[Clause]]:
    """What a sentence says is not known, and the search that is not finished, each by itself.

    `before`: the sentence before it, which may say what "it" is.
    """
    if _MISUSE.search(before) and _FOR_IT.search(said):
        yield [Clause(_begin(_FOR_IT.sub(r"\g<looked> misuse", said)), written)]
    for told in _tell_unsearched(plain(said).strip()):
        yield [Clause(_begin(part), written) for part in told]
    bare = _UNSAID.match(plain(said).strip()) if _MISUSE.search(before) and before.endswith("?") else None
    if bare and _MISUSE.search(bare["why"]) and re.search(r"\bsearch", bare["why"], re.I):
        told = ("We do not know whether any information was misused", bare["why"])
        yield [Clause(_begin(part), written) for part in told]
    if not may_leave_open(said):
        return
    for form in (_HEAD, _TAIL):
        parts = form.match(plain(said).strip())
        if parts is None or not _UNFINISHED.search(parts["why"]):
            continue
        names, why = list_not_known(parts["open"]), parts["why"]
        if looked := _LOOKED_INTO.search(parts["open"]):
            why = _THEM.sub(looked[0], why)
        if names and all(name in _HANGS_ON and _HANGS_ON[name].search(why) for name in names):
            yield [Clause(_begin(one), written) for one in (why, parts["open"])]


# "..., since we have not searched them": the files of which the matter speaks
_LOOKED_INTO = any_case(r"\b(?:the|our|those|these) (?:\w+ )?(?:files|logs|documents|folders)\b")
_THEM = any_case(r"\bthem\b")


def _begin(part: str) -> str:
    return make_sentence(part.strip(" .!"))
