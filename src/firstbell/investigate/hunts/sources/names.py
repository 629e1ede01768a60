"""Files whose names alone say what they are: tools of intruders, dumps of passwords, copies of the directory."""

from __future__ import annotations

import re
from typing import NamedTuple


class NamedSource(NamedTuple):
    """`is_shown`: the name is enough where the file is new; `words` begin the sentence of a trace."""

    sign: str
    words: str
    pattern: re.Pattern[bytes]
    is_shown: bool


_TOOLS = (
    rb"mimikatz|mimidrv|mimilib|adfind|sharphound|rubeus|lazagne|netscan(64)?|advanced_ip_scanner[^/]*|"
    rb"advanced_port_scanner[^/]*|psexesvc|paexec|nanodump|crackmapexec|nxc|powertool(64)?|pchunter(64)?|gmer|"
    rb"iobitunlocker|systembc|gt_net|grixba|seatbelt|juicypotato|printspoofer(64)?|godpotato|winpeas[^/]*|linpeas[^/]*|"
    rb"chisel|ligolo[^/]*|kportscan3|pwdump\d?|fgdump|gsecdump|safetykatz|sharpdpapi|inveigh|dcontrol|snaffler|"
    rb"akagi64|pypykatz|secretsdump|stealbit|exmatter|xmrig|edrsandblast|backstab|terminator"
)
_TABLE = (
    NamedSource("tool.named", "A tool that intruders use stands there", re.compile(rb"(?i).*/(" + _TOOLS + rb")\.(exe|sys|dll|ps1|py|sh)"), is_shown=False),
    NamedSource("tool.named", "A tool that intruders use stands there", re.compile(rb"(?i).*/(invoke-mimikatz|powerview|powerup|sharphound|invoke-bloodhound)\.ps1"), is_shown=False),
    NamedSource("theft.tool", "A tool that sends files away stands there", re.compile(rb"(?i).*/(rclone|megacmd[^/]*|s5cmd|azcopy)(\.exe)?"), is_shown=False),
    NamedSource("account.ntds", "A copy of the directory's passwords stands outside its place", re.compile(rb"(?i).*/ntds\.dit"), is_shown=True),
    NamedSource("account.dump", "A dump of passwords stands there", re.compile(rb"(?i).*/lsass[^/]*\.(dmp|mdmp|zip|rar|7z)"), is_shown=True),
    NamedSource("account.dump", "A copy of the database of accounts stands there", re.compile(rb"(?i).*/(perflogs|temp|public|programdata|downloads|desktop)/(.*/)?(sam|security)(\.(hiv|hive|save|bak|dmp))?"), is_shown=True),
    NamedSource("look.scan", "What a tool found of the network stands there", re.compile(rb"(?i).*/(\d{14}_bloodhound\.zip|[^/]*_bloodhound\.zip|ad_(users|computers|group|ous|subnets)\.txt|trustdmp\.txt)"), is_shown=True),
)  # fmt: skip
# where Windows itself keeps the directory
_OWN_PLACE = re.compile(rb"(?i).*/windows/(ntds|system32|winsxs/.*)/ntds\.dit")
_OWN_TOOLS = re.compile(rb"(?i).*/(usr/(local/)?bin|program files[^/]*/(restic|azure)[^/]*|opt)/.*")


def find_name(path: bytes) -> NamedSource | None:
    """What a file is by its name; None where it says nothing."""
    for named in _TABLE:
        if named.pattern.fullmatch(path) is not None:
            is_own = _OWN_PLACE.fullmatch(path) or (named.sign == "theft.tool" and _OWN_TOOLS.fullmatch(path))
            return None if is_own else named
    return None
