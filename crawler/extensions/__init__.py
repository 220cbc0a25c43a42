"""Knows what watches over a crawl: one watch a file."""
