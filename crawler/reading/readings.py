"""Knows the two ways to read a page: as the policy stood, or as the published corpus would hold it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from lxml.etree import _Element as Element

from crawler.errors import Skip
from crawler.outcomes import Outcome
from crawler.reading.blocks import measure
from crawler.reading.buttons import drop_buttons
from crawler.reading.corpus.article import grab_article
from crawler.reading.corpus.article_titles import article_title
from crawler.reading.frames import page_without_frames
from crawler.reading.header import replay_url
from crawler.reading.headings import settle_headings
from crawler.reading.hidden_addresses import SIGNS, show_addresses
from crawler.reading.layout_tables import unwrap_layout_tables
from crawler.reading.links import LinkBase, drop_dead_links, link_base
from crawler.reading.main_text import MainText, select_main_text
from crawler.reading.page_links import drop_page_links
from crawler.reading.pages import parse_page
from crawler.reading.second_opinion import ask_trafilatura, is_suspiciously_short
from crawler.reading.shells import FEW_LETTERS, is_shell
from crawler.reading.titles import better_title, page_title


class Reading(Enum):
    """Which reading of a page is wanted."""

    FAITHFUL = "faithful"
    CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class Opened:
    """A page before its text is looked for, and all that the faithful reading goes by then: nothing else of the tree
    is consulted afterwards but `body`, what is shown of the page."""

    title: str
    notes: tuple[tuple[str, str], ...]
    links: LinkBase
    body: Element


@dataclass(frozen=True, slots=True)
class Selected:
    """What is to be written of a page: its title, the element that holds its text, and where its links lead.

    `looked_again`: what the page was parsed from was consulted too."""

    title: str
    element: Element
    resolve: Callable[[str], str]
    notes: tuple[tuple[str, str], ...] = field(default=())
    looked_again: bool = False


def open_page(root: Element, text: str, address: str) -> Opened:
    """A page for the faithful reading, from its tree (which is changed) and the text that it was parsed from."""
    title = page_title(root)
    notes = [] if title else [("better-title", better_title(root))]
    if _hides_addresses(text) and show_addresses(root):
        notes.append(("rule", "hidden-address"))
    return Opened(title, tuple(notes), link_base(root, address), _body(root, address))


def select_faithful(page: Opened, text: str, address: str) -> Selected:
    """The whole policy and nothing of the site around it, its links leading where they led.

    The tree is changed; `text`, which it was parsed from, is there for a second opinion."""
    title, notes = page.title, list(page.notes)
    main = select_main_text(page.body)
    looks_again = main.letters < FEW_LETTERS or is_suspiciously_short(main.letters, main.doubtful_letters)
    if looks_again:
        main, rules = _look_again(main, text, address)
        notes += rules
    notes += [("rule", name) for name in main.rules]
    element = main.element
    if settle_headings(element, title):
        notes.append(("rule", "heading-repeats-title"))
    if drop_buttons(element):
        notes.append(("rule", "button"))
    if drop_page_links(element):
        notes.append(("rule", "page-link"))
    if unwrap_layout_tables(element):
        notes.append(("rule", "layout-table"))
    drop_dead_links(element, also_empty=True)
    return Selected(title, element, page.links.resolve, tuple(notes), looks_again)


def _look_again(main: MainText, text: str, address: str) -> tuple[MainText, list[tuple[str, str]]]:
    """What else a page with so little text may be: a shell, one whose words are for browsers without scripts, or one
    whose text we did not find."""
    page = parse_page(text)
    if is_shell(page):
        raise _shell(address)
    if _hides_addresses(text):
        show_addresses(page)
    for element in page.iter("noscript", "textarea"):
        element.tag = "div"  # a policy for browsers without scripts, or in a box to scroll
        if measure(element).chars >= FEW_LETTERS > main.letters:
            return select_main_text(element), [("rule", "unseen-text")]
    if not is_suspiciously_short(main.letters, main.doubtful_letters):
        return main, []
    other = ask_trafilatura(text)
    if other is None or measure(other).chars <= main.letters:
        return main, [("rule", "second-opinion-asked")]
    return replace(main, element=other), [("rule", "second-opinion-taken")]


def _hides_addresses(text: str) -> bool:
    return any(sign in text for sign in SIGNS)


def _shell(address: str) -> Skip:
    return Skip(
        Outcome.APPLICATION_SHELL, f"expected words at {address}, they come only when its scripts run; set RENDER=1"
    )


def _body(root: Element, address: str) -> Element:
    """What is shown of a page: of a page of frames, what it shows where there are none."""
    body = root.find("body")
    if next(root.iter("frameset"), None) is None or (body is not None and measure(body).long):
        return body if body is not None else root
    instead = page_without_frames(root)
    if instead is None or not measure(instead).long:
        frames = ", ".join(frame.get("src") or "" for frame in root.iter("frame"))
        raise Skip(
            Outcome.FRAMES,
            f"expected a page with words at {address}, it only frames {frames}; add a framed address to read it",
        )
    return instead


def select_as_corpus(root: Element, text: str, address: str, timestamp: str) -> Selected:
    """What the published corpus would hold, its links bound to the archive."""
    title = page_title(root)
    resolve = link_base(root, replay_url(address, timestamp)).resolve
    article = grab_article(root, article_title(root, title))
    if article is None and is_shell(parse_page(text)):
        raise _shell(address)
    if article is None:
        raise Skip(
            Outcome.TOO_FEW_WORDS,
            f"expected an article in {address} of {timestamp}, the corpus' reader finds none; read it as `faithful`",
        )
    drop_dead_links(article, also_empty=False)
    return Selected(title, article, resolve)
