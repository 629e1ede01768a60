"""The verifier of one file: plain Python that inspects a ledger and names what is wrong.

Its modules use nothing but Python 3.8 and each other, and go into one file that runs without Firstbell.
Firstbell itself names by them what its own quick reading found not to hold.
"""

from firstbell.ledger.verifier.assembly import render_verifier

__all__ = ["render_verifier"]
