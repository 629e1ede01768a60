"""What restic 0.18 has and Firstbell does not, each with the reason; `tests/compat/test_options.py` compares.

`docs/commands.md` shows the table. A command or option that is built leaves it, or the test fails.
"""

from __future__ import annotations

# of every command
EVERYWHERE = ""

COMMANDS = {
    "features": "Firstbell has no feature flags: what is in a release is on.",
    "generate": "`firstbell completion SHELL` prints a completion script; `make docs` writes manual pages.",
    "help": "`firstbell --help` and `firstbell COMMAND --help`.",
    "migrate": "It changes old repositories (format 1, old layouts in S3); Firstbell works on formats "
    "1 and 2 as they are.",
    "options": "`docs/storage.md` lists what `-o` takes.",
    "version": "`firstbell --version`.",
}

_RATE = "A rate limit belongs to the network (`tc`, the router), where it holds for every program."
_KEY = "Keys are tried cheapest first, so the order costs one derivation for each further key."
_NO_PASSWORD = "Firstbell makes no repository or key without a password; it opens those that have none."

OPTIONS: dict[str, dict[str, str]] = {
    EVERYWHERE: {
        "--cleanup-cache": "`firstbell cache --cleanup` does it when you ask.",
        "--http-user-agent": "Servers see `firstbell/VERSION`; none is known that needs another name.",
        "--insecure-tls": "A server whose certificate is not checked can be anybody; `--cacert` trusts one.",
        "--key-hint": _KEY,
        "--limit-download": _RATE,
        "--limit-upload": _RATE,
        "--no-extra-verify": "What was encoded is always decoded again before it is written.",
        "--pack-size": "Packs have 16 MiB, restic's default, which prune and retention are measured with.",
        "--stuck-request-timeout": "A request that is stuck is tried again after 2 minutes.",
        "--tls-client-cert": "Not built yet; a REST server asks for a user and password.",
    },
    "backup": {
        "--group-by": "The parent has the same host and paths; `--parent` names another.",
    },
    "check": {"--with-cache": "`check` always reads from the repository itself."},
    "copy": {
        "--from-insecure-no-password": "Not built yet.",
        "--from-key-hint": _KEY,
    },
    "find": {
        "--blob": "`firstbell list blobs` and `firstbell cat` look at single objects.",
        "--human-readable": "`find -l` shows exact sizes.",
        "--pack": "`firstbell list packs` and `firstbell cat` look at single objects.",
        "--show-pack-id": "See `--pack`.",
        "--tree": "`firstbell cat tree` looks at single trees.",
    },
    "init": {
        "--copy-chunker-params": "Firstbell cuts files its own way, by each repository's own secret; copies "
        "into another repository share no chunks with later backups there.",
        "--from-insecure-no-password": "See `--copy-chunker-params`.",
        "--from-key-hint": "See `--copy-chunker-params`.",
        "--from-password-command": "See `--copy-chunker-params`.",
        "--from-password-file": "See `--copy-chunker-params`.",
        "--from-repo": "See `--copy-chunker-params`.",
        "--from-repository-file": "See `--copy-chunker-params`.",
    },
    "key add": {
        "--host": "A key says on which machine it was made.",
        "--new-insecure-no-password": _NO_PASSWORD,
        "--user": "A key says who made it.",
    },
    "key passwd": {
        "--host": "A key says on which machine it was made.",
        "--new-insecure-no-password": _NO_PASSWORD,
        "--user": "A key says who made it.",
    },
    "prune": {
        "--unsafe-recover-no-free-space": "Prune never removes anything before its new index is written; "
        "make a little room on the full disk first.",
    },
    "repair index": {"--read-all-packs": "`repair index` always reads the header of every pack."},
    "restore": {
        "--exclude-xattr": "All extended attributes are restored.",
        "--include-xattr": "All extended attributes are restored.",
    },
}

# what both have and Firstbell names otherwise, or means otherwise
NOTES = {
    "recover": "`restic recover` makes a snapshot of trees that none names; `firstbell recover` restores the "
    "last clean version of every file.",
    "mount --time-template": "restic writes times as Go does (`2006-01-02_15-04-05`), Firstbell as strftime "
    "does (`%Y-%m-%d_%H-%M-%S`).",
    "restore --delete": "In a folder that goes, Firstbell keeps what `--exclude` names; restic does not.",
    "restore --overwrite": "restic replaces existing files by default, Firstbell keeps them and says so.",
}


def render_differences() -> str:
    """The section of `docs/commands.md`."""
    rows = [f"| `{name}` | {reason} |" for name, reason in sorted(COMMANDS.items())]
    for command, options in sorted(OPTIONS.items()):
        where = f"`{command} " if command else "`"
        rows += [f"| {where}{option}` | {reason} |" for option, reason in sorted(options.items())]
    notes = [f"- `{name}`: {note}" for name, note in NOTES.items()]
    return "\n".join(
        [
            "Of restic 0.18's commands and options these are missing. A test compares both programs' help.",
            "",
            "| restic has | why Firstbell does not |",
            "|---|---|",
            *rows,
            "",
            "Both have these, and they differ:",
            "",
            *notes,
        ]
    )
