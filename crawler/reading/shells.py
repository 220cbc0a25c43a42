"""Knows an application shell: a page whose words come only when its scripts run.

Few words alone are no sign: imprints, error pages and redirects have few as well. A shell also shows what it waits for:
an empty element that scripts fill, a plea to switch JavaScript on, or far more script than text.
"""

import re

from lxml import etree
from lxml.etree import _Element as Element

from crawler.reading.tags import UNSEEN, word_set

FEW_LETTERS = 500  # some eighty words; the menu and the foot of a shell have less, the shortest policies have more
CJK_LETTER = 3  # letters of others that say as much as one of Chinese or Japanese
SPINNER = 40  # letters: "Loading, please wait ..." in any language
MUCH_SCRIPT = 20  # times the letters of the text, in scripts that stand in the page ...
LEAST_SCRIPT = 5_000  # ... and characters, below which they are counters and menus

# Where the frameworks of 2013 and later put what they render.
_MOUNTS = word_set(
    "root app main-app application react-root app-root react-app vue-app page-root __next __nuxt ___gatsby svelte "
    "ember-application app-mount appmount mount spa reactroot react main-root app-container app-content appcontainer"
)
_ASKS_FOR_SCRIPT = re.compile(r"java\s?script", re.IGNORECASE)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SPACES = re.compile(r"\s+")


def is_shell(root: Element) -> bool:
    """Whether a page, as parsed and before anything is taken out of it, has no words before its scripts run."""
    if _count_letters(root) >= FEW_LETTERS or _leads_on(root):
        return False
    return _has_empty_mount(root) or _asks_for_script(root) or _is_mostly_script(root)


def _count_letters(root: Element) -> int:
    """The letters that a reader sees without scripts; no more are counted than decide."""
    letters = 0
    for element in root.iter(etree.Element):
        seen = element.tail or ""
        if element.tag not in UNSEEN:
            seen += element.text or ""
        elif element.tag == "noscript":
            said = "".join(element.itertext())
            seen += said if len(said) >= FEW_LETTERS else ""
        if seen and not _is_inside_unseen(element):
            letters += len(_SPACES.sub("", seen)) + (CJK_LETTER - 1) * len(_CJK.findall(seen))
        if letters >= FEW_LETTERS:
            break
    return letters


def _is_inside_unseen(element: Element) -> bool:
    return any(above.tag in UNSEEN for above in element.iterancestors())


def _leads_on(root: Element) -> bool:
    """Whether its words come from another address, to be followed and not rendered."""
    if next(root.iter("frameset", "frame"), None) is not None:
        return True
    return any((meta.get("http-equiv") or "").lower() == "refresh" for meta in root.iter("meta"))


def _has_empty_mount(root: Element) -> bool:
    """Whether an element that a framework fills is there and empty, and scripts to fill it are there too."""
    if next(root.iter("script"), None) is None:
        return False
    for element in root.iter(etree.Element):
        name = str(element.get("id") or "").lower()
        is_mount = name in _MOUNTS or element.get("ng-version") or element.get("ng-app") is not None
        is_custom = isinstance(element.tag, str) and "-" in element.tag and element.tag.endswith(("-root", "-app"))
        if (is_mount or is_custom) and _is_empty(element):
            return True
    return False


def _is_empty(element: Element) -> bool:
    """Whether an element holds no more text than a spinner does."""
    return _count_letters(element) < SPINNER


def _asks_for_script(root: Element) -> bool:
    return any(_ASKS_FOR_SCRIPT.search("".join(element.itertext())) for element in root.iter("noscript"))


def _is_mostly_script(root: Element) -> bool:
    script = sum(len(element.text or "") for element in root.iter("script"))
    return script >= max(LEAST_SCRIPT, MUCH_SCRIPT * _count_letters(root))
