"""The program `firstbell`: it begins to derive the key of the repository, then loads what runs the command.

Loading takes half as long as deriving a key, and a second processor has nothing else to do meanwhile.
"""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

from firstbell.cli.early_key import begin_key

_RARE_COLLECTIONS = (100_000, 20, 100)


def main() -> NoReturn:
    """Run the command line of this process."""
    # trees of millions of nodes hold no cycles, nor do modules that load; looking through them again and
    # again costs a tenth
    gc.set_threshold(*_RARE_COLLECTIONS)
    begin_key(sys.argv[1:])
    from firstbell.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
