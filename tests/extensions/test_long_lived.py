"""What is there when a crawl begins is not looked through for garbage while it runs."""

import gc
from types import SimpleNamespace

from scrapy import signals
from scrapy.signalmanager import SignalManager

from crawler.extensions.long_lived import _SETTLED, LongLived


def test_what_is_there_is_frozen_until_the_spider_is_closed():
    manager = SignalManager()
    extension = LongLived.from_crawler(SimpleNamespace(signals=manager))
    manager.send_catch_log(signals.spider_opened)
    frozen = gc.get_freeze_count()
    manager.send_catch_log(signals.spider_closed)
    assert (frozen > 1_000, gc.get_freeze_count(), type(extension)) == (True, 0, LongLived)


def test_what_came_until_a_crawl_has_settled_is_frozen_too():
    manager = SignalManager()
    extension = LongLived.from_crawler(SimpleNamespace(signals=manager))
    manager.send_catch_log(signals.spider_opened)
    came = [[] for _ in range(10_000)]
    before = gc.get_freeze_count()
    for _ in range(_SETTLED):
        manager.send_catch_log(signals.item_scraped)
    after = gc.get_freeze_count()
    manager.send_catch_log(signals.spider_closed)
    assert (after - before >= len(came), type(extension)) == (True, LongLived)
