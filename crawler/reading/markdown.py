"""Knows the published markdown form, and writes it straight from a parsed tree."""

import re
from collections.abc import Callable
from typing import Final

from lxml import etree, html

from crawler.reading.markdown_sheet import Sheet

Opener = Callable[["Pen", html.HtmlElement], None]
Closer = Callable[["Pen"], None]

# Characters that HTML writes as an entity: each stands alone, and the text after it is a run of its own.
ENTITY: Final = re.compile("([&<>\xa0])")
# A number or a sign that would start a list or a rule, at the start of a line of the source.
LIST_LIKE: Final = re.compile(r"^(\s*(?:\d+(?=\.\s)|(?=\+\s)|(?=-[\s-])))", re.MULTILINE)
BACKSLASH: Final = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!])")
LINK_ESCAPED: Final = re.compile(r"([\\\[\]()])")
ABSOLUTE: Final = re.compile(r"[a-zA-Z+]+://")
NEVER_GLUED: Final = frozenset(".!?")
GLUING: Final = frozenset({"a", "code", "pre"}) | {f"h{level}" for level in range(1, 10)}
LINK_WAITS: Final = frozenset({"p", "div", "style", "dl", "dt"})


class Pen:
    """What the writer remembers between two tags."""

    def __init__(self, resolve: Callable[[str], str]) -> None:
        self.sheet = Sheet()
        self.resolve = resolve
        self.last = ""  # last character of the last text run
        self.stress_opens = False
        self.stress_closed = False
        self.last_tag = ""
        self.code = False
        self.quoted = False
        self.links: list[tuple[str, str] | None] = []
        self.link_waits: str | None = None
        self.link_empty = False
        self.lists: list[int | None] = []
        self.list_closed = False
        self.heads_table = False
        self.cells = 0
        self.cell_follows = False
        self.abbreviation: str | None = None
        self.abbreviations: dict[str, str] = {}
        self.abbreviated: list[str] = []

    def mark(self, text: str) -> None:
        self.abbreviated.append(text)
        self.sheet.mark(text)

    def write(self, text: str) -> None:
        """Write a text node."""
        for position, run in enumerate(ENTITY.split(text)):
            if run:
                self.write_run(run, position % 2 == 1)

    def write_run(self, run: str, entity: bool) -> None:
        if self.stress_opens:
            if not entity:
                run = run.strip()
            self.stress_opens = False
            self.stress_closed = True
        elif self.stress_closed:
            if (entity or not run[0].isspace()) and run[0] not in NEVER_GLUED and self.last_tag not in GLUING:
                run = " " + run
            self.stress_closed = False
        if self.link_waits is not None:
            if run == self.link_waits and ABSOLUTE.match(run):
                self.mark(f"<{run}>")
                self.link_empty = False
                return
            self.mark("[")
            self.link_waits = None
            self.link_empty = False
        if not entity and not self.code and not self.sheet.verbatim:
            run = LIST_LIKE.sub(r"\1\\", BACKSLASH.sub(r"\\\\", run))
        self.last = run[-1:] if not entity else ";"
        self.abbreviated.append(run)
        if entity:
            if run[0] == " " and not self.sheet.verbatim:
                self.sheet.space, run = True, run[1:]
            self.sheet.mark(run)
        else:
            self.sheet.flow(run)

    def stress(self, sign: str, opening: bool) -> None:
        if opening and self.last and not self.last.isspace():
            sign = " " + sign
        self.mark(sign)
        if opening:
            self.stress_opens = True


def write_markdown(root: html.HtmlElement, resolve: Callable[[str], str] = str) -> str:
    """The content of `root` in the published form; `resolve` gives the address to print for an href."""
    pen = Pen(resolve)
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            open_tag(pen, element.tag, element)
            if element.text:
                pen.write(element.text)
            continue
        if event == "end":
            close_tag(pen, element.tag)
        if element is not root and element.tail:
            pen.write(element.tail)
    written = pen.sheet.ended()
    return written + "".join(f"  *[{short}]: {long}\n" for short, long in pen.abbreviations.items())


STRESS = {"em": "_", "i": "_", "u": "_", "b": "**", "strong": "**", "del": "~~", "s": "~~", "strike": "~~"}
VOID = frozenset("area base basefont bgsound br col embed frame hr img input link meta param source track wbr".split())


def open_tag(pen: Pen, tag: str, element: html.HtmlElement) -> None:
    sheet = pen.sheet
    pen.last_tag = tag
    if pen.link_waits is not None and tag not in LINK_WAITS:
        pen.mark("[")
        pen.link_waits = None
        pen.link_empty = False
    list_closed, pen.list_closed = pen.list_closed, False
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456789":
        sheet.owe_paragraph()
        pen.mark("#" * int(tag[1]) + " ")
    elif tag == "p" or (tag == "div" and not pen.links):
        sheet.owe_paragraph()
    elif tag == "br":
        pen.mark("  \n> " if sheet.quote_depth else "  \n")
    elif tag == "hr":
        sheet.owe_paragraph()
        pen.mark("* * *")
        sheet.owe_paragraph()
    elif tag in ("head", "style", "script"):
        sheet.silence += 1
    elif tag == "body":
        sheet.silence = 0
    elif tag == "blockquote":
        sheet.open_quotation()
    elif tag in STRESS:
        pen.stress(STRESS[tag], True)
    elif tag in ("code", "tt", "kbd"):
        code_tag(pen)
    elif tag == "q":
        pen.mark('"')
    elif tag == "abbr":
        pen.abbreviated = []
        pen.abbreviation = element.get("title")
    elif tag == "a":
        href = element.get("href")
        address = pen.resolve(href) if href is not None else "#"
        if address.startswith("#"):
            pen.links.append(None)
        else:
            pen.links.append((address, element.get("title") or ""))
            pen.link_waits = address
            pen.link_empty = True
    elif tag == "dl":
        sheet.owe_paragraph()
    elif tag == "dd":
        pen.mark("    ")
    elif tag in ("ul", "ol"):
        if not pen.lists and not list_closed:
            sheet.owe_paragraph()
        pen.lists.append(None if tag == "ul" else first_number(element))
        sheet.list_depth += 1
        pen.list_closed = True
    elif tag == "li":
        sheet.owe_line()
        pen.mark("  " * len(pen.lists))
        number = pen.lists[-1] if pen.lists else None
        if number is None:
            pen.mark("* ")
        else:
            pen.mark(f"{number}. ")
            pen.lists[-1] = number + 1
        sheet.fresh = True
    elif tag == "table":
        pen.heads_table = True
    elif tag in ("td", "th"):
        if pen.cell_follows:
            pen.mark("| ")
        pen.cell_follows = True
        pen.cells += 1
    elif tag == "tr":
        pen.cells = 0
    elif tag == "pre":
        sheet.verbatim = sheet.verbatim_opens = True
        sheet.owe_paragraph()


def close_tag(pen: Pen, tag: str) -> None:
    if tag in VOID:
        return
    sheet = pen.sheet
    pen.last_tag = tag
    pen.list_closed = False
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456789":
        sheet.owe_paragraph()
    elif tag == "p" or (tag == "div" and not pen.links):
        sheet.owe_paragraph()
    elif tag in ("head", "style", "script"):
        sheet.silence -= 1
    elif tag == "body":
        sheet.silence = 0
    elif tag == "blockquote":
        sheet.quote_depth -= 1
        sheet.owe_paragraph()
    elif tag in STRESS:
        pen.stress(STRESS[tag], False)
    elif tag in ("code", "tt", "kbd"):
        code_tag(pen)
    elif tag == "q":
        pen.mark('"')
    elif tag == "abbr":
        if pen.abbreviation is not None:
            pen.abbreviations["".join(pen.abbreviated)] = pen.abbreviation
            pen.abbreviation = None
        pen.abbreviated = []
    elif tag == "a":
        link = pen.links.pop()
        if pen.link_waits and not pen.link_empty:
            pen.link_waits = None
        elif link:
            if pen.link_empty:
                pen.mark("[")
                pen.link_empty = False
                pen.link_waits = None
            address, title = (LINK_ESCAPED.sub(r"\\\1", part) for part in link)
            pen.mark(f']({address} "{title}")' if title.strip() else f"]({address})")
    elif tag in ("dt", "dd", "li"):
        sheet.owe_line()
    elif tag in ("ul", "ol"):
        pen.lists.pop()
        sheet.list_depth -= 1
        if not pen.lists:
            pen.mark("\n")
        pen.list_closed = True
    elif tag == "tr":
        pen.cell_follows = False
        sheet.owe_row_end()
        if pen.heads_table:
            pen.heads_table = False
            pen.mark("|".join(["---"] * pen.cells))
            sheet.owe_row_end()
    elif tag == "pre":
        sheet.verbatim = False
        sheet.owe_paragraph()


def code_tag(pen: Pen) -> None:
    if not pen.sheet.verbatim:
        pen.mark("`")
        pen.code = not pen.code


def first_number(element: html.HtmlElement) -> int:
    try:
        return int(element.get("start", "1"))
    except ValueError:
        return 1
