"""Knows what people type: one command a file, in words that the design gives."""
