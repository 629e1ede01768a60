"""Writes docs/hunts-windows.md: which signs hold on which Windows. Part of `python -m scripts.reference`."""

from __future__ import annotations

from pathlib import Path

from firstbell.investigate.hunts.match.signs import load_signs
from firstbell.investigate.hunts.sources.windows import list_generations, list_needs, measure_reach

PAGE = Path(__file__).parents[1] / "docs" / "hunts-windows.md"

INTRODUCTION = """# Hunts by the version of Windows

Which signs of [a hunt](hunts.md) can event logs raise on your version of Windows? Event logs can raise a sign in several ways, and a
cell says how many of these that version of Windows can write. Signs that look only at files, the registry, SRUM, Linux or text
logs are not listed. For the other signs, those sources are not counted. `firstbell hunt signs --json` gives the same numbers
(`windows`, `ways`). `make docs` writes this page from the signs and from `investigate/hunts/sources/windows.toml`, and a test compares.

If two versions of Windows write the same thing differently, a hunt reads both:

| what | how it differs | what a hunt does |
|---|---|---|
| 4688, a process | no command line before 8.1 and 2012 R2 without an update and a policy; no name of the parent before 10 and 2016 | takes the parent's name from its own record in the same piece of the log; signs that need a command stay silent |
| 4624, a logon | versions 0, 1, 2 and later have more and more fields | uses only those of version 0 |
| 4616, the clock | no program before 7 and 2008 R2 | - |
| 4697, a service | audited from 10 and 2016 on | reads 7045 of the log System, which all versions write |
| 517 and 1102, the log Security was cleared | 517 in converted logs of Windows before Vista | reads both |
| 2004, 2005 and 2071, 2073, 2097, a firewall rule | new numbers on 11, 2022 and 2025 | reads all |
| opened disk images | the log's name ends with `-Operational`, in exports with `/Operational` | reads both |
| the old PowerShell log (400, 403, 600, 800) | all versions write it; scripts (4104) come with PowerShell 5 | reads both, and PowerShell 7's own log |
| 4768, 4769, tickets | numbers as `0x17` or `23`, addresses as `::ffff:10.2.3.4` | reads both |
| SRUM, bytes sent by each program | clients since 8, servers since 2019 | hosts without it are `absent` in the coverage |
| prefetch, programs that ran | clients; servers keep none unless told to | hosts without it are not covered |

"""


def render_page() -> str:
    """The whole page."""
    generations = list_generations()
    heads = [f"{one.clients}, {one.servers}" for one in generations]
    rows = ["| sign | " + " | ".join(heads) + " |", "|---|" + "---|" * len(heads)]
    needs: dict[str, str] = {}
    for sign in load_signs().values():
        reach = measure_reach(sign)
        if reach:
            rows.append(f"| `{sign.id}` | " + " | ".join(f"{one.ways} of {one.of}" for one in reach) + " |")
        needs.update(list_needs(sign))
    wanted = ["| log | what it needs first |", "|---|---|"]
    wanted.extend(f"| {channel} | {what} |" for channel, what in sorted(needs.items()))
    first = "What you must switch on or install before a log holds anything:"
    return INTRODUCTION + "\n".join(rows) + f"\n\n{first}\n\n" + "\n".join(wanted) + "\n\n" + _SOURCES


_SOURCES = """Sources: Microsoft's pages of August 2016 on the events of Windows Security ("Minimum OS Version" and "Event Versions"; the pages of
66 events were read), and libyal's list of providers by version of Windows. For other logs, the first version that writes a given
event, and what is off at first, come from experience in the field and were not looked up. No host of each version was at hand to
check.
"""
