"""Where a document lies in a tree of files."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import Fault
from pipelines.exports.trees import domain_path
from tests.exports.conftest import Export


@pytest.mark.parametrize(
    ("domain", "path"),
    [("example.com", "e/ex/exa/example.com"), ("t.co", "t/t./t.c/t.co"), ("xn--p1ai", "x/xn/xn-/xn--p1ai")],
)
def test_a_domain_lies_below_its_first_letters(domain: str, path: str) -> None:
    assert str(domain_path(domain)) == path


@pytest.mark.parametrize("name", ["", "..", "../up", "/root", "a/b", "a\\b", ".hidden", 'a"b', "a b", "a\nb", "a>b"])
def test_a_name_that_could_lead_out_of_the_tree_is_refused(name: str) -> None:
    with pytest.raises(Fault, match="is no domain"):
        domain_path(name)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_no_name_leads_out_of_the_tree(name: str) -> None:
    try:
        parts = domain_path(name).parts
    except Fault:
        return
    assert ".." not in parts
    assert not any(part.startswith("/") for part in parts)


def test_two_of_one_day_and_other_lines_have_names_of_their_own(exported: Export) -> None:
    tree = exported("markdown")
    assert sorted(str(file.relative_to(tree)) for file in tree.rglob("*/*.md")) == [
        "a/aw/awk/awkward.example/2013-04-05.md",
        "p/pa/pal/palace.example/2010-01-01.md",
        "p/pa/pal/palace.example/2012-09-20-143055.md",
        "p/pa/pal/palace.example/2012-09-20.md",
        "p/pa/pal/palace.example/2014-01-01.md",
        "p/pa/pal/palace.example/line-2/2013-01-01.md",
    ]
