"""Adds by which the bands of a signature are found when it goes."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_index("ix_bands_signature_id", "bands", ["signature_id"])
