"""Knows the real policy pages beside the repository, and what the published corpus' extractor takes of each."""

import gzip
import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

SHARED = Path(__file__).resolve().parents[3] / "shared"
ORACLE = Path(os.environ.get("POLICY_ORACLE", Path.home() / ".cache" / "policy-oracle"))
EXTRACTOR = SHARED / "oracle" / "readable.mjs"
# The extractor needs a second a page, so what it took is kept from one run to the next.
TAKEN = Path.home() / ".cache" / "palimpsest-tests" / "readability"
COMMENT = re.compile(r"\((https://web\.archive\.org/web/\d{14}id_/\S+)\)")


@dataclass(frozen=True)
class RealPage:
    """One page, where it came from, and its name among the others."""

    name: str
    address: str
    source: bytes


def page_files() -> list[Path]:
    """The files of all pages; none where they are absent."""
    return sorted([*SHARED.glob("gold/*.html"), *SHARED.glob("gold-content/*.html.gz")])


def read_page(file: Path) -> RealPage:
    """The page of one file, without the comment that the published corpus put in front."""
    if file.suffix == ".gz":
        return RealPage(file.name.removesuffix(".html.gz"), "https://a.example/", gzip.decompress(file.read_bytes()))
    comment, _, source = file.read_bytes().partition(b"-->\n\n")
    found = COMMENT.search(comment.decode())
    assert found, f"{file} does not begin with the comment that names its address"
    return RealPage(file.stem, unquote(found[1]), source)


def can_extract(page: RealPage) -> bool:
    """Whether the extractor is here, or what it took of this page."""
    return (TAKEN / f"{page.name}.json").exists() or (EXTRACTOR.exists() and (ORACLE / "node").exists())


def extracted(page: RealPage) -> str | None:
    """The HTML that the published corpus' extractor takes of the page; None where it takes nothing."""
    taken = TAKEN / f"{page.name}.json"
    if not taken.exists():
        answer = subprocess.run(
            ["node", EXTRACTOR, page.address],
            input=page.source,
            capture_output=True,
            check=True,
            env={**os.environ, "ORACLE_NODE": str(ORACLE / "node")},
        )
        taken.parent.mkdir(parents=True, exist_ok=True)
        whole = taken.with_suffix(f".{os.getpid()}")
        whole.write_bytes(answer.stdout)
        whole.replace(taken)
    content: str | None = json.loads(taken.read_bytes())["content"]
    return content
