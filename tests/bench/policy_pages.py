"""Knows how to write policy pages as sites do: prose of a policy's length in the dress of a site, 20 to 150 KB each.

The sentences are those of tests/policy_model. Everything follows from a seed. A wording is some 1,500 to 8,000 words
under headings, with lists, links and a table; each capture of it has a nonce and a hash of its own in its scripts, as
real captures do. The dress (menus, styles, scripts, a footer) is most of the bytes and none of the policy.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from tests.fake_archive.holdings import Page
from tests.policy_model.texts import banks

FIRST, DAYS = datetime(2009, 1, 1, tzinfo=UTC), 5_400  # to the autumn of 2023
ORGS = ("Harbour Books", "Pixelwerk", "Northlight", "Moor & Sons", "Bluefinch", "Granit", "Velo Lab", "Sunday Mail")
MENU = ("Home", "Shop", "News", "About us", "Careers", "Help", "Contact", "Stores", "Sign in", "Basket")


def name_of(number: int) -> str:
    return f"market{number:06}.example"


def history(number: int, captures: int) -> Iterator[Page]:
    """The policy of one domain, captured so many times in one to six wordings."""
    chance = random.Random(f"page {number}")
    moments = sorted(FIRST + timedelta(seconds=chance.randrange(DAYS * 86_400)) for _ in range(captures))
    changes = set(chance.sample(range(1, captures), k=min(chance.randrange(6), captures - 1)))
    wording, dress = _first_wording(chance), _dress(chance)
    for place, moment in enumerate(moments):
        if place in changes:
            wording = _changed(wording, chance)
        page = _page(name_of(number), wording, dress, chance.getrandbits(64))
        yield Page(f"https://{name_of(number)}/privacy-policy", f"{moment:%Y%m%d%H%M%S}", page)


@cache
def _sentences() -> Sequence[str]:
    bank = banks("training")["en"]
    kinds = ("policy_old", "policy_modern", "policy_plain", "policy_cookies", "policy_special")
    return [line for kind in kinds for line in bank[kind]["lines"]]


def _sentence(chance: random.Random) -> str:
    line: str = chance.choice(_sentences())
    while "{n}" in line:
        line = line.replace("{n}", str(chance.randint(2, 90)), 1)
    org = chance.choice(ORGS)
    said = line.replace("{Org}", org).replace("{org}", org.lower()).replace("{goods}", "books")
    return f"{said} See rule {chance.randrange(10_000)}." if chance.random() < 0.2 else said


def _first_wording(chance: random.Random) -> list[list[str]]:
    """Sections, each of them paragraphs."""
    sections = min(60, max(8, round(chance.lognormvariate(3.1, 0.5))))
    return [[_paragraph(chance) for _ in range(chance.randint(2, 6))] for _ in range(sections)]


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(1, 4)))


def _changed(wording: list[list[str]], chance: random.Random) -> list[list[str]]:
    place = chance.randrange(len(wording))
    return [*wording[:place], [*wording[place], _paragraph(chance)], *wording[place + 1 :]]


def _dress(chance: random.Random) -> tuple[str, str]:
    """What stands before and behind the policy."""
    rules = "".join(
        f".c{number}{{margin:{number % 40}px;color:#{chance.getrandbits(24):06x}}}" for number in range(400)
    )
    menu = "".join(
        f'<li class="item c{place}"><a href="/{chance.getrandbits(32):x}/">{chance.choice(MENU)}</a></li>'
        for place in range(chance.randint(20, 120))
    )
    script = "".join(f"var v{number}={chance.getrandbits(48)};" for number in range(chance.randint(100, 2_500)))
    head = f"<style>{rules}</style><script>{script}</script></head>"
    before = f'{head}\n<body><header class="top"><nav><ul class="menu">{menu}</ul></nav></header>\n'
    behind = f'<footer class="foot"><ul>{menu[:2_000]}</ul><p>Copyright Example</p></footer></body></html>\n'
    return before, behind


def _page(domain: str, wording: list[list[str]], dress: tuple[str, str], nonce: int) -> str:
    sections = "\n".join(_section(number, section) for number, section in enumerate(wording, start=1))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Privacy Policy of {domain}</title>'
        f'<meta name="csrf" content="{nonce:x}">{dress[0]}<div id="page"><main class="content">'
        f"<h1>Privacy Policy</h1>\n{sections}\n</main></div>\n{dress[1]}"
    )


def _section(number: int, paragraphs: list[str]) -> str:
    if number % 7 == 0:
        rows = "".join(f"<tr><td>{place}</td><td>{one}</td></tr>" for place, one in enumerate(paragraphs))
        return f'<h2 class="c{number}">{number}. Overview</h2><table>{rows}</table>'
    if number % 3 == 0:
        items = "".join(f'<li><span class="c{number}">{one}</span></li>' for one in paragraphs)
        return f'<h2 class="c{number}">{number}. Details</h2><ul>{items}</ul>'
    said = "\n".join(
        f'<p class="c{place} text">{one} <a href="/rules/{number}#{place}">More</a></p>'
        for place, one in enumerate(paragraphs)
    )
    return f'<h2 class="c{number}" id="s{number}">{number}. What we do</h2>\n{said}'
