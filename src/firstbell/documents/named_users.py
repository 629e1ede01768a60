"""Whom the numbers in data mean that a list beside them names: users of a chat, people of tickets.

>>> users = [{"id": "U1", "profile": {"real_name": "Ada Roe"}}]
>>> chat = {"users": users, "posts": [{"user": "U1", "text": "hi"}]}
>>> name_users(chat)["posts"]
[{'user': 'Ada Roe', 'text': 'hi'}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# lists of people, and what each of them has
_PEOPLE = re.compile(
    r"(?i)(?:.*[_ ]|.*(?=[A-Z]))?(?:users?|members?|people|participants?|agents?|requesters?|authors?|"
    r"contacts?|profiles?|persons?|staff|accounts?|senders?)"
)
_IDS = ("id", "userId", "user_id", "uid", "_id", "key", "guid", "aadObjectId")
_NAMES = (
    "real_name", "realName", "displayName", "display_name", "fullName", "full_name", "name", "email", "mail",
    "userPrincipalName", "upn",
)  # fmt: skip
# a field that says who did something, with the ending that says that it is a number
_DID = re.compile(
    r"(?:user|from|author|sender|requester|requestor|caller|submitter|opened_?by|created_?by|creator|by|"
    r"commenter|assignee|agent|owner|actor|poster|member|person|customer|client|who)"
)
_ID = re.compile(r"(?i)[_ ]?(?:id|key|guid)\Z")
_CALLED = re.compile(r"<@([\w.-]{1,60})(?:\|[^<>]{0,60})?>")
_FEWEST_CHARS, _LONGEST_NAME = 2, 80


def name_users(value: Any) -> Any:
    """A value of JSON with people's names in place of the numbers that it gives them."""
    names = dict(_list_people(value, ""))
    return _name(value, {key: name for key, name in names.items() if key})


def _list_people(value: Any, above: str) -> Iterator[tuple[str, str]]:
    """(number, name) of each in a list of people."""
    if isinstance(value, dict):
        are_people = _PEOPLE.fullmatch(above) is not None
        for key, inner in value.items():
            if are_people and isinstance(inner, dict) and (name := _find_name(inner)):
                yield key, name
            yield from _list_people(inner, key)
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, dict) and _PEOPLE.fullmatch(above) and (name := _find_name(one)):
                yield next((str(one[key]) for key in _IDS if _is_plain(one.get(key))), ""), name
            yield from _list_people(one, above)


def _find_name(one: dict[str, Any]) -> str:
    parts = [one, *(inner for inner in one.values() if isinstance(inner, dict))]
    named = (part[key] for part in parts for key in _NAMES if isinstance(part.get(key), str))
    return next((name for name in named if _FEWEST_CHARS < len(name) <= _LONGEST_NAME), "")


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _name(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_name(one, names) for one in value]
    if isinstance(value, str):
        return _CALLED.sub(lambda match: names.get(match[1], match[0]), value) if names else value
    if not isinstance(value, dict):
        return value
    told = {}
    for key, inner in value.items():
        stem = _ID.sub("", key)
        is_known = _is_plain(inner) and str(inner) in names and _DID.fullmatch(stem.lower()) is not None
        if is_known:
            told[stem] = names[str(inner)]
        elif key not in told:
            told[key] = _name(inner, names)
    return told
