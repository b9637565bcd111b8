"""P1, P2, I1: contacts and products go to the other side and come back as they were.

Generated ones, in all scripts, over HTTP: whatever a field can hold in one system must
not be changed by the other.
"""

import itertools
from decimal import Decimal as D

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import email_normalize_all, html2plaintext

from ..api import dumps_payload
from ..sync import compare
from .common import QuickbooksCase

_numbers = itertools.count(1)

PIECES = st.sampled_from(
    [
        "O'Brien",
        "Ærø & Søn",
        "株式会社 山田",
        "שלום עולם",
        "مكتبة النور",
        "Zoë-Łódź",
        "🚚 Express",
        "<b>bold</b>",
        "50% \\ 100%",
        '"quoted"',
        "a/b (c) [d]",
        "x" * 40,
    ]
)
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")),
    min_size=1,
    max_size=12,
)
TEXTS = st.lists(PIECES | WORDS, min_size=1, max_size=3).map(" ".join)
MAYBE = st.none() | TEXTS
LINES = st.none() | st.lists(TEXTS, min_size=1, max_size=3).map("\n".join)
HTML = st.none() | st.sampled_from(
    [
        "<p>Pays <b>early</b></p>",
        "<ul><li>one</li><li>two &amp; three</li></ul>",
        '<p>See <a href="https://example.com">this</a></p>',
        "<div>&lt;tag&gt;<br/>نص</div>",
    ]
)
EMAILS = st.none() | st.sampled_from(
    ["Info@Example.com", '"Ida" <ida@example.com>, joe@example.com', "not an address"]
)
PHONES = st.none() | st.sampled_from(["+1 (512) 555-0110", "５５５-0100", "5" * 40])
SITES = st.none() | st.sampled_from(
    ["https://example.com/a?b=c", "www.example.com", "http://例え.jp"]
)
COUNTRIES = st.none() | st.sampled_from(["US", "CA", "GB", "AT", "JP", "EG"])
SPELLINGS = {"US": "USA", "CA": "Canada", "GB": "GBR", "AT": "AUT", "JP": "Japan"}
PRICES = st.decimals("0", "99999.99", places=2)


@st.composite
def addresses(draw):
    """Return the address fields of a contact; states only where they belong."""
    country = draw(COUNTRIES)
    return {
        "street": draw(MAYBE),
        "street2": draw(MAYBE),
        "city": draw(MAYBE),
        "zip": draw(st.none() | st.sampled_from(["78701", "SW1A 1AA", "〒100-0001"])),
        "country": country,
        "state": draw(st.none() | st.sampled_from(["TX", "CA"]))
        if country == "US"
        else None,
    }


CONTACTS = st.fixed_dictionaries(
    {
        "name": TEXTS,
        "is_company": st.booleans(),
        "email": EMAILS,
        "phone": PHONES,
        "website": SITES,
        "comment": HTML | LINES,
        "address": addresses(),
        "delivery": st.none() | addresses(),
        "has_term": st.booleans(),
        "is_exempt": st.booleans(),
    }
)

PRODUCTS = st.fixed_dictionaries(
    {
        "name": TEXTS,
        "type": st.sampled_from(["consu", "service"]),
        "default_code": st.none() | WORDS,
        "description_sale": LINES,
        "description_purchase": LINES,
        "list_price": PRICES,
        "standard_price": PRICES,
        "purchase_ok": st.booleans(),
        "taxed": st.booleans(),
    }
)


@st.composite
def physical(draw):
    """Return an address as people enter one in QuickBooks."""
    address = {f"Line{n}": draw(MAYBE) for n in range(1, 6)}
    address["City"] = draw(MAYBE)
    address["PostalCode"] = draw(st.none() | st.just("78701"))
    country = draw(COUNTRIES)
    spelling = draw(st.sampled_from([country, SPELLINGS.get(country, country)]))
    address["Country"] = spelling or draw(st.none() | st.just("Atlantis"))
    address["CountrySubDivisionCode"] = draw(
        st.none() | st.sampled_from(["TX", "Texas", "Upper Nowhere"])
    )
    return {key: value for key, value in address.items() if value}


def some(**strategies):
    """Return a strategy for dictionaries without what is ``None``."""
    return st.fixed_dictionaries(strategies).map(
        lambda values: {key: val for key, val in values.items() if val is not None}
    )


PARTIES = some(
    DisplayName=TEXTS,
    CompanyName=st.none() | TEXTS,
    GivenName=st.none() | st.just("Ida"),
    PrimaryEmailAddr=st.none()
    | st.sampled_from(["Ida@Example.com", "a@example.com,b@example.com"]).map(
        lambda text: {"Address": text}
    ),
    PrimaryPhone=st.none() | st.just({"FreeFormNumber": "(555) 555-0100"}),
    WebAddr=st.none() | SITES.map(lambda uri: {"URI": uri} if uri else None),
    Notes=LINES,
    BillAddr=st.none() | physical(),
    ShipAddr=st.none() | physical(),
    Taxable=st.booleans(),
    has_term=st.booleans(),
)

ITEMS = some(
    Name=TEXTS,
    Type=st.sampled_from(["Service", "NonInventory"]),
    Sku=st.none() | WORDS,
    Description=LINES,
    PurchaseDesc=LINES,
    UnitPrice=PRICES,
    PurchaseCost=PRICES,
    Taxable=st.booleans(),
)


def generated(strategy, examples=60):
    """Run a test with ``examples`` of what ``strategy`` makes."""

    def decorate(method):
        limits = settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            # Shrinking would take long: each example goes over HTTP.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        return limits(given(strategy)(method))

    return decorate


@tagged("post_install", "-at_install")
class RoundTripCase(QuickbooksCase):
    """A company whose values go over HTTP to the other side and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls.connection._for_worker()
        accounts = {
            obj["AccountType"]: obj["Id"] for obj in reversed(cls.qbo.all("Account"))
        }
        cls.income = {"value": accounts["Income"]}
        cls.expense = {"value": accounts["Expense"]}
        cls.connection.expense_account_id = cls.env["quickbooks.reference"].search(
            [("kind", "=", "Account"), ("qbo_id", "=", accounts["Expense"])]
        )

    def entity(self, name):
        return self.worker.env["quickbooks.entity"]._get(name)

    def _named(self, text, limit):
        """Return a name that nobody has, of the generated ``text``."""
        name = f"{next(_numbers)} {text}"[:limit]
        return " ".join(name.replace(":", " ").split())

    def _save(self, entity, values, id_=None):
        """Let QuickBooks hold ``values`` and return what it answers."""
        if id_:
            return self.qbo.update(entity, {"Id": id_, "sparse": True} | values)
        return self.qbo.create(entity, values)

    def _goes_and_comes_back(self, entity, record):
        """Send ``record``; what comes back changes nothing and arrives anew alike."""
        entity_model = self.entity(entity)
        record = record.with_env(self.worker.env)
        values = entity_model._export_values(record, self.worker)
        obj = self._save(entity, values)
        binding = self.binding_model().create(
            {
                "connection_id": self.connection.id,
                "res_model": record._name,
                "res_id": record.id,
                "entity": entity,
                "qbo_id": obj["Id"],
                "synced_payload": dumps_payload(values),
            }
        )
        record.invalidate_recordset()
        watched = [*entity_model._get_field_map(), "name", "active"]
        before = record.read(watched)
        entity_model._import_object(obj, binding, self.worker)
        binding._take_over(obj)
        record.invalidate_recordset()
        self.assertEqual(record.read(watched), before)
        again = entity_model._export_values(record, self.worker)
        self.assertTrue(compare.same(binding.synced_payload, again), f"{obj}\n{again}")
        return entity_model._import_many([obj], self.worker)[obj["Id"]]

    def _comes_and_goes_back(self, entity, values, edit):
        """Take an object over; an edit here sends that edit and nothing else.

        :param dict edit: values of fields for a person to enter in Odoo
        :return: the object before and after that edit was sent
        """
        entity_model = self.entity(entity)
        obj = self._save(entity, values)
        record = entity_model._import_many([obj], self.worker)[obj["Id"]]
        links = self.env["quickbooks.binding"].with_env(self.worker.env)
        binding = links._link_many(
            entity_model, {obj["Id"]: record}, [obj], self.worker
        )
        record.invalidate_recordset()
        said = entity_model._export_values(record, self.worker)
        self.assertTrue(compare.same(binding.synced_payload, said), f"{obj}\n{said}")
        record.write(edit)
        said = entity_model._export_values(record, self.worker)
        return obj, self._save(entity, said, obj["Id"])

    def assertOnlyChanged(self, before, after, *keys):
        """Check that QuickBooks holds all as it was, but for ``keys``."""
        ignored = {"SyncToken", "MetaData", *keys}
        for key in (before.keys() | after.keys()) - ignored:
            self.assertEqual(after.get(key), before.get(key), key)
        for key in keys:
            self.assertNotEqual(after.get(key), before.get(key), key)


@tagged("post_install", "-at_install")
class TestRoundTrip(RoundTripCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        matched = cls.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", cls.connection.id),
                ("kind", "=", "Term"),
                ("state", "=", "done"),
            ],
            limit=1,
        )
        cls.term = cls.env["account.payment.term"].browse(matched.res_id)
        cls.term_ref = {"value": matched.reference_id.qbo_id}
        cls.exempt = cls.env["account.fiscal.position"].create({"name": "Exempt"})

    # === ODOO -> QUICKBOOKS -> ODOO === #

    def _address(self, values):
        country = self.env["res.country"].search([("code", "=", values["country"])])
        state = self.env["res.country.state"].search(
            [("country_id", "=", country.id), ("code", "=", values["state"])]
        )
        given = {key: values[key] for key in ("street", "street2", "city", "zip")}
        return given | {"country_id": country.id, "state_id": state.id}

    def _contact(self, values):
        delivery = values.pop("delivery")
        term = self.term if values.pop("has_term") else self.term.browse()
        values |= {
            "property_payment_term_id": term.id,
            "property_supplier_payment_term_id": term.id,
            "property_account_position_id": values.pop("is_exempt") and self.exempt.id,
        }
        values["name"] = self._named(values["name"], 500)
        partner = self.env["res.partner"].create(
            values | self._address(values.pop("address"))
        )
        if delivery and any(delivery.values()):
            self.env["res.partner"].create(
                self._address(delivery) | {"type": "delivery", "parent_id": partner.id}
            )
        return partner

    def assertSameContact(self, partner, other):
        """Check that both say the same of what QuickBooks holds."""
        for fname in ("name", "city", "zip", "state_id", "country_id", "website"):
            mine = partner[fname] or ""
            mine = mine.strip() if isinstance(mine, str) else mine
            self.assertEqual(other[fname] or "", mine, fname)
        lines = [
            [
                " ".join(line.split())
                for line in (record.street, record.street2)
                if line and line.split()
            ]
            for record in (partner, other)
        ]
        self.assertEqual(lines[1], lines[0])
        self.assertEqual(other.phone or "", (partner.phone or "")[:30])
        self.assertEqual(
            email_normalize_all(other.email or ""),
            email_normalize_all(partner.email or ""),
        )
        notes = [html2plaintext(rec.comment or "").split() for rec in (partner, other)]
        self.assertEqual(notes[1], notes[0])

    @generated(CONTACTS)
    def test_a_customer_of_odoo_comes_back_as_it_was(self, values):
        partner = self._contact(dict(values))
        other = self._goes_and_comes_back("Customer", partner)
        self.assertSameContact(partner, other)
        for fname in (
            "is_company",
            "property_payment_term_id",
            "property_account_position_id",
        ):
            self.assertEqual(other[fname], partner[fname], fname)

    @generated(CONTACTS, 30)
    def test_a_vendor_of_odoo_comes_back_as_it_was(self, values):
        partner = self._contact(dict(values))
        partner.ref = "A 1"
        other = self._goes_and_comes_back("Vendor", partner)
        self.assertSameContact(partner, other)
        self.assertEqual(other.ref, "A 1")
        self.assertEqual(
            other.property_supplier_payment_term_id,
            partner.property_supplier_payment_term_id,
        )

    @generated(PRODUCTS)
    def test_a_product_of_odoo_comes_back_as_it_was(self, values):
        values = dict(values, name=self._named(values["name"], 100))
        tax = self.env.company.account_sale_tax_id if values.pop("taxed") else None
        values |= {key: float(values[key]) for key in ("list_price", "standard_price")}
        product = self.env["product.product"].create(values)
        product.taxes_id = tax
        other = self._goes_and_comes_back("Item", product)
        for fname in ("name", "type", "lst_price", "purchase_ok"):
            self.assertEqual(other[fname], product[fname], fname)
        bought = ("description_purchase", "standard_price")
        for fname in ("description_sale", "default_code", *bought):
            if fname not in bought or product.purchase_ok:
                mine = product[fname] or ""
                mine = mine.strip() if isinstance(mine, str) else mine
                self.assertEqual(other[fname] or "", mine, fname)
        taxes = other.taxes_id._filter_taxes_by_company(self.env.company)
        self.assertEqual(taxes, product.taxes_id)

    # === QUICKBOOKS -> ODOO -> QUICKBOOKS === #

    def _party(self, values, term):
        """Return ``values`` with a name of its own, and the terms under ``term``."""
        values = values | {"DisplayName": self._named(values["DisplayName"], 500)}
        return values | ({term: self.term_ref} if values.pop("has_term") else {})

    @generated(PARTIES)
    def test_a_customer_of_quickbooks_is_only_changed_where_odoo_is(self, values):
        before, after = self._comes_and_goes_back(
            "Customer", self._party(values, "SalesTermRef"), {"phone": "555 0199"}
        )
        self.assertOnlyChanged(before, after, "PrimaryPhone")

    @generated(PARTIES, 30)
    def test_a_vendor_of_quickbooks_is_only_changed_where_odoo_is(self, values):
        values = self._party(values, "TermRef") | {"TaxIdentifier": "12-3456789"}
        for key in ("ShipAddr", "Taxable"):
            values.pop(key, None)
        before, after = self._comes_and_goes_back("Vendor", values, {"ref": "A 2"})
        self.assertOnlyChanged(before, after, "AcctNum")

    @generated(ITEMS)
    def test_an_item_of_quickbooks_is_only_changed_where_odoo_is(self, values):
        values = values | {"Name": self._named(values["Name"], 100)}
        values["IncomeAccountRef"] = self.income
        if values["PurchaseCost"]:
            values["ExpenseAccountRef"] = self.expense
        else:
            values.pop("PurchaseDesc", None)
        assume(values["UnitPrice"] != D("1.25"))
        before, after = self._comes_and_goes_back("Item", values, {"lst_price": 1.25})
        self.assertOnlyChanged(before, after, "UnitPrice")
