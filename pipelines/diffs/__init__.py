"""Knows what changed between two texts: by words inside paragraphs, with moved paragraphs known as moved."""
