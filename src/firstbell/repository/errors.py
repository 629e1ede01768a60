"""What can go wrong with one repository."""

from __future__ import annotations

from firstbell.base.errors import Error


class RepositoryError(Error):
    """The root of this room's errors."""

    code = "repository.failed"


class NoRepositoryError(RepositoryError):
    """There is no repository at the place (no `config`)."""

    code = "repository.none"


class AlreadyInitializedError(RepositoryError):
    """There is a repository already where one should be made."""

    code = "repository.exists"


class WrongPasswordError(RepositoryError):
    """No key of the repository opens with the password."""

    code = "repository.wrong_password"


class ConfigDamagedError(RepositoryError):
    """A key opens with the password, but the config is not sealed by that key."""

    code = "repository.config_damaged"


class LockedError(RepositoryError):
    """Another process holds a lock that excludes ours."""

    code = "repository.locked"


class LockLostError(RepositoryError):
    """Our own lock is gone: others may have added or removed in the meantime."""

    code = "repository.lock_lost"


class BlobNotFoundError(RepositoryError):
    """No index names the blob; `hex_id` holds its id."""

    code = "repository.blob_not_found"

    def __init__(self, hex_id: str) -> None:
        super().__init__(f"no index of the repository lists blob {hex_id}", hint="run `firstbell check`")
        self.hex_id = hex_id


class BlobDamagedError(RepositoryError):
    """A blob's stored bytes do not decrypt, decompress or hash to its id."""

    code = "repository.blob_damaged"

    def __init__(self, hex_id: str, pack_hex_id: str, problem: str) -> None:
        super().__init__(
            f"blob {hex_id} in pack {pack_hex_id[:8]}: {problem}", hint="run `firstbell check --read-data`"
        )
        self.hex_id = hex_id
        self.pack_hex_id = pack_hex_id


class SnapshotNotFoundError(RepositoryError):
    """No snapshot has the id, or none fits the filter."""

    code = "repository.snapshot_not_found"


class AmbiguousIdError(RepositoryError):
    """An abbreviated id fits more than one; `matches` holds their hex ids."""

    code = "repository.ambiguous_id"

    def __init__(self, prefix: str, matches: list[str], *, what: str = "snapshots") -> None:
        shown = ", ".join(match[:12] for match in matches[:4])
        super().__init__(f"{prefix!r} fits {len(matches)} {what}: {shown}", hint="give more digits")
        self.matches = matches
