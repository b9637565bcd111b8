"""Upgrading from an older version: links and states are kept, nothing is sent anew."""
