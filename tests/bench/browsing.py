"""How fast the pages of `scrapy browse` are on a big corpus, beside the same questions put to the database bare.

Run as `python -m tests.bench.browsing [FILE]`: it makes 1,000,000 captures of 100,000 versions on SQLite (in FILE,
where it stays for the next time, which takes minutes and some gigabytes), serves them, and asks for each kind of page
as one client, one request after the other. "bare" is the time of the very statements of that page, by sqlite3 alone.
A "busy" domain has 25,000 captures and 400 versions; there are four beside the million.
Last it asks what the OpenAPI document allows and does not, thousands of times, and tells what failed.
"""

import http.client
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from pipelines.browsing.asking import NotThere
from pipelines.browsing.pages import PAGES
from pipelines.database.opening_to_read import open_to_read
from pipelines.database.questions.versions import versions_of
from tests.bench.browsing_corpus import BUSY, COMMON, make, name_of
from tests.bench.telling import tell
from tests.browsing.fuzzing import count_failures
from tests.browsing.served import served

DOMAINS, CAPTURES_EACH, VERSIONS_EACH = 10_000, 100, 10
ASKED = 60  # of each kind of page
FUZZED = 5_000
SEARCH_MILLISECONDS = 200

Asking = Callable[[], tuple[str, dict[str, Any]]]  # an address, and what its page's function is given


def askings(engine: Any, chance: random.Random) -> dict[str, tuple[str, Asking]]:
    """For each kind of page its template's name, and what gives addresses of it by chance."""

    def name() -> str:
        return name_of(chance.randrange(DOMAINS))

    def busy_name() -> str:
        return name_of(DOMAINS + chance.randrange(BUSY))

    def stamps(domain: str) -> list[str]:
        return [version.timestamp for version in versions_of(engine, domain)]

    def domain(name: Callable[[], str] = name) -> tuple[str, dict[str, Any]]:
        one = name()
        return f"/{one}", {"domain": one, "line": 1, "before": None}

    def version(name: Callable[[], str] = name) -> tuple[str, dict[str, Any]]:
        one = name()
        at = chance.choice(stamps(one))
        return f"/{one}/at/{at}", {"domain": one, "timestamp": at, "line": 1}

    def compare(name: Callable[[], str] = name) -> tuple[str, dict[str, Any]]:
        one = name()
        known = stamps(one)
        old = chance.randrange(len(known) - 1)
        pair = {"old": known[old], "new": known[old + 1]}
        return f"/{one}/compare/{pair['old']}/{pair['new']}", {"domain": one, **pair, "line": 1, "view": "side"}

    def searching(choose: Callable[[], str], language: str = "", since: str = "", until: str = "") -> Asking:
        page = next(page for page in PAGES if page.template == "search")
        asked = {one.name: one for one in page.parameters}

        def ask() -> tuple[str, dict[str, Any]]:
            said = {"q": choose(), "since": since, "until": until, "language": language, "page": "1"}
            query = "&".join(f"{key}={value.replace(' ', '+')}" for key, value in said.items() if value)
            return f"/search?{query}", {key: asked[key].value(value) for key, value in said.items()}

        return ask

    def on_a_day() -> tuple[str, dict[str, Any]]:
        one = name()
        day = next(page for page in PAGES if page.template == "on_a_day").parameters[1]
        text = f"{chance.randrange(2012, 2024)}-07-15"
        return f"/{one}/on/{text}", {"domain": one, "day": day.value(text), "line": 1}

    def family() -> tuple[str, dict[str, Any]]:
        one = chance.randrange(DOMAINS) * VERSIONS_EACH + 1
        return f"/families/{one}", {"family": one, "after": 0}

    def misses() -> tuple[str, dict[str, Any]]:
        one = name()
        return f"/{one}/misses", {"domain": one, "after": 0}

    text = _some_text(engine)
    rare = [word for word in text.split() if word not in COMMON and word.isalpha()]
    return {
        "overview": ("overview", lambda: ("/", {})),
        "domain": ("domain", domain),
        "version": ("version", version),
        "compare": ("compare", compare),
        "on a day": ("on_a_day", on_a_day),
        "family": ("family", family),
        "changes": ("changes", lambda: ("/changes", {"after": None})),
        "domains": ("domains", lambda: ("/domains?begins=ka", {"begins": "ka", "after": ""})),
        "missing": ("missing", lambda: ("/missing", {})),
        "misses of a domain": ("missing_of_domain", misses),
        "search: one word": ("search", searching(lambda: chance.choice(rare))),
        "search: common words": ("search", searching(lambda: " ".join(chance.sample(COMMON, 2)))),
        "search: three words": (
            "search",
            searching(lambda: " ".join([chance.choice(rare), *chance.sample(COMMON, 2)])),
        ),
        "search: in a language": ("search", searching(lambda: chance.choice(COMMON), language="de")),
        "search: since a day": ("search", searching(lambda: chance.choice(rare), since="2020-01-01")),
        "search: in a year": ("search", searching(lambda: chance.choice(COMMON), since="2005", until="2006")),
        "busy domain": ("domain", lambda: domain(busy_name)),
        "version of one": ("version", lambda: version(busy_name)),
        "compare of one": ("compare", lambda: compare(busy_name)),
    }


def _some_text(engine: Any) -> str:
    with engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT text FROM documents WHERE id = 777").scalar_one())


class Statements:
    """What a page asks the database, so that it can be asked again without the page."""

    def __init__(self, engine: Any) -> None:
        self.asked: list[tuple[str, Any]] = []
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        self.asked.append((statement, parameters))

    def milliseconds(self, bare: sqlite3.Connection) -> float:
        started = time.perf_counter()
        for statement, parameters in self.asked:
            bare.execute(statement, parameters).fetchall()
        return (time.perf_counter() - started) * 1_000


def measure(file: Path) -> int:
    address = f"sqlite:///{file}"
    engine = open_to_read(address)
    statements = Statements(engine)
    bare = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    answers = {page.template: page.answer for page in PAGES}
    slow = 0
    print(f"{'page':<24}{'median':>9}{'95 %':>9}{'bare SQL':>10}{'95 %':>9}   milliseconds")
    with served(address) as server:
        client = http.client.HTTPConnection(server.host, server.port)
        for kind, (template, ask) in askings(engine, random.Random(7)).items():
            whole, alone = [], []
            for _ in range(ASKED):
                path, asked = ask()
                whole.append(_ask(client, path))
                statements.asked.clear()
                try:
                    answers[template](engine, **asked)
                except NotThere:
                    continue
                alone.append(statements.milliseconds(bare))
            figures = [number for times in (whole, alone) for number in (statistics.median(times), _most(times))]
            print(f"{kind:<24}{figures[0]:>9.1f}{figures[1]:>9.1f}{figures[2]:>10.1f}{figures[3]:>9.1f}", flush=True)
            goal = SEARCH_MILLISECONDS if kind.startswith("search") else None
            beside = f"95 % in {figures[1]:.0f} ms; bare SQL {figures[2]:.1f} and {figures[3]:.1f} ms"
            told = tell(f"page of {kind}, median", figures[0], "ms", better="less", goal=goal, beside=beside)
            slow += not told.is_met
        asked, failures = count_failures(server.address, FUZZED)
        print(*failures[:3])
        name, beside = "requests by the OpenAPI document that fail", f"{asked:,} by schemathesis"
        tell(name, len(failures), better="less", goal=0, beside=beside)
    engine.dispose()
    return 1 if slow or failures else 0


def _ask(client: http.client.HTTPConnection, path: str) -> float:
    client.close()  # the server has, where the statements of a busy domain took longer than it waits for a question
    client.connect()
    started = time.perf_counter()
    client.request("GET", path)
    answer = client.getresponse()
    answer.read()
    if answer.status not in (200, 404):
        raise RuntimeError(f"{path} was answered with {answer.status}")
    return (time.perf_counter() - started) * 1_000


def _most(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="palimpsest-bench-") as folder:
        file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "corpus.db"
        if not file.exists():
            started = time.perf_counter()
            made = file.with_suffix(".making")
            made.unlink(missing_ok=True)
            make(made, DOMAINS, CAPTURES_EACH, VERSIONS_EACH)
            made.rename(file)
            print(f"made {file.stat().st_size / 1e9:.1f} GB in {time.perf_counter() - started:.0f} s")
        return measure(file)


if __name__ == "__main__":
    sys.exit(main())
