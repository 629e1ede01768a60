"""The page of a triage: the most urgent message first, campaigns joined, each with what to answer.

One file of HTML without scripts that loads nothing. Addresses are defanged; what a message says is not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from firstbell.base.pathtext import say_lines
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.urgency import Urgency

_MOST_FILES = 12
_MOST_GROUPS = 2_000
_HEADINGS = {
    Urgency.CHILD_THREATENED: "Now: a child is threatened or a child's data is held out",
    Urgency.THREAT: "Today: threats",
    Urgency.UNDECIDED: "Today: a person has to decide",
    Urgency.EVENT_PHISHING: "Today: phishing that uses the event",
    Urgency.PHISHING: "Other phishing",
    Urgency.CHILD_ASKED_FOR: "Questions about a child",
    Urgency.QUESTION: "Other questions",
    Urgency.LATER: "Nothing to do but answer whoever asked",
}
_NONE = "The files that were read hold no message. Nothing was judged, so nothing follows from this page."
_STYLE = """
body { font-family: sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; color: #222; }
h2 { margin-top: 1.6em; border-bottom: 2px solid #999; }
article { border-left: 4px solid #bbb; margin: 1em 0; padding: .2em 1em; }
.u1, .u2 { border-color: #b3261e; } .u3, .u4 { border-color: #b26a00; } .u6, .u7 { border-color: #2b5d8a; }
@page { margin: 1.3cm 1.5cm 1.5cm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 7.6pt sans-serif; color: #555; } }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 9.5pt; }
  article { break-inside: avoid; } h2, h3 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
.mark { font-weight: bold; } .files { color: #555; font-size: .9em; overflow-wrap: anywhere; }
h3 { margin: .4em 0; overflow-wrap: anywhere; } ul { margin: .3em 0; }
"""
_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Messages that people handed in</title>
<style>$style</style>
</head>
<body>
<h1>$count handed in</h1>
<p>$counted</p>
$sections
</body>
</html>
""")


@dataclass(frozen=True, slots=True)
class ListedMessage:
    """A message on the page. `file`: how it is named. `like`: the first message of its campaign, "" where it
    is that or belongs to none. `duplicate`: whether the same words were handed in before. `decided`: who
    decided on it before, when and why, "" where nobody has.
    """

    file: str
    label: Label
    urgency: Urgency
    look: bool
    child: bool
    score: float
    title: str
    advice: str
    sender: str
    subject: str
    date: str
    reasons: tuple[str, ...]
    like: str = ""
    duplicate: bool = False
    decided: str = ""


def render_page(messages: Sequence[ListedMessage]) -> str:
    """The whole page."""
    groups = sorted(_join(messages), key=_rank)
    told = Counter(message.title for message in messages)
    counted = "; ".join(f"{title}: {count:,}" for title, count in told.most_common())
    sections = [
        _render_section(urgency, [group for group in groups if group[0].urgency is urgency])
        for urgency in Urgency
    ]
    page = _PAGE.substitute(
        style=_STYLE,
        count=f"{len(messages):,} {'message' if len(messages) == 1 else 'messages'}",
        counted=escape(counted or _NONE),
        sections="\n".join(filter(None, sections)),
    )
    return say_lines(page)


def _join(messages: Iterable[ListedMessage]) -> Iterator[list[ListedMessage]]:
    """The messages of each campaign, the most urgent first; what harms and what does not stay apart."""
    groups: dict[tuple[str, bool], list[ListedMessage]] = {}
    for message in messages:
        harms = message.label in HARMFUL or message.look
        groups.setdefault((message.like or message.file, harms), []).append(message)
    for group in groups.values():
        # what is certain of one of a campaign is what to answer to all of it
        yield sorted(group, key=lambda one: (one.urgency, one.look, -one.score))


def _rank(group: Sequence[ListedMessage]) -> tuple[int, bool, int, float]:
    first = group[0]
    return first.urgency, not any(one.child for one in group), -len(group), -first.score


def _render_section(urgency: Urgency, groups: Sequence[Sequence[ListedMessage]]) -> str:
    if not groups:
        return ""
    count = sum(map(len, groups))
    shown = "\n".join(_render_group(group) for group in groups[:_MOST_GROUPS])
    hidden = len(groups) - _MOST_GROUPS
    more = f"<p>{hidden:,} more are in the lines of --json.</p>" if hidden > 0 else ""
    return f"<section><h2>{escape(_HEADINGS[urgency])} ({count:,})</h2>\n{shown}{more}</section>"


def _render_group(group: Sequence[ListedMessage]) -> str:
    first = group[0]
    marks = [first.title, *(["speaks of a child"] if any(one.child for one in group) else [])]
    if first.look:
        marks.append("a person has to decide")
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in first.reasons)
    facts = {"From": first.sender, "Sent": first.date}
    # of a campaign a person may have decided on some messages only
    named = [f"{one.file}: {one.decided}" if len(group) > 1 else one.decided for one in group if one.decided]
    told = "".join(f"<p><b>Decided:</b> {escape(one)}.</p>\n" for one in named[:_MOST_FILES])
    return (
        f'<article class="u{first.urgency.value}"><h3>{escape(first.subject or "(no subject)")}</h3>\n'
        f'<p class="mark">{escape("; ".join(marks))}{_say_many(group)}</p>\n'
        f"{told}<p>{_render_facts(facts)}</p>\n<ul>{reasons}</ul>\n"
        f"<p><b>Answer to give:</b> {escape(first.advice)}</p>\n{_render_files(group)}</article>"
    )


def _say_many(group: Sequence[ListedMessage]) -> str:
    if len(group) == 1:
        return ""
    same = sum(one.duplicate for one in group)
    others = len(group) - 1 - same
    told = [f"handed in {len(group):,} times" if not others else f"{len(group):,} messages of one campaign"]
    if others and same:
        told.append(f"{same:,} of them are the same words again")
    return f"; {'; '.join(told)}"


def _render_facts(facts: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {escape(value)}" for name, value in facts.items() if value)


def _render_files(group: Sequence[ListedMessage]) -> str:
    names = ", ".join(escape(one.file) for one in group[:_MOST_FILES])
    more = f" and {len(group) - _MOST_FILES:,} more" if len(group) > _MOST_FILES else ""
    return f'<p class="files">{names}{more}</p>'
