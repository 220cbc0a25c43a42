"""The format `warc`: the bytes as they were replayed, which replay again."""

import http.client
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from crawler.items import Document
from pipelines.database.opening import open_database
from pipelines.database.questions.exports import Selection, chosen_from
from pipelines.database.questions.kept_captures import KeptCapture, kept_captures
from pipelines.database.store import Store
from tests.database import examples as ex
from tests.exports.conftest import Export, export_to
from tests.exports.written import everything
from tests.pywb_archive import PywbArchive, needs_pywb


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def responses(folder: Path) -> list[tuple[str, str, bytes]]:
    """Address, moment and body of every response."""
    found = []
    for path in files(folder):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "response":
                    told = [record.rec_headers.get_header(name) for name in ("WARC-Target-URI", "WARC-Date")]
                    found.append((told[0], told[1], record.content_stream().read()))
    return found


def kept(engine: Engine, **selection: object) -> list[KeptCapture]:
    with chosen_from(engine, Selection(**selection)) as chosen:
        return list(kept_captures(chosen))


def test_a_version_is_there_with_the_bytes_of_its_first_capture(exported: Export, filled: Engine) -> None:
    bodies = {moment: body for url, moment, body in responses(exported("warc")) if url == ex.url_of(ex.PRIVACY)}
    first = ex.document(ex.stamp(2010), "We keep nothing.").snapshot
    assert (len(bodies), bodies["2010-01-01T00:00:00Z"]) == (4, first.body)


def test_all_captures_has_those_that_show_no_policy_too(exported: Export) -> None:
    moments = [moment[:4] for url, moment, _ in responses(exported("warc", all_captures=True)) if "palace" in url]
    assert sorted(moments) == ["2010", "2011", "2012", "2012", "2013", "2014", "2015"]


def test_a_capture_without_bytes_has_no_record(filled: Engine) -> None:
    with chosen_from(filled, Selection()) as chosen:
        assert len(kept(filled)) == chosen.amount().rows
    assert "20160101000000" not in {capture.timestamp for capture in kept(filled, all_captures=True)}


@pytest.mark.parametrize("all_captures", [False, True])
def test_days_and_languages_choose(filled: Engine, all_captures: bool) -> None:
    chosen = kept(filled, since=ex.moment(2011, 6), languages=("de",), all_captures=all_captures)
    assert [capture.timestamp for capture in chosen] == [ex.stamp(2014)]


def test_headers_are_those_that_were_stored_less_what_the_archive_said_of_its_answer(exported: Export) -> None:
    with files(exported("warc"))[0].open("rb") as file:
        record = next(record for record in ArchiveIterator(file) if record.rec_type == "response")
    names = [name for name, _ in record.http_headers.headers]
    assert names == ["Content-Type", "Content-Length"]


def test_a_coding_that_the_bytes_no_longer_have_is_not_told(sqlite_url: str, tmp_path: Path) -> None:
    read = ex.document(ex.stamp(2010), "We keep nothing.")
    headers = (("Transfer-Encoding", "chunked"), ("Content-Length", "7"), ("X-Other", "stays"))
    engine = open_database(sqlite_url)
    given = [*everything()[:2], _with_headers(read, headers), ex.domain()]
    Store(engine).write(given)
    folder = export_to(engine, tmp_path / "goal", "warc")
    engine.dispose()
    with files(folder)[0].open("rb") as file:
        record = next(record for record in ArchiveIterator(file) if record.rec_type == "response")
        told = record.http_headers.headers
    assert told == [("X-Other", "stays"), ("Content-Length", str(len(read.snapshot.body)))]


def _with_headers(read: Document, headers: tuple[tuple[str, str], ...]) -> Document:
    return replace(read, snapshot=replace(read.snapshot, headers=headers))


def test_every_digest_holds(exported: Export, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(path) for path in files(exported("warc"))]
    status = Checker(SimpleNamespace(inputs=paths, verbose=False)).process_all()
    assert (status or 0, capsys.readouterr().out) == (0, "")


def test_nothing_chosen_gives_no_file(exported: Export) -> None:
    assert files(exported("warc", domains=("nothing.example",))) == []


@pytest.fixture(scope="module")
def replayed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PywbArchive, Engine]]:
    """A pywb over an export, and the database it is from."""
    folder = tmp_path_factory.mktemp("warc")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    engine = open_database(f"sqlite:///{folder / 'test.db'}")
    Store(engine).write(everything())
    with PywbArchive(files(export_to(engine, folder / "goal", "warc", all_captures=True))) as archive:
        yield archive, engine
    engine.dispose()


@needs_pywb
def test_pywb_replays_the_same_bytes(replayed: tuple[PywbArchive, Engine]) -> None:
    archive, engine = replayed
    captures = kept(engine, all_captures=True)
    bodies = {}
    for capture in captures:
        address = f"{archive.url}/{archive.collection}/{capture.timestamp}id_/{capture.url}"
        with urllib.request.urlopen(address, timeout=30) as answer:
            bodies[capture] = answer.read()
    assert bodies == {capture: capture.body for capture in captures}


@needs_pywb
def test_pywb_tells_the_moment_of_the_capture(replayed: tuple[PywbArchive, Engine]) -> None:
    archive, _ = replayed
    address = f"{archive.url}/{archive.collection}/{ex.stamp(2011)}id_/{ex.url_of(ex.PRIVACY)}"
    with urllib.request.urlopen(address, timeout=30) as answer:
        headers: http.client.HTTPMessage = answer.headers
        assert headers["Memento-Datetime"] == "Sat, 01 Jan 2011 00:00:00 GMT"
