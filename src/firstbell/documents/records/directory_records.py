r"""Entries of a directory of accounts (LDIF) to a table: a row for each person, a column for each attribute.

Source: RFC 2849; names of attributes: RFC 4519, RFC 2798 (inetOrgPerson).

>>> read_directory("dn: uid=ada\nuid: ada\ncn: Ada Olson\n\ndn: uid=ben\nuid: ben\ncn: Ben Roe\n")
[['uid', 'Name'], ['ada', 'Ada Olson'], ['ben', 'Ben Roe']]
>>> read_directory("dn: uid=ada,ou=kids\nreplace: userPassword\nuserPassword: {CLEAR}Elm44\n-\n")
[['Username', 'Password'], ['ada', 'Elm44']]
"""

from __future__ import annotations

import base64
import binascii
import re

_BEGINS = re.compile(r"\A\s*(?:version: ?1\s+)?(?:#[^\n]*\n\s*)*dn::? ", re.IGNORECASE)
# the common name that an entry is filed under, where it has a space: that of a person
_CALLED = re.compile(r"dn: ?CN=((?:[^,\\]|\\.)+? (?:[^,\\]|\\.)+?)(?:,|$)", re.IGNORECASE)
# and the name of the account that it is filed under, in a list of changes to entries
_FILED = re.compile(r"dn: ?(?:uid|cn|samaccountname)=([\w.@-]{3,60})(?:,|$)", re.IGNORECASE)
# how a directory has a password in clear
_CLEAR = re.compile(r"\{(?:clear(?:text)?|plain)\}", re.IGNORECASE)
_FOLDED = re.compile(r"\r?\n ")
_LINE = re.compile(r"([A-Za-z][\w.;-]{0,60})(::?) ?(.*)")
_ENTRY = re.compile(r"\n[ \t\r]*\n")
_MOST_COLUMNS = 200
# attributes by the words that headers have
_HEADERS = {
    "cn": "Name", "displayname": "Name", "givenname": "First name", "sn": "Last name", "mail": "Email",
    "samaccountname": "Username", "userpassword": "Password", "unicodepwd": "Password",
    "employeenumber": "Employee ID", "employeeid": "Employee ID", "homephone": "Home phone",
    "mobile": "Cell phone", "homepostaladdress": "Home address",
}  # fmt: skip
_NAMING = frozenset(("uid", "Name", "Username", "Email", "Employee ID", "First name", "Last name"))
_SKIPPED = frozenset(("version", "dn", "objectclass", "changetype", "replace", "add", "delete"))


def read_directory(text: str) -> list[list[str]]:
    """The table, header first; nothing where the text is no such directory, or names nobody."""
    if not _BEGINS.match(text):
        return []
    entries = [_read_entry(entry) for entry in _ENTRY.split(_FOLDED.sub("", text))]
    header = list(dict.fromkeys(name for entry in entries for name in entry))[:_MOST_COLUMNS]
    rows = [[entry.get(name, "") for name in header] for entry in entries if entry]
    return [header, *rows] if header and rows else []


def _read_entry(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    called = filed = ""
    for line in text.splitlines():
        match = _LINE.match(line)
        if match is None or match[1].lower() in _SKIPPED:
            named, account = _CALLED.match(line), _FILED.match(line)
            called = called or (named[1].replace("\\", "") if named else "")
            filed = filed or (account[1] if account else "")
            continue
        name = _HEADERS.get(match[1].lower(), match[1])
        value = _decode(match[3].strip()) if match[2] == "::" else match[3].strip()
        if name not in found and value:
            found[name] = _CLEAR.sub("", value, count=1)
    # where no attribute names somebody the name of the entry does
    if found and filed and not found.keys() & _NAMING:
        found = {"Username": filed, **found}
    return found if "Name" in found or not called else {"Name": called, **found}


def _decode(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return value
