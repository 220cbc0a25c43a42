"""Where a list of domains comes from, and what is said of one that cannot be read."""

import gc
import io
import sys
import tracemalloc
from pathlib import Path

import pytest

from crawler.domains import BadLine, ListedDomain
from crawler.errors import WrongCommand
from crawler.lists import DomainList


def names(source):
    return [one.name for one in DomainList(str(source)).read() if isinstance(one, ListedDomain)]


def written(folder, body, name="list.txt"):
    path = Path(folder) / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return path


def refusal(source):
    with pytest.raises(WrongCommand) as raised:
        DomainList(str(source)).check()
    return str(raised.value)


@pytest.fixture
def standard_input(monkeypatch):
    """What stands on standard input."""

    def put(body):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))

    return put


# ---- sources


def test_a_list_is_read_from_a_file(tmp_path):
    assert names(written(tmp_path, "one.example\ntwo.example\n")) == ["one.example", "two.example"]


def test_a_file_needs_no_end_of_line_at_its_end(tmp_path):
    assert names(written(tmp_path, "one.example\r\ntwo.example")) == ["one.example", "two.example"]


def test_a_file_may_have_any_name(tmp_path):
    assert names(written(tmp_path, "one.example\n", name="top-1m")) == ["one.example"]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    assert names(written(tmp_path, b"\xef\xbb\xbf1,one.example\n", name="list.csv")) == ["one.example"]


def test_names_may_be_given_outright():
    assert names("one.example,two.example") == ["one.example", "two.example"]


def test_a_hundred_names_may_be_given_outright():
    given = [f"domain-{number}.example" for number in range(100)]
    assert names(",".join(given)) == given


@pytest.mark.parametrize(
    "given", ["https://www.one.example/privacy", "http://one.example", "https://one.example/x.txt"]
)
def test_an_address_given_outright_is_reduced_to_its_domain(given):
    assert names(given) == ["one.example"]


def test_a_list_is_read_from_standard_input(standard_input):
    standard_input(b"one.example\ntwo.example\n")
    assert names("-") == ["one.example", "two.example"]


def test_standard_input_can_be_read_again(standard_input):
    standard_input(b"one.example\n")
    listed = DomainList("-")
    assert [list(listed.read()), list(listed.read())] == [[ListedDomain("one.example", None, 1)]] * 2


def test_standard_input_can_be_handed_on(standard_input):
    standard_input(b"one.example\n")
    first = DomainList("-")
    assert list(DomainList(first.given).read()) == list(first.read())


def test_checking_counts_the_domains(tmp_path):
    assert DomainList(str(written(tmp_path, "one.example\nbad\ntwo.example\none.example\n"))).check() == 2


def test_bad_lines_are_told_with_the_good(tmp_path):
    told = list(DomainList(str(written(tmp_path, "one.example\nbad line\n"))).read())
    assert [type(one) for one in told] == [ListedDomain, BadLine]


def test_what_was_kept_of_standard_input_is_gone_with_the_list(standard_input):
    standard_input(b"one.example\n")
    listed = DomainList("-")
    kept = Path(listed.given)
    del listed
    gc.collect()
    assert not kept.exists()


# ---- bad input


def test_no_list_at_all_is_refused():
    assert "no domains were given" in refusal("")


@pytest.mark.parametrize("source", ["no/such/list", "missing.txt", "missing.csv", "/tmp/none/of/this.lst"])
def test_a_missing_file_is_refused_by_its_name(source):
    assert refusal(source) == f"{source}: there is no such list of domains"


def test_a_folder_is_refused(tmp_path):
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("body", ["", "\n\n", "# nothing yet\n", "domain\n"])
def test_an_empty_list_is_refused(tmp_path, body):
    path = written(tmp_path, body)
    assert refusal(path) == f"{path} names no domain; expected one a line, such as example.com"


def test_a_list_of_bad_lines_alone_says_what_is_wrong_with_the_first(tmp_path):
    assert "(line 1: 'no domain' is left out" in refusal(written(tmp_path, "no domain\nneither\n"))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\xff\xfe", id="a picture"),
        pytest.param("one.example\n".encode("utf-16"), id="UTF-16"),
        pytest.param("bücher.example\n".encode("latin-1"), id="Latin-1"),
        pytest.param(b"one.example\n\0\0\0", id="zero bytes"),
    ],
)
def test_a_list_that_is_not_text_is_refused(tmp_path, body):
    path = written(tmp_path, body)
    assert f"{path} is not text" in refusal(path)


def test_standard_input_that_is_not_text_is_refused(standard_input):
    standard_input(b"\x80\xff\n")
    assert "- is not text" in refusal("-")


def test_text_that_is_no_list_is_refused(tmp_path):
    assert "names no domain" in refusal(written(tmp_path, "x" * 300_000))


# ---- size


def test_a_list_of_two_hundred_thousand_lines_stays_small(tmp_path):
    counted = 10_000  # measuring is slow, and what is held grows by the line
    path = written(tmp_path, "".join(f"domain-{number}.example\n" for number in range(counted)))
    listed = DomainList(str(path))
    next(listed.read())  # what is loaded once is not the list's
    tracemalloc.start()
    read = sum(1 for _ in listed.read())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most * 200_000 / read < 40_000_000
