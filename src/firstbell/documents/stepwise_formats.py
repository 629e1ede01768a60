"""Readers of formats that Python reads by itself, and of those that it takes apart by steps (archives, mail,
cards, office files of before 2007, those of today where their XML is plain), and of what is listed unread, as
pictures are where nobody recognises their text: no library reads a byte of them.

What leans on one within (a page in a mail, a workbook) says so instead (`Extraction.lean_on_library`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from firstbell.documents import archives, mail, markup, olefiles, pictures, plain_formats, word, xml_elements
from firstbell.documents.dispatch import Reader

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        **plain_formats.READERS,
        "docx": word.read_docx,
        "pptx": word.read_pptx,
        "odt": word.read_odt,
        "xml": xml_elements.read_xml,
        "vcard": markup.read_vcard,
        "mail": mail.read_mail,
        "mbox": mail.read_mbox,
        "ole": olefiles.read_ole,
        "zip": archives.read_zip,
        "tar": archives.read_tar,
        "gz": archives.read_compressed,
        "bz2": archives.read_compressed,
        "image": pictures.read_picture,
        "media": pictures.read_media,
        "access": pictures.read_unknown,
        "pst": pictures.read_unknown,
        "rar": pictures.read_unknown,
    }
)
