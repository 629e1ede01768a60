"""Every command by name, section and one line; the command's module is loaded only when it is called."""

from __future__ import annotations

from typing import NamedTuple


class Listed(NamedTuple):
    """One command as `firstbell --help` lists it."""

    section: str
    summary: str


BACKUPS = "Backups"
LOOKING = "Browsing backups"
EVENT = "The day of the event"
DESK = "The desk"
VAULT = "The vault"
UPKEEP = "Upkeep"

COMMANDS = {
    "init": Listed(BACKUPS, "Make a repository."),
    "backup": Listed(BACKUPS, "Take a snapshot of PATHS."),
    "restore": Listed(BACKUPS, "Restore a snapshot, or a part of it, into a folder."),
    "snapshots": Listed(LOOKING, "List the snapshots."),
    "ls": Listed(LOOKING, "List the files of a snapshot."),
    "find": Listed(LOOKING, "Find files by name in all snapshots."),
    "diff": Listed(LOOKING, "Show what changed between two snapshots."),
    "dump": Listed(LOOKING, "Write one file of a snapshot to stdout."),
    "mount": Listed(LOOKING, "Show the snapshots as folders that any program can read."),
    "cat": Listed(LOOKING, "Print one object of the repository as it is inside."),
    "list": Listed(LOOKING, "List the ids of all objects of one type."),
    "stats": Listed(LOOKING, "Count files and bytes."),
    "examine": Listed(EVENT, "Judge snapshots: is an encryption event in them?"),
    "canary": Listed(EVENT, "Plant canary files: documents that nobody has a reason to touch."),
    "respond": Listed(EVENT, "Do what the first hour of an event needs, by one command."),
    "event": Listed(EVENT, "List, show, declare and close encryption events."),
    "versions": Listed(EVENT, "Show every version of a path, and which one is clean."),
    "recover": Listed(EVENT, "Compose the tree a person would want back, and restore it."),
    "case": Listed(EVENT, "Keep the record of one event: who did, found and knew what, and when."),
    "hunt": Listed(EVENT, "Ask the backups how intruders got in, since when, and whether data was taken."),
    "message": Listed(EVENT, "Check messages that people hand in: threats, phishing, notices, questions."),
    "impact": Listed(EVENT, "Find out whose data was in the files, from documents to a list of people."),
    "statement": Listed(
        EVENT, "Check, draft, approve and publish statements, so that none says more than the record shows."
    ),
    "notice": Listed(EVENT, "Plan, write, approve and send the letters to the people whose data it was."),
    "drill": Listed(EVENT, "Play an encryption event, and recover from it."),
    "exercise": Listed(EVENT, "Play an event on a copy of a sample of the real vault, and time the desk."),
    "readiness": Listed(
        DESK, "Say when the school would reopen: time to first bell, and what that depends on."
    ),
    "rehearse": Listed(
        DESK, "Restore a sample of each system from the real vault, verify it, delete it, record the result."
    ),
    "setup": Listed(DESK, "Set up desk and vault from answers, and check each."),
    "doctor": Listed(DESK, "Check that this installation would hold on the day."),
    "console": Listed(DESK, "Open what the desk knows in a browser. Each role has its own pages."),
    "desk": Listed(DESK, "Manage the district's own side: its hosts, people, repositories and systems."),
    "vault": Listed(VAULT, "Manage the vault that hosts push their backups to: hosts may add, never delete."),
    "host": Listed(
        VAULT, "Manage the machines that push to a vault, with stock restic or with `firstbell backup`."
    ),
    "serve": Listed(VAULT, "Serve a vault to its hosts."),
    "kit": Listed(VAULT, "Write the recovery kit of a vault: two pages (PDF) to print and lock away."),
    "watch": Listed(VAULT, "Judge what arrives in a vault: check it, examine it, and raise the alarm."),
    "catalog": Listed(UPKEEP, "Bring the catalog up to date with the repository."),
    "check": Listed(UPKEEP, "Check the repository for damage."),
    "repair": Listed(UPKEEP, "Bring a damaged repository back to a whole state."),
    "copy": Listed(UPKEEP, "Copy snapshots to this repository from another one."),
    "prune": Listed(UPKEEP, "Remove the data that no snapshot needs."),
    "forget": Listed(UPKEEP, "Remove snapshots by a policy."),
    "pin": Listed(UPKEEP, "Pin snapshots, so that nobody removes them by accident."),
    "key": Listed(UPKEEP, "List, add, remove and change passwords."),
    "rewrite": Listed(UPKEEP, "Rewrite snapshots without some files, or with another host or time."),
    "tag": Listed(UPKEEP, "Change the tags of snapshots."),
    "unlock": Listed(UPKEEP, "Remove stale locks."),
    "cache": Listed(UPKEEP, "List what is kept on this machine for each repository."),
    "completion": Listed(UPKEEP, "Print a script that completes commands and options in SHELL."),
}
