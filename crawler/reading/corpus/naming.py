"""Knows what the corpus' reader took classes and ids for: signs of content, of furniture, of an author's name."""

import re

from lxml.etree import _Element as Element

UNLIKELY = re.compile(
    r"-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends|menu|"
    r"related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate|pagination|"
    r"pager|popup|yom-remote",
    re.IGNORECASE,
)
PERHAPS = re.compile(r"and|article|body|column|content|main|shadow", re.IGNORECASE)
BYLINE = re.compile(r"byline|author|dateline|writtenby|p-author", re.IGNORECASE)
SHARING = re.compile(r"(?:\b|_)(?:share|sharedaddy)(?:\b|_)", re.IGNORECASE)
VIDEOS = re.compile(
    r"//(?:www\.)?(?:(?:dailymotion|youtube|youtube-nocookie|player\.vimeo|v\.qq)\.com|(?:archive|upload\.wikimedia)\.org"
    r"|player\.twitch\.tv)",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story", re.IGNORECASE
)
_BAD = re.compile(
    r"hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|foot|footer|footnote|gdpr|masthead|media|meta|"
    r"outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|tool|widget",
    re.IGNORECASE,
)
_NO_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)


def match_string(element: Element) -> str:
    """Class and id in one."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def class_weight(element: Element) -> int:
    """What class and id add to a score: 25 for each that sounds good, less 25 for each that sounds bad."""
    weight = 0
    for name in (element.get("class"), element.get("id")):
        if name:
            weight += 25 * (_GOOD.search(name) is not None) - 25 * (_BAD.search(name) is not None)
    return weight


def is_visible(element: Element) -> bool:
    """Whether nothing on the element itself hides it."""
    if _NO_DISPLAY.search(element.get("style") or "") or element.get("hidden") is not None:
        return False
    return element.get("aria-hidden") != "true" or "fallback-image" in (element.get("class") or "")


def shows_video(element: Element) -> bool:
    """Whether an attribute names one of the places videos are shown from."""
    return any(VIDEOS.search(value) for value in element.attrib.values())
