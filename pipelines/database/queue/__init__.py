"""Knows the queue on which the workers of many machines find their work: Procrastinate's, beside the rows."""
