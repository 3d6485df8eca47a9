"""Brings a store of an older shape up to date: one transaction for all steps, or no change."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from db.audit import add_line
from db.engine import WAIT_SECONDS, open_engine, rebuilding, sentences
from db.noting import note_what_stands
from db.passphrase import Key
from hccreview.errors import ReviewError

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def upgrade(
    path: Path,
    now: datetime,
    *,
    scripts: Path | None = None,
    target: str = "head",
    wait_seconds: float = WAIT_SECONDS,
    key: Key | None = None,
) -> None:
    """Run the steps in `scripts` (default: the program's) on the store `path`, up to `target`.

    Raises ReviewError where that fails for a reason of the file's; after any failure the store is
    as it was.
    """
    engine = open_engine(path, wait_seconds=wait_seconds, key=key)
    try:
        with sentences(path), rebuilding(engine) as connection:
            config = configuration(scripts or MIGRATIONS)
            config.attributes["connection"] = connection
            before = MigrationContext.configure(connection).get_current_revision() or ""
            command.upgrade(config, target)
            if target == "head":
                note_what_stands(connection, before)
            add_line(connection, now, "upgrade", "store", target)
    except (CommandError, SQLAlchemyError) as error:
        raise ReviewError(
            f"{path} could not be brought up to date; it is unchanged. Install the program again,"
            " or report this."
        ) from error
    finally:
        engine.dispose()


def configuration(scripts: Path = MIGRATIONS) -> Config:
    """Return alembic's configuration; a percent sign in a folder's name is kept."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config
