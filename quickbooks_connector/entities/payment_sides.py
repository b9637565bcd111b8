"""The two sides of what is owed: what customers owe us, and what we owe vendors."""

from odoo import models


class QuickbooksEntityPaymentCustomer(models.AbstractModel):
    """What settles the documents of customers: a Payment in QuickBooks."""

    _name = "quickbooks.entity.payment.customer"
    _inherit = "quickbooks.entity.payment.base"
    _description = "QuickBooks Settlement with Customers"

    _direction_field = "payment_direction"
    _policy_field = "payment_policy"
    _party_entity = "Customer"
    _party_property = "CustomerRef"
    _account_type = "asset_receivable"
    _account_property = "property_account_receivable_id"
    _reference_key = "PaymentRefNum"
    _debts = {"out_invoice": "Invoice"}
    _credits = {"out_refund": "CreditMemo"}
    _payment_type = "inbound"
    _partner_type = "customer"
    _web_path = "recvpayment?txnId={id}"

    def _get_label(self):
        return self.env._("payment")


class QuickbooksEntityPaymentVendor(models.AbstractModel):
    """What settles the documents of vendors: a BillPayment in QuickBooks."""

    _name = "quickbooks.entity.payment.vendor"
    _inherit = "quickbooks.entity.payment.base"
    _description = "QuickBooks Settlement with Vendors"

    _direction_field = "bill_payment_direction"
    _policy_field = "payment_policy"
    _party_entity = "Vendor"
    _party_property = "VendorRef"
    _account_type = "liability_payable"
    _account_property = "property_account_payable_id"
    _reference_key = "DocNumber"
    _debts = {"in_invoice": "Bill"}
    _credits = {"in_refund": "VendorCredit"}
    _payment_type = "outbound"
    _partner_type = "supplier"
    _web_path = "billpayment?txnId={id}"

    def _get_label(self):
        return self.env._("bill payment")
