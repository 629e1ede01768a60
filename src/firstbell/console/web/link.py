"""Asks the key process: one connection a question."""

from __future__ import annotations

import asyncio

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
