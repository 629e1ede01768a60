"""An indicator: one value that others saw of an intruder, and what kind of value it is."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from firstbell.base.errors import Error

HASH, ADDRESS, DOMAIN, URL, PATH, NAME = "hash", "address", "domain", "url", "path", "name"
KINDS = (HASH, ADDRESS, DOMAIN, URL, PATH, NAME)
# the rule of a hit that an indicator gave, before its number
HIT = "indicator!"
_DIGITS = {32: "MD5", 40: "SHA-1", 64: "SHA-256"}
_HEX = re.compile(r"[0-9a-f]+")
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_NAME = re.compile(r"[^/\\:*?\"<>|\x00-\x1f]{1,255}\.[A-Za-z0-9]{1,8}")
# a network wider than this is no indicator: it is a country's, or half the world's
_LEAST_PREFIX = {4: 8, 6: 16}
_PLACE = re.compile(r"^%[A-Za-z()0-9 ]+%|^[A-Za-z]:|^\\\\[?.]\\[A-Za-z]:")


class IndicatorFileError(Error):
    """A file holds no indicators, or is damaged."""

    code = "investigate.rule.indicators"


@dataclass(frozen=True)
class HuntIndicator:
    """`value`: in the shape it is compared by (see `normalize`). `name`: what its authors call it.

    `file`: the file that named it.
    """

    kind: str
    value: str
    name: str = ""
    file: str = ""

    @property
    def is_network(self) -> bool:
        """Whether it stands for every address of a network."""
        return self.kind == ADDRESS and "/" in self.value

    @property
    def hash_name(self) -> str:
        """Which hash it is: "SHA-256", "SHA-1" or "MD5"; "" for another kind."""
        return _DIGITS.get(len(self.value), "") if self.kind == HASH else ""


def name_hit(number: int) -> str:
    """What a hit of the indicator of this number is called among rules."""
    return f"{HIT}{number}"


def normalize(kind: str, text: str) -> str | None:
    r"""A value as it is compared: in lower case, without the marks by which people make it harmless.

    None where it is none of that kind.

    >>> normalize("domain", "Evil[.]Example"), normalize("address", "::ffff:203.0.113.5")
    ('evil.example', '203.0.113.5')
    >>> normalize("address", "203.0.113.77/24"), normalize("address", "0.0.0.0/0")
    ('203.0.113.0/24', None)
    >>> normalize("path", "C:\\Windows\\Temp\\u.exe"), normalize("hash", "xyz")
    ('/windows/temp/u.exe', None)
    """
    value = refang(text).lower()
    if kind == HASH:
        return value if len(value) in _DIGITS and _HEX.fullmatch(value) else None
    if kind == ADDRESS:
        return _read_address(value)
    if kind == DOMAIN:
        value = value.rstrip(".").removeprefix("*.")
        return value if _DOMAIN.fullmatch(value) else None
    if kind == URL:
        return value.rstrip("/") if re.fullmatch(r"[a-z][a-z0-9+.-]*://[^\s/]+(/\S*)?", value) else None
    if kind == PATH:
        tail = _PLACE.sub("", value).replace("\\", "/")
        return tail if tail.startswith("/") and tail.strip("/") and "\n" not in tail else None
    return value if kind == NAME and value and not re.search(r"[/\\\x00-\x1f]", value) else None


def _read_address(value: str) -> str | None:
    """An address, or a network as `address/bits`; a network of one address is that address."""
    try:
        network = ipaddress.ip_network(value.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return None
    if network.prefixlen < network.max_prefixlen:
        return str(network) if network.prefixlen >= _LEAST_PREFIX[network.version] else None
    address = network.network_address
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(address)


def refang(text: str) -> str:
    """A value without the marks by which it was made harmless: hxxp, [.], (.), [:], [at].

    >>> refang("hxxps[:]//evil[.]example/a")
    'https://evil.example/a'
    """
    value = text.strip().strip("'\"` ")
    value = re.sub(r"[\[({](\.|dot)[\])}]", ".", value, flags=re.IGNORECASE)
    value = re.sub(r"\[(:|://|/)\]", r"\1", value)
    return re.sub(r"^h(xx|\*\*|tt)p", "http", value, flags=re.IGNORECASE)


def guess_kind(text: str) -> str | None:
    """The kind that a value is by its shape; None where it has none."""
    for kind in (HASH, ADDRESS, URL):
        if normalize(kind, text) is not None:
            return kind
    value = refang(text)
    if _PLACE.search(value) or value.startswith("/"):
        return PATH if normalize(PATH, value) else None
    is_program = re.search(
        r"(?i)\.(exe|dll|sys|ps1|bat|cmd|vbs|js|hta|scr|aspx?|php|jsp|lnk|iso|zip|rar|7z|sh|elf|bin|tmp|msi|txt|docx?|xlsm?)$",
        value,
    )
    if is_program and _NAME.fullmatch(value):
        return NAME
    return DOMAIN if normalize(DOMAIN, value) is not None else None
