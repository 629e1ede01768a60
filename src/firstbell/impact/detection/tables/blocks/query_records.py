r"""Forms that a server's log or a saved address holds as they were sent: names and values joined by "=" and
"&". Each is a record.

>>> log = "GET /order?fn=Ada&ln=Roe&dob=3%2F4%2F1987&x= HTTP/1.1\nGET /order?fn=Ben&ln=De+Low&dob=&x=1 HTTP"
>>> spell_queries(log)
[[['fn', 'ln', 'dob', 'x'], ['Ada', 'Roe', '3/4/1987', ''], ['Ben', 'De Low', '', '1']]]
>>> spell_queries("GET /list?page=2&size=20&sort=asc HTTP/1.1"), spell_queries("a=1 & b=2")
([[['page', 'size', 'sort'], ['2', '20', 'asc']]], [])
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

_QUERY = re.compile(
    r"(?<![\w&=])([A-Za-z_][\w.\[\]-]{0,40}=[^\s&\"'<>]{0,200}(?:&(?:amp;)?[A-Za-z_][\w.\[\]-]{0,40}=[^\s&\"'<>]{0,200}){2,40})"
)
_FEWEST_TOLD, _MOST_RECORDS = 2, 20_000


def spell_queries(text: str) -> list[list[list[str]]]:
    """The records of each form as rows, its fields first; those that tell next to nothing are left out."""
    if "&" not in text or "=" not in text:
        return []
    forms: dict[tuple[str, ...], list[list[str]]] = {}
    for match in _QUERY.finditer(text):
        pairs = [one.removeprefix("amp;").partition("=") for one in match[1].split("&")]
        heads = tuple(head for head, _, _ in pairs)
        said = [unquote_plus(value).strip() for _, _, value in pairs]
        if sum(map(bool, said)) > _FEWEST_TOLD and len(forms.get(heads, ())) < _MOST_RECORDS:
            forms.setdefault(heads, []).append(said)
    merged: dict[tuple[str, ...], list[list[str]]] = {}
    for heads, rows in forms.items():
        wider = next((one for one in merged if {*heads} <= {*one} or {*one} <= {*heads}), heads)
        known = merged.pop(wider, [])
        whole = wider if len(wider) >= len(heads) else heads
        merged[whole] = [
            [dict(zip(names, row, strict=True)).get(head, "") for head in whole]
            for names, every in ((wider, known), (heads, rows))
            for row in every
        ]
    return [[[*heads], *rows] for heads, rows in merged.items()]
