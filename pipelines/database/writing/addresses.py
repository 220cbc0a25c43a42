"""Knows the ids of domains and of policy pages within one transaction; makes a row for whoever was only mentioned.

A crawl tells of a domain before its pages and of a page before its captures. Where it did not, a bare row is made
rather than anything lost; whoever tells of it later fills it.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from crawler.items import FoundBy, Standing
from pipelines.database.tables import domains, policy_pages
from pipelines.database.writing.upserts import insert_missing, select_by

PageKey = tuple[str, str]  # domain and urlkey
_DOMAINS = select(domains.c.domain, domains.c.id)
_PAGE_KEY = (policy_pages.c.domain_id, policy_pages.c.urlkey)
_PAGES = select(*_PAGE_KEY, policy_pages.c.id)


class Addresses:
    """The ids that one transaction has looked up so far."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._domains: dict[str, int] = {}
        self._pages: dict[PageKey, int] = {}

    def domain(self, name: str) -> int:
        return self._domains[name]

    def page(self, domain: str, urlkey: str) -> int:
        return self._pages[domain, urlkey]

    def page_if_known(self, domain: str, urlkey: str) -> int | None:
        return self._pages.get((domain, urlkey))

    @property
    def pages(self) -> Collection[int]:
        """All pages that this transaction has had to do with."""
        return self._pages.values()

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
        self.learn_domains(domain for domain, _ in new)
        self.look_up(new)
        rows = [
            {
                "domain_id": self._domains[domain],
                "url": address_with(urlkey),
                "urlkey": urlkey,
                "found_by": FoundBy.GIVEN.value,
                "link_text": "",
                "first_party": True,
            }
            for domain, urlkey in new
            if (domain, urlkey) not in self._pages
        ]
        insert_missing(self._connection, policy_pages, rows, ["domain_id", "urlkey"])
        self.look_up([key for key in new if key not in self._pages])

    def look_up(self, keys: Collection[PageKey]) -> None:
        """From here on `page` knows those of these that have a row. Their domains must be known."""
        names = {self._domains[domain]: domain for domain, _ in keys}
        wanted = [(self._domains[domain], urlkey) for domain, urlkey in keys if (domain, urlkey) not in self._pages]
        for domain_id, urlkey, number in select_by(self._connection, _PAGES, _PAGE_KEY, wanted):
            self._pages[names[domain_id], urlkey] = number


def address_with(urlkey: str) -> str:
    """An address with this urlkey: `com,example)/privacy` is `http://example.com/privacy`."""
    host, _, path = urlkey.partition(")")
    name, _, port = host.partition(":")
    return f"http://{'.'.join(reversed(name.split(',')))}{':' + port if port else ''}{path}"
