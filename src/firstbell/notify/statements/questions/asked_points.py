"""Questions that are told of, each with its answer: "asked whether letters had gone out, and was told no"."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.notify.statements.language.patterns import any_case

_WHO = (
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w'-]+(?: [A-Z][\w'-]+)?|(?:a|one|another|the) (?:parent|trustee|member"
    r"|teacher|reporter|resident|speaker|board member|chair(?:man|woman|person)?|president|treasurer)"
    r"|(?:some |several |many )?(?:parents|families|reporters|trustees|teachers|members|residents)"
    r"|(?:Trustee|Member|Director|President|Chair|Vice Chair|Treasurer|Board Member) [A-Z][\w'-]+)"
)
_WHAT = r"(?:whether|if|how many|how much|how far|how long|who|when|what|how|why|whose|where) [^;?]+?"
# "Mrs. Lee asked whether files had been lost, and was told that none had been"
_ASKED = any_case(
    rf"^(?:{_WHO}) (?:then |also )?(?:asked|wanted to know|inquired)"
    rf" (?P<what>{_WHAT})(?:(?:[;,]| and) (?:and )?(?:(?:he|she|they) )?(?:was|were) told(?: that)?"
    r"|[;,] (?:and )?the answer (?:was|is)(?: that)?):? (?P<answer>.+?)[.!]?$"
)
# a sentence that only tells of a question, and the one behind it that answers
_ONLY_ASKED = any_case(
    rf"^(?:(?:minutes|q)[^:]{{0,20}}: )?(?:{_WHO}) (?:then |also )?(?:asked|wanted to know"
    rf"|inquired) (?P<what>{_WHAT})[.]$"
)
_ANSWERED = any_case(
    r"^(?:(?:the )?(?:superintendent|administration|district|treasurer|counsel|chair(?:man|woman|person)?"
    r"|answer|(?:technology|it|business|finance) (?:director|manager))(?: [A-Z][\w'-]+)? (?:answered|replied"
    r"|said|responded|explained|was|is)(?: that)?:? )?(?P<answer>.+?)"
    r"(?:, (?:the |our )?(?:superintendent|administration|treasurer|counsel|chair\w*"
    r"|director)(?: [A-Z][\w'-]+)? (?:said|answered|replied|explained|reported))?[.!]?$"
)
_OPEN = any_case(
    r"(?:(?:this|that|it) (?:is|was|remains) (?:still "
    r"|as yet )?(?:not (?:yet )?(?:known|determined|established)|unknown|undetermined|open)(?: yet)?|(?:we"
    r"|they|the district) (?:do|did|does)(?: not|n't)(?: yet)? know(?: yet)?|nobody (?:knows|knew)(?: yet)?)"
)
_YES = any_case(
    r"(?:yes|(?:it|they|there|we|one|the district) (?:has|have|had|was|were|is|are"
    r"|did)(?: been)?(?: indeed)?)"
)
_NO = any_case(
    r"(?:no|not|not yet|(?:it|they|there|we|that|the district) (?:has|have|had|was|were|is|are|did"
    r"|does)(?: not|n't)(?: yet)?(?: been)?(?: yet)?|(?:none|nothing|nobody|no one|not one) (?:has|have|had"
    r"|was|were|is|are|did)(?: been)?(?: so far| yet)?)"
)
_AUXILIARY = any_case(r"\b(had|has|have|was|were|is|are|will|can)\b")
_ANY = any_case(r"^any(thing|one|body)?\b ?")
_NONE = {"thing": "nothing ", "one": "nobody ", "body": "nobody "}


def state_asked(sentence: str) -> str:
    """What a sentence that tells of a question and its answer says; "" where no rule makes one of them."""
    asked = _ASKED.match(sentence)
    return _put(asked["what"], asked["answer"]) if asked else ""


def join_asked(first: str, second: str) -> str:
    """What a question that is told of and the sentence behind it, its answer, say together; "" likewise."""
    asked, answered = _ONLY_ASKED.match(first), _ANSWERED.match(second)
    return _put(asked["what"], answered["answer"]) if asked and answered else ""


def join_told(sentences: Sequence[str], longest: int) -> list[tuple[str, str]]:
    """The sentences, each as (written, read), a question that is told of joined with its answer.

    Two with more characters than `longest` are not joined.
    """
    joined: list[tuple[str, str]] = []
    at = 0
    while at < len(sentences):
        both = sentences[at : at + 2]
        read = join_asked(*both) if len(both) > 1 and sum(map(len, both)) <= longest else ""
        joined.append((" ".join(both), read) if read else (both[0], ""))
        at += 2 if read else 1
    return joined


def _put(what: str, answer: str) -> str:
    if _OPEN.fullmatch(answer):
        return f"It is not known {what}."
    word, _, rest = what.partition(" ")
    if word.lower() in ("whether", "if"):
        if _YES.fullmatch(answer):
            return _end(rest)
        return _end(_deny(rest)) if _NO.fullmatch(answer) else ""
    return ""


def _deny(clause: str) -> str:
    """A clause that is denied: "any letters had been sent" as "no letters had been sent"."""
    if match := _ANY.match(clause):
        return f"{_NONE.get((match[1] or '').lower(), 'no ')}{clause[match.end() :]}"
    return _AUXILIARY.sub(r"\1 not", clause, count=1) if _AUXILIARY.search(clause) else ""


def _end(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:].rstrip('.')}." if clause else ""
