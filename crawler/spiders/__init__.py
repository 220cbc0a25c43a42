"""Knows the crawls: there is one."""
