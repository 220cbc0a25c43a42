"""`scrapy import-corpus`: a published corpus comes in, and goes out again byte for byte."""

from pathlib import Path

import pytest

from crawler.reading.header import header_line, with_header
from tests.crawling import ROOT, Ran, scrapy
from tests.examples import moment

SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'palimpsest.db'}"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two documents of one domain, and two files that are none."""
    folder = tmp_path / "corpus" / "p" / "pa" / "pal" / "palace.example"
    folder.mkdir(parents=True)
    for year, words in ((2012, "We keep nothing."), (2014, "We keep a little.  \nNot much. ")):
        header = header_line("palace.example", moment(year), "http://palace.example/privacy", f"{year}0101000000")
        (folder / f"{year}-01-01.md").write_text(with_header(header, f"# Privacy\n\n{words}\n"), "utf-8")
    (tmp_path / "corpus" / "README.md").write_text("# About this corpus\n")
    (tmp_path / "corpus" / ".git").mkdir()
    (tmp_path / "corpus" / ".git" / "description.md").write_text("not looked at")
    return tmp_path / "corpus"


def bring(path: Path, database: str) -> Ran:
    return scrapy("import-corpus", str(path), DATABASE_URL=database)


def test_what_was_taken_is_said(corpus: Path, database: str) -> None:
    ran = bring(corpus, database)
    assert (ran.status, ran.out) == (0, f"2 documents taken from {corpus}, 1 file left out\n")


def test_the_status_says_that_the_archive_was_not_asked_for_what_was_imported(corpus: Path, database: str) -> None:
    bring(corpus, database)
    told = [scrapy("status", *of, DATABASE_URL=database).out for of in ((), ("palace.example",))]
    assert ["imported; the archive was not asked for it yet" in one for one in told] == [True, True]


def test_a_file_that_is_no_document_is_named(corpus: Path, database: str) -> None:
    said = bring(corpus, database).err.splitlines()
    assert said == [
        f"palimpsest: {corpus}/README.md is left out: it does not begin with the header line of a published document"
    ]


def test_again_everything_is_known(corpus: Path, database: str) -> None:
    bring(corpus, database)
    assert "2 known already" in bring(corpus, database).out


def test_one_file_can_be_taken(corpus: Path, database: str) -> None:
    file = next(corpus.rglob("2012-01-01.md"))
    assert bring(file, database).out == f"1 document taken from {file}\n"


def test_the_tree_comes_out_as_it_went_in(corpus: Path, database: str, tmp_path: Path) -> None:
    bring(corpus, database)
    scrapy("export", "--format", "markdown", "--to", str(tmp_path / "out"), DATABASE_URL=database)
    files = {str(file.relative_to(tmp_path / "out")): file.read_bytes() for file in tmp_path.glob("out/*/**/*.md")}
    assert files == {str(file.relative_to(corpus)): file.read_bytes() for file in corpus.glob("p/**/*.md")}


def test_a_version_of_it_can_be_shown(corpus: Path, database: str) -> None:
    bring(corpus, database)
    shown = scrapy("show", "palace.example", "--on", "2013", DATABASE_URL=database)
    assert shown.out == next(corpus.rglob("2012-01-01.md")).read_text("utf-8")


def test_a_path_that_is_not_there_is_named(tmp_path: Path, database: str) -> None:
    ran = bring(tmp_path / "nowhere", database)
    assert (ran.status, f"{tmp_path}/nowhere: there is no such file or folder" in ran.err) == (2, True)


def test_a_folder_without_a_document_is_refused(tmp_path: Path, database: str) -> None:
    (tmp_path / "empty").mkdir()
    ran = bring(tmp_path / "empty", database)
    assert (ran.status, "holds no published document" in ran.err) == (2, True)


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seeds are not at {SEEDS}")
def test_the_seeds_come_back_byte_for_byte(database: str, tmp_path: Path) -> None:
    bring(SEEDS, database)
    scrapy("export", "--format", "markdown", "--to", str(tmp_path / "out"), DATABASE_URL=database)
    out = sorted(file.read_bytes() for file in tmp_path.glob("out/*/**/*.md"))
    assert out == sorted(file.read_bytes() for file in SEEDS.glob("*.txt"))
