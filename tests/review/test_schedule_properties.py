"""What holds for every plan: nothing before the start, sums add up, a delay shortens nothing."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from hccreview.clinical.plan import Change, Delay, DoseReduction, Hold, Plan
from hccreview.clinical.planning import PlanningSettings
from hccreview.review.schedule.build import schedule_of
from hccreview.review.schedule.model import Given, Schedule
from hccreview.trials.library import read_library
from tests.builders import TODAY, a_case

TRIALS = [trial for trial in read_library() if trial.regimen.cycle_length]
IDS = [given.id for trial in TRIALS for given in trial.regimen.administrations]
CASE = a_case(height=170, weight=70)

starts = st.dates(date(2024, 1, 1), date(2030, 12, 31))
clocks = st.none() | st.times().map(lambda t: time(t.hour, t.minute))
named = st.sampled_from(["", *IDS])
numbers = st.integers(1, 6)
holds = st.builds(Hold, numbers, st.just("r"), st.just("a"), st.just(TODAY), named, st.booleans())
delays = st.builds(
    Delay, numbers, st.integers(1, 30), st.just("r"), st.just("a"), st.just(TODAY), named
)
reductions = st.builds(
    DoseReduction, numbers, st.floats(1, 99), st.just("r"), st.just("a"), st.just(TODAY), named,
    st.booleans(),
)  # fmt: skip
changes = st.lists(st.one_of(holds, delays, reductions), max_size=5).map(tuple)
rules = st.builds(
    PlanningSettings,
    formula=st.sampled_from(["mosteller", "du_bois"]),
    rounding=st.sampled_from(["none", "1", "5", "10"]),
    move_within_days=st.integers(0, 5),
    holidays=st.lists(starts, max_size=5).map(tuple),
    zone=st.sampled_from(["", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Shanghai"]),
)


@st.composite
def planned(draw: st.DrawFn, changed=changes) -> tuple[Schedule, PlanningSettings]:
    trial = draw(st.sampled_from(TRIALS))
    cycles = draw(st.none() | st.integers(1, 6))
    plan = Plan(trial.id, draw(starts), time=draw(clocks), cycles=cycles, changes=draw(changed))
    settings = draw(rules)
    return schedule_of(CASE, trial, plan, TODAY, settings), settings


def again(found: Schedule, settings: PlanningSettings, changed: tuple[Change, ...]) -> Schedule:
    trial = next(trial for trial in TRIALS if trial.id == found.trial)
    plan = Plan(
        found.trial, found.start, time=found.time, cycles=len(found.cycles), changes=changed
    )
    return schedule_of(CASE, trial, plan, TODAY, settings)


@given(planned())
def test_nothing_is_given_before_the_start_or_outside_its_cycle(drawn):
    found, _ = drawn
    for each in found.given:
        assert each.first >= found.start
        cycle = found.cycles[each.cycle - 1]
        assert cycle.start <= each.first
        assert each.first <= each.last
        if each.kind != "timed":
            assert each.last <= cycle.last


@given(planned())
def test_the_cumulative_dose_is_the_sum_of_what_is_given(drawn):
    found, _ = drawn
    for total in found.totals:
        parts = [
            each.dose.mg * each.doses
            for each in found.given
            if each.drug == total.drug and each.held is None and each.dose and each.dose.mg
        ]
        if total.mg.value is None:
            assert parts == []
        else:
            assert abs(total.mg.value - sum(parts)) < 1e-6


@given(planned())
def test_what_is_published_is_not_changed_by_changes(drawn):
    found, settings = drawn
    assert found.published == again(found, settings, ()).published
    still = PlanningSettings(
        formula=settings.formula, rounding=settings.rounding, zone=settings.zone
    )
    assert again(found, still, ()).given == found.published


@given(planned(st.just(())), delays)
def test_a_delay_never_shortens_an_interval_and_never_moves_anything_forward(drawn, delay):
    found, settings = drawn
    assume(delay.administration != "sorafenib")  # it has its own test: it holds nothing up
    still = PlanningSettings(zone=settings.zone)
    before, after = again(found, still, ()), again(found, still, (delay,))
    first = [each for each in before.given if each.kind != "daily"]
    second = {(each.id, each.cycle, each.day): each for each in after.given}
    dates = [(a.first, second[a.id, a.cycle, a.day].first) for a in first]
    for (was, now), (was_next, now_next) in pairwise(sorted(dates)):
        assert now_next - now >= was_next - was
        assert now >= was


@given(planned(), delays)
def test_one_more_delay_never_brings_a_cycle_forward(drawn, delay):
    found, settings = drawn
    changed = (*_changes(found), delay)
    before, after = again(found, settings, _changes(found)), again(found, settings, changed)
    for was, now in zip(before.cycles, after.cycles, strict=True):
        assert now.start >= was.start


def _changes(found: Schedule) -> tuple[Change, ...]:
    moves = (move.change for cycle in found.cycles for move in cycle.moves)
    return tuple(change for change in moves if change is not None)


@given(planned())
def test_cycles_follow_each_other_without_gap_and_never_sooner_than_their_length(drawn):
    found, _ = drawn
    length = timedelta(found.cycle_length or 0)
    for earlier, later in pairwise(found.cycles):
        assert later.start - earlier.start >= length
        assert later.start - earlier.last == timedelta(1)


@given(planned())
def test_a_cycle_begins_on_an_open_day_wherever_the_window_reaches_one(drawn):
    found, settings = drawn
    told = [caution for caution in found.cautions if caution.kind == "calendar"]
    closed = [cycle for cycle in found.cycles if settings.closed(cycle.start)]
    assert len(told) == len(closed)


@given(planned())
def test_an_infusion_lasts_its_hours_by_the_clock_without_a_change(drawn):
    found, settings = drawn
    if settings.zone in ("", "Asia/Shanghai"):
        for each in timed(found):
            if each.start is not None and each.end is not None:
                assert each.end - each.start == timedelta(hours=each.hours or 0)


def timed(found: Schedule) -> list[Given]:
    return [each for each in found.given if each.start is not None]
