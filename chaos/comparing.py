"""What is done inside Odoo before the chaos, and what is compared after it."""

import importlib.util
from collections import Counter
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

from qbo_simulator.testing import Simulator

from odoo import Command

from scripts import settings
from scripts.inside_call import answer

#: What both sides have, beside the documents that the ledgers hold.
OTHERS = ("Customer", "Vendor", "Item", "Payment", "BillPayment")

GROUPS = (
    "base.group_user",
    "account.group_account_manager",
    "base.group_partner_manager",
    "quickbooks_connector.quickbooks_group_user",
)


def _ledgers():
    """Return the arithmetic of the tests; its package would import every test."""
    path = settings.REPO / "quickbooks_connector" / "tests" / "ledgers.py"
    spec = importlib.util.spec_from_file_location("chaos_ledgers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ledgers = _ledgers()


def set_up(env, simulator: str, realms: list[str], verifier: str) -> None:
    """Make a connected company for each QuickBooks company, with people in it.

    Prints what the people need to know, and what the books held before.
    """
    qbo = Simulator(simulator)
    env = env(user=env.ref("base.user_admin"))
    companies = [_company(env, n) for n in range(len(realms))]
    env.user.company_ids = [Command.link(company.id) for company in companies]
    found = []
    for number, (company, realm) in enumerate(zip(companies, realms, strict=True)):
        qbo.realm_id = realm
        own = env(context=dict(env.context, allowed_company_ids=company.ids))
        # Before anything is sent.
        opening = Books(own, qbo, None).opening()
        connection = _connect(own, qbo, company, verifier)
        found.append(
            _employ(own, company, number)
            | {"connection": connection.id, "realm": realm, "opening": opening}
            | {"checking": _checking(own, connection).qbo_id}
        )
    env.cr.commit()
    answer(found)


def _company(env, number):
    """Return an empty company of the US with a chart of accounts."""
    if not number:
        company = env.ref("base.main_company")
    else:
        company = env["res.company"].create({"name": f"Branch {number}"})
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


def _connect(env, qbo, company, verifier):
    """Connect a company to its books, match, and go live."""
    connection = (
        env["quickbooks.connection"]
        .sudo()
        .create(
            {
                "company_id": company.id,
                "environment": "custom",
                "discovery_url": qbo.discovery_url,
                "api_base_url": qbo.api_base_url,
                "client_id": qbo.app.client_id,
                "client_secret": qbo.app.client_secret,
                "webhook_token": verifier,
                "start_date": "2019-01-01",
                "user_id": env.uid,
                "undo_payments": True,
            }
        )
    )
    env.cr.commit()
    callback = qbo.follow_consent(
        connection.action_connect()["url"], realm_id=qbo.realm_id
    )
    env.cr.commit()
    query = parse_qs(urlsplit(callback).query)
    outcome, names, _path = connection._finish_sign_in(
        {name: values[0] for name, values in query.items()}
    )
    if outcome:
        raise RuntimeError(f"not connected: {outcome} {names}")
    env.cr.rollback()
    env.transaction.reset()
    connection._read_lists()
    mine = [("connection_id", "=", connection.id)]
    env["quickbooks.mapping"].search(mine).action_accept()
    lists = env["quickbooks.reference"].sudo()
    income = lists.search(
        [*mine, ("account_subtype", "=", "SalesOfProductIncome")], limit=1
    )
    expense = lists.search(
        [*mine, ("kind", "=", "Account"), ("account_type", "=", "Expense")], limit=1
    )
    checking = _checking(env, connection)
    bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    # Where the money is can be told by the account, without bank statements.
    methods = bank.inbound_payment_method_line_ids
    methods |= bank.outbound_payment_method_line_ids
    methods.payment_account_id = bank.default_account_id
    # One account there is the bank here, whichever way the money goes.
    env["quickbooks.mapping"].search(
        [*mine, ("kind", "in", ("Deposit", "PaidFrom")), ("res_id", "=", bank.id)]
    ).reference_id = checking
    connection.write(
        {
            "income_account_id": income.id,
            "expense_account_id": expense.id,
            "payment_journal_id": bank.id,
        }
    )
    connection.action_go_live()
    env.cr.commit()
    return connection


def _checking(env, connection):
    return (
        env["quickbooks.reference"]
        .sudo()
        .search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "Account"),
                ("account_type", "=", "Bank"),
            ],
            limit=1,
        )
    )


def _employ(env, company, number) -> dict:
    """Enter who works in a company, what it sells, and return what they need."""
    login = f"clerk{number}"
    env["res.users"].create(
        {
            "name": f"Clerk {number}",
            "login": login,
            "password": login,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set([env.ref(name).id for name in GROUPS])],
        }
    )
    tax = env["account.tax"].search(
        [
            ("company_id", "=", company.id),
            ("type_tax_use", "=", "sale"),
            ("amount", ">", 0),
        ],
        limit=1,
    )
    products = env["product.product"].create(
        [
            {
                "name": f"Thing {number}-{n}",
                "default_code": f"T{number}-{n}",
                "list_price": 20 + n,
                "standard_price": 10 + n,
                "company_id": company.id,
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
            }
            for n in range(5)
        ]
    )
    bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    return {
        "company": company.id,
        "login": login,
        "tax": tax.id,
        "products": products.ids,
        "bank": bank.id,
    }


# === AFTERWARDS === #


class Books(ledgers.LedgerMixin):
    """Both ledgers of one company."""

    def __init__(self, env, qbo, opening):
        self.env, self.qbo = env, qbo
        if opening:
            self.opening_ids = {kind: set(ids) for kind, ids in opening["ids"].items()}
            self.opening_balances = {
                id_: Decimal(text) for id_, text in opening["balances"].items()
            }

    def binding_model(self):
        return self.env["quickbooks.binding"].sudo()

    def opening(self) -> dict:
        """Return what QuickBooks holds, as JSON values."""
        kinds = (*ledgers.DOCUMENTS, *OTHERS)
        return {
            "ids": {kind: [obj["Id"] for obj in self.qbo.all(kind)] for kind in kinds},
            "balances": {
                id_: str(amount) for id_, amount in self._account_balances().items()
            },
        }

    def problems(self, connection):
        """Yield a sentence for whatever is lost, double, different or not done."""
        yield from self._unfinished(connection)
        yield from self._doubles(connection)
        for sentence in self.ledger_differences(connection, ()):
            yield f"different: {sentence}"

    def _unfinished(self, connection):
        if connection.state != "connected":
            yield f"stopped: the connection is {connection.state}"
        mine = [("connection_id", "=", connection.id)]
        links = self.binding_model()
        still = ["|", ("is_due", "=", True), ("request_id", "!=", False)]
        for link in links.search(mine + still):
            yield f"unsent: {link.res_model} {link.res_id}: {link.message or ''}"
        for link in links.search([*mine, ("state", "in", ("failed", "conflict"))]):
            record = link._get_record()
            name = record.display_name if record else link.res_id
            yield f"held: {link.entity} {name} ({link.cause}): {link.message}"
        for notice in self.env["quickbooks.inbound"].sudo().search(mine):
            yield f"not applied: {notice.entity} {notice.qbo_id}: {notice.cause or ''}"

    def _doubles(self, connection):
        """Compare what is there with what is linked, object by object."""
        for kind in OTHERS:
            rows = self.binding_model().search(
                [("connection_id", "=", connection.id), ("entity", "=", kind)]
            )
            linked = Counter(row.qbo_id for row in rows if row.qbo_id)
            there = {obj["Id"]: obj for obj in self.qbo.all(kind)}
            for id_ in there.keys() - linked.keys() - self.opening_ids[kind]:
                name = there[id_].get("DisplayName") or there[id_].get("Name") or id_
                if there[id_].get("TotalAmt") != 0:
                    yield f"double or lost: {kind} {name} has no record in Odoo"
            for id_ in linked.keys() - there.keys():
                yield f"lost: {kind} {id_} is not in QuickBooks"
        for partner in self._wrong_partners(connection):
            yield f"unsent edit: {partner}"

    def _wrong_partners(self, connection):
        """Yield the contacts whose mail, edited here, is another there."""
        there = {obj["Id"]: obj for obj in self.qbo.all("Customer")}
        rows = self.binding_model().search(
            [("connection_id", "=", connection.id), ("entity", "=", "Customer")]
        )
        for row in rows:
            partner, obj = row._get_record(), there.get(row.qbo_id)
            if not partner or obj is None:
                continue
            pairs = {
                "mail": (partner.email, (obj.get("PrimaryEmailAddr") or {})),
                "phone": (partner.phone, (obj.get("PrimaryPhone") or {})),
            }
            for name, (mine, theirs) in pairs.items():
                said = theirs.get("Address") or theirs.get("FreeFormNumber") or ""
                if (mine or "") != said:
                    yield f"{partner.name}: {name} {mine!r} here, {said!r} there"


def compare(env, simulator: str, companies: list[dict]) -> None:
    """Print what differs between both sides of each company, and what there is."""
    qbo = Simulator(simulator)
    problems, counts = [], Counter()
    for known in companies:
        qbo.realm_id = known["realm"]
        own = env(context=dict(env.context, allowed_company_ids=[known["company"]]))
        connection = own["quickbooks.connection"].browse(known["connection"])
        books = Books(own, qbo, known["opening"])
        name = connection.company_id.name
        problems += [f"{name}: {problem}" for problem in books.problems(connection)]
        rows = books.binding_model()._read_group(
            [("connection_id", "=", connection.id), ("qbo_id", "!=", False)],
            groupby=["entity"],
            aggregates=["__count"],
        )
        counts.update(dict(rows))
    answer({"problems": problems, "linked": counts})
