"""What is done inside Odoo before and after an upgrade.

It runs with the older version too, so it uses what has been there from the first one
on, and leaves out what a version does not know.
"""

from qbo_simulator.testing import Simulator

from odoo import Command

from scripts.connecting import app_values, sign_in
from scripts.inside_call import answer

#: Of each of these what an upgrade must keep; what a version lacks is left out.
KEPT = {
    "quickbooks_binding": (
        "id connection_id res_model res_id entity facet qbo_id sync_token state cause"
        " is_due step change_seq request_id doc_number is_new approved_as survivor_id"
    ),
    "quickbooks_inbound": "id connection_id entity qbo_id cause",
    "quickbooks_mapping": "id connection_id kind res_model res_id reference_id state",
    "quickbooks_reference": "id connection_id kind qbo_id name active",
    "quickbooks_connection": (
        "id company_id state is_live realm_id start_date payment_journal_id"
        " income_account_id push_cron_id pull_cron_id wait_until"
    ),
    "quickbooks_credential": "id connection_id access_token refresh_token",
}
#: Records that nothing may become two of.
COUNTED = ("res_partner", "product_product", "account_move", "account_payment")
TURNS = 10
#: The tax that nobody finds in QuickBooks.
UNKNOWN = "Unknown 3%"


def set_up(env, simulator: str) -> None:
    """Connect a company, sync some records of each kind, and leave some on the way."""
    env = env(user=env.ref("base.user_admin"))
    story = Story(env, Simulator(simulator))
    story.connect()
    story.connection.action_go_live()
    story.sell()
    story.buy()
    env.cr.commit()
    turn(env)
    story.let_them_work()
    story.hold()
    turn(env)
    story.leave_on_the_way()
    env.cr.commit()
    answer(story.left)


def tell(env) -> None:
    """Answer what the database holds of ours."""
    found = {table: _rows(env.cr, table, names) for table, names in KEPT.items()}
    for table in COUNTED:
        env.cr.execute(f"SELECT count(*) FROM {table}")  # pylint: disable=E8103
        found[table] = env.cr.fetchone()[0]
    answer(found)


def sync(env) -> None:
    """Send and read until nothing is due."""
    turn(env)
    answer("done")


def edit(env, partner: int, product: int) -> None:
    """Edit a contact, invoice it once more, and send both."""
    env = env(user=env.ref("base.user_admin"))
    story = Story(env, None)
    customer = env["res.partner"].browse(partner)
    customer.street = "2 Upgrade Rd."
    story.invoice(customer, env["product.product"].browse(product), 7)
    env.cr.commit()
    turn(env)
    answer("done")


def remove(env) -> None:
    """Uninstall what is ours."""
    modules = env["ir.module.module"].search(
        [("name", "like", "quickbooks_connector%"), ("state", "=", "installed")]
    )
    modules.button_immediate_uninstall()
    env.cr.commit()
    answer("done")


def come_back(env, simulator: str) -> None:
    """Connect anew, approve all of the dry run, go live and sync."""
    env = env(user=env.ref("base.user_admin"))
    story = Story(env, Simulator(simulator))
    story.connect()
    connection = story.connection
    connection.action_dry_run()
    env.cr.commit()
    for _turn in range(TURNS):
        connection.work_cron_id.method_direct_trigger()
        env.cr.commit()
        env.invalidate_all()
        if connection.plan_id.state == "ready":
            break
    connection.plan_id.action_approve()
    connection.action_go_live()
    env.cr.commit()
    turn(env)
    answer("done")


def turn(env) -> None:
    """Let both crons run until nothing is due."""
    connection = env["quickbooks.connection"].sudo().search([], limit=1)
    for _turn in range(TURNS):
        connection.polled_at = False
        env.cr.commit()
        connection.push_cron_id.method_direct_trigger()
        connection.pull_cron_id.method_direct_trigger()
        env.cr.commit()
        env.invalidate_all()
        if not env["quickbooks.binding"].sudo().search([("is_due", "=", True)]):
            return


def _rows(cr, table, names):
    """Return what a table holds, by id, in the columns that it has."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    there = {name for (name,) in cr.fetchall()}
    columns = [name for name in names.split() if name in there]
    if not columns:
        return {}
    cr.execute(f"SELECT {', '.join(columns)} FROM {table}")  # pylint: disable=E8103
    return {row[0]: dict(zip(columns, row, strict=True)) for row in cr.fetchall()}


class Story:
    """A small company that sells and buys, and its QuickBooks."""

    def __init__(self, env, qbo):
        self.env, self.qbo = env, qbo
        self.left = {}

    # === THE COMPANY === #

    def connect(self):
        """Connect and match."""
        env, qbo = self.env, self.qbo
        vals = app_values(qbo) | {
            "start_date": "2019-01-01",
            "user_id": env.uid,
            "estimate_direction": "out",
            "purchase_order_direction": "out",
            "purchase_sent": "both",
        }
        connections = env["quickbooks.connection"].sudo()
        self.connection = connections.create(_known(connections, vals))
        sign_in(self.connection, qbo)
        self.connection._read_lists()
        mappings = env["quickbooks.mapping"].search([])
        mappings.filtered(lambda row: row.record_name != UNKNOWN).action_accept()
        self._choose()
        env.cr.commit()

    def _choose(self):
        """Choose where money goes, what for, and from where it comes."""
        lists = self.env["quickbooks.reference"].sudo()
        income = lists.search([("account_subtype", "=", "SalesOfProductIncome")])[:1]
        expense = lists.search([("account_type", "=", "Expense")])[:1]
        checking = lists.search([("account_type", "=", "Bank")])[:1]
        self.bank = self._first("account.journal", [("type", "=", "bank")])
        methods = self.bank.inbound_payment_method_line_ids
        methods |= self.bank.outbound_payment_method_line_ids
        methods.payment_account_id = self.bank.default_account_id
        kinds = [("kind", "in", ("Deposit", "PaidFrom"))]
        mine = [*kinds, ("res_id", "=", self.bank.id)]
        self.env["quickbooks.mapping"].search(mine).reference_id = checking
        vals = {
            "income_account_id": income.id,
            "expense_account_id": expense.id,
            "payment_journal_id": self.bank.id,
        }
        self.connection.write(_known(self.connection, vals))

    def _first(self, model, domain):
        mine = [("company_id", "=", self.env.company.id)]
        return self.env[model].search([*mine, *domain], limit=1)

    # === DOCUMENTS === #

    def sell(self):
        """Quote, invoice, be paid, credit; a file hangs on an invoice."""
        env = self.env
        self.customer = env["res.partner"].create({"name": "Fern", "is_company": True})
        self.product = env["product.product"].create(
            {"name": "Planter", "list_price": 20, "taxes_id": [Command.clear()]}
        )
        moves = [self.invoice(self.customer, self.product, n) for n in (1, 2, 3)]
        self._pay(moves[0])
        self.invoice(self.customer, self.product, 1, move_type="out_refund")
        env["ir.attachment"].create(
            {
                "name": "plan.txt",
                "raw": b"a plan",
                "res_model": "account.move",
                "res_id": moves[1].id,
            }
        )
        line = {"product_id": self.product.id, "product_uom_qty": 2}
        order = env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [Command.create(line)]}
        )
        order.state = "sent"

    def buy(self):
        """Order, be billed, pay, be credited."""
        env = self.env
        vendor = env["res.partner"].create({"name": "Clay Works", "supplier_rank": 1})
        line = {"product_id": self.product.id, "product_qty": 2, "price_unit": 5}
        line["tax_ids"] = [Command.clear()]
        order = env["purchase.order"].create(
            {"partner_id": vendor.id, "order_line": [Command.create(line)]}
        )
        order.button_confirm()
        bill = self.invoice(vendor, self.product, 2, move_type="in_invoice", ref="C1")
        self._pay(bill)
        self.invoice(vendor, self.product, 1, move_type="in_refund", ref="C2")

    def invoice(self, partner, product, quantity, taxes=(), **vals):
        """Post a document of one line."""
        line = {"product_id": product.id, "quantity": quantity, "price_unit": 12}
        line["tax_ids"] = [Command.set([tax.id for tax in taxes])]
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-11-02",
                "invoice_line_ids": [Command.create(line)],
                **vals,
            }
        )
        move.action_post()
        return move

    def _pay(self, move):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        wizard.create({"journal_id": self.bank.id}).action_create_payments()

    # === THE OTHER SIDE === #

    def let_them_work(self):
        """Let somebody enter a customer and an invoice in QuickBooks."""
        customer = self.qbo.create("Customer", {"DisplayName": "Moss & Sons"})
        (item,) = [one for one in self.qbo.all("Item") if one["Name"] == "Planter"]
        detail = {"ItemRef": {"value": item["Id"]}}
        line = {"Amount": 30, "DetailType": "SalesItemLineDetail"}
        self.qbo.create(
            "Invoice",
            {
                "CustomerRef": {"value": customer["Id"]},
                "Line": [line | {"SalesItemLineDetail": detail}],
            },
        )

    def hold(self):
        """Invoice with a tax that nothing in QuickBooks stands for."""
        tax = self.env["account.tax"].create(
            {"name": UNKNOWN, "amount": 3, "type_tax_use": "sale"}
        )
        self.invoice(self.customer, self.product, 4, taxes=tax)
        self.env.cr.commit()

    def leave_on_the_way(self):
        """Leave one edit unsent and one document out."""
        self.customer.street = "1 Upgrade Rd."
        out = self.invoice(self.customer, self.product, 5)
        self.env.cr.commit()
        out.action_quickbooks_skip()
        self.left = {"partner": self.customer.id, "product": self.product.id}


def _known(records, vals):
    """Return those of ``vals`` that this version has a field for."""
    return {name: value for name, value in vals.items() if name in records._fields}
