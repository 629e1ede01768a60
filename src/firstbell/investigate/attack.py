"""Techniques of MITRE ATT&CK that an encryption event leaves traces of, with the version they are named by.

Ids can be withdrawn in later versions, so the version always goes with them.
Source: ATT&CK Enterprise 18.1, attack.mitre.org.
"""

from __future__ import annotations

import re

ATTACK_VERSION = "18.1"
DESTROYED = "T1485"
ENCRYPTED = "T1486"
RECOVERY_INHIBITED = "T1490"

NAMES = {
    "T1485": "Data Destruction",
    "T1486": "Data Encrypted for Impact",
    "T1489": "Service Stop",
    "T1490": "Inhibit System Recovery",
    "T1529": "System Shutdown/Reboot",
    "T1531": "Account Access Removal",
    "T1561": "Disk Wipe",
    "T1657": "Financial Theft",
}
_ID = re.compile(r"T\d{4}(\.\d{3})?\Z", re.ASCII)
# commands that take away shadow copies, the catalog of backups, or the way to boot for repair
_INHIBITS = re.compile(
    r"vssadmin(\.exe)?\"?\s+(delete|resize)\s+shadow"
    r"|wmic(\.exe)?\"?\s+shadowcopy\s+.{0,80}?delete"
    r"|win32_shadowcopy.{0,200}?(delete|remove-)"
    r"|wbadmin(\.exe)?\"?\s+delete\s+(catalog|backup|systemstatebackup)"
    r"|bcdedit(\.exe)?\"?\s.{0,80}?(recoveryenabled\s+no|bootstatuspolicy\s+ignoreallfailures)"
    r"|diskshadow(\.exe)?\"?\s.{0,80}?delete\s+shadows",
    re.IGNORECASE,
)
_HINTS = ("vssadmin", "shadowcopy", "wbadmin", "bcdedit", "diskshadow")


def is_technique(text: str) -> bool:
    """Whether the text is an id of a technique, known here or not."""
    return _ID.match(text) is not None


def find_techniques(text: str) -> list[str]:
    """Ids of techniques of which the text is a trace."""
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS):  # a tenth of the time of the expression
        return []
    return [RECOVERY_INHIBITED] if _INHIBITS.search(text) else []
