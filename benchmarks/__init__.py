"""Repeatable measurements: ratios and counts of one run, never asserted."""
