"""Knows what is written of a document so far, and which white space is owed before the next words.

White space is never written when it is met: it is owed, and paid when something follows that it separates. A line owed
swallows a space owed, and at a fresh place (the start of the document, of a list item, of a quotation) every debt is
forgiven.
"""

from typing import Final

INDENT: Final = "    "


class Sheet:
    """The lines of one document under way."""

    __slots__ = (
        "fresh",
        "lines",
        "list_depth",
        "parts",
        "quote_depth",
        "row_end",
        "silence",
        "space",
        "verbatim",
        "verbatim_opens",
    )

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.fresh = True  # nothing stands before: debts are forgiven
        self.lines = 0  # line ends owed: 0, 1 or 2
        self.row_end = ""  # what stands before each of the next owed line ends
        self.space = False  # a space owed
        self.quote_depth = 0
        self.list_depth = 0
        self.verbatim = False  # inside <pre>
        self.verbatim_opens = False  # nothing of this <pre> is written yet
        self.silence = 0  # above zero nothing is written

    def owe_line(self) -> None:
        """The next words stand on a line of their own."""
        if not self.lines:
            self.lines = 1

    def owe_row_end(self) -> None:
        """The next words stand on a new line, after a line break that a reader of markdown sees."""
        self.owe_line()
        self.row_end = "  "

    def owe_paragraph(self) -> None:
        """A blank line comes before the next words."""
        self.lines = 2

    def flow(self, text: str) -> None:
        """Write words: white space runs become one space, and a space in front is owed."""
        if self.verbatim:
            self.mark(text)
            return
        words = " ".join(text.split())
        if not words:
            if text:
                self.space = True
            return
        if text[0].isspace():
            self.space = True
        self.mark(words + " " if text[-1].isspace() else words)

    def mark(self, text: str) -> None:
        """Write text as it is, after paying what is owed."""
        if not self.silence and text:
            self._write(text, self._margin())

    def open_quotation(self) -> None:
        """Write the first `> ` of a quotation; its first words follow directly."""
        self.owe_paragraph()
        if not self.silence:
            margin = self._margin() if self.verbatim_opens else ">" * self.quote_depth
            self._write("> ", margin)
        self.fresh = True
        self.quote_depth += 1

    def ended(self) -> str:
        """Everything written, with the line end that closes it."""
        self.parts.append("\n\n" if self.verbatim_opens else "\n")
        return "".join(self.parts)

    def _write(self, text: str, margin: str) -> None:
        if self.verbatim_opens and not text.startswith("\n"):
            text = "\n" + text
        if self.verbatim:
            text = text.replace("\n", "\n" + margin)
        if self.verbatim_opens:
            self.verbatim_opens = False
            if self.list_depth:
                text = text.lstrip("\n")
        if self.fresh:
            self.fresh = self.space = False
            self.lines = 0
        elif self.lines:
            self._pay_lines(margin)
        elif self.space:
            self.space = False
            if not self.parts[-1].endswith("\n"):
                self.parts.append(" ")
        self.parts.append(text)

    def _margin(self) -> str:
        margin = ">" * self.quote_depth + " " if self.quote_depth else ""
        if self.verbatim:
            margin += INDENT * max(1, self.list_depth)
        return margin

    def _pay_lines(self, margin: str) -> None:
        self.parts.append((self.row_end + "\n" + margin) * self.lines)
        self.lines = 0
        self.row_end = ""
        self.space = False

