"""The timeline as other tools read it, and what is handed over as a bag. docs/formats/timeline.md."""

from firstbell.investigate.exports.bag import BagError, seal_bag
from firstbell.investigate.exports.formats import FORMATS, UnknownExportError, get_suffix, write_export
from firstbell.investigate.exports.outline import CaseOutline, EvidenceRow

__all__ = [
    "BagError",
    "CaseOutline",
    "EvidenceRow",
    "FORMATS",
    "UnknownExportError",
    "get_suffix",
    "seal_bag",
    "write_export",
]
