"""Ports that stay ours until the program that is told of them listens there."""

from __future__ import annotations

import socket

_held: list[int] = []


def find_free_port() -> int:
    """A port of the loopback that nobody listens on, and that nobody else is given.

    One that is let go again may be the next that the kernel gives to another test, or to a connection. Held
    by a socket that does not listen, it is given to nobody, and a program that asks for this very port, as
    servers do with SO_REUSEADDR, gets it all the same.
    """
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        # only now: a socket that says so before may be given a port that another one holds
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        port = int(holder.getsockname()[1])
        _held.append(holder.detach())
        return port
