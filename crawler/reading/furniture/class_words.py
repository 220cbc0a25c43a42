"""Blocks whose class or id names them as navigation, footer, sharing bar or another part of the site's frame."""

import re
from functools import lru_cache
from itertools import pairwise

from crawler.reading.blocks import Block
from crawler.reading.furniture.neighbours import stands_amid_prose
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
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MOST_WORDS = 3  # of one name; longer ones are headings made into anchors: `how-we-share-your-information`
_MOST_OF_PROSE = 0.30  # measured like the landmarks' quarter


def has_furniture_name(block: Block, page: PageText) -> bool:
    """Whether the block is named as part of the frame and not also as content, nor holds prose amid prose."""
    if block.names == " " or not _names_furniture(block.names) or page.share(block) >= _MOST_OF_PROSE:
        return False
    return not (block.long and stands_amid_prose(block))


@lru_cache(maxsize=4096)
def _names_furniture(names: str) -> bool:
    words = set[str]()
    for name in names.split():
        parts = [part.lower() for part in _WORD.findall(name)]
        if len(parts) <= _MOST_WORDS:
            words.update(parts, map("".join, pairwise(parts)))  # `sideBar` and `side-bar` are a sidebar
    return not words.isdisjoint(_FURNITURE) and words.isdisjoint(_CONTENT)
