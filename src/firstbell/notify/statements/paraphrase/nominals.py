"""A noun for what happened, as a clause: "the opening of the call center", "notifying the FBI"."""

from __future__ import annotations

import re

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import has_verb

_DONE = {
    "opening": "opened", "reopening": "reopened", "return": "returned", "issue": "were issued",
    "issuance": "were issued", "publication": "was published", "release": "was published",
    "hiring": "was hired", "engagement": "was engaged", "reset": "were reset", "arrival": "arrived",
    "discovery": "was discovered", "detection": "was detected", "confirmation": "was confirmed",
    "mailing": "were mailed", "signing": "was signed", "notification": "was notified",
    "introduction": "was introduced", "payment": "was paid", "start": "began",
    "encryption": "were encrypted",
}  # fmt: skip
_NOUN = any_case(
    rf"^(?:the|our|its|their) (?P<noun>{'|'.join(_DONE)}) of (?P<what>(?:the |our |all |an? |its )?[\w'"
    rf" -]{{3,60}})$"
)
_RETURN = any_case(
    r"^(?:the|our|their|our students'|students') return"
    r" (?P<to>(?:of (?P<who>(?:our )?(?:students|children)) )?to (?:class|school|classes|the classroom))$"
)
_RESET = any_case(r"^(?:the |our )?(?P<who>staff|student|employee)s?'? password (?:reset|change)$")
_TO_THEM = any_case(
    r"^(?:the|our|its|a)? ?(?P<what>notice|call|report|notification|letter) to (?P<who>(?:the |our )?[\w'"
    r" -]{2,60})$"
)
_GERUND = any_case(r"^(?P<verb>[a-z]+ing)(?P<rest> .{3,80})$")
_PAST = {
    "finding": "found", "telling": "told", "bringing": "brought", "taking": "took", "getting": "got",
    "paying": "paid", "sending": "sent", "making": "made", "learning": "learned", "resetting": "reset",
    "letting": "let", "putting": "put", "beginning": "began", "shutting": "shut", "calling": "called",
}  # fmt: skip


def verbalize(named: str) -> str:
    """A noun for what happened as a clause: "the opening of the call center", "notifying the FBI"."""
    if noun := _NOUN.match(named):
        return f"{noun['what']} {_DONE[noun['noun'].lower()]}"
    if back := _RETURN.match(named):
        return f"students returned {back['to'].rpartition('to ')[1]}{back['to'].rpartition('to ')[2]}"
    if group := _RESET.match(named):
        return f"{group['who']} passwords were reset"
    if given := _TO_THEM.match(named):
        report = given["what"].lower() == "report"
        return f"a report to {given['who']} was filed" if report else f"{given['who']} was informed"
    if (gerund := _GERUND.match(named)) and not has_verb(named):
        verb = gerund["verb"].lower()
        return f"we {_PAST.get(verb) or _regular(verb[:-3])}{gerund['rest']}"
    return named


def _regular(stem: str) -> str:
    """The past tense of a verb by what stands before "-ing"."""
    return f"{stem[:-1]}ied" if re.search(r"[^aeiou]y$", stem) else f"{stem}ed"
