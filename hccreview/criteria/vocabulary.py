"""The names an expression may use: recorded fields, derived facts, lists, views, arms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.entry_facts import ENTRY_FIELDS
from hccreview.clinical.fields import (
    Dictionary,
    FieldDefinition,
    ListDefinition,
    View,
    bundled_dictionary,
    suggestion,
)

ANCHORS = ("as_of", "inclusion", "first_dose")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Every field by name, every list with the fields of its entries, every view of a list.

    Two vocabularies are equal only when they are one object, so that parsed texts can be kept.
    """

    fields: Mapping[str, FieldDefinition]
    lists: Mapping[str, ListDefinition]
    entry_fields: Mapping[str, Mapping[str, FieldDefinition]]
    views: Mapping[str, View]

    def near(self, name: str, of_list: str = "") -> str:
        """Return a suggestion for a name that is not known."""
        known = [*self.entry_fields[of_list]] if of_list else []
        return suggestion(name, [*known, *self.fields, *self.lists, *self.views])


def vocabulary_of(dictionary: Dictionary) -> Vocabulary:
    """Return the vocabulary of a data dictionary together with the derived facts."""
    entries = {
        name: {**definition.by_id, **ENTRY_FIELDS.get(name, {})}
        for name, definition in dictionary.lists.items()
    }
    fields = {**dictionary.fields, **DERIVED_FIELDS}
    return Vocabulary(fields, dictionary.lists, entries, dictionary.views)


@lru_cache(maxsize=1)
def bundled_vocabulary() -> Vocabulary:
    """Return the vocabulary of the dictionary that ships with the program."""
    return vocabulary_of(bundled_dictionary())
