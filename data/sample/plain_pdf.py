"""Knows how a plain text becomes the smallest PDF that a reader can take text from: Helvetica, one column."""

from textwrap import wrap

LINES = 52  # to a page
WIDTH = 88  # characters to a line


def write_pdf(text: str, title: str) -> bytes:
    """The PDF of a text whose paragraphs are parted by blank lines; the same text gives the same bytes."""
    lines = [line for paragraph in text.split("\n\n") for line in [*wrap(" ".join(paragraph.split()), WIDTH), ""]]
    sheets = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    first = 5  # objects 1 to 4 are the catalogue, the page tree, the font and the title
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + _escaped(title) + b") >>",
    ]
    for number, sheet in enumerate(sheets):
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"{page} /Contents {first + 2 * number + 1} 0 R >>".encode())
        drawn = b"\n".join(b"(" + _escaped(line) + b") Tj T*" for line in sheet)
        stream = b"BT /F1 10 Tf 14 TL 56 780 Td\n" + drawn + b"\nET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    return _assembled(objects)


def _escaped(line: str) -> bytes:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")


def _assembled(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + written + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
