"""Who is using the program: asked once after the first own change, and by the menu at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.messages import Offer

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Who(QObject):
    """Tells the store who writes. The question is one line in the bar; nobody has to answer."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._workspace = window, window.workspace
        self._changed = False
        window.settings.changed.connect(self._follow)
        window.workspace.saving.state_changed.connect(self._ask_once)
        self._follow()

    def ask(self) -> None:
        """Ask for the name in a form."""
        from db.audit import system_login
        from ui.widgets.who_form import WhoForm

        form = WhoForm(self._window, self._window.settings.user, system_login())
        form.chosen.connect(self._chosen)
        form.open()

    def _chosen(self, name: str) -> None:
        settings, messages = self._window.settings, self._workspace.messages
        with messages.telling():
            settings.choose(user=name)
            messages.done(
                f"Changes are noted as those of {settings.user} from now on."
                if settings.user
                else "Changes are noted with the login of the system alone."
            )

    def _follow(self) -> None:
        self._workspace.opening.write_as(self._window.settings.user)

    def _ask_once(self) -> None:
        """Ask when the first own change is saved and no other message is on screen."""
        settings, saving = self._window.settings, self._workspace.saving
        if settings.user or settings.user_asked:
            return
        if saving.waiting:
            self._changed = True
        elif self._changed and not saving.unsaved and self._window.message_bar.isHidden():
            settings.note_asked()
            self._workspace.messages.done(
                "Changes are noted with the login of the system; with a name it is told who made"
                " them.",
                Offer("Say who is using it…", self.ask),
            )
