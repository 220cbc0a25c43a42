"""Knows `scrapy read`: the documents of pages that lie in files, with no archive and no database."""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.arguments import read_reading
from crawler.commands.troubles import ALL_ACCOUNTED_FOR, SOMETHING_LEFT, exit_status
from crawler.errors import WrongCommand
from crawler.items import Miss
from crawler.local_pages import IN_FOLDERS, Origin, bare_name, find_pages, read_page
from crawler.moments import read_timestamp
from crawler.reading.documents import Reading, read_snapshot
from crawler.reading.header import whole_document


class Command(ScrapyCommand):
    """Pages of files into documents."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "PATH... [--url URL --timestamp DIGITS --domain DOMAIN] [--reading READING] [--to FOLDER]"

    def short_desc(self) -> str:
        return "Print the documents of pages that lie in files"

    def long_desc(self) -> str:
        return (
            f"Reads pages from files and prints their documents. Of a folder, every {', '.join(IN_FOLDERS)} is read, "
            "written as .md below --to, and the pages, failures and milliseconds of CPU per page are told. Where a "
            "page is from is said by the options or by a .json of the same name with url, timestamp and domain; "
            "without all three the header line is left out. Examples: scrapy read page.html "
            "--url https://example.com/privacy --timestamp 20150301000000; "
            "scrapy read pages/ --to documents/ --reading corpus"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", default="", help="the address the page was archived from")
        parser.add_argument("--timestamp", default="", metavar="DIGITS", help="its moment, fourteen digits of UTC")
        parser.add_argument("--domain", default="", help="the domain it belongs to (that of the address)")
        parser.add_argument("--reading", default="", help="faithful or corpus (setting READING)")
        parser.add_argument("--to", default="", metavar="FOLDER", help="where the documents of a folder are written")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = exit_status(lambda: self._act(args, opts))

    def _act(self, args: list[str], opts: argparse.Namespace) -> int:
        assert self.settings is not None
        reading = read_reading(opts.reading or self.settings["READING"])
        given = Origin(opts.url, _checked(opts.timestamp), opts.domain)
        paths = [Path(argument) for argument in args]
        if not paths:
            raise WrongCommand("expected a page or a folder of pages; see scrapy read --help")
        folders = [path for path in paths if path.is_dir()]
        if folders and not opts.to:
            raise WrongCommand(f"{folders[0]} is a folder; say with --to FOLDER where its documents are to be written")
        missed = [path for path in paths if path not in folders and not _print_document(path, given, reading)]
        for folder in folders:
            _write_documents(folder, Path(opts.to), given, reading)
        return SOMETHING_LEFT if missed else ALL_ACCOUNTED_FOR


def _checked(timestamp: str) -> str:
    try:
        if timestamp:
            read_timestamp(timestamp)
    except ValueError as trouble:
        raise WrongCommand(f"--timestamp: {trouble}; write it as 20150301000000") from trouble
    return timestamp


def _print_document(file: Path, given: Origin, reading: Reading) -> bool:
    document = _document(file, given, reading)
    if isinstance(document, Miss):
        _tell_miss(file, document)
        return False
    sys.stdout.write(document)
    return True


def _write_documents(folder: Path, to: Path, given: Origin, reading: Reading) -> None:
    pages: Sequence[Path] = list(find_pages(folder))
    started, failures, taken = time.process_time(), 0, set[Path]()
    for page in pages:
        document = _document(page, given, reading)
        if isinstance(document, Miss):
            _tell_miss(page, document)
            failures += 1
            continue
        place = to / page.relative_to(folder).with_name(f"{bare_name(page)}.md")
        if place in taken:
            place = place.with_name(f"{page.name}.md")  # the same policy as page and as PDF, side by side
        taken.add(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(document, encoding="utf-8", newline="\n")
    spent = 1000 * (time.process_time() - started) / max(1, len(pages))
    print(f"{folder}: {len(pages)} pages, {failures} failures, {spent:.1f} ms of CPU per page")


def _document(file: Path, given: Origin, reading: Reading) -> str | Miss:
    snapshot, origin = read_page(file, given, datetime.now(UTC))
    if reading is Reading.CORPUS and not origin.is_known:
        raise WrongCommand(f"{file}: the corpus reading binds links to the archive; give --url and --timestamp")
    read = read_snapshot(snapshot, reading)
    if isinstance(read, Miss):
        return read
    return whole_document(read) if origin.is_known else read.markdown


def _tell_miss(file: Path, miss: Miss) -> None:
    print(f"palimpsest: {file}: {miss.kind.value}: {miss.detail}", file=sys.stderr)
