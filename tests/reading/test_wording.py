"""Holds the one rule of what counts as the same wording, and the plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.wording import plain_text, read_words, wording

TITLE = "# Privacy\n\n"

SAME = {
    "titles": ("# Privacy\n\nWe ask.", "# Privacy | Acme\n\nWe ask."),
    "emphasis": ("We **never** ask.", "We _never_ ask."),
    "headings": ("## Asking\n\nWe ask.", "**Asking**  \nWe ask."),
    "lists": ("  * name\n  * address\n", "name, address"),
    "numbers of items that are marks": ("1\\. We ask.", "1. We ask."),
    "tables": ("What| Why  \n---|---  \nname| orders  \n", "What Why name orders"),
    "quotes": ("> We ask.", "We ask."),
    "white space": ("We\u00a0ask \nyou.", "We ask you."),
    "punctuation": ("We ask – don’t you?", "We ask: don't you"),
    "capital letters": ("WE ASK", "We ask"),
    "where links lead": ("See [here](http://a.example/x).", 'See [here](https://b.example/y "title").'),
    "links or none": ("See [our [old] terms](http://a.example/x_(y)).", "See our [old] terms."),
    "copyright years": ("We ask.\n\n© 2009 Acme", "We ask.\n\n© 2009-2014 Acme"),
    "copyright years in words": ("Copyright (c) 2009 by Acme", "Copyright (c) 2010, 2011 by Acme"),
    "today's date": ("Today is Monday, June 3, 2013", "Today is Tuesday, 4 June 2013"),
    "moments of printing": ("Printed on 2013-06-03 at 10:22", "Printed on 2014-01-12 at 9:05"),
    "clock times to the second": ("Loaded 10:22:31", "Loaded 23:59:59 pm"),
    "counters": ("You are visitor number 12,345", "You are visitor number 12,346"),
    "counts of views": ("Views: 17", "Views: 1800"),
    "loading times": ("Page took 0.13 seconds", "Page took 1.20 seconds"),
    "line ends in Chinese": ("我们收集\n您的姓名", "我们收集您的姓名"),
}
DIFFERENT = {
    "effective dates": ("Effective 3 May 2010", "Effective 4 May 2010"),
    "dates of change": ("Last updated: 3 May 2010", "Last updated: 3 May 2011"),
    "numbers": ("We keep it for 30 days.", "We keep it for 60 days."),
    "negations": ("We do not sell it.", "We do sell it."),
    "order": ("name and address", "address and name"),
    "mail addresses": ("Write to [a@x.example](mailto:a@x.example)", "Write to [b@x.example](mailto:b@x.example)"),
    "clock times of opening": ("Call from 9:00 to 17:00", "Call from 8:00 to 17:00"),
    "what stands today in a sentence": ("Today we have 3 partners", "Today we have 4 partners"),
    "years in prose on copyright": (
        "The copyright law of 2009 " + "and what we make of it in our shop " * 6,
        "The copyright law of 2014 " + "and what we make of it in our shop " * 6,
    ),
}


@pytest.mark.parametrize("what", SAME)
def test_it_is_the_same_wording_whatever_the(what: str) -> None:
    one, other = (text if text.startswith("# ") else TITLE + text for text in SAME[what])

    assert wording(one) == wording(other)


@pytest.mark.parametrize("what", DIFFERENT)
def test_it_is_another_wording_with_other(what: str) -> None:
    one, other = (TITLE + text for text in DIFFERENT[what])

    assert wording(one) != wording(other)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Privacy\n\n## Asking\n\nWe **ask**.\n", "Privacy\n\nAsking\n\nWe ask."),
        ("# \n\n  * [name](http://a.example/)\n  * address\n\n\n\nEnd\n", "name\naddress\n\nEnd"),
        ("# A\n\n> quoted\n>\n>> twice\n\n* * *\n\nsnake_case _word_\n", "A\n\nquoted\n\ntwice\n\nsnake_case word"),
        ("# A\n\n1\\. Use\n\n\\- News\n", "A\n\n1. Use\n\n- News"),
    ],
)
def test_plain_text_has_no_marks(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text


def test_words_are_counted_without_marks() -> None:
    assert read_words("# Privacy\n\n**We** [ask](http://a.example/ten/words) you.\n").count == 3


def test_letters_of_scripts_without_spaces_are_counted_one_by_one() -> None:
    assert read_words("# 隐私\n\n我们收集 name\n").count == 5


@given(st.text())
def test_the_wording_of_a_wording_is_itself(text: str) -> None:
    once = wording(TITLE + text)

    assert wording(TITLE + once) == once


@given(st.text(alphabet="[]()_*#>\\ a1\n|-", max_size=60))
def test_any_text_has_a_wording_without_marks(text: str) -> None:
    assert not set(wording(text)) & set("[]()_*#>\\|-\n")
