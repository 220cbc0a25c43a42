"""Knows the ids of domains and of policy pages within one transaction; makes a row for whoever was only mentioned.

A crawl tells of a domain before its pages and of a page before its captures. Where it did not, a bare row is made
rather than anything lost; whoever tells of it later fills it. Who looks a page up learns in the same breath whether its
line is to be drawn, and whether anything of its domain was missed: mostly not, and then nothing of it need be cleared.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, exists, select

from crawler.items import FoundBy, Standing
from pipelines.database.tables import domains, misses, policy_pages
from pipelines.database.writing.upserts import insert_missing, select_by

PageKey = tuple[str, str]  # domain and urlkey
_DOMAINS = select(domains.c.domain, domains.c.id)
_PAGE_KEY = (domains.c.domain, policy_pages.c.urlkey)
_PAGES = select(
    *_PAGE_KEY,
    domains.c.id,
    policy_pages.c.id,
    policy_pages.c.line.is_(None),
    exists().where(misses.c.domain_id == domains.c.id),
).join(policy_pages, policy_pages.c.domain_id == domains.c.id)


class Addresses:
    """The ids that one transaction has looked up so far."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._domains: dict[str, int] = {}
        self._pages: dict[PageKey, int] = {}
        self._without_line: set[int] = set()  # pages
        self._without_misses: set[int] = set()  # domains

    def domain(self, name: str) -> int:
        return self._domains[name]

    def page(self, domain: str, urlkey: str) -> int:
        return self._pages[domain, urlkey]

    def page_if_known(self, domain: str, urlkey: str) -> int | None:
        return self._pages.get((domain, urlkey))

    @property
    def pages_without_line(self) -> Collection[int]:
        """Of all pages that this transaction has had to do with, those that had no line when it met them."""
        return self._without_line

    @property
    def pages_with_misses(self) -> Collection[int]:
        """Of the same, those of domains of which something may be missed."""
        return [number for (domain, _), number in self._pages.items() if self.may_have_misses(self._domains[domain])]

    def may_have_misses(self, domain_id: int) -> bool:
        return domain_id not in self._without_misses

    def note_misses(self, domain_ids: Iterable[int]) -> None:
        """Something of these domains is missed from now on."""
        self._without_misses.difference_update(domain_ids)

    def learn_domains(self, names: Iterable[str]) -> None:
        """From here on `domain` knows these."""
        wanted = set(names) - self._domains.keys()
        self._look_up_domains(wanted)
        rows = [{"domain": name, "status": Standing.WAITING.value} for name in sorted(wanted - self._domains.keys())]
        insert_missing(self._connection, domains, rows, ["domain"])
        self._look_up_domains(wanted - self._domains.keys())

    def _look_up_domains(self, names: Collection[str]) -> None:
        for name, number in select_by(self._connection, _DOMAINS, [domains.c.domain], sorted(names)):
            self._domains[name] = number

    def learn_pages(self, keys: Iterable[PageKey]) -> None:
        """From here on `page` knows these."""
        new = set(keys) - self._pages.keys()
        self.look_up(new)
        bare = new - self._pages.keys()
        self.learn_domains(domain for domain, _ in bare)
        rows = [
            {
                "domain_id": self._domains[domain],
                "url": address_with(urlkey),
                "urlkey": urlkey,
                "found_by": FoundBy.GIVEN.value,
                "link_text": "",
                "first_party": True,
            }
            for domain, urlkey in bare
        ]
        insert_missing(self._connection, policy_pages, rows, ["domain_id", "urlkey"])
        self.look_up(bare)

    def look_up(self, keys: Collection[PageKey]) -> None:
        """From here on `page` knows those of these that have a row."""
        wanted = sorted(set(keys) - self._pages.keys())
        for domain, urlkey, domain_id, page, without_line, with_misses in select_by(
            self._connection, _PAGES, _PAGE_KEY, wanted
        ):
            self._domains[domain] = domain_id
            self._pages[domain, urlkey] = page
            if without_line:
                self._without_line.add(page)
            if not with_misses:
                self._without_misses.add(domain_id)


def address_with(urlkey: str) -> str:
    """An address with this urlkey: `com,example)/privacy` is `http://example.com/privacy`."""
    host, _, path = urlkey.partition(")")
    name, _, port = host.partition(":")
    return f"http://{'.'.join(reversed(name.split(',')))}{':' + port if port else ''}{path}"
