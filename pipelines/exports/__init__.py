"""Knows the forms in which a database is taken away, one file per format; docs/exports.md describes them."""
