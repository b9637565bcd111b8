"""What is done inside Odoo before the chaos: companies, people, products, settings."""

from datetime import timedelta

from qbo_simulator.testing import Simulator

from odoo import Command, fields

from scripts.connecting import app_values, sign_in
from scripts.inside_call import answer

from .comparing import Books

GROUPS = (
    "base.group_user",
    "account.group_account_manager",
    "base.group_partner_manager",
    "product.group_product_manager",
    "purchase.group_purchase_manager",
    "quickbooks_connector.quickbooks_group_user",
    "sales_team.group_sale_manager",
    "stock.group_stock_manager",
)
#: What the companies have in common.
SETTINGS = {"start_date": "2019-01-01", "undo_payments": True}
#: What they have not: who counts, and what goes of a purchase. One more company than
#: there are here begins from the top.
VARIANTS = (
    {"inventory_owner": "quickbooks", "purchase_sent": "both"},
    {"purchase_sent": "order"},
    {"inventory_owner": "quickbooks", "purchase_sent": "bill"},
)
#: Dollars for a euro, the same on every day.
RATE = 1.25


def set_up(
    env, simulator: str, realms: list[str], verifier: str, clerks: list[str]
) -> None:
    """Make a connected company for each QuickBooks company, with people in it.

    Prints what the people need to know, and what the books held before.

    :param clerks: the beginnings of the logins in each company
    """
    qbo = Simulator(simulator)
    env = env(user=env.ref("base.user_admin"))
    companies = [_company(env, n) for n in range(len(realms))]
    env.user.company_ids = [Command.link(company.id) for company in companies]
    euro = env.ref("base.EUR")
    euro.active = True
    found = []
    for number, (company, realm) in enumerate(zip(companies, realms, strict=True)):
        qbo.realm_id = realm
        own = env(context=dict(env.context, allowed_company_ids=company.ids))
        # Before anything is sent.
        opening = Books(own, qbo, None).opening()
        variant = VARIANTS[number % len(VARIANTS)]
        connection = _connect(own, qbo, company, verifier, variant)
        found.append(
            _employ(own, company, number, clerks)
            | {
                "connection": connection.id,
                "realm": realm,
                "opening": opening,
                "checking": _checking(own, connection).qbo_id,
                "purchases": variant["purchase_sent"],
                "euro": connection.pref_multicurrency and _rate(own, company, euro),
            }
        )
    # Odoo's own jobs have nothing to do with it, and would all begin at the start.
    jobs = env["ir.cron"].search([("name", "not like", "QuickBooks")])
    jobs.nextcall = fields.Datetime.now() + timedelta(days=1)
    env.cr.commit()
    answer(found)


def _company(env, number):
    """Return an empty company of the US with a chart of accounts."""
    if not number:
        company = env.ref("base.main_company")
    else:
        company = env["res.company"].create({"name": f"Branch {number}"})
        env["stock.warehouse"].create(
            {"name": company.name, "code": f"B{number}", "company_id": company.id}
        )
    company.write(
        {
            "country_id": env.ref("base.us").id,
            "currency_id": env.ref("base.USD").id,
        }
    )
    if not company.chart_template:
        env["account.chart.template"].try_loading(
            "generic_coa", company=company, install_demo=False
        )
    return company


def _rate(env, company, euro):
    """Enter the rate of the euro and return its id."""
    env["res.currency.rate"].create(
        {
            "name": SETTINGS["start_date"],
            "currency_id": euro.id,
            "company_id": company.id,
            "rate": 1 / RATE,
        }
    )
    return euro.id


# === CONNECTING === #


def _connect(env, qbo, company, verifier, variant):
    """Connect a company to its books, match, and go live."""
    connections = env["quickbooks.connection"].sudo()
    connection = connections.create(
        {
            "company_id": company.id,
            "webhook_token": verifier,
            "user_id": env.uid,
            **app_values(qbo),
            **SETTINGS,
        }
    )
    sign_in(connection, qbo, qbo.realm_id)
    connection._read_lists()
    env["quickbooks.mapping"].search(_of(connection)).action_accept()
    _choose(env, company, connection)
    connection.write({"purchase_moment": "confirmed", **variant})
    connection.action_go_live()
    # Going live lets counting begin today; here the documents may be older.
    connection.inventory_start = connection.start_date
    env.cr.commit()
    # Contacts and products of the same names are there in each: they are taken over one
    # company after the other, as a person sets them up.
    root = env.ref("base.user_root")
    connection.pull_cron_id.with_user(root).method_direct_trigger()
    return connection


def _of(connection):
    return [("connection_id", "=", connection.id)]


def _choose(env, company, connection):
    """Choose the accounts, and where the money is."""
    lists = env["quickbooks.reference"].sudo()
    subtype = ("account_subtype", "=", "SalesOfProductIncome")
    income = lists.search([*_of(connection), subtype], limit=1)
    account = [("kind", "=", "Account"), ("account_type", "=", "Expense")]
    expense = lists.search([*_of(connection), *account], limit=1)
    bank = _bank(env, company)
    # Where the money is can be told by the account, without bank statements.
    methods = bank.inbound_payment_method_line_ids
    methods |= bank.outbound_payment_method_line_ids
    methods.payment_account_id = bank.default_account_id
    # One account there is the bank here, whichever way the money goes.
    env["quickbooks.mapping"].search(
        [
            *_of(connection),
            ("kind", "in", ("Deposit", "PaidFrom")),
            ("res_id", "=", bank.id),
        ]
    ).reference_id = _checking(env, connection)
    connection.write(
        {
            "income_account_id": income.id,
            "expense_account_id": expense.id,
            "payment_journal_id": bank.id,
        }
    )


def _bank(env, company):
    return env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )


def _checking(env, connection):
    kind = [("kind", "=", "Account"), ("account_type", "=", "Bank")]
    lists = env["quickbooks.reference"].sudo()
    return lists.search([*_of(connection), *kind], limit=1)


# === PEOPLE AND PRODUCTS === #


def _employ(env, company, number, clerks) -> dict:
    """Enter who works in a company, what it sells, and return what they need."""
    groups = [env.ref(name).id for name in GROUPS]
    users = env["res.users"].create(
        [
            {
                "name": f"{clerk.title()} {number}",
                "login": f"{clerk}{number}",
                "password": f"{clerk}{number}",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set(groups)],
            }
            for clerk in clerks
        ]
    )
    domain = [
        ("company_id", "=", company.id),
        ("type_tax_use", "=", "sale"),
        ("amount", ">", 0),
    ]
    warehouses = env["stock.warehouse"].search([("company_id", "=", company.id)])
    return {
        "company": company.id,
        "logins": dict(zip(clerks, users.mapped("login"), strict=True)),
        "tax": env["account.tax"].search(domain, limit=1).id,
        "products": _products(env, company, f"Thing {number}").ids,
        "goods": _products(
            env,
            company,
            f"Good {number}",
            is_storable=True,
            invoice_policy="delivery",
            purchase_method="receive",
        ).ids,
        "bank": _bank(env, company).id,
        "shelf": warehouses[:1].lot_stock_id.id,
    }


def _products(env, company, name, **vals):
    return env["product.product"].create(
        [
            {
                "name": f"{name}-{n}",
                "default_code": f"{name[0]}{name[-1]}-{n}",
                "list_price": 20 + n,
                "standard_price": 7,
                "company_id": company.id,
                "purchase_method": "purchase",
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
                **vals,
            }
            for n in range(5)
        ]
    )
