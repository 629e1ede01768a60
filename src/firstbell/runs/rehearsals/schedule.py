"""The lines that make a machine rehearse by itself: a systemd service and timer, or a line for cron."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path


def quote_word(word: str) -> str:
    """A word of `ExecStart=`. Source: systemd.syntax(7), systemd.service(5), "COMMAND LINES".

    >>> quote_word("/srv/My $Files")
    '"/srv/My $$Files"'
    """
    # % begins a specifier there and $ a variable
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$").replace("%", "%%")
    plain = all(letter.isalnum() or letter in "/._-+:@," for letter in word)
    return escaped if plain and word else f'"{escaped}"'


def render_schedule(program: str, words: Sequence[str]) -> str:
    """What to put where, so that `program rehearse words` runs every night."""
    line = [program, "rehearse", *words]
    service = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    # in a crontab % begins a new line
    cron = f"# or for cron:\n17 3 * * *  {shlex.join(line)}\n".replace("%", "\\%")
    return service.format(command=" ".join(map(quote_word, line))) + "\n" + cron
