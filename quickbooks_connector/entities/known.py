"""What taking objects over needs to know of Odoo, read once for many objects."""

from functools import cached_property

from babel.core import get_global

from . import answers, convert
from .sales_tax import has_amount


class Known:
    """Answers of Odoo's lists: one statement each when first asked, none afterwards.

    Within a step of the work they are shared by all that is taken over in it.

    :param connection: the connection whose objects are taken over
    :param objects: those objects; what they refer to is looked up for all at once
    :param str entity: QuickBooks' name of their kind
    """

    def __init__(self, connection, objects=(), entity=""):
        if answers.CONTEXT_KEY not in connection.env.context:
            # Outside the steps of the engine it remembers for itself.
            connection = answers.remembering(connection)
        self.connection = connection
        self.company = connection.company_id
        self.env = connection.env
        self.entity = entity
        self._parent_ids = {
            parent for obj in objects if (parent := parent_id(obj)) is not None
        }
        self._added = {}

    def _kept(self, key, ask):
        """Return an answer of Odoo's lists that holds for other objects too."""
        return answers.kept(self.connection, ("known", *key), ask)

    # === PLACES === #

    @cached_property
    def _countries(self):
        return self._kept(("countries",), self._ask_countries)

    def _ask_countries(self):
        # QuickBooks has them as people typed them: a code or a name in English.
        found = self.env["res.country"].with_context(lang="en_US").search([])
        names = {country.name.casefold(): country.id for country in found}
        return names | {country.code.casefold(): country.id for country in found}

    def country_id(self, text):
        """Return the id of the country that ``text`` is a code or the name of."""
        text = str(text or "").strip()
        if not text:
            return False
        # Three letters: Unicode's list of territories knows them.
        (code, *_more) = get_global("territory_aliases").get(text.upper(), [text])
        return self._countries.get(code.casefold(), False)

    def state_id(self, text, country_id=False):
        """Return the id of a state of the country, the company's when none is given."""
        text = str(text or "").strip().casefold()
        country_id = country_id or self.company.country_id.id
        if not text or not country_id:
            return False
        states = self._kept(
            ("states", country_id), lambda: self._ask_states(country_id)
        )
        return states.get(text, False)

    def _ask_states(self, country_id):
        found = self.env["res.country.state"].search([("country_id", "=", country_id)])
        names = {state.name.casefold(): state.id for state in found}
        return names | {state.code.casefold(): state.id for state in found}

    # === MATCHES === #

    def standing_for(self, kind, ref):
        """Return the id of the record that an entry of QuickBooks stands for.

        :param str kind: a kind of ``quickbooks.mapping``
        :param dict ref: ``{"value": id}``, maybe none
        :return: the first one when there are several; ``None`` without any
        """
        found = self._kept(("standing", kind), lambda: self._ask_standing(kind))
        return found.get((ref or {}).get("value"))

    def _ask_standing(self, kind):
        mappings = self.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", kind),
                ("state", "=", "done"),
            ],
            order="res_id desc",
        )
        return {mapping.reference_id.qbo_id: mapping.res_id for mapping in mappings}

    # === RECORDS === #

    @cached_property
    def _linked(self):
        bindings = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", self.entity),
                ("qbo_id", "in", list(self._parent_ids)),
            ]
        )
        records = bindings._get_records()
        return {binding.qbo_id: records[binding] for binding in bindings}

    def parent_of(self, obj):
        """Return the record that the parent of ``obj`` is, or ``None``."""
        id_ = parent_id(obj)
        if id_ is None:
            return None
        return self._added.get(id_) or self._linked.get(id_) or None

    def add(self, records):
        """Note that objects have become records: ``{QuickBooks id: record}``."""
        self._added |= records

    # === MONEY === #

    @cached_property
    def _currencies(self):
        return self._kept(("currencies",), self._ask_currencies)

    def _ask_currencies(self):
        found = self.env["res.currency"].search([])
        return {currency.name: currency.id for currency in found}

    def currency_id(self, obj):
        """Return the id of the currency of ``obj`` when it is not the company's."""
        code = convert.get(obj, "CurrencyRef.value")
        if not code or code == self.company.currency_id.name:
            return False
        return self._currencies.get(code, False)

    @cached_property
    def shared_currency(self):
        """The currency of the prices that companies share."""
        return self._kept(("shared",), self._ask_shared_currency)

    def _ask_shared_currency(self):
        return self.env["res.company"]._get_main_company().currency_id

    @cached_property
    def _pricelists(self):
        return self._kept(("pricelists",), self._ask_pricelists)

    def _ask_pricelists(self):
        found = self.env["product.pricelist"].search(
            [("company_id", "in", (False, self.company.id))], order="id desc"
        )
        return {pricelist.currency_id.id: pricelist.id for pricelist in found}

    def pricelist_id(self, obj):
        """Return the id of a price list in the foreign currency of ``obj``, if any."""
        return self._pricelists.get(self.currency_id(obj), False)

    # === TAXES === #

    @cached_property
    def exempt_position_id(self):
        """The id of a fiscal position that takes the default sales tax away, if any.

        One that Odoo chooses by itself is for a place, not for a kind of customer.
        """
        return self._kept(("exempt",), self._ask_exempt_position)

    def _ask_exempt_position(self):
        tax = self.company.account_sale_tax_id
        positions = self.env["account.fiscal.position"].search(
            [("company_id", "=", self.company.id), ("auto_apply", "=", False)]
        )
        exempt = positions.filtered(
            lambda position: tax and not any(map(has_amount, position.map_tax(tax)))
        )
        return exempt[:1].id


def parent_id(obj):
    """Return the QuickBooks id of what ``obj`` is below, or ``None``."""
    return convert.get(obj, "ParentRef.value")
