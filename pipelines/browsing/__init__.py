"""Knows how the database is looked at in a browser: pages over questions, the same facts as HTML, JSON and feeds."""
