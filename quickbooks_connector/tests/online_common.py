"""Orders that are paid online, as a payment provider reports it."""

from odoo import Command

from .common import QuickbooksCase


class OnlineCase(QuickbooksCase):
    """A company with a payment provider, whose money goes through the bank journal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.company_data["default_journal_bank"]
        method = cls.env.ref("payment.payment_method_unknown")
        cls.provider = cls.env["payment.provider"].create(
            {
                "name": "Card provider",
                "code": "none",
                "state": "test",
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        method.active = True
        cls._create_dummy_payment_method_for_provider(cls.provider, cls.bank)
        cls.card = cls.bank.inbound_payment_method_line_ids.filtered(
            lambda line: line.payment_provider_id == cls.provider
        )
        cls.card.payment_account_id = cls.inbound_payment_method_line.payment_account_id

    def order(self, *lines, **vals):
        """Return a quotation of ``(quantity, price)`` lines, untaxed."""
        self.product_a.invoice_policy = "order"
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product_a.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for quantity, price in lines or ((1, 100.0),)
                ],
                **vals,
            }
        )

    def pay_online(self, order, amount=None, invoice=False):
        """Let the customer pay ``order``; the order is confirmed by it.

        :param bool invoice: Odoo invoices what is paid, at once
        """
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("sale.automatic_invoice", str(invoice))
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.provider.payment_method_ids[:1].id,
                "reference": f"{order.name}-{len(order.transaction_ids)}",
                "amount": order.amount_total if amount is None else amount,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": [Command.set(order.ids)],
                "operation": "online_direct",
                "state": "done",
            }
        )
        transaction.with_context(skip_sale_auto_invoice_send=True)._post_process()
        return transaction

    def register(self, moves, **vals):
        """Register the payment of ``moves`` as a person does; return it."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create({"payment_date": "2026-11-03", **vals})
        )
        return wizard._create_payments()
