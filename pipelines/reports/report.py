"""Knows the report: what a database holds, on one page that a person can read through from top to bottom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from crawler.figures import say_count
from crawler.reading.header import replay_url
from pipelines.database.questions.reports import Family, Ranked
from pipelines.database.questions.totals import Missed, Totals
from pipelines.reports.frame import whole_page
from pipelines.reports.heat_map import Row, draw_domains, draw_shares
from pipelines.reports.states import Kind, legend
from pipelines.reports.style import STYLE
from pipelines.reports.tables import Bar, bars, table
from pipelines.reports.years import Middle, draw_middles, draw_versions


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the half-years with numbers from `first` to `last`: the shares of all domains, and some domains one by one."""

    first: int
    last: int
    shares: Mapping[int, Mapping[Kind, int]]
    shown: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the page."""

    domains: int
    totals: Totals
    coverage: Coverage | None
    versions: Mapping[int, tuple[int, int]]
    words: Mapping[int, Middle]
    ease: Mapping[int, Middle]
    languages: Mapping[str, int]
    misses: Sequence[Missed]
    families: Sequence[Family]
    changed: Sequence[Ranked]


def write_report(report: Report) -> str:
    """The page."""
    parts = [
        _summary(report),
        _coverage(report),
        _versions(report),
        _lengths(report),
        _ease(report),
        _languages(report),
        _misses(report),
        _families(report),
        _changed(report),
    ]
    return whole_page("Privacy policies: what is there", STYLE, "\n".join(parts))


def _summary(report: Report) -> str:
    whole = report.totals
    figures = (
        (report.domains, "domains"),
        (whole.versions, "versions of their privacy policies"),
        (whole.read, "captures read"),
        (whole.captures, "captures known"),
        (whole.misses, "things missed, each with its reason"),
    )
    told = "".join(f"<li><b>{number:,}</b> {what}</li>" for number, what in figures)
    return f'<h1>Privacy policies: what is there</h1>\n<ul class="figures">{told}</ul>'


def _section(title: str, about: str, *parts: str) -> str:
    return f'<section>\n<h2>{title}</h2>\n<p class="soft">{about}</p>\n' + "\n".join(parts) + "\n</section>"


def _coverage(report: Report) -> str:
    title, about = (
        "Coverage by half-year",
        "Which half-years of the domains that were asked for have a policy, and why not.",
    )
    coverage = report.coverage
    if coverage is None:
        return _section(title, "No domain has been asked for yet: scrapy backfill asks.")
    kinds = {kind for counts in coverage.shares.values() for kind in counts}
    parts = [legend(kinds), f"<h3>All {say_count(report.domains, 'domain')}</h3>"]
    parts.append(draw_shares(coverage.shares, coverage.first, coverage.last))
    if coverage.shown:
        more = report.domains - len(coverage.shown)
        of_all = f"The first {len(coverage.shown):,} of {report.domains:,} domains" if more > 0 else "Each domain"
        parts += [f"<h3>{of_all}</h3>", draw_domains(coverage.shown, coverage.first, coverage.last)]
    return _section(title, about, *parts)


def _versions(report: Report) -> str:
    about = "The year in which a wording was first seen. A first version may be older than its first capture."
    if not report.versions:
        return _section("Versions by year", "No version is known yet.")
    swatches = (("had", "first version of a domain"), ("between", "changed wording"))
    told = "".join(f'<li><span class="swatch {name}"></span>{what}</li>' for name, what in swatches)
    return _section("Versions by year", about, f'<ul class="legend">{told}</ul>', draw_versions(report.versions))


def _lengths(report: Report) -> str:
    about = "Words of a new version: the line is the median of a year, the band holds the middle half."
    if not report.words:
        return _section("Length", "No version is known yet.")
    return _section("Length", about, draw_middles("Words of new versions by year", report.words))


def _ease(report: Report) -> str:
    about = (
        "Flesch’s reading ease of new versions in English: plain English has 60 to 70, a contract 30. Less is harder. "
        "The line is the median of a year, the band holds the middle half."
    )
    if not report.ease:
        return _section("Reading ease", "No version in English is known yet.")
    return _section("Reading ease", about, draw_middles("Reading ease of new versions by year", report.ease))


def _languages(report: Report) -> str:
    rows = [Bar(code or "not recognised", number) for code, number in report.languages.items()]
    return _section("Languages", "Versions of privacy policies by their language.", bars("language", "versions", rows))


def _misses(report: Report) -> str:
    rows = [
        Bar(
            missed.kind.value.replace("-", " "),
            missed.count,
            missed.kind.meaning + ("" if missed.kind.final else "; asking again may bring it"),
        )
        for missed in report.misses
    ]
    return _section("Not had, and why", "What was asked for and could not be had.", bars("reason", "misses", rows))


def _families(report: Report) -> str:
    about = "Wordings that many domains share, word for word or nearly so."
    if not report.families:
        return _section("Largest families", "No wording that several domains share is known.")
    rows = [
        [escape(family.title), escape(family.example), f"{family.domains:,}", f"{family.documents:,}"]
        for family in report.families
    ]
    return _section("Largest families", about, table(("title", "for example", "domains", "documents"), rows, numbers=2))


def _changed(report: Report) -> str:
    about = "The policies with most versions; each leads to the capture that first shows its newest wording."
    if not report.changed:
        return _section("Most changed", "No policy is known to have changed.")
    rows = [
        [
            f'<a href="{escape(replay_url(one.original_url, one.timestamp))}">{escape(one.domain)}</a>',
            escape(one.title),
            f"{one.first_seen:%Y-%m-%d}",
            f"{one.last_seen:%Y-%m-%d}",
            f"{one.versions:,}",
        ]
        for one in report.changed
    ]
    named = ("domain", "newest title", "first seen", "last seen", "versions")
    return _section("Most changed", about, table(named, rows, numbers=1))
