"""Knows how the stand-in archive behaves on bad days: limits, bans, faults and outages, all by an injected clock."""

import http.client
import select
import time

import pytest

from tests.fake_archive import FakeArchive, Faults, Limits, Page
from tests.fake_archive.asking import ask, ask_index, replay
from tests.fake_archive.faults import FAULTS

URL = "http://shop.example/privacy"
PAGES = [Page(URL, "20100101000000", "<p>words</p>" * 50)]


class Clock:
    """A clock that stands still until it is told the time."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def serve(clock: Clock | None = None, limits: Limits | None = None, faults: Faults | None = None) -> FakeArchive:
    return FakeArchive(pages=PAGES, limits=limits, faults=faults, clock=clock or Clock())


def status(archive: FakeArchive) -> int:
    """0 stands for a connection that was refused or dropped."""
    try:
        return replay(archive, "20100101000000", URL).status
    except (ConnectionError, http.client.HTTPException):
        return 0


def soon(archive: FakeArchive, wanted: int) -> bool:
    """Whether the door has turned to what it should be: it looks at the clock a hundred times a second."""
    give_up = time.monotonic() + 5
    while status(archive) != wanted:
        if time.monotonic() > give_up:
            return False
    return True


def test_every_request_is_written_down_with_its_moment():
    clock = Clock()
    with serve(clock) as archive:
        clock.now = 7.0
        ask_index(archive, url="shop.example")
        replay(archive, "20100101000000", URL)
    assert [(call.moment, call.kind, call.status) for call in archive.requests] == [
        (7.0, "index", 200),
        (7.0, "replay", 200),
    ]


def test_the_timemap_is_counted_with_the_index():
    with serve() as archive:
        ask(archive, f"/web/timemap/json/{URL}")
    assert len(archive.index_calls) == 1


def test_above_the_limit_the_archive_says_429():
    with serve(limits=Limits(replay_per_minute=2)) as archive:
        assert [status(archive) for _ in range(3)] == [200, 200, 429]


def test_after_a_minute_there_is_room_again():
    clock = Clock()
    with serve(clock, Limits(replay_per_minute=1)) as archive:
        before = status(archive)
        clock.now = 60.0
        assert (before, status(archive)) == (200, 200)


def test_index_and_replay_have_allowances_of_their_own():
    with serve(limits=Limits(index_per_minute=1)) as archive:
        ask_index(archive, url="shop.example")
        assert (ask_index(archive, url="shop.example").status, status(archive)) == (429, 200)


@pytest.mark.parametrize(("retry_after", "said"), [(None, None), (30, "30")])
def test_a_429_may_say_when_to_come_back(retry_after, said):
    with serve(limits=Limits(replay_per_minute=0, retry_after=retry_after)) as archive:
        assert replay(archive, "20100101000000", URL).header("retry-after") == said


def test_the_busiest_minute_is_remembered():
    clock = Clock()
    with serve(clock) as archive:
        for clock.now in (0.0, 10.0, 20.0, 70.0):
            status(archive)
    assert archive.patience.busiest["replay"] == 3


def test_going_on_through_429s_ends_in_refused_connections():
    with serve(limits=Limits(replay_per_minute=0, refuse_after=3)) as archive:
        assert [status(archive) for _ in range(4)] == [429, 429, 0, 0]


def test_a_refusal_lasts_its_hour_and_not_longer():
    clock = Clock()
    with serve(clock, Limits(replay_per_minute=1, refuse_after=1)) as archive:
        status(archive), status(archive)
        clock.now = 3599.0
        assert status(archive) == 0
        clock.now = 3600.0
        assert soon(archive, 200)


def test_each_refusal_lasts_twice_as_long_as_the_one_before():
    clock = Clock()
    with serve(clock, Limits(replay_per_minute=0, refuse_after=1)) as archive:
        status(archive)
        clock.now = 3600.0
        assert soon(archive, 0)
        while archive.patience.refusals < 2:
            status(archive)
    assert archive.patience.refusing_until == 3600.0 + 7200.0


def test_a_quiet_minute_wipes_the_429s_off_the_slate():
    clock = Clock()
    with serve(clock, Limits(replay_per_minute=0, refuse_after=2)) as archive:
        status(archive)
        clock.now = 61.0
        assert status(archive) == 429


def test_too_many_new_connections_are_refused():
    with serve(limits=Limits(connections_per_minute=2)) as archive:
        assert [status(archive) for _ in range(4)] == [200, 200, 0, 0]


def test_they_are_taken_again_after_a_minute():
    clock = Clock()
    with serve(clock, Limits(connections_per_minute=1)) as archive:
        turned_away = [status(archive), status(archive)][1]
        clock.now = 60.0
        assert (turned_away, soon(archive, 200)) == (0, True)


def test_one_connection_kept_alive_counts_once():
    with serve(limits=Limits(connections_per_minute=1)) as archive:
        connection = http.client.HTTPConnection("127.0.0.1", archive.port)
        answered = []
        for _ in range(3):
            connection.request("GET", f"/web/20100101000000id_/{URL}", headers={"User-Agent": "tests"})
            answer = connection.getresponse()
            answered.append((answer.status, bool(answer.read())))
        connection.close()
    assert answered == [(200, True)] * 3


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [("429", 429), ("500", 500), ("502", 502), ("503", 503), ("504", 504), ("520", 520), ("home", 302),
     ("maintenance", 200), ("socket-timeout", 200), ("empty", 200), ("clipped", 200), ("dropped", 0),
     ("cut", 0)],
)  # fmt: skip
def test_a_fault_comes_at_its_turn(fault, wanted):
    with serve(faults=Faults(turns={"replay": ["", fault]})) as archive:
        assert [status(archive) for _ in range(3)] == [200, wanted, 200]


def test_every_fault_is_tried_here():
    tried = test_a_fault_comes_at_its_turn.pytestmark[0].args[1]
    assert {*(fault for fault, _ in tried), "stalled", "slow"} == set(FAULTS)


@pytest.mark.parametrize("fault", ["503", "maintenance", "socket-timeout", "home"])
def test_a_fault_is_the_archives_own_and_no_memento(fault):
    with serve(faults=Faults(turns={"replay": [fault]})) as archive:
        assert replay(archive, "20100101000000", URL).header("memento-datetime") is None


def test_a_stalled_answer_never_comes():
    with serve(faults=Faults(turns={"replay": ["stalled"]})) as archive:
        connection = http.client.HTTPConnection("127.0.0.1", archive.port, timeout=0.05)
        connection.request("GET", f"/web/20100101000000id_/{URL}", headers={"User-Agent": "tests"})
        with pytest.raises(TimeoutError):
            connection.getresponse()
        connection.close()


def test_a_slow_answer_comes_after_twenty_five_seconds_of_its_clock():
    clock = Clock()
    with serve(faults=Faults(turns={"replay": ["slow"]}), clock=clock) as archive:
        connection = http.client.HTTPConnection("127.0.0.1", archive.port, timeout=5)
        connection.request("GET", f"/web/20100101000000id_/{URL}", headers={"User-Agent": "tests"})
        while not archive.requests:
            time.sleep(0.001)  # not waiting for time but for the other thread
        before = select.select([connection.sock], [], [], 0.05)[0]
        clock.now += 25
        answer = connection.getresponse()
        connection.close()
    assert (before, answer.status) == ([], 200)


def test_no_two_clipped_answers_end_at_the_same_place():
    with serve(faults=Faults(turns={"replay": ["clipped"] * 5})) as archive:
        sizes = {len(replay(archive, "20100101000000", URL).body) for _ in range(5)}
    assert len(sizes) > 1


def test_faults_by_chance_come_about_as_often_as_planned():
    with serve(faults=Faults(shares={"503": 0.2, "dropped": 0.1}, seed=1)) as archive:
        for number in range(500):
            archive.bad_day.next_fault("replay", f"/web/{number}")
    assert 60 <= archive.bad_day.met["503"] <= 140
    assert 25 <= archive.bad_day.met["dropped"] <= 75


def chances(seed: int, order: list[int]) -> dict[int, str | None]:
    with serve(faults=Faults(shares={"503": 0.3}, seed=seed)) as archive:
        return {number: archive.bad_day.next_fault("replay", f"/web/{number}") for number in order}


def test_chance_does_not_depend_on_the_order_of_arrival():
    assert chances(5, list(range(50))) == chances(5, list(reversed(range(50))))


def test_another_seed_is_another_day():
    assert chances(5, list(range(50))) != chances(6, list(range(50)))


def test_asking_again_is_a_new_chance():
    with serve(faults=Faults(shares={"503": 0.5}, seed=2)) as archive:
        met = {archive.bad_day.next_fault("replay", "/web/same") for _ in range(20)}
    assert met == {"503", None}


def test_an_outage_of_eight_days_refuses_connections_until_it_is_over():
    clock, days = Clock(), 86_400.0
    with serve(clock, faults=Faults(outages=((1 * days, 9 * days),))) as archive:
        assert status(archive) == 200
        clock.now = 5 * days
        assert soon(archive, 0)
        clock.now = 9 * days
        assert soon(archive, 200)


def test_an_outage_may_say_that_it_is_one():
    clock = Clock()
    with serve(clock, faults=Faults(outages=((10.0, 20.0),), outage="maintenance")) as archive:
        clock.now = 15.0
        assert "temporarily offline" in replay(archive, "20100101000000", URL).text


def test_a_fault_that_does_not_exist_is_refused_by_name():
    with pytest.raises(ValueError, match="no such fault: 999"):
        Faults(shares={"999": 0.5})
