"""Knows what people look at: pages of one file each, which ask no network for anything."""
