"""Knows how to invent any number of domains with histories of their policies, always the same from the same seed."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.fake_archive.holdings import Page

ADDRESSES = ("/privacy", "/privacy-policy", "/legal/privacy.html", "/about/privacy", "/privacy/notice")
FIRST, DAYS = datetime(2009, 1, 1, tzinfo=UTC), 5_400  # to the autumn of 2023
SENTENCES = (
    "When you order {thing} we write down your name, your address and the hour at which you ordered.",
    "Our {who} keeps the list of customers in a drawer and the key to the drawer in a cup.",
    "We hold what you send us for {days} days and then feed it to the stove.",
    "Nobody outside the workshop is told that you have bought {thing}, unless a judge insists.",
    "The machine that serves these pages remembers its visitors for {days} hours.",
    "You may ask the {who} at any time what we know about you and have it struck out.",
    "Letters about {thing} are answered by the {who} and kept for {days} weeks.",
    "We use a cookie to remember that you have chosen {thing}, and none to follow you about.",
    "The company that carries {thing} to your door learns your address and nothing more.",
    "If you pay by card, the bank tells us whether it was accepted after {days} seconds at most.",
    "Children who want {thing} must bring a grown-up, whose name we write down instead.",
    "Once a year the {who} counts the customers, adds {days} for luck and forgets the number.",
    "We have never sold a list of names, though {days} people have asked for one.",
    "A mistake in your record is put right by the {who} within {days} days of your telling us.",
)
THINGS = ("a kettle", "three buttons", "a weathercock", "a left glove", "honey", "a spare wheel", "candles", "a globe")
WHO = ("bookkeeper", "caretaker", "apprentice", "aunt of the owner", "night watchman", "piano tuner")


@dataclass(frozen=True, slots=True)
class Invented:
    """A domain, everything the archive keeps of it, and each wording's first and last capture."""

    domain: str
    pages: tuple[Page, ...]
    versions: tuple[tuple[str, str], ...]


def invent(number: int, seed: int = 0, captures: int = 12) -> Invented:
    """The domain of a number: a policy captured that many times in one to five wordings, and two home pages."""
    chance = random.Random(f"{seed} {number}")
    domain, address = f"shop{number:06}.example", chance.choice(ADDRESSES)
    moments = sorted(_moment(chance) for _ in range(captures))
    changes = sorted(chance.sample(range(1, captures), k=min(chance.randrange(5), captures - 1)))
    wording = _first_wording(chance)
    pages = [Page(f"https://{domain}/", moments[place], _home(domain, address)) for place in (0, captures // 2)]
    first_seen: list[str] = [moments[0]]
    last_seen: list[str] = []
    for place, moment in enumerate(moments):
        if place in changes:
            wording = _changed(wording, chance)
            first_seen.append(moment)
            last_seen.append(moments[place - 1])
        pages.append(Page(f"https://{domain}{address}", moment, _policy(domain, wording, chance.getrandbits(64))))
    return Invented(domain, tuple(pages), tuple(zip(first_seen, [*last_seen, moments[-1]], strict=True)))


def _moment(chance: random.Random) -> str:
    moment = FIRST + timedelta(days=chance.randrange(DAYS), seconds=chance.randrange(86_400))
    return moment.strftime("%Y%m%d%H%M%S")


def _sentence(template: str, chance: random.Random) -> str:
    return template.format(thing=chance.choice(THINGS), who=chance.choice(WHO), days=chance.randrange(2, 400))


def _first_wording(chance: random.Random) -> list[str]:
    return [_sentence(template, chance) for template in chance.sample(SENTENCES, k=11)]


def _changed(wording: list[str], chance: random.Random) -> list[str]:
    """The same with one more sentence, or with one of them put otherwise."""
    place = chance.randrange(len(wording))
    added = _sentence(chance.choice(SENTENCES), chance) + f" So it was decided on day {chance.getrandbits(40)}."
    return [*wording[:place], added, *wording[place + chance.randrange(2) :]]


def _policy(domain: str, wording: list[str], nonce: int) -> str:
    paragraphs = "\n".join(f"<p>{sentence}</p>" for sentence in wording)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Privacy policy of {domain}</title>'
        f'<script nonce="{nonce:x}"></script></head>\n<body><header><a href="/">{domain}</a></header>\n'
        f"<main><h1>Privacy policy</h1>\n{paragraphs}\n</main>\n"
        f"<footer>Served by host {nonce % 7}</footer></body></html>\n"
    )


def _home(domain: str, address: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{domain}</title></head>\n'
        f"<body><h1>{domain}</h1><p>We sell things.</p>\n"
        f'<footer><a href="{address}">Privacy policy</a></footer></body></html>\n'
    )
