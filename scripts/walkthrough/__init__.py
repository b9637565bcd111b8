"""``make walkthrough``: from the installation to a month in which all agrees."""
