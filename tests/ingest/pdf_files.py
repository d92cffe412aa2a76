"""Writes small PDFs: lines of text (Chinese without an embedded font), rules and tints at given places."""

from __future__ import annotations

from dataclasses import dataclass, field

SIZE = (400, 600)
UNREADABLE = "/Encoding /Identity-H"  # no table to Unicode


@dataclass
class PdfPage:
    """A page; places in points from its bottom left corner."""

    size: tuple[float, float] = SIZE
    turned: int = 0
    content: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 10) -> PdfPage:
        code = text.encode("utf-16-be").hex()
        self.content.append(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{code}> Tj ET")
        return self

    def column(self, x: float, y: float, lines: list[str], size: float = 10, leading: float = 15) -> PdfPage:
        """Lines below each other; a line that begins with a full-width space is indented."""
        for i, line in enumerate(lines):
            indent = len(line) - len(line.lstrip("\u3000"))
            self.text(x + indent * size, y - i * leading, line.lstrip("\u3000"), size)
        return self

    def rectangle(self, x: float, y: float, width: float, height: float, paint: str = "f") -> PdfPage:
        self.content.append(f"0.8 g 0.2 G {x} {y} {width} {height} re {paint}")
        return self


def pdf(
    *pages: PdfPage, encoding: str = "/Encoding /UniGB-UCS2-H", trailer: str = "", kids: str = ""
) -> bytes:
    """The bytes of a PDF with these pages.

    Args:
        trailer: further entries of its trailer.
        kids: its page tree's kids, instead of the pages.
    """
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids or ' '.join(f'{5 + 2 * i} 0 R' for i in range(len(pages)))}] /Count {len(pages)} >>",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light {encoding} /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    ]
    for i, page in enumerate(pages):
        content = "\n".join(page.content)
        width, height = page.size
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {page.turned} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    data = "%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    data += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    data += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{data.index('xref')}\n%%EOF\n"
    return data.encode("latin-1")
