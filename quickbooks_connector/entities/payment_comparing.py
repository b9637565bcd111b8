"""Both sides of payments, and of credits that are applied, next to each other."""

from odoo import models
from odoo.tools import format_amount, format_date

from ..api import dumps_payload, loads_exact
from . import convert, lookup, payment_state
from .cause import WHOLE, EntityError
from .comparing import told
from .payment_base import number
from .payment_money import agreed

#: The field that gives each part its name.
_FIELD_OF = {
    "money": "amount",
    "date": "date",
    "journal": "journal_id",
    "method": "payment_method_line_id",
    "state": "state",
}


class QuickbooksEntityPaymentBase(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.base"

    def _parts_text(self, said, connection):
        """Return the documents that ``said`` is applied to, one a line."""
        debts = self._documents(said, connection, self._debts)
        documents = debts | self._documents(said, connection, self._credits)
        return "\n".join(
            f"{move.name}: {format_amount(self.env, float(amount), move.currency_id)}"
            for move, amount in sorted(documents.items(), key=lambda one: one[0].name)
        )


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    """What is paid and what it settles hang together; the rest is part by part."""

    _inherit = "quickbooks.entity.payment.money"

    def _snapshot(self, record, connection):
        try:
            values = self._export_values(record, connection)
        except EntityError:
            return {}
        return loads_exact(dumps_payload(values))

    def _compare(self, record, obj, binding, connection):
        sides = (agreed(binding), self._snapshot(record, connection), obj or {})
        objects = [self._agreed(said) for said in sides]
        here = self._changed_here(record, binding, connection)
        there = self._changed_there(obj, binding) if obj else set()
        rows = self._told_state(record, obj, here)
        for part in payment_state.PARTS:
            texts = [self._part_text(part, one, connection) for one in objects]
            texts[1] = texts[1] or self._own_text(part, record)
            if any(texts) and obj:
                changed = (part in here, part in there)
                money = part == "money"
                rows.append(told(part, self._part_label(part), texts, changed, money))
        return rows

    def _told_state(self, record, obj, here):
        """Return the row that says who has cancelled or deleted it, if one has."""
        if obj and "state" not in here:
            return []
        words = dict(record._fields["state"]._description_selection(self.env))
        there = self.env._("Changed") if obj else self.env._("Deleted")
        texts = (words["paid"], words[record.state], there)
        changed = ("state" in here, True)
        return [told("state", self._part_label("state"), texts, changed)]

    def _part_label(self, part):
        fields = self.env[self._odoo_model]._fields
        return fields[_FIELD_OF[part]]._description_string(self.env)

    def _part_text(self, part, said, connection):
        """Return a part of a payment as people read it."""
        if part == "money":
            return self._money_text(said, connection)
        if part == "date":
            return format_date(self.env, said.get("TxnDate"))
        if part == "journal":
            return self._entry_name("Account", self._account_of(said)[1], connection)
        method_id = convert.get(said, "PaymentMethodRef.value")
        return self._entry_name("PaymentMethod", method_id, connection)

    def _own_text(self, part, record):
        """Return what Odoo knows of a part that it has no words of QuickBooks for."""
        if part in ("journal", "method"):
            return record[_FIELD_OF[part]].display_name
        return ""

    def _money_text(self, said, connection):
        if said.get("TotalAmt") is None:
            return ""
        currency = lookup.currency_of(said, connection.company_id)
        total = number(said.get("TotalAmt"))
        text = format_amount(self.env, float(total), currency)
        return "\n".join(filter(None, [text, self._parts_text(said, connection)]))

    def _entry_name(self, kind, qbo_id, connection):
        """Return what an entry of a list of QuickBooks is called."""
        entry = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", kind),
                ("qbo_id", "=", qbo_id),
            ],
            limit=1,
        )
        return entry.display_name if qbo_id and entry else ""

    def _link_of(self, record, connection):
        return record._quickbooks_binding(self._qbo_entity, connection)

    def _restore(self, record, obj, part, connection):
        quiet = record.with_context(quickbooks_no_mark=True)
        binding = self._link_of(record, connection)
        parts = {*payment_state.PARTS}
        kept = set() if part == WHOLE else parts - {part}
        self._take(quiet, obj | {"Id": binding.qbo_id}, kept, connection)
        # What a person brings back goes to QuickBooks as any other edit does.
        record.with_context(quickbooks_no_mark=False)._quickbooks_mark()


class QuickbooksEntityCreditApplication(models.AbstractModel):
    """What a credit note is applied to is one part: the amounts hang together."""

    _inherit = "quickbooks.entity.credit.application"

    def _snapshot(self, record, connection):
        parts = self._parts(self._applied(record, connection))
        try:
            return {"Line": self._link_lines(parts, connection)}
        except EntityError:
            return {}

    def _compare(self, record, obj, binding, connection):
        objects = (agreed(binding), self._snapshot(record, connection), obj or {})
        then, here, there = map(self._linked, objects)
        texts = [self._parts_text(one, connection) for one in objects]
        changed = (here != then, there != then)
        label = self._get_label().capitalize()
        return [told(WHOLE, label, texts, changed, is_money=True)]

    def _restore(self, record, obj, part, connection):
        quiet = record.with_context(quickbooks_no_mark=True)
        facet = self._get_facet()
        binding = record._quickbooks_binding(self._qbo_entity, connection, facet)
        said = obj | {"Id": binding.qbo_id}
        sided = self.with_context(quickbooks_choices={WHOLE: "quickbooks"})
        sided._take(said, self._applied(quiet, connection), connection)
        record.with_context(quickbooks_no_mark=False)._quickbooks_mark()
