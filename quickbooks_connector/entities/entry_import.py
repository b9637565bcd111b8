"""Entries of QuickBooks that settle documents there are entries of Odoo, too.

An accountant gives a debt up, or sets it off, by an entry and a payment of nothing
that uses it. The payment tells of it; the entry is read because the payment needs it.
"""

from collections import defaultdict
from decimal import Decimal

from odoo import Command, fields, models
from odoo.tools import format_date

from ..api import dumps_payload
from . import convert, lookup
from .cause import EntityError
from .entry import said_of
from .entry_links import CONTROL, ENTRY
from .payment_base import number
from .payment_money import agreed

_DETAIL = "JournalEntryLineDetail"


class QuickbooksEntityRefund(models.AbstractModel):
    _inherit = "quickbooks.entity.refund"

    def _for_object(self, obj, connection):
        gives_back = any(
            side._receives(connection) and side._is_refund(obj, connection)
            for side in self._sides()
        )
        if self.env.context.get("quickbooks_needed") and not gives_back:
            return self._get(ENTRY, "account.move")
        return super()._for_object(obj, connection)


class QuickbooksEntityCreditApplication(models.AbstractModel):
    _inherit = "quickbooks.entity.credit.application"

    def _import_new(self, obj, connection):
        self._require_entries(obj, connection)
        return super()._import_new(obj, connection)

    def _require_entries(self, obj, connection):
        """Have the entries that ``obj`` applies to documents of Odoo taken over first.

        :raise EntityError: cause ``waits_there``
        """
        ids = {id_ for kind, id_ in self._linked(obj) if kind == ENTRY}
        ours = ids and (
            self._documents(obj, connection, self._debts)
            or self._documents(obj, connection, self._credits)
        )
        if not ours:
            return
        known = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", ENTRY),
                ("qbo_id", "in", list(ids)),
            ]
        )
        missing = sorted(ids - set(known.mapped("qbo_id")))
        if missing:
            label = self.env["quickbooks.entity.entry"]._get_label()
            raise EntityError(
                "waits_there",
                needed=", ".join(f"{label} {id_}" for id_ in missing),
                objects=[[ENTRY, id_] for id_ in missing],
            )


class QuickbooksEntityEntry(models.AbstractModel):
    _inherit = "quickbooks.entity.entry"

    _imports_new = True

    def _import_object(self, obj, binding, connection):
        """Take a new one over; one that both sides have stays as it is here.

        :raise EntityError: it was changed in QuickBooks
        """
        if not binding:
            return self._import_new(obj, connection)
        if said_of(obj) != said_of(agreed(binding)):
            born_there = binding.is_born_there
            raise EntityError("payment_changed_there" if born_there else "changed_both")
        return binding._get_record()

    def _link_vals(self, record, obj, connection, known=None):
        vals = super()._link_vals(record, obj, connection, known)
        said = {key: obj[key] for key in ("TxnDate", "Line") if key in obj}
        return vals | {
            "synced_payload": dumps_payload(said),
            "synced_object": dumps_payload({"Line": obj.get("Line", [])}),
        }

    def _import_deleted(self, binding, connection):
        """Cancel what was made there; say again what Odoo has booked."""
        record = binding._get_record()
        if binding.is_born_there and record.state == "posted":
            record = record.with_context(quickbooks_no_mark=True)
            record.button_draft()
            record.button_cancel()
        binding._forget_counterpart()
        if binding._get_record().state == "posted":
            binding._say_again()
            binding.state = "pending"

    def _import_new(self, obj, connection):
        """Write the same entry here, and post it.

        :raise EntityError: an account or a contact is not known, or books are locked
        """
        company = connection.company_id
        journal = self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(company),
                ("type", "=", "general"),
            ],
            limit=1,
        )
        day = fields.Date.to_date(obj["TxnDate"])
        if company._get_violated_lock_dates(day, False, journal):
            raise EntityError("lock_date", date=format_date(self.env, day))
        move = (
            self.env[self._odoo_model]
            .with_context(tracking_disable=True, quickbooks_no_mark=True)
            .create(
                {
                    "move_type": "entry",
                    "company_id": company.id,
                    "journal_id": journal.id,
                    "date": day,
                    "ref": obj.get("DocNumber") or obj.get("PrivateNote") or False,
                    "line_ids": [
                        Command.create(vals)
                        for vals in self._import_lines(obj, connection)
                    ],
                }
            )
        )
        move._post(soft=False)
        return move.with_context(tracking_disable=False, quickbooks_born_there=True)

    def _import_lines(self, obj, connection):
        """Return the values of the lines; what rounding leaves is on the last one."""
        company = connection.company_id
        home, currency = company.currency_id, lookup.currency_of(obj, company)
        rate = number(obj.get("ExchangeRate")) or Decimal(1)
        partners = defaultdict(set)
        lines = []
        for line in obj.get("Line") or ():
            detail = line[_DETAIL]
            sign = 1 if detail["PostingType"] == "Debit" else -1
            amount = sign * number(line.get("Amount"))
            vals = self._import_line_account(detail, connection)
            partners[vals["account_id"]].add(vals.get("partner_id"))
            lines.append(
                vals
                | {
                    "name": line.get("Description") or False,
                    "currency_id": currency.id,
                    "amount_currency": float(amount),
                    "balance": home.round(float(amount * rate)),
                }
            )
        if any(len(found) > 1 for found in partners.values()):
            raise EntityError("entry_contacts")
        if lines:
            rest = sum(vals["balance"] for vals in lines)
            lines[-1]["balance"] = home.round(lines[-1]["balance"] - rest)
        return lines

    def _import_line_account(self, detail, connection):
        """Return the values that say which account, and whose, a line is on."""
        ref = detail["AccountRef"]["value"]
        entry = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "Account"),
                ("qbo_id", "=", ref),
            ]
        )
        for side in self._all_sides():
            if entry.account_type == side._control_type:
                partner = self._import_partner(side, detail, connection)
                account = partner.with_company(connection.company_id)[
                    side._account_property
                ]
                return {"account_id": account.id, "partner_id": partner.id}
        account = self._import_account(ref, connection)
        if not account or account.account_type in CONTROL:
            raise EntityError("credit_in_payment")
        return {"account_id": account.id}

    def _import_partner(self, side, detail, connection):
        """Return the company that a line on receivables or payables is of."""
        qbo_id = convert.get(detail, "Entity.EntityRef.value")
        party = {side._party_property: {"value": qbo_id}}
        partner = side._party_of(party, connection)
        if not partner:
            name = convert.get(detail, "Entity.EntityRef.name") or qbo_id
            raise EntityError(
                "waits_there", needed=name, objects=[[side._party_entity, qbo_id]]
            )
        return partner

    def _import_account(self, ref, connection):
        """Return what stands for an account of QuickBooks; that of write-offs, else."""
        accounts = self.env["account.account"]
        ids = lookup.standing_for(connection, "Account", ref)
        if ids:
            return accounts.browse(min(ids))
        for kind in ("Deposit", "PaidFrom"):
            journals = lookup.standing_for(connection, kind, ref)
            if journals:
                journal = self.env["account.journal"].browse(min(journals))
                return journal.default_account_id
        return connection.write_off_account_id

    def _after_link(self, record, obj, binding, connection):
        super()._after_link(record, obj, binding, connection)
        binding.is_born_there = bool(record.env.context.get("quickbooks_born_there"))
