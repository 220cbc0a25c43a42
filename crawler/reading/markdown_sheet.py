"""Knows what is written of a document so far, and which white space is owed before the next words.

White space is not written when it is met but owed, and paid when something follows that it separates. Owed lines
swallow an owed space. At a fresh place (the start of the document, of a list item, of a quotation) debts are forgiven.
"""

from collections.abc import Iterable
from typing import Final

INDENT: Final = "    "


class Sheet:
    """The lines of one document under way."""

    __slots__ = (
        "fresh",
        "heard",
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
        self.heard: list[str] | None = None  # a copy of what is written, for whoever listens
        self.fresh = True  # nothing stands before
        self.lines = 0  # line ends owed: 0, 1 or 2
        self.row_end = ""  # what stands before each of the next owed line ends
        self.space = False  # a space owed
        self.list_depth = 0
        self.quote_depth = 0
        self.silence = 0  # while it is not zero nothing is written
        self.verbatim = False  # inside <pre>
        self.verbatim_opens = False  # the last <pre> still waits for its first words

    def owe_line(self) -> None:
        """The next words stand on a line of their own."""
        if not self.lines:
            self.lines = 1

    def owe_row(self) -> None:
        """The next words stand on a line of their own, and the line before ends in a visible line break."""
        self.owe_line()
        self.row_end = "  "

    def owe_paragraph(self) -> None:
        """A blank line comes before the next words."""
        self.lines = 2

    def flow(self, text: str) -> None:
        """Write words: a run of white space becomes one space, and a space in front is owed."""
        if self.verbatim:
            self.mark(text)
            return
        if self.heard is not None:
            self.heard.append(text)
        if self.silence or not text:
            return
        words = " ".join(text.split())
        if text[0].isspace():
            self.space = True
        if words:
            self._write(words + " " if text[-1].isspace() else words)

    def mark(self, text: str) -> None:
        """Write text as it is."""
        if self.heard is not None:
            self.heard.append(text)
        if text and not self.silence:
            self._write(text)

    def open_quotation(self) -> None:
        """Write the first `> ` of a quotation; its first words follow directly."""
        self.owe_paragraph()
        if self.heard is not None:
            self.heard.append("> ")
        if not self.silence:
            self._write("> ", opens_quotation=True)
        self.fresh = True
        self.quote_depth += 1

    def close_quotation(self) -> None:
        """What follows stands outside of the innermost quotation."""
        self.quote_depth -= 1
        self.owe_paragraph()

    def ended(self, notes: Iterable[str]) -> str:
        """Everything written, the line end that closes it, and the notes below."""
        return "".join([*self.parts, "\n", *notes, "\n" if self.verbatim_opens else ""])

    def _write(self, text: str, opens_quotation: bool = False) -> None:
        if self.verbatim or self.verbatim_opens:
            text = self._indented(text)
        if self.fresh:
            self.fresh = self.space = False
            self.lines = 0
        elif self.lines:
            margin = self._margin(closely=opens_quotation and text[0] == ">")
            self.parts.append((self.row_end + "\n" + margin) * self.lines)
            self.lines = 0
            self.row_end = ""
            self.space = False
        elif self.space:
            self.space = False
            if not self.parts[-1].endswith("\n"):
                self.parts.append(" ")
        self.parts.append(text)

    def _margin(self, closely: bool = False) -> str:
        margin = ">" * self.quote_depth
        if margin and not closely:  # a blank line before a quotation within this one is `>`, not `> `
            margin += " "
        if self.verbatim:
            margin += INDENT * max(1, self.list_depth)
        return margin

    def _indented(self, text: str) -> str:
        opens, self.verbatim_opens = self.verbatim_opens, False
        if opens and not text.startswith(("\n", "\r\n")):  # a parser leaves a \r only where the source says `&#13;`
            text = "\n" + text
        if self.verbatim:
            text = text.replace("\n", "\n" + self._margin())
        if opens and self.list_depth:
            text = text.lstrip("\n")  # the first line follows the item's sign
        return text
