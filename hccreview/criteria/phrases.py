"""The words in which expressions and findings are told: units, entries of lists, yes and no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_UNITS = {
    "10*9/L": "×10⁹/L",
    "10*6/L": "×10⁶/L",
    "10*3/uL": "×10³/µL",
    "10*4/uL": "×10⁴/µL",
    "/uL": "/µL",
    "umol/L": "µmol/L",
    "ug/L": "µg/L",
    "ukat/L": "µkat/L",
    "mm[Hg]": "mmHg",
    "a": "years",
    "1": "",
    "/min": "per minute",
    "{beats}/min": "beats per minute",
    "mg/d": "mg a day",
    "g/d": "g a day",
    "k[IU]/L": "kIU/L",
    "meq/L": "mEq/L",
}

# What one entry of a list is called.
ENTRY_NOUNS: Mapping[str, str] = MappingProxyType(
    {
        "lesions": "nodule in the liver",
        "metastases": "lesion outside the liver",
        "treatments": "treatment of the liver cancer",
        "drugs": "other drug or blood product",
        "events": "medical event",
        "toxicities": "toxicity of earlier treatment",
        "effusions": "effusion or ascites",
        "malignancies": "other malignant tumour",
        "allergies": "allergy or severe drug reaction",
    }
)

# Yes and no of an entry's field where its label does not read as a property of the entry.
FLAG_PHRASES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "symptomatic": ("with symptoms", "without symptoms"),
        "drained": ("drained or in need of drainage", "neither drained nor in need of it"),
        "needs_urgent_treatment": (
            "in need of surgery or radiotherapy at once",
            "not in need of surgery or radiotherapy at once",
        ),
        "unresolved_toxicity": (
            "with radiation toxicity still present",
            "without radiation toxicity still present",
        ),
        "steroids_needed": ("steroids needed after it", "no steroids needed after it"),
        "organ_inflammation": (
            "with radiation inflammation of lung, liver or gut",
            "without radiation inflammation of lung, liver or gut",
        ),
        "live_vaccine": ("with a live vaccine", "not with a live vaccine"),
        "alopecia": ("alopecia", "other than alopecia"),
        "laboratory_only": ("only a laboratory abnormality", "more than a laboratory abnormality"),
        "index": ("part of the combination under review", "outside the combination under review"),
        "short_for_airways_or_allergy": (
            "short use for allergy, asthma or COPD",
            "not short use for allergy, asthma or COPD",
        ),
        "catheter_related": (
            "caused by a port or catheter",
            "not caused by a port or catheter",
        ),
    }
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def unit_label(unit: str) -> str:
    """Return a unit as it is read: ``×10⁹/L`` for ``10*9/L``."""
    return _UNITS.get(unit, unit)


def lower_first(label: str) -> str:
    """Return a label for the middle of a sentence; abbreviations keep their capitals."""
    keep = len(label) > 1 and (label[1].isupper() or not label[1].isalpha())
    return label if keep else label[:1].lower() + label[1:]


def short_label(label: str) -> str:
    """Return a label without the explanation in brackets behind it."""
    return _BRACKETS.sub("", label) or label


def words_joined(labels: list[str], last: str = "or") -> str:
    """Return ``a, b or c``."""
    if len(labels) < 2:
        return "".join(labels)
    return f"{', '.join(labels[:-1])} {last} {labels[-1]}"
