"""Words for documents that somebody makes or changes in QuickBooks."""

from decimal import Decimal

from .common import QuickbooksCase


class ImportCase(QuickbooksCase):
    """A connected company, and an accountant who works in QuickBooks."""

    client = "Blue Heron Bakery"
    supplier = "Granite Peak Lumber"

    # === WHAT SOMEBODY DOES THERE === #

    def party(self, name, entity="Customer"):
        """Return a reference to a contact of QuickBooks."""
        name = name.replace("'", "\\'")
        found = self.qbo.all(
            entity, f"DisplayName = '{name}' and Active in (true, false)"
        )
        return {"value": found[0]["Id"]}

    def item(self, name="Oak Desk"):
        """Return a reference to a product of QuickBooks."""
        found = self.qbo.all("Item", f"Name = '{name}' and Active in (true, false)")
        return {"value": found[0]["Id"]}

    def sold(self, amount, item=None, description=None, **detail):
        """Return a line of a sales document."""
        line = {
            "Amount": Decimal(str(amount)),
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": item or self.item(), **detail},
        }
        return line | ({"Description": description} if description else {})

    def taxed(self, amount, item=None, **detail):
        """Return a line that is taxed as in the US."""
        return self.sold(amount, item, TaxCodeRef={"value": "TAX"}, **detail)

    def make(self, entity="Invoice", lines=None, **values):
        """Let somebody make a document in QuickBooks; return it."""
        if entity in ("Bill", "VendorCredit"):
            key, party, kind = "VendorRef", self.supplier, "Vendor"
        else:
            key, party, kind = "CustomerRef", self.client, "Customer"
        if key not in values:
            values[key] = self.party(party, kind)
        return self.qbo.create(
            entity,
            {
                "TxnDate": "2026-11-10",
                "Line": lines or [self.sold(240, Qty=2, UnitPrice=120)],
                **values,
            },
        )

    def change(self, obj, entity="Invoice", **values):
        """Let somebody change some properties of a document; return it."""
        return self.qbo.update(entity, {"Id": obj["Id"], "sparse": True, **values})

    # === WHAT BECOMES OF IT HERE === #

    def inbox(self):
        return self.env["quickbooks.inbound"].sudo().search([])

    def move_of(self, obj, entity="Invoice"):
        """Return the move that is linked to ``obj``, maybe none."""
        link = self.binding_model().search(
            [("entity", "=", entity), ("qbo_id", "=", obj["Id"])]
        )
        return self.env["account.move"].browse(link.mapped("res_id"))

    def take(self, obj, entity="Invoice"):
        """Let the pull run and return what ``obj`` has become."""
        self.run_pull()
        self.assertFalse(self.inbox(), self.inbox().mapped("message"))
        return self.move_of(obj, entity)

    def taken(self, entity="Invoice", lines=None, **values):
        """Return a document of QuickBooks and the move that it has become."""
        theirs = self.make(entity, lines, **values)
        return theirs, self.take(theirs, entity)

    def assertTotals(self, move, obj):
        """Check that both sides have the same total and tax, to the cent."""
        digits = move.currency_id.decimal_places
        tax = (obj.get("TxnTaxDetail") or {}).get("TotalTax") or 0
        for here, there in (
            (move.amount_total, obj["TotalAmt"]),
            (move.amount_tax, tax),
        ):
            self.assertEqual(Decimal(f"{here:.{digits}f}"), Decimal(str(there)))
        self.assertTrue(move.currency_id.is_zero(sum(move.line_ids.mapped("balance"))))

    def assertNothingIsSent(self):
        """Check that the push has nothing to say."""
        self.qbo.clear_journal()
        self.run_push()
        self.assertFalse(self.qbo.count("batch"), "nothing is echoed back")
