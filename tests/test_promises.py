"""Holds the docs to the code: what exists is written down, and what is written down exists."""

import ast
import re
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from scrapy.commands import ScrapyCommand
from sqlalchemy import Inspector, inspect

from crawler.outcomes import Outcome
from crawler.reading.furniture.rules import RULES as FURNITURE
from crawler.screening import RULES as SCREENS
from pipelines.database.opening import open_database
from pipelines.database.text_search import TABLE, is_of_search
from pipelines.dedupe import rules as dedupe_rules
from tests.crawling import ROOT, scrapy

DOCS = ROOT / "docs"


def columns() -> dict[str, list[str]]:
    """The tables and views of a database as it is made."""
    with TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/empty.db")
        seen = inspect(engine)
        found = {name: [column["name"] for column in seen.get_columns(name)] for name in all_names(seen)}
        engine.dispose()
    return found


def all_names(seen: Inspector) -> list[str]:
    names = (*seen.get_table_names(), *seen.get_view_names())
    within = [name for name in names if is_of_search(name) and name != TABLE]  # where SQLite keeps the index
    return [name for name in names if name not in ("alembic_version", *within)]


TABLES = columns()


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def first_cells(text: str) -> list[str]:
    """The words in back quotes that open the rows of a table."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.M)


def commands() -> dict[str, ScrapyCommand]:
    found = {}
    for path in sorted((ROOT / "crawler" / "commands").glob("*.py")):
        module = import_module(f"crawler.commands.{path.stem}")
        if isinstance(getattr(module, "Command", None), type):
            found[path.stem] = module.Command()
    return found


COMMANDS = commands()


def own_settings() -> list[str]:
    """Those that can be given in the environment: the ones that are ours."""
    tree = ast.parse((ROOT / "crawler" / "settings.py").read_text(encoding="utf-8"))
    return [
        node.targets[0].id
        for node in tree.body
        if isinstance(node, ast.Assign) and "os.environ" in ast.unparse(node.value)
    ]


def test_every_setting_of_ours_is_documented_and_no_other() -> None:
    assert first_cells(page("settings.md")) == own_settings()


def test_every_outcome_is_documented_as_the_code_has_it() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (yes|no) \| (.*) \|$", page("outcomes.md"), re.M)
    assert rows == [(one.value, "yes" if one.final else "no", one.meaning) for one in Outcome]


FIGURES = re.findall(r"^\| `([\w.]+)\.(\w+)` \| ([\d., ]+) \|", page("archive.md"), re.M)


@pytest.mark.parametrize(("module", "name", "told"), FIGURES)
def test_a_figure_of_how_the_archive_is_asked_is_that_of_the_code(module: str, name: str, told: str) -> None:
    value = getattr(import_module(module), name)
    assert tuple(map(float, told.split(","))) == (value if isinstance(value, tuple) else (value,))


def test_every_table_and_view_has_a_section_and_no_other() -> None:
    assert set(re.findall(r"^## (?:View )?(\w+)$", page("tables.md"), re.M)) == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented_and_no_other(table: str) -> None:
    section = re.split(rf"^## (?:View )?{table}$", page("tables.md"), flags=re.M)[1].split("\n## ")[0]
    assert sorted(first_cells(section)) == sorted(TABLES[table])


def test_every_command_has_a_section_and_no_other() -> None:
    assert re.findall(r"^## scrapy (\S+)", page("commands.md"), re.M) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_with_an_example(name: str) -> None:
    assert f"scrapy {name} " in COMMANDS[name].long_desc()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    section = re.split(rf"^## scrapy {name}$", page("commands.md"), flags=re.M)[1].split("\n## ")[0]
    told = set(re.findall(r"^\| `(--[\w-]+)", section, re.M))
    source = (ROOT / "crawler" / "commands" / f"{name}.py").read_text(encoding="utf-8")
    assert told == set(re.findall(r'add_argument\(\s*"(--[\w-]+)"', source))


def test_scrapy_help_lists_the_commands() -> None:
    listed = scrapy("--help").out
    assert [name for name in COMMANDS if f"  {name} " not in listed] == []


def test_every_rule_is_documented_in_its_order_and_no_other() -> None:
    names = [
        *(rule.name for rule in FURNITURE),
        *(outcome.value for outcome, _ in SCREENS),
        *(rule.name for rule in dedupe_rules()),
    ]
    assert first_cells(page("rules.md")) == names


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))], ids=str)
def test_every_link_of_a_page_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))], ids=str)
def test_every_file_that_a_page_names_is_there(path: Path) -> None:
    named = re.findall(r"`((?:crawler|pipelines|tests|data|docs)/[\w./-]+)`", path.read_text(encoding="utf-8"))
    made_by_runs = ("data/palimpsest.db", "data/demo")
    assert [name for name in named if not name.startswith(made_by_runs) and not (ROOT / name).exists()] == []
