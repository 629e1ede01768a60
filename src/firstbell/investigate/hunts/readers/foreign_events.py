"""Records of Windows event logs as other programs write them, as the fields that rules ask for.

XML as Windows writes it; JSON of readers of event logs, of Winlogbeat and whatever follows the Elastic Common
Schema, of NXLog and other shippers that lay all fields side by side, and of PowerShell's `Get-WinEvent`.

Source: Microsoft, "Event Schema"; Elastic, "Winlogbeat: exported fields"; NXLog, "im_msvistalog: fields".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from firstbell.investigate.hunts.readers.eventlog import add_aliases, flatten_event

Fields = dict[str, "str | list[str]"]
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
_MOST_DEPTH = 4
# values without names: what is known of a record is its number alone
UNNAMED = "Data"

# what lies side by side with the data of a record -> how Windows calls it
_HEAD_NAMES = {
    "eventid": "EventID", "id": "EventID", "event_id": "EventID",
    "channel": "Channel", "logname": "Channel", "log_name": "Channel",
    "eventrecordid": "EventRecordID", "recordnumber": "EventRecordID", "recordid": "EventRecordID",
    "record_id": "EventRecordID", "record_number": "EventRecordID",
    "computer": "Computer", "machinename": "Computer", "hostname": "Computer", "computername": "Computer",
    "computer_name": "Computer",
    "provider": "Provider_Name", "providername": "Provider_Name", "sourcename": "Provider_Name",
    "source_name": "Provider_Name", "provider_name": "Provider_Name",
    "timecreated": "TimeCreated_SystemTime", "time_created": "TimeCreated_SystemTime",
    "systemtime": "TimeCreated_SystemTime", "@timestamp": "TimeCreated_SystemTime",
    "eventtime": "TimeCreated_SystemTime", "timegenerated": "TimeCreated_SystemTime",
}  # fmt: skip
# of these the first that there is counts
_ORDER = {name: at for at, name in enumerate(_HEAD_NAMES)}
_ABOUT_RECORD = frozenset({
    "level", "leveldisplayname", "keywords", "keywordsdisplaynames", "task", "taskdisplayname", "opcode",
    "opcodedisplayname", "version", "processid", "threadid", "userid", "message", "tags", "host", "type",
    "severity", "severityvalue", "qualifiers", "bookmark", "activityid", "relatedactivityid",
    "matchedqueryids", "containerlog", "providerid", "xml", "@version", "port", "_id", "_index", "_type",
    "_score",
})  # fmt: skip
# what ECS took out of the data of a record -> Sysmon's name, and the name in the log Security
_ECS = (
    ("process.executable", "Image", "NewProcessName"),
    ("process.command_line", "CommandLine", "CommandLine"),
    ("process.parent.executable", "ParentImage", "ParentProcessName"),
    ("process.parent.command_line", "ParentCommandLine", ""),
    ("file.path", "TargetFilename", ""),
    ("registry.path", "TargetObject", "ObjectName"),
    ("dns.question.name", "QueryName", ""),
    ("destination.ip", "DestinationIp", "DestAddress"),
    ("destination.port", "DestinationPort", "DestPort"),
    ("destination.domain", "DestinationHostname", ""),
    ("source.ip", "SourceIp", "IpAddress"),
    ("user.name", "User", "SubjectUserName"),
)
_DATE = re.compile(r"/Date\((-?\d+)\)/")


def read_event_xml(text: bytes) -> Fields | None:
    """The fields of one `<Event>`; None where it is none that can be read."""
    root = etree.fromstring(text, _XML)
    if root is None or _name(root) != "Event":
        return None
    fields: Fields = {}
    for part in root:
        if not isinstance(part.tag, str):
            continue
        if _name(part) == "System":
            _take_head(part, fields)
        elif _name(part) in ("EventData", "UserData"):
            _take_data(part, fields, depth=0)
    return add_aliases(fields) if "EventID" in fields else None


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _take_head(system: Any, fields: Fields) -> None:
    for one in system:
        name = _name(one)
        if not name:
            continue
        for key, value in one.attrib.items():
            fields[f"{name}_{key}"] = str(value)
        if one.text and one.text.strip():
            fields[name] = one.text.strip()


def _take_data(part: Any, fields: Fields, *, depth: int) -> None:
    for one in part:
        name = one.get("Name") if isinstance(one.tag, str) else None
        if len(one) and depth < _MOST_DEPTH and name is None:
            _take_data(one, fields, depth=depth + 1)
        elif isinstance(one.tag, str):
            _add(fields, (name or _name(one)).replace(" ", ""), one.text or "")


def _add(fields: Fields, name: str, value: str) -> None:
    """A value more: those of one name are a list."""
    before = fields.get(name)
    if before is None:
        fields[name] = value
    elif isinstance(before, list):
        before.append(value)
    else:
        fields[name] = [before, value]


def read_event_object(told: Mapping[str, Any]) -> Fields | None:
    """The fields of a record that an object of JSON holds; None where it holds none."""
    for wrapper in ("_source", "result"):
        if isinstance(told.get(wrapper), dict):
            return read_event_object(told[wrapper])
    raw = told.get("_raw")
    if isinstance(raw, str) and raw.lstrip().startswith("<Event"):
        return read_event_xml(raw.encode())
    event = told.get("Event")
    if isinstance(event, dict) and isinstance(event.get("System"), dict):
        return flatten_event(event)
    if isinstance(told.get("winlog"), dict) or any(name.startswith("winlog.") for name in told):
        return _read_elastic(told)
    return _read_side_by_side(told)


def _read_elastic(told: Mapping[str, Any]) -> Fields | None:
    winlog = _gather(told, "winlog")
    fields: Fields = {}
    for name in ("event_id", "channel", "record_id", "computer_name", "provider_name"):
        if winlog.get(name) is not None:
            fields[_HEAD_NAMES[name]] = _render(winlog[name])
    time = winlog.get("time_created") or told.get("@timestamp")
    if time is not None:
        fields["TimeCreated_SystemTime"] = _render(time)
    who = _find(winlog, "user.identifier")
    if who is not None:
        fields["Security_UserID"] = _render(who)
    for part in ("event_data", "user_data"):
        _take_values(_gather(winlog, part), fields)
    _take_common(told, fields)
    return add_aliases(fields) if fields.get("EventID") else None


def _take_values(values: Mapping[str, Any], fields: Fields) -> None:
    unnamed = [_render(value) for name, value in values.items() if re.fullmatch(r"param\d+", name)]
    for name, value in values.items():
        plain = name.replace(" ", "")
        if name != "xml_name" and plain not in fields:
            fields[plain] = [_render(one) for one in value] if isinstance(value, list) else _render(value)
    if unnamed and len(unnamed) == len(values):
        fields[UNNAMED] = unnamed


def _take_common(told: Mapping[str, Any], fields: Fields) -> None:
    """What some set-ups move from the data of a record to the common fields, back under its own name."""
    is_security = fields.get("Channel") == "Security"
    for path, sysmon, security in _ECS:
        name = security if is_security else sysmon
        value = _find(told, path)
        if name and name not in fields and isinstance(value, str | int):
            domain = _find(told, "user.domain") if name == "User" else None
            fields[name] = f"{domain}\\{value}" if domain else _render(value)


def _find(told: Mapping[str, Any], path: str) -> Any:
    """The value at "a.b.c", whether the names are nested or written with dots."""
    if path in told:
        return told[path]
    first, _, rest = path.partition(".")
    inner = told.get(first)
    return _find(inner, rest) if rest and isinstance(inner, dict) else None


def _gather(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What stands below a name, nested or with dots."""
    held = told.get(name)
    found = dict(held) if isinstance(held, dict) else {}
    prefix = f"{name}."
    found.update({key[len(prefix) :]: value for key, value in told.items() if key.startswith(prefix)})
    return found


def _read_side_by_side(told: Mapping[str, Any]) -> Fields | None:
    fields: Fields = {}
    data: Fields = {}
    for name, value in sorted(told.items(), key=lambda pair: _ORDER.get(pair[0].lower(), len(_ORDER))):
        plain = name.lower().replace(" ", "")
        head = _HEAD_NAMES.get(plain)
        if head is not None:
            if head not in fields and value not in (None, ""):
                fields[head] = _render_time(value) if head == "TimeCreated_SystemTime" else _render(value)
        elif plain in ("payload", "eventdata") and isinstance(value, dict):
            data.update(flatten_event(value if plain == "payload" else {"EventData": value}))
        elif plain == "properties":
            held = value if isinstance(value, list) else []
            data[UNNAMED] = [_render(one.get("Value") if isinstance(one, dict) else one) for one in held]
        elif plain not in _ABOUT_RECORD and isinstance(value, str | int | float | bool):
            data[name.replace(" ", "")] = _render(value)
    if "EventID" not in fields or "Channel" not in fields:
        return None
    return add_aliases({**data, **fields})


def _render(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _render_time(value: Any) -> str:
    """A time as text; PowerShell writes milliseconds since 1970 as "/Date(1700000000000)/"."""
    if isinstance(value, dict):
        value = value.get("value") or value.get("DateTime") or ""
    found = _DATE.search(str(value))
    return f"@{found[1]}" if found is not None else str(value)


def list_names(fields: Fields) -> Iterator[str]:
    """The names of a record's data, its head left out."""
    known = frozenset(_HEAD_NAMES.values())
    for name in fields:
        if name not in known and name.partition("_")[0] not in known and name != UNNAMED:
            yield name
