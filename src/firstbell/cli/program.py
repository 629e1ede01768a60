"""The program `firstbell`: it begins to derive the key of the repository, then loads what runs the command.

Loading takes half as long as deriving a key, and a second processor has nothing else to do meanwhile.
"""

from __future__ import annotations

import sys

from firstbell.cli.collector import collect_seldom
from firstbell.cli.early_key import begin_key

# `typing` takes 4 ms, and the key does not need it
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process."""
    try:
        collect_seldom()
        begin_key(sys.argv[1:])
        from firstbell.cli.main import main as run
    except KeyboardInterrupt:  # while modules load; from then on `run` tells it
        sys.stderr.write("firstbell: interrupted\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
