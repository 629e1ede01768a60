"""Links: where one really leads, and what is odd about it."""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from firstbell.documents.hypertext import Hyperlink

_SHOWN_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,24})(?:[/?#:]\S*)?", re.IGNORECASE)
# a host whose last part is a number is an address, in octal and hex digits, too. Source: WHATWG URL, 3.5
_NUMERIC_END = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$")
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}")
# dots of other scripts that a browser takes for one. Source: UTS 46, section 2.3
_DOTS = re.compile("[\u3002\uff0e\uff61]")
# a longer name leads nowhere. Source: RFC 1035, 2.3.4
_LONGEST_HOST = 253
# how a link is written that is only shown
_DEFANGED = ("hxxp", "hxtp")
_PROOFPOINT = re.compile(r"__(.+?)__")


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link leads. `host`: lower case, "" where it leads nowhere; `user`: what stands before an @."""

    url: str
    scheme: str
    host: str
    user: str = ""

    @property
    def is_address(self) -> bool:
        """Whether the host is an IP address, written in whatever way."""
        try:
            ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            return _NUMERIC_END.search(self.host) is not None
        return True


def list_leading(links: Sequence[Hyperlink]) -> list[Hyperlink]:
    """The links without those that were made harmless to show them: these lead nowhere."""
    return [link for link in links if not link.target.lower().startswith(_DEFANGED)]


def find_target(url: str, *, depth: int = 0) -> LinkTarget:
    """Where a URL leads: through what mail filters and search pages wrap around it."""
    clean = re.sub(r"[\s\u200b\u00ad]+", "", url.strip()).replace("\\", "/")
    clean = re.sub(r"^hxxp", "http", clean, flags=re.IGNORECASE).replace("[.]", ".")
    if clean.lower().startswith("www."):
        clean = "http://" + clean
    try:
        parts = urlsplit(clean)
        host = _DOTS.sub(".", unquote(parts.hostname or "")).lower().strip(".")
    except ValueError:
        return LinkTarget(url, "", "")
    if len(host) > _LONGEST_HOST:
        return LinkTarget(url, "", "")
    inner = _unwrap(host, parts.path, parts.query) if depth < 3 else ""
    if inner:
        return find_target(inner, depth=depth + 1)
    return LinkTarget(clean, parts.scheme.lower(), host, parts.username or "")


def _unwrap(host: str, path: str, query: str) -> str:
    try:
        given = parse_qs(query)
    except ValueError:
        return ""
    if host.endswith("safelinks.protection.outlook.com"):
        return given.get("url", [""])[0]
    if _GOOGLE.fullmatch(host) and path in {"/url", "/amp"}:
        return (given.get("q") or given.get("url") or [""])[0]
    if host in {"urldefense.com", "urldefense.proofpoint.com"}:
        match = _PROOFPOINT.search(f"{path}?{query}")
        old = given.get("u", [""])[0]
        return unquote(match[1]) if match else unquote(old.replace("-", "%").replace("_", "/"))
    if host in {"linkprotect.cudasvc.com", "l.facebook.com", "lm.facebook.com", "out.reddit.com"}:
        return (given.get("a") or given.get("u") or [""])[0]
    if host == "secure-web.cisco.com":
        return unquote(path.rpartition("/")[2])
    return ""


def find_shown_domain(link: Hyperlink) -> str:
    """The domain that the text of a link shows; "" where it shows words."""
    text = link.text.strip()
    if " " in text or "@" in text or not text:
        return ""
    match = _SHOWN_DOMAIN.fullmatch(text)
    if not match or re.search(
        r"\.(?:pdf|docx?|xlsx?|html?|png|jpe?g|zip|txt|csv|eml)$", match[0], re.IGNORECASE
    ):
        return ""
    return match[1].lower()


def decode_data_url(url: str) -> str:
    """The page inside a `data:` URL; "" where it holds none."""
    match = re.match(r"data:text/html[^,]*?(;base64)?,(.*)", url, re.IGNORECASE | re.DOTALL)
    if not match:
        return ""
    try:
        return base64.b64decode(match[2] + "==").decode("utf-8", "replace") if match[1] else unquote(match[2])
    except ValueError:
        return ""
