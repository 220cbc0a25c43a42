"""Knows the datasheet of an export: for people, what it is, how it came about, and what it does not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler import VERSION
from pipelines.database.questions.totals import Missed, Totals
from pipelines.exports.formats import Format
from pipelines.exports.manifests import Manifest, arguments_of

DATASHEET = "DATASHEET.md"


@dataclass(frozen=True, slots=True)
class Background:
    """What the whole database holds, of which an export is a part."""

    domains: int
    totals: Totals
    misses: Sequence[Missed]


def write_datasheet(folder: Path, format_: Format, manifest: Manifest, background: Background) -> None:
    text = "\n".join(
        [
            "# Privacy policies and their versions\n",
            *_what(format_, manifest),
            *_how(manifest),
            *_stages(manifest, background),
            *_misses(background),
            *_LIMITS,
            *_RIGHTS,
        ]
    )
    (folder / DATASHEET).write_text(text, encoding="utf-8", newline="\n")


def _what(format_: Format, manifest: Manifest) -> list[str]:
    amount = manifest.amount
    things = "captures that show a policy" if manifest.selection.all_captures else "versions of policies"
    arguments = arguments_of(manifest.selection)
    chosen = ", ".join(f"{name} {value}".removesuffix(" True") for name, value in arguments.items())
    return [
        "## What it is\n",
        f"{amount.rows:,} {things}, of {amount.domains:,} domains, in {amount.documents:,} documents.",
        f"Format `{format_.name}`: {format_.gives}. Chosen: {chosen}.\n",
        "A version is a run of captures of one line of policies with the same wording. It is dated by evidence alone:",
        "`first_seen` and `last_seen` are captures of it, `not_before` is the last capture of the wording before, and",
        "the change lies between that and `first_seen`. `manifest.json` says the same as this page for programs, and",
        "names the fields; `sha256sum --check SHA256SUMS` checks the files.\n",
    ]


def _how(manifest: Manifest) -> list[str]:
    readers = [f"- {reader}: {number:,} documents" for reader, number in manifest.amount.readers.items()]
    return [
        "## How it was made\n",
        f"By palimpsest {VERSION}, from the captures of a web archive: the policy pages of each domain were found",
        "in the archive's index or through archived home pages, captures of them were replayed, and the main text of",
        "each was written as markdown. Documents that are no policies (error pages, parked domains, and the like)",
        "are left out.\n",
        "Read by:\n",
        *(readers or ["- nobody: there are no documents"]),
        "",
    ]


def _stages(manifest: Manifest, background: Background) -> list[str]:
    whole = background.totals
    rows = (
        ("domains asked for", background.domains),
        ("policy pages found", whole.policy_pages),
        ("captures of them", whole.captures),
        ("captures read", whole.read),
        ("captures known by an equal digest", whole.same_digest),
        ("documents", whole.documents),
        ("versions of privacy policies (line 1)", whole.versions),
        ("misses", whole.misses),
        ("of these, asking again may bring", whole.misses_to_ask_again),
        ("exported here", manifest.amount.rows),
    )
    return [
        "## How much there is at each stage\n",
        "The last row is this export; the others are the whole database.\n",
        "| stage | number |",
        "|---|--:|",
        *(f"| {what} | {number:,} |" for what, number in rows),
        "",
    ]


def _misses(background: Background) -> list[str]:
    rows = [
        f"| `{missed.kind.value}` | {missed.count:,} | {'no' if missed.kind.final else 'yes'} | {missed.kind.meaning} |"
        for missed in background.misses
    ]
    if not rows:
        return ["## What was not had\n", "Nothing was missed.\n"]
    return [
        "## What was not had\n",
        "| reason | number | may asking again help | what it means |",
        "|---|--:|---|---|",
        *rows,
        "",
    ]


_LIMITS = (
    "## Known limits\n",
    "- An archive holds what was captured: a wording that was in force between two captures and in neither is unknown.",
    "- A version's dates are those of captures. The policy may have changed at any moment after `not_before`.",
    "- A plan that samples (`--every half-year`) may pass over wordings between its samples; the default does not.",
    "- The main text of a page is chosen by rules, which now and then leave out a part of a policy or keep a part of",
    "  the page around it. The bytes are kept, so a better reader can read them again.",
    "- Domains change hands: a line is the policy of whoever held the domain at the time.",
    "- Documents with the reader `as published` were read by others, who took one capture each half-year.\n",
)
_RIGHTS = (
    "## Rights\n",
    "The documents belong to those who wrote them. They are collected for study; whether and how they may be passed",
    "on is for whoever does so to judge. This page, the manifest and the program (MIT licence) may be used freely.",
    "",
)
