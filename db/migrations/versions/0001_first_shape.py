"""The first shape: cases with their parts, trial documents, audit lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}


def _word() -> sa.types.TypeEngine[str]:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _value() -> Iterator[sa.Column[Any]]:
    kinds = ("number", "word", "flag", "set", "date")
    kind = sa.Enum(*kinds, name="kind", native_enum=False, length=16)
    yield sa.Column("kind", kind, nullable=False)
    for name, type_ in (
        ("low", sa.Double()),
        ("high", sa.Double()),
        ("low_open", sa.Boolean()),
        ("high_open", sa.Boolean()),
        ("word", sa.String()),
        ("flag", sa.Boolean()),
        ("words", sa.JSON(none_as_null=True)),
        ("first_day", sa.Date()),
        ("last_day", sa.Date()),
    ):
        yield sa.Column(name, type_, nullable=True)


def upgrade() -> None:
    """Make the tables."""
    _cases()
    _observations()
    _lists()
    _overrides()
    _trial_documents()
    _audit_lines()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("code", _word(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("shows", sa.String(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("inclusion", sa.Date(), nullable=True),
        sa.Column("first_dose", sa.Date(), nullable=True),
        sa.Column("arms", sa.JSON(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("code_order", _word(), nullable=False),
        sa.Column("born_first", sa.Date(), nullable=True),
        sa.Column("born_last", sa.Date(), nullable=True),
        sa.Column("stage", _word(), nullable=True),
        sa.Column("staged_on", sa.Date(), nullable=False),
        sa.Column("diagnosed_first", sa.Date(), nullable=True),
        sa.Column("diagnosed_last", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("code", name="uq_cases_code"),
    )
    op.create_index("ix_cases_by_age", "cases", ["archived", "born_first", "code_order", "id"])
    op.create_index("ix_cases_by_change", "cases", ["archived", "changed_at", "code_order", "id"])
    op.create_index("ix_cases_by_code", "cases", ["archived", "code_order", "id"])
    op.create_index(
        "ix_cases_by_diagnosis", "cases", ["archived", "diagnosed_first", "code_order", "id"]
    )
    op.create_index("ix_cases_by_stage", "cases", ["archived", "stage", "code_order", "id"])
    op.create_table(
        "case_words",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("word", _word(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_case_words_cases", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "word", name="pk_case_words"),
        **_CLUSTERED,
    )
    op.create_index("ix_case_words_by_word", "case_words", ["word", "case_id"])


def _observations() -> None:
    op.create_table(
        "observations",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("value_text", sa.String(), nullable=False),
        sa.Column("collected_first", sa.Date(), nullable=True),
        sa.Column("collected_last", sa.Date(), nullable=True),
        sa.Column("collected_at", sa.String(), nullable=False),
        sa.Column("uln", sa.Double(), nullable=True),
        sa.Column("lln", sa.Double(), nullable=True),
        sa.Column("laboratory", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("suspect", sa.String(), nullable=False),
        *_value(),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_observations_cases", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "position", name="pk_observations"),
        **_CLUSTERED,
    )


def _lists() -> None:
    op.create_table(
        "case_lists",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("complete_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_case_lists_cases", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "position", name="pk_case_lists"),
        **_CLUSTERED,
    )
    op.create_table(
        "entries",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("list_position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "list_position"],
            ["case_lists.case_id", "case_lists.position"],
            name="fk_entries_case_lists",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("case_id", "list_position", "position", name="pk_entries"),
        **_CLUSTERED,
    )
    op.create_table(
        "entry_values",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("list_position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        *_value(),
        sa.ForeignKeyConstraint(
            ["case_id", "list_position", "entry_position"],
            ["entries.case_id", "entries.list_position", "entries.position"],
            name="fk_entry_values_entries",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "case_id", "list_position", "entry_position", "position", name="pk_entry_values"
        ),
        **_CLUSTERED,
    )


def _overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("trial", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_overrides_cases", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "position", name="pk_overrides"),
        **_CLUSTERED,
    )


def _trial_documents() -> None:
    op.create_table(
        "trial_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial", _word(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("bundled", "site", name="origin", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trial_documents"),
        sa.UniqueConstraint(
            "trial", "origin", "version", name="uq_trial_documents_trial_origin_version"
        ),
    )


def _audit_lines() -> None:
    op.create_table(
        "audit_lines",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reference", _word(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_lines"),
    )
    op.create_index("ix_audit_lines_reference", "audit_lines", ["reference"])
