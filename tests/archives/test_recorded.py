"""Every recorded answer of the Wayback Machine is read to the right outcome. The recordings stand beside the
repository; where they do not, these tests are skipped. A recording for which nothing is expected here fails."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.archives.answers import Answer, Elsewhere, Replayed
from crawler.archives.wayback import Wayback
from crawler.asks import AskCapture, check_served, next_hop
from crawler.errors import Skip, Trouble
from crawler.intervals import Interval
from crawler.moments import read_timestamp
from crawler.outcomes import Outcome
from crawler.timelines import Capture
from crawler.urlkeys import same_address, urlkey
from tests.examples import WAYBACK, moment, page_question

RECORDED = Path(__file__).parents[3] / "shared" / "recorded" / "wayback"
if not RECORDED.is_dir():
    pytest.skip(f"there are no recorded answers at {RECORDED}", allow_module_level=True)

ARCHIVE = Wayback(WAYBACK)
REPLAY = re.compile(r"https://web\.archive\.org/web/(\d{14})(?:id_)?/(.+)")

# What each recorded replay says. `to X` is the archive pointing elsewhere, `301 to X` an archived redirect.
REPLAYS = {
    "get_memento": ["200"],
    "get_memento_follow_redirects_does_not_follow_historical_redirects": [
        "to 20200201023757 https://www.epa.gov/climatechange",
        "301 to https://www.epa.gov/sites/production/files/signpost/cc.html",
    ],
    "get_memento_follows_historical_redirects": [
        "to 20200201023757 https://www.epa.gov/climatechange",
        "301 to https://www.epa.gov/sites/production/files/signpost/cc.html",
        "to 20200201024405 https://www.epa.gov/sites/production/files/signpost/cc.html",
        "200",
    ],
    "get_memento_raises_blocked_error": ["blocked"],
    "get_memento_raises_for_mementos_that_redirect_in_a_loop": [
        "303 to https://idp.springer.com/authorize?response_type=cookie&client_id=springerlink&redirect_uri="
        "https://link.springer.com/article/10.1007/s00382-012-1331-2",
        "to 20200925075411 https://idp.springer.com/authorize?response_type=cookie&client_id=springerlink&redirect_uri="
        "https://link.springer.com/article/10.1007/s00382-012-1331-2",
        "302 to https://link.springer.com/article/10.1007/s00382-012-1331-2",
        "to 20200925075402 https://link.springer.com/article/10.1007/s00382-012-1331-2",
    ],
    "get_memento_raises_no_memento_error": ["no-capture"],
    "get_memento_raises_when_memento_is_outside_target_window": ["to 20171124151315 https://www.fws.gov/birds/"],
    "get_memento_returns_memento_with_accurate_url": ["200"],
    "get_memento_should_fail_for_non_playbackable_mementos": ["to 20150503090125 http://www.fws.gov/birds/"],
    "get_memento_target_window": ["to 20171124151315 https://www.fws.gov/birds/", "200"],
    "get_memento_with_mode": ["200", "200"],
    "get_memento_with_path_based_redirects": [
        "301 to https://www.whitehouse.gov/ostp/about/student/faqs",
        "to 20201027220743 https://www.whitehouse.gov/ostp/about/student/faqs",
        "404",
    ],
    "get_memento_with_redirect_in_view_mode": [
        "301 to https://www.whitehouse.gov/ostp/about/student/faqs",
        "to 20201027220743 https://www.whitehouse.gov/ostp/about/student/faqs",
        "404",
    ],
    "get_memento_with_redirects": [
        "301 to https://www.epa.gov/ghgreporting/"
        "proposed-rule-fact-sheet-greenhouse-gas-reporting-program-addition-global-warming",
        "to 20180808104500 https://www.epa.gov/ghgreporting/"
        "proposed-rule-fact-sheet-greenhouse-gas-reporting-program-addition-global-warming",
        "200",
    ],
    "get_memento_with_schemeless_redirects": [
        "301 to https://www.census.gov/geo/gssi/",
        "to 20201102233026 https://www.census.gov/geo/gssi/",
        "404",
    ],
    "get_memento_works_on_archived_rate_limit_responses": ["429"],
}

# How many captures each recorded index answer lists (adjacent repeats are one), and whether more is to come.
INDEXES = {
    "search": ["1 whole"],
    "search_does_not_repeat_results": ["15 whole"],
    "search_multipage": [
        "7 more", "7 more", "7 more", "7 more", "7 more", "7 more", "8 more", "6 more",
        "6 more", "6 more", "7 more", "7 more", "7 more", "7 more", "0 whole",
    ],
    "search_raises_for_blocked_urls": ["blocked"],
    "search_with_date": ["997 more", "994 more", "243 whole"],
    "search_with_filter": ["10 more", "10 more"],
    "search_with_filter_list": ["10 more", "6 whole"],
    "search_with_filter_tuple": ["6 whole"],
    "search_with_timezone": ["484 more", "485 more"],
}  # fmt: skip

LOOSE = {"bad_timestamp_cdx.txt": 5, "malformed_cdx.txt": 2, "zero_length_cdx.txt": 5}
NO_INDEX = {"fws-gov-birds.txt"}  # the body of a capture

# How following each recorded redirect to its end goes, one entry an answer, in a window of so many days.
ONE_DAY = [
    ("get_memento_follow_redirects_does_not_follow_historical_redirects", ["unplayable"]),
    ("get_memento_follows_historical_redirects", ["unplayable"]),
    ("get_memento_raises_for_mementos_that_redirect_in_a_loop", ["on", "on", "on", "on", "redirect-loop"]),
    ("get_memento_raises_when_memento_is_outside_target_window", ["unplayable"]),
    ("get_memento_should_fail_for_non_playbackable_mementos", ["unplayable"]),
    ("get_memento_returns_memento_with_accurate_url", ["200"]),
    ("get_memento_with_path_based_redirects", ["on", "on", "404"]),
    ("get_memento_with_redirect_in_view_mode", ["on", "on", "404"]),
    ("get_memento_with_redirects", ["on", "on", "200"]),
    ("get_memento_with_schemeless_redirects", ["on", "on", "404"]),
    ("get_memento_works_on_archived_rate_limit_responses", ["429"]),
]


def recording(file):
    """An answer as it was recorded, and the address that was asked."""
    told = json.loads(file.read_text())
    headers = tuple((name, value) for name, values in told["headers"].items() for value in values)
    return Answer(told["url"], told["status"]["code"], headers, file.with_suffix(".body").read_bytes())


def recordings(folder):
    return [recording(file) for file in sorted((RECORDED / folder).glob("*.json"))]


def folders(begin):
    return sorted(path.name for path in RECORDED.iterdir() if path.is_dir() and path.name.startswith(begin))


def say(read, *arguments):
    """What reading an answer comes to, in a word or two."""
    try:
        heard = read(*arguments)
    except Trouble as trouble:
        return trouble.outcome.value
    if isinstance(heard, Elsewhere):
        return f"to {heard.timestamp} {heard.url}"
    if isinstance(heard, Replayed):
        return f"{heard.status} to {heard.leads_to}" if heard.leads_to else str(heard.status)
    assert heard.complete is (heard.resume_key is None)
    return f"{len(heard.captures)} {'whole' if heard.complete else 'more'}"


def asked_of_replay(answer):
    match = REPLAY.match(answer.url)
    assert match is not None, answer.url
    return match[2], match[1]


def replayed(answer):
    url, timestamp = asked_of_replay(answer)
    return ARCHIVE.read_replay(url, timestamp, answer)


def indexed(answer):
    return ARCHIVE.read_index(page_question(parse_qs(urlsplit(answer.url).query)["url"][0]), answer)


# ---- every folder


@pytest.mark.parametrize("folder", folders("get"))
def test_a_recorded_replay_is_read_to_its_outcome(folder):
    assert folder in REPLAYS, f"{folder} is new: say above what its answers mean"
    assert [say(replayed, answer) for answer in recordings(folder)] == REPLAYS[folder]


@pytest.mark.parametrize("folder", folders("search"))
def test_a_recorded_index_answer_is_read_to_its_outcome(folder):
    assert folder in INDEXES, f"{folder} is new: say above what its answers mean"
    assert [say(indexed, answer) for answer in recordings(folder)] == INDEXES[folder]


def test_every_recorded_folder_is_a_replay_or_an_index_answer():
    assert set(folders("")) == set(folders("get")) | set(folders("search"))


@pytest.mark.parametrize("folder", folders(""))
def test_nothing_is_expected_of_a_recording_that_is_not_there(folder):
    assert len(recordings(folder)) == len(list((RECORDED / folder).glob("*.body"))) > 0


@pytest.mark.parametrize("file", sorted(path.name for path in RECORDED.glob("*.txt")))
def test_a_recorded_loose_index_file_is_read_without_its_junk(file):
    if file in NO_INDEX:
        assert say(indexed, loose(file)) == "archive-down"
    else:
        assert file in LOOSE, f"{file} is new: say above how many captures it lists"
        assert say(indexed, loose(file)) == f"{LOOSE[file]} whole"


def loose(file):
    body = (RECORDED / file).read_bytes()
    return Answer(f"{WAYBACK}/cdx/search/cdx?url=x.example", 200, (("Content-Type", "text/plain"),), body)


# ---- what the recordings are known for


def test_the_recorded_impossible_dates_are_mended_as_their_own_archive_reads_them():
    found = indexed(loose("bad_timestamp_cdx.txt")).captures
    assert {one.timestamp: one.captured_at for one in found[3:]} == {
        "20000012170449": read_timestamp("20001217044900"),
        "20000800241623": read_timestamp("20000824162300"),
    }


def test_the_recorded_row_without_a_length_has_none():
    assert [one.length for one in indexed(loose("zero_length_cdx.txt")).captures][-1] is None


def test_the_recorded_pages_of_one_question_are_the_timeline_without_a_gap():
    pages = [indexed(answer) for answer in recordings("search_multipage")]
    moments = [capture.captured_at for page in pages for capture in page.captures]
    assert moments == sorted(moments)


@pytest.mark.parametrize("number", range(14))
def test_the_recorded_key_is_sent_back_as_the_recorded_next_question_sent_it(number):
    answers = recordings("search_multipage")
    question = page_question("cnn.com", resume_key=indexed(answers[number]).resume_key)
    sent = ARCHIVE.index_address(question).rsplit("&resumeKey=", 1)[1]
    assert sent == answers[number + 1].url.rsplit("&resumeKey=", 1)[1]


@pytest.mark.parametrize("folder", [folder for folder in folders("search") if "blocked" not in folder])
def test_our_keys_are_those_of_the_recorded_rows(folder):
    rows = [capture for answer in recordings(folder) for capture in indexed(answer).captures]
    assert [urlkey(row.original_url) for row in rows] == [row.urlkey for row in rows]


@pytest.mark.parametrize("file", LOOSE)
def test_our_keys_are_those_of_the_recorded_loose_rows(file):
    rows = indexed(loose(file)).captures
    assert [urlkey(row.original_url) for row in rows] == [row.urlkey for row in rows]


def test_the_recorded_address_served_is_not_the_one_asked_for():
    answer = recordings("get_memento_returns_memento_with_accurate_url")[0]
    asked, _ = asked_of_replay(answer)
    heard = replayed(answer)
    assert (asked, heard.url, same_address(asked, heard.url)) == ("http://fws.gov/", "https://www.fws.gov/", True)


# ---- chains, followed as a visit follows them


def follow(folder, window):
    """What each answer of a recording comes to, for a capture that was listed at its first address."""
    told = {asked_of_replay(answer): answer for answer in recordings(folder)}
    url, timestamp = next(iter(told))
    capture = Capture(urlkey(url), timestamp, read_timestamp(timestamp), url, None, None, None, None)
    ask = AskCapture(capture.urlkey, capture, window, url, timestamp)
    while True:
        try:
            heard = check_served(ask, replayed(told[ask.url, ask.timestamp]))
            if isinstance(heard, Replayed) and heard.leads_to is None:
                yield str(heard.status)
                return
            ask = next_hop(ask, heard)
        except Skip as skip:
            yield skip.outcome.value
            return
        yield "on"


@pytest.mark.parametrize(("folder", "outcomes"), ONE_DAY)
def test_a_recorded_chain_is_followed_to_its_end(folder, outcomes):
    assert list(follow(folder, Interval(moment(2000), moment(2030), "any time"))) == outcomes


def test_a_recorded_redirect_that_leads_out_of_the_window_is_not_followed():
    chain = "get_memento_with_redirects"
    window = Interval(read_timestamp("20180808094100"), read_timestamp("20180808094200"), "one minute")
    assert list(follow(chain, window)) == ["on", Outcome.OUT_OF_WINDOW.value]
