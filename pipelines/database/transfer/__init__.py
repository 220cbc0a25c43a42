"""Knows how a whole SQLite database is copied into a PostgreSQL, row for row, in pieces that a kill does not undo."""
