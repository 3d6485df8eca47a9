"""Fills the panel from the schedules, and turns its forms into changes of the case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hccreview.clinical.editing import with_plan
from hccreview.errors import ReviewError
from hccreview.review.schedule.burden import burden
from ui.regimens.change_form import ChangeForm
from ui.regimens.lines import told
from ui.regimens.local_form import LocalForm
from ui.regimens.names import compared_name
from ui.regimens.remarks import (
    caution_notes,
    change_notes,
    change_words,
    check_notes,
    reading_notes,
)
from ui.regimens.site_form import SiteForm, rules_text
from ui.regimens.work import with_choice, work_out

if TYPE_CHECKING:
    from hccreview.clinical.case import Case
    from hccreview.clinical.plan import Change
    from hccreview.clinical.planning import PlanningSettings
    from hccreview.trials.local import LocalProtocol
    from ui.regimens.content import Content
    from ui.regimens.work import Planned


class PanelFilling:
    """Knows what is pointed at (`key`) and who wrote last (`author`)."""

    def __init__(self, content: Content) -> None:
        self.content, self.panel, self.workspace = content, content.panel, content.workspace
        self.key, self.author = "", ""
        self.panel.show_detail("", changeable=False)
        self.panel.change_asked.connect(self.open_change)
        self.panel.change_removed.connect(self.remove_change)
        self.panel.reading_chosen.connect(self.choose_reading)
        self.panel.local_asked.connect(self._open_pointed_local)

    @property
    def _proposed(self) -> str:
        return self.author or self.workspace.user

    # ------------------------------------------------------------------- showing

    def point(self, key: str) -> None:
        """Show what is pointed at."""
        self.key = key
        self._show_detail()

    def clear(self) -> None:
        """Show nothing."""
        self.key = ""
        self.panel.close_form()
        self.panel.show_detail("", changeable=False)
        self.panel.clear()

    def show_plan(self) -> None:
        """Show what the plan alone decides."""
        worked = self.content.worked
        if worked is not None:
            self._show_detail()
            self.panel.show_changes(list(change_notes(worked)))

    def show_all(self) -> None:
        """Show everything."""
        worked, comparison = self.content.worked, self.workspace.comparison
        if worked is None:
            return
        self.show_plan()
        self.panel.show_readings(list(reading_notes(worked)))
        stated = [each for each in worked.planned if each.schedule.drawable]
        self.panel.show_burden(
            [(compared_name(each), burden(each.schedule)) for each in stated],
            [each.trial.short_name for each in worked.planned if each not in stated],
        )
        if comparison is not None and comparison.case is worked.case:
            self.panel.show_checks(check_notes(comparison, worked))
        self.panel.show_cautions(caution_notes(worked))
        self.panel.show_rules(rules_text(self.content.settings()))

    def _show_detail(self) -> None:
        planned = self._pointed_trial()
        name = planned.trial.short_name if planned is not None else ""
        self.panel.show_detail(self._told(), changeable=self._target() is not None, trial=name)

    def _pointed_trial(self) -> Planned | None:
        worked = self.content.worked
        return worked.of(self.key.partition("|")[0]) if worked is not None else None

    def _told(self) -> str:
        """Return everything about what is pointed at."""
        worked = self.content.worked
        found = worked.find(self.key) if worked is not None else None
        if found is not None:
            return told(*found)
        spots = getattr(self.content.view, "spots", ())
        words = next((spot.told for spot in spots if spot.key == self.key), "")
        rows = self.content.table.table.rows
        row = next((row for row in rows if row.key == self.key), None) if self.key else None
        return words or ("\n".join(filter(None, row.cells)) if row is not None else "")

    def _target(self) -> tuple[str, int, tuple[str, str]] | None:
        """Return trial, cycle and administration (or the whole cycle) that is pointed at."""
        worked = self.content.worked
        if worked is None:
            return None
        found = worked.find(self.key)
        if found is not None:
            planned, given = found
            return planned.trial.id, given.cycle, (given.id, given.drug)
        trial, _, rest = self.key.partition("|")
        if rest.startswith("cycle|"):
            return trial, int(rest.removeprefix("cycle|")), ("", "")
        return None

    # ------------------------------------------------------------------- changes

    def open_change(self, kind: str) -> None:
        """Open the form for a change of what is pointed at."""
        target, worked = self._target(), self.content.worked
        if target is None or worked is None:
            return
        trial, cycle, given = target
        planned = worked.of(trial)
        assert planned is not None
        form = ChangeForm(trial, planned.trial.short_name, kind, cycle, given, self._proposed)
        form.made.connect(self.make_change)
        self.panel.open_form(form)
        form.begin(self.workspace.today())

    def make_change(self, trial: str, change: Change) -> None:
        """Add a change to the plan of a trial; raises ReviewError where it cannot be."""
        worked = self.content.worked
        planned = worked.of(trial) if worked is not None else None
        if worked is None or planned is None:
            return
        plan = replace(planned.plan, changes=(*planned.plan.changes, change))
        changed = with_plan(worked.case, plan)
        try:
            self._check(changed)
        except ReviewError as error:
            self._refuse(str(error))
            return
        self.author = change.author
        self.panel.close_form()
        self.workspace.edit(changed, f"{planned.trial.short_name}, {change_words(planned, change)}")
        self.content.view.setFocus()

    def remove_change(self, trial: str, number: int) -> None:
        """Take a change out of the plan of a trial."""
        worked = self.content.worked
        planned = worked.of(trial) if worked is not None else None
        if worked is None or planned is None:
            return
        changes = planned.plan.changes
        plan = replace(planned.plan, changes=(*changes[:number], *changes[number + 1 :]))
        words = change_words(planned, changes[number])
        self.workspace.edit(with_plan(worked.case, plan), f"change removed: {words}")

    def choose_reading(self, trial: str, choice: str, option: str) -> None:
        """Read the source in another way."""
        worked = self.content.worked
        if worked is not None:
            changed = with_choice(worked, trial, choice, option)
            self.workspace.edit(changed, f"reading of {trial}")

    def _check(self, case: Case) -> None:
        """Raise ReviewError where a schedule cannot be made of a changed case."""
        worked = self.content.worked
        assert worked is not None
        protocols = self.content.protocols.by_trial
        work_out(case, self.workspace.trials, worked.as_of, protocols, self.content.settings())

    def _refuse(self, sentence: str) -> None:
        if self.panel.form is not None:
            self.panel.form.refuse(sentence)
        else:
            self.workspace.messages.problem(sentence)

    # ------------------------------------------------- rules and local protocols

    def open_rules(self) -> None:
        """Open the form for the rules of the site."""
        form = SiteForm(self.content.settings())
        form.made.connect(self.save_rules)
        self.panel.open_form(form)
        form.begin()

    def save_rules(self, settings: PlanningSettings) -> None:
        """Keep the rules of the site."""
        try:
            self.content.choose_settings(settings)
        except ReviewError as error:
            self._refuse(str(error))
            return
        self.panel.close_form()
        self.workspace.messages.done("The rules of the site were saved.")

    def _open_pointed_local(self) -> None:
        planned = self._pointed_trial()
        if planned is not None:
            self.open_local(planned.trial.id)

    def open_local(self, trial: str) -> None:
        """Open the form for the local protocol of a trial."""
        worked = self.content.worked
        planned = worked.of(trial) if worked is not None else None
        if planned is None:
            return
        form = LocalForm(planned, self._proposed, self.workspace.today())
        form.made.connect(self.save_local)
        form.removed.connect(self.remove_local)
        self.panel.open_form(form)
        form.begin()

    def save_local(self, protocol: LocalProtocol) -> None:
        """Put a local protocol in force, if the regimen can be made with it."""
        from hccreview.trials.local import with_local

        worked = self.content.worked
        planned = worked.of(protocol.trial) if worked is not None else None
        if planned is None:
            return
        try:
            with_local(planned.trial.regimen, protocol)
        except ReviewError as error:
            self._refuse(str(error))
            return
        self.author = protocol.author
        self.panel.close_form()
        self.content.protocols.save(protocol)
        self.content.view.setFocus()

    def remove_local(self, trial: str, reason: str) -> None:
        """Take a local protocol back."""
        self.panel.close_form()
        self.content.protocols.remove(trial, reason)
        self.content.view.setFocus()
