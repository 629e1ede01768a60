"""`firstbell notice waiting`: the letters that a person decides on."""

from __future__ import annotations

import click

from firstbell.actions.notify.waiting_letters import (
    describe_waiting,
    list_waiting_letters,
    read_waiting_letter,
)
from firstbell.base.counts import say_count
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.commands.notice.plan import open_notices
from firstbell.cli.legal_entity import find_outline
from firstbell.record.data_kinds import say_data_kind


@case_command()
@click.argument("letter_id", metavar="[LETTER]", required=False)
def waiting(work: CaseWork, *, letter_id: str | None) -> None:
    """List the letters that wait for a person and why, or show what one LETTER would say.

    The text holds the name of the person whom the letter is about. Brackets stand for what no draft has said
    yet.

    \b
    EXAMPLE
      firstbell notice waiting --case /srv/case
      firstbell notice waiting p4f3c2a91-0 --case /srv/case
    """
    if letter_id is not None:
        _show(work, letter_id)
        return
    letters, told = list_waiting_letters(work.case, open_notices(work))
    for letter in letters:
        line = describe_waiting(letter)
        work.output.message(line)
        work.output.text(f"{letter.id}  {', '.join(map(say_data_kind, line['why']))}")
    which = "1 letter waits" if len(letters) == 1 else f"{len(letters):,} letters wait"
    work.output.text(f"{which}; {say_count(sum(told['decided'].values()), 'letter')} decided")
    work.output.summary(told)


def _show(work: CaseWork, letter_id: str) -> None:
    store = open_notices(work)
    preview, decided = read_waiting_letter(work.case, store, letter_id, district=find_outline(work))
    letter = preview.letter
    told = {**describe_waiting(letter), "name": letter.about, "to": letter.to, "address": preview.lines}
    told |= {"text": preview.text, "unnamed": preview.unnamed, "drafted": preview.is_drafted}
    work.output.message({**told, "decision": decided or None})
    work.output.text("\n".join([letter.to, *preview.lines]))
    for paragraph in preview.text:
        work.output.text(f"\n{paragraph}")
    work.output.text(f"\nWithout the sensitive kinds it says: {', '.join(preview.unnamed)}")
    work.output.summary({"letter": letter.id, "decision": decided or None})
