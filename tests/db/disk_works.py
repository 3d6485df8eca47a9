"""What is done to a store while its disk refuses, and what the store has to hold afterwards.

A work takes what the store holds, changes the store, and returns what it holds then; the same
seed makes the same change again. Where a work raises, the store holds what it held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from random import Random

from db.backup import back_up, backup_folder, backups
from db.encryption import change_passphrase, decrypt, encrypt
from db.files import held_alone, write_anew
from db.passphrase import Secret
from db.restoring import restore
from db.store import Store, open_store
from hccreview.clinical.case import Case
from hccreview.exchange.local_file import parse_local
from hccreview.meeting.attachment import Attachment, Excerpt, KeyImage, Media, Report
from hccreview.meeting.decision import Decision
from hccreview.meeting.meeting import AgendaItem, Meeting
from hccreview.trials.local import LocalProtocol
from tests.db.conftest import NOW, SAMPLES
from tests.db.meeting_builders import seal_one
from tests.db.test_migrations import as_the_shape
from tests.meeting.builders import SITTING, a_decision

CODES = ("P-0", "P-1", "P-2", "P-3")
FIXED = "SAMPLE-01"  # on the agenda of the one meeting, with its draft
_LOCAL = """\
format: hccreview-local/1
trial: NCT06187961
author: A. Chair
on: 2026-11-21
reason: {reason}
cycle_length: 21
administrations:
  lenvatinib: {{dose: 8, unit: mg, route: oral, days: [1], per_day: 1}}
"""


@dataclass(frozen=True)
class Held:
    """All that the store holds; `kept` holds what each backup does, by the name of its file.

    `aside` holds the same of the copies that a restoring left; `older` is what a store of an older
    shape beside it holds.
    """

    passphrase: str | None = None
    cases: dict[str, Case] = field(default_factory=dict)
    attachments: dict[str, tuple[Attachment, ...]] = field(default_factory=dict)
    meeting: Meeting | None = None
    draft: Decision | None = None
    protocols: tuple[LocalProtocol, ...] = ()
    kept: dict[str, Held] = field(default_factory=dict)
    aside: dict[str, Held] = field(default_factory=dict)
    older: Held | None = None

    @property
    def secret(self) -> Secret | None:
        """The passphrase that opens the store."""
        return None if self.passphrase is None else Secret(self.passphrase)

    @property
    def content(self) -> tuple[object, ...]:
        """What can be read of it, without passphrase and backups."""
        return self.cases, self.attachments, self.meeting, self.draft, self.protocols


def found(store: Store) -> Held:
    """Read all that a store holds."""
    codes = [line.code for line in store.cases(limit=1000).lines]
    board = store.board
    read = {code: tuple(a.attachment for a in board.attachments(code)) for code in codes}
    lines = board.meetings().lines
    draft = board.draft(lines[0].id, FIXED) if lines else None
    return Held(
        cases={code: case for code in codes if (case := store.case(code)) is not None},
        attachments={code: each for code, each in read.items() if each},
        meeting=board.meeting(lines[0].id).meeting if lines else None,
        draft=draft.decision if draft is not None else None,
        protocols=tuple(each.protocol for each in store.local_protocols()),
    )


@dataclass
class Desk:
    """One store and the hand that works on it; it is open while its values are changed."""

    path: Path
    now: datetime = NOW
    store: Store | None = None

    def opened(self, held: Held) -> Store:
        """Return the store, which is opened where it is not."""
        if self.store is None:
            self.store = open_store(self.path, today=lambda: self.now, passphrase=held.secret)
        return self.store

    def close(self) -> None:
        """Let go of the store."""
        if self.store is not None:
            self.store.close()
        self.store = None


Work = Callable[[Desk, Held, Random], Held]


# ------------------------------------------------------------------------ in the store


def save_case(desk: Desk, held: Held, chance: Random) -> Held:
    """Make or change a case."""
    store, code = desk.opened(held), chance.choice(CODES)
    case = replace(chance.choice(SAMPLES), code=code, label=f"Zebedee {chance.random()}")
    before = store.stored(code)
    store.save_case(case, seen_version=before.version if before is not None else None)
    return replace(held, cases={**held.cases, code: case})


def erase_case(desk: Desk, held: Held, chance: Random) -> Held:
    """Erase a patient with all that belongs to the case."""
    store, code = desk.opened(held), chance.choice(CODES)
    stored = store.stored(code)
    if stored is None:
        return save_case(desk, held, chance)
    store.erase(code, seen_version=stored.version)
    return replace(
        held,
        cases={name: case for name, case in held.cases.items() if name != code},
        attachments={name: each for name, each in held.attachments.items() if name != code},
    )


def clean(desk: Desk, held: Held, chance: Random) -> Held:
    """Write the file without what was deleted."""
    assert desk.opened(held).clean()
    return held


def save_meeting(desk: Desk, held: Held, chance: Random) -> Held:
    """Change the agenda of the meeting."""
    board = desk.opened(held).board
    stored = board.meeting(board.meetings().lines[0].id)
    notes = "Zebedee waits. " * chance.randrange(1, 250)
    meeting = Meeting(SITTING, (AgendaItem(FIXED, questions=(str(chance.random()),), notes=notes),))
    board.save_meeting(stored.id, meeting, seen_version=stored.version)
    return replace(held, meeting=meeting)


def save_draft(desk: Desk, held: Held, chance: Random) -> Held:
    """Write on the decision."""
    board = desk.opened(held).board
    meeting = board.meetings().lines[0].id
    before = board.draft(meeting, FIXED)
    decision = a_decision(basis=f"{chance.random()} " * chance.randrange(1, 190))
    board.save_draft(meeting, decision, seen_version=before.version if before else None)
    return replace(held, draft=decision)


def attach(desk: Desk, held: Held, chance: Random) -> Held:
    """Add an image or an excerpt; of many the first is removed instead."""
    board, code = desk.opened(held).board, FIXED
    there = board.attachments(code)
    if len(there) > 5:
        board.remove_attachment(there[0].id)
        return _attached(held, code, held.attachments[code][1:])
    new: Attachment = Excerpt(Report.RADIOLOGY, "Zebedee " * chance.randrange(1, 400))
    if chance.random() < 0.7:
        content = b"\x89PNG\r\n\x1a\n" + chance.randbytes(chance.randrange(150_000))
        new = KeyImage(content, Media.PNG, "Zebedee")
    board.add_attachment(code, new)
    return _attached(held, code, (*held.attachments.get(code, ()), new))


def _attached(held: Held, code: str, attachments: tuple[Attachment, ...]) -> Held:
    return replace(held, attachments={**held.attachments, code: attachments})


def save_protocol(desk: Desk, held: Held, chance: Random) -> Held:
    """Put another local protocol in force."""
    protocol = parse_local(_LOCAL.format(reason=f"r{chance.random()}"), "local.yaml")
    desk.opened(held).save_local_protocol(protocol)
    return replace(held, protocols=(protocol,))


# ---------------------------------------------------------------------- the whole file


def make_backup(desk: Desk, held: Held, chance: Random) -> Held:
    """Back the store up, now and then while it is open."""
    if chance.random() < 0.5:
        desk.close()
    folder = backup_folder(desk.path)
    done = back_up(desk.path, folder, desk.now, held.secret)
    there = {each.path.name for each in backups(desk.path, folder)}
    kept = {name: each for name, each in held.kept.items() if name in there}
    now_held = replace(held, kept={}, aside={}, older=None)
    return replace(held, kept={**kept, done.path.name: now_held})


def protect(desk: Desk, held: Held, chance: Random) -> Held:
    """Encrypt a plain store; give an encrypted one another passphrase, or make it plain."""
    desk.close()
    secret, new = held.secret, f"zanzibar {chance.random()}"
    if secret is None:
        encrypt(desk.path, Secret(new), desk.now)
    elif chance.random() < 0.5:
        change_passphrase(desk.path, secret, Secret(new), desk.now)
    else:
        decrypt(desk.path, secret, desk.now)
        return replace(held, passphrase=None)
    return replace(held, passphrase=new)


def put_back(desk: Desk, held: Held, chance: Random) -> Held:
    """Put a backup in the place of the store."""
    desk.close()
    folder = backup_folder(desk.path)
    there = {each.path.name: each for each in backups(desk.path, folder)}
    if not there:
        return make_backup(desk, held, chance)
    name = chance.choice(sorted(there))
    aside = restore(there[name], desk.path, desk.now, held.kept[name].secret)
    assert aside is not None, "what was there is not kept"
    before = replace(held, kept={}, aside={}, older=None)
    return replace(
        held.kept[name],
        kept=held.kept,
        aside={**held.aside, aside.name: before},
        older=held.older,
    )


def bring_up_to_date(desk: Desk, held: Held, chance: Random) -> Held:
    """Open a store of an older shape."""
    assert held.older is not None
    open_store(older(desk.path), today=lambda: desk.now, passphrase=held.older.secret).close()
    return held


def older(path: Path) -> Path:
    """Return where the store of an older shape lies."""
    return path.with_name("older.sqlite")


IN_THE_STORE: tuple[Work, ...] = (
    *(save_case, save_case, erase_case, clean, save_meeting, save_draft, attach, attach),
    save_protocol,
)
WHOLE_FILE: tuple[Work, ...] = (make_backup, protect, put_back, bring_up_to_date)


def first(path: Path, passphrase: str | None) -> Held:
    """Make a store with a meeting and a few cases; return what it holds."""
    desk, held, chance = Desk(path), Held(passphrase), Random(1)
    store = desk.opened(held)
    store.import_samples(SAMPLES[:2])
    store.board.add_meeting(Meeting(SITTING, (AgendaItem(FIXED),)))
    held = replace(found(store), passphrase=passphrase)
    for work in (save_case, save_draft, attach, save_protocol, make_backup):
        held = work(desk, held, chance)
    desk.close()
    return replace(held, older=_first_older(older(path), passphrase))


def _first_older(path: Path, passphrase: str | None) -> Held:
    """Make a store as an earlier program left it; return what it holds."""
    with open_store(path, today=lambda: NOW) as store:
        seal_one(store)
        holds = replace(found(store), passphrase=passphrase)
    as_the_shape(path, "0004")
    if holds.secret is not None:
        new = path.with_name("older.anew")
        with held_alone(path, None) as connection:
            write_anew(connection, new, holds.secret.fresh_key(), path)
        new.replace(path)
    return holds
