"""Readers of office documents, markup, mail, archives, databases and pictures, and of the plain formats that
lie within them: all that lean on small libraries.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from firstbell.documents import (
    archives,
    databases,
    mail,
    markup,
    olefiles,
    pictures,
    plain_formats,
    sevenzip,
    sheets,
    word,
    xml_elements,
)
from firstbell.documents.dispatch import Reader

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        **plain_formats.READERS,
        "docx": word.read_docx,
        "pptx": word.read_pptx,
        "odt": word.read_odt,
        "sheet": sheets.read_sheet,
        "ole": olefiles.read_ole,
        "html": markup.read_html,
        "xml": xml_elements.read_xml,
        "vcard": markup.read_vcard,
        "mail": mail.read_mail,
        "mbox": mail.read_mbox,
        "zip": archives.read_zip,
        "tar": archives.read_tar,
        "gz": archives.read_compressed,
        "bz2": archives.read_compressed,
        "xz": archives.read_compressed,
        "7z": sevenzip.read_7z,
        "sqlite": databases.read_sqlite,
        "image": pictures.read_picture,
        "media": pictures.read_media,
        "access": pictures.read_unknown,
        "pst": pictures.read_unknown,
        "rar": pictures.read_unknown,
    }
)
