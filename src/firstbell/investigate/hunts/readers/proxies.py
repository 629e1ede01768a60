"""Logs of web proxies: Squid's own format, W3C with named columns (Blue Coat), key=value and CEF (Zscaler).

Only a log that counts what a client sent is a flow. Squid's counts what came back: it is text, and covers no
sending.

Source: squid-cache.org, "Features/LogFormat"; Broadcom, "ELFF access log"; Zscaler, "NSS feed output format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from firstbell.base.counts import read_number
from firstbell.investigate.hunts.readers.found import ArtefactReader, FoundRecords
from firstbell.investigate.hunts.readers.lines import mark_line, read_lines, read_time, read_written

Fields = dict[str, "str | list[str]"]
_SQUID = re.compile(
    r"^(?P<time>\d{9,11}\.\d+)\s+\d+ (?P<ip>\S+) \S+/(?P<status>\d{3}) \d+ (?P<method>[A-Z_]+) "
    r"(?P<url>\S+) (?P<user>\S+) \S+"
)
_PAIR = re.compile(r'(\w+)=(?:"([^"]*)"|((?:[^\s=\\]|\\.)+(?:\s+(?!\w+=)\S+)*))')
_CEF = re.compile(r"CEF:\d+\|(?:(?:[^|\\]|\\.)*\|){5}[^|]*\|(.*)")
_SENT = ("requestsize", "sentbytes", "bytesout", "bytes_out", "out", "reqsize", "cs-bytes")
_URL = ("url", "request", "requesturl", "eurl", "cs-uri")
_HOST = ("dhost", "host", "hostname", "ehost", "cs-host", "destinationhostname")
_SOURCE = ("src", "clientip", "cip", "c-ip", "srcip", "sourceaddress")
_TARGET = ("dst", "serverip", "sip", "r-ip", "dstip", "s-ip", "destinationaddress")
_USER = ("suser", "user", "login", "cs-username", "elogin", "usrname")


def read_proxy(data: bytes, path: str, beside: Mapping[str, bytes]) -> Iterator[FoundRecords]:
    """Requests that went through a proxy."""
    written_ns = read_written(beside)
    names: list[str] = []
    for line in read_lines(data, path):
        if line.startswith("#Fields:"):
            names = [name.replace("(", "-").replace(")", "").lower() for name in line.split()[1:]]
        if line.startswith("#") or not line.strip():
            continue
        squid = _SQUID.match(line)
        if squid is not None:
            yield _tell_squid(squid, line)
            continue
        row = dict(zip(names, _split_row(line), strict=False)) if names else _read_pairs(line)
        time_ns = _read_row_time(row, line, written_ns)
        yield from _tell_row(row, line, time_ns)


def _split_row(line: str) -> list[str]:
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', line)]


def _read_pairs(line: str) -> dict[str, str]:
    cef = _CEF.search(line)
    pairs = _PAIR.findall(cef[1] if cef is not None else line)
    return {name.lower(): (quoted or plain).strip() for name, quoted, plain in pairs}


def _read_row_time(row: Mapping[str, str], line: str, written_ns: int) -> int:
    stamp = row.get("rt") or row.get("epochtime") or ""
    if re.fullmatch(r"\d{10}(\d{3})?", stamp):
        return int(stamp) * (10**6 if len(stamp) == 13 else 10**9)
    if row.get("date") and row.get("time"):
        return read_time(f"{row['date']} {row['time']}")
    return read_time(row.get("time", "")) or read_time(line, written_ns)


def _tell_squid(found: re.Match[str], line: str) -> FoundRecords:
    url = found["url"]
    host = _find_host(url)
    fields: Fields = {
        "Source": found["ip"], "Host": host, "Url": url[:2000], "c-uri": url[:2000], "cs-host": host,
        "cs-method": found["method"], "sc-status": found["status"], "User": _name(found["user"]),
        "Message": line,
    }  # fmt: skip
    return FoundRecords("text/proxy", int(float(found["time"]) * 1e9), fields, mark=mark_line(line))


def _tell_row(row: Mapping[str, str], line: str, time_ns: int) -> Iterator[FoundRecords]:
    url = _pick(row, _URL)
    host = _pick(row, _HOST) or _find_host(url)
    if not url and not host:
        return
    source, target, sent = _pick(row, _SOURCE), _pick(row, _TARGET) or host, _pick(row, _SENT)
    fields: Fields = {
        "Source": source, "Destination": target, "Host": host, "Url": (url or host)[:2000],
        "c-uri": url[:2000],
        "cs-host": host, "User": _name(_pick(row, _USER)), "Message": line,
    }  # fmt: skip
    if read_number(sent) is not None:
        fields["BytesSent"] = sent
        yield FoundRecords("flow/proxy", time_ns, fields, mark=mark_line(line))
    else:
        yield FoundRecords("text/proxy", time_ns, fields, mark=mark_line(line))


def _pick(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if row.get(name) not in (None, "", "-")), "")


def _name(user: str) -> str:
    return "" if user in ("-", "") else user


def _find_host(url: str) -> str:
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""


PROXIES = (ArtefactReader("proxy", 1, read_proxy),)
