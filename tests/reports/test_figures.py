"""The figures read back from their artists: numbers, flags, room for every word, greys."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from hccreview.reports.figures.draw import Drawn, draw
from hccreview.reports.figures.save import FORMATS, FigureFormat, figure_bytes
from hccreview.reports.figures.style import SMALLEST, Style, ThemeName
from hccreview.review.charts.adverse_events import AdverseEventsChart
from hccreview.review.charts.best_response import BestResponseChart
from hccreview.review.charts.catalogue import make_chart
from hccreview.review.charts.comparators import ComparatorsChart
from hccreview.review.charts.design import DesignChart
from hccreview.review.charts.flow import FlowChart
from hccreview.review.charts.population import PopulationChart
from hccreview.review.charts.response import ResponseChart
from hccreview.review.charts.time_to_event import TimeToEventChart
from hccreview.trials.library import read_library
from tests.reports.figures import FOLDER, KINDS, SIZES, chart_of, drawn_at, picture

THEMES: tuple[ThemeName, ...] = ("light", "dark", "print")
POINTS = 72 / 96


def across(found: Drawn, part: str) -> dict[str, list[float]]:
    """The data numbers of the artists of one part, by key: ends of lines, lengths of bars."""
    numbers: dict[str, list[float]] = {}
    for hit in found.hits:
        if hit.part != part:
            continue
        artist = hit.artist
        if isinstance(artist, Rectangle):
            numbers[hit.mark.key] = [artist.get_width()]
        elif isinstance(artist, Line2D):
            numbers[hit.mark.key] = [float(x) for x in np.asarray(artist.get_xdata())]
    return numbers


def page(kind: str) -> Drawn:
    return drawn_at(kind, "page")


# --- numbers --------------------------------------------------------------------------------------


def test_points_and_whiskers_of_responses_are_the_numbers_of_the_documents() -> None:
    chart, found = chart_of("response"), page("response")
    assert isinstance(chart, ResponseChart)
    rows = [row for group in chart.groups for row in group.rows]
    assert across(found, "point") == {row.mark.key: [row.percent] for row in rows}
    assert across(found, "exact") == {row.mark.key: list(row.exact) for row in rows}
    printed = {row.mark.key: [i.low, i.high] for row in rows if (i := row.reported)}
    assert across(found, "reported") == printed == {"ChiCTR2100041874:orr_mrecist": [24.6, 63.5]}


def test_bars_of_best_responses_are_as_long_as_the_printed_percentages() -> None:
    chart = chart_of("best_response")
    assert isinstance(chart, BestResponseChart)
    lengths = {s.mark.key: [s.percent] for bar in chart.bars for s in bar.segments}
    assert across(page("best_response"), "bar") == lengths


def test_medians_whiskers_and_landmarks_are_the_numbers_of_the_documents() -> None:
    chart, found = chart_of("time_to_event"), page("time_to_event")
    assert isinstance(chart, TimeToEventChart)
    points = {row.mark.key: [row.value] for row in chart.medians}
    points |= {point.mark.key: [point.at_months] for point in chart.rates}
    assert across(found, "point") == points
    whiskers = {r.mark.key: [i.low, i.high] for r in chart.medians if (i := r.interval)}
    assert across(found, "reported") == whiskers


def test_landmarks_stand_as_high_as_their_percentage() -> None:
    chart, found = chart_of("time_to_event"), page("time_to_event")
    assert isinstance(chart, TimeToEventChart)
    rates = {point.mark.key: point.percent for point in chart.rates}
    heights = {
        hit.mark.key: float(np.asarray(hit.artist.get_ydata())[0])
        for hit in found.hits
        if hit.part == "point" and isinstance(hit.artist, Line2D) and hit.mark.key in rates
    }
    names = [key for key in rates if ":os_" in key]  # one panel
    slopes = {
        round((heights[a] - heights[b]) / (rates[b] - rates[a]), 6)
        for a, b in combinations(names, 2)
    }
    assert len(slopes) == 1


def test_no_line_joins_landmarks() -> None:
    found = page("time_to_event")
    points = [hit.artist for hit in found.hits if hit.part == "point"]
    assert all(isinstance(each, Line2D) and each.get_linestyle() == "None" for each in points)


@pytest.mark.parametrize("unreliable", [False, True])
def test_bars_of_adverse_events_are_the_printed_percentages_and_none_is_invented(
    unreliable: bool,
) -> None:
    chart = chart_of("adverse_events", unreliable=unreliable)
    assert isinstance(chart, AdverseEventsChart)
    found = draw(chart, Style("light"), 700)
    rows = [row for panel in chart.panels for row in panel.rows]
    assert across(found, "any") == {r.mark.key: [r.any.percent] for r in rows if r.any}
    assert across(found, "grade3") == {r.mark.key: [r.grade3.percent] for r in rows if r.grade3}


def test_adverse_events_stand_back_to_back_on_the_same_scale() -> None:
    found = page("adverse_events")
    FigureCanvasAgg(found.figure)
    for hit in found.hits:
        if hit.part in ("any", "grade3") and isinstance(hit.artist, Rectangle):
            box = hit.artist.get_window_extent()
            other = next(h for h in found.hits if h.part == hit.part)
            assert isinstance(other.artist, Rectangle)
            unit = other.artist.get_window_extent().width / other.artist.get_width()
            assert box.width == pytest.approx(unit * hit.artist.get_width(), abs=0.01)


def test_boxes_hold_the_counts_of_the_flow() -> None:
    chart, found = chart_of("flow"), page("flow")
    assert isinstance(chart, FlowChart)
    for flow in chart.flows:
        for step in flow.steps:
            texts = [
                hit.artist.get_text().replace("\u00a0", " ")
                for hit in found.hits
                if hit.mark.key == step.mark.key and isinstance(hit.artist, Text)
            ]
            assert step.text in texts
            box = next(h for h in found.hits if h.mark.key == step.mark.key and h.part == "box")
            broken = isinstance(box.artist, Rectangle) and box.artist.get_linestyle() == "--"
            assert broken == (step.derived or step.planned)


def test_the_design_shows_both_rules_their_power_and_the_observed() -> None:
    chart, found = chart_of("design"), page("design")
    assert isinstance(chart, DesignChart)
    (design,) = chart.designs
    assert across(found, "stop") == {r.mark.key: [r.design.r1 + 1] for r in design.readings}
    assert across(found, "point") == {r.mark.key: [40.0, 60.0] for r in design.readings}
    assert design.observed is not None
    assert across(found, "observed") == {design.observed.key: [11.0, 11.0]}


@pytest.mark.parametrize("number", [2, 3, 7, 9])
def test_the_population_marks_the_patient_where_the_data_say(number: int) -> None:
    chart, found = chart_of("population", number), drawn_at("population", "page", number)
    assert isinstance(chart, PopulationChart)
    groups = [g for table in chart.populations for row in table.rows for g in row.groups]
    assert across(found, "bar") == {g.mark.key: [g.percent] for g in groups}
    marked = {hit.mark.key for hit in found.hits if hit.part == "patient"}
    rows = [row for table in chart.populations for row in table.rows]
    medians = {r.mark.key for r in rows if r.median is not None and r.patient_number is not None}
    assert marked == {g.mark.key for g in groups if g.here} | medians


def test_the_legend_keeps_a_sign_and_its_meaning_in_one_line() -> None:
    for width in range(420, 720, 20):
        found = draw(chart_of("population"), Style("light"), width)
        lines = [text.get_text() for text in found.figure.texts]
        assert not any(line.lstrip().startswith(":") for line in lines), width


def test_cited_points_are_the_cited_numbers() -> None:
    chart = chart_of("comparators")
    assert isinstance(chart, ComparatorsChart)
    points = {p.mark.key: [p.value] for group in chart.groups for p in group.points}
    assert across(page("comparators"), "point") == points


# --- marks, flags, words --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_mark_can_be_pointed_at_and_every_flag_stands_beside_it(kind: str) -> None:
    chart, found = chart_of(kind), page(kind)
    assert {hit.mark.key for hit in found.hits} == {mark.key for mark in chart.marks}
    assert all(hit.artist.get_gid() == hit.mark.key for hit in found.hits)
    flagged = {hit.mark.key for hit in found.hits if hit.part == "flag"}
    wanted = {mark.key for mark in chart.marks if mark.flags}
    if kind == "population":  # one flag sign a row of groups
        assert len(flagged) == len({key.rsplit(":", 1)[0] for key in wanted})
    else:
        assert flagged == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_the_standing_note_and_the_silent_trials_are_written_in_the_figure(kind: str) -> None:
    chart, found = chart_of(kind), page(kind)
    written = " ".join(text.get_text() for text in found.figure.findobj(Text))
    written = written.replace("\u00a0", " ")
    assert chart.caution in written
    for silent in chart.silent:
        assert silent.text in written


def test_a_figure_of_silent_trials_says_so_and_draws_nothing() -> None:
    silent = tuple(trial for trial in read_library() if not trial.outcomes)
    found = draw(make_chart("response", silent), Style(), 700)
    texts = [text.get_text() for text in found.figure.findobj(Text)]
    assert found.hits == ()
    assert sum("no results published in this source" in text for text in texts) == 3


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_cut_and_no_two_words_overlap(kind: str, size: str) -> None:
    found = drawn_at(kind, size)
    renderer = FigureCanvasAgg(found.figure).get_renderer()
    texts = [t for t in found.figure.findobj(Text) if t.get_text()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    for words, box in boxes:
        assert box.x0 >= 0, words
        assert box.x1 <= found.width, words
        assert 0 <= box.y0 < box.y1 <= found.height, words
    for (one, a), (other, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        tall = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide < 1 or tall < 4, (one, other)


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_is_smaller_than_eleven_px(kind: str) -> None:
    texts = page(kind).figure.findobj(Text)
    assert min(float(text.get_fontsize()) for text in texts) >= SMALLEST * POINTS


# --- colours --------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_colours_that_stand_side_by_side_differ_in_grey(theme: ThemeName) -> None:
    style = Style(theme)
    pairs = [("complete", "partial"), ("partial", "stable"), ("stable", "progressive")]
    pairs += [("any", "grade3"), ("recist", "mrecist"), ("group", "patient"), ("stop", "go")]
    for one, other in pairs:
        assert contrast(style.colour(one), style.colour(other)) >= 1.25, (one, other)


@pytest.mark.parametrize("theme", THEMES)
def test_words_stand_out_from_the_ground(theme: ThemeName) -> None:
    style = Style(theme)
    for name in ("text", "muted", "flag", "unknown", "accent"):
        assert contrast(style.colour(name), style.colour("panel")) >= 4.5, name


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_figure_looks_like_the_reviewed_picture(kind: str) -> None:
    found = np.asarray(picture(kind), dtype=float)
    with Image.open(FOLDER / f"{kind}.png") as image:
        reviewed = np.asarray(image.convert("L"), dtype=float)
    assert found.shape == reviewed.shape
    assert np.mean(np.abs(found - reviewed) > 60) < 0.002


@pytest.mark.parametrize("kind", FORMATS)
def test_a_figure_is_saved_the_same_way_twice(kind: FigureFormat) -> None:
    first, again = (figure_bytes(page("best_response").figure, kind) for _ in range(2))
    assert first == again
    assert first.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind])
