"""What libraries that read documents import only when they first need it.

A fenced child opens no file: whoever puts up a fence for documents loads these before.
"""

from __future__ import annotations

import sys

_PICTURES = (
    "Avif", "Bmp", "Cur", "Dds", "Dib", "Gif", "Ico", "Jpeg", "Jpeg2K", "Mpo", "Pcx", "Png", "Ppm", "Psd",
    "Sgi", "Tga", "Tiff", "Webp", "Wmf", "Xbm", "Eps", "Icns", "Dcx", "Fli", "Mic", "Msp", "Qoi", "Sun",
    "Xpm", "Fits",
)  # fmt: skip
LATE_MODULES = (
    "openpyxl", "pypdf", "pypdf.errors", "pypdfium2", "PIL.ImageOps", "PIL.ImageFile", "PIL.ImageCms",
    "lxml.html",
    "lxml.etree", "python_calamine", "olefile", "zxingcpp", "stringprep", "_strptime", "email.mime.message",
    "zipfile", "tarfile", "lzma", "bz2", "gzip", "sqlite3", "quopri", "html.parser", "decimal", "unicodedata",
    "heapq", "bisect", "difflib", "random", "statistics", "csv", "hashlib", "hmac", "textwrap", "calendar",
    "locale", "fractions", "colorsys", "email.parser", "email.generator", "email.policy", "PIL.ImageFilter",
    "openpyxl.packaging.extended", "lxml.cssselect", "_md5", "_sha1", "_sha256", "_sha2", "_sha3",
    "tracemalloc",
    *(f"PIL.{name}ImagePlugin" for name in _PICTURES),
)  # fmt: skip
LATE_PACKAGES = ("pypdf", "pypdf.generic", "pypdf._crypt_providers")
# what neither the finder needs nor the readers of what comes often: each library that is loaded makes each
# fork dearer
_NEEDLESS = frozenset(
    ("hashlib", "hmac", "statistics", "tracemalloc", "_md5", "_sha1", "_sha256", "_sha2", "_sha3")
)
# those of Python itself that they need
OWN_LATE_MODULES = tuple(
    name
    for name in LATE_MODULES
    if name.partition(".")[0] in sys.stdlib_module_names and name not in _NEEDLESS
)
