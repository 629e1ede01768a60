"""What goes between a supervisor, the zygote that forks its children, and the children.

To the zygote, one byte each: FORK, with which comes the child's end of a stream, and MEASURE, which it
answers by 8 bytes. Before them a frame with the setup, which it answers by a frame.
A frame: length (8, little-endian), that many bytes.

On a child's stream, from the child: kind (1), length (4), that many bytes. READY comes first, with the
process id (4), and one of ANSWERED, REFUSED, OVER_MEMORY last; between them ALIVE, and ASKED, which waits for
a reply. To the child: size of the document (8), length of the request (4), the request, with the document's
descriptor if there is one; then a reply for each question: length (4), that many bytes.
"""

from __future__ import annotations

import socket
import struct

FORK, MEASURE = b"\1", b"\2"
FRAME = struct.Struct("<Q")
HEAD = struct.Struct("<BI")
READY, ALIVE, ASKED, ANSWERED, REFUSED, OVER_MEMORY = range(6)
REQUEST = struct.Struct("<QI")
REPLY = struct.Struct("<I")
PEAK = struct.Struct("<Q")
PID = struct.Struct("<I")


class StreamEnded(Exception):  # noqa: N818 - a stream that ends is no error: its reader ends with it
    """The other end of a stream is closed."""


def receive_exactly(stream: socket.socket, size_bytes: int) -> bytes:
    """So many bytes. Raises: StreamEnded."""
    data = bytearray(size_bytes)
    view, got = memoryview(data), 0
    while got < size_bytes:
        more = stream.recv_into(view[got:])
        if not more:
            raise StreamEnded
        got += more
    return bytes(data)


def receive_frame(stream: socket.socket) -> bytes:
    """The next frame. Raises: StreamEnded."""
    (length,) = FRAME.unpack(receive_exactly(stream, FRAME.size))
    return receive_exactly(stream, length)


def send_frame(stream: socket.socket, data: bytes) -> None:
    """Send one frame. Raises: OSError."""
    stream.sendall(FRAME.pack(len(data)))
    stream.sendall(data)
