"""The trial documents that a decision was made from: each kept once, under its own digest.

The digest of a trial is the SHA-256 of its document's canonical JSON (trials/library.py). So the
content that is kept proves by itself that it is the version which a sealed record names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from hccreview.clinical.strict_yaml import load_strict
from hccreview.errors import ReviewError
from hccreview.meeting.canonical import digest_of
from hccreview.review.compare import Comparison
from hccreview.trials.library import trial_from_text
from hccreview.trials.model import Trial


def documents_of(comparison: Comparison, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return what is to be kept of each compared trial, by digest; `texts` by trial id.

    Raises ReviewError for a text that is missing, or not the version that was compared.
    """
    kept = {}
    for assessment in comparison.assessments:
        trial = assessment.trial
        if trial.id not in texts:
            raise ReviewError(f"The document of {trial.id} is missing; load the library again.")
        content = _canonical(load_strict(texts[trial.id], trial.id))
        if digest_of(content) != trial.digest:
            raise ReviewError(
                f"The document of {trial.id} is not the version that was compared; compare again."
            )
        kept[trial.digest] = content
    return kept


def trial_of(digest: str, documents: Mapping[str, bytes]) -> Trial:
    """Return the trial of a digest; raises ReviewError where its document is missing or changed."""
    text = content_of(digest, documents).decode("utf-8")
    return trial_from_text(text, f"sealed document {digest[:12]}")


def content_of(digest: str, documents: Mapping[str, bytes]) -> bytes:
    """Return the document of a digest; raises ReviewError where it is missing or changed."""
    content = documents.get(digest)
    if content is None:
        raise ReviewError(
            f"The trial document {digest[:12]} of the sealed record is missing; restore it from a"
            " backup."
        )
    # A damaged file can hold a text where the bytes were.
    if not isinstance(content, bytes) or digest_of(content) != digest:
        raise ReviewError(
            f"The trial document {digest[:12]} has been changed since it was sealed; restore it"
            " from a backup."
        )
    return content


def _canonical(data: object) -> bytes:
    """Return the bytes over which the library takes the digest of a document."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")
