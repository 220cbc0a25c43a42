"""How one domain is walked from its name to its documents, told on a pretend archive."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.asks import FEWER_ROWS, AskCapture, AskHome, AskIndex
from crawler.domains import ListedDomain
from crawler.errors import Skip, Wait
from crawler.intervals import Every
from crawler.items import Document, Domain, FoundBy, HomePage, IndexAnswer, Miss, PolicyPage, Redirect, Standing
from crawler.memory import Asked, Recollection
from crawler.outcomes import Outcome
from crawler.plans import Plan
from crawler.urlkeys import urlkey
from crawler.visits import Visit
from tests.examples import DOMAIN, HOME, LEGAL, NOW, PRIVACY, moment
from tests.pretend_archive import Kept, PretendArchive, remember, walk

COOKIES = "http://palace.example/cookies"
H = ["20120401000000", "20121001000000", "20130401000000", "20131001000000"]  # one in the middle of each half-year
NAMES = ["2012-H1", "2012-H2", "2013-H1", "2013-H2"]
THE_INDEX = ("index", "")


def every_half_year(url=PRIVACY, **told):
    return [Kept(url, at, **told) for at in H]


def of(kind, items):
    return [item for item in items if isinstance(item, kind)]


def read(items):
    return sorted(document.snapshot.timestamp for document in of(Document, items))


def misses(items):
    """By interval; what is said of the domain as a whole stands under None."""
    return {miss.interval: miss.kind for miss in of(Miss, items) if miss.timestamp is None}


def standing(items):
    return of(Domain, items)[-1].standing


def kinds(archive):
    return [type(ask) for ask in archive.asked]


def cut_short(**told):
    return PretendArchive(troubles={THE_INDEX: Wait(Outcome.CUT_SHORT, "504")}, **told)


# ---- the straight way: the index tells all, one capture an interval is read


def test_one_index_call_brings_all_timelines_and_then_each_interval_is_read_once():
    archive = PretendArchive(every_half_year())
    items = walk(archive)
    assert (kinds(archive), read(items)) == ([AskIndex, *[AskCapture] * 4], H)


def test_the_domain_is_taken_up_first_and_set_down_last():
    items = walk(PretendArchive(every_half_year()))
    assert [(type(item), item.standing) for item in (items[0], items[-1])] == [
        (Domain, Standing.OPEN),
        (Domain, Standing.DONE),
    ]


def test_a_page_is_kept_before_its_captures_and_these_before_the_answer_of_the_whole_domain():
    items = walk(PretendArchive(every_half_year()))
    order = [(type(item), getattr(item, "urlkey", None)) for item in items[1:4]]
    assert order == [(PolicyPage, urlkey(PRIVACY)), (IndexAnswer, urlkey(PRIVACY)), (IndexAnswer, None)]


def test_an_index_that_answers_in_pages_is_asked_until_it_has_no_more():
    archive = PretendArchive(every_half_year(), rows_a_page=1)
    items = walk(archive)
    assert (kinds(archive).count(AskIndex), read(items)) == (4, H)


def test_the_pages_of_an_index_answer_are_kept_as_one():
    items = walk(PretendArchive(every_half_year(), rows_a_page=3))
    assert of(IndexAnswer, items)[-1].body == b"rows from 0\nrows from 3"


def test_every_plan_asks_no_more_than_one_capture_an_interval():
    plan = Plan(Every.YEAR, moment(2012), moment(2014))
    assert len(read(walk(PretendArchive(every_half_year()), plan=plan))) == 2


def test_reading_all_reads_all():
    plan = Plan(Every.ALL, moment(2012), moment(2014))
    kept = [Kept(PRIVACY, f"201204{day:02}000000") for day in range(1, 9)]
    assert len(read(walk(PretendArchive(kept), plan=plan))) == 8


def test_policies_that_stand_beside_are_read_by_themselves():
    items = walk(PretendArchive([*every_half_year(), *every_half_year(COOKIES)]))
    assert len(read(items)) == 8


def test_two_addresses_of_one_policy_are_read_together():
    items = walk(PretendArchive([*every_half_year()[:2], *every_half_year(LEGAL)[1:]]))
    assert read(items) == H


def test_a_policy_that_speaks_of_cookies_too_does_not_stand_beside():
    archive = PretendArchive(every_half_year("http://palace.example/privacy-and-cookies"))
    assert misses(walk(archive)) == {}


# ---- where the index cannot tell


def test_where_the_index_is_cut_short_home_pages_lead_to_the_policy_and_its_own_index_is_asked():
    archive = cut_short(kept=[*every_half_year(HOME, links=("/privacy",)), *every_half_year()])
    items = walk(archive)
    last = [ask.urlkey for ask in archive.asked if isinstance(ask, AskIndex)][-1]
    assert (last, of(PolicyPage, items)[0].found_by, read(items)) == (urlkey(PRIVACY), FoundBy.HOME_PAGE, H)


def test_where_the_index_knows_no_policy_home_pages_are_read():
    hidden = "http://palace.example/rules/7"
    archive = PretendArchive([*every_half_year(HOME, links=(hidden,)), *every_half_year(hidden)])
    assert read(walk(archive)) == H


def test_where_the_index_knows_only_a_policy_that_stands_beside_home_pages_are_read_too():
    hidden = "http://palace.example/rules/7"
    kept = [*every_half_year(HOME, links=(hidden,)), *every_half_year(hidden), *every_half_year(COOKIES)]
    assert urlkey(hidden) in {page.urlkey for page in of(PolicyPage, walk(PretendArchive(kept)))}


def test_a_home_page_is_asked_for_in_the_middle_of_its_interval_and_then_by_its_exact_moment():
    archive = cut_short(kept=[Kept(HOME, "20120501000000", links=("/privacy",))])
    walk(archive)
    homes = [(ask.timestamp, ask.exact) for ask in archive.asked if isinstance(ask, AskHome)]
    assert ("20120501000000", True) in homes


def test_one_answer_tells_of_all_intervals_that_lie_nearer_than_the_nearest_home_page():
    archive = cut_short(kept=[Kept(HOME, "19970101000000")])
    walk(archive)
    assert len([ask for ask in archive.asked if isinstance(ask, AskHome)]) == 4


def test_a_home_page_that_was_never_archived_is_asked_for_no_more():
    archive = cut_short(kept=[])
    plan = Plan(Every.MONTH, moment(2004), moment(2014))
    walk(archive, plan=plan)
    assert len([ask for ask in archive.asked if isinstance(ask, AskHome)]) <= 4


def test_a_home_page_that_sends_on_is_followed():
    www = "https://www.palace.example/start"
    kept = [
        *[Kept(HOME, at, status=302, leads_to=www) for at in H],
        *every_half_year(www, links=("/privacy",)),
        *every_half_year("https://www.palace.example/privacy"),
    ]
    assert read(walk(cut_short(kept=kept))) == H


def test_home_pages_that_send_each_other_on_in_a_circle_are_left_when_it_is_closed():
    there = "http://palace.example/there"
    archive = cut_short(
        kept=[Kept(HOME, H[0], status=302, leads_to=there), Kept(there, H[0], status=302, leads_to=HOME)]
    )
    items = walk(archive)
    asked = [ask for ask in archive.asked if isinstance(ask, AskHome) and ask.interval.name == NAMES[0]]
    assert (Outcome.REDIRECT_LOOP in {home.outcome for home in of(HomePage, items)}, len(asked) <= 6) == (True, True)


def test_home_pages_that_send_on_without_end_are_left():
    urls = [HOME, *(f"{HOME}{number}" for number in range(12))]
    kept = [Kept(url, H[0], status=302, leads_to=to) for url, to in pairwise(urls)]
    items = walk(cut_short(kept=kept))
    assert Outcome.TOO_MANY_HOPS in {home.outcome for home in of(HomePage, items)}


def test_a_home_page_of_that_time_without_a_policy_is_a_reason_of_its_own():
    items = walk(cut_short(kept=every_half_year(HOME, links=())))
    assert misses(items) == {None: Outcome.NO_POLICY_PAGE, **dict.fromkeys(NAMES, Outcome.NOT_LINKED)}


def test_a_home_page_that_answered_with_an_error_at_the_time_is_a_reason_of_its_own():
    items = walk(cut_short(kept=every_half_year(HOME, status=503)))
    assert misses(items)["2012-H1"] is Outcome.ARCHIVED_ERROR


def test_what_the_index_told_before_it_was_cut_short_is_not_lost():
    archive = PretendArchive(every_half_year(), rows_a_page=2)
    answered = archive.answer

    def answer(ask):
        if isinstance(ask, AskIndex) and ask.urlkey is None and ask.question.resume_key:
            raise Wait(Outcome.CUT_SHORT, "504")
        return answered(ask)

    archive.answer = answer
    assert of(PolicyPage, walk(archive))[0].found_by is FoundBy.INDEX


def test_a_page_whose_index_cannot_tell_all_at_once_is_told_in_stretches_of_time():
    archive = PretendArchive(every_half_year())
    answered = archive.answer

    def answer(ask):
        if isinstance(ask, AskIndex):
            long = ask.question.until - ask.question.since > timedelta(days=400)
            if ask.urlkey is None or ask.question.limit > FEWER_ROWS or long:
                archive.asked.append(ask)
                raise Wait(Outcome.CUT_SHORT, "504")
        return answered(ask)

    archive.answer = answer
    archive.kept += every_half_year(HOME, links=("/privacy",))
    items = walk(archive)
    told = [item for item in of(IndexAnswer, items) if item.urlkey is not None]
    assert [(item.complete, len(item.captures)) for item in told] == [(True, 4)]
    assert (told[0].since, told[0].until, read(items)) == (moment(2012), moment(2014), H)


def test_a_page_whose_index_cannot_tell_even_of_a_year_has_a_timeline_that_is_not_complete():
    archive = cut_short(kept=[*every_half_year(), *every_half_year(HOME, links=("/privacy",))])
    archive.troubles[("index", urlkey(PRIVACY))] = Wait(Outcome.CUT_SHORT, "504")
    told = [item for item in of(IndexAnswer, walk(archive)) if item.urlkey is not None]
    assert [item.complete for item in told] == [False]


# ---- an index that never ends


def test_a_resume_key_that_comes_again_ends_the_paging_and_is_no_whole_answer():
    archive = PretendArchive(every_half_year(), rows_a_page=2)
    answered = archive.answer

    def answer(ask):
        heard = answered(ask)
        if isinstance(ask, AskIndex) and ask.urlkey is None:
            return replace(heard, resume_key="again and again", complete=False)
        return heard

    archive.answer = answer
    items = walk(archive)
    told = [item for item in of(IndexAnswer, items) if item.urlkey is None]
    assert [(item.complete, read(items)) for item in told] == [(False, H)]


# ---- what cannot be had at all


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.ROBOTS])
def test_a_domain_that_is_withheld_is_set_down_with_one_reason(outcome):
    archive = PretendArchive([], troubles={THE_INDEX: Skip(outcome, "excluded")})
    items = walk(archive)
    assert (misses(items), standing(items), len(archive.asked)) == ({None: outcome}, Standing.BLOCKED, 1)


def test_a_domain_that_is_withheld_is_not_asked_for_again():
    archive = PretendArchive([], troubles={THE_INDEX: Skip(Outcome.BLOCKED, "excluded")})
    items = walk(archive)
    again = walk(archive, known=remember(items))
    assert (len(archive.asked), standing(again), misses(again)) == (1, Standing.BLOCKED, {})


def test_an_archive_that_does_not_answer_leaves_the_domain_open():
    archive = PretendArchive([], troubles={THE_INDEX: Wait(Outcome.ARCHIVE_DOWN, "503")})
    items = walk(archive)
    assert (misses(items), standing(items)) == ({None: Outcome.ARCHIVE_DOWN}, Standing.OPEN)


def test_a_domain_that_was_never_archived_has_a_reason_for_each_interval():
    items = walk(PretendArchive([]))
    assert (misses(items), standing(items)) == (
        {None: Outcome.NO_POLICY_PAGE, **dict.fromkeys(NAMES, Outcome.NO_CAPTURE)},
        Standing.DONE,
    )


# ---- captures that cannot be had


def test_a_capture_that_cannot_be_played_is_replaced_by_its_neighbour():
    items = walk(PretendArchive([Kept(PRIVACY, H[0], plays=False), Kept(PRIVACY, "20120501000000")]))
    unplayable = [miss.kind for miss in of(Miss, items) if miss.timestamp == H[0]]
    assert (unplayable, read(items)) == ([Outcome.UNPLAYABLE], ["20120501000000"])


def test_a_document_that_is_no_policy_is_kept_and_its_neighbour_read():
    kept = [Kept(PRIVACY, H[0], screened=Outcome.SOFT_404), Kept(PRIVACY, "20120501000000")]
    assert read(walk(PretendArchive(kept))) == [H[0], "20120501000000"]


def test_equal_digests_are_replayed_once():
    archive = PretendArchive(every_half_year(digest="SAME"))
    items = walk(archive)
    assert (len(read(items)), misses(items)) == (1, {})


def test_a_capture_the_archive_could_not_give_now_leaves_its_interval_open():
    name = ("capture", urlkey(PRIVACY), H[0])
    archive = PretendArchive(every_half_year(), troubles={name: Wait(Outcome.ARCHIVE_DOWN, "503")})
    items = walk(archive)
    assert (misses(items), standing(items)) == ({"2012-H1": Outcome.ARCHIVE_DOWN}, Standing.OPEN)


def test_a_page_whose_index_did_not_answer_leaves_its_intervals_open():
    name = ("index", urlkey(PRIVACY))
    archive = PretendArchive(
        every_half_year(HOME, links=("/privacy",)),
        troubles={THE_INDEX: Wait(Outcome.CUT_SHORT, "504"), name: Wait(Outcome.ARCHIVE_DOWN, "503")},
    )
    items = walk(archive)
    assert (set(misses(items).values()) - {Outcome.ARCHIVE_DOWN}, standing(items)) == (
        {Outcome.CUT_SHORT},
        Standing.OPEN,
    )


# ---- redirects


def moved_to(url, at=H[0], **told):
    return Kept(PRIVACY, at, status=301, digest="MOVED", leads_to=url, **told)


def test_a_redirect_to_a_page_the_index_told_of_is_noted_and_not_followed():
    archive = PretendArchive([moved_to(LEGAL), *every_half_year(LEGAL)])
    redirects = of(Redirect, walk(archive))
    assert [(one.urlkey, one.to_urlkey) for one in redirects] == [(urlkey(PRIVACY), urlkey(LEGAL))]


def test_a_redirect_to_an_unknown_page_is_followed_and_that_page_becomes_known():
    hidden = "http://palace.example/rules/7"
    items = walk(PretendArchive([moved_to(hidden), *every_half_year(hidden)]))
    assert [(page.url, page.found_by) for page in of(PolicyPage, items)][1] == (hidden, FoundBy.REDIRECT)


def test_the_timeline_of_a_page_found_by_redirect_is_asked_for_and_read():
    hidden = "http://palace.example/rules/7"
    assert read(walk(PretendArchive([moved_to(hidden), *every_half_year(hidden)]))) == H


def test_what_was_read_behind_a_redirect_is_of_the_page_and_moment_that_was_served():
    hidden, later = "http://palace.example/rules/7", "20120601000000"
    items = walk(PretendArchive([moved_to(hidden), Kept(hidden, later)]))
    kept = of(Document, items)[0].snapshot
    assert (kept.urlkey, kept.timestamp, kept.served_timestamp) == (urlkey(hidden), later, later)


def test_a_page_found_by_redirect_is_kept_before_the_redirect_and_this_before_its_document():
    hidden = "http://palace.example/rules/7"
    items = walk(PretendArchive([moved_to(hidden), Kept(hidden, H[0])]))
    first = next(number for number, item in enumerate(items) if isinstance(item, Redirect))
    assert [type(item) for item in items[first - 1 : first + 2]] == [PolicyPage, Redirect, Document]


def test_a_move_to_https_is_a_redirect_of_the_page_to_itself_and_no_reading_of_it():
    secure = "https://palace.example/privacy"
    items = walk(PretendArchive([moved_to(secure), Kept(secure, "20120601000000")]))
    assert read(items) == ["20120601000000"]


def test_a_redirect_to_the_home_page_says_that_the_policy_was_not_there():
    items = walk(PretendArchive([moved_to(HOME), *every_half_year(HOME)]))
    assert Outcome.HOME_INSTEAD in {miss.kind for miss in of(Miss, items)}


def test_redirects_in_a_circle_are_left():
    there, back = "http://palace.example/rules/7", "http://palace.example/rules/8"
    kept = [
        moved_to(there),
        Kept(there, H[0], status=302, leads_to=back, listed=False),
        Kept(back, H[0], status=302, leads_to=there, listed=False),
    ]
    assert Outcome.REDIRECT_LOOP in {miss.kind for miss in of(Miss, walk(PretendArchive(kept)))}


def test_a_redirect_to_a_capture_of_another_half_year_is_out_of_its_window():
    hidden = "http://palace.example/rules/7"
    items = walk(PretendArchive([moved_to(hidden), Kept(hidden, "20130801000000", listed=False)]))
    assert Outcome.OUT_OF_WINDOW in {miss.kind for miss in of(Miss, items)}


def test_a_redirect_off_the_domain_is_followed_inside_the_archive():
    elsewhere = "http://chancellery.example/privacy"
    items = walk(PretendArchive([moved_to(elsewhere), Kept(elsewhere, H[0])]))
    assert [(page.url, page.first_party) for page in of(PolicyPage, items)][1] == (elsewhere, False)


# ---- up to when


def test_a_plan_that_ends_in_the_future_goes_up_to_now():
    plan = Plan(Every.HALF_YEAR, moment(2012), moment(2050))
    items = walk(PretendArchive(every_half_year()), plan=plan)
    assert (of(Domain, items)[-1].until, misses(items)) == (NOW, {})


def until(plan_until, asked):
    plan = Plan(Every.HALF_YEAR, moment(2012), plan_until)
    return Visit(ListedDomain(DOMAIN, None, 1), plan, Recollection(DOMAIN, asked=asked), moment(2020)).until


@pytest.mark.parametrize(
    ("asked_at", "asked_until", "goes_to"),
    [(moment(2014), moment(2014), moment(2014)), (moment(2014), moment(2010), moment(2020))],
    ids=["as far as before", "further than a run that was told to stop"],
)
def test_a_run_without_an_end_goes(asked_at, asked_until, goes_to):
    assert until(None, Asked(asked_at, moment(2009), asked_until, True)) == goes_to


def test_a_wider_plan_asks_the_index_again():
    archive = PretendArchive(every_half_year())
    known = remember(walk(archive, plan=Plan(Every.HALF_YEAR, moment(2013), moment(2014))))
    archive.asked.clear()
    items = walk(archive, known=known)
    assert (kinds(archive)[0], read(items)) == (AskIndex, H[:2])


def test_a_run_without_an_end_after_one_that_was_told_to_stop_reads_the_rest():
    archive = PretendArchive(every_half_year())
    known = remember(walk(archive, plan=Plan(Every.HALF_YEAR, moment(2012), moment(2013))))
    items = walk(archive, known=known, plan=Plan(Every.HALF_YEAR, moment(2012), None))
    assert read(items) == H[2:]


# ---- again, and interrupted

HIDDEN = "http://palace.example/rules/7"
WORLDS = {
    "straight": lambda: PretendArchive([*every_half_year(digest="A"), *every_half_year(COOKIES)], rows_a_page=3),
    "home pages": lambda: cut_short(
        kept=[*every_half_year(HOME, links=("/privacy", "/cookies")), *every_half_year(), *every_half_year(COOKIES)]
    ),
    "redirects": lambda: PretendArchive(
        [
            moved_to(HIDDEN, H[0]),
            moved_to(HIDDEN, H[1]),
            Kept(HIDDEN, "20120410000000"),
            *every_half_year(HIDDEN)[1:],
            Kept(LEGAL, H[3], status=404),
        ]
    ),
    "misses": lambda: PretendArchive(
        [
            Kept(PRIVACY, H[0], plays=False),
            Kept(PRIVACY, "20120501000000", digest="A"),
            Kept(PRIVACY, H[1], screened=Outcome.SOFT_404, digest="B"),
            Kept(PRIVACY, "20121101000000", screened=Outcome.SOFT_404, digest="B"),
            Kept(PRIVACY, H[2], status=404),
            moved_to(HOME, H[3]),
        ]
    ),
    "nothing": lambda: PretendArchive([]),
    "blocked": lambda: PretendArchive([], troubles={THE_INDEX: Skip(Outcome.BLOCKED, "excluded")}),
}


def state(items):
    """What is known in the end, and what is said of it."""
    known = remember(items)
    told = {(miss.urlkey, miss.interval, miss.timestamp): miss.kind for miss in of(Miss, items)}
    pages = {one.page.urlkey: (one.page, one.captures, dict(one.findings)) for one in known.pages}
    return known.standing, pages, {home.interval: home for home in known.homes}, told


@pytest.mark.parametrize("world", WORLDS)
def test_a_second_visit_asks_for_nothing(world):
    archive = WORLDS[world]()
    known = remember(walk(archive))
    archive.asked.clear()
    walk(archive, known=known)
    assert archive.asked == []


@pytest.mark.parametrize("world", WORLDS)
def test_a_visit_interrupted_after_any_item_ends_like_an_undisturbed_one(world):
    undisturbed = walk(WORLDS[world]())
    for kept in range(1, len(undisturbed)):
        before = undisturbed[:kept]
        after = walk(WORLDS[world](), known=remember(before))
        assert state([*before, *after]) == state(undisturbed), f"interrupted after {kept} items"


@pytest.mark.parametrize("world", WORLDS)
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_the_order_of_answers_makes_no_difference_to_what_is_said_of_each_interval(world, seed):
    shuffled = walk(WORLDS[world](), next_answered=random.Random(seed).choice)
    undisturbed = walk(WORLDS[world]())
    assert (misses(shuffled), standing(shuffled)) == (misses(undisturbed), standing(undisturbed))
