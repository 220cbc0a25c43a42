"""How a plan is spelled on a command line, and what is said of one that cannot be."""

import pytest

from crawler.arguments import read_date, read_languages, read_plan, read_reading
from crawler.errors import WrongCommand
from crawler.intervals import Every
from crawler.moments import FIRST_CAPTURE
from crawler.plans import Plan
from crawler.reading.readings import Reading
from tests.examples import moment


def refusal(*arguments):
    with pytest.raises(WrongCommand) as raised:
        read_plan(*arguments)
    return str(raised.value)


@pytest.mark.parametrize("every", Every)
def test_every_word_of_every_is_known(every):
    assert read_plan(every.value, "", "").every is every


def test_without_dates_a_plan_goes_from_the_first_capture_to_the_moment_of_asking():
    assert read_plan("year", "", "") == Plan(Every.YEAR, FIRST_CAPTURE, None)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2009", moment(2009)),
        ("2009-07", moment(2009, 7)),
        ("2009-07-15", moment(2009, 7, 15)),
        (" 2009 ", moment(2009)),
    ],
)
def test_a_year_a_month_or_a_day_means_its_first_moment(text, meant):
    assert read_date("--since", text) == meant


@pytest.mark.parametrize(
    "text", ["09", "2009-7", "2009-13", "2009-02-30", "15.7.2009", "yesterday", "0000", "2009-07-15T12"]
)
def test_anything_else_is_refused_by_the_name_of_its_option(text):
    with pytest.raises(WrongCommand, match=r"--since is .* expected a date such as 2009, 2009-07 or 2009-07-15"):
        read_date("--since", text)


def test_an_unknown_every_is_refused_with_the_words_that_are_known():
    assert refusal("week", "", "") == (
        "--every is 'week'; expected one of change, half-year, quarter, month, year, all"
    )


@pytest.mark.parametrize(("since", "until"), [("2012", "2011"), ("2012", "2012"), ("2012-02", "2012")])
def test_since_must_be_before_until(since, until):
    assert "is not before --until" in refusal("year", since, until)


def test_an_until_before_the_first_capture_says_where_time_begins():
    assert refusal("year", "", "1990") == "--since 1996-01-01 is not before --until 1990; nothing lies between them"


@pytest.mark.parametrize("reading", Reading)
def test_every_reading_is_known(reading):
    assert read_reading(reading.value) is reading


def test_an_unknown_reading_is_refused_with_the_words_that_are_known():
    with pytest.raises(WrongCommand, match="READING is 'fast'; expected one of"):
        read_reading("fast")


def test_languages_are_codes_with_commas():
    assert read_languages(" en, DE ") == {"en", "de"}


def test_no_language_named_is_all_languages():
    assert read_languages("") == frozenset()


def test_a_language_that_cannot_be_told_is_refused():
    with pytest.raises(WrongCommand, match="--languages: 'klingon' is no language"):
        read_languages("en,klingon")
