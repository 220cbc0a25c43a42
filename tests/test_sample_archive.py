"""Knows that the bundled archive is what its sources make of it, and shows what it promises to show."""

import gzip
import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from data.sample.truth import write_expected
from data.sample.write_archive import HERE, Taken, all_taken, payload, write_archive
from tests.fake_archive import FakeArchive, read_manners
from tests.fake_archive.asking import ask_index, replay
from tests.fake_archive.holdings import Holding, read_warc

DOMAINS = HERE.parent / "domains.txt"


@pytest.fixture(scope="module")
def expected() -> dict[str, dict]:
    return tomllib.loads((HERE / "expected.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def holdings() -> list[Holding]:
    return list(read_warc(HERE / "archive.warc.gz"))


@pytest.fixture(scope="module")
def archive() -> Iterator[FakeArchive]:
    with FakeArchive(warcs=[HERE / "archive.warc.gz"], manners=read_manners(HERE / "manners.toml")) as archive:
        yield archive


def of(domain: str, wording: int | None = None) -> list[Taken]:
    """The captures of a domain's privacy policy, of one wording where it is named."""
    policy = [one for one in all_taken() if one.domain == f"{domain}.example" and one.entry.get("line") == 1]
    return [one for one in policy if wording in (None, one.entry.get("wording"))]


def listed() -> list[str]:
    lines = (line.partition("#")[0].strip() for line in DOMAINS.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def test_the_file_holds_the_records_that_its_sources_make(holdings, tmp_path):
    out = BytesIO()
    write_archive(out)
    (tmp_path / "new.warc.gz").write_bytes(out.getvalue())
    made = list(read_warc(tmp_path / "new.warc.gz"))
    assert list(map(record, holdings)) == list(map(record, made)), "run python -m data.sample.write_archive"


def record(held: Holding) -> tuple[object, ...]:
    """What does not depend on the compressor at hand."""
    body = gzip.decompress(held.body) if held.body.startswith(b"\x1f\x8b") else held.body
    return held.url, held.timestamp, held.status, held.headers, held.repeat, body


def test_what_is_expected_is_what_its_sources_make():
    assert (HERE / "expected.toml").read_text("utf-8") == write_expected(all_taken())


def test_it_stays_a_few_hundred_kilobytes():
    assert (HERE / "archive.warc.gz").stat().st_size < 500_000


def test_the_list_and_what_is_expected_name_the_same_domains(expected):
    assert sorted(listed()) == sorted(expected)


def test_the_readme_tells_of_every_domain_and_its_number_of_versions(expected):
    told = (HERE / "README.md").read_text("utf-8")
    for domain, truth in expected.items():
        row = next(line for line in told.splitlines() if line.startswith(f"| `{domain}`"))
        count = len(truth.get("versions", ()))
        assert f"{count} version" in row if count else "nothing:" in row


def test_every_address_is_on_a_name_that_nobody_can_own():
    hosts = {
        host
        for path in (HERE / "pages").rglob("*.*")
        for host in re.findall(r"https?://([^/\s\"'<>]+)", path.read_text("utf-8"))
    }
    assert {host for host in hosts if not host.endswith(".example")} <= {"www.w3.org"}


def test_the_index_lists_every_capture(archive, expected):
    for domain in expected:
        if domain != "walledgarden.example":
            rows = ask_index(archive, url=domain, matchType="domain").text.count("\n[")
            assert max(rows, 0) == sum(one.domain == domain for one in all_taken())


def test_every_page_is_replayed_as_it_was_written(archive):
    for one in all_taken():
        if one.repeats is None and one.entry.get("outcome") != "unplayable":
            reply = replay(archive, one.timestamp, one.entry["url"])
            assert (reply.status, reply.body) == (one.entry.get("status", 200), payload(one))


def test_every_repeat_is_replayed_as_what_it_repeats(archive):
    repeats = [one for one in all_taken() if one.repeats]
    assert len(repeats) >= 6
    for one in repeats:
        again, first = (replay(archive, moment, one.entry["url"]) for moment in (one.timestamp, one.repeats))
        assert again.body == first.body


def test_a_wording_keeps_its_words_while_the_digest_changes(holdings):
    digests = {held.digest for held in holdings if held.url.endswith("tidewatch.example/privacy.htm")}
    assert len(digests) == len(of("tidewatch"))


def test_pages_without_a_nonce_keep_their_digest():
    assert len({payload(one) for one in of("quietcab", 1)}) == 1


def test_the_wordings_of_one_page_differ():
    for domain in ("harbourbooks", "lanternmail", "gartenfreunde", "ferrypass", "opensprocket"):
        numbers = {one.entry["wording"] for one in of(domain) if "wording" in one.entry}
        texts = {re.sub(rb"[0-9a-f]{24}|\d", b"", payload(of(domain, number)[-1])) for number in numbers}
        assert len(texts) == len(numbers)


def test_curly_quotes_come_in_windows_1252_that_no_header_and_no_tag_names(archive):
    reply = replay(archive, "20030505120817", "http://www.tidewatch.example/privacy.htm")
    assert reply.header("content-type") == "text/html"
    assert b"charset" not in reply.body
    assert b"\x93next to nothing\x94" in reply.body


def test_gzip_comes_with_no_header_that_says_so(archive):
    reply = replay(archive, "20150517110836", "http://www.northlightclinic.example/privacy-practices")
    assert reply.header("content-encoding") is None
    assert b"Notice of Privacy Practices" in gzip.decompress(reply.body)


def test_the_pdf_is_valid_and_bears_its_text():
    read = PdfReader(BytesIO(payload(of("ferrypass", 2)[0])), strict=True)
    text = " ".join(page.extract_text() for page in read.pages)
    assert "in force from 25 May 2018" in text
    assert read.metadata is not None
    assert read.metadata.title == "Passenger Privacy Statement"


def test_the_blocked_domain_is_blocked(archive):
    assert ask_index(archive, url="walledgarden.example", matchType="domain").status == 403


def test_the_unplayable_capture_leads_to_its_neighbour(archive):
    reply = replay(archive, "20210519060312", "https://quietcab.example/privacy")
    assert reply.header("x-archive-redirect-reason") == "found capture at 20210508171226"


def test_the_move_of_the_bookshop_is_an_archived_redirect(archive):
    reply = replay(archive, "20080911032814", "http://www.harbourbooks.example/privacy.html")
    assert (reply.status, bool(reply.header("memento-datetime"))) == (301, True)


def test_the_wording_that_came_back_is_word_for_word_the_old_one(expected):
    assert [version["wording"] for version in expected["lanternmail.example"]["versions"]] == [1, 2, 3, 2, 4, 5]


def test_the_sources_lie_where_the_readme_says():
    folders = {path.name for path in (HERE / "pages").iterdir()}
    assert folders == {one.domain.removesuffix(".example") for one in all_taken()}
    assert Path(HERE / "captures.toml").is_file()
