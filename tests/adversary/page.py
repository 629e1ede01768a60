"""docs/adversary.md from what was played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.adversary.playing import CALM_DAYS, Given, Judged, Played

_LEAD = """# An intruder who has read the code

Written by `make bench-adversary` (`python -m tests.adversary`), {date}, {machine}.

Each row is a different host: an office share, home folders, classes or a server, with {least} to {most}
files. No two are alike. The suite made the host's files in a folder that it made and marked itself.
`firstbell backup` backed it up, `firstbell examine` judged it, and `firstbell recover run` gave it back.
{calm} calm days come first. Damage is random bytes, or the same content in another order. There is no key
and no cipher in it. The suite knows the examiner's rules, and one author wrote both: **these are
development figures**. Somebody else will find more.

- *Seen on day*: the first day with a verdict other than clean. *Gone by then*: the share of the host's
  files that were gone on that day.
- *In time*: the host was at least `suspect` by the day on which 10 % of its files were gone. If fewer were
  ever gone, the last day counts.
- *Default*: what `recover run` gives back by itself. *Ruled*: what it gives back after
  `firstbell examine rule SNAPSHOT event` on the first day.
- *Exact*: every file is there in the newest version that was stored before the intruder had it, and nothing
  else is. Otherwise the cell counts files that are right / wrong / missing / too many.
- A ruling undoes every move of its day. A file that people moved that day counts as right under its old
  name. What people wrote in a file that the intruder had moved is wanted under the old name. Files that the
  intruder made, and edits of these, belong to nobody.
"""


def render_page(attacks: Sequence[Played], days: Sequence[Judged], *, date: str, machine: str) -> str:
    """The page; what came out at first sight, once, stands at its end as it is."""
    sizes = [*(one.files for one in attacks), *(one.files for one in days)]
    lead = _LEAD.format(date=date, machine=machine, least=min(sizes), most=max(sizes), calm=CALM_DAYS)
    first_sight = Path(__file__).with_name("first_sight.md").read_text(encoding="utf-8").rstrip()
    return "\n".join([lead, *_tell_attacks(attacks), "", *_tell_days(days), "", first_sight, ""])


def _tell_attacks(attacks: Sequence[Played]) -> list[str]:
    large = [one for one in attacks if one.shares[-1] > 0.05]
    late = [one.attack.name for one in large if not one.is_in_time]
    exact = [sum(given is not None and given.is_exact for given in column) for column in _list_given(attacks)]
    odd = [one.attack.name for one in attacks if one.ruled is not None and not one.ruled.is_exact]
    lines = [
        f"## {len(attacks)} attacks",
        "",
        f"- {len(large)} take more than 5 % of the host's files. {len(large) - len(late)} of these are at"
        " least `suspect` in time." + (f" Not in time: {', '.join(late)}." if late else ""),
        f"- Given back exactly: {exact[0]} by default, {exact[1]} after a ruling."
        + (f" Not so after a ruling: {', '.join(odd)}." if odd else ""),
        "",
        "| attack | what the intruder does | days | verdict | seen on day | gone by then | in time | sign"
        " | default | ruled |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    return lines + [_tell_attack(one) for one in attacks]


def _list_given(attacks: Sequence[Played]) -> tuple[list[Given | None], list[Given | None]]:
    return [one.default for one in attacks], [one.ruled for one in attacks]


def _tell_attack(one: Played) -> str:
    seen = str(one.seen_on) if one.seen_on else "never"
    share = f"{one.shares[one.seen_on - 1]:.0%}" if one.seen_on else f"{one.shares[-1]:.0%}"
    cells = (
        one.attack.name,
        one.attack.told,
        str(one.attack.days),
        one.worst,
        seen,
        share,
        "yes" if one.is_in_time else "**no**",
        f"`{one.reason}`" if one.reason else "",
        _tell_given(one.default),
        _tell_given(one.ruled),
    )
    return f"| {' | '.join(cells)} |"


def _tell_given(given: Given | None) -> str:
    if given is None:
        return ""
    if given.is_exact:
        return "exact"
    return f"{given.right} / {given.wrong} / {given.missing} / {given.extra}"


def _tell_days(days: Sequence[Judged]) -> list[str]:
    verdicts = Counter(one.verdict for one in days)
    again = [one.name for one in days if one.after != "clean"]
    released = [one for one in days if one.verdict != "clean"]
    freed = sum(one.released == "clean" for one in released)
    told = ", ".join(again) if again else "none"
    lines = [
        f"## {len(days)} honest bulk days",
        "",
        f"- `event`: {verdicts['event']}. `suspect`: {verdicts['suspect']}. `clean`: {verdicts['clean']}.",
        f"- Not yet clean on the ordinary day after: {told}.",
        f"- Released by one `firstbell examine rule SNAPSHOT benign`: {freed} of {len(released)}.",
        "",
        "| day | files | files changed, new or gone | verdict | sign |",
        "|---|---|---|---|---|",
    ]
    return lines + [_tell_day(one) for one in days]


def _tell_day(one: Judged) -> str:
    sign = f"`{one.reason}`" if one.reason else ""
    return f"| {one.name} | {one.files} | {one.changed} | {one.verdict} | {sign} |"
