"""Why something is not known: the search that would tell it is not finished. Each is told by itself.

"Because the review of network logs is not finished, we cannot say whether files were copied": what joins them
adds nothing where the search is the one that the matter hangs on. Any other reason is a claim of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from firstbell.notify.statements.clauses.not_known import list_not_known
from firstbell.notify.statements.clauses.open_matters import may_leave_open
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.paraphrase.joints import Clause

_WHY = r"(?:because|since|as|with|while)"
_HEAD = re.compile(
    rf"^{_WHY} (?P<why>[^;]+?), (?P<open>(?:we|nobody|no one|it|the|how|whether|when)\b.+)$", re.I
)
_TAIL = re.compile(r"^(?P<open>.+?),? (?:because|since|as) (?P<why>.+?)[.!]?$", re.I)
_UNFINISHED = re.compile(
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


def tell_open_reasons(said: str, written: str) -> Iterator[Sequence[Clause]]:
    """What a sentence says is not known, and the search that is not finished, each by itself."""
    if not may_leave_open(said):
        return
    for form in (_HEAD, _TAIL):
        parts = form.match(plain(said).strip())
        if parts is None or not _UNFINISHED.search(parts["why"]):
            continue
        names = list_not_known(parts["open"])
        if names and all(name in _HANGS_ON and _HANGS_ON[name].search(parts["why"]) for name in names):
            yield [Clause(_begin(parts[one]), written) for one in ("why", "open")]


def _begin(part: str) -> str:
    part = part.strip(" .!")
    return f"{part[:1].upper()}{part[1:]}."
