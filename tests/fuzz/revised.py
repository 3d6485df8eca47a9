"""The files of the resources that a clinician may revise, put in the place of the bundled ones."""

from __future__ import annotations

import shutil
from functools import cached_property
from pathlib import Path
from random import Random

import resources
from hccreview.clinical.fields import bundled_dictionary, bundled_settings
from hccreview.clinical.planning import bundled_planning
from hccreview.exchange.sample_meeting import sample_meeting
from hccreview.meeting import ground
from hccreview.meeting.ground import AnswerGrounds
from hccreview.meeting.orientation import orientation
from hccreview.meeting.standard_care import bundled_standard_care
from hccreview.review.charts.population import few_enrolled
from hccreview.review.compare import Comparison
from hccreview.review.matrix import bundled_concepts, matrix
from resources import resource_path
from tests.fuzz.target import TODAY, Documents, compared, library, sample

_HOME = resource_path()


class Resources(Documents):
    """Concepts, questions of the board, standard of care, choices of the site, sample meeting."""

    name = "resources"
    FILES = (
        *("concepts.yaml", "board.yaml", "standard_care.yaml", "site.yaml"),
        "sample_meeting/meeting.yaml",
    )

    def texts(self) -> list[str]:
        return [(_HOME / name).read_text(encoding="utf-8") for name in self.FILES]

    @cached_property
    def _folder(self) -> Path:
        return Path(shutil.copytree(_HOME, self.folder / "resources"))

    @cached_property
    def _comparison(self) -> Comparison:
        return compared(sample())

    def made(self, random: Random) -> bytes:
        number = random.randrange(len(self.FILES))
        return b"%d\n" % number + self.changed(random, *self.seeds[number])

    def take(self, content: bytes) -> None:
        number, _, text = content.partition(b"\n")
        name = self.FILES[int(number)]
        self.named = Path(name).name
        before, comparison = (_HOME / name).read_bytes(), self._comparison
        (self._folder / name).write_bytes(text)
        resources._HERE = self._folder
        _forget()
        try:
            _use(name, comparison)
        finally:
            resources._HERE = _HOME
            (self._folder / name).write_bytes(before)
            _forget()


def _forget() -> None:
    """Let the resources be read again."""
    for kept in (bundled_concepts, bundled_standard_care, ground._board):
        kept.cache_clear()
    for more in (bundled_settings, bundled_planning, few_enrolled):
        more.cache_clear()


def _use(name: str, comparison: Comparison) -> None:
    if name == "concepts.yaml":
        assert matrix(comparison).rows
    elif name == "standard_care.yaml":
        for stage in orientation(comparison).stages:
            assert [each.sentence for each in (*stage.offers, *stage.ruled_out)]
    elif name == "board.yaml":
        grounds = AnswerGrounds(comparison.case, library(), TODAY)
        asked = (n for n, field in bundled_dictionary().fields.items() if field.board_question)
        assert [ground.ground_text(grounds.of(each)) for each in asked]
    elif name == "site.yaml":
        assert bundled_settings() and bundled_planning() is not None and few_enrolled() is not None
        compared(comparison.case)
    else:
        found = sample_meeting()
        assert found.meeting.sitting.on
        assert len(found.attachments) == len(found.drawings) + len(found.excerpts)
