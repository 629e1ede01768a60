"""Files that start something by themselves: tasks, WMI, transfer jobs, policies, web scripts; cron, units,
keys, PAM.

Source: Microsoft's task schema 1.2; manual pages of cron, systemd.unit, sshd, ld.so and pam.conf.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree

from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords, UnreadableSourceError
from firstbell.investigate.hunts.records import HuntRecord

_MOST_TEXT = 4 << 20
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
# a command that staff have no reason to have started by itself. What they do have: -NoProfile, a hidden
# window, -ExecutionPolicy, a remote tool from its own folder, a file below /tmp that is cleaned up or written
HOSTILE = re.compile(
    r"(?i)(\\(users\\public|temp|perflogs|\$recycle\.bin)\\[^\"|]*\.(exe|dll|ps1|bat|cmd|vbs|js|hta|scr)\b|"
    r"%te?mp%\\[^\"|]*\.(exe|dll|ps1|bat|vbs|js)\b|\\programdata\\[^\\]+\.(exe|dll|ps1|bat|vbs|js)\b|"
    r"\\appdata\\[^\"]*\.(ps1|vbs|js|hta|bat)\b|"
    r"(powershell|pwsh)[^|]{0,200}(\s-e(c|n\w*)?\s|downloadstring|downloadfile|\biex\b|invoke-expression|frombase64)|"
    r"(powershell|pwsh)[^|]{0,200}(-nop\b[^|]*-w\w*\s+(hid|1\b)|-w\w*\s+(hid\w*|1)\b[^|]*-nop\b)|"
    r"\bmshta\b|rundll32[^|]*(javascript|\\temp\\|\\appdata\\|\\programdata\\[^\\]+\.dll|\\public\\|comsvcs)|"
    r"regsvr32[^|]*(http|\\appdata\\|\\public\\|scrobj)|frombase64|certutil[^|]*(urlcache|decode)|bitsadmin[^|]*/transfer|"
    r"https?://\S+\.(exe|ps1|hta|sct|dll|vbs|sh)\b|/dev/(tcp|shm)/|"
    r"(^|[;|&=\"'(]|\b(ba|z|da)?sh(\s+-c)?|\bpython[\d.]*|\bperl|\bphp|\bnohup|\bsudo|\bexec|\broot|@\w+|[\d*/]\s)"
    r"\s*[\"']?/(var/)?tmp/\S+|"
    r"\b(curl|wget)\b[^|]{0,300}\|\s*(sudo\s+)?(ba|z|da)?sh\b|\bnc(at)?\b[^|]{0,80}\s-e|base64\s+(-d|--decode)\b|"
    r"\bbash\s+-i\b|python[0-9.]*\s+-c\s.{0,80}socket|\b(mimilib|mimikatz|ngrok|chisel)\b)"
)
# how a web script is told that runs what whoever calls it sends along
SHELL_SHOWN = "runs what it is sent"
_SHELL_MARKS = {
    SHELL_SHOWN: re.compile(
        rb"(?i)eval\s*\(\s*(request|\$_(get|post|request|cookie|server)|base64_decode|gzinflate|str_rot13)|"
        rb"assert\s*\(\s*\$_|execute\s*\(?\s*request|\$_(get|post|request)\[[^\]]+\]\s*\(|"
        rb"(shell_exec|passthru|proc_open|popen|pcntl_exec|system|exec)\s*\(\s*\$_(get|post|request|cookie|server)|"
        rb"getruntime\(\)\.exec\s*\(\s*request\.|"
        rb"(request[.\[(].{0,4000}(processstartinfo|process\.start|cmd\.exe)|"
        rb"(processstartinfo|process\.start|cmd\.exe).{0,4000}request[.\[(])",
        re.DOTALL,
    ),
    "runs commands": re.compile(
        rb"(?i)(shell_exec|passthru|proc_open|popen|pcntl_exec|system|exec)\s*\(\s*(\$_|\$cmd|\$c\b|base64_decode)|"
        rb"processstartinfo|process\.start|wscript\.shell|runtime\.getruntime\(\)\.exec|processbuilder|cmd\.exe"
    ),
    "writes files that it is sent": re.compile(
        rb"(?i)(file_put_contents|move_uploaded_file|fwrite)\s*\([^;]{0,200}\$_"
    ),
}


def make_start(
    source: str, *, place: str, key: str, command: str, more: Mapping[str, str] | None = None
) -> FoundRecords:
    """Something that starts, or opens, by itself: a record for rules, and an item that nights are compared
    by.
    """
    fields = {"Place": place, "Key": key, "Command": command[:2000], **(more or {})}
    mark = zlib.crc32(command.encode(errors="replace"))
    return FoundRecords(
        source, 0, dict(fields), item=HuntRecord("start", f"{place}|{key}|{mark:08x}".lower(), 0, fields)
    )


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace").removeprefix("\ufeff")


def read_task(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """A task's XML: what it runs, as whom. Raises: UnreadableSourceError."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decode(data[:_MOST_TEXT]))
    root = etree.fromstring(text.encode(), _XML) if text.strip() else None
    if root is None or etree.QName(root).localname != "Task":
        raise UnreadableSourceError("it is no task")
    name = re.split(r"(?i)/tasks/", path, maxsplit=1)[-1].replace("/", "\\")
    who = " ".join(root.xpath("//*[local-name()='UserId']/text() | //*[local-name()='GroupId']/text()"))[:200]
    actions = [
        " ".join(part.strip() for part in action.xpath("*/text()"))
        for action in root.xpath("//*[local-name()='Actions']/*")
    ]
    for command in actions:
        yield make_start(
            "tasks", place="task", key=name, command=command, more={"User": who, "TaskName": name}
        )


_WMI = re.compile(rb"(CommandLineEventConsumer|ActiveScriptEventConsumer)\x00")
_PRINTABLE = re.compile(rb"[\x20-\x7e]{6,400}")
_KNOWN_WMI = ("SCM Event Log Consumer", "BVTConsumer", "BVTFilter", "SCM Event Log Filter")


def read_wmi(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Consumers of WMI that run something, by the texts around their names: not a whole reading of the
    format.
    """
    seen: set[str] = set()
    for found in _WMI.finditer(data):
        around = data[found.end() : found.end() + 2048]
        texts = [one.decode("ascii") for one in _PRINTABLE.findall(around)]
        if not texts or any(known in text for text in texts for known in _KNOWN_WMI):
            continue
        command = next(
            (
                text
                for text in texts
                if re.search(r"(?i)\.(exe|ps1|vbs|js|bat)\b|cmd|powershell|CreateObject", text)
            ),
            "",
        )
        name = texts[-1] if texts[-1] != command else texts[0]
        if command and command not in seen:
            seen.add(command)
            yield make_start("wmi", place="wmi", key=name[:120], command=command)


_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){6,400}")


def read_jobs(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Commands that transfer jobs start when they are done, by the texts in the queue's file."""
    seen: set[str] = set()
    for found in _WIDE.finditer(data):
        text = found[0].decode("utf-16-le")
        is_command = re.search(
            r"(?i)(^|\\)(cmd|powershell|rundll32|regsvr32|mshta|wscript|cscript)(\.exe)?\b", text
        )
        if (is_command or (HOSTILE.search(text) and text.lower().endswith(".exe"))) and text not in seen:
            seen.add(text)
            yield make_start("bits", place="bits", key="transfer job", command=text)


def read_policy(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """A script or a setting in the domain's SYSVOL."""
    key = re.split(r"(?i)/sysvol/", path, maxsplit=1)[-1]
    text = _decode(data[:_MOST_TEXT])
    if path.lower().endswith(".xml"):
        commands = re.findall(r"(?i)(?:appName|runAs|program|command|arguments|path)=\"([^\"]+)\"", text)
        text = " ".join(commands) or text[:500]
    yield make_start("policy", place="sysvol", key=key, command=" ".join(text.split())[:2000] or "(empty)")


def read_web_script(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """A script in a web folder, if it does what shells on web servers do."""
    marks = [name for name, pattern in _SHELL_MARKS.items() if pattern.search(data[:_MOST_TEXT])]
    if marks:
        yield make_start(
            "webroot", place="webshell", key=path, command=f"{', '.join(marks)} ({zlib.crc32(data):08x})"
        )


def read_unix(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """A settings file of a Linux host that starts or opens something."""
    text = data[:_MOST_TEXT].decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("#", ";"))]
    place = _find_place(path)
    if place == "accounts":
        yield from _read_accounts(lines, path)
        return
    if place == "systemd":
        wanted = (
            "ExecStart",
            "ExecStartPre",
            "ExecStartPost",
            "ExecStop",
            "Unit=",
            "ListenStream",
            "OnCalendar",
        )
        lines = [line for line in lines if line.startswith(wanted)]
        if lines:
            yield make_start("settings/unix", place=place, key=path, command=" ; ".join(lines))
        return
    if place == "shell" and not re.search(r"/profile\.d/|/init\.d/|/rc\.local|/update-motd\.d/", path):
        lines = [line for line in lines if HOSTILE.search(line)]
    for line in lines:
        if place == "cron" and re.match(r"^\w+\s*=", line):
            continue
        yield make_start("settings/unix", place=place, key=path, command=line)


_PLACES = (
    (re.compile(r"/cron|/anacrontab"), "cron"),
    (re.compile(r"/systemd/"), "systemd"),
    (re.compile(r"authorized_keys"), "authorized_keys"),
    (re.compile(r"ld\.so\.preload"), "ld.so.preload"),
    (re.compile(r"/pam"), "pam"),
    (re.compile(r"/(passwd|group)$"), "accounts"),
    (re.compile(r"/sudoers"), "sudoers"),
    (re.compile(r"/udev/"), "udev"),
    (re.compile(r"/sshd_config"), "sshd"),
)


def _find_place(path: str) -> str:
    return next((place for pattern, place in _PLACES if pattern.search(path)), "shell")


def _read_accounts(lines: list[str], path: str) -> Iterator[FoundRecords]:
    for line in lines:
        parts = line.split(":")
        if path.endswith("/passwd") and len(parts) >= 7:
            can_log_in = not parts[6].endswith(("nologin", "false", "sync", "shutdown", "halt"))
            if can_log_in:
                fields = {"Account": parts[0], "Uid": parts[2], "Shell": parts[6]}
                root = "root's number" if parts[2] == "0" else f"number {parts[2]}"
                found = make_start(
                    "settings/unix", place="account", key=parts[0], command=f"{root}, {parts[6]}", more=fields
                )
                yield found
        elif (
            path.endswith("/group")
            and parts[0] in ("sudo", "wheel", "root", "adm", "docker")
            and len(parts) >= 4
        ):
            for member in filter(None, parts[3].split(",")):
                more = {"Account": member, "Group": parts[0]}
                yield make_start(
                    "settings/unix",
                    place="account",
                    key=f"{parts[0]}/{member}",
                    command=f"member of {parts[0]}",
                    more=more,
                )


STARTS = (
    ArtefactReader("tasks", 1, read_task, most_bytes=8 << 20),
    ArtefactReader("wmi", 1, read_wmi),
    ArtefactReader("jobs", 2, read_jobs),
    ArtefactReader("policy", 1, read_policy, most_bytes=16 << 20),
    ArtefactReader("webroot", 2, read_web_script, most_bytes=16 << 20),
    ArtefactReader("unix", 2, read_unix, most_bytes=16 << 20),
)
