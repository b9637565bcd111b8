"""Replay recorded QuickBooks traffic and compare the answers in meaning."""
