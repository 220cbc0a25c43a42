"""Knows the small corpus that tests look at: a policy that changes, one that shares its words, one that is hostile.

`palace.example` has three versions; between the second and the third a paragraph moves. `garden.example` says in
part what the palace says. `hostile.example` holds what archived pages may hold.
"""

from dataclasses import replace

from crawler.items import Document
from crawler.outcomes import Outcome
from pipelines.database.store import Store
from tests.database.examples import (
    NAME,
    answer,
    capture,
    document,
    domain,
    miss,
    page,
    stamp,
)

GARDEN, HOSTILE = "garden.example", "hostile.example"
FIRST, AGAIN, SECOND, THIRD = stamp(2010, 3), stamp(2010, 9), stamp(2011, 6), stamp(2012, 6)

SHARED = "The gardener keeps a list of all who enter by the northern gate, and burns it when the leaves have fallen."
ABOUT_COOKIES = "We set three cookies, which remember your language, your basket and whether you have seen this notice."
ABOUT_LETTERS = "Letters that reach us by the morning post are read aloud in the kitchen and kept in the blue cupboard."
ABOUT_GUESTS = "Guests sign the book in the hall; the book stays in the hall, and nobody may copy a page of it."
_SAID_TWICE = [f"We mean what we say of the {room}." for room in ("kitchen", "cellar", "attic", "stable", "garden")]

HOSTILE_MARKDOWN = """\
<script>window.ran = 1</script> <img src=x onerror="window.ran = 2"> <svg onload="window.ran = 3"></svg>

[press](javascript:window.ran=4) [here](data:text/html,<script>window.ran=5</script>) [vb](vbscript:window.ran=6)

[over](https://evil.example/ "a\\" onmouseover=\\"window.ran=7") <javascript:window.ran=8> &lt;script&gt;window.ran=9

![picture](https://evil.example/pixel.png) <style>main { display: none }</style>
<link rel=stylesheet href=//evil.example>

<iframe src="https://evil.example/"></iframe> <form action="https://evil.example"><input name=q></form>
<base href="//evil.example">

\u202egnihtemos \u2066\u2067 \ufffe\uffff Z\u0351\u036b\u0343a\u0328l\u0321go \x01\x02\x1b[31m \U000e0041 \ud83d

{{ 7 * 7 }} {% raw %} ${7*7} <!-- --> ]]> <![CDATA[ x ]]> </article></main></html>

###### deep

# again
"""
HOSTILE_TITLE = "<script>window.ran = 10</script>\u202e & \x00 \x0b " + "x" * 5_000
LONG_PARAGRAPH = "w" * 1_000 + " " + "[a](b " * 450_000 + "<b>" * 800_000


def fill(store: Store) -> None:
    """Puts everything on the shelf."""
    texts = {
        FIRST: [ABOUT_LETTERS, ABOUT_GUESTS, SHARED],
        AGAIN: [ABOUT_LETTERS, ABOUT_GUESTS, SHARED],
        SECOND: [ABOUT_LETTERS, ABOUT_GUESTS, *_SAID_TWICE, SHARED, ABOUT_COOKIES],
        THIRD: [ABOUT_COOKIES.replace("three", "four"), ABOUT_LETTERS, ABOUT_GUESTS, *_SAID_TWICE, SHARED],
    }
    read = [_document(at, paragraphs) for at, paragraphs in texts.items()]
    not_had = miss(Outcome.NO_CAPTURE, interval="2012-H2")
    store.write([domain(), page(), answer(*map(capture, texts)), *read, not_had])
    in_german = [_document(FIRST, [SHARED, "Gekrümmte Wege führen zum Brunnen."], GARDEN, "de")]
    store.write([domain(name=GARDEN), page(name=GARDEN), answer(capture(FIRST), name=GARDEN), *in_german])
    _fill_hostile(store)
    store.draw_lines([NAME, GARDEN, HOSTILE])


def _document(at: str, paragraphs: list[str], name: str = NAME, language: str = "en") -> Document:
    made = document(at, "\n\n".join(paragraphs), name=name)
    return replace(made, text=f"Privacy of the palace\n\n{made.text}", language=language, language_confidence=0.95)


def _fill_hostile(store: Store) -> None:
    shown = replace(
        document(FIRST, "hostile words", name=HOSTILE),
        markdown=f"# {HOSTILE_TITLE}\n\n{HOSTILE_MARKDOWN}",
        text=f"{HOSTILE_TITLE}\n\n{HOSTILE_MARKDOWN}",
        title=HOSTILE_TITLE,
        notes=(("<b>name</b>", "<script>window.ran = 11</script>"),),
        charset="<i>",
    )
    url = "javascript:window.ran=12"
    shown = replace(shown, snapshot=replace(shown.snapshot, served_url=url))
    long = replace(
        document(SECOND, "long", name=HOSTILE), markdown=f"# Long\n\n{LONG_PARAGRAPH}\n", text=LONG_PARAGRAPH
    )
    trouble = replace(
        miss(Outcome.ARCHIVED_ERROR, timestamp=THIRD, detail="<script>window.ran = 13</script>"), domain=HOSTILE
    )
    hostile_page = replace(page(name=HOSTILE), link_text="<svg/onload=window.ran=14>", url=url)
    captured = [replace(capture(at), original_url=url) for at in (FIRST, SECOND, THIRD)]
    store.write([domain(name=HOSTILE), hostile_page, answer(*captured, name=HOSTILE), shown, long, trouble])
