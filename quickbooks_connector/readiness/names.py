from odoo import api, models
from odoo.tools import email_normalize_all

from ..entities import convert
from . import finding
from .finding import BLOCK, LOOK, Finding
from .scope import become, listed
from .words.names import NAMES

#: Stands for a name when all that could be tried are taken.
ASKED = "?"


class QuickbooksReadiness(models.AbstractModel):
    """Names of contacts and products: QuickBooks wants each once, and plain.

    Nothing of it blocks but a name that is missing: the others are fitted by
    themselves, and Odoo keeps its own. What is sent instead is shown.
    """

    _inherit = "quickbooks.readiness"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            "_check_contact_names",
            "_check_contact_emails",
            "_check_contact_texts",
            "_check_product_names",
            "_check_product_codes",
        ]

    @api.model
    def _get_words(self):
        return super()._get_words() | NAMES

    # === CONTACTS === #

    def _check_contact_names(self, scope):
        entity = scope.env["quickbooks.entity.customer"]
        partners = scope.partners
        return _Names(
            "contact", partners, lambda partner: partner.name or "", entity
        ).findings()

    def _check_contact_emails(self, scope):
        """Look for addresses that are not sent, or are cut."""
        entity = scope.env["quickbooks.entity.customer"]
        limit = entity._limits["PrimaryEmailAddr.Address"]
        partners = scope.partners.filtered("email")
        wrong = partners.filtered(lambda partner: not _is_usable(partner.email, limit))
        if not wrong:
            return Finding("contact_emails", args={"total": len(partners)})
        return Finding(
            "contact_emails",
            LOOK,
            len(wrong),
            {"names": listed(wrong.mapped("name"))},
            finding.records("res.partner", [("id", "in", wrong.ids)]),
        )

    def _check_contact_texts(self, scope):
        """Look for other texts that are cut."""
        entity = scope.env["quickbooks.entity.customer"]
        limits = {
            fname: entity._limits[path]
            for fname, path in entity._get_field_map().items()
            if isinstance(path, str) and path in entity._limits
        }
        limits["company_name"] = entity._limits["CompanyName"]
        long = scope.partners.filtered(
            lambda partner: any(
                len(partner[fname] or "") > limit for fname, limit in limits.items()
            )
        )
        if not long:
            return Finding("contact_texts")
        target = finding.records("res.partner", [("id", "in", long.ids)])
        return Finding("contact_texts", LOOK, len(long), target=target)

    # === PRODUCTS === #

    def _check_product_names(self, scope):
        entity = scope.env["quickbooks.entity.item"]
        products = scope.products.with_context(display_default_code=False)
        products.fetch(["name", "default_code"])
        return _Names(
            "product", products, lambda product: product.display_name or "", entity
        ).findings()

    def _check_product_codes(self, scope):
        limit = scope.env["quickbooks.entity.item"]._limits["Sku"]
        long = scope.products.filtered(
            lambda product: len(product.default_code or "") > limit
        )
        if not long:
            return Finding("product_codes")
        target = finding.records("product.product", [("id", "in", long.ids)])
        return Finding("product_codes", LOOK, len(long), target=target)


class _Names:
    """The names of some records, and what they are called in QuickBooks."""

    def __init__(self, kind, records, name_of, entity):
        self.kind = kind
        self.records = records
        self.limit = entity._name_limit
        self.entity = entity
        self.names = {record: name_of(record) for record in records}

    def findings(self):
        """Return what is missing, what is fitted, what is there more than once."""
        missing = [r for r, name in self.names.items() if not self._clean(name)]
        fitted = [
            (record, name, self._clean(name))
            for record, name in self.names.items()
            if self._clean(name) not in ("", " ".join(name.split()))
        ]
        shared = [(record, self.names[record], sent) for record, sent in self._settle()]
        found = [
            self._finding("missing", BLOCK, [(record, "", "") for record in missing]),
            self._finding("fitted", LOOK, fitted),
            self._finding("shared", LOOK, shared),
        ]
        args = {"total": len(self.records)}
        return list(filter(None, found)) or Finding(f"{self.kind}_names", args=args)

    def _clean(self, name):
        return convert.clean_name(name, self.limit)

    def _settle(self):
        """Yield ``(record, name)`` of those whose own name another one has first."""
        taken = set()
        waiting = []
        for record, name in self.names.items():
            own = self._clean(name).casefold()
            if own and own in taken:
                waiting.append(record)
            taken.add(own)
        for record in waiting:
            tried = self.entity._names_to_try(record)
            sent = next((n for n in tried if n.casefold() not in taken), ASKED)
            taken.add(sent.casefold())
            yield record, sent

    def _finding(self, what, severity, found):
        """Return the finding about ``(record, name here, name there)``, if any."""
        if not found:
            return None
        ids = [record.id for record, _here, _there in found]
        return Finding(
            f"{self.kind}_names_{what}",
            severity,
            len(found),
            {"sent": become((here, there) for _record, here, there in found)},
            finding.records(self.records._name, [("id", "in", ids)]),
        )


def _is_usable(text, limit):
    """Tell whether an address, or several, are sent as they are."""
    addresses = email_normalize_all(text)
    return bool(addresses) and len(", ".join(addresses)) <= limit
