"""Holds docs/deployment.md, docs/scheduling.md and the files they speak of to the program: what they name is there."""

import re
import shlex
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from croniter import croniter

from tests.crawling import ROOT, scrapy
from tests.test_promises import COMMANDS, own_settings

HERE = ROOT / "docs" / "deployment"
DOCKERFILE = (HERE / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((HERE / "compose.yaml").read_text("utf-8"))
UNITS = sorted(HERE.glob("palimpsest-*"))
PAGES = [ROOT / "docs" / name for name in ("deployment.md", "scheduling.md")] + [ROOT / "README.md"]
OF_LIBPQ = ("PGPASSWORD",)


def unit(path: Path) -> ConfigParser:
    read = ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(path, "utf-8")
    return read


def refusal(words: list[str]) -> str:
    """What is wrong with the words after `scrapy`; nothing where it is a command with options that it has."""
    command = COMMANDS.get(words[0]) if words else None
    if command is None:
        return f"no command: {words}"
    told = (ROOT / "crawler" / "commands" / f"{words[0]}.py").read_text("utf-8")
    return "".join(word for word in words if word.startswith("--") and f'"{word}"' not in told)


def typed() -> list[list[str]]:
    """Every `scrapy …` that a page, a unit, the crontab or the compose file has somebody type."""
    pages = [block for page in PAGES for block in re.findall(r"^```\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)]
    lines = [line.split(" # ")[0] for block in pages for line in block.splitlines()]
    lines += [path.read_text("utf-8") for path in (*UNITS, HERE / "crontab")]
    found = [
        match for text in lines for match in re.findall(r"(?:^|[/ ]|=/\S*)scrapy ([a-z-]+(?: [^>|\n]*)?)", text, re.M)
    ]
    composed = re.findall(r"docker compose run --rm crawl ([^\n]*)", "\n".join(pages))
    services = [service["command"] for service in COMPOSE["services"].values() if "command" in service]
    return [*(shlex.split(one.split("; ")[0].rstrip("; ")) for one in (*found, *composed)), *services]


@pytest.mark.parametrize("words", typed(), ids=" ".join)
def test_every_command_that_somebody_is_told_to_type_is_one(words: list[str]) -> None:
    assert refusal(words) == ""


def test_there_are_commands_to_type() -> None:
    assert len(typed()) > 15


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_somebody_is_told_to_use_is_there(page: Path) -> None:
    named = re.findall(r"docs/deployment/[\w.-]+\w", page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_image_is_made_of_files_that_are_there_and_that_are_sent() -> None:
    copied = [word for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.M) for word in line.split()[:-1]]
    sent = re.findall(r"^!(.*)$", (HERE / "Dockerfile.dockerignore").read_text("utf-8"), re.M)
    assert [name for name in copied if not (ROOT / name).exists() or name not in sent] == []
    assert sorted(set(copied)) == sorted(sent)


def test_the_program_in_the_image_is_whole() -> None:
    """Nothing that the program reads at run time stands beside its two packages."""
    sources = "".join(
        path.read_text("utf-8") for top in ("crawler", "pipelines") for path in (ROOT / top).rglob("*.py")
    )
    assert re.findall(r"^(?:from|import) tests\b", sources, re.M) == []


def test_both_stages_of_the_image_have_one_base_named_to_its_last_digit() -> None:
    bases = set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.M))
    assert [bool(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base)) for base in bases] == [True]


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.M)
    assert (len(users), users[-1] not in ("0", "root")) == (1, True)


def test_no_secret_is_written_down() -> None:
    text = DOCKERFILE + (HERE / "compose.yaml").read_text("utf-8")
    given = re.findall(r"PASSWORD(?:_FILE)?: *(.*)", text)
    assert [value for value in given if not value.startswith("${DATABASE_PASSWORD:?")] == []
    assert given


@pytest.mark.parametrize("name", ["crawl", "read", "browse"])
def test_a_service_is_given_settings_that_there_are(name: str) -> None:
    assert set(COMPOSE["services"][name]["environment"]) - set(own_settings()) - set(OF_LIBPQ) == set()


@pytest.mark.parametrize("name", ["crawl", "read", "browse"])
def test_all_services_of_a_machine_share_its_pace(name: str) -> None:
    assert "state:/var/lib/palimpsest" in COMPOSE["services"][name]["volumes"]
    assert "XDG_STATE_HOME=/var/lib/palimpsest" in DOCKERFILE


def test_one_service_crawls_because_the_machine_has_one_address() -> None:
    crawling = [
        one for one in COMPOSE["services"].values() if one.get("command", [])[:3] == ["work", "--queue", "crawl"]
    ]
    assert [one.get("deploy") for one in crawling] == [None]


@pytest.mark.parametrize("name", ["database", "browse"])
def test_who_has_a_port_is_asked_whether_it_answers(name: str) -> None:
    assert COMPOSE["services"][name]["healthcheck"]["test"][0] == "CMD"


def test_the_browser_is_open_to_its_own_machine_alone() -> None:
    assert COMPOSE["services"]["browse"]["ports"] == ["127.0.0.1:8080:8080"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_has_only_sections_that_systemd_knows(path: Path) -> None:
    assert set(unit(path).sections()) <= {"Unit", "Service", "Timer", "Install"}


def test_the_worker_of_a_unit_ends_what_it_started_by_itself() -> None:
    assert unit(HERE / "palimpsest-work.service")["Service"]["KillMode"] == "mixed"


def test_the_line_for_cron_is_one() -> None:
    line = next(line for line in (HERE / "crontab").read_text("utf-8").splitlines() if line[0].isdigit())
    times, command = " ".join(line.split()[:5]), line.split(None, 5)[5]
    assert (croniter.is_valid(times), "%" in command, command.startswith("cd /opt/palimpsest && ")) == (
        True,
        False,
        True,
    )


def test_the_spider_takes_what_scrapyd_tells_it(tmp_path: Path) -> None:
    ran = scrapy("crawl", "policies", "-a", "_job=1", "-a", "domains=", DATABASE_URL=f"sqlite:///{tmp_path}/a.db")
    assert (ran.status, "no domains were given" in ran.err) == (2, True)
