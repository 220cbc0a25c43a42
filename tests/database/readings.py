"""Knows bodies of pages, and readers of them that never were: for tests of reading again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from crawler.closings import close_visit
from crawler.items import Document, Item, Miss, Snapshot, Standing
from crawler.outcomes import Outcome
from crawler.readers import Reader
from crawler.reading.readings import Reading
from crawler.visits import Visit
from pipelines.database.rereading.closing import visit_again
from pipelines.database.rereading.finishing import group_again
from pipelines.database.store import Store
from pipelines.database.transactions import read_from
from tests.database import examples as ex
from tests.database.rows import everything, select
from tests.fake_archive.inventing import invent

OLD = "palimpsest 0.0 reader 0"
_POLICIES = [str(page.body).encode() for page in invent(1, captures=3).pages if "Privacy policy of" in str(page.body)]
BODIES = (
    *_POLICIES,
    _POLICIES[0].replace(b"</main>", b"<p>The lamp beside the door is lit at dusk and put out at ten.</p></main>"),
    _POLICIES[0].replace(b'href="/"', b'href="/home"'),  # the words of another
    b"<title>Not found</title><h1>Page not found</h1><p>Sorry, the page you are looking for does not exist.</p>",
    b"<title>Privacy</title><p>We keep nothing at all.</p>",
    b"<title>Shop</title><div id='root'></div><script>start()</script>",
    b"%PDF-1.4 and no more of it",
    b"",
)
HOW = ("corpus", "missed", "blunt", "same", "screened", "invented")


@dataclass(frozen=True)
class Kept:
    """A capture that was read: where, when, with which digest, and what its bytes are."""

    urlkey: str
    timestamp: str
    digest: str | None
    body: int

    @property
    def snapshot(self) -> Snapshot:
        return ex.snapshot(self.timestamp, BODIES[self.body], self.urlkey)


def read_as_before(how: str, snapshot: Snapshot) -> Document | Miss:
    """What an earlier reader made of it."""
    read = Reader(Reading.CORPUS if how == "corpus" else Reading.FAITHFUL).read(snapshot)
    if how == "invented":
        read = replace(Reader().read(replace(snapshot, body=BODIES[0])), snapshot=snapshot)
    elif how == "missed":
        read = Miss(
            snapshot.domain, snapshot.urlkey, None, snapshot.timestamp, Outcome.APPLICATION_SHELL, "no words", ex.NOW,
            snapshot,
        )  # fmt: skip
    elif how == "blunt" and isinstance(read, Document):
        markdown, wording = read.markdown[: len(read.markdown) // 2], read.text[: len(read.text) // 2]
        read = replace(read, markdown=markdown, text=wording, sha256=_sha(markdown), wording_sha256=_sha(wording))
    elif how == "screened" and isinstance(read, Document):
        read = replace(read, screened=Outcome.SOFT_404)
    name = f"{OLD}, {'corpus' if how == 'corpus' else 'faithful'}"
    return replace(read, read_by=name, **({"reader_version": OLD} if isinstance(read, Document) else {}))


def crawl(engine: Engine, kept: Sequence[Kept], read: dict[int, str] | None, unread: Sequence[Kept] = ()) -> None:
    """What a crawl leaves that read these captures: as an earlier reader did with each body, or as today's does."""
    listed = [ex.capture(one.timestamp, one.digest, urlkey=one.urlkey) for one in (*kept, *unread)]
    items: list[Item] = [ex.domain(Standing.OPEN), ex.page(), ex.page(ex.LEGAL, 5)]
    of_pages = {key: [one for one in listed if one.urlkey == key] for key in (ex.PRIVACY, ex.LEGAL)}
    items += [*(ex.answer(*own, urlkey=key) for key, own in of_pages.items()), ex.answer(urlkey=None)]
    seen: set[tuple[str, str]] = set()
    for one in kept:
        if one.digest is None or (one.urlkey, one.digest) not in seen:
            seen.add((one.urlkey, one.digest or ""))
            read_now = Reader().read if read is None else (lambda shot, one=one: read_as_before(read[one.body], shot))
            items.append(_as_heard(read_now(one.snapshot)))
    store = Store(engine)
    store.write(items)
    visit = visited(engine)
    store.write(close_visit(visit, ex.NOW) if not visit.wants() else [visit.standing(Standing.OPEN)])
    group_again(engine)


def _as_heard(read: Document | Miss) -> Document | Miss:
    """A miss tells the interval for which its capture was read."""
    if isinstance(read, Document):
        return read
    half = "H1" if read.timestamp[4:6] < "07" else "H2"
    return replace(read, interval=f"{read.timestamp[:4]}-{half}")


def visited(engine: Engine) -> Visit:
    with read_from(engine) as connection:
        visit = visit_again(connection, ex.NAME)
    assert visit is not None
    return visit


def all_of_it(engine: Engine) -> dict[str, list[tuple]]:
    """What a database says, with what is derived from documents and by whom captures were read."""
    families = select(engine, "SELECT family_id, wording_sha256 FROM documents WHERE family_id IS NOT NULL")
    return everything(engine) | {
        "families": sorted({tuple(sorted({w for f, w in families if f == family})) for family, _ in families}),
        "signatures": select(engine, "SELECT wording_sha256 FROM signatures"),
        "bands": select(engine, "SELECT DISTINCT band FROM bands"),
        "paragraphs": select(engine, "SELECT sha256 FROM paragraphs"),
        "occurrences": select(
            engine,
            """SELECT p.sha256, d.sha256 FROM occurrences o JOIN paragraphs p ON p.id = o.paragraph_id
            JOIN documents d ON d.id = o.document_id""",
        ),
        "read_by": select(
            engine,
            """SELECT p.urlkey, c."timestamp", c.read_by, c.served_timestamp FROM captures c
            JOIN policy_pages p ON p.id = c.policy_page_id WHERE c.read_by IS NOT NULL""",
        ),
        "judged": select(engine, "SELECT sha256, language, policy_probability, charset FROM documents"),
        "changes": select(engine, "SELECT domain, line, number FROM versions"),
    }


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
