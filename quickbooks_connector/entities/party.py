from odoo import Command, models

from . import convert, lookup, names
from .cause import EntityError

#: Where an address stands in QuickBooks, by the type of Odoo's contact for it.
_ADDRESSES = {"invoice": "BillAddr", "delivery": "ShipAddr"}

#: Fields whose edits are sent though no property equals them alone.
WATCHED = ("name", "type", "is_company", "parent_id", "company_name", "vat")


class QuickbooksEntityParty(models.AbstractModel):
    """What customers and vendors have in common: one partner, one name of its own.

    A partner has one counterpart per role; what differs between the roles is in the
    entities that inherit this one.
    """

    _name = "quickbooks.entity.party"
    _inherit = "quickbooks.entity.mapped"
    _description = "QuickBooks Party"

    _odoo_model = "res.partner"
    _rank = 10
    _area = "contacts"
    _watched = {"res.partner": WATCHED}

    _name_key = "DisplayName"
    _name_limit = 500
    _shared = ("DisplayName", "CompanyName", "Active")
    _said_once = ("CurrencyRef",)
    _limits = {
        "PrimaryEmailAddr.Address": 100,
        "PrimaryPhone.FreeFormNumber": 30,
        "WebAddr.URI": 1000,
        "Notes": 2000,
        "CompanyName": 100,
    }
    #: Property that names the terms of payment, and Odoo's field.
    _terms = ("", "")
    _entries = {"SalesTermRef": "Term", "TermRef": "Term"}
    #: The field that counts how often Odoo uses a partner in this role.
    _rank_field = ""

    def _get_rank(self, record):
        return self._rank + (1 if self._parent(record) else 0)

    def _get_field_map(self):
        return super()._get_field_map() | {
            "email": ("PrimaryEmailAddr.Address", "emails"),
            "phone": "PrimaryPhone.FreeFormNumber",
            "website": ("WebAddr.URI", "url"),
            "comment": ("Notes", "plain_text"),
            "street": "BillAddr.Line1",
            "street2": ("BillAddr.Line2", "lines"),
            "city": "BillAddr.City",
            "zip": "BillAddr.PostalCode",
            "state_id": ("BillAddr.CountrySubDivisionCode", "state"),
            "country_id": ("BillAddr.Country", "country"),
        }

    def _shared_keys(self):
        return super()._shared_keys() + [self._terms[0]]

    def _parent(self, record):
        """Return the partner that ``record`` is shown under in QuickBooks, or none."""
        return record.browse()

    def _name_of(self, record):
        return convert.clean_name(record.name or "", self._name_limit)

    def _add_parts(self, values, record, connection, binding, before):
        super()._add_parts(values, record, connection, binding, before)
        self._add_names(values, record, binding, before)
        self._add_addresses(values, record, before)
        if not before or record == record.commercial_partner_id:
            # People have the terms of their company in Odoo; what QuickBooks says of
            # them is left alone.
            self._add_terms(values, record, connection)

    def _import_values(self, obj, connection, known=None):
        known = known or self._known([obj], connection)
        vals = super()._import_values(obj, connection, known)
        self._import_names(vals, obj, known)
        self._import_addresses(vals, obj, known)
        if not known.parent_of(obj):
            self._import_terms(vals, obj, known)
        return vals

    # === NAMES === #

    def _add_names(self, values, record, binding, before):
        """Add the name that is unique in QuickBooks, and the company's own."""
        values["DisplayName"] = names.kept(
            self._name_of(record), binding.qbo_name, self._name_limit
        )
        company = record.commercial_partner_id
        values["CompanyName"] = record.company_name or (
            company.name if company.is_company else ""
        )
        if before and not before.get("CompanyName") and not record.company_name:
            # People of QuickBooks did without; nothing here says otherwise.
            values["CompanyName"] = ""

    def _import_names(self, vals, obj, known):
        """Read the name, and that of the company a single person works for."""
        name = names.plain(obj.get("DisplayName") or "")
        vals["name"] = name
        company = (obj.get("CompanyName") or "").strip()
        parent = known.parent_of(obj)
        known_as = parent.name if parent else name
        cut = self._limits["CompanyName"]
        vals["company_name"] = (
            company if company and company != (known_as or "")[:cut] else False
        )

    # === ADDRESSES === #

    def _add_addresses(self, values, record, before):
        """Add the addresses that Odoo would invoice and deliver to."""
        invoice = self._address_partner(record, "invoice")
        if invoice != record:
            values["BillAddr"] = convert.address(invoice)
        if before and "BillAddr" not in before and self._shares_address(record):
            # Odoo gives people the address of their company; QuickBooks knows better.
            del values["BillAddr"]

    def _address_partner(self, record, kind):
        """Return the contact that has the address of ``record`` for ``kind``."""
        if record.type in ("other", *_ADDRESSES):
            # One of its own, or itself: never that of the company above.
            own = record.child_ids.filtered(lambda child: child.type == kind)
            return own[:1] or record
        return record.browse(record.address_get([kind])[kind])

    @staticmethod
    def _shares_address(record):
        """Tell whether ``record`` is a contact with the address of its company."""
        return record.type == "contact" and record.parent_id and not record.is_company

    def _import_addresses(self, vals, obj, known):
        """Read the addresses; below a company, none of its own means the company's."""
        if known.parent_of(obj) and not obj.get("BillAddr"):
            for fname in self._address_fields():
                del vals[fname]

    def _import_address(self, obj, key, known):
        """Return the values of the address at ``key`` of ``obj``."""
        return {
            fname: convert.to_odoo(converter, obj, path.replace("BillAddr", key), known)
            for fname, path, converter in self._fields_and_paths()
            if path.startswith("BillAddr.")
        }

    def _address_fields(self):
        """Return the fields that hold an address."""
        return [
            fname
            for fname, path, _converter in self._fields_and_paths()
            if path.startswith("BillAddr.")
        ]

    def _retold_paths(self):
        for path, converter in super()._retold_paths():
            yield path, converter
            if path.startswith("BillAddr."):
                yield path.replace("BillAddr", "ShipAddr"), converter

    def _retell(self, values, before, known):
        keys = [key for key in _ADDRESSES.values() if before.get(key)]
        keys = [key for key in keys if values.get(key)]
        for key in keys:
            then, now = (self._letterhead(obj, key, known) for obj in (before, values))
            if then == now:
                values[key] = before[key]
        super()._retell(values, before, known)
        for key in keys:
            if values[key].get("Line2") == before[key].get("Line2"):
                # What Odoo keeps in one field is several lines there.
                values[key] |= convert.repeat(before[key], convert.MORE_LINES)

    def _letterhead(self, obj, key, known):
        """Return the address at ``key`` to be compared: which line is which is moot."""
        address = self._import_address(obj, key, known)
        lines = [address.pop("street"), address.pop("street2")]
        return [", ".join(filter(None, lines)), address]

    # === TERMS === #

    def _add_terms(self, values, record, connection):
        """Add the terms of payment, when they are matched."""
        key, fname = self._terms
        ref = lookup.matched_ref(connection, "Term", record[fname])
        if ref:
            values[key] = ref

    def _import_terms(self, vals, obj, known):
        """Read the terms of payment, where something stands for them."""
        key, fname = self._terms
        vals[fname] = known.standing_for("Term", obj.get(key)) or False

    # === RECORDS === #

    def _import_model(self, connection):
        # What Odoo copies from companies to their people is given at once, below.
        partners = super()._import_model(connection)
        return partners.with_context(_partners_skip_fields_sync=True)

    def _prepare_import_vals(self, obj, connection, known=None):
        known = known or self._known([obj], connection)
        vals = super()._prepare_import_vals(obj, connection, known)
        vals[self._rank_field] = 1
        vals["is_company"] = self._is_company(obj, vals)
        parent = known.parent_of(obj)
        if parent:
            self._place_below(vals, parent)
        delivery = vals.pop("child_ids", None)
        if delivery:
            vals["child_ids"] = [Command.create({"type": "delivery"} | delivery)]
        return vals

    @staticmethod
    def _is_company(obj, vals):
        """Tell whether ``obj`` is a company: QuickBooks only knows names."""
        person = obj.get("GivenName") or obj.get("FamilyName")
        if obj.get("ParentRef") or not obj.get("CompanyName"):
            return False
        return not person or not vals["company_name"]

    def _place_below(self, vals, parent):
        """Make a contact of ``parent``, with what Odoo lets contacts share."""
        company = parent.commercial_partner_id
        vals |= company._convert_fields_to_values(company._commercial_fields())
        vals |= {"parent_id": parent.id, "type": "contact", "is_company": False}
        shared = parent._convert_fields_to_values(self._address_fields())
        own = {fname: vals[fname] for fname in shared if fname in vals}
        if own and own != shared:
            vals["type"] = "other"
        else:
            vals |= shared

    def _update_record(self, record, vals, connection):
        vals = dict(vals)
        if vals.get("active") is False and record.user_ids:
            raise EntityError("has_user", name=record.display_name)
        delivery = vals.pop("child_ids", None)
        fields_ = [fname for fname in self._address_fields() if fname in vals]
        address = {fname: vals.pop(fname) for fname in fields_}
        invoice = self._address_partner(record, "invoice")
        if address and invoice == record:
            if self._shares_address(record):
                # Else it would become the address of the whole company.
                vals["type"] = "other"
            vals |= address
        super()._update_record(record, vals, connection)
        if address and invoice != record:
            invoice.write(address)
        if delivery is not None:
            self._update_delivery(record, delivery)

    def _update_delivery(self, record, delivery):
        """Write the address that goods are delivered to, or add a contact for it."""
        partner = self._address_partner(record, "delivery")
        if partner != record and partner.parent_id == record:
            own = record._convert_fields_to_values(self._address_fields())
            partner.write(delivery or own)
        elif delivery:
            partner.create({"type": "delivery", "parent_id": record.id} | delivery)
