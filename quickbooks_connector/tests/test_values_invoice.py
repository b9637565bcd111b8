"""S1, S11-S14, S17, T2: what an invoice is in QuickBooks, compared whole."""

from decimal import Decimal as D

from odoo import Command
from odoo.tests import tagged

from .entity_common import EntityCase


@tagged("post_install", "-at_install")
class TestInvoiceValues(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_partner = cls.env["res.partner"].create(
            {
                "name": "Lakeside Outfitters",
                "is_company": True,
                "email": "books@lakeside.example.com",
                "street": "12 Harbour Road",
                "city": "Austin",
                "zip": "78701",
                "state_id": cls.env.ref("base.state_us_44").id,
                "country_id": cls.env.ref("base.us").id,
            }
        )
        cls.person = cls.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": cls.company_partner.id}
        )
        cls.bind("Customer", cls.company_partner, "58")
        cls.bind("Customer", cls.person, "59")
        cls.bind("Customer", cls.partner_a, "60")
        cls.bind("Item", cls.product_a, "25")
        cls.bind("Item", cls.product_b, "26")

    def test_an_invoice_is_said_in_full(self):
        move = self.invoice(
            {"name": "Oak desk", "quantity": 2, "price_unit": 120, "taxes": self.tax_sale_a},
            {"display_type": "line_section", "name": "Services"},
            {"name": "Assembly", "product_id": self.product_b.id, "price_unit": 60,
             "taxes": self.tax_sale_a},
            {"display_type": "line_note", "name": "Handle with care"},
            partner_id=self.person.id,
            ref="PO 7781",
            invoice_origin="S00042",
            narration="<p>Thank you<br/>for your order</p>",
        )
        self.assertEqual(
            self.values("Invoice", move),
            {
                "DocNumber": move.name,
                "TxnDate": "2026-11-02",
                "DueDate": "2026-12-02",
                "CustomerRef": {"value": "59"},
                "BillAddr": {
                    "Line1": "Ida Moreno",
                    "Line2": "Lakeside Outfitters",
                    "Line3": "12 Harbour Road",
                    "City": "Austin",
                    "CountrySubDivisionCode": "TX",
                    "PostalCode": "78701",
                    "Country": "US",
                },
                "ShipAddr": {
                    "Line1": "12 Harbour Road",
                    "City": "Austin",
                    "CountrySubDivisionCode": "TX",
                    "PostalCode": "78701",
                    "Country": "US",
                },
                "BillEmail": {"Address": "books@lakeside.example.com"},
                "CustomerMemo": {"value": "Thank you\nfor your order"},
                "PrivateNote": "PO 7781 · S00042",
                "Line": [
                    {
                        "DetailType": "SalesItemLineDetail",
                        "Amount": D("240.00"),
                        "Description": "Oak desk",
                        "SalesItemLineDetail": {
                            "ItemRef": {"value": "25"},
                            "Qty": D("2"),
                            "UnitPrice": D("120"),
                            "TaxCodeRef": {"value": "TAX"},
                        },
                    },
                    {
                        "DetailType": "DescriptionOnly",
                        "Description": "Services",
                        "DescriptionLineDetail": {},
                    },
                    {
                        "DetailType": "SalesItemLineDetail",
                        "Amount": D("60.00"),
                        "Description": "Assembly",
                        "SalesItemLineDetail": {
                            "ItemRef": {"value": "26"},
                            "Qty": D("1"),
                            "UnitPrice": D("60"),
                            "TaxCodeRef": {"value": "TAX"},
                        },
                    },
                    {
                        "DetailType": "DescriptionOnly",
                        "Description": "Handle with care",
                        "DescriptionLineDetail": {},
                    },
                ],
                "TxnTaxDetail": {"TotalTax": D("45.00")},
            },
        )
