"""Knows when a document says the same, word for word, as another document of its domain in this run."""

from crawler.items import Document, Domain, Item


class IdenticalWording:
    """Remembers the wordings of the domains that are open, so that memory does not grow with their number."""

    name = "identical_wording"

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = {}

    def repeats(self, item: Item) -> bool:
        if isinstance(item, Domain):  # taken up or set down
            self._seen.pop(item.name, None)
        if not isinstance(item, Document) or item.screened is not None:  # what is no policy is counted as such
            return False
        seen = self._seen.setdefault(item.snapshot.domain, set())
        known = item.wording_sha256 in seen
        seen.add(item.wording_sha256)
        return known
