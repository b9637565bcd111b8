"""11.3: who may read, change and call what of the stock; see the connector's tests."""

from odoo.tests import tagged

from odoo.addons.quickbooks_connector.tests import access_table as table
from odoo.addons.quickbooks_connector.tests.access_common import AccessCase


@tagged("post_install", "-at_install")
class TestAccess(AccessCase):
    module = "quickbooks_connector_stock"
    rights = table.STOCK_RIGHTS
    methods = table.STOCK_METHODS
    extra_groups = ",stock.group_stock_manager"

    def test_the_table_names_every_public_method_and_no_other(self):
        self.assertMethodsNamed()

    def test_every_kind_of_user_may_call_what_the_table_says_and_nothing_else(self):
        self.assertCallsAsNamed()

    def test_rows_are_read_and_changed_by_whom_the_table_says(self):
        self.assertRightsAsNamed()
