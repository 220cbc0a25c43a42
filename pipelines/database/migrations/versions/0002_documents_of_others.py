"""Makes the views anew: they tell the bytes of a sighting, and set documents of others aside beside our own."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """No table changes; every migration makes the views anew."""
