"""What the records of both sides are known by, so that they find each other."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize_all

from . import convert
from .tax_ids import tax_id_of, visible


class QuickbooksEntity(models.AbstractModel):
    """What finding counterparts asks of an entity."""

    _inherit = "quickbooks.entity"

    def _match_keys(self, record):
        """Return what ``record`` is known by, for ``matching.Side``.

        :return: a dictionary with ``name`` and, where there are any, ``emails``,
            ``tax_id``, ``reference`` and ``place``, the name of what it is part of
        """
        return {"name": record.display_name or ""}

    def _object_keys(self, obj):
        """Return what ``obj`` of QuickBooks is known by; see :meth:`_match_keys`."""
        return {"name": obj.get("DisplayName") or obj.get("Name") or ""}

    def _match_domain(self, connection):
        """Return the domain of the records that may have a counterpart."""
        return Domain.FALSE

    def _match_wanted(self, record):
        """Tell whether ``record`` is asked about though nothing is like it."""
        return True

    def _is_matchable(self, obj):
        """Tell whether ``obj`` of QuickBooks may stand for a record at all."""
        return True

    def _match_sources(self):
        """Return the keys of the match statements that find objects of this entity."""
        return ()

    def _describe_record(self, record, company):
        """Return what a person compares: ``contact``, ``city``, ``balance``, ``date``.

        :param record: sudoed and in ``company``, maybe empty
        """
        return {}


class QuickbooksEntityParty(models.AbstractModel):
    _inherit = "quickbooks.entity.party"

    def _match_keys(self, record):
        parent = self._parent(record)
        return {
            "name": (self._get_facet() and self._name_of(record)) or record.name or "",
            "emails": tuple(email_normalize_all(record.email or "")),
            "tax_id": visible(record.vat),
            "place": parent.name or "",
        }

    def _object_keys(self, obj):
        address = convert.get(obj, "PrimaryEmailAddr.Address") or ""
        place, _colon, _leaf = (obj.get("FullyQualifiedName") or "").rpartition(":")
        return {
            "name": obj.get("DisplayName") or "",
            "emails": tuple(email_normalize_all(address)),
            "tax_id": visible(tax_id_of(obj)),
            "place": place.rpartition(":")[2] if obj.get("ParentRef") else "",
        }

    def _match_domain(self, connection):
        """Contacts of the company, its own people and companies left out."""
        partners = self.env["res.partner"]
        domain = Domain(partners._check_company_domain(connection.company_id))
        domain &= Domain("name", "!=", False) & Domain("type", "=", "contact")
        own = Domain("partner_share", "=", False) | Domain(
            "ref_company_ids", "!=", False
        )
        return domain & ~own

    def _match_wanted(self, record):
        return record[self._rank_field] > 0

    def _match_sources(self):
        return ("copy", "email")

    def _describe_record(self, record, company):
        bought = self._rank_field == "supplier_rank"
        types = (
            self.env["account.move"].get_purchase_types()
            if bought
            else (self.env["account.move"].get_sale_types())
        )
        last = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("partner_id", "child_of", record.ids),
                    ("company_id", "=", company.id),
                    ("move_type", "in", types),
                    ("state", "=", "posted"),
                ],
                order="invoice_date desc, id desc",
                limit=1,
            )
            if record
            else self.env["account.move"]
        )
        return {
            "contact": record.email,
            "city": record.city,
            "balance": record.debit if bought else record.credit,
            "date": last.invoice_date,
        }


class QuickbooksEntityVendor(models.AbstractModel):
    _inherit = "quickbooks.entity.vendor"

    def _match_domain(self, connection):
        """Vendors are whole companies, or people who belong to none."""
        whole = Domain("parent_id", "=", False) | Domain("is_company", "=", True)
        return super()._match_domain(connection) & whole


class QuickbooksEntityItem(models.AbstractModel):
    _inherit = "quickbooks.entity.item"

    def _match_keys(self, record):
        return {
            "name": self._name_of(record),
            "reference": record.default_code or "",
        }

    def _object_keys(self, obj):
        return {"name": obj.get("Name") or "", "reference": obj.get("Sku") or ""}

    def _match_domain(self, connection):
        products = self.env["product.product"]
        domain = Domain(products._check_company_domain(connection.company_id))
        return domain & (
            Domain("sale_ok", "=", True) | Domain("purchase_ok", "=", True)
        )

    def _is_matchable(self, obj):
        return obj.get("Type") != "Category"

    def _match_sources(self):
        return ("Sku", "Name")

    def _describe_record(self, record, company):
        return {"contact": record.default_code}
