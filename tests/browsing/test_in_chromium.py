"""People look at a policy through time in a real browser: by mouse, by keyboard alone, without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browsing.chromium import Witness, chromium
from tests.browsing.served import Server, served
from tests.browsing.shelf import FIRST, HOSTILE, SECOND, THIRD

PAGES = {
    "overview": "/",
    "search": "/search?q=cookies+OR+gardener",
    "hits": "/search?q=cookies",
    "changes": "/changes",
    "domains": "/domains",
    "missing": "/missing",
    "missing of a kind": "/missing/no-capture",
    "domain": "/palace.example",
    "misses": "/palace.example/misses",
    "day": "/palace.example/on/2011-07-01",
    "version": f"/palace.example/at/{FIRST}",
    "side by side": f"/palace.example/compare/{SECOND}/{THIRD}",
    "inline": f"/palace.example/compare/{SECOND}/{THIRD}?view=inline",
    "family": "/families/1",
    "refusal": "/nothing.example",
    "hostile domain": f"/{HOSTILE}",
    "hostile version": f"/{HOSTILE}/at/{FIRST}",
    "hostile comparison": f"/{HOSTILE}/compare/{FIRST}/{SECOND}",
    "hostile search": "/search?q=script",
}

# What takes a browser longer, and is like one of those for whoever looks: it must run as little.
LONG = {
    "long version": f"/{HOSTILE}/at/{SECOND}",
    "long day": f"/{HOSTILE}/on/2012-01-01",
    "hostile version in line": f"/{HOSTILE}/compare/{FIRST}/{SECOND}?view=inline",
    "hostile misses": f"/{HOSTILE}/misses",
    "hostile changes": "/changes",
    "text form": f"/{HOSTILE}/at/{FIRST}.md",
    "feed": f"/{HOSTILE}/changes.atom",
    "json": f"/{HOSTILE}/at/{FIRST}.json",
}


@pytest.fixture(scope="module")
def server(shelf_file: str) -> Iterator[Server]:
    with served(shelf_file) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def opened(browser: Browser, server: Server, **how: Any) -> Page:
    return browser.new_context(base_url=server.address, locale="en-US", **how).new_page()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    shown = opened(browser, server, viewport={"width": 1440, "height": 900})
    shown.set_default_timeout(10_000)
    yield shown
    shown.context.close()


def test_a_domain_is_found_and_its_timeline_drawn(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search by domain or words").fill("palace")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="palace.example").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("palace.example")
    expect(page.locator("svg.timeline rect.version")).to_have_count(3)


def test_two_versions_are_compared_by_words(page: Page) -> None:
    page.goto("/palace.example")
    page.get_by_role("link", name="what changed in version 3").click()
    expect(page.locator("del", has_text="three")).to_be_visible()
    expect(page.locator("ins", has_text="four")).to_be_visible()


def test_a_moved_paragraph_is_shown_as_moved(page: Page) -> None:
    page.goto(PAGES["side by side"])
    expect(page.locator(".piece.moved .label")).to_contain_text("moved here")


def test_what_did_not_change_is_folded_and_can_be_unfolded(page: Page) -> None:
    page.goto(PAGES["side by side"])
    folded = page.locator("details")
    folded.locator("summary").click()
    expect(folded.get_by_text("of the attic").last).to_be_visible()


def test_a_search_hit_leads_to_the_words(page: Page) -> None:
    page.goto("/search?q=northern")
    expect(page.locator("mark").first).to_have_text("northern")
    page.locator(".hits a").first.click()
    expect(page.locator("article")).to_contain_text("northern gate")


def test_a_day_gives_the_wording_in_force_at_an_address_that_stays(page: Page) -> None:
    page.goto("/palace.example")
    page.get_by_label("What was in force on").fill("2011-07-01")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{page.context.pages[0].url.split('/palace')[0]}/palace.example/on/2011-07-01")
    expect(page.locator("article")).to_contain_text("three cookies")


def focus_on(page: Page, name: str, most: int = 40) -> None:
    """Goes on with the tabulator key until something of that name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.innerText || document.activeElement.name || '')").strip() == name:
            return
    raise AssertionError(f"the tabulator key does not lead to {name!r}")


def test_all_of_it_goes_by_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    focus_on(page, "q")
    page.keyboard.type("four cookies")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=four+cookies*")
    focus_on(page, "palace.example")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/at/{THIRD}")
    focus_on(page, "What changed from it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/**")
    page.keyboard.press("n")
    expect(page.locator("[data-change='1']")).to_be_focused()


def test_a_domain_a_day_and_a_comparison_are_reached_by_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    focus_on(page, "q")
    page.keyboard.type("palace")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=palace")
    focus_on(page, "palace.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/palace.example")
    focus_on(page, "day")
    page.keyboard.type("07012011")  # as this browser, which speaks American English, takes a date
    page.keyboard.press("Enter")
    page.wait_for_url("**/palace.example/on/2011-07-01")
    page.go_back()
    focus_on(page, "Compare")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/palace.example/compare/{SECOND}/{THIRD}")


def test_keys_go_to_the_change_after_and_before(page: Page) -> None:
    page.goto(PAGES["side by side"])
    for key in "nnp":
        page.keyboard.press(key)
    expect(page.locator("[data-change='1']")).to_be_focused()


def test_keys_go_to_the_comparison_before_and_after(page: Page) -> None:
    page.goto(PAGES["side by side"])
    page.keyboard.press("[")
    page.wait_for_url(f"**/compare/{FIRST}/{SECOND}")
    page.keyboard.press("]")
    page.wait_for_url(f"**/compare/{SECOND}/{THIRD}")


def test_keys_can_be_switched_off_and_stay_off(page: Page) -> None:
    page.goto(PAGES["side by side"])
    page.get_by_role("button", name="Keys are on").click()
    page.reload()
    page.keyboard.press("n")
    expect(page.locator("[data-change='1']")).not_to_be_focused()


def test_the_first_thing_the_keyboard_meets_leads_past_the_head(page: Page) -> None:
    page.goto("/palace.example")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_it_works_without_javascript(browser: Browser, server: Server) -> None:
    page = opened(browser, server, java_script_enabled=False)
    page.goto("/palace.example")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator(".keys")).to_be_hidden()
    page.context.close()


def violations(page: Page) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(browser: Browser, server: Server, width: int, theme: Any) -> None:
    page = opened(browser, server, viewport={"width": width, "height": 900}, color_scheme=theme)
    found = {}
    for name, address in PAGES.items():
        page.goto(address)
        found[name] = violations(page)
    page.context.close()
    assert found == {name: [] for name in PAGES}


def test_axe_would_find_something(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [one.split(":")[0] for one in violations(page)] == ["label"]


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_is_wider_than_the_window(browser: Browser, server: Server, width: int) -> None:
    page = opened(browser, server, viewport={"width": width, "height": 900})
    wider = {}
    for name, address in PAGES.items():
        page.goto(address)
        wider[name] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.context.close()
    assert {name: by for name, by in wider.items() if by > 0} == {}


@pytest.mark.parametrize("name", PAGES | LONG)
def test_nothing_runs_complains_or_asks_anybody_else(browser: Browser, server: Server, name: str) -> None:
    page, witness = opened(browser, server), Witness()
    witness.watch(page, server.port)
    refused = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    page.goto((PAGES | LONG)[name])
    for link in page.locator("article a").all()[:5]:
        link.hover()
    ran = page.evaluate("window.ran")
    page.context.close()
    assert (ran, witness.said, witness.elsewhere) == (None, refused if name == "refusal" else [], [])


def test_a_hostile_document_covers_nothing_of_the_page(page: Page) -> None:
    page.goto(PAGES["hostile version"])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("footer")).to_be_visible()


def test_the_policy_stops_a_script_that_got_into_the_page_all_the_same(page: Page) -> None:
    """The third wall: what the first two let pass by some mistake of ours would still not run."""
    page.goto("/palace.example")
    stopped = page.evaluate(
        """() => new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
            document.querySelector("main").innerHTML += '<a id="trap" href="#" onclick="window.ran = 1">press</a>';
            document.getElementById("trap").click();
        })"""
    )
    assert (stopped, page.evaluate("window.ran")) == ("script-src-attr", None)
