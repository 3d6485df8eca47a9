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
        form.erase_asked.connect(self._ask_to_renew)
        form.restore_asked.connect(self.ask_to_restore)
        self._fill(form, path)
        form.open()

    def ask_to_restore(self, backup: Backup) -> None:
        """Explain what restoring does, ask for the passphrase where it is another one, do it."""
        from db.files import on_the_wall
        from db.passphrase import salt_of
        from db.rotation import is_ahead
        from ui.backups.question_forms import RestoreForm
        from ui.commands.clock import now

        path = self._opening.path
        if path is None:
            return
        known = self._opening.passphrase is not None and salt_of(backup.path) == salt_of(path)
        ahead = is_ahead(backup, on_the_wall(now()))
        ask = backup.encrypted and not known
        form = RestoreForm(self._window, backup, path, ask=ask, ahead=ahead)
        form.wanted.connect(self._restore)
        form.open()

    def restore_offered(self) -> None:
        """Ask to restore the backup that the page without a store has named."""
        if self._offered is not None:
            self.ask_to_restore(self._offered)

    def offer_to_erase(self, more: str) -> None:
        """Offer to erase the copies that open without a passphrase, where there are any.

        `more` is a sentence to be told with it.
        """
        from db.backup import backup_folder
        from db.copies import readable_copies

        path = self._opening.path
        copies = readable_copies(path, backup_folder(path)) if path is not None else ()
        if copies:
            number = plural(
                len(copies), "copy of it made before is", "copies of it made before are"
            )
            self._workspace.messages.done(
                f"The store is encrypted now; {number} still readable without the passphrase."
                f"{more}",
                Offer("Erase…", lambda: self._ask_to_erase(copies)),
            )

    def tell_of_changed_passphrase(self, more: str) -> None:
        """Tell that backups open with the old passphrase, and offer to erase them."""
        told = "The passphrase is changed."
        self.tell_with_older(
            f"{told}{more}", f"{told} Older copies open with the one before.{more}"
        )

    def tell_with_older(self, alone: str, with_older: str) -> None:
        """Tell of something; where backups or copies are as before, offer to erase them."""
        if self._older_copies():
            offer = Offer("Erase older backups…", self._ask_to_renew)
            self._workspace.messages.done(with_older, offer)
        else:
            self._workspace.messages.done(alone)

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
        from db.files import on_the_wall
        from ui.commands.clock import now

        form.show_backups(backups(path, backup_folder(path)), on_the_wall(now()))

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
        from ui.backups.question_forms import readable_form

        form = readable_form(self._window, copies)
        form.wanted.connect(self._erase)
        form.open()

    def _erase(self, copies: tuple[Path, ...]) -> None:
        def work() -> str:
            from db.copies import erase_all

            linked = erase_all(copies)
            erased = plural(len(copies), "readable copy is", "readable copies are")
            return f"{erased} erased.{_stay(len(linked))}"

        self._keeping.background.run(lambda _: work(), self._workspace.messages.done)

    def _older_copies(self) -> tuple[Path, ...]:
        from db.backup import backup_folder
        from db.copies import older_copies

        path = self._opening.path
        return older_copies(path, backup_folder(path)) if path is not None else ()

    def _ask_to_renew(self) -> None:
        from ui.backups.question_forms import renew_form

        form = renew_form(self._window, self._older_copies())
        form.wanted.connect(self._renew)
        form.open()

    def _renew(self, older: tuple[Path, ...]) -> None:
        """Make a fresh backup, which is proved, and erase the older ones."""
        store, secret = self._workspace.saving.store, self._opening.passphrase
        if store is None:
            self._workspace.messages.problem("The store is not open, so nothing was erased.")
            return

        def work() -> str:
            from db.backup import backup_folder
            from db.copies import renew_backups
            from ui.backups.keeping import refuse_gone
            from ui.commands.clock import now

            refuse_gone(store)
            folder = backup_folder(store.path)
            made, linked = renew_backups(store.path, folder, now(), secret, older)
            erased = plural(len(older), "older file is", "older files are")
            return f"Backed up to {made.path.name}; {erased} erased.{_stay(len(linked))}"

        self._workspace.messages.done("A fresh backup is being made and checked …")
        self._keeping.background.run(lambda _: work(), self._workspace.messages.done)


def _stay(number: int) -> str:
    """Say of how many files only one name could be removed."""
    if not number:
        return ""
    verb = "has" if number == 1 else "have"
    return f" {number} of them {verb} another name (a hard link) elsewhere, and can be read there."
