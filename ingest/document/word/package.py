"""Opens a Word file safely, and finds its parts."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.schema import WendaError

if TYPE_CHECKING:
    from docx.opc.part import Part

MOST_BYTES = 200 << 20  # of all parts, unpacked
MOST_PARTS = 5000


class BadWordFile(WendaError):
    """A file is no Word document that can be read. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class WordParts:
    """The XML elements of a document's parts; None for a part that it does not have.

    Attributes:
        body: ``w:body``.
        has_pictures: whether there are pictures beside the text.
    """

    body: Any
    styles: Any = None
    numbering: Any = None
    has_pictures: bool = False


def open_word(data: bytes) -> WordParts:
    """The parts of a .docx (or .docm, .dotx).

    Raises:
        BadWordFile
    """
    _check_size(data)
    from docx.opc.constants import RELATIONSHIP_TYPE as RT  # loaded when needed: it takes time
    from docx.package import Package
    from lxml.etree import XMLSyntaxError

    try:
        package = Package.open(io.BytesIO(data))
        main = package.main_document_part
        document = _element(main)
        body = next((child for child in document if str(child.tag).endswith("}body")), None)
        if body is None:
            raise BadWordFile("a Word file without a text: open it in Word and save it again as .docx.")
        return WordParts(
            body,
            _related(main, RT.STYLES),
            _related(main, RT.NUMBERING),
            any(rel.reltype == RT.IMAGE for rel in main.rels.values()),
        )
    except KeyError as error:
        raise BadWordFile(
            "no Word document, or one in the form “Strict Open XML”: save it as an ordinary .docx."
        ) from error
    except (zipfile.BadZipFile, zlib.error, XMLSyntaxError, ValueError, EOFError, AttributeError) as error:
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise BadWordFile(f"the Word file is damaged ({reason}): save it again as .docx.") from error
    except (NotImplementedError, RuntimeError) as error:
        raise BadWordFile(
            "the Word file is protected with a password: remove it, and save the file again."
        ) from error


def _check_size(data: bytes) -> None:
    """Raise BadWordFile if the file would fill the memory when unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise BadWordFile("the Word file is damaged: save it again as .docx.") from error
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise BadWordFile(
            f"more than {MOST_BYTES >> 20} MB when unpacked: it is no ordinary document. Remove what is embedded in it."
        )


def _element(part: Part) -> Any:
    """A part's XML: python-docx has parsed it only if it knows the part's kind."""
    from docx.oxml.parser import parse_xml

    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _related(main: Part, kind: str) -> Any:
    try:
        return _element(main.part_related_by(kind))
    except KeyError:
        return None
