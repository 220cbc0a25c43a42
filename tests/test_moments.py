"""How an archive writes a moment."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.moments import read_timestamp, write_timestamp


def test_fourteen_digits_are_a_moment_in_utc():
    assert read_timestamp("20120301123456") == datetime(2012, 3, 1, 12, 34, 56, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("20000012170449", datetime(2000, 12, 17, 4, 49, tzinfo=UTC)),
        ("20000800241623", datetime(2000, 8, 24, 16, 23, tzinfo=UTC)),
    ],
)
def test_a_spurious_00_for_month_or_day_is_dropped(written, meant):
    assert read_timestamp(written) == meant


@pytest.mark.parametrize("written", ["20120230000000", "20120101250000", "20120132000000"])
def test_of_a_day_or_an_hour_that_is_none_the_month_is_believed(written):
    assert read_timestamp(written) == read_timestamp(written[:6] + "01000000")


@pytest.mark.parametrize("digits", ["", "2012", "2012030112000", "201203011200000", "2012030112000x", "20121301000000"])
def test_anything_else_is_no_moment(digits):
    with pytest.raises(ValueError):
        read_timestamp(digits)


def test_a_moment_of_another_zone_is_written_in_utc():
    there = datetime(2012, 3, 1, 1, 0, tzinfo=timezone(timedelta(hours=2)))
    assert write_timestamp(there) == "20120229230000"


@given(st.datetimes(datetime(1, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_is_written_is_read_again_to_the_second(moment):
    assert read_timestamp(write_timestamp(moment)) == moment.replace(microsecond=0)
