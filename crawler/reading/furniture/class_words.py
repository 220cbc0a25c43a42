"""Blocks whose class or id names them as navigation, footer, sharing bar or another part of the site's frame."""

import re
from functools import lru_cache

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText
from crawler.reading.tags import word_set

# Word by word, so that `footer-nav` is furniture and `footnote` or `navigator-terms` is not.
_FURNITURE = word_set(
    "nav navbar navigation menu submenu topmenu mainmenu megamenu topnav subnav sidenav leftnav rightnav mainnav "
    "breadcrumb breadcrumbs footer foot bottomnav sidebar sidebars rail masthead topbar toolbar banner header hdr ftr "
    "share sharing social socials sharethis addthis addtoany newsletter subscribe signup login signin search searchbox "
    "searchform pagination pager advert advertisement adverts ads adsense sponsor sponsored promo promos related "
    "recommended comments respond disqus skip skiplink skiplinks screenreader offscreen copyright langswitcher "
    "languageselector dropdown flyout offcanvas drawer cart minicart toast feedback helpful rating survey livechat "
    "chatbot widget widgets tagcloud blogroll"
)
_CONTENT = word_set(
    "content main article body entry post policy privacy terms legal text page copy document docs wysiwyg richtext rte "
    "prose markdown accordion faq tab tabs collapse panel section container wrapper wrap root app layout"
)
_LAID_OVER = word_set("popup popups modal modals overlay lightbox")  # whatever else they are called
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MOST_OF_PROSE = 0.30  # measured like the landmarks' quarter
_MOST_LAID_OVER = 0.6


def has_furniture_name(block: Block, page: PageText) -> bool:
    """Whether the block is named as part of the frame and not also as content."""
    element = block.element
    names = element.get("class"), element.get("id")
    if names == (None, None):
        return False
    return page.share(block) < _largest_share(*names)


@lru_cache(maxsize=4096)
def _largest_share(class_names: str | None, element_id: str | None) -> float:
    """How much of the prose a block of this name may hold and still be furniture."""
    words = {word.lower() for word in _WORD.findall(f"{class_names or ''} {element_id or ''}")}
    if not words.isdisjoint(_LAID_OVER):
        return _MOST_LAID_OVER
    return 0.0 if words.isdisjoint(_FURNITURE) or not words.isdisjoint(_CONTENT) else _MOST_OF_PROSE
