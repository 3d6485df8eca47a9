"""What is fed with malformed input, and what is asked of it when it takes the input after all."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import Any

from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.fields import read_dictionary
from hccreview.clinical.plan import Plan
from hccreview.clinical.planning import bundled_planning, planning_mapping
from hccreview.criteria.describe import describe
from hccreview.criteria.parse import parse
from hccreview.criteria.vocabulary import bundled_vocabulary
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import case_text, parse_case, read_case
from hccreview.exchange.images import read_image
from hccreview.exchange.local_file import read_local
from hccreview.meeting.canonical import digest_of
from hccreview.meeting.seal import opened
from hccreview.review.compare import compare
from hccreview.review.schedule.build import planned_schedules, schedule_of
from hccreview.trials.library import read_trial
from hccreview.trials.lint import lint
from resources import resource_path
from tests.builders import a_criterion, a_trial
from tests.fuzz.mutations import changed_bytes, changed_value, changed_words, drawn
from tests.fuzz.target import (
    LOCAL,
    NAME,
    TODAY,
    Documents,
    Target,
    compared,
    library,
    sample,
    texts_of,
)
from ui.planning_choice import chosen_planning


class CaseFiles(Documents):
    """Case files; what is taken is compared, told as text and JSON, and reads back."""

    name = "case files"

    def texts(self) -> list[str]:
        return [*texts_of("cases"), _EVERY_PART]

    def take(self, content: bytes) -> None:
        case = read_case(self.file(content, ".yaml"))
        use_case(case)


def use_case(case: Case) -> None:
    """Ask of a case what the program asks of every one."""
    from ui.commands.json_report import report
    from ui.commands.schedule_text import schedules_text
    from ui.commands.text_report import comparison_text

    assert parse_case(case_text(case), "again.yaml") == case, "does not read back"
    try:
        comparison = compared(case)
    except ReviewError as error:  # the planned arm is told when the case is compared
        assert "has no arm" in str(error), error
        return
    comparison_text(comparison).encode()
    json.dumps(report(comparison), allow_nan=False).encode()
    schedules_text(planned_schedules(comparison), comparison).encode()


class TrialDocuments(Documents):
    """Trial documents; what is taken is checked, and a patient is compared with it."""

    name = "trial documents"

    def texts(self) -> list[str]:
        return texts_of("trials")

    def take(self, content: bytes) -> None:
        trial = read_trial(self.file(content, ".yaml"))
        lint(trial)
        compare(sample(), (trial,), anchors_of(sample(), TODAY))
        schedule_of(sample(), trial, Plan(trial.id, TODAY), TODAY)


class LocalProtocols(Documents):
    """Local protocols; what is taken fills the regimen."""

    name = "local protocols"

    def texts(self) -> list[str]:
        return [LOCAL]

    def take(self, content: bytes) -> None:
        protocol = read_local(self.file(content, ".yaml"))
        trial = next((each for each in library() if each.id == protocol.trial), library()[-1])
        plan = Plan(trial.id, TODAY)
        protocol = replace(protocol, trial=trial.id)
        with contextlib.suppress(ReviewError):  # what the source states itself is told elsewhere
            schedule_of(sample(), trial, plan, TODAY, protocol=protocol)


class Dictionaries(Documents):
    """The data dictionary, which a clinician may revise."""

    name = "dictionaries"

    def texts(self) -> list[str]:
        return [resource_path("fields.yaml").read_text(encoding="utf-8")]

    def take(self, content: bytes) -> None:
        read_dictionary(content.decode("utf-8", "replace"), f"{NAME}.yaml")


class SiteSettings(Documents):
    """The settings of the site for schedules."""

    name = "settings of the site"

    def texts(self) -> list[str]:
        rules = replace(bundled_planning(), vials=(("oxaliplatin", 50.0),), zone="Asia/Shanghai")
        return [json.dumps(planning_mapping(rules))]

    def take(self, content: bytes) -> None:
        settings = chosen_planning(self.file(content, ".json"))
        schedule_of(sample(), library()[0], Plan(library()[0].id, TODAY), TODAY, settings)


class Expressions(Target):
    """Criteria; what is taken is told in words, checked and evaluated."""

    name = "expressions"
    named = ""

    @cached_property
    def seeds(self) -> list[str]:
        return [each.expression_text for trial in library() for each in trial.criteria]

    def made(self, random: Random) -> bytes:
        seed, kind = random.choice(self.seeds), random.random()
        if kind < 0.1:
            return changed_bytes(random, seed.encode())
        if kind < 0.4:
            return changed_words(random, seed).encode()
        return drawn(random, *_names_and_units()).encode()

    def take(self, content: bytes) -> None:
        text = content.decode("utf-8", "surrogateescape")
        describe(parse(text))
        trial = a_trial(a_criterion("I1", text), a_criterion("E1", text))
        lint(trial)
        comparison = compare(sample(), (trial,), anchors_of(sample(), TODAY))
        for finding in comparison.assessments[0].findings:
            assert finding.verdict is not None


@cache
def _names_and_units() -> tuple[list[str], list[str]]:
    """Return every name of the vocabulary, the common ones often, and every unit."""
    words = bundled_vocabulary()
    flags = [name for name, field in words.fields.items() if field.type in ("yes_no", "judgement")]
    entries = [name for fields in words.entry_fields.values() for name in fields]
    values = [word for field in words.fields.values() for word in field.values]
    names = [*words.fields, *flags * 4, *[*words.lists, *words.views] * 4, *entries, *values]
    return (
        [name for name in names if name.isidentifier()],
        sorted({unit for field in words.fields.values() for unit in (field.unit, *field.units)}),
    )


class PastedBlocks(Target):
    """Blocks of a spreadsheet, pasted into the laboratory table."""

    name = "pasted blocks"
    named = ""

    @cached_property
    def _sheet(self) -> Any:
        from ui.case_page.laboratory import Sheet

        return Sheet(sample(), TODAY)

    def made(self, random: Random) -> bytes:
        return changed_bytes(random, random.choice(_BLOCKS).encode())

    def take(self, content: bytes) -> None:
        from ui.case_page.pasting import paste

        random = Random(len(content))
        row, column = random.randrange(len(self._sheet.fields)), random.randrange(6)
        pasted = paste(sample(), self._sheet, content.decode("utf-8", "replace"), row, column)
        for _, _, sentence in pasted.refused:
            assert "\n" not in sentence, sentence
        compared(pasted.case)


class Images(Target):
    """Key images; what is taken is a picture of its own, without what else the file held."""

    name = "images"

    @cached_property
    def seeds(self) -> list[bytes]:
        from PIL.Image import effect_mandelbrot, new
        from PIL.PngImagePlugin import PngInfo

        told = PngInfo()
        told.add_text("Patient", "Miller", zip=True)
        picture = effect_mandelbrot((40, 30), (-2, -1, 1, 1), 20)
        found = []
        for mode in ("RGB", "P", "RGBA", "I;16"):
            image = new(mode, (40, 30)) if mode == "I;16" else picture.convert(mode)
            image.save(stream := io.BytesIO(), "PNG", pnginfo=told)
            found.append(stream.getvalue())
        for mode in ("L", "RGB"):
            picture.convert(mode).save(stream := io.BytesIO(), "JPEG", comment=b"Miller")
            found.append(stream.getvalue())
        return found

    def made(self, random: Random) -> bytes:
        return changed_bytes(random, random.choice(self.seeds))

    def take(self, content: bytes) -> None:
        image = read_image(self.file(content, ".png"))
        assert b"Miller" not in image.content


class Records(Documents):
    """Records that somebody sealed anew after changing them."""

    name = "sealed records"
    named = ""

    def texts(self) -> list[str]:
        path = Path(__file__).parents[1] / "meeting" / "sealed_1.json"
        return [path.read_text(encoding="utf-8")]

    def take(self, content: bytes) -> None:
        opened(content, digest_of(content))


class UserSettings(Target):
    """The file of choices: whatever stands in it, the program starts."""

    name = "settings of the user"

    def made(self, random: Random) -> bytes:
        seed = {"theme": "dark", "scale": 125, "last_cases": {"/a/b.sqlite": "P-1"}}
        if random.random() < 0.4:
            return changed_bytes(random, json.dumps(seed).encode())
        return changed_value(random, seed).encode("utf-8", "surrogatepass")

    def take(self, content: bytes) -> None:
        from ui.settings import SCALES, THEMES, Settings

        settings = Settings(self.file(content, ".json"))
        assert settings.theme in THEMES
        assert settings.scale in SCALES
        settings.last_case(Path("/a/b.sqlite"))
        settings.remember(Path("/a/b.sqlite"), "P-2")
        assert settings.last_case(Path("/a/b.sqlite")) == "P-2"


class Arguments(Target):
    """What is typed after ``main.py``."""

    name = "arguments"
    named = ""
    _SEEDS = (
        "compare SAMPLE-02 --trial NCT05099848 --as-of 2026-11-21 --json",
        "compare SAMPLE-01 SAMPLE-02 --arm haic --inclusion 2026-11-22 --xlsx out.xlsx",
        "schedule SAMPLE-02 --trial NCT05099848 --start 2026-12-01 --time 09:00 --cycles 4",
        "schedule SAMPLE-02 --variant sorafenib=methods --local x.yaml --ics out.ics",
        "outcomes NCT05099848 --case SAMPLE-02 --figures out --format svg",
        "trials",
        "check trial.yaml",
        "fields --json",
        "--database x.sqlite compare P-1",
    )

    def made(self, random: Random) -> bytes:
        return changed_words(random, random.choice(self._SEEDS)).encode()

    def take(self, content: bytes) -> None:
        from ui.commands.arguments import command_of

        words = [each for each in content.decode().split(" ") if each]
        with contextlib.redirect_stdout(io.StringIO()):
            command_of(words)


READERS: tuple[type[Target], ...] = (
    *(CaseFiles, TrialDocuments, Expressions, LocalProtocols, PastedBlocks, Images, Records),
    *(UserSettings, SiteSettings, Dictionaries, Arguments),
)

_EVERY_PART = """\
format: hccreview-case/1
code: BOARD-0412
label: Multinodular, Vp3
as_of: 2026-11-21
inclusion: 2026-11-23
first_dose: 2026-11-26
arms: {NCT06881433: haic}
observations:
  sex: male
  birth_date: 1961-03
  platelets: {value: 68, unit: 10*9/L, on: 2026-11-18, lln: 125, note: n, laboratory: central}
  bilirubin: {value: 1.1, unit: mg/dL, on: 2026-11-18, uln: 1.2}
  height: {value: 171, unit: cm, on: 2026-11-18}
  weight: {value: 66, unit: kg, on: 2026-11-18}
  afp: [{value: 310, unit: ng/mL, on: 2026-10-02}, {value: 402, on: 2026-11-18, at: "08:30"}]
  hbv_dna: {value: "<1000", unit: IU/mL, on: 2026-11-10}
  portal_thrombus: {value: [first_order, second_order], on: 2026-11-12}
  unresectable: {value: yes, on: 2026-11-18, author: MDT chair, reason: bilobar}
lists:
  treatments: []
  events: [{kind: surgery, on: 2019, major: yes}]
  metastases:
    complete_on: 2026-11-12
    entries: [{lesion: right lung, organ: lung, diameter: {value: 1.2, unit: cm}, on: 2026-11-12}]
overrides:
  - {trial: NCT06187961, criterion: E8, author: A, on: 2026-11-20, kind: data wrong, reason: r}
plans:
  - trial: NCT05099848
    start: 2026-12-01
    arm: haic
    time: "09:00"
    cycles: 4
    choices: {}
    formula: du_bois
    rounding: 5
    changes:
      - {change: hold, cycle: 2, administration: camrelizumab, reason: r, author: A, on: 2026-12-20}
      - {change: delay, cycle: 3, days: 7, reason: r, author: A, on: 2027-01-10}
      - change: reduce
        cycle: 3
        to_percent: 75
        onwards: yes
        reason: r
        author: A
        on: 2027-01-10
"""
_BLOCKS = (
    "\t2026-11-18\t2026-11-19\nPlatelets\t68\t70\nAFP (ng/mL)\t310\t<1000\n",
    "Date\tALT\tAST\tPLT\n2026-11-18\t30\t40\t100\n19 Nov 2026\t31\t42\t99\n",
    "\tUnit\tLLN\tULN\t18.11.2026\nBilirubin\tmg/dL\t0.2\t1.2\t1.1\nAlbumin\tg/L\t35\t50\t33\n",
    "68\t70\t71\n",
    "1,5\t2\n3\t4\n",
)
