"""What a hunt says on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from firstbell.base.counts import choose_word, say_count, say_share
from firstbell.base.output_file import replace_file
from firstbell.base.pathtext import say_lines
from firstbell.cli.terminal.errors import UsageError
from firstbell.cli.terminal.figures import format_count
from firstbell.cli.terminal.output import Output
from firstbell.cli.times import show_time
from firstbell.investigate.hunts.coverage_map import render_map, render_map_page
from firstbell.investigate.hunts.nights.coverage import NightCoverage

QUESTIONS = {
    "entry": "How did they get in, and since when?",
    "accounts": "Which accounts did they use or change?",
    "hosts": "Which hosts did they reach?",
    "staged": "Were files gathered?",
    "taken": "Was data taken?",
    "stays": "What would start again after a restore?",
    "hidden": "What was hidden from us?",
}
_MOST_GAPS = 6
_MOST_UNREAD = 10


def tell_trace(output: Output, trace: Mapping[str, Any]) -> None:
    """One trace in two lines."""
    when = show_time(trace["time"]) if trace["time"] else f"by {show_time(trace['known_by'])}"
    mark = "" if trace["strength"] == "shown" else "  (points to it)"
    output.text(f"{trace['id'][:8]}  {when}  {trace['host']}  {trace['sign']}{mark}")
    output.text(f"          {trace['message']}")


def tell_trace_whole(output: Output, trace: Mapping[str, Any]) -> None:
    """One trace with what it proves, what it does not, and where it stands."""
    tell_trace(output, trace)
    output.text(f"          It proves: {trace['proves']}")
    output.text(f"          It does not prove: {trace['not_proved']}")
    after = trace["known_after"]
    bounds = f"A backup of {show_time(trace['known_by'])} holds it"
    output.text(
        f"          {bounds}; the one of {show_time(after)} does not." if after else f"          {bounds}."
    )
    output.text(
        f"          It is in {trace['path']} ({trace['source']}), snapshot {trace['first_snapshot'][:8]}."
    )
    records = trace["records"]
    if records:
        shown = ", ".join(map(str, records[:20]))
        more = f" and {format_count(len(records) - 20)} more" if len(records) > 20 else ""
        output.text(f"          Records: {shown}{more}")
    if trace["attack"]:
        output.text(f"          ATT&CK {trace['attack_version']}: {', '.join(trace['attack'])}")


def tell_answers(output: Output, answers: Sequence[Mapping[str, Any]]) -> None:
    """The answers, each with how much of the time somebody could look at."""
    for answer in answers:
        output.text()
        output.text(QUESTIONS[answer["question"]])
        output.text(f"    {_tell_state(answer)}")
        hours, of_hours = answer["covered_hours"], answer["of_hours"]
        output.text(f"    {_tell_searched(hours, of_hours)}")
        for gap in answer["gaps"][:_MOST_GAPS]:
            span = f"{show_time(gap['from'])} to {show_time(gap['until'])}"
            output.text(f"    For {gap['host']}, {span}, we have {_name_gap(gap['source'])}.")
        if answer["gaps_in_all"] > _MOST_GAPS:
            output.text(f"    ... and {format_count(answer['gaps_in_all'] - _MOST_GAPS)} more gaps.")


def _tell_searched(hours: int, of_hours: int) -> str:
    """How much of the time somebody could look at.

    >>> _tell_searched(0, 24), _tell_searched(5, 48)
    ('We could search none of 1 day.', 'We could search less than 1 of 2 days.')
    >>> _tell_searched(24, 24), _tell_searched(72, 240)
    ('We searched all of 1 day.', 'We searched 3 of 10 days. Each host counts its own days.')
    """
    days, of_days = hours // 24, -(-of_hours // 24)
    whole = say_count(of_days, "day")
    if hours >= of_hours > 0:
        return f"We searched all of {whole}."
    if days:
        return f"We searched {say_share(days, of_days, 'day')}. Each host counts its own days."
    return f"We could search {'less than 1' if hours else 'none'} of {whole}."


# what a source is to who reads the answers
_GAPS = {
    "text/auth": "no readable log of sign-ins (auth.log)",
    "text/audit": "no readable log of the audit daemon",
    "journal": "no readable journal of systemd",
    "nights": "no backup",
    "settings": "no backup of the settings that start programs",
    "srum/network": "no record of what each program sent (SRUM)",
    "flow": "no record of outgoing traffic",
}


def _name_gap(source: str) -> str:
    """What is missing, in words.

    >>> _name_gap("eventlog/Security"), _name_gap("flow")
    ('no readable event log Security', 'no record of outgoing traffic')
    """
    if source.startswith("eventlog/"):
        return f"no readable event log {source.removeprefix('eventlog/')}"
    return _GAPS.get(source, f"nothing readable of the source {source}")


def _tell_state(answer: Mapping[str, Any]) -> str:
    shown, pointing = len(answer["shown"]), len(answer["pointing"])
    if answer["state"] == "shown":
        traces = "1 trace shows it" if shown == 1 else f"{format_count(shown)} traces show it"
        since = f", the earliest of {show_time(answer['earliest'])[:10]}" if answer["earliest"] else ""
        return f"{traces}{since}."
    if answer["state"] == "none_found":
        return "None was found, and everything could be searched."
    if pointing:
        return f"This is undetermined: {_count(pointing, 'trace')} to it, but none shows it."
    if answer["question"] in ("entry", "staged"):
        return "This is undetermined: nothing was found, and no backup can rule it out."
    return "This is undetermined: nothing was found, but not everything could be searched."


def _count(number: int, noun: str) -> str:
    return f"1 {noun} points" if number == 1 else f"{format_count(number)} {noun}s point"


def tell_unread(output: Output, unread: Sequence[Mapping[str, Any]]) -> None:
    """What could not be read."""
    if not unread:
        return
    output.text()
    output.text(f"{format_count(len(unread))} could not be read:")
    for one in unread[:_MOST_UNREAD]:
        output.text(f"    {one['host']}  {one['path']}: it {_join(one['reason'])}")
    if len(unread) > _MOST_UNREAD:
        output.text(f"    ... and {format_count(len(unread) - _MOST_UNREAD)} more")


def _join(reason: str) -> str:
    starts = ("took ", "cannot ", "crashed ", "needs ", "gave ")
    return reason if reason.startswith(starts) else f"cannot be read: {reason}"


def join_stretches(coverage: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Stretches that go on without a break, and say the same, as one."""
    joined: list[dict[str, Any]] = []
    for one in coverage:
        last = joined[-1] if joined else {}
        same = all(last.get(key) == one[key] for key in ("host", "source", "state", "why"))
        if same and one["from"] == last["until"] and not (one["missing"] or last["missing"]):
            last["until"] = one["until"]
        else:
            joined.append(dict(one))
    return joined


def tell_coverage(output: Output, coverage: Sequence[Mapping[str, Any]]) -> int:
    """The stretches of every host and source; how many lines that were."""
    stretches = join_stretches(coverage)
    for one in stretches:
        missing = f"  {format_count(one['missing'])} records that no backup holds" if one["missing"] else ""
        why = f"  ({one['why']})" if one["why"] else ""
        span = f"{show_time(one['from'])} to {show_time(one['until'])}"
        output.text(f"{one['host']:<16} {one['source']:<40} {span}  {one['state']}{missing}{why}")
    return len(stretches)


def draw_coverage(stretches: Sequence[NightCoverage], svg: Path | None, html: Path | None) -> None:
    """Write the map of coverage to the files that are named. Raises: UsageError."""
    for path, render in ((svg, render_map), (html, render_map_page)):
        if path is not None:
            try:
                replace_file(path, say_lines(render(stretches)).encode())
            except OSError as error:
                raise UsageError(f"cannot write {path}: {error.strerror}") from None


def tell_starts(output: Output, starts: Sequence[Mapping[str, Any]], *, held: int) -> None:
    """What a restore would start again, the hostile first. `held`: what the snapshot holds, the old too."""
    marks = {"shown": "hostile", "pointing": "new", "known": "there before"}
    for one in starts:
        output.text(f"{one['id'][:8]}  {marks[one['strength']]:<12} {one['place']:<16} {one['key']}")
        output.text(f"          {one['command'][:400]}")
    if not held:
        output.text("This snapshot holds nothing that starts by itself, so nobody can tell what would.")
        output.note(
            "A backup of folders alone does not hold the registry, services, tasks or /etc of its computer. "
            "Reinstall the computer before you restore the folders."
        )
    elif not starts:
        known = f"{say_count(held, 'entry', 'entries')} {choose_word(held, 'was', 'were')} there before"
        output.text(f"Nothing new would start again; {known}.")
