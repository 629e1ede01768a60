"""`firstbell case upgrade`: the record goes on in a ledger of version 3, in which passkeys may sign."""

from __future__ import annotations

import click

from firstbell.actions.case.lifecycle import upgrade as upgrade_case
from firstbell.base.counts import say_count
from firstbell.cli.case_options import CaseWork, case_command, folder_argument

_PRIVILEGED = click.option(
    "--privileged", is_flag=True, help="Upgrade counsel's privileged track. Needs counsel's --key."
)


@case_command()
@folder_argument
@_PRIVILEGED
def upgrade(work: CaseWork, *, privileged: bool) -> None:
    """Let the record of an older case go on in a ledger of version 3, in which passkeys can sign.

    Nothing that stands on the record changes. The older ledger ends, and a new one begins beside it. The
    first entry of the new ledger signs the whole older one. Everybody who works on the case stays on it with
    the same key. Only a director can do this; for the privileged track, only counsel. An older Firstbell
    cannot open the case afterwards.

    \b
    EXAMPLE
      firstbell case upgrade /srv/case
    """
    case, done = upgrade_case(work.case, privileged=privileged)
    if done.is_new and done.continues is not None:
        work.output.text(
            f"the {done.track} track goes on in a ledger of version {done.version}; its first entry signs the"
            f" {say_count(done.continues.head.size, 'entry', 'entries')} of the ledger before it"
        )
        work.output.text(f"It knows {say_count(done.actors, 'person', 'people')}, with the same keys.")
        work.output.note(
            "`firstbell case verify` checks both ledgers. Print or mail the new head: `firstbell case head`."
        )
    else:
        work.output.text(f"the {done.track} track is of version {done.version} already; nothing was changed")
    work.output.summary({"case": str(work.folder), "id": case.id, **done.describe()})
