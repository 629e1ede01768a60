"""`firstbell setup`: from nothing to a vault that takes backups."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import click

from firstbell.actions.desk.answers import AnswerError, Answers, read_answers, render_answers
from firstbell.actions.desk.setup import list_left, render_units, write_desk
from firstbell.base.counts import say_count
from firstbell.base.output_file import replace_file
from firstbell.cli.answers import ask_answers
from firstbell.cli.steps import Steps
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import OutputOptions, Result, output_command
from firstbell.desk import load_configuration
from firstbell.desk.configuration import Alerts
from firstbell.desk.recovery import PASSPHRASE_NAME
from firstbell.store.publication import publish
from firstbell.watch.channel_checks import find_alert_problems

_FILE = click.Path(path_type=Path, dir_okay=False)
_ANSWERS = "answers.toml"
_SERVER_USER, _EXAMINER_USER = "firstbell-vault", "firstbell-examiner"


@output_command(further=[ExitStatus.INCOMPLETE], repository=True)
@click.option("--answers", "path", type=_FILE, help="A file of answers. [asks at the terminal]")
@click.option("--check", is_flag=True, help="Check the answers and do nothing.")
@click.option("--uninstall", is_flag=True, help="Stop and remove the services. All data stays.")
def command(options: OutputOptions, *, path: Path | None, check: bool, uninstall: bool) -> Result:
    """Set up desk and vault from answers, and check each.

    It writes firstbell.toml, makes the vault with its certificate, the desk's keys, its own backup and the
    recovery kit. It also writes the services if you want them, sends a test alert, and restores a
    sample. At the end it prints the steps that only you can do. Run it again after a change: what is
    there stays, what changed is changed. Exit status 3: a step failed, and the others were done.

    \b
    EXAMPLE
      firstbell setup --answers answers.toml --check
    """
    answers = _read(options, path)
    if check:
        options.output.text("the answers hold")
        options.output.summary({"desk": answers.desk.folder, "vault": answers.vault.folder})
        return None
    steps = Steps(options)
    if uninstall:
        _remove_units(steps, answers)
    else:
        _set_up(steps, answers, is_asked=path is None)
    options.output.summary(
        {"desk": answers.desk.folder, "vault": answers.vault.folder, "steps_failed": steps.failed}
    )
    return ExitStatus.INCOMPLETE if steps.failed else None


def _read(options: OutputOptions, path: Path | None) -> Answers:
    if path is None:
        return ask_answers()
    try:
        return read_answers(path, find_more=find_alert_problems)
    except AnswerError as error:
        for other in error.others:
            options.output.warn(f"{other}{f' ({other.hint})' if other.hint else ''}")
        raise


def _set_up(steps: Steps, answers: Answers, *, is_asked: bool) -> None:
    desk, vault = Path(answers.desk.folder), Path(answers.vault.folder)
    changed = write_desk(answers)
    if is_asked:
        _keep_answers(steps, answers)
    steps.note(f"{desk / 'firstbell.toml'} {'is written' if changed else 'is up to date'}")
    if (vault / "vault.json").exists():
        steps.note(f"the vault in {vault} is there")
    else:
        words = ("--url", answers.vault.url, "--lock-days", str(answers.vault.lock_days))
        steps.run("vault", "init", vault, *words)
    _back_up_desk(steps, desk)
    has_vault = (vault / "vault.json").exists()
    if has_vault and not (desk / "kit.pdf").exists():
        passphrase = desk / PASSPHRASE_NAME
        more: list[str | Path] = ["--passphrase-file", passphrase] if passphrase.exists() else []
        steps.run("kit", "--vault", vault, "--desk", desk, "--output", desk / "kit.pdf", *more)
    if answers.services.install:
        _write_units(steps, answers)
    if has_vault and answers.alerts != Alerts():
        steps.run("vault", "alerts", "--vault", vault, "--desk", desk, "--test")
    if not has_vault:
        steps.note("the kit and the test alert come once there is a vault")
    _restore_sample(steps, desk)
    _tell_left(steps, answers, desk)


def _tell_left(steps: Steps, answers: Answers, desk: Path) -> None:
    """What only people can do; first of all what failed."""
    failed = say_count(steps.failed, "step")
    again = [f"mend what failed above ({failed}), and run `firstbell setup` again"] if steps.failed else []
    if not answers.services.install:
        again.append(
            f"start the server: `firstbell serve --examine --vault {answers.vault.folder} --desk {desk}`"
        )
    steps.options.output.text("")
    steps.options.output.text("What is left for you:")
    for number, line in enumerate([*again, *list_left(load_configuration(desk))], start=1):
        steps.options.output.text(f"  {number}. {line}")
        steps.options.output.message({"message_type": "left", "what": line})


def _keep_answers(steps: Steps, answers: Answers) -> None:
    """What was answered at the terminal, for the next time."""
    path = Path(answers.desk.folder) / _ANSWERS
    path.unlink(missing_ok=True)
    publish(path.parent, path.name, [render_answers(answers).encode()])
    steps.note(f"your answers are kept in {path}: `firstbell setup --answers {path}` sets up again by them")


def _back_up_desk(steps: Steps, desk: Path) -> None:
    """The desk's own backup; the passphrase that the first one makes lies in a file until it is printed."""
    path = desk / PASSPHRASE_NAME
    steps.run("desk", "backup", "--desk", desk, "--new-passphrase-file", path)
    if path.exists():
        steps.note(f"the recovery passphrase is in {path}: print it, lock it away, remove the file")


def _restore_sample(steps: Steps, desk: Path) -> None:
    """Restore the desk's configuration from its backup, and compare it byte by byte."""
    (address,) = [one for one in load_configuration(desk).repository if one.name == "desk"]
    with tempfile.TemporaryDirectory(prefix="firstbell-setup-") as scratch:
        opening = ("-r", address.url, "-p", desk / address.password_file)
        before = steps.failed
        steps.run("restore", "latest", *opening, "--target", scratch, "--include", "firstbell.toml")
        if steps.failed > before:
            return
        found = list(Path(scratch).rglob("firstbell.toml"))
        same = bool(found) and found[0].read_bytes() == (desk / "firstbell.toml").read_bytes()
        steps.tell(
            "a sample was restored and compared byte by byte", ok=same, why="" if same else "it differs"
        )


def _write_units(steps: Steps, answers: Answers) -> None:
    folder = Path(answers.services.folder)
    units = render_units(answers)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for unit in units:
            path = folder / unit.name
            if not path.exists() or path.read_text() != unit.text:
                replace_file(path, unit.text.encode())
                steps.tell(f"write {path}", ok=True)
    except OSError as error:
        steps.tell(f"write the units into {folder}", ok=False, why=str(error.strerror))
        return
    if _has_systemd() and folder == Path("/etc/systemd/system"):
        _make_users(steps, answers)
        started = [unit.name for unit in units if unit.is_started]
        _system(steps, "systemctl", "daemon-reload")
        _system(steps, "systemctl", "enable", "--now", *started)


def _make_users(steps: Steps, answers: Answers) -> None:
    """The two users of the services, and folders that are theirs: docs/vault.md says who may read what."""
    desk, vault = answers.desk.folder, answers.vault.folder
    home = str(Path(desk).parent)
    if subprocess.run(["id", _SERVER_USER], capture_output=True, check=False).returncode:
        _system(steps, "adduser", "--system", "--group", "--no-create-home", _SERVER_USER)
    if subprocess.run(["id", _EXAMINER_USER], capture_output=True, check=False).returncode:
        words = ("--system", "--home", home, "--no-create-home", "--ingroup", _SERVER_USER)
        _system(steps, "adduser", *words, _EXAMINER_USER)
    _system(steps, "chown", "-R", f"{_SERVER_USER}:{_SERVER_USER}", vault)
    _system(steps, "chmod", "-R", "g+rwX", vault)
    _system(steps, "chmod", "2770", vault)
    _system(steps, "chown", "-R", f"{_EXAMINER_USER}:{_SERVER_USER}", desk, f"{vault.rstrip('/')}-desk")
    _system(steps, "chmod", "0700", desk)


def _remove_units(steps: Steps, answers: Answers) -> None:
    folder = Path(answers.services.folder)
    units = [unit for unit in render_units(answers) if (folder / unit.name).exists()]
    if _has_systemd() and folder == Path("/etc/systemd/system") and units:
        _system(steps, "systemctl", "disable", "--now", *(unit.name for unit in units if unit.is_started))
    for unit in units:
        (folder / unit.name).unlink()
        steps.tell(f"remove {folder / unit.name}", ok=True)
    steps.note(f"all data stays: {answers.vault.folder} and {answers.desk.folder}")


def _has_systemd() -> bool:
    return Path("/run/systemd/system").is_dir() and shutil.which("systemctl") is not None


def _system(steps: Steps, *words: str) -> None:
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        why = done.stderr.strip().splitlines()[-1:] if done.returncode else []
        steps.tell(" ".join(words), ok=not done.returncode, why="".join(why), status=done.returncode)
    except OSError as error:
        steps.tell(" ".join(words), ok=False, why=str(error.strerror))
