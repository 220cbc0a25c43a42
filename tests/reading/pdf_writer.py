"""Writes the smallest PDF that shows one thing: lines of text at places on pages."""

from dataclasses import dataclass

LIGATURES = {"ffi": 14, "ff": 11, "fi": 12, "fl": 13}


@dataclass(frozen=True)
class Text:
    """A line of text; `turn` is what the text matrix does before it is moved to `x` and `y`."""

    text: str
    y: float
    x: float = 72
    size: float = 10
    bold: bool = False
    turn: str = "1 0 0 1"


def write_pdf(*pages, title=None, catalog=""):
    """A PDF of pages of lines in Times, with the ligatures that TeX writes."""
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    encoding = "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [11 /ff /fi /fl /ffi] >>"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding {encoding} >>",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding {encoding} >>",
        f"<< /Title ({title or ''}) >>",
    ]
    for number, page in enumerate(pages):
        content = page if isinstance(page, str) else "\n".join(_draw(text) for text in page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {7 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    return _join([text.encode("cp1252") for text in objects])


def _draw(text):
    shown = text.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    for letters, code in LIGATURES.items():
        shown = shown.replace(letters, f"\\{code:03o}")
    font = "F2" if text.bold else "F1"
    return f"BT /{font} {text.size} Tf {text.turn} {text.x} {text.y} Tm ({shown}) Tj ET"


def _join(objects):
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    heading = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\n" % (len(objects) + 1)
    return out + heading + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(out)
