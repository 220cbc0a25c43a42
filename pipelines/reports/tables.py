"""Knows how tables of a page are written, some with a bar beside each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with its name, and a few words on it."""

    name: str
    number: int
    about: str = ""


def bars(name: str, number: str, rows: Sequence[Bar]) -> str:
    """A row for each, with a bar as long as its number beside the largest."""
    if not rows:
        return '<p class="soft">None.</p>'
    most = max(row.number for row in rows) or 1
    told = "".join(
        f'<tr><th scope="row">{escape(row.name)}{_small(row.about)}</th><td class="number">{row.number:,}</td>'
        f'<td class="bar"><span style="width:{max(0.5, 100 * row.number / most):.1f}%"></span></td></tr>'
        for row in rows
    )
    head = f'<tr><th scope="col">{name}</th><th scope="col" class="number">{number}</th><th></th></tr>'
    return f'<table class="bars"><thead>{head}</thead><tbody>{told}</tbody></table>'


def table(names: Sequence[str], rows: Sequence[Sequence[str]], numbers: int) -> str:
    """Cells are HTML already; the last `numbers` columns are numbers. On a narrow page each row becomes a block, so a
    cell knows the name of its column."""
    first_number = len(names) - numbers
    kinds = [' class="number"' if place >= first_number else "" for place in range(len(names))]
    head = "".join(f'<th scope="col"{kind}>{name}</th>' for name, kind in zip(names, kinds, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{kind} data-name="{name}">{cell}</td>' for name, kind, cell in zip(names, kinds, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _small(about: str) -> str:
    return f"<small>{escape(about)}</small>" if about else ""
