"""Knows how to make headings, paragraphs and list items of the lines of a PDF, which knows of none of them.

What is known is where a line stands and how large it is. Lines that come again near the edge of page after page are
furniture. Larger lines are headings. A paragraph ends where the gap to the next line is wider than usual, where a list
mark stands, or where a line that ends a sentence stops short.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from crawler.reading.pdf_lines import Line

MARGIN = 0.12  # of the height of a page, at its head and at its foot: where furniture stands
REPEATED = 2  # pages that a line stands on, at one height and numbers apart, to be furniture
LARGER = 1.1  # times the size of most text: a heading
WIDER = 1.3  # times the usual gap between lines: a new paragraph
SHORT = 0.7  # of the length of a long line: the last line of a paragraph
LONGEST_HEADING = 160  # characters; larger text that is longer is an introduction

_NUMBER = re.compile(r"\d+|\b[ivxl]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|página|pagina|side|sida|strona|p\.)?\W*#\W*(?:(?:of|von|de|sur|di|av|z|/)\W*#\W*)?",
    re.IGNORECASE,
)
_LED_TO_NUMBER = re.compile(r"(?:\. ?){5,}\s*(?:\d+|[ivxl]+)?$")  # a line of a table of contents
_BULLET = re.compile(r"([•◦▪▫●○■□►▶‣⁃∙\uf0a7\uf0b7]|[-–—*](?=\s))\s*")
_COUNTED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_LETTERED = re.compile(r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s|\d{1,2}(?:\.\d{1,2})+\.?\s", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?:;。！？：；][\"'”’»)]*$")
_CUT_WORD = re.compile(r"(\w*[^\W\d_])[-\xad‐]$")
# Words are cut after them without their hyphen being the cut's: third-party, e-mail.
_KEEPS_HYPHEN = frozenset(("e", "non", "self", "third", "first", "opt", "cross", "co", "well", "long", "short", "real"))
_WITHOUT_SPACES = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")


class Kind(Enum):
    """What a block is."""

    HEADING = auto()
    PARAGRAPH = auto()
    BULLET = auto()
    COUNTED = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text. `rank` of a heading: 0 for the largest; of a counted item: its number."""

    kind: Kind
    text: str
    rank: int = 0


def build_blocks(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a text, in its order, without page furniture."""
    lines = _drop_furniture(lines)
    if not lines:
        return []
    layout = _Layout(lines)
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and layout.goes_on(blocks[-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    kinds = layout.mark_unmarked_items([layout.tell_kind(block) for block in blocks], blocks)
    words = Counter(word.lower() for line in lines for word in re.findall(r"\w+(?:-\w+)*", line.text))
    texts = [_join_lines(block, words) for block in blocks]
    return _rank_headings(list(zip(kinds, blocks, texts, strict=True)))


def _drop_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines without running heads, feet, page numbers and tables of contents."""
    at_edge = [line for line in lines if not MARGIN < line.place < 1 - MARGIN]
    seen = Counter({_shape(line): 0 for line in at_edge})
    for shape, _ in {(_shape(line), line.page) for line in at_edge}:
        seen[shape] += 1
    furniture = {
        id(line)
        for line in at_edge
        if seen[_shape(line)] >= REPEATED or _PAGE_NUMBER.fullmatch(_shape(line)[0]) is not None
    }
    return [line for line in lines if id(line) not in furniture and not _LED_TO_NUMBER.search(line.text)]


def _shape(line: Line) -> tuple[str, int, int]:
    return _NUMBER.sub("#", line.text), round(line.size), round(line.y)


class _Layout:
    """What is usual in one document: the size of its text, the gap between its lines, their length."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self.size = sizes.most_common(1)[0][0]
        text = [line for line in lines if not self.is_larger(line)]
        gaps = Counter(
            round(above.y - line.y)
            for above, line in pairwise(text)
            if above.page == line.page and 0.95 * self.size < above.y - line.y < 2.5 * self.size
        )
        usual = [gap for gap, count in gaps.most_common(2) if 2 * count > max(gaps.values())]
        self.gap = min(usual, default=1.3 * self.size)
        lengths = sorted(len(line.text) for line in text)
        self.long = lengths[len(lengths) * 3 // 4] if lengths else 0
        self.left: dict[int, float] = {}  # of each page: left and right pages may have different margins
        for line in text:
            self.left[line.page] = min(line.x, self.left.get(line.page, line.x))
        in_bold = sum(len(line.text) for line in lines if line.bold)
        self.tells_by_bold = in_bold < 0.4 * sum(len(line.text) for line in lines)

    def is_larger(self, line: Line) -> bool:
        return line.size >= LARGER * self.size

    def tell_kind(self, block: Sequence[Line]) -> Kind:
        """What a block of lines is."""
        first, text = block[0], " ".join(line.text for line in block)
        is_short = len(text) <= LONGEST_HEADING
        if is_short and self.is_larger(first):
            return Kind.HEADING
        if _BULLET.match(first.text):
            return Kind.BULLET
        is_bold = self.tells_by_bold and all(line.bold for line in block)
        if is_short and is_bold and re.search(r"[^\W\d_]", text) and not text.endswith((".", ",", ";")):
            return Kind.HEADING
        return Kind.COUNTED if _COUNTED.match(first.text) else Kind.PARAGRAPH

    def indent(self, line: Line) -> float:
        """How far a line stands from the left margin of its page."""
        return line.x - self.left.get(line.page, line.x)

    def mark_unmarked_items(self, kinds: Sequence[Kind], blocks: Sequence[Sequence[Line]]) -> list[Kind]:
        """The kinds, where indented paragraphs that a colon announces are items: browsers draw their marks."""
        marked: list[Kind] = []
        least: float | None = None  # the indent of items where some were announced
        for kind, block in zip(kinds, blocks, strict=True):
            indent = self.indent(block[0])
            if kind is Kind.PARAGRAPH and least is not None and indent >= least:
                marked.append(Kind.BULLET)
                least = indent - 1
                continue
            marked.append(kind)
            is_announcing = kind is Kind.PARAGRAPH and block[-1].text.endswith((":", "："))
            least = indent + 1.2 * self.size if is_announcing else None
        return marked

    def goes_on(self, block: Sequence[Line], line: Line) -> bool:
        """Whether a line belongs to the block before it."""
        last = block[-1]
        if abs(line.size - last.size) > 0.08 * last.size or self.tell_kind([line]) is Kind.BULLET:
            return False
        if line.bold != last.bold and self.tells_by_bold and not line.text[0].islower():
            return False
        is_ended = _ENDS_SENTENCE.search(last.text) is not None
        is_full = len(last.text) >= SHORT * self.long
        # "... as said in section" above "4.2 of this notice" is no mark of a list.
        if (is_ended or not is_full) and (_COUNTED.match(line.text) or _LETTERED.match(line.text)):
            return False
        drop = last.y - line.y
        if line.page != last.page or drop < 0:  # the next page or column
            goes_on = not line.text[0].isupper() or len(last.text) > self.long
            return goes_on and not is_ended and not self.is_larger(line)
        if drop > WIDER * max(self.gap, self.gap * line.size / self.size):
            return False
        return self.is_larger(line) or self._stands_in(block, line, is_ended, is_full)  # headings are often centred

    def _stands_in(self, block: Sequence[Line], line: Line, is_ended: bool, is_full: bool) -> bool:
        """Whether a line stands as the next one of a block would, where the block's last line is ended or full."""
        first, last = block[0], block[-1]
        is_list = self.tell_kind(block) in (Kind.BULLET, Kind.COUNTED)
        # Only a paragraph with an indented first line goes on further left than it began.
        if line.x < last.x - 0.5 * line.size and (len(block) > 1 or is_list or not is_full):
            return False
        if not is_ended:
            return is_list or is_full or line.x <= last.x + 1.2 * line.size
        is_indented = line.x > first.x + 0.5 * line.size
        if is_list:
            return is_indented
        if is_indented or (last.text.endswith(";") and self.indent(line) > line.size):
            return False
        return is_full


def _join_lines(block: Sequence[Line], words: Counter[str]) -> str:
    """The text of a block in one line, words that were cut at the end of a line made whole."""
    text = block[0].text
    for line in block[1:]:
        cut = _CUT_WORD.search(text)
        if cut and line.text[0].islower():
            text = _mend(text, cut[1], line.text, words) + line.text
        elif _WITHOUT_SPACES.match(line.text) and _WITHOUT_SPACES.match(text[-1]):
            text += line.text
        else:
            text += " " + line.text
    return text


def _mend(text: str, head: str, following: str, words: Counter[str]) -> str:
    """The text without its last hyphen, unless the hyphen is the word's own."""
    tail = re.match(r"\w+", following)
    rest = tail[0].lower() if tail else ""
    whole, hyphened = words[head.lower() + rest], words[f"{head.lower()}-{rest}"]
    is_own = hyphened > whole or (hyphened == whole and head.lower() in _KEEPS_HYPHEN)
    return text if is_own and not text.endswith("\xad") else text[:-1]


def _rank_headings(blocks: Sequence[tuple[Kind, Sequence[Line], str]]) -> list[Block]:
    """The blocks as they stand, marks of lists taken off, headings ranked by their size."""
    sizes = sorted({round(block[0].size) for kind, block, _ in blocks if kind is Kind.HEADING}, reverse=True)
    ranked = []
    for kind, block, text in blocks:
        match kind:
            case Kind.HEADING:
                ranked.append(Block(kind, text, sizes.index(round(block[0].size))))
            case Kind.BULLET:
                ranked.append(Block(kind, _BULLET.sub("", text, count=1)))
            case Kind.COUNTED:
                counted = _COUNTED.match(text)
                ranked.append(Block(kind, text[counted.end() :], int(counted[1])) if counted else Block(kind, text))
            case Kind.PARAGRAPH:
                ranked.append(Block(kind, text))
    return [block for block in ranked if block.text]
