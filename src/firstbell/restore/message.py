"""What the restoring process and its forked workers say to each other: one message a batch."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from firstbell.record.receipt import Problem
from firstbell.repository.format.node import Node
from firstbell.repository.index import BlobLocation
from firstbell.restore.folders import TreeFolder
from firstbell.restore.items import FileItem, PlacedFile
from firstbell.restore.pieces import FilePiece


class RestoreMessage(msgspec.Struct, array_like=True, tag=True):
    """Files to restore. `folders`: path, and whether this restore made it. `items`: number of the folder,
    node, and where the blobs of its content lie.
    """

    folders: list[tuple[bytes, bool]]
    items: list[tuple[int, Node, list[BlobLocation]]]


class VerifyMessage(msgspec.Struct, array_like=True, tag=True):
    """Files to read back. `items`: number of the folder, name, and ids of the content's blobs."""

    folders: list[tuple[bytes, bool]]
    items: list[tuple[int, bytes, list[bytes]]]


class PieceMessage(msgspec.Struct, array_like=True, tag=True):
    """A piece of a large file to restore, to the file whose descriptor comes with it: see `FilePiece`."""

    blobs: list[tuple[bytes, BlobLocation]]
    offset: int
    size_bytes: int


class ResultMessage(msgspec.Struct, array_like=True):
    """What became of a batch. `placed` and `unchanged`: positions of files that are in the target now, and
    of those that were there before. `size_bytes`: written or read back. `full`: why the target takes no
    more, "" while it does.
    """

    files_restored: int
    bytes_restored: int
    files_verified: int
    files_failed: int
    files_skipped: int
    problems: list[Problem]
    placed: list[int]
    unchanged: list[int]
    full: str
    size_bytes: int


Work = RestoreMessage | VerifyMessage | PieceMessage

_encoder = msgspec.msgpack.Encoder()
_work_decoder: msgspec.msgpack.Decoder[Work] = msgspec.msgpack.Decoder(Work)
_result_decoder = msgspec.msgpack.Decoder(ResultMessage)


def _number_folders(items: Sequence[FileItem | PlacedFile]) -> tuple[list[tuple[bytes, bool]], list[int]]:
    numbers: dict[TreeFolder, int] = {}
    places = [numbers.setdefault(item.folder, len(numbers)) for item in items]
    return [(folder.path, folder.is_made) for folder in numbers], places


def encode_restore(items: Sequence[FileItem]) -> bytes:
    """The message that asks for these files to be restored."""
    folders, places = _number_folders(items)
    told = [(at, item.node, list(item.locations)) for at, item in zip(places, items, strict=True)]
    return _encoder.encode(RestoreMessage(folders, told))


def encode_verify(files: Sequence[PlacedFile]) -> bytes:
    """The message that asks for these files to be read back."""
    folders, places = _number_folders(files)
    told = [(at, file.name, list(file.content)) for at, file in zip(places, files, strict=True)]
    return _encoder.encode(VerifyMessage(folders, told))


def encode_piece(piece: FilePiece) -> bytes:
    """The message that asks for this piece to be restored."""
    return _encoder.encode(PieceMessage(list(piece.blobs), piece.offset, piece.size_bytes))


def decode_work(data: bytes) -> Work:
    """What a message of ours asks for."""
    return _work_decoder.decode(data)


def encode_result(result: ResultMessage) -> bytes:
    """The message for a result."""
    return _encoder.encode(result)


def decode_result(data: bytes) -> ResultMessage:
    """The result in a message of ours."""
    return _result_decoder.decode(data)
