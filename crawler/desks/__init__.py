"""Knows where the pages of a crawl are read: at desks beside it, processes of their own, or in the crawl itself."""
