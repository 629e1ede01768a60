"""The commands that open a repository. Light to import: the key of one is begun before all else."""

# all of whose verbs open the repository that the options name
OPENING = frozenset(
    {
        "backup",
        "canary",
        "cat",
        "catalog",
        "check",
        "copy",
        "diff",
        "dump",
        "event",
        "examine",
        "find",
        "forget",
        "key",
        "list",
        "ls",
        "mount",
        "pin",
        "prune",
        "repair",
        "restore",
        "rewrite",
        "snapshots",
        "stats",
        "tag",
        "unlock",
        "versions",
    }
)
