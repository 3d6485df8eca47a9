"""The documents of a store: those of trials, and the local protocols of the site."""

from __future__ import annotations

from db import documents, local_protocols
from db.listing import Origin, StoredProtocol, TrialDocument
from db.open_file import OpenFile
from hccreview.trials.local import LocalProtocol


class Library(OpenFile):
    """Texts that are added as versions, never changed; what is damaged is refused.

    Every method raises ReviewError as those of the store do, and DamagedError for a document that
    is not what was saved: it is neither shown nor left out.
    """

    def trial_documents(self) -> tuple[TrialDocument, ...]:
        """Return the newest version of every trial document, by trial and origin."""
        with self._reading() as session:
            return documents.newest(session)

    def trial_document(self, digest: str) -> TrialDocument | None:
        """Return the newest saved version whose content has this digest, None without one."""
        with self._reading() as session:
            return documents.by_digest(session, digest)

    def local_protocols(self) -> tuple[StoredProtocol, ...]:
        """Return the local protocols in force, by trial."""
        with self._reading() as session:
            return local_protocols.in_force(session)

    def local_protocol_history(self, trial: str) -> tuple[StoredProtocol, ...]:
        """Return every local protocol of a trial, the newest first, those removed too."""
        with self._reading() as session:
            return local_protocols.history(session, trial)

    def save_trial_document(self, text: str, *, where: str, origin: Origin) -> TrialDocument:
        """Save the trial document `text` as the next version, unless the newest has its content.

        Raises ReviewError, naming the file `where`, for a text that is no valid trial document.
        """
        from hccreview.trials.library import trial_from_text  # starts slowly

        trial = trial_from_text(text, where)
        with self._writing() as session:
            return documents.save(session, trial.id, trial.digest, origin, text, self._today())

    def save_local_protocol(self, protocol: LocalProtocol) -> StoredProtocol:
        """Put a local protocol in force; an earlier one of the trial stays in its history."""
        with self._writing() as session:
            return local_protocols.save(session, protocol, self._today())

    def remove_local_protocol(self, trial: str, because: str) -> StoredProtocol:
        """Take the local protocol of a trial out of force; raises ReviewError without one."""
        with self._writing() as session:
            return local_protocols.remove(session, trial, because, self._today())
