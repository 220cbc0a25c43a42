"""Knows how the archive writes a moment, fourteen digits of UTC, and how to read the broken ones it holds."""

from datetime import UTC, datetime

FIRST_CAPTURE = datetime(1996, 1, 1, tzinfo=UTC)  # the Wayback Machine holds nothing older


def read_timestamp(digits: str) -> datetime:
    """The moment a timestamp means. A spurious `00` for month or day is dropped, which shifts the rest left: such
    values exist in the index (protocol sheet 1.2) and this is how their own archive reads them."""
    if len(digits) != 14 or not digits.isdecimal():
        raise ValueError(f"{digits!r} is not a timestamp of fourteen digits")
    if digits[4:6] == "00":
        digits = digits[:4] + digits[6:] + "00"
    if digits[6:8] == "00":
        digits = digits[:6] + digits[8:] + "00"
    year = int(digits[:4])
    month, day, hour, minute, second = (int(digits[place : place + 2]) for place in range(4, 14, 2))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        # a day that its month does not have, an hour past the last: the month is what can be believed
        return datetime(year, month, 1, tzinfo=UTC)


def write_timestamp(moment: datetime) -> str:
    """The fourteen digits of an aware moment."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S").zfill(14)  # a broken row may name the year 1
