"""`firstbell case actor`, `key`: who works on the case, by which keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from firstbell.actions.desk.actors import ActorRequest, SignedActor, enter_actor, renew_key, retire_key
from firstbell.case.actors import ActorRow, describe_signer, encode_public, list_actors, render_public
from firstbell.case.errors import CaseError
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.keys import KeyChoice, choose_key_source, find_key_password, place_new_key, signing_options
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import OutputOptions, accept_output_options, collect, output_command
from firstbell.ledger import SignerKeyFile
from firstbell.ledger.roles import ROLES
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.store.publication import publish

_FILE = click.Path(path_type=Path, dir_okay=False)
_PRIVILEGED = click.option(
    "--privileged", is_flag=True, help="Use counsel's privileged track, which has its own actors."
)


@click.group("actor", cls=DefaultGroup)
@accept_output_options
def actors() -> None:
    """Add and list the people who work on the case.

    Without a verb: list.
    """


@case_command("list", by=actors.command)
@_PRIVILEGED
def list_command(work: CaseWork, *, privileged: bool) -> None:
    """List the actors and their keys."""
    ledger = work.case.main if not privileged else work.case.read_privileged(work.find_reader())[0]
    rows = list_actors(ledger.roster())
    for row in rows:
        work.output.message({"message_type": "actor", **_describe(row)})
    table = [[row.actor.name, row.actor.role, row.fingerprint[:16], row.state, row.actor.id] for row in rows]
    print_table(work.output.text, ["Name", "Role", "Key", "State", "ID"], table)
    work.output.summary({"actors": len({row.actor.id for row in rows}), "keys": len(rows)})


@dataclass(frozen=True, kw_only=True)
class ActorOptions:
    """What `case actor add` is asked for."""

    name: str
    role: str
    public: Path | None
    key_file: Path | None
    privileged: bool


@case_command("add", by=actors.command)
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What this person may do and read.")
@click.option(
    "--public", type=_FILE, help="The public key that this person handed over (`case key show --output`)."
)
@click.option("--key-file", type=_FILE, help="Where to write a newly made key. [the desk's folder]")
@_PRIVILEGED
@collect(ActorOptions)
def add(work: CaseWork, given: ActorOptions) -> None:
    """Add a person (an actor) to the case.

    Ideally they make a key on their own machine and hand over the public key (--public). Otherwise Firstbell
    makes a key for them, which they use with --key or FIRSTBELL_KEY. FIRSTBELL_KEY_PASSWORD seals the new
    key.

    \b
    EXAMPLE
      firstbell case actor add "Ben Lee" --role counsel --public ben.json --case /srv/case
    """
    ledger = work.case.open_track(privileged=given.privileged)
    if any(row.actor.name == given.name and row.state == "valid" for row in list_actors(ledger.roster())):
        work.output.warn(
            f"{given.name} is on the case already; this adds somebody else of the same name "
            "(`firstbell case key rotate` replaces a key)"
        )
    source = choose_key_source(
        given.public,
        given.key_file,
        place=lambda new: place_new_key(new.actor.name, work.choice.desk),
        password=find_key_password,
    )
    _tell(work, "added", enter_actor(ledger, ActorRequest(name=given.name, role=given.role, source=source)))


def _describe(row: ActorRow) -> dict[str, Any]:
    return {
        "id": row.actor.id,
        "name": row.actor.name,
        "role": row.actor.role,
        "fingerprint": row.fingerprint,
        "state": row.state,
        "track": row.track,
    }


def _tell(work: CaseWork, done: str, signed: SignedActor) -> None:
    actor, made = signed.actor, signed.key_file
    work.output.text(f"{done} {actor.name} ({actor.role}), key {signed.fingerprint[:16]}")
    if made is not None:
        work.output.note(
            f"The key is in {made}. Hand it over safely. Whoever uses --key {made} signs as {actor.name}."
        )
    work.output.summary(
        {
            "id": actor.id,
            "name": actor.name,
            "role": actor.role,
            "fingerprint": signed.fingerprint,
            "key_file": str(made) if made else None,
            "entry": signed.entry.hex_id,
        }
    )


@click.group("key", cls=VerbList)
@accept_output_options
def keys() -> None:
    """Show, rotate and revoke the keys that actors sign with."""


@output_command(by=keys.command)
@click.option("--output", "target", type=_FILE, help="Write the public key to this new file.")
@signing_options
def show(options: OutputOptions, *, target: Path | None, choice: KeyChoice) -> None:
    """Show your own public key so that you can hand it to a director of a case.

    If the desk has no key yet, this makes one.

    \b
    EXAMPLE
      firstbell case key show --output ben.json
    """
    found = choice.find()
    signer = found.load_or_make() if isinstance(found, SignerKeyFile) else found
    if target is not None:
        write_new(target, render_public(describe_signer(signer)))
        options.output.text(f"wrote {target}")
    actor = signer.actor
    options.output.text(f"{actor.name} ({actor.role}), key {signer.fingerprint}")
    public = {"public": encode_public(signer.public), "file": str(target) if target else None}
    told = {"id": actor.id, "name": actor.name, "role": actor.role, "fingerprint": signer.fingerprint}
    options.output.summary({**told, **public})


def write_new(target: Path, data: bytes) -> None:
    """Write a file that was not there. Raises: CaseError."""
    try:
        publish(target.parent, target.name, [data], mode=0o644)
    except ObjectExistsError:
        raise CaseError(f"{target} is there already", hint="name a new file") from None
    except StoreError as error:
        raise CaseError(str(error)) from None


@case_command(by=keys.command)
@click.option("--key-file", type=_FILE, help="Where to write the new key. [the desk's folder]")
@click.option("--public", type=_FILE, help="The new public key that another actor handed over.")
@_PRIVILEGED
def rotate(work: CaseWork, *, key_file: Path | None, public: Path | None, privileged: bool) -> None:
    """Replace your own key with a new one, or another actor's key with --public.

    Entries signed with the old key stay valid. The desk's own ledgers keep using the desk's own key.
    """
    ledger = work.case.open_track(privileged=privileged)
    source = choose_key_source(
        public,
        key_file,
        place=lambda new: place_new_key(f"{new.actor.name} {new.fingerprint[:8]}", work.choice.desk),
        password=lambda: find_key_password(work.choice.key_password_file),
    )
    _tell(work, "rotated the key of", renew_key(ledger, source))


@case_command(by=keys.command)
@click.argument("fingerprint")
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
@_PRIVILEGED
def revoke(work: CaseWork, *, fingerprint: str, why: str, privileged: bool) -> None:
    """Revoke a key: from now on it signs nothing. FINGERPRINT is the start of the key's fingerprint.

    \b
    EXAMPLE
      firstbell case key revoke 9a41c2 --why "the laptop was stolen" --case /srv/case
    """
    ledger = work.case.open_track(privileged=privileged)
    _tell(work, "revoked the key of", retire_key(ledger, fingerprint, why))
