"""Comments: what a sentence says of its own saying, and how those feel who say it; no claim of the event.

comments.toml is a closed grammar of them: a stretch of a sentence is a comment where one form is all of it.
What stands beside a comment is left to be judged by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from firstbell.notify.statements.language.patterns import any_case, read_patterns
from firstbell.notify.statements.language.sentences import Manner, capitalize, is_even, judge_manner, plain
from firstbell.notify.statements.waits.errands import is_errand

# where a comment may end, or begin
_JOINT = any_case(
    r"(?:\s*[,;:]|\s+[\u2014\u2013-])\s+(?:(?:and|but|so|yet|though|although|while|because|since|as|y"
    r"|pero|aunque)\b,? )*"
    r"|\s+(?:and|but|though|because|y) (?=(?:i|we|you|there|no|les|le|lo)\b)"
)
# a comment at the head is left out before a mark or a joint that only adds
_ADDS = any_case(r"\s*(?:,\s+(?:and|but|so|y|pero) |[;:]\s+(?:(?:and|but) )?|\s[\u2014\u2013-]\s)$")
# "Because ..., please ...": what stands before the mark is no sentence by itself
_HANGS = any_case(
    r"(?:because|since|as|if|when|while|until|unless|once|although|though|given|should|had|were|si|cuando"
    r"|porque|como)\b"
)
_DANGLES = any_case(r"[,;:] (?:(?:and|but|so),? )?(?:if|when|whenever|unless|should you) [^,;:]*$")
_JOINS = any_case(r"\b(?:and|but|though|although|y|pero|aunque)\b|[;\u2014\u2013]")
_DENIES = any_case(r"\b(?:not|no|none|nothing|never|cannot|unable)\b|n't\b")
_NOT_KNOWN = any_case(
    r"(?:\b(?:not|cannot|unable|too early)\b|n't\b)[^;]*\b(?:know|tell|say|count)\b|\b(?:unknown"
    r"|not known)\b|\b(?:nobody|no one|not)\b[^;]*\b(?:checked|searched|looked)\b|\bno search\b"
)
_ENDS = " .!;,"
_MOST = 6


@lru_cache(maxsize=1)
def _load() -> Mapping[str, re.Pattern[str]]:
    raw, fill = read_patterns("waits", "comments.toml")
    return {
        name: any_case("|".join(f"(?:{fill(words)})" for one in raw[name] for words in one["words"]))
        for name in ("forms", "denied", "unknown", "spanish")
    }


def is_comment(stretch: str) -> bool:
    """Whether a stretch is a comment, or several of them joined."""
    stretch = stretch.strip(_ENDS)
    if _is_one(stretch):
        return True
    return any(
        _is_one(stretch[: joint.start()]) and is_comment(stretch[joint.end() :])
        for joint in _JOINT.finditer(stretch)
        if joint.start()
    )


def _is_one(stretch: str) -> bool:
    forms = _load()
    return any(forms[name].fullmatch(stretch) for name in ("forms", "spanish")) or is_errand(stretch)


def _may_part(told: str, stretch: str) -> bool:
    """Whether a comment may be left out: an errand among others of an advice is judged with them."""
    return judge_manner(told) is not Manner.ADVICE or not is_errand(stretch)


def drop_comments(sentence: str) -> str:
    """The sentence without comments at its head and its end; as it is where it has none, or nothing else."""
    told = plain(sentence).strip()
    if told.endswith("?"):
        return sentence
    for _ in range(_MOST):
        shorter = next(_list_shorter(told), "")
        if not shorter:
            break
        told = shorter
    return sentence if told == plain(sentence).strip() else capitalize(told)


def _list_shorter(told: str) -> Iterator[str]:
    for joint in _JOINT.finditer(told):
        head, rest = told[: joint.start()], told[joint.end() :].strip()
        adds = len(rest.split()) > 1 and _ADDS.fullmatch(joint[0]) and is_even(rest)
        if adds and is_comment(head) and _may_part(told, head):
            yield rest
        hangs = _HANGS.match(head) and not _JOINS.search(joint[0])
        # "so if ...": what is told on that condition stands behind it
        dangles = _DANGLES.search(head) is not None
        ends = len(head.split()) > 1 and not hangs and not dangles and is_even(head)
        if ends and _is_tail(rest, head) and _may_part(told, rest):
            yield f"{head}."


def _is_tail(rest: str, head: str) -> bool:
    """Whether what stands behind is a comment on what stands before it."""
    if is_comment(rest):
        return True
    rest, forms = rest.strip(_ENDS), _load()
    if forms["denied"].fullmatch(rest):
        return _DENIES.search(head) is not None
    return forms["unknown"].fullmatch(rest) is not None and _NOT_KNOWN.search(head) is not None
