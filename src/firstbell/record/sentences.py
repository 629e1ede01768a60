"""An entry of a ledger as one sentence, whatever its body holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from firstbell.base.counts import say_count, tell_size
from firstbell.base.pathtext import say_lines, say_text
from firstbell.base.values import say_name, say_value
from firstbell.record.entry_kinds import say_entry_kind
from firstbell.record.facts import say_fact_value

Body = Mapping[str, Any]

# what says most of an entry of any kind, the first first
_TEXTS = ("text", "why", "sentence", "title", "name", "subject")
# what a program needs, and no reader of a sentence
_NOT_TOLD = frozenset({"version", "sha256", "as_of"})
_MOST_CHARACTERS = 2000
_LEFT_OUT = " ... ({:,} more characters: firstbell case log --json shows all of the entry)"
_MOST_VALUES = 8
_MOST_NAMES = 5


def tell_entry(kind: str, body: Body) -> str:
    """One sentence: by the kind where that is known, else what a person wrote, else its plain values.

    It has 2,000 characters at most. Where more would be told, it ends with how many are left out.
    """
    teller = _TELLERS.get(kind)
    if teller is not None:
        text = ": ".join(part for part in (teller(body), _find_text(body, ("why", "name"))) if part)
    else:
        said = _find_text(body, _TEXTS) or _list_values(body)
        named = say_entry_kind(kind)
        text = f"{named}: {said}" if said else named
    return _cut(say_text(" ".join(text.split())))


def _cut(text: str) -> str:
    """The text; of one too long for a line its beginning, how much is left out, and where all of it is."""
    if len(text) <= _MOST_CHARACTERS:
        return text
    kept = _MOST_CHARACTERS - len(_LEFT_OUT.format(len(text)))
    return text[:kept] + _LEFT_OUT.format(len(text) - kept)


def find_written(kind: str, body: Body) -> str:
    """The text of several lines that somebody wrote, such as a statement, its lines kept; "" for others."""
    text = body.get("text")
    is_written = kind not in _TELLERS and isinstance(text, str) and "\n" in text.strip()
    return say_lines("\n".join(str(text).strip().splitlines())) if is_written else ""


def _find_text(body: Body, names: tuple[str, ...]) -> str:
    return next((body[name] for name in names if isinstance(body.get(name), str) and body[name]), "")


def _list_values(body: Body) -> str:
    plain = [
        f"{say_name(name)}: {say_value(value)}"
        for name, value in sorted(body.items())
        if isinstance(value, str | int | float) and value != "" and name not in _NOT_TOLD
    ]
    return "; ".join(plain[:_MOST_VALUES])


def _say(text: str, *names: str) -> Callable[[Body], str]:
    """A sentence with values of the body, in their order."""
    return lambda body: text.format(*(_name(body, name) for name in names))


def _name(body: Body, field: str) -> str:
    value = body.get(field)
    return "an unnamed one" if value is None or value == "" else say_value(value)


def _count(body: Body, field: str, one: str, many: str = "") -> str:
    value = body.get(field)
    return (
        say_count(value, one, many) if isinstance(value, int) else f"an unknown number of {many or one + 's'}"
    )


def _tell_fact(body: Body) -> str:
    subject = _name(body, "subject")
    said = say_fact_value(subject, body.get("value"))
    return f"Fact, {_name(body, 'status')}: {say_name(subject)}: {said}"


def _tell_key(body: Body) -> str:
    actor = body.get("actor")
    named = actor if isinstance(actor, Mapping) else {"name": actor}
    role = f" ({say_value(named['role'])})" if named.get("role") else ""
    return f"A key of {_name(named, 'name')}{role} was {_name(body, 'action')}"


def _tell_taken(body: Body) -> str:
    taken = body.get("evidence")
    return f"Evidence taken, {_name(taken if isinstance(taken, Mapping) else {}, 'path')}"


def _tell_imported(body: Body) -> str:
    left = body.get("problems")
    rest = f", {say_count(left, 'line')} not" if isinstance(left, int) and left else ""
    return f"Imported as {_name(body, 'format')}, {_count(body, 'lines', 'line')} taken{rest}"


def _tell_found(body: Body) -> str:
    host = f" of {body['host']}" if body.get("host") else ""
    lost = body.get("files_deleted")
    deleted = f", {say_count(lost, 'file')} deleted" if isinstance(lost, int) and lost else ""
    damaged = _count(body, "files_damaged", "file")
    return f"A backup{host} was judged {_name(body, 'verdict')}: {damaged} damaged{deleted}"


def _tell_run(body: Body) -> str:
    told = f"Files were restored to {_name(body, 'target')}"
    written, proven = body.get("files_restored"), body.get("files_verified")
    if not isinstance(written, int) or not isinstance(proven, int):
        return told
    failed = body.get("files_failed")
    lost = f", {say_count(failed, 'file')} failed" if isinstance(failed, int) and failed else ""
    return f"{told}: {say_count(written, 'file')}, {proven:,} read back and verified{lost}"


def _tell_stop(body: Body) -> str:
    ended = body.get("ended")
    commands = [one for one in ended if isinstance(one, Mapping)] if isinstance(ended, list | tuple) else []
    said = f"The run of the plan {_name(body, 'plan')} was {_name(body, 'how')}"
    if not commands:
        return f"{said}; no command of a system had to be ended"
    told = [f"{_name(one, 'system')} ({_name(one, 'command')})" for one in commands]
    more = f" and {len(told) - _MOST_NAMES:,} more" if len(told) > _MOST_NAMES else ""
    return f"{said}; commands that were ended: {', '.join(told[:_MOST_NAMES])}{more}"


def _tell_scan(body: Body) -> str:
    scope = body.get("files_in_scope")
    of = f" of {say_count(scope, 'file')}" if isinstance(scope, int) else ""
    unread = body.get("files_unreadable")
    rest = f", {unread:,} could not be read" if isinstance(unread, int) and unread else ""
    people = _count(body, "people", "person", "people")
    return (
        f"The search for personal data read {say_value(body.get('files_read'))}{of}{rest}, and found {people}"
    )


def _tell_pins(body: Body) -> str:
    pinned = body.get("snapshots")
    count = len(pinned) if isinstance(pinned, list | tuple) else 0
    return f"{say_count(count, 'snapshot')} were pinned" if count != 1 else "1 snapshot was pinned"


def _tell_system(body: Body, begin: str) -> str:
    files = body.get("files")
    held = f", {say_count(files, 'file')}" if isinstance(files, int) else ""
    size = body.get("size_bytes")
    much = f", {tell_size(size)}" if isinstance(size, int) else ""
    return f"{begin} {_name(body, 'system')}{held}{much}: {_name(body, 'verdict')}"


def _tell_readiness(body: Body) -> str:
    first = body.get("first_bell_s")
    if not isinstance(first, int | float):
        return "Readiness was measured: no time to first bell can be told"
    return f"Readiness was measured: time to first bell {first:,.0f} s"


def _tell_packs(body: Body) -> str:
    named = _name(body, "repository")
    told = f"{_count(body, 'packs_read', 'pack')} of the repository {named} were read and proven"
    faults = body.get("problems")
    return (
        f"{told}, with {say_count(len(faults), 'problem')}" if isinstance(faults, list) and faults else told
    )


def _tell_exercise(body: Body) -> str:
    wrong = body.get("not_identical")
    missed = f", {say_count(wrong, 'file')} came back changed" if isinstance(wrong, int) and wrong else ""
    return f"An event was played on a copy: {_count(body, 'identical', 'file')} came back unchanged{missed}"


def _tell_released(body: Body) -> str:
    return f"A person released files of {_name(body, 'host')}: {_list_names(body, 'patterns')}"


def _tell_canaries(body: Body, done: str) -> str:
    field = "canaries" if "canaries" in body else "paths"
    held = body.get(field)
    host = f" on {body['host']}" if body.get("host") else ""
    return f"{say_count(len(held) if isinstance(held, list | tuple) else 0, 'canary file')}{host} {done}"


def _list_names(body: Body, field: str) -> str:
    held = body.get(field)
    names = [str(one) for one in held] if isinstance(held, list | tuple) else []
    more = f" and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more or "none named"


_TELLERS: Mapping[str, Callable[[Body], str]] = {
    "action.canaries_planted": lambda body: _tell_canaries(body, "planted"),
    "action.canaries_removed": lambda body: _tell_canaries(body, "removed"),
    "case.closed": _say("The case was closed"),
    "case.opened": _say("The case was opened"),
    "case.reopened": _say("The case was opened again"),
    "case.upgraded": lambda body: (
        f"The record goes on from an older one of {_count(body, 'entries', 'entry', 'entries')}"
    ),
    "drill.exercised": _tell_exercise,
    "drill.packs_read": _tell_packs,
    "drill.readiness": _tell_readiness,
    "drill.rehearsed": lambda body: _tell_system(body, "Rehearsed"),
    "event.closed": _say("The event {} was closed", "event"),
    "event.declared": _say("The event {} was declared", "event"),
    "event.found": _tell_found,
    "evidence.checked": _say("Evidence checked, it is {}", "condition"),
    "evidence.handed": _say("Evidence handed to {}", "to"),
    "evidence.imported": _tell_imported,
    "evidence.taken": _tell_taken,
    "fact": _tell_fact,
    "fact.organisation": lambda body: f"The district's name is {_list_names(body, 'names')}",
    "impact.scan": _tell_scan,
    "key": _tell_key,
    "lock.lowering_approved": _say("A shorter lock of backups was approved"),
    "lock.lowering_asked": _say(
        "A shorter lock of backups was asked for: {} days instead of {}", "days", "from_days"
    ),
    "lock.lowering_done": _say("The lock of backups was made shorter"),
    "lock.lowering_withdrawn": _say("The wish for a shorter lock of backups was withdrawn"),
    "pin.added": _tell_pins,
    "pin.removed": _say("A pin was taken off"),
    "receipt.system": lambda body: _tell_system(body, "Restored"),
    "recover.keep_persistence": _say("{} keeps what starts a program, {}", "host", "place"),
    "recover.run": _tell_run,
    "recover.stopped": _tell_stop,
    "report.impact": lambda body: (
        f"A list of {_count(body, 'people', 'person', 'people')} was written: {_name(body, 'what')}"
    ),
    "ruling.examination": _say("A person ruled a backup of {} to be {}", "host", "verdict"),
    "ruling.examination_undone": _say("The ruling on a backup of {} was taken back", "host"),
    "ruling.release_undone": lambda body: (
        f"A release of files of {_name(body, 'host')} was taken back: {_list_names(body, 'patterns')}"
    ),
    "ruling.released": _tell_released,
}
