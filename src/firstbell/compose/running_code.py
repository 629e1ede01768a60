"""Which files run code when somebody, or the machine itself, opens them.

By name, by place, by mode, and by the first bytes of the content. It errs to the safe side: what is taken for
code only comes from before the intruder, it is not lost.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from firstbell.catalog import VersionRow
from firstbell.record.examination import ContentReader

_HEAD_BYTES = 4 << 20
_MACRO_STREAMS = ("_VBA_PROJECT".encode("utf-16-le"), b"vbaProject.bin")

# programs and libraries; scripts of Windows, Unix and servers; shortcuts and settings that start something
_ENDINGS = frozenset(
    b"""
    exe dll sys drv ocx cpl scr com msi msp mst pif efi so dylib ko bin app deb rpm apk jar war class
    bat cmd ps1 psm1 psd1 ps1xml vbs vbe js jse mjs wsf wsh wsc hta sct
    sh bash zsh csh ksh fish py pyc pyw pl pm rb lua tcl php php5 phtml asp aspx ashx asmx jsp jspx cgi
    lnk url reg inf ins isp job service timer socket desktop plist scf msc gadget chm
    docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm xll wll accde accda mde ade
    """.split()
)
# the rest of a path from one of these on says that the machine itself runs what lies there
_PLACES = (
    b"/windows/system32/tasks/",
    b"/windows/tasks/",
    b"/start menu/programs/startup/",
    b"/etc/cron",
    b"/var/spool/cron",
    b"/etc/systemd/",
    b"/lib/systemd/",
    b"/etc/init.d/",
    b"/etc/rc",
    b"/etc/profile",
    b"/etc/ld.so",
    b"/etc/sudoers",
    b"/library/launchagents/",
    b"/library/launchdaemons/",
    b"/sysvol/",
    b"/netlogon/",
)
_NAMES = frozenset(
    {
        b"autorun.inf",
        b"crontab",
        b"authorized_keys",
        b".bashrc",
        b".bash_profile",
        b".bash_logout",
        b".profile",
        b".zshrc",
        b".zprofile",
        b".htaccess",
        b"web.config",
        b"scripts.ini",
        b"normal.dot",
    }
)
_MAGICS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"<?php",
    b"L\0\0\0\x01\x14\x02\0",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def tell_code(row: VersionRow, contents: ContentReader) -> str:
    """Why a file is taken for one that runs code; "" where it is not.

    Content is read only where name and place do not tell. Raises an Error when a blob cannot be read.
    """
    why = tell_by_name(row.path)
    if why or row.kind != "file" or not row.size_bytes:
        return why
    return tell_by_content(contents.read(row.to_version(), _HEAD_BYTES))


def tell_by_name(path: bytes) -> str:
    """Why name and place say that a file runs code; "" where they do not."""
    lowered = path.lower()
    name = lowered.rpartition(b"/")[2]
    ending = name.rpartition(b".")[2] if b"." in name else b""
    if ending in _ENDINGS:
        return f"runs code: .{ending.decode()}"
    if name in _NAMES:
        return "runs code by its name"
    if any(place in lowered for place in _PLACES):
        return "lies where the machine runs it"
    return ""


def tell_by_content(head: bytes) -> str:
    """Why the first bytes say that a file runs code; "" where they do not."""
    if head.startswith(_MAGICS):
        return "runs code by its first bytes"
    if head.startswith(_OLE) and _MACRO_STREAMS[0] in head:
        return "holds macros"
    if head.startswith(b"PK\x03\x04") and _holds_macros(head):
        return "holds macros"
    return ""


def _holds_macros(head: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(head)) as archive:
            return any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return _MACRO_STREAMS[1].lower() in head.lower()  # longer than what was read, or not whole
