"""What a crawl makes of an index that is hard to ask: too many rows, keys that lead astray, each row several times."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.crawling import kept, scrapy
from tests.fake_archive import FakeArchive, Keys, Manners, Page

DOMAIN, URL = "kiln.example", "http://kiln.example/privacy"
CAPTURES = 2_500  # more than fewer rows at a time hold
BODY = (
    "<html><title>Privacy</title><body><h1>Privacy</h1><p>We keep the name that you give us, and the address, for as "
)
BODY += "long as the pot is in the kiln, and forget both when it is sold. We tell nobody.</p></body></html>"


def pages() -> list[Page]:
    moments = (datetime(2010, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(CAPTURES))
    return [Page(URL, f"{moment:%Y%m%d%H%M%S}", BODY) for moment in moments]


def crawl(folder: Path, **manners) -> tuple[int, dict, list[str]]:
    """How it ended, what it kept, and what it asked the index."""
    database = f"sqlite:///{folder / 'kept.db'}"
    with FakeArchive(pages(), manners=Manners(**manners)) as archive:
        plan = ("--every", "year", "--since", "2010", "--until", "2017")
        ran = scrapy("backfill", DOMAIN, *plan, ARCHIVE_URL=archive.url, DATABASE_URL=database)
        return ran.status, kept(database), [call.path for call in archive.index_calls]


@pytest.mark.parametrize(
    "manners",
    [
        {"most_scanned": 2_000, "resume_keys": Keys.PAUSING, "duplicate_rows": 2},
        {"most_scanned": 2_000, "plain_resume_keys": True, "index_gzip": False, "cookie": False},
    ],
    ids=["pausing-and-repeating", "old-keys"],
)
def test_a_timeline_is_put_together_from_pages_whatever_they_are_like(tmp_path: Path, manners: dict) -> None:
    status, rows, asked = crawl(tmp_path, **manners)
    assert {
        "status": status,
        "captures": len(rows["captures"]),
        "complete": {row[2] for row in rows["timelines"]},
        "fewer rows were asked for": any("limit=1000&" in path for path in asked),
        "no page was asked for twice": max(Counter(path for path in asked if "resumeKey" in path).values()),
    } == {
        "status": 0,
        "captures": CAPTURES,
        "complete": {True},
        "fewer rows were asked for": True,
        "no page was asked for twice": 1,
    }


def test_a_timeline_whose_keys_lead_in_a_circle_is_marked_as_not_complete_and_the_rest_is_read(tmp_path: Path) -> None:
    status, rows, asked = crawl(tmp_path, most_scanned=2_000, resume_keys=Keys.CIRCLING)
    told = {row[1]: row[2] for row in rows["timelines"]}
    assert (status, told[""], len(asked) < 20, len(rows["captures"]) >= 1_000) == (1, False, True, True)
