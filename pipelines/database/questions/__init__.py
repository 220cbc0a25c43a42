"""Knows what people ask of the database, one file per subject of the asking; every answer is a value."""
