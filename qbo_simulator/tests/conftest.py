"""Fixtures for all tests: one simulator process, reset before each test."""

import pytest

# Imported instead of named in `pytest_plugins`, which pytest takes from top-level
# conftest files only, and this one is not at the top when the whole project is tested.
from qbo_simulator.testing import qbo, qbo_process  # noqa: F401


@pytest.fixture
def token(qbo):  # noqa: F811
    """An access token for the fresh company."""
    return qbo.issue_tokens()["access_token"]
