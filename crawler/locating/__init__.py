"""Knows which addresses of a domain are policy pages, from its home pages or from the index."""
