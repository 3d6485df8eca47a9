"""What the window does with backups on request: shows, makes, restores them, erases copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.messages import Offer
from ui.wording import plural

if TYPE_CHECKING:
    from pathlib import Path

    from db.backup import Backup
    from ui.backups.backups_form import BackupsForm
    from ui.backups.keeping import Keeping
    from ui.main_window import MainWindow


class Backups(QObject):
    """Opens the forms and does what they ask for."""

    def __init__(self, window: MainWindow, keeping: Keeping) -> None:
        super().__init__(window)
        self._window, self._workspace, self._keeping = window, window.workspace, keeping
        self._opening = window.workspace.opening
        self._offered: Backup | None = None
        self._opening.damaged.connect(self._note)
        self._workspace.opened.connect(self._tell_of_backups)

    def show(self) -> None:
        """Show the list of backups."""
        path = self._opening.path
        if path is None:
            self._workspace.messages.problem("No store is open, so there are no backups to show.")
            return
        from db.backup import backup_folder
        from ui.backups.backups_form import BackupsForm

        opened = self._workspace.saving.store is not None
        folder = backup_folder(path)
        form = BackupsForm(self._window, folder, self._keeping.background, opened=opened)
        form.back_up_asked.connect(lambda: self._make(form))
        form.restore_asked.connect(self.ask_to_restore)
        self._fill(form, path)
        form.open()

    def ask_to_restore(self, backup: Backup) -> None:
        """Explain what restoring does, ask for the passphrase where it is another one, do it."""
        from db.passphrase import salt_of
        from ui.backups.question_forms import RestoreForm

        path = self._opening.path
        if path is None:
            return
        known = self._opening.passphrase is not None and salt_of(backup.path) == salt_of(path)
        form = RestoreForm(self._window, backup, path, ask=backup.encrypted and not known)
        form.wanted.connect(self._restore)
        form.open()

    def restore_offered(self) -> None:
        """Ask to restore the backup that the page without a store has named."""
        if self._offered is not None:
            self.ask_to_restore(self._offered)

    def offer_to_erase(self) -> None:
        """Offer to erase the copies that open without a passphrase, where there are any."""
        from db.backup import backup_folder, readable_copies

        path = self._opening.path
        copies = readable_copies(path, backup_folder(path)) if path is not None else ()
        if copies:
            number = plural(
                len(copies), "copy of it made before is", "copies of it made before are"
            )
            self._workspace.messages.done(
                f"The store is encrypted now; {number} still readable without the passphrase.",
                Offer("Erase…", lambda: self._ask_to_erase(copies)),
            )

    def _note(self, found: object) -> None:
        self._offered = getattr(found, "backup", None)

    def _tell_of_backups(self, made: bool) -> None:
        """Where the store had to be made anew but has backups, it was lost: offer them."""
        if not made or self._opening.path is None:
            return
        from db.backup import backup_folder, backups

        path = self._opening.path
        if backups(path, backup_folder(path)):
            self._workspace.messages.problem(
                f"{path.name} was not there, so a new one was begun; but there are backups of it.",
                Offer("Backups…", self.show),
            )

    def _make(self, form: BackupsForm) -> None:
        form.make.setEnabled(False)
        form.make.setText("Backing up …")
        path = self._opening.path

        def made(backup: Backup) -> None:
            self._workspace.messages.done(f"Backed up to {backup.path.name}.")

        def ended() -> None:
            if path is not None and form.isVisible():
                form.make.setEnabled(True)
                form.make.setText("Back up now")
                self._fill(form, path)

        self._keeping.back_up(made, ended)

    def _fill(self, form: BackupsForm, path: Path) -> None:
        from db.backup import backup_folder, backups

        form.show_backups(backups(path, backup_folder(path)))

    def _restore(self, backup: Backup, typed: str) -> None:
        from db.passphrase import Secret
        from db.restoring import restore
        from ui.commands.clock import now

        secret = Secret(typed) if typed else self._opening.passphrase
        made = f"{backup.made:%Y-%m-%d, %H:%M}"

        def work(path: Path) -> str:
            aside = restore(backup, path, now(), secret)
            kept = f" What was there before is kept as {aside.name}." if aside is not None else ""
            return f"The backup of {made} is restored.{kept}"

        self._opening.rewrite(work, secret if backup.encrypted else None)

    def _ask_to_erase(self, copies: tuple[Path, ...]) -> None:
        from ui.backups.question_forms import EraseForm

        form = EraseForm(self._window, copies)
        form.wanted.connect(self._erase)
        form.open()

    def _erase(self, copies: tuple[Path, ...]) -> None:
        def work() -> int:
            from db.encryption import erase
            from hccreview.errors import ReviewError

            for each in copies:
                try:
                    erase(each)
                except OSError as error:
                    raise ReviewError(
                        f"{each} could not be erased ({error.strerror}); remove it by hand."
                    ) from error
            return len(copies)

        def done(number: int) -> None:
            erased = plural(number, "readable copy is", "readable copies are")
            self._workspace.messages.done(f"{erased} erased.")

        self._keeping.background.run(lambda _: work(), done)
