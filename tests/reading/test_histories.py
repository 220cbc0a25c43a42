"""Reads consecutive captures of real policies between two changes: one wording. Skipped where they are not here."""

import json
import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.items import Document, Snapshot
from crawler.reading.documents import read_snapshot
from tests.reading.content_pages import snapshot_of

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "histories"
IN_A_ROW = 10
CHANGES = json.loads((FOLDER / "changes.json").read_bytes()) if FOLDER.exists() else {}

pytestmark = pytest.mark.skipif(not CHANGES, reason=f"{FOLDER} is not here: real captures are not in the repository")


@cache
def captures() -> dict[str, list[Snapshot]]:
    """Per policy, ten captures in a row that no change falls between."""
    found = defaultdict(list)
    with (FOLDER / "policies.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type != "response" or len(found[url]) == IN_A_ROW:
                continue
            timestamp = re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date"))[:14]
            if timestamp in CHANGES[url]["changes"]:
                found[url].clear()
            headers = tuple((name.lower(), value) for name, value in record.http_headers.headers)
            page = snapshot_of(record.raw_stream.read(), url)
            found[url].append(replace(page, headers=headers, charset=None, timestamp=timestamp))
    return found


@pytest.mark.parametrize("url", CHANGES)
def test_captures_between_two_changes_have_one_wording(url: str) -> None:
    in_a_row = captures()[url]
    read = [read_snapshot(snapshot) for snapshot in in_a_row]

    assert len(in_a_row) == IN_A_ROW
    assert len({document.wording_sha256 for document in read if isinstance(document, Document)}) == 1
