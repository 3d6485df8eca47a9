"""Cases as hypothesis draws them: any value in any field, entries of any shape."""

import math
from datetime import date, time, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from hccreview.clinical.case import Case, CaseList, Entry, Observation, Override, Value
from hccreview.clinical.dates import PartialDate
from hccreview.clinical.fields import NUMERIC, FieldDefinition, bundled_dictionary
from hccreview.clinical.plan import FORMULAS, ROUNDINGS, Delay, DoseReduction, Hold, Plan
from hccreview.clinical.quantity import Span

FIELDS = bundled_dictionary().fields
LISTS = bundled_dictionary().lists

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
numbers = st.floats(0, 1e6) | st.sampled_from([0.1 + 0.2, 5e-324, 1 / 3])


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    first = draw(days)
    return PartialDate(first, first + timedelta(draw(st.sampled_from([0, 0, 27, 364]))))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    low = draw(numbers)
    high = draw(st.sampled_from([low, low, low + 1.5, math.inf]))
    return Span(low, high, draw(st.booleans()) and low < high, draw(st.booleans()) and low < high)


def values_of(definition: FieldDefinition) -> st.SearchStrategy[Value]:
    words = st.sampled_from(sorted(definition.values or definition.words or {"yes": ""}))
    if definition.type in NUMERIC:
        return spans()
    if definition.type in ("yes_no", "judgement"):
        return st.booleans()
    if definition.type == "set":
        return st.frozensets(words, max_size=4)
    if definition.type == "date":
        return partial_dates()
    return texts if definition.type == "text" else words


any_values = st.one_of(
    spans(), texts, st.booleans(), st.frozensets(texts, max_size=4), partial_dates()
)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    definition = draw(st.sampled_from(sorted(FIELDS.values(), key=lambda each: each.id)))
    known = draw(st.booleans())
    return Observation(
        field=definition.id if known else "of_a_newer_dictionary",
        value=draw(values_of(definition) if known else any_values),
        unit=draw(texts),
        value_text=draw(texts),
        collected_on=draw(st.none() | partial_dates()),
        collected_at=draw(st.sampled_from(["", "08:30"])),
        uln=draw(st.none() | numbers),
        lln=draw(st.none() | numbers),
        laboratory=draw(texts),
        note=draw(texts),
        author=draw(texts),
        reason=draw(texts),
        suspect=draw(texts),
        ground=draw(texts),
    )


@st.composite
def lists(draw: st.DrawFn) -> CaseList:
    definition = draw(st.sampled_from(sorted(LISTS.values(), key=lambda each: each.id)))
    entries = []
    for _ in range(draw(st.integers(0, 3))):
        names = draw(st.lists(st.sampled_from(sorted(definition.by_id)), unique=True, max_size=5))
        values = {name: draw(values_of(definition.by_id[name])) for name in names}
        entries.append(Entry(MappingProxyType(values)))
    return CaseList(definition.id, tuple(entries), draw(st.none() | days))


some_text = texts.filter(str.strip)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
cycle_numbers = st.integers(1, 99)
changes = st.one_of(
    st.builds(Hold, cycle_numbers, some_text, some_text, days, texts, st.booleans()),
    st.builds(Delay, cycle_numbers, st.integers(1, 366), some_text, some_text, days, texts),
    st.builds(
        DoseReduction,
        cycle_numbers,
        st.floats(0.1, 99.9) | st.sampled_from([75, 100 / 3]),
        some_text,
        some_text,
        days,
        texts,
        st.booleans(),
    ),
)
plans = st.builds(
    Plan,
    trial=texts,
    start=days,
    arm=texts,
    time=st.none() | clocks,
    cycles=st.none() | st.integers(1, 99),
    choices=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    formula=st.sampled_from(["", *FORMULAS]),
    rounding=st.sampled_from(["", *ROUNDINGS]),
    changes=st.lists(changes, max_size=3).map(tuple),
)


overrides = st.builds(
    Override, texts, texts, texts, days, texts, texts, at=st.none() | clocks, ground=texts
)


@st.composite
def cases(draw: st.DrawFn, code: str = "P-1") -> Case:
    """A case under `code`; the same list is never there twice."""
    return Case(
        code=code,
        observations=tuple(draw(st.lists(observations(), max_size=6))),
        lists=tuple(draw(st.lists(lists(), max_size=3, unique_by=lambda each: each.id))),
        label=draw(texts),
        shows=draw(texts),
        synthetic=draw(st.booleans()),
        as_of=draw(st.none() | days),
        inclusion=draw(st.none() | days),
        first_dose=draw(st.none() | days),
        arms=tuple(draw(st.lists(st.tuples(texts, texts), max_size=2))),
        overrides=tuple(draw(st.lists(overrides, max_size=2))),
        plans=tuple(draw(st.lists(plans, max_size=2))),
    )
