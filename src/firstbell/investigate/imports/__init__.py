"""What other tools wrote, read line by line: Timesketch CSV and JSONL, bodyfile, plaso's l2tcsv."""

from firstbell.investigate.imports.formats import open_import
from firstbell.investigate.imports.problems import ImportProblem

__all__ = ["ImportProblem", "open_import"]
