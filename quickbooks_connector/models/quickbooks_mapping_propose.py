from collections import defaultdict

from odoo import api, fields, models

from .. import matching
from ..api import loads_exact
from ..entities import lookup
from ..matching import terms as matching_terms
from .quickbooks_mapping import TARGETS

#: Accounts that documents may use whoever has used them so far.
ACCOUNT_TYPES = (
    "income",
    "income_other",
    "expense",
    "expense_other",
    "expense_depreciation",
    "expense_direct_cost",
)
#: Accounts that QuickBooks fills by itself: no line of a document names them.
OWN_TYPES = (
    "asset_receivable",
    "liability_payable",
    "asset_cash",
    "off_balance",
    "equity_unaffected",
)
#: States that a proposal never changes: somebody has decided.
DECIDED = ("done", "skipped")
#: Reasons that stay until somebody has read them.
LOST = ("lost_inactive", "lost_unfit")


class QuickbooksMapping(models.Model):
    """Which records need a match, and what is proposed for them."""

    _inherit = "quickbooks.mapping"

    @api.model
    def _propose(self, connection):
        """Bring the rows of ``connection`` up to date with both sides.

        Each record that may need a match gets a row and, until somebody has decided, a
        proposal. A decision stands as long as its entry is active and fits; otherwise
        the row needs a choice again and says why. Rows of deleted records go. Nothing
        is written that has not changed.
        """
        # Names are compared as the connection's administrator reads them.
        connection = connection._for_worker()
        self = self.with_env(connection.env)
        rows = self.search([("connection_id", "=", connection.id)])
        rows = rows._drop_gone()
        rows._reopen_lost()
        known = {(row.kind, row.res_model, row.res_id): row for row in rows}
        entries = self._get_entries(connection)
        new = []
        for kind, records in self._records_to_match(connection):
            uses = self._count_uses(kind, records, connection)
            proposals = self._match_records(kind, records, entries, connection)
            for record in records:
                vals = {"use_count": uses.get(record.id, 0)}
                vals |= self._prepare_proposal_vals(kind, proposals[record.id])
                key = (kind, record._name, record.id)
                if key in known:
                    known[key]._take_proposal(vals)
                else:
                    new.append(self._prepare_row_vals(key, vals, connection))
        self.create(new)

    @api.model
    def _prepare_row_vals(self, key, vals, connection):
        kind, model, record_id = key
        return {
            **vals,
            "connection_id": connection.id,
            "kind": kind,
            "res_model": model,
            "res_id": record_id,
            "candidate_ids": [fields.Command.set(vals["candidate_ids"])],
        }

    def _take_proposal(self, vals):
        """Write what differs of ``vals``, and only a count where somebody decided."""
        self.ensure_one()
        if self.state in DECIDED or self.reason_code in LOST:
            vals = {"use_count": vals["use_count"]}
        changed = {
            fname: value
            for fname, value in vals.items()
            if fname != "candidate_ids" and _plain(self[fname]) != (value or False)
        }
        if set(self.candidate_ids.ids) != set(
            vals.get("candidate_ids", self.candidate_ids.ids)
        ):
            changed["candidate_ids"] = [fields.Command.set(vals["candidate_ids"])]
        if "reference_id" in changed:
            # Without its state it would be a choice of a person.
            changed.setdefault("state", self.state)
        if changed:
            self.write(changed)

    @api.model
    def _prepare_proposal_vals(self, kind, proposal):
        # A currency is its code: there is nothing to decide.
        found = "done" if kind == "Currency" else "proposed"
        return {
            "reference_id": proposal.entry or False,
            "state": found if proposal.entry else "open",
            "confidence": proposal.confidence,
            "reason_code": proposal.reason,
            "reason_args": False,
            "candidate_ids": list(proposal.candidates),
        }

    # === DECISIONS THAT NEED NOBODY === #

    @api.model
    def _decide(self, connection, kind, decisions):
        """Match records for which nobody needs to be asked; what waited goes on.

        :param decisions: ``[(record, entry, reason code)]``
        :return: the rows
        """
        rows_sudo = self.sudo().search(
            [("connection_id", "=", connection.id), ("kind", "=", kind)]
        )
        known = {(row.res_model, row.res_id): row for row in rows_sudo}
        decided, new = rows_sudo.browse(), []
        for record, entry, reason_code in decisions:
            vals = {
                "reference_id": entry.id,
                "state": "done",
                "confidence": matching.SURE,
                "reason_code": reason_code,
                "reason_args": False,
                "candidate_ids": [fields.Command.clear()],
            }
            key = {"res_model": record._name, "res_id": record.id}
            if row := known.get(tuple(key.values())):
                row.write(vals)
                decided += row
            else:
                new.append(vals | key | {"connection_id": connection.id, "kind": kind})
        created = rows_sudo.create(new)
        created._replay_waiting()
        return decided + created

    # === DECISIONS THAT DO NOT HOLD === #

    def _drop_gone(self):
        """Delete the rows of records that are deleted; return the others."""
        records = self._get_records()
        gone = self.filtered(lambda row: not records[row.id])
        there = self - gone
        gone.unlink()
        return there

    def _reopen_lost(self):
        """Ask again where the chosen entry has become inactive or does not fit."""
        done = self.filtered(lambda row: row.state == "done" and row.reference_id)
        for row in done - done._filter_eligible():
            entry = row.reference_id
            row.write(
                {
                    "state": "open",
                    "reference_id": False,
                    "confidence": matching.UNCLEAR,
                    "reason_code": "lost_unfit" if entry.active else "lost_inactive",
                    "reason_args": {"entry": entry.name},
                }
            )

    # === WHAT NEEDS A MATCH === #

    @api.model
    def _no_records(self):
        """Return ``[(kind, empty recordset)]``: what each kind of match is about."""
        return [
            ("Account", self.env["account.account"]),
            ("Deposit", self.env["account.journal"]),
            ("PaidFrom", self.env["account.journal"]),
            ("PaymentMethod", self.env["account.payment.method.line"]),
            ("TaxCode", self.env["account.tax"]),
            ("Term", self.env["account.payment.term"]),
            ("Class", self.env["account.analytic.account"]),
            ("Department", self.env["account.analytic.account"]),
            ("Currency", self.env["res.currency"]),
        ]

    @api.model
    def _records_to_match(self, connection):
        """Return ``[(kind, records)]`` of what documents of the company may use."""
        return [
            (kind, model.search(self._get_records_domain(kind, model, connection)))
            for kind, model in self._no_records()
        ]

    @api.model
    def _get_records_domain(self, kind, model, connection):
        company = connection.company_id
        if kind == "PaymentMethod":
            # Vendors are paid by cheque or card, without a method of QuickBooks'.
            return [
                ("journal_id.company_id", "=", company.id),
                ("journal_id.active", "=", True),
                ("journal_id.type", "in", ("bank", "cash")),
                ("payment_method_id.payment_type", "=", "inbound"),
            ]
        if kind == "Currency":
            foreign = [("id", "!=", company.currency_id.id)]
            return foreign if lookup.has_multicurrency(connection) else [(0, "=", 1)]
        domain = list(model._check_company_domain(company))
        if kind == "Account":
            return [
                *domain,
                "|",
                ("account_type", "in", ACCOUNT_TYPES),
                "&",
                ("account_type", "not in", OWN_TYPES),
                ("id", "in", self._get_used_account_ids(connection)),
            ]
        if kind == "Deposit":
            return [*domain, ("type", "in", ("bank", "cash"))]
        if kind == "PaidFrom":
            return self._get_sources_domain(domain, connection)
        if kind == "TaxCode":
            # QuickBooks knows no tax on purchases in the US.
            sides = ["sale"] if lookup.is_us(connection) else ["sale", "purchase"]
            return [*domain, ("type_tax_use", "in", sides)]
        return domain

    def _get_sources_domain(self, domain, connection):
        """Return the domain of the journals from which bills are paid in Odoo."""
        if connection.bill_payment_direction == "off":
            return [(0, "=", 1)]
        return [*domain, ("type", "in", ("bank", "cash", "credit"))]

    # === BOTH SIDES AS VALUES === #

    @api.model
    def _get_entries(self, connection):
        """Return ``{kind of list: active entries}``."""
        references = self.env["quickbooks.reference"].search(
            [("connection_id", "=", connection.id), ("active", "=", True)]
        )
        entries = defaultdict(references.browse)
        entries.update(references.grouped("kind"))
        return entries

    @api.model
    def _match_records(self, kind, records, entries, connection):
        """Return ``{record id: Proposal}``."""
        match = getattr(self, f"_match_{kind.lower()}")
        return match(records, entries[TARGETS.get(kind, kind)], entries, connection)

    def _match_account(self, records, listed, entries, connection):
        accounts = [
            matching.Account(
                account.id, account.name, account.code or "", account.account_type
            )
            for account in records
        ]
        return matching.propose_accounts(accounts, _account_entries(listed))

    def _match_deposit(self, records, listed, entries, connection):
        journals = [
            matching.Account(journal.id, journal.name, type="Deposit")
            for journal in records
        ]
        home = connection.company_id.currency_id.name
        # A journal and an account in two foreign currencies never fit.
        usable = listed.filtered(lambda entry: entry.currency in (False, home))
        return matching.propose_deposits(journals, _account_entries(usable))

    def _match_paidfrom(self, records, listed, entries, connection):
        journals = [
            matching.Account(
                journal.id,
                journal.name,
                type="Credit Card" if journal.type == "credit" else "Bank",
            )
            for journal in records
        ]
        return matching.propose_sources(journals, _account_entries(listed))

    def _match_paymentmethod(self, records, listed, entries, connection):
        methods = [
            matching.Named(
                line.id,
                line.name or "",
                "cash" if line.journal_id.type == "cash" else "",
            )
            for line in records
        ]
        named = [matching.Named(entry.id, entry.name) for entry in listed]
        return matching.propose_methods(methods, named)

    def _match_currency(self, records, listed, entries, connection):
        ours = [matching.Named(currency.id, currency.name) for currency in records]
        theirs = [matching.Named(entry.id, entry.code or "") for entry in listed]
        return matching.propose_currencies(ours, theirs)

    def _match_term(self, records, listed, entries, connection):
        terms = [
            matching.Term(term.id, term.name, _term_shape(term)) for term in records
        ]
        theirs = [
            matching.term_of_object(
                entry.id, entry.name, loads_exact(entry.payload or "{}")
            )
            for entry in listed
        ]
        return matching.propose_terms(terms, theirs)


def _plain(value):
    """Return the value of a field as it would be written."""
    return (value.id if isinstance(value, models.BaseModel) else value) or False


def _account_entries(references):
    return [
        matching.AccountEntry(
            entry.id,
            entry.name,
            entry.code or "",
            entry.account_type or "",
            entry.account_subtype or "",
        )
        for entry in references
    ]


def _term_shape(term):
    """Return when ``term`` is due as QuickBooks would say it, or ``None``."""
    if len(term.line_ids) != 1:
        return None
    line = term.line_ids
    discount = term.discount_percentage if term.early_discount else 0
    until = term.discount_days if discount else 0
    if line.delay_type == "days_after":
        return matching_terms.days(line.nb_days, discount, until)
    if (
        line.delay_type == "days_after_end_of_month"
        and not line.nb_days
        and not discount
    ):
        return matching_terms.day_of_month(31)
    return None
