"""Knows the invented domains that export tests write: one with a history, one with awkward words, one with nothing."""

from dataclasses import replace

from crawler.items import Document, Item
from crawler.outcomes import Outcome
from tests.database import examples as ex

AWKWARD = "awkward.example"
AWKWARD_URL = "http://awkward.example/privacy?a=b&c=d%20e"
NOTHING = "nothing.example"
# Everything that quoting, encoding and line ends could trip over.
AWKWARD_WORDS = 'He said "no", then; left\ta tab,\r\nand a return – ünïcödé 漢字 😀 \u2028 end. =1+1 \\ ,, \'"\''


def everything() -> list[Item]:
    return [
        ex.domain(),
        ex.page(),
        ex.page(ex.COOKIES, promise=1),
        read(ex.stamp(2010), "We keep nothing."),
        read(ex.stamp(2011), "We keep nothing."),
        read(ex.stamp(2012, 9, 20), "We keep a little."),
        read(ex.stamp(2012, 9, 20)[:8] + "143055", "We keep a little more."),
        read(ex.stamp(2014), "Wir behalten nichts.", language="de"),
        read(ex.stamp(2015), "no page here", screened=Outcome.SOFT_404),
        read(ex.stamp(2013), "Cookies are crumbs.", urlkey=ex.COOKIES),
        ex.miss(Outcome.UNPLAYABLE, ex.stamp(2016)),
        ex.domain(name=AWKWARD),
        replace(ex.page(name=AWKWARD), url=AWKWARD_URL),
        _served_from(AWKWARD_URL, read(ex.stamp(2013, 4, 5), AWKWARD_WORDS, name=AWKWARD)),
        ex.domain(name=NOTHING),
    ]


def read(timestamp: str, words: str, language: str | None = "en", **how: object) -> Document:
    return replace(ex.document(timestamp, words, **how), language=language, language_confidence=0.9)


def _served_from(url: str, document: Document) -> Document:
    return replace(document, snapshot=replace(document.snapshot, served_url=url))
