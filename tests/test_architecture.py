"""Holds the arrows, file sizes and names of the design to the source."""

import ast
import re

import pytest

from tests.architecture import Module, arrows, modules

ALL = [module for module in modules().values() if "migrations.versions" not in module.name]  # written once, by Alembic
MOST_LINES = 250
MOST_FUNCTION_LINES = 60  # what fits a screen

# What only some may import: a library, and the beginnings of the names of those that may.
ONLY = {
    "scrapy": (
        "crawler.spiders",
        "crawler.middlewares",
        "crawler.extensions",
        "crawler.commands",
        "pipelines.stages",
        "pipelines.run_book",
    ),
    "twisted": ("crawler.spiders", "crawler.middlewares", "crawler.extensions"),
    "sqlalchemy": ("pipelines.database",),
    "alembic": ("pipelines.database",),
    "psycopg": ("pipelines.database",),
    "procrastinate": ("pipelines.database.queue",),
    "bs4": ("crawler.locating", "crawler.reading"),
    "lxml": ("crawler.reading",),
    "trafilatura": ("crawler.reading",),
    "pypdf": ("crawler.reading",),
    "pdfminer": ("crawler.reading",),
    "waybackpy": ("crawler.archives.wayback",),
    "rich": ("crawler.commands", "crawler.extensions"),
    "starlette": ("pipelines.browsing",),
    "uvicorn": ("pipelines.browsing",),
    "jinja2": ("pipelines.browsing",),
    "markdown_it": ("pipelines.browsing",),
    "nh3": ("pipelines.browsing",),
    "requests": (),
    "urllib.request": (),
    "http.client": (),
    "socket": ("crawler.beside",),
}
# The edge: what talks to the network, the clock, the disk or the settings. Pure modules import none of it.
EDGE = (
    "crawler.spiders",
    "crawler.desks",
    "crawler.middlewares",
    "crawler.extensions",
    "crawler.commands",
    "crawler.settings",
)
REFUSE_NOTHING = re.compile(r"(^|_)(utils?|helpers?|common|base|managers?|misc|handlers?|stuff|tmp|temp)(_|$)")
# The words that the glossary refuses, as names of classes: each has one word that is meant.
REFUSED_WORDS = re.compile(
    r"(Site|Company|Thread|Provider|Memento|Record|History|Season|Bucket|Revision|Cluster|Manager|Helper|Util)s?$"
)


def _each(found: list[Module]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("module", found, ids=lambda module: module.name)


@_each(ALL)
def test_a_file_opens_with_one_sentence_saying_what_it_knows(module: Module) -> None:
    if module.lines == 0:
        pytest.skip("nothing to say: an empty package")
    first = (ast.get_docstring(module.tree) or "").split("\n\n")[0]
    assert re.match(r"[A-Z].{15,}?[.:]", first, re.S)


@_each(ALL)
def test_a_file_can_be_read_in_one_sitting(module: Module) -> None:
    assert module.lines <= MOST_LINES


@_each(ALL)
def test_a_function_fits_a_screen(module: Module) -> None:
    functions = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES]
    assert long == []


@_each(ALL)
def test_a_file_is_not_named_for_nothing(module: Module) -> None:
    assert not REFUSE_NOTHING.search(module.path.stem)


@_each(ALL)
def test_no_class_has_a_name_that_the_glossary_refuses(module: Module) -> None:
    classes = [node.name for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    assert [name for name in classes if REFUSED_WORDS.search(name)] == []


@_each([module for module in ALL if module.name.startswith("crawler")])
def test_the_crawler_never_imports_the_pipelines_except_in_its_commands(module: Module) -> None:
    if module.name.startswith("crawler.commands"):
        pytest.skip("commands are the outer edge")
    assert [name for name in module.imports if name.startswith("pipelines")] == []


@_each([module for module in ALL if module.name.startswith("pipelines")])
def test_the_pipelines_import_only_pure_parts_of_the_crawler(module: Module) -> None:
    assert [name for name in module.imports if name.startswith(EDGE)] == []


@_each([module for module in ALL if not module.name.startswith((*EDGE, "pipelines"))])
def test_a_pure_module_imports_nothing_of_the_edge(module: Module) -> None:
    assert [name for name in module.imports if name.startswith(EDGE)] == []


@pytest.mark.parametrize("library", ONLY)
def test_a_library_is_imported_only_where_its_place_is(library: str) -> None:
    strangers = [
        module.name
        for module in ALL
        if not module.name.startswith(ONLY[library])
        and any(name == library or name.startswith(f"{library}.") for name in module.imports)
    ]
    assert strangers == []


def test_the_arrows_never_turn_round() -> None:
    told = arrows()
    seen: dict[str, bool] = {}

    def circles(part: str, way: tuple[str, ...]) -> list[str]:
        if part in way:
            return [" -> ".join((*way[way.index(part) :], part))]
        if part in seen:
            return []
        found = [circle for target in sorted(told.get(part, ())) for circle in circles(target, (*way, part))]
        seen[part] = True
        return found

    assert [circle for part in sorted(told) for circle in circles(part, ())] == []
