"""Knows how to ask html2text 2020.1.16, the published corpus' own writer, what it would print for a tree.

It runs as a separate program in an environment of its own (`~/.cache/policy-oracle/venv`): its licence keeps it out of
ours, and only the bytes it prints are compared.
"""

import json
import struct
import subprocess
from typing import Any, Self

import lxml.html
from lxml.etree import _Comment, _ProcessingInstruction

from tests.reading.real_pages import ORACLE

ORACLE_PYTHON = ORACLE / "venv/bin/python"
# Elements that HTML writes without an end tag.
VOID = {
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
}  # fmt: skip
# Elements whose text is written without escapes. A browser writes five more so, that no policy is written in.
RAW_TEXT = {"script", "style"}

SERVER = """
import html2text, json, struct, sys, time
while head := sys.stdin.buffer.read(4):
    fragment = json.loads(sys.stdin.buffer.read(struct.unpack(">I", head)[0]))
    writer = html2text.HTML2Text()
    writer.body_width, writer.unicode_snob, writer.ignore_images = 0, True, True
    started = time.process_time()
    markdown = writer.handle(fragment)
    body = json.dumps([markdown, time.process_time() - started]).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(body)) + body)
    sys.stdout.buffer.flush()
"""


class Html2textOracle:
    """One running html2text; answers as many fragments as it is asked."""

    def __init__(self) -> None:
        self.program = subprocess.Popen([ORACLE_PYTHON, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.program.communicate()

    def written(self, fragment: str) -> str:
        """What it writes for a fragment of HTML."""
        return self.timed(fragment)[0]

    def timed(self, fragment: str) -> tuple[str, float]:
        """What it writes for a fragment of HTML, and the seconds of CPU it took."""
        assert self.program.stdin
        assert self.program.stdout
        body = json.dumps(fragment).encode()
        self.program.stdin.write(struct.pack(">I", len(body)) + body)
        self.program.stdin.flush()
        head = self.program.stdout.read(4)
        assert len(head) == 4, f"html2text stopped with an error on {fragment!r}"
        markdown, seconds = json.loads(self.program.stdout.read(struct.unpack(">I", head)[0]))
        return markdown, seconds


def serialise(root: lxml.html.HtmlElement) -> str:
    """The tree as a browser's `outerHTML` would write it: `&nbsp;` for U+00A0, attributes as they are in the tree."""
    parts: list[str] = []
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tail = _escaped(node.tail or "") if node is not root else ""
        if isinstance(node, _Comment | _ProcessingInstruction):
            parts.append(f"<!---->{tail}")  # a browser's parser turns instructions into comments
            continue
        attributes = "".join(
            f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"' for name, value in node.attrib.items()
        )
        parts.append(f"<{node.tag}{attributes}>")
        parts.append((node.text or "") if node.tag in RAW_TEXT else _escaped(node.text or ""))
        # libxml2 puts text into some of the void elements (`<wbr>`) that a browser would put behind them.
        ends = node.tag not in VOID or len(node) or node.text
        waiting.append(f"</{node.tag}>{tail}" if ends else tail)
        waiting.extend(reversed(node))
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
