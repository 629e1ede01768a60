"""Given names and what their bearers are called: `nicknames.txt`. Folded.

Compiled for Firstbell, 2026, Apache-2.0.
"""

from __future__ import annotations

from pathlib import Path

# a name on each line, and behind it what its bearers are called
NICKNAMES: dict[bytes, tuple[bytes, ...]] = {
    words[0]: tuple(words[1:])
    for line in Path(__file__).with_suffix(".txt").read_bytes().splitlines()
    if (words := line.split())
}
# names that are words as well: in small letters they name nobody
WORDS = frozenset(
    b"will mark may rose hope grace faith joy young long king white brown black green gray day summer"
    b" autumn dawn april june august art bill rich drew jack page chase grant guy long price rice stone"
    b" wood woods field fields banks bank best bush church cook hunter law love low major manning mason"
    b" miller moon north park parker pope prince sharp small short smart snow south sun swift van west"
    b" winter wise wolf yes an do so see her his the to in on at by or and me he she it is as be no of"
    b" if up us we new old hall hill lake read reed ray case fox frank gene dean earl lane max pat rob"
    b" sue trace victor saw".split()
)
