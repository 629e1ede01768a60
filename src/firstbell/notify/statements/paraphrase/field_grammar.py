"""The forms that words of a field take: active, passive, perfect, "there is", "has yet to" (fields.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED

_ARTICLE = r"(?:(?:the|our|an?|its|this|that|any) )?"
# of what "the letters" would say all
_SOME = r"(?:(?:an?|any) )?"
_BE = r"(?:is|are|was|were|has been|have been|had been)"
_BE_NOT = (
    r"(?:(?:is|are|was|were|has|have|had) not been|(?:is|are|was|were) not"
    r"|(?:has|have|had|was|were) never(?: been)?|(?:has|have|is|are) yet to be)"
)
_NONE = r"(?:no|not (?:one|a single)(?: one)?(?: of (?:the|our))?|none of (?:the|our|these))"
_BOUND = (
    r"(?:(?:about|around|roughly|some|nearly|almost|more than|over|less than|fewer than|under|at least|up to"
    r"|exactly|a total of) )?"
)
_NUMBER = rf"(?:\d[\d,]*(?! ?%| percent)|{SPELLED})"
_VALUES: Mapping[str, str] = {
    "money": (
        rf"(?:{_BOUND}(?:\$ ?\d[\d,]*(?:\.\d+)?(?: (?:million|thousand))?(?: dollars)?"
        rf"|(?:half a|a|a quarter of a|\d[\d,.]*|{SPELLED})(?: million| thousand)? dollars))"
    ),
    "number": rf"(?:{_BOUND}{_NUMBER})",
    "share": rf"(?:{_BOUND}(?:\d[\d.]*|{SPELLED}) ?(?:%|per ?cent))",
    "months": r"(?:(?:\d+|" + SPELLED + r"|an?) (?:months?|years?))",
    "days": r"(?:(?:\d+|" + SPELLED + r"|a|a single) (?:school )?days?)",
    "agency": r"(?:_agency)",
    "system": r"(?:_system)",
}
_VALUE = re.compile(r"_(money|number|share|months|days|agency|system)\b")
_CLASS = re.compile(r"\{([A-Z_]+)\}")


@dataclass(frozen=True, slots=True)
class FieldForms:
    """A field of the record: the forms in which a clause says that it is so or not, and how it is told.

    `traits`: whether it takes a day, and the like; `key`: a word that its clauses have.
    """

    key: re.Pattern[str]
    so: str
    denied: str
    told: Mapping[str, str]
    traits: frozenset[str]


def _inflect(verb: str) -> tuple[str, str, str, str]:
    """A verb's base, third person, past tense and participle."""
    base, *forms = verb.split("/")
    head, _, rest = base.partition(" ")
    tail = f" {rest}" if rest else ""
    if head in ("be", "have"):
        third = {"be": "is", "have": "has"}[head]
    elif re.search(r"(?:s|sh|ch|x|o)$", head):
        third = f"{head}es"
    else:
        third = f"{head[:-1]}ies" if re.search(r"[^aeiou]y$", head) else f"{head}s"
    if forms:
        return base, f"{third}{tail}", forms[0], forms[1]
    if head.endswith("e"):
        past = f"{head}d"
    else:
        past = f"{head[:-1]}ied" if re.search(r"[^aeiou]y$", head) else f"{head}ed"
    return base, f"{third}{tail}", f"{past}{tail}", f"{past}{tail}"


def _any(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(dict.fromkeys(words))})"


def _list_acts(act: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """The forms in which somebody did something, or something went somewhere; whether each says it is so."""
    base, third, past, done = (_any(words) for words in zip(*map(_inflect, act["verbs"]), strict=True))
    post = f"(?: (?:{act['post']}))*" if "post" in act else ""
    now = f"|{base}|{third}" if act.get("present") else ""
    article = _SOME if act.get("some") else _ARTICLE
    perfect = "(?:has |have )" if act.get("perfect") else "(?:has |have |had )?"
    did = f"(?:{perfect}(?:{past}|{done})|did {base}{now})"
    did_none = f"(?:(?:has |have |had )?(?:{past}|{done}){now})"
    not_done = (
        f"(?:(?:has|have|had) (?:not|never) {done}|(?:did|do|does) not {base}|never {past}"
        f"|(?:has|have) yet to {base})"
    )
    if "subject" in act:
        what = act["subject"]
        yield f"{article}{what} {did}{post}", True
        yield f"{_ARTICLE}{what} {not_done}{post}", False
        yield f"{_NONE} {what} {did_none}{post}", False
        return
    who, what = act["agent"], act["object"]
    by, whole, told = f"(?: by {who})?", f"{_ARTICLE}{what}", f"{article}{what}"
    yield f"{who} {did} {told}{post}", True
    yield f"{who} {not_done} {whole}{post}", False
    yield f"{who} {did_none} {_NONE} {what}{post}", False
    for verb in act["verbs"]:
        head, _, particle = _inflect(verb)[3].partition(" ")
        if particle in _PARTICLES:
            yield f"{who} (?:has |have |had )?{head} {told} {particle}{post}", True
    if "p" in act.get("voices", "ap"):
        yield f"{told} {_BE} {done}{post}{by}{post}", True
        yield f"{whole} {_BE_NOT} {done}{post}{by}{post}", False
        yield f"{_NONE} {what} {_BE} {done}{post}{by}{post}", False
        yield f"there {_BE} no {what}(?: {done})?{post}{by}", False


_PARTICLES = frozenset({"in", "on", "out", "up", "off", "online", "public"})


def _list_states(state: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The forms in which something is so; `negated`: what is it is not so."""
    what, so = state["subject"], state["is"]
    yield f"{_SOME if state.get('some') else _ARTICLE}{what} {_BE} {so}", True
    yield f"{_ARTICLE}{what} {_BE_NOT} {so}", False
    yield f"{_NONE} {what} {_BE} {so}", False
    yield f"there (?:is|are) {what} {so}", True
    if "negated" in state:
        yield f"{_ARTICLE}{what} (?:{_BE}|remains?|stays?|(?:has|have) remained) {state['negated']}", False
    return


def _list_attributes(one: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """The forms in which something has a value: "the limit of the policy is ...", "carries a ... limit"."""
    holder, name = one["holder"], f"(?:{one['of']})"
    value = f"(?P<value>_{one['value']})"
    is_ = (
        r"(?:is|was|are|were|(?:stands?|stood) at|(?:comes?|came|amounts?) to|totals?"
        r"|(?:ha(?:s|ve) )?reached)"
    )
    owner = rf"(?: (?:of|on|under|in|for) {_ARTICLE}{holder}| (?:on|for|from|by) {holder})?"
    yield f"{_ARTICLE}(?:{holder}(?:'s|') )?{name}{owner} {is_} {value}", True
    yield f"{value} (?:is|was) {_ARTICLE}(?:{holder}(?:'s|') )?{name}{owner}", True
    yield f"{_ARTICLE}{holder} with (?:an? |the )?{name} of {value}", True
    yield f"{_ARTICLE}{holder} with (?:an? |the )?{value} {name}", True
    if one["has"]:
        for head in (
            f"{_ARTICLE}{holder} (?:{one['has']})",
            f"{{WE}} (?:have|has|carry|carries|hold|holds) {_ARTICLE}{holder} with",
        ):
            yield f"{head} (?:an? |the )?{name} (?:of|at|up to) {value}", True
            yield f"{head} (?:an? |the )?{value} {name}", True


def _join(forms: Sequence[str]) -> str:
    """One pattern for all these forms; a name of a group may stand in each of them."""
    counts: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        name = match[1]
        counts[name] = counts.get(name, 0) + 1
        return f"(?P<{name}_{counts[name]}>"

    return re.sub(r"\(\?P<(\w+)>", number, "|".join(f"(?:{one})" for one in forms) or "(?!)")


def match_forms(forms: str, clause: str) -> re.Match[str] | None:
    """The clause as one of these forms; they are compiled where one may be, for that takes its time."""
    return _compile(forms).fullmatch(clause)


@cache
def _compile(forms: str) -> re.Pattern[str]:
    return any_case(forms)


@lru_cache(maxsize=1)
def load_table() -> Mapping[str, Any]:
    """The table of the fields and their words, as it is written."""
    table = files("firstbell.notify.statements.paraphrase").joinpath("fields.toml")
    return tomllib.loads(table.read_text("utf-8"))


@lru_cache(maxsize=1)
def load_fields() -> Sequence[FieldForms]:
    """Every field of the table, with all its forms."""
    raw = tomllib.loads(
        files("firstbell.notify.statements.paraphrase").joinpath("fields.toml").read_text("utf-8")
    )
    classes: dict[str, str] = {}

    def fill(words: str) -> str:
        while _CLASS.search(words):
            words = _CLASS.sub(lambda match: classes[match[1]], words)
        return _VALUE.sub(lambda match: _VALUES[match[1]], words)

    for name, words in raw["classes"].items():
        classes[name] = words
    return [*(_make(one, fill) for one in raw["fields"]), *(_make_open(one, fill) for one in raw["open"])]


_TOLD = ("yes", "no", "many", "bare", "dated")
_TRAITS = ("when", "hour", "needs_day", "since", "so_far", "several", "since_on")


def _make(one: Mapping[str, Any], fill: Any) -> FieldForms:
    forms: list[tuple[str, bool]] = [
        *((form, True) for form in one.get("forms", ())),
        *((form, False) for form in one.get("forms_no", ())),
        *(form for act in one.get("acts", ()) for form in _list_acts(_name_agent(act))),
        *(form for state in one.get("states", ()) for form in _list_states(state)),
        *(form for attribute in one.get("attrs", ()) for form in _list_attributes(attribute)),
    ]
    return FieldForms(
        any_case(one["key"]),
        _join([fill(form) for form, so in forms if so]),
        _join([fill(form) for form, so in forms if not so]),
        {name: one[name] for name in _TOLD if name in one},
        frozenset(name for name in _TRAITS if one.get(name)),
    )


def _name_agent(act: Mapping[str, Any]) -> Mapping[str, Any]:
    agent = act.get("agent", "")
    return {**act, "agent": f"{{{agent}}}"} if agent in ("WE", "THEY") else act


def _make_open(one: Mapping[str, Any], fill: Any) -> FieldForms:
    """What is not known: a question or a matter behind "we do not know", or before "is unknown"."""
    asked = [*(f"(?:whether|if) {words}(?: or not)?" for words in one.get("asked", ())), *one.get("wh", ())]
    matter = _any(one.get("matter", ["(?!)"]))
    question = _any(asked)
    forms = [
        f"{{NOT_KNOW}} (?:yet )?{question}",
        f"{{NOT_KNOW}} (?:yet )?(?:about |on )?{matter}",
        f"(?:{question}|{matter}) {{STAYS_OPEN}}",
        *one.get("forms", ()),
        *(f"{{NOT_RULED_OUT}} (?:(?:that )?{words}|{matter})" for words in one.get("asked", ())),
    ]
    return FieldForms(
        any_case(one["key"]), _join([fill(form) for form in forms]), "(?!)",
        {"yes": one["told"]}, frozenset(),
    )  # fmt: skip
