"""Takes pictures of every kind of page of a database, at three widths in both themes, for people to look at.

Run as `python -m tests.browsing.screenshots FOLDER [DATABASE_URL]`, by default of the database that `make demo` makes.
"""

import itertools
import sys
from pathlib import Path
from typing import Literal

from pipelines.database.opening_to_read import open_to_read
from pipelines.database.questions.browsing_domains import domains_from
from pipelines.database.questions.versions import versions_of
from tests.browsing.asked import ask
from tests.browsing.chromium import chromium
from tests.browsing.served import served
from tests.demo import DATABASE

WIDTHS = (390, 820, 1440)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_TALLEST = 3_000  # pixels: of a policy the rest looks the same


def addresses(database: str) -> dict[str, str]:
    """Each kind of page, of the domain whose policy changed most and of the largest family found on the way."""
    engine = open_to_read(database)
    known = {one.domain: versions_of(engine, one.domain) for one in domains_from(engine, "", "", 500)}
    most = max(known, key=lambda name: len(known[name]))
    versions = known[most]
    old, new = versions[len(versions) // 2 - 1], versions[len(versions) // 2]
    shown = [f"/{name}/at/{one.timestamp}" for name, told in known.items() for one in told[:3]]
    families = [ask(engine, f"{address}.json").told["family"] for address in shown]
    first = next(iter(known))
    engine.dispose()
    return {
        "family": next((family for family in families if family), "/families/1"),
        "overview": "/",
        "search": "/search?q=personal+information",
        "changes": "/changes",
        "domains": "/domains",
        "missing": "/missing",
        "missing-of-a-kind": "/missing/no-capture",
        "domain": f"/{most}",
        "another-domain": f"/{first}",
        "misses": f"/{first}/misses",
        "on-a-day": f"/{most}/on/{old.last_seen:%Y-%m-%d}",
        "version": f"/{most}/at/{new.timestamp}",
        "compare": f"/{most}/compare/{old.timestamp}/{new.timestamp}",
        "compare-inline": f"/{most}/compare/{old.timestamp}/{new.timestamp}?view=inline",
        "refusal": "/nothing.example",
    }


def main() -> int:
    """One picture for each kind of page, width and theme."""
    folder = Path(sys.argv[1])
    database = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{DATABASE}"
    folder.mkdir(parents=True, exist_ok=True)
    shown = addresses(database)
    with served(database) as server, chromium() as browser:
        for name, address in shown.items():
            for width, theme in itertools.product(WIDTHS, THEMES):
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
                page.goto(f"{server.address}{address}")
                height = min(_TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=folder / f"{name}-{width}-{theme}.png")
                page.close()
            print(f"{name:<18} {address}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
