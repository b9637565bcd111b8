"""The behaviour of each entity."""
