"""Adds the changes of all domains in order of time. They are derived: every migration lists them anew at its end."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("id", number, nullable=False),
        sa.Column("domain_id", number, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("timestamp", word, nullable=False),
        sa.Column("first_seen", moment, nullable=False),
        sa.Column("not_before", moment),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name="fk_changes_domain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.UniqueConstraint("domain_id", "line", "number", name="uq_changes_domain_id_line_number"),
    )
    op.create_index("ix_changes_first_seen_id", "changes", ["first_seen", "id"])
    op.drop_index("ix_captures_captured_at_id", "captures")  # it led to the same by way of all that did not change
