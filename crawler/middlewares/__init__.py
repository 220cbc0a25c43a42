"""Knows how requests reach the archive and how its answers are heard: one manner a file."""
