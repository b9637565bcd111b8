"""Injected stops: a worker kills itself at a commit or a call of its work.

Between two of these nothing that it does is seen by anybody, so dying before and after
each of them is dying at every step there is. Who runs the chaos lays an order down, a
file named after the place; the worker that takes the file away is the one that dies,
and tells in ``died`` what it was doing.
"""

import os
import random
import signal
import sys
import threading
from functools import wraps
from pathlib import Path

import requests

from odoo.sql_db import Cursor

from odoo.addons.quickbooks_connector.models.quickbooks_connection_work import (
    QuickbooksConnection,
)

#: The worker that comes by an order follows it this often, so that all steps are met.
CHANCE = 0.04

_SOURCES = os.path.join("quickbooks_connector", "sync", "")
_now = threading.local()


def apply(folder):
    """Let the work of connections stop as the orders in ``folder`` say."""
    orders = Path(folder)
    for cron in ("_cron_push", "_cron_pull", "_cron_work"):
        method = getattr(QuickbooksConnection, cron)
        setattr(QuickbooksConnection, cron, _working(method))
    Cursor.commit = _mortal(Cursor.commit, "commit", orders)
    requests.Session.send = _mortal(requests.Session.send, "call", orders)


def _working(method):
    """Note that the thread does a connection's work while ``method`` runs."""

    @wraps(method)
    def work(*args):
        _now.works = True
        try:
            return method(*args)
        finally:
            _now.works = False

    return work


def _mortal(method, name, orders):
    """Let the process die before or after ``method``, where an order says so."""

    @wraps(method)
    def do(*args, **kwargs):
        if not getattr(_now, "works", False):
            return method(*args, **kwargs)
        _follow(orders, f"{name}-before")
        result = method(*args, **kwargs)
        _follow(orders, f"{name}-after")
        return result

    return do


def _follow(orders, place):
    if random.random() > CHANCE:
        return
    try:
        (orders / place).unlink()
    except FileNotFoundError:
        return
    with (orders / "died").open("a") as told:
        told.write(f"{place} {_step()}\n")
    os.kill(os.getpid(), signal.SIGKILL)


def _step():
    """Return the innermost function of the engine that is at work."""
    frame = sys._getframe(1)
    while frame and _SOURCES not in frame.f_code.co_filename:
        frame = frame.f_back
    if frame is None:
        return "between two steps"
    module = Path(frame.f_code.co_filename).stem
    return f"{module}.{frame.f_code.co_name}"
