"""What the Wayback Machine is asked, and how its answers are read: one test for each fact of its protocol."""

import gzip
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archives.answers import Elsewhere, Replayed
from crawler.archives.wayback import KINDS, Wayback
from crawler.errors import Skip, Trouble, Wait
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from crawler.urlkeys import urlkey
from tests.examples import (
    DOMAIN,
    PRIVACY,
    WAYBACK,
    answer,
    domain_question,
    memento,
    page_question,
    row,
)

ARCHIVE = Wayback(WAYBACK)
AT = "20120301120000"
BLOCK_V1 = (
    "org.archive.util.io.RuntimeIOException: "
    "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error\n"
)
JAVA_KEY = "example%2Cpalace%29%2Fprivacy+2012030112000%3A"
OPAQUE_KEY = "eJxLzs8tSk0u0c9NLMrUBwAj-wUz"


def asked(question):
    """The parameters of the address at which a question is asked, in their order."""
    return parse_qsl(urlsplit(ARCHIVE.index_address(question)).query, keep_blank_values=True, strict_parsing=True)


def asked_for(question, name):
    return [value for given, value in asked(question) if given == name]


def index(body="", status=200, question=None, **headers):
    headers = {"content_type": "text/plain;charset=UTF-8", **headers}
    return ARCHIVE.read_index(question or page_question(), answer(body, status, **headers))


def index_trouble(body="", status=200, **headers):
    with pytest.raises(Trouble) as raised:
        index(body, status, **headers)
    return raised.value


def replay(given, url=PRIVACY, at=AT):
    return ARCHIVE.read_replay(url, at, given)


def replay_trouble(given):
    with pytest.raises(Trouble) as raised:
        replay(given)
    return raised.value


# ---- the address at which the index is asked


def test_the_index_is_asked_at_its_canonical_address():
    assert ARCHIVE.index_address(page_question()).startswith(f"{WAYBACK}/cdx/search/cdx?url=")


def test_a_question_about_one_page_leaves_the_match_to_the_index():
    assert asked_for(page_question(), "matchType") == []


def test_a_question_about_a_domain_matches_the_whole_domain():
    assert (asked_for(domain_question(), "url"), asked_for(domain_question(), "matchType")) == ([DOMAIN], ["domain"])


def test_an_address_with_arguments_is_escaped_whole():
    url = "http://palace.example/page?a=1&b=2"
    assert asked_for(page_question(url), "url") == [url]


def test_both_ends_of_the_time_asked_for_have_fourteen_digits():
    assert (asked_for(page_question(), "from"), asked_for(page_question(), "to")) == (
        ["20100101000000"],
        ["20140101000000"],
    )


def test_the_columns_asked_for_begin_with_the_key_and_the_moment_because_resume_keys_are_made_of_them():
    assert asked_for(page_question(), "fl")[0].startswith("urlkey,timestamp,original,")


def test_a_limit_is_always_set_because_without_one_there_is_no_resume_key():
    assert (asked_for(page_question(), "limit"), asked_for(page_question(), "showResumeKey")) == (["1000"], ["true"])


def test_a_first_question_sends_no_resume_key():
    assert asked_for(page_question(), "resumeKey") == []


@pytest.mark.parametrize("key", [JAVA_KEY, OPAQUE_KEY, "a b+c%20/=&"])
def test_a_resume_key_is_sent_back_as_it_came_escaped_once_more(key):
    assert asked_for(page_question(resume_key=key), "resumeKey") == [key]


def test_a_resume_key_that_is_escaped_already_is_escaped_again():
    assert "&resumeKey=example%252Cpalace%2529%252Fprivacy%2B2012030112000%253A" in ARCHIVE.index_address(
        page_question(resume_key=JAVA_KEY)
    )


def test_all_but_the_key_stays_the_same_from_page_to_page():
    assert asked(page_question(resume_key=OPAQUE_KEY))[:-1] == asked(page_question())


@pytest.mark.parametrize("question", [page_question(), domain_question()])
def test_no_parameter_is_empty(question):
    assert all(value for _, value in asked(question))


@pytest.mark.parametrize("name", ["page", "pageSize", "resolveRevisits", "showDupeCount", "collapse", "output", "sort"])
def test_nothing_is_asked_for_that_the_index_does_unreliably(name):
    assert asked_for(domain_question(), name) == []


# ---- filters: valid whether the server matches whole fields or their beginnings only


def urlkey_filter(*words, domain=DOMAIN):
    return asked_for(domain_question(*words, domain=domain), "filter")[0].removeprefix("urlkey:")


def passes(pattern, field):
    """Whether a field passes under both ways of matching; a filter on which they differ is worth nothing."""
    full, prefix = (bool(match(pattern, field)) for match in (re.fullmatch, re.match))
    assert full == prefix, f"{pattern} on {field}: {full} when matched whole, {prefix} when matched from the start"
    return full


POLICY_LIKE = [
    "http://palace.example/privacy",
    "http://www.palace.example/about/Privacy-Policy.html",
    "https://privacy.palace.example/",
    "https://shop.palace.example/legal/privacy/",
    "http://palace.example/index.php?page=privacy",
]
NOT_POLICY_LIKE = ["http://palace.example/", "http://palace.example/rooms", "https://tours.palace.example/"]


@pytest.mark.parametrize("url", POLICY_LIKE)
def test_addresses_with_a_word_in_subdomain_path_or_arguments_pass(url):
    assert passes(urlkey_filter("privacy"), urlkey(url))


@pytest.mark.parametrize("url", NOT_POLICY_LIKE)
def test_addresses_without_any_word_do_not_pass(url):
    assert not passes(urlkey_filter("privacy", "legal"), urlkey(url))


def test_a_word_in_the_name_of_the_domain_itself_lets_nothing_pass():
    assert not passes(urlkey_filter("privacy", domain="privacy.example"), "example,privacy)/rooms")


def test_a_point_in_a_word_is_a_point():
    assert not passes(urlkey_filter("a.b"), "example,palace)/axb")


def test_a_domain_under_a_public_suffix_of_two_parts_is_reversed_whole():
    assert passes(urlkey_filter("privacy", domain="palace.co.uk"), "uk,co,palace)/privacy")


@pytest.mark.parametrize(
    "kind",
    ["text/html", "application/xhtml+xml", "application/pdf", "text/plain", "warc/revisit", "unk", "unknown", "-"],
)
def test_kinds_that_may_hold_a_policy_or_repeat_one_pass(kind):
    assert passes(KINDS.removeprefix("mimetype:"), kind)


@pytest.mark.parametrize("kind", ["image/png", "text/css", "application/javascript", "text/html5-not", "xtext/html"])
def test_kinds_that_hold_no_policy_do_not_pass(kind):
    assert not passes(KINDS.removeprefix("mimetype:"), kind)


def test_no_filter_is_set_on_the_status_because_that_loses_every_revisit():
    assert not any("statuscode" in one for one in asked_for(domain_question(), "filter"))


# ---- rows of the index


def test_a_row_becomes_a_capture():
    line = "example,palace)/privacy 20120301120000 http://www.palace.example/privacy text/html 200 ABC 1234\n"
    found = index(line).captures[0]
    columns = ("urlkey", "timestamp", "original_url", "mimetype", "status", "digest", "length")
    assert tuple(getattr(found, column) for column in columns) == (
        "example,palace)/privacy",
        AT,
        "http://www.palace.example/privacy",
        "text/html",
        200,
        "ABC",
        1234,
    )  # fmt: skip


def test_captures_come_in_the_order_of_the_rows():
    found = index(f"{row('20120101000000')}\n{row('20130101000000')}\n").captures
    assert [one.timestamp for one in found] == ["20120101000000", "20130101000000"]


def test_adjacent_identical_rows_are_one_capture():
    assert len(index(f"{row(AT)}\n{row(AT)}\n{row(AT)}\n").captures) == 1


def test_rows_that_differ_in_anything_are_captures_of_their_own():
    assert len(index(f"{row(AT, digest='A')}\n{row(AT, digest='B')}\n").captures) == 2


def test_a_dash_means_no_value():
    found = index("example,palace)/privacy 20120301120000 http://palace.example/privacy - - - -\n").captures[0]
    assert (found.mimetype, found.status, found.digest, found.length) == (None, None, None, None)


@pytest.mark.parametrize("word", ["unk", "unknown"])
def test_an_unknown_kind_is_no_kind(word):
    assert index(row(AT, mimetype=word)).captures[0].mimetype is None


def test_a_revisit_is_a_capture_with_the_digest_it_repeats_and_no_status():
    found = index(row(AT, mimetype="warc/revisit", status="-", digest="ABC")).captures[0]
    assert (found.status, found.digest) == (None, "ABC")


def test_columns_beyond_the_seventh_are_passed_over():
    assert len(index(f"{row(AT)} extra columns\n").captures) == 1


@pytest.mark.parametrize(
    ("written", "meant"), [("20120003112233", "20120311223300"), ("20120300112233", "20120311223300")]
)
def test_a_spurious_00_for_month_or_day_is_dropped(written, meant):
    assert index(row(written)).captures[0].captured_at == read_timestamp(meant)


def test_a_capture_with_a_mended_date_keeps_the_timestamp_it_must_be_asked_by():
    assert index(row("20120003112233")).captures[0].timestamp == "20120003112233"


@pytest.mark.parametrize("written", ["20121301000000", "20120000000000", "00000101000000"])
def test_a_row_whose_date_cannot_be_mended_spoils_no_other(written):
    assert [one.timestamp for one in index(f"{row(written)}\n{row(AT)}\n").captures] == [AT]


@given(st.text("0123456789", min_size=14, max_size=14))
def test_no_timestamp_of_fourteen_digits_is_a_trouble(written):
    assert len(index(f"{row(written)}\n{row(AT)}\n").captures) <= 2


@pytest.mark.parametrize(
    "original",
    [
        "http://mailto:someone@palace.example/",
        "mailto:someone@palace.example",
        "data:image/png;base64,iVBORw0KGgo=",
        "http:///privacy",
        "http://",
        "ftp://palace.example/privacy",
        "http://palace.example/" + "x" * 5000,
    ],
)  # fmt: skip
def test_a_row_that_is_no_address_of_a_page_is_left_out(original):
    assert index(f"example,palace)/ {AT} {original} text/html 200 D 1\n{row(AT)}\n").captures[0].original_url == PRIVACY


@pytest.mark.parametrize(
    "original",
    ["http://palace.example:80/privacy", "HTTP://PALACE.EXAMPLE/Privacy", "http://palace.example?a=@b", PRIVACY],
)
def test_odd_spellings_of_real_addresses_are_kept(original):
    assert index(f"example,palace)/ {AT} {original} text/html 200 D 1\n").captures[0].original_url == original


# ---- pages of an index answer


def test_an_answer_without_a_key_is_complete():
    page = index(f"{row(AT)}\n")
    assert (page.resume_key, page.complete) == (None, True)


@pytest.mark.parametrize("key", [JAVA_KEY, OPAQUE_KEY])
def test_what_stands_alone_behind_a_blank_line_is_the_key(key):
    page = index(f"{row(AT)}\n\n{key}\n")
    assert (len(page.captures), page.resume_key, page.complete) == (1, key, False)


def test_a_key_is_read_without_the_last_end_of_line_too():
    assert index(f"{row(AT)}\n\n{OPAQUE_KEY}").resume_key == OPAQUE_KEY


def test_an_empty_page_may_still_carry_a_key():
    page = index(f"\n{OPAQUE_KEY}\n")
    assert (page.captures, page.resume_key, page.complete) == ((), OPAQUE_KEY, False)


def test_a_trailing_empty_page_ends_the_paging():
    assert index("", question=page_question(resume_key=JAVA_KEY)).complete


def test_zero_bytes_with_200_mean_never_captured():
    page = index("")
    assert (page.captures, page.complete) == ((), True)


def test_a_gzip_stream_with_nothing_in_it_means_never_captured():
    page = index(gzip.compress(b""), content_encoding="gzip")
    assert (page.captures, page.complete, page.body) == ((), True, b"")


def test_a_gzip_answer_is_read_and_kept_decoded():
    sent = f"{row(AT)}\n".encode()
    page = index(gzip.compress(sent), content_encoding="gzip")
    assert (len(page.captures), page.body) == (1, sent)


def test_an_answer_that_ends_in_the_middle_is_not_taken_for_the_whole():
    rows = "".join(f"{row(f'2012{month:02}01000000', digest=f'D{month}')}\n" for month in range(1, 13))
    assert index_trouble(gzip.compress(rows.encode())[:-20], content_encoding="gzip").outcome is Outcome.ARCHIVE_DOWN


# ---- what the index says when it lists nothing


def test_a_blocked_domain_is_told_by_the_text_of_the_403():
    trouble = index_trouble(BLOCK_V1, 403)
    assert isinstance(trouble, Skip)
    assert trouble.outcome is Outcome.BLOCKED


def test_a_blocked_domain_is_told_by_the_header_of_an_empty_403():
    trouble = index_trouble("", 403, X_Archive_Wayback_Runtime_Error="AdministrativeAccessControlException: Blocked")
    assert trouble.outcome is Outcome.BLOCKED


def test_robots_are_another_reason_than_the_owners_wish():
    text = "org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots\n"
    assert index_trouble(text, 403).outcome is Outcome.ROBOTS


def test_the_meta_tag_for_robots_on_a_page_of_the_archive_is_not_robots_txt():
    page = '<html><head><meta name="robots" content="noindex"></head><body>Forbidden</body></html>'
    assert index_trouble(page, 403, content_type="text/html").outcome is Outcome.BLOCKED


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        (BLOCK_V1, Outcome.BLOCKED),
        ("org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots\n", Outcome.ROBOTS),
    ],
)
def test_older_servers_refuse_with_200(line, outcome):
    assert index_trouble(line).outcome is outcome


OFFLINE = "<!DOCTYPE html><html><body>Internet Archive services are temporarily offline</body></html>"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", OFFLINE),
        ("text/plain", OFFLINE),
        ("text/html", "\n<html><body>one line behind a blank one, where a key would stand</body></html>\n"),
        ("text/html", "\n\n<html>\n<body>Offline</body>\n</html>\n"),
        ("text/plain", "\n\n<html>\n<body>Offline</body>\n</html>\n"),
        ("text/html", "<html><title>Request Blocked by your proxy</title></html>"),
        ("text/html", ""),
    ],
)
def test_a_page_with_200_is_a_fault_and_never_no_captures(kind, body):
    trouble = index_trouble(body, content_type=kind)
    assert isinstance(trouble, Wait)
    assert trouble.outcome is Outcome.ARCHIVE_DOWN


def test_a_timeout_in_a_line_of_text_with_200_is_a_fault():
    trouble = index_trouble("java.net.SocketTimeoutException: Read timed out\n")
    assert isinstance(trouble, Wait)
    assert trouble.outcome is Outcome.ARCHIVE_DOWN


def test_a_fault_behind_good_rows_spoils_them():
    assert index_trouble(f"{row(AT)}\njava.net.SocketTimeoutException\n").outcome is Outcome.ARCHIVE_DOWN


def test_a_504_says_that_the_question_is_too_large():
    assert index_trouble("<html>Gateway Time-out</html>", 504).outcome is Outcome.CUT_SHORT


@pytest.mark.parametrize("status", [400, 404, 410, 500, 502, 503, 520])
def test_any_other_status_is_a_fault_of_the_archive_that_may_go_away(status):
    trouble = index_trouble("<html>…</html>", status)
    assert isinstance(trouble, Wait)
    assert trouble.outcome is Outcome.ARCHIVE_DOWN


def test_a_429_without_a_time_says_only_to_slow_down():
    trouble = index_trouble("Too Many Requests", 429)
    assert isinstance(trouble, Wait)
    assert (trouble.outcome, trouble.after) == (Outcome.RATE_LIMITED, None)


def test_a_429_may_say_how_long_to_wait():
    assert index_trouble("Too Many Requests", 429, Retry_After="30").after == 30


@pytest.mark.parametrize(
    ("date", "seconds"),
    [("Wed, 21 Oct 2026 07:26:30 GMT", 90), ("Wed, 21 Oct 2026 08:00:00 GMT", 0), ("today", None), ("", None)],
)
def test_a_429_that_names_a_date_says_how_long_to_wait_by_the_date_of_the_answer(date, seconds):
    assert index_trouble("", 429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT", date=date).after == seconds


def test_an_answer_larger_than_can_be_read_leads_to_narrower_questions():
    bomb = gzip.compress(b"\0" * (21 * 1024 * 1024))
    assert index_trouble(bomb, content_encoding="gzip").outcome is Outcome.CUT_SHORT


# ---- replay: the address


def test_bytes_are_asked_for_as_archived():
    assert ARCHIVE.replay_address(PRIVACY, AT) == f"{WAYBACK}/web/{AT}id_/{PRIVACY}"


def test_a_fragment_is_not_sent():
    assert ARCHIVE.replay_address(f"{PRIVACY}#cookies", AT).endswith("/privacy")


def test_arguments_are_sent_as_they_are():
    assert ARCHIVE.replay_address("http://palace.example/p?a=1&b=%20", AT).endswith("/p?a=1&b=%20")


# ---- replay: who speaks (the decision table)


@pytest.mark.parametrize("status", [200, 206, 404, 403, 410, 429, 500, 503, 504])
def test_with_a_memento_datetime_the_archived_site_speaks_whatever_the_status(status):
    assert replay(memento(AT, status=status)) == Replayed(status, read_timestamp(AT), PRIVACY, None)


def test_an_archived_503_that_once_asked_to_wait_asks_us_for_nothing():
    assert isinstance(replay(memento(AT, status=503, X_Archive_Orig_Retry_After="3600")), Replayed)


def test_an_archived_redirect_leads_on():
    heard = replay(memento(AT, status=301, location=f"{WAYBACK}/web/{AT}id_/http://palace.example/legal"))
    assert heard == Replayed(301, read_timestamp(AT), PRIVACY, "http://palace.example/legal")


def test_a_redirect_of_the_archive_leads_to_its_nearest_capture():
    given = answer(
        status=302,
        location=f"{WAYBACK}/web/20120303090125id_/https://www.palace.example/privacy",
        x_archive_redirect_reason="found capture at 20120303090125",
    )
    assert replay(given) == Elsewhere("20120303090125", "https://www.palace.example/privacy")


@pytest.mark.parametrize("location", ["https://web.archive.org/", f"{WAYBACK}/?z=1", "https://archive.org/donate", ""])
def test_a_redirect_of_the_archive_to_no_capture_is_a_fault(location):
    trouble = replay_trouble(answer(status=302, location=location))
    assert isinstance(trouble, Wait)
    assert trouble.outcome is Outcome.ARCHIVE_DOWN


def test_a_redirect_of_the_archive_without_a_location_is_a_fault():
    assert replay_trouble(answer(status=302)).outcome is Outcome.ARCHIVE_DOWN


VIEW_MODE = """<html><body><h1>Loading...</h1><p>Got an HTTP 302 response at crawl time</p>
<p class="code">Redirecting to...</p>
<p class="impatient"><a href="/web/20120301120000/http://palace.example/legal?a=1&amp;b=2">Impatient?</a></p></body>"""


def test_the_page_that_announces_an_archived_redirect_is_that_redirect():
    heard = replay(answer(VIEW_MODE, content_type="text/html"))
    assert heard == Replayed(302, read_timestamp(AT), PRIVACY, "http://palace.example/legal?a=1&b=2")


def test_an_exclusion_has_been_a_page_with_200():
    page = "<html><body><h2>Sorry.</h2><p>This URL has been excluded from the Wayback Machine.</p></body></html>"
    trouble = replay_trouble(answer(page, content_type="text/html"))
    assert isinstance(trouble, Skip)
    assert trouble.outcome is Outcome.BLOCKED


def test_a_page_about_robots_txt_says_that_it_is_withheld():
    page = "<html><p>Page cannot be displayed due to robots.txt.</p></html>"
    assert replay_trouble(answer(page, content_type="text/html")).outcome is Outcome.ROBOTS


@pytest.mark.parametrize("page", ["Internet Archive services are temporarily offline", "", "<html>hello</html>"])
def test_any_other_page_of_the_archive_with_200_is_a_fault_and_never_content(page):
    trouble = replay_trouble(answer(page, content_type="text/html"))
    assert isinstance(trouble, Wait)
    assert trouble.outcome is Outcome.ARCHIVE_DOWN


@pytest.mark.parametrize("status", [403, 451])
def test_403_and_451_say_excluded(status):
    trouble = replay_trouble(answer("", status))
    assert isinstance(trouble, Skip)
    assert trouble.outcome is Outcome.BLOCKED


def test_a_404_that_says_so_means_never_archived():
    page = "<html><p>Hrm.</p><p>The Wayback Machine has not archived that URL.</p></html>"
    trouble = replay_trouble(answer(gzip.compress(page.encode()), 404, content_encoding="gzip"))
    assert isinstance(trouble, Skip)
    assert trouble.outcome is Outcome.NO_CAPTURE


def test_any_other_404_means_not_playable():
    trouble = replay_trouble(answer("<html>not here</html>", 404))
    assert isinstance(trouble, Skip)
    assert trouble.outcome is Outcome.UNPLAYABLE


def test_a_429_without_a_memento_datetime_is_ours():
    trouble = replay_trouble(answer("", 429, retry_after="61"))
    assert isinstance(trouble, Wait)
    assert (trouble.outcome, trouble.after) == (Outcome.RATE_LIMITED, 61)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
def test_faults_without_a_memento_datetime_are_the_archives(status):
    trouble = replay_trouble(answer("", status))
    assert isinstance(trouble, Wait)
    assert trouble.outcome is Outcome.ARCHIVE_DOWN


# ---- whatever comes


@given(
    st.sampled_from([200, 301, 302, 304, 404, 429, 503]),
    st.booleans(),
    st.text() | st.sampled_from(["http://[::1", "//[", "http://x:99999999/", "/web/2012id_/http://[", "javascript:0"]),
)
def test_no_location_whatever_is_more_than_an_expected_trouble(status, archived, location):
    given = memento(AT, status=status, location=location) if archived else answer("", status, location=location)
    try:
        heard = replay(given)
    except (Wait, Skip):
        return
    assert isinstance(heard, Replayed | Elsewhere)


@given(st.binary() | st.text().map(str.encode))
def test_no_index_answer_whatever_is_more_than_an_expected_trouble(body):
    try:
        index(body)
    except (Wait, Skip):
        return
