"""Floor 6: a repository as a read-only filesystem: snapshots as restic mounts them, and by verdict."""
