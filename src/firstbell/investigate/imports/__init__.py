"""What other tools wrote, read line by line: Timesketch CSV and JSONL, bodyfile, plaso's l2tcsv."""

from firstbell.investigate.imports.formats import Import, open_import
from firstbell.investigate.imports.problems import ImportProblem, UnknownImportError

__all__ = ["Import", "ImportProblem", "UnknownImportError", "open_import"]
