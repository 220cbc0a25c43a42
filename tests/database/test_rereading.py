"""Reading stored snapshots again leaves what a crawl with that reader would have left, on both databases."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from crawler.readers import Wanted
from crawler.reading.readings import Reading
from pipelines.database.rereading.batches import reread
from pipelines.database.rereading.differences import Differences
from pipelines.database.rereading.finishing import count_earlier, group_again, prune
from pipelines.database.rereading.waiting import count_waiting, waiting_batches
from tests.database import examples as ex
from tests.database.readings import BODIES, HOW, OLD, Kept, all_of_it, crawl
from tests.database.rows import count, outcomes, select, wipe

FAITHFUL = Wanted(Reading.FAITHFUL)
_STAMPS = [ex.stamp(year, month) for year in (2010, 2011, 2012) for month in (2, 4, 9)]
_captures = st.lists(
    st.builds(
        Kept,
        st.sampled_from([ex.PRIVACY, ex.LEGAL]),
        st.sampled_from(_STAMPS),
        st.none(),
        st.integers(0, len(BODIES) - 1),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda one: (one.urlkey, one.timestamp),
)
_with_digests = st.tuples(_captures, st.booleans()).map(
    lambda made: [Kept(one.urlkey, one.timestamp, f"D{one.body}" if made[1] else None, one.body) for one in made[0]]
)
_readers = st.fixed_dictionaries({number: st.sampled_from(HOW) for number in range(len(BODIES))})
_on_both = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def reread_all(engine: Engine, wanted: Wanted = FAITHFUL) -> Differences:
    whole = Differences()
    for batch in waiting_batches(engine, wanted):
        whole += reread(engine, batch, wanted)
    group_again(engine)
    return whole


@_on_both
@given(_with_digests, _readers)
def test_reading_again_leaves_what_a_crawl_with_this_reader_leaves(engine: Engine, kept, readers) -> None:
    wipe(engine)
    crawl(engine, kept, None)
    fresh = all_of_it(engine)
    wipe(engine)
    crawl(engine, kept, readers)
    reread_all(engine)
    assert all_of_it(engine) == fresh


def kept_policies(number: int, of: int = 0) -> list[Kept]:
    """So many captures of one page with the same bytes each."""
    return [Kept(ex.PRIVACY, f"2010{month:02}{day:02}000000", None, of) for month in (1, 2, 3) for day in range(1, 29)][
        :number
    ]


def test_reading_again_twice_does_nothing_the_second_time(engine: Engine) -> None:
    crawl(engine, kept_policies(5), {0: "blunt"})
    reread_all(engine)
    once = all_of_it(engine)
    assert (reread_all(engine), all_of_it(engine)) == (Differences(), once)


def test_a_batch_that_was_read_already_is_passed_over(engine: Engine) -> None:
    crawl(engine, kept_policies(5), {0: "blunt"})
    [batch] = waiting_batches(engine, FAITHFUL)
    assert (reread(engine, batch, FAITHFUL).captures, reread(engine, batch, FAITHFUL).captures) == (5, 0)


def test_only_what_is_left_is_read_when_it_goes_on(engine: Engine) -> None:
    crawl(engine, kept_policies(7), {0: "blunt"})
    [batch] = waiting_batches(engine, FAITHFUL)
    reread(engine, batch[:3], FAITHFUL)
    assert (count_waiting(engine, FAITHFUL), list(waiting_batches(engine, FAITHFUL))) == (4, [batch[3:]])


def test_what_is_read_in_pieces_is_as_good_as_all_at_once(engine: Engine) -> None:
    kept = [Kept(ex.PRIVACY, stamp, None, place % 4) for place, stamp in enumerate(_STAMPS)]
    crawl(engine, kept, None)
    fresh = all_of_it(engine)
    wipe(engine)
    crawl(engine, kept, dict.fromkeys(range(4), "blunt"))
    [batch] = waiting_batches(engine, FAITHFUL)
    for one in reversed(batch):
        reread(engine, [one], FAITHFUL)
    group_again(engine)
    assert all_of_it(engine) == fresh


def test_a_policy_that_an_earlier_reader_missed_is_found(engine: Engine) -> None:
    crawl(engine, kept_policies(1), {0: "missed"})
    found = reread_all(engine)
    assert (outcomes(engine), found.kinds) == ({ex.stamp(2010): "read"}, {"application-shell > read": 1})


def test_a_miss_that_no_longer_holds_is_gone(engine: Engine) -> None:
    crawl(engine, kept_policies(1), {0: "missed"})
    reread_all(engine)
    assert select(engine, 'SELECT kind FROM misses WHERE "timestamp" IS NOT NULL') == []


def test_a_document_that_comes_out_the_same_keeps_its_number(engine: Engine) -> None:
    crawl(engine, kept_policies(3), {0: "same"})
    before = select(engine, "SELECT id, family_id, markdown FROM documents")
    found = reread_all(engine)
    assert (select(engine, "SELECT id, family_id, markdown FROM documents"), found.changed) == (before, 0)


def test_what_an_earlier_reader_made_stays_reachable_by_its_version(engine: Engine) -> None:
    crawl(engine, kept_policies(1), {0: "blunt"})
    before = select(engine, "SELECT markdown FROM documents")
    reread_all(engine)
    query = f"""SELECT d.markdown FROM earlier_readings r
        JOIN earlier_documents d ON d.id = r.earlier_document_id
        JOIN captures c ON c.id = r.capture_id
        WHERE c."timestamp" = '{ex.stamp(2010)}' AND d.reader_version = '{OLD}'"""
    assert select(engine, query) == before


def test_it_is_gone_once_it_is_pruned(engine: Engine) -> None:
    crawl(engine, kept_policies(3), {0: "blunt"})
    reread_all(engine)
    assert (prune(engine), count_earlier(engine), count(engine, "earlier_readings")) == (1, 0, 0)


def test_other_words_are_told_with_the_rules_that_only_one_reader_noted(engine: Engine) -> None:
    crawl(engine, kept_policies(2), {0: "corpus"})
    found = reread_all(engine)
    assert (found.kinds, "+landmark" in found.rules) == ({"other words": 2}, True)


def test_other_languages_screen_what_is_there_again(engine: Engine) -> None:
    crawl(engine, kept_policies(2), None)
    found = reread_all(engine, Wanted(Reading.FAITHFUL, frozenset({"de"})))
    assert (found.kinds, select(engine, "SELECT screened FROM documents")) == (
        {"read > other-language": 2},
        [("other-language",)],
    )


def test_languages_stay_as_they_were_unless_others_are_named(engine: Engine) -> None:
    crawl(engine, kept_policies(2), None)
    reread_all(engine, Wanted(Reading.FAITHFUL, frozenset({"de"})))
    assert count_waiting(engine, FAITHFUL) == 0


def test_a_domain_of_which_more_is_to_be_read_now_is_left_open(engine: Engine) -> None:
    broken, beside = Kept(ex.PRIVACY, ex.stamp(2010, 2), None, 7), Kept(ex.PRIVACY, ex.stamp(2010, 3), None, 0)
    crawl(engine, [broken], {7: "invented"}, unread=[beside])
    before = select(engine, "SELECT status FROM domains")
    found = reread_all(engine)
    assert (before, found.reopened, select(engine, "SELECT status FROM domains")) == ([("done",)], 1, [("open",)])


def test_batches_are_whole_domains_as_far_as_these_are_small(engine: Engine) -> None:
    crawl(engine, kept_policies(80), {0: "same"})
    assert [len(batch) for batch in waiting_batches(engine, FAITHFUL)] == [80]
