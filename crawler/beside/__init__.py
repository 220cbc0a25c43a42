"""Knows how a process is kept beside this one, for what would hold up all else: it is asked one thing at a time."""
