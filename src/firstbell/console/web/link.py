"""Asks the key process: one connection a question."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec

from firstbell.console.errors import LinkBrokenError
from firstbell.console.messages import HEAD_BYTES, MAX_ANSWER_BYTES, Answer, Inquiry, frame, read_answer

_ANSWER_S = 150.0


async def ask_keys(path: str, question: Inquiry) -> Answer:
    """The answer of the key process that listens at `path`. Raises: LinkBrokenError."""
    try:
        async with asyncio.timeout(_ANSWER_S):
            return await _ask(path, question)
    except (OSError, EOFError, ValueError, msgspec.MsgspecError) as error:
        raise LinkBrokenError(f"the key process did not answer: {type(error).__name__}") from None


async def open_files(path: str, question: Inquiry) -> tuple[Answer, AsyncIterator[bytes]]:
    """The answer, and the bytes that follow it. Raises: LinkBrokenError; the bytes do, where not all came."""
    try:
        async with asyncio.timeout(_ANSWER_S):
            reader, writer = await asyncio.open_unix_connection(path)
            writer.write(frame(question))
            await writer.drain()
            size = int.from_bytes(await reader.readexactly(HEAD_BYTES), "little")
            answer = read_answer(await reader.readexactly(min(size, MAX_ANSWER_BYTES)))
    except (OSError, EOFError, ValueError, msgspec.MsgspecError) as error:
        raise LinkBrokenError(f"the key process did not answer: {type(error).__name__}") from None
    return answer, _read_pieces(reader, writer)


async def _read_pieces(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> AsyncIterator[bytes]:
    try:
        while size := int.from_bytes(await reader.readexactly(HEAD_BYTES), "little"):
            yield await reader.readexactly(size)
    except EOFError:
        raise LinkBrokenError("the files broke off") from None
    finally:
        writer.close()


async def _ask(path: str, question: Inquiry) -> Answer:
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        writer.write(frame(question))
        await writer.drain()
        size = int.from_bytes(await reader.readexactly(HEAD_BYTES), "little")
        if size > MAX_ANSWER_BYTES:
            raise ValueError(size)
        return read_answer(await reader.readexactly(size))
    finally:
        writer.close()
