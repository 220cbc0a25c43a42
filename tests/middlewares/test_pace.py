"""When a request may go: within what the archive allows to all processes of this machine together. No second is waited
for: the clock is a number, and sleeping moves it on."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadTimeoutError, NotConfigured

from crawler.errors import Fault, Wait, WrongCommand
from crawler.middlewares.clock import SteadyClock
from crawler.middlewares.pace import AllowanceBook, LeftAlone, Pace, book_path, pauses_of, say_left_alone, speeds_of
from crawler.outcomes import Outcome
from crawler.pacing import LONGEST_PAUSE, Kind
from tests.middlewares.crawlers import crawler, request, response, run

NOW = 1_000_000.0
ROOT = Path(__file__).parents[2]


class Clock:
    """A clock that stands still except where somebody sleeps."""

    def __init__(self):
        self.now = NOW
        self.meanwhile = []  # what happens while somebody sleeps

    def time(self):
        return self.now

    async def sleep(self, seconds):
        assert seconds > 0
        while self.meanwhile:
            self.meanwhile.pop()()
        self.now += seconds


@pytest.fixture(autouse=True)
def state_folder(tmp_path, monkeypatch):
    """Where this user's state is kept, for one test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def clock():
    return Clock()


def pace(clock, **settings):
    return Pace(crawler(**settings), clock.time, clock.sleep)


def ask(middleware, kind=Kind.REPLAY):
    """Asks; the seconds it took until the request might go."""
    before = middleware.clock()
    run(middleware.process_request(request(kind=kind)))
    return middleware.clock() - before


def hear(middleware, heard=None, kind=Kind.REPLAY):
    asked = request(kind=kind, heard=heard)
    return run(middleware.process_response(asked, response(asked)))


def too_many(after=None):
    return Wait(Outcome.RATE_LIMITED, "429", after)


def fail(middleware, exception):
    return run(middleware.process_exception(request(), exception))


# ---- speeds


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://localhost:8080/coll", "http://[::1]:8080"])
def test_an_archive_on_loopback_is_not_paced(url):
    assert speeds_of(crawler(ARCHIVE_URL=url).settings) is None


def test_where_nothing_is_paced_there_is_no_middleware(clock):
    with pytest.raises(NotConfigured):
        pace(clock, ARCHIVE_URL="http://127.0.0.1:8080")


def test_an_archive_on_loopback_is_paced_where_a_pace_is_set():
    speeds = speeds_of(crawler(ARCHIVE_URL="http://127.0.0.1:8080", REPLAY_PER_SECOND="4").settings)
    assert speeds == {Kind.INDEX: 24 / 60, Kind.REPLAY: 4.0}


def test_a_real_archive_is_paced_whatever_is_set():
    assert speeds_of(crawler().settings) == {Kind.INDEX: 24 / 60, Kind.REPLAY: 8.0}


@pytest.mark.parametrize("given", ["fast", "0", "-1", "inf", "nan"])
@pytest.mark.parametrize("name", ["INDEX_PER_MINUTE", "REPLAY_PER_SECOND"])
def test_a_pace_that_is_none_is_refused_by_the_name_of_its_setting(name, given):
    with pytest.raises(WrongCommand, match=f"{name} is '{given}'; expected a number greater than 0"):
        speeds_of(crawler(**{name: given}).settings)


# ---- waiting


def test_the_first_request_goes_at_once(clock):
    assert ask(pace(clock)) == 0


def test_the_next_one_waits_its_turn(clock):
    middleware = pace(clock, REPLAY_PER_SECOND="4")
    assert [ask(middleware), ask(middleware), ask(middleware)] == [0, 0.25, 0.25]


def test_kinds_of_calls_wait_for_their_own_turns(clock):
    middleware = pace(clock)
    assert [ask(middleware), ask(middleware, Kind.INDEX)] == [0, 0]


def test_a_request_that_is_not_for_the_archive_waits_for_nothing(clock):
    middleware = pace(clock)
    ask(middleware)
    nowhere = request("data:,")
    nowhere.meta.clear()
    run(middleware.process_request(nowhere))
    assert clock.now == NOW


# ---- refusals


def test_a_429_pauses_its_kind_for_a_minute(clock):
    middleware = pace(clock)
    hear(middleware, too_many())
    assert [ask(middleware), ask(middleware, Kind.INDEX)] == [60, 0]


def test_a_429_pauses_as_long_as_the_archive_asks_for(clock):
    middleware = pace(clock)
    hear(middleware, too_many(300))
    assert ask(middleware) == 300


def test_a_request_that_waited_its_turn_while_a_429_came_waits_for_the_pause_too(clock):
    middleware = pace(clock, REPLAY_PER_SECOND="4")
    ask(middleware)
    clock.meanwhile.append(lambda: middleware.book.note(Kind.REPLAY, NOW, lambda one: type(one)(paused_until=NOW + 60)))
    ask(middleware)
    assert clock.now == NOW + 60


def test_other_faults_of_the_archive_pause_nothing(clock):
    middleware = pace(clock)
    hear(middleware, Wait(Outcome.ARCHIVE_DOWN, "503"))
    assert ask(middleware) == 0


def test_an_answer_goes_on_as_it_came(clock):
    assert hear(pace(clock), too_many()).status == 200


def test_a_refused_connection_stops_everything_for_a_while(clock):
    middleware = pace(clock)
    fail(middleware, DownloadConnectionRefusedError())
    assert (ask(middleware), ask(middleware, Kind.INDEX)) == (65, 0)  # one waited for both


def test_connections_that_were_refused_together_are_one_refusal(clock):
    middleware = pace(clock)
    for _ in range(6):
        fail(middleware, DownloadConnectionRefusedError())
    assert ask(middleware) == 65


@pytest.mark.parametrize(("times", "seconds"), [(1, 65), (2, 600), (3, 3600), (4, 7200), (5, 14_400)])
def test_each_refusal_in_a_row_is_waited_for_longer(clock, times, seconds):
    middleware = pace(clock)
    for _ in range(times):
        fail(middleware, DownloadConnectionRefusedError())
        waited = ask(middleware)
    assert waited == seconds


def test_an_answer_ends_the_row(clock):
    middleware = pace(clock)
    fail(middleware, DownloadConnectionRefusedError())
    ask(middleware)
    hear(middleware)
    fail(middleware, DownloadConnectionRefusedError())
    assert ask(middleware) == 65


def test_a_timeout_is_no_refusal(clock):
    middleware = pace(clock)
    fail(middleware, DownloadTimeoutError())
    assert ask(middleware) == 0


# ---- the book


def test_two_processes_of_one_machine_share_one_allowance(clock):
    one, other = pace(clock, REPLAY_PER_SECOND="4"), pace(clock, REPLAY_PER_SECOND="4")
    assert [ask(one), ask(other), ask(one)] == [0, 0.25, 0.25]


def test_two_books_on_one_path_give_out_one_turn_each(tmp_path):
    one, other = AllowanceBook(tmp_path / "book"), AllowanceBook(tmp_path / "book")
    turns = [book.reserve(Kind.INDEX, NOW, 0.5) for book in (one, other, one, other)]
    assert turns == [NOW, NOW + 2, NOW + 4, NOW + 6]


TAKE_TURNS = """
import sys
from pathlib import Path
from crawler.middlewares.clock import SteadyClock
from crawler.middlewares.pace import AllowanceBook
from crawler.pacing import Kind
book = AllowanceBook(Path(sys.argv[1]))
print(*(book.reserve(Kind.REPLAY, 0, 1) for _ in range(200)))
"""


def test_two_processes_that_take_turns_at_the_same_time_never_take_the_same(tmp_path):
    command = [sys.executable, "-c", TAKE_TURNS, str(tmp_path / "book")]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)]
    turns = [float(turn) for process in processes for turn in process.communicate(timeout=60)[0].split()]
    assert sorted(turns) == [float(number) for number in range(400)]


def test_a_refusal_one_process_met_stops_the_other(clock):
    one, other = pace(clock), pace(clock)
    fail(one, DownloadConnectionRefusedError())
    assert ask(other) == 65


def test_a_pause_outlives_the_process_that_met_it(clock):
    hear(pace(clock), too_many(300))
    assert ask(pace(clock)) == 300


def test_the_row_of_refusals_outlives_the_process_that_met_them(clock):
    fail(pace(clock), DownloadConnectionRefusedError())
    clock.now += 65
    fail(pace(clock), DownloadConnectionRefusedError())
    assert ask(pace(clock)) == 600


def test_every_archive_has_a_book_of_its_own(clock):
    hear(pace(clock), too_many())
    assert ask(pace(clock, ARCHIVE_URL="https://archive.palace.example/web")) == 0


def test_collections_of_one_host_share_its_book():
    assert book_path("https://archive.palace.example/one") == book_path("https://archive.palace.example/two")


def test_each_address_that_a_machine_asks_from_has_a_pace_of_its_own() -> None:
    addresses = (None, "203.0.113.7", "203.0.113.8", "2001:db8::7")
    assert len({book_path("https://archive.palace.example", address) for address in addresses}) == 4


def test_the_pace_of_an_address_is_that_of_its_requests(state_folder: Path) -> None:
    paces = [Pace(crawler(DOWNLOAD_BIND_ADDRESS=address)) for address in ("203.0.113.7", "203.0.113.7", None)]
    at = [pace.book.reserve(Kind.INDEX, 100.0, 0.5) for pace in paces]
    assert at == [100.0, 102.0, 100.0]


def test_the_book_stands_in_the_state_folder_of_the_user(state_folder):
    assert state_folder in book_path("https://archive.palace.example").parents


@pytest.mark.parametrize("written", ["", '{"index": {"next', "not a book"])
def test_a_book_that_was_being_written_when_the_machine_stopped_begins_anew(tmp_path, written):
    (tmp_path / "book").write_text(written)
    assert AllowanceBook(tmp_path / "book").reserve(Kind.INDEX, NOW, 1) == NOW


@pytest.mark.parametrize(
    "one",
    ['{"next_at": 1, "lanes": 3}', '{"speed": 0}', '{"speed": "fast"}', '{"paused_until": NaN}', "[1, 2]", "7"],
)
def test_what_a_book_holds_that_is_no_allowance_is_passed_over(tmp_path, one):
    (tmp_path / "book").write_text(f'{{"index": {one}}}')
    assert AllowanceBook(tmp_path / "book").reserve(Kind.INDEX, NOW, 1) == NOW


@pytest.mark.parametrize(
    "written",
    ['{"at": 1}', '{"at": "noon", "boot": "b", "wall": 1}', '{"at": 1, "wall": null}', '{"refusals": "many"}', "[1]"],
)
def test_a_book_that_says_nonsense_of_its_own_time_begins_anew(tmp_path, written):
    (tmp_path / "book").write_text(written)
    book = AllowanceBook(tmp_path / "book")
    assert (book.refused(NOW), book.read(NOW)[Kind.INDEX].paused_until > NOW) == (True, True)


def test_what_is_written_over_a_longer_text_is_whole(tmp_path):
    book = AllowanceBook(tmp_path / "book")
    book.note(Kind.INDEX, NOW, lambda one: type(one)(next_at=123456.123456789, paused_until=123456.123456789))
    book.note(Kind.INDEX, NOW, lambda one: type(one)())
    assert json.loads((tmp_path / "book").read_text())["index"]["next_at"] == 0


def test_a_book_that_cannot_be_written_stops_the_run_and_says_where_it_is(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Fault, match="the pace is kept there and it cannot be written"):
        AllowanceBook(tmp_path / "file" / "book")


# ---- what is said of it


def test_what_is_waited_for_is_said(clock):
    hear(pace(clock), too_many())
    assert pauses_of(crawler().settings, clock.now).startswith("replay calls until ")


def test_nothing_is_said_where_nothing_is_waited_for(clock):
    pace(clock)
    assert pauses_of(crawler().settings, clock.now) == ""


def test_nothing_is_said_where_nothing_is_paced():
    assert pauses_of(crawler(ARCHIVE_URL="http://127.0.0.1:1").settings, NOW) == ""


# ---- how long a run waits


def refuse(middleware, times):
    for _ in range(times):
        fail(middleware, DownloadConnectionRefusedError())
        middleware.clock.__self__.now += 86_400  # whatever the pause was, it is over


def test_a_run_waits_for_sixteen_hours(clock):
    middleware = pace(clock)
    refuse(middleware, 6)
    fail(middleware, DownloadConnectionRefusedError())
    assert ask(middleware) == 57_600


def test_a_run_does_not_wait_for_a_day(clock):
    middleware = pace(clock)
    refuse(middleware, 7)
    fail(middleware, DownloadConnectionRefusedError())
    with pytest.raises(LeftAlone, match="the archive is left alone until "):
        ask(middleware)


def test_the_next_run_waits_for_what_is_left_of_a_pause(clock):
    middleware = pace(clock)
    refuse(middleware, 7)
    fail(middleware, DownloadConnectionRefusedError())
    clock.now += 80_000
    assert ask(pace(clock)) == 6_400


def test_nothing_is_waited_for_beyond_the_time_that_the_run_was_given(clock):
    middleware = pace(clock)
    middleware.crawler.spider = SimpleNamespace(seconds_left=30.0)
    fail(middleware, DownloadConnectionRefusedError())
    with pytest.raises(LeftAlone):
        ask(middleware)


def test_it_is_said_until_when_the_archive_is_left_alone(clock):
    fail(pace(clock), DownloadConnectionRefusedError())
    assert say_left_alone(crawler().settings, clock.now)


def test_a_429_leaves_no_archive_alone(clock):
    hear(pace(clock), too_many())
    assert say_left_alone(crawler().settings, clock.now) == ""


# ---- an archive that answers with faults


@pytest.mark.parametrize("outcome", [Outcome.ARCHIVE_DOWN, Outcome.CUT_SHORT])
def test_a_fault_of_the_archive_does_not_end_a_row_of_refusals(clock, outcome):
    middleware = pace(clock)
    fail(middleware, DownloadConnectionRefusedError())
    ask(middleware)
    hear(middleware, Wait(outcome, "503"))
    fail(middleware, DownloadConnectionRefusedError())
    assert ask(middleware) == 600


def test_an_archive_that_answers_nothing_can_be_left_alone_as_one_that_refuses(clock):
    middleware = pace(clock)
    middleware.leave_alone("does not answer")
    assert ask(middleware) == 65


# ---- clocks and restarts


def book(path, wall, boot="one"):
    return AllowanceBook(path, lambda: wall, boot)


def pause(kept, now, seconds=600):
    kept.note(Kind.REPLAY, now, lambda one: replace(one, paused_until=now + seconds))


def left(kept, now):
    return kept.read(now)[Kind.REPLAY].paused_until - now


@pytest.mark.parametrize("set_to", [0.0, 5e8, 5e9])
def test_a_clock_on_the_wall_that_is_set_changes_no_pause(tmp_path, set_to):
    pause(book(tmp_path / "book", 1e9), NOW)
    assert left(book(tmp_path / "book", set_to), NOW + 100) == 500


def test_after_a_restart_of_the_machine_a_pause_lasts_as_long_as_it_would_have(tmp_path):
    pause(book(tmp_path / "book", 1e9), NOW)
    assert left(book(tmp_path / "book", 1e9 + 100, "two"), 7.0) == 500


def test_a_pause_that_ended_while_the_machine_was_off_is_over(tmp_path):
    pause(book(tmp_path / "book", 1e9), NOW)
    assert left(book(tmp_path / "book", 1e9 + 86_400, "two"), 7.0) < 0


def test_a_clock_that_was_set_back_while_the_machine_was_off_makes_no_pause_longer(tmp_path):
    pause(book(tmp_path / "book", 1e9), NOW)
    assert left(book(tmp_path / "book", 0.0, "two"), 7.0) == 600


@pytest.mark.parametrize("boot", ["one", "two"])
@given(wrong=st.floats(-1e12, 1e12), set_to=st.floats(-1e12, 1e12), now=st.floats(0, 1e9))
def test_whatever_clocks_do_nothing_is_waited_for_longer_than_a_day_and_no_turn_is_given_twice(
    tmp_path_factory, boot, wrong, set_to, now
):
    file = tmp_path_factory.mktemp("book") / "book"
    pause(book(file, 1e9), wrong)
    later = book(file, set_to, boot)
    turns = [later.reserve(Kind.REPLAY, now, 8) for _ in range(3)]
    assert now <= turns[0] <= now + LONGEST_PAUSE
    assert turns[1] - turns[0] == pytest.approx(1 / 8, abs=1e-3)


def test_where_no_system_says_so_a_steady_clock_that_went_back_tells_of_a_restart(tmp_path):
    pause(book(tmp_path / "book", 1e9, ""), NOW)
    assert left(book(tmp_path / "book", 1e9 + 100, ""), 7.0) == 500


def test_a_book_always_takes_the_same_room_so_that_a_kill_leaves_no_half(tmp_path):
    kept, sizes = AllowanceBook(tmp_path / "book"), set()
    for now in (0.0, 1 / 3, 1e9 / 7):
        kept.note(Kind.INDEX, now, lambda one: one)
        sizes.add((tmp_path / "book").stat().st_size)
    assert len(sizes) == 1


def test_the_clock_of_a_crawl_is_that_of_all_processes_of_the_machine():
    told = subprocess.run(
        [sys.executable, "-c", "from crawler.middlewares.clock import SteadyClock as S; print(S().now())"],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert SteadyClock().now() == pytest.approx(float(told.stdout), abs=60)
