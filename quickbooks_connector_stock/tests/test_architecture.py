"""The arrows of the house hold here too."""

from pathlib import Path

from odoo.tests import TransactionCase

from odoo.addons.quickbooks_connector.tests.test_architecture import Rooms


class TestArchitecture(Rooms, TransactionCase):
    addon = Path(__file__).parent.parent
