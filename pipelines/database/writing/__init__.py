"""Knows how each kind of item becomes rows, one file per kind; `store.py` decides the order and the transaction."""
