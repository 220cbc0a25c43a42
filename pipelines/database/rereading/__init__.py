"""Knows how stored snapshots are read again: what waits for it, a batch of it, what follows for pages and domains."""
