"""Knows how to ask html2text 2020.1.16, the published corpus' own writer, what it would print for a tree.

It runs as a separate program in an environment of its own (`~/.cache/policy-oracle/venv`): its licence keeps it out of
ours, and only the bytes it prints are compared.
"""

import json
import os
import struct
import subprocess
from pathlib import Path
from typing import Any, Self

import lxml.html
from lxml.etree import _Comment, _ProcessingInstruction

ORACLE_PYTHON = Path(os.environ.get("POLICY_ORACLE", Path.home() / ".cache" / "policy-oracle")) / "venv/bin/python"
# Elements that HTML writes without an end tag.
VOID = frozenset("area base basefont bgsound br col embed frame hr img input link meta param source track wbr".split())
# Elements whose text HTML writes without escapes (libxml2 reads the others of HTML's list as ordinary elements).
RAW_TEXT = frozenset({"script", "style"})

SERVER = """
import html2text, json, struct, sys, time
while head := sys.stdin.buffer.read(4):
    fragment = json.loads(sys.stdin.buffer.read(struct.unpack(">I", head)[0]))
    writer = html2text.HTML2Text()
    writer.body_width, writer.unicode_snob, writer.ignore_images = 0, True, True
    started = time.process_time()
    try:
        answer = {"markdown": writer.handle(fragment)}
    except Exception as trouble:
        answer = {"trouble": repr(trouble)}
    answer["seconds"] = time.process_time() - started
    body = json.dumps(answer).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(body)) + body)
    sys.stdout.buffer.flush()
"""


class Html2textOracle:
    """One running html2text; answers as many fragments as it is asked."""

    def __init__(self) -> None:
        self.program = subprocess.Popen(
            [ORACLE_PYTHON, "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.program.stdin
        assert self.program.stdout
        self.program.stdin.close()
        self.program.stdout.close()
        self.program.wait()

    def ask(self, fragment: str) -> dict[str, Any]:
        """The answer for a fragment: `markdown` or `trouble`, and `seconds` of CPU."""
        assert self.program.stdin
        assert self.program.stdout
        body = json.dumps(fragment).encode()
        self.program.stdin.write(struct.pack(">I", len(body)) + body)
        self.program.stdin.flush()
        (size,) = struct.unpack(">I", self.program.stdout.read(4))
        answer: dict[str, Any] = json.loads(self.program.stdout.read(size))
        return answer


def serialise(root: lxml.html.HtmlElement) -> str:
    """The tree as a browser's `outerHTML` would write it: `&nbsp;` for U+00A0, attributes as they are in the tree."""
    parts: list[str] = []
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tail = "" if node is root else _escaped(node.tail or "", _is_raw(node.getparent()))
        if isinstance(node, _Comment | _ProcessingInstruction):
            parts.append(f"<!---->{tail}")  # a browser's parser turns instructions into comments
            continue
        attributes = "".join(
            f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"' for name, value in node.attrib.items()
        )
        parts.append(f"<{node.tag}{attributes}>")
        parts.append(_escaped(node.text or "", _is_raw(node)))
        waiting.append(tail if node.tag in VOID and not (len(node) or node.text) else f"</{node.tag}>{tail}")
        waiting.extend(reversed(node))
    return "".join(parts)


def _is_raw(node: Any) -> bool:
    return node.tag in RAW_TEXT


def _escaped(text: str, raw: bool = False) -> str:
    if raw:
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
