"""Names as a district of the upper Midwest has them, drawn by community, with what makes them hard."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

_COMMUNITIES = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
_WEIGHTS = {name: told["weight"] for name, told in _COMMUNITIES.items()}


@dataclass(frozen=True)
class DrawnName:
    """A name in parts. `suffix`: Jr., Sr. or ""."""

    given: str
    middle: str
    family: str
    suffix: str = ""


def draw_name(rng: random.Random) -> DrawnName:
    """A name of one community; two family names, hyphens and two given names as they occur there."""
    community = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    given_names, family_names = _COMMUNITIES[community]["given"], _COMMUNITIES[community]["family"]
    given, family = rng.choice(given_names), rng.choice(family_names)
    middle = rng.choice(given_names) if rng.random() < 0.45 else ""
    if community == "spanish" and rng.random() < 0.6:
        other = rng.choice(family_names)
        family = f"{family}-{other}" if rng.random() < 0.25 else f"{family} {other}"
    elif community == "english" and rng.random() < 0.06:
        family = f"{family}-{rng.choice(family_names)}"
    elif community == "somali":
        # the father's and the grandfather's given names
        middle = rng.choice(family_names)
    elif community == "hmong" and rng.random() < 0.5:
        given = f"{given} {rng.choice(given_names)}"
    return DrawnName(given, "" if middle == given else middle, family)
