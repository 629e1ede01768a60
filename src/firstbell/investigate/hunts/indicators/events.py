"""Indicators of events that MISP exported as JSON: the attributes that their authors mark for detection.

Source: MISP's core format (draft-dulaunoy-misp-core-format), attribute types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from firstbell.investigate.hunts.indicators.indicator import ADDRESS, DOMAIN, HASH, NAME, PATH, URL

_TYPES: Mapping[str, tuple[str, ...]] = {
    "md5": (HASH,), "sha1": (HASH,), "sha256": (HASH,),
    "filename": (NAME,), "filename|md5": (NAME, HASH), "filename|sha1": (NAME, HASH),
    "filename|sha256": (NAME, HASH), "malware-sample": (NAME, HASH), "attachment": (NAME,),
    "ip-src": (ADDRESS,), "ip-dst": (ADDRESS,), "ip-src|port": (ADDRESS, ""), "ip-dst|port": (ADDRESS, ""),
    "hostname": (DOMAIN,), "domain": (DOMAIN,), "domain|ip": (DOMAIN, ADDRESS), "hostname|port": (DOMAIN, ""),
    "url": (URL,), "uri": (URL,), "link": (URL,),
    "filepath": (PATH,), "file-path": (PATH,), "path": (PATH,),
}  # fmt: skip
Found = tuple[str, str, str]


def is_misp(data: Any) -> bool:
    """Whether JSON looks like MISP's: an event, a list of them, or an answer of its API."""
    if isinstance(data, list):
        return any(is_misp(one) for one in data[:5])
    return isinstance(data, Mapping) and bool({"Event", "response", "Attribute"} & data.keys())


def read_events(data: Any, left_out: list[str]) -> Iterator[Found]:
    """(kind, value, name) of every attribute for detection; how many are not used goes to `left_out`."""
    skipped = unknown = 0
    for name, attribute in _list_attributes(data):
        kinds = _TYPES.get(str(attribute.get("type", "")))
        if attribute.get("to_ids") in (False, "0", 0, "false") or attribute.get("deleted") in (True, "1", 1):
            skipped += 1
            continue
        if kinds is None:
            unknown += 1
            continue
        # with a file's hash at hand its name alone says nothing more
        parts = str(attribute.get("value", "")).split("|")
        pairs = [(kind, part) for kind, part in zip(kinds, parts, strict=False) if kind]
        if len(pairs) > 1 and pairs[-1][0] == HASH:
            pairs = pairs[-1:]
        told = str(attribute.get("comment") or name)
        yield from ((kind, part, told) for kind, part in pairs)
    if skipped:
        left_out.append(f"{_count(skipped)} not marked for detection (to_ids)")
    if unknown:
        left_out.append(f"{_count(unknown)} of a type that cannot be looked for in backups")


def _count(number: int) -> str:
    return "1 attribute is" if number == 1 else f"{number:,} attributes are"


def _list_attributes(data: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(name of the event, attribute), those of its objects, too."""
    if isinstance(data, list):
        for one in data:
            yield from _list_attributes(one)
        return
    if not isinstance(data, Mapping):
        return
    if "response" in data:
        yield from _list_attributes(data["response"])
    event = data.get("Event", data)
    if not isinstance(event, Mapping):
        return
    name = str(event.get("info") or "")
    holders = [event, *(one for one in event.get("Object") or () if isinstance(one, Mapping))]
    for holder in holders:
        attributes = holder.get("Attribute") or ()
        for one in attributes if isinstance(attributes, list) else (attributes,):
            if isinstance(one, Mapping):
                yield name, one
