"""Documents that were born in QuickBooks become documents of Odoo."""

from decimal import Decimal

from markupsafe import Markup

from odoo import Command, fields, models
from odoo.tools import format_date

from ..api import dumps_payload, loads_exact
from . import convert, imposed_tax, lookup, notes, read_lines, read_taxes
from .cause import EntityError
from .reading import Reading


class QuickbooksEntityDocument(models.AbstractModel):
    """What becomes of an object is a table of contents as well: ``_import_header`` and
    ``_import_line_vals`` say what a move and its lines are, ``_after_import`` is for
    what follows from it. The figures are QuickBooks': a document that would total
    otherwise here stays a draft and says so.
    """

    _inherit = "quickbooks.entity.document"

    _imports = True
    _imports_new = True

    @property
    def _side(self):
        """Whether the document is one of a ``"sale"`` or of a ``"purchase"``."""
        return "sale" if self._party_entity == "Customer" else "purchase"

    # === WHICH === #

    def _import_object(self, obj, binding, connection):
        if binding:
            return self._follow(obj, binding, connection)
        moves = self.env[self._odoo_model]
        if self._why_not_taken(obj, connection):
            return moves
        self._check_not_under_way(obj, connection)
        record = self._find_record(obj, connection)
        return record or self._create_record(obj, connection)

    def _why_not_taken(self, obj, connection):
        if convert.get(obj, "TxnDate", "") < str(connection.start_date):
            start = format_date(self.env, connection.start_date)
            return EntityError("before_start", start=start)
        if self._is_void(obj):
            return EntityError("void_there")
        return super()._why_not_taken(obj, connection)

    @staticmethod
    def _is_void(obj):
        """Tell whether somebody voided ``obj``: it has nothing but zeros and a note."""
        voided = (obj.get("PrivateNote") or "").startswith("Voided")
        return voided and not read_lines.number(obj.get("TotalAmt"))

    def _check_not_under_way(self, obj, connection):
        """Wait for the answer to a request that may have made ``obj``.

        :raise EntityError: there is one
        """
        for row, said in self._under_way(connection):
            if self._says_the_same(said, obj):
                record = row._get_record()
                raise EntityError("is_being_sent", document=record.display_name)

    def _under_way(self, connection):
        """Return ``[(binding, what is said)]`` of requests that create a document."""
        rows = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", self._qbo_entity),
                ("qbo_id", "=", False),
                ("request_id", "!=", False),
            ]
        )
        return [(row, loads_exact(row.request_payload or "{}")) for row in rows]

    def _says_the_same(self, said, obj):
        """Tell whether the request ``said`` may have made ``obj``."""
        party = f"{self._party_entity}Ref.value"
        return (
            said.get("DocNumber", obj.get("DocNumber")) == obj.get("DocNumber")
            and said.get("TxnDate") == obj.get("TxnDate")
            and convert.get(said, party) == convert.get(obj, party)
        )

    def _find_record(self, obj, connection):
        """Return the move that ``obj``, linked to none yet, evidently is, or none.

        A number alone proves nothing: party, currency, date and total have to agree.
        """
        moves = self.env[self._odoo_model]
        if self._side == "purchase" or not obj.get("DocNumber"):
            return moves
        found = self._numbered([obj["DocNumber"]], connection)
        reading = Reading(obj, self, connection)
        return found.filtered(lambda move: self._is_same(move, reading))[:1]

    def _numbered(self, numbers, connection):
        """Return the posted moves that have one of ``numbers``."""
        return self.env[self._odoo_model].search(
            [
                ("company_id", "=", connection.company_id.id),
                ("move_type", "in", self._move_types),
                ("name", "in", numbers),
                ("state", "=", "posted"),
            ]
        )

    def _is_same(self, move, reading):
        """Tell whether ``move`` is the document that is being read."""
        binding = move._quickbooks_binding(self._qbo_entity, reading.connection)
        return (
            not binding.qbo_id
            and move.invoice_date == fields.Date.to_date(reading.obj["TxnDate"])
            and move.currency_id == reading.currency
            and self._decimal(move.amount_total, move.currency_id) == reading.total
            and reading.party is not None
            and move.commercial_partner_id == reading.party.commercial_partner_id
        )

    # === CREATE === #

    def _create_record(self, obj, connection):
        """Create the move for ``obj`` and post it, if it may be posted."""
        reading = Reading(obj, self, connection)
        reading.require()
        vals = self._prepare_import_vals(reading)
        return self._create_moves([(reading, vals)], connection)

    def _create_moves(self, prepared, connection):
        """Create the moves of some documents, and post those that may be posted.

        :param list prepared: ``(reading, values)`` of each, see ``reading.py``
        """
        moves = self.env[self._odoo_model].with_context(
            tracking_disable=True, quickbooks_no_mark=True
        )
        moves = moves.create([vals for _reading, vals in prepared])
        readings = [reading for reading, _vals in prepared]
        pairs = list(zip(moves, readings, strict=True))
        self._complete(pairs, moves if self._arrives_posted(connection) else ())
        for move, reading in pairs:
            if move.state == "posted":
                self._settle_money(move, reading)
        return moves.with_context(tracking_disable=False, quickbooks_born_there=True)

    def _prepare_import_vals(self, reading):
        """Return the values of the move to create."""
        vals = self._import_header(reading)
        salesperson = reading.party and reading.party.user_id
        lines = self._all_line_vals(reading)
        imposed_tax.impose(lines, reading)
        return vals | {
            "move_type": self._import_move_type(reading.obj),
            "company_id": reading.company.id,
            "invoice_user_id": salesperson.id if salesperson else False,
            "invoice_line_ids": [Command.create(values) for values in lines],
        }

    def _import_move_type(self, obj):
        """Return the kind of move that ``obj`` becomes."""
        return self._move_types[0]

    def _complete(self, pairs, posted):
        """Settle the taxes of drafts, compare, and post those that agree.

        :param list pairs: ``(move, reading)``
        :param posted: the moves that are to be posted at all
        """
        read_taxes.settle([(move, reading.taxes) for move, reading in pairs])
        agreed, posted = [], {*posted}
        for move, reading in pairs:
            self._after_import(move, reading.obj, reading.connection)
            if move in posted and not self._differs(move, reading.obj):
                agreed.append(move)
                if not self._date_openly(move, reading.connection):
                    self._check_lock_dates(move)
        if agreed:
            agreed[0].union(*agreed)._post(soft=False)

    def _arrives_posted(self, connection):
        return connection.sudo().arrival == "posted"

    def _after_import(self, move, obj, connection):
        """Follow what was taken over into the draft ``move``; for other add-ons too."""

    def _settle_money(self, move, reading):
        """Follow the money that is in the posted document ``move`` itself."""

    def _differs(self, move, obj):
        """Return what differs between ``move`` and ``obj``, as an EntityError."""
        connection = self.env["quickbooks.connection"]._for_company(move.company_id)
        tax = self._tax_there(move, connection)
        pairs = [
            (move.amount_total, obj.get("TotalAmt")),
            (tax, convert.get(obj, "TxnTaxDetail.TotalTax", Decimal(0))),
        ]
        for here, there in pairs:
            here = self._decimal(here, move.currency_id)
            if here != read_lines.number(there):
                return EntityError("total_taken", **self._both(move, here, there))
        return None

    # === HEADER === #

    def _import_header(self, reading):
        """Return the values of the move itself."""
        vals = {"partner_id": self._party_there(reading).id}
        self._import_dates(vals, reading)
        self._import_currency(vals, reading)
        self._import_numbers(vals, reading)
        self._import_memo(vals, reading)
        return vals

    def _party_there(self, reading):
        """Return the partner that the document is made out to, or came from."""
        return reading.party or self.env["res.partner"]

    def _import_dates(self, vals, reading):
        """Read the dates; terms are taken where they come to the same due date."""
        obj = reading.obj
        vals["invoice_date"] = vals["date"] = date = fields.Date.to_date(obj["TxnDate"])
        due = fields.Date.to_date(obj.get("DueDate") or obj["TxnDate"])
        ids = lookup.standing_for(
            reading.connection, "Term", convert.get(obj, "SalesTermRef.value")
        )
        terms = self.env["account.payment.term"].browse(sorted(ids)).exists()
        fitting = terms.filtered(
            lambda term: (
                len(term.line_ids) == 1 and term.line_ids._get_due_date(date) == due
            )
        )
        vals["invoice_payment_term_id"] = fitting[:1].id
        vals["invoice_date_due"] = due

    def _import_currency(self, vals, reading):
        vals["currency_id"] = reading.currency.id
        if reading.currency != reading.company.currency_id:
            vals["invoice_currency_rate"] = reading.rate

    def _import_numbers(self, vals, reading):
        """Read the number: Odoo has a sequence of its own for its documents."""
        vals["payment_reference"] = reading.obj.get("DocNumber") or False

    def _import_memo(self, vals, reading):
        """Read what is told to the other party, and what is noted for oneself."""
        vals["narration"] = convert.to_odoo(
            "plain_text", reading.obj, "CustomerMemo.value", None
        )
        note = " ".join((reading.obj.get("PrivateNote") or "").split())
        vals["ref"] = convert.cut(note, 250) or False

    # === LINES === #

    def _all_line_vals(self, reading):
        """Return the values of all lines, discounts of the document last."""
        lines = [
            {"sequence": number, **self._line_vals(line, reading)}
            for number, line in enumerate(reading.lines, start=1)
        ]
        last = len(lines)
        return lines + [
            {"sequence": number, **vals}
            for number, vals in enumerate(self._discount_vals(reading), start=last + 1)
        ]

    def _line_vals(self, line, reading):
        return self._import_line_vals(line, reading.obj, reading.connection, reading)

    def _import_line_vals(self, line, obj, connection, known):
        """Return the values of a line of the move.

        :param line: a :class:`~.read_lines.ReadLine`
        :param known: the :class:`~.reading.Reading` that it belongs to
        """
        if line.kind == "note":
            return {"display_type": "line_note", "name": line.description}
        product = known.product(line)
        taxes = known.taxes.taxes_of(line, product)
        vals = known.figures(line, taxes) | {
            "product_id": product.id,
            "tax_ids": [Command.set(taxes.ids)],
            "discount": float(known.line_discount or 0),
        }
        if product:
            vals["product_uom_id"] = product.uom_id.id
        elif line.account:
            vals["account_id"] = known.account_id(line.account)
        if line.description or not product:
            vals["name"] = line.description or self._line_name(line)
        distribution = known.distribution(line)
        if distribution is not None:
            vals["analytic_distribution"] = distribution
        return vals

    def _line_name(self, line):
        """Return the name of a line that has neither text nor product."""
        return self.env._("Delivery") if line.is_shipping else self.env._("QuickBooks")

    def _discount_vals(self, reading):
        """Return the values of the lines that take the document's discount off."""
        discount = reading.discount
        return [
            {
                "name": self._discount_name(discount),
                "quantity": 1.0,
                "tax_ids": [Command.set(taxes.ids)],
                **self._discount_price(amount, taxes, reading),
                **self._discount_account(reading),
                **self._discount_class(reading),
            }
            for taxes, amount in reading.discount_shares()
        ]

    def _discount_price(self, amount, taxes, reading):
        line = read_lines.ReadLine("account", amount=-amount)
        return reading.figures(line, taxes)

    def _discount_name(self, discount):
        if discount.percent is None:
            return self.env._("Discount")
        return self.env._("Discount %s%%", convert.trim(discount.percent))

    @staticmethod
    def _discount_account(reading):
        """Return the account for the discount where one is matched."""
        ref = reading.discount.account or {}
        ids = lookup.standing_for(reading.connection, "Account", ref.get("value"))
        return {"account_id": min(ids)} if ids else {}

    @staticmethod
    def _discount_class(reading):
        distribution = reading.distribution(reading.discount)
        return {} if distribution is None else {"analytic_distribution": distribution}

    # === WHAT PEOPLE ARE TOLD === #

    def _after_link(self, record, obj, binding, connection):
        super()._after_link(record, obj, binding, connection)
        is_new = bool(record.env.context.get("quickbooks_born_there"))
        binding.is_born_there = is_new
        binding.synced_payload = dumps_payload(self._said(record, connection))
        if is_new:
            self._note_state(record, obj, binding)
            self._tell_taken(record, obj, binding, connection)

    def _tell_taken(self, record, obj, binding, connection):
        """Say in the chatter where ``record`` comes from."""
        link = Markup('<a href="%s" target="_blank" rel="noopener">%s</a>') % (
            binding._get_url(),
            binding.doc_number or binding.qbo_id,
        )
        told = Markup("%s") % self.env._(
            "Taken over from QuickBooks: %(entity)s %(link)s."
        )
        told = told % {"entity": self._get_label(), "link": link}
        note = Markup("<p>%s %s</p>") % (told, self._describe(obj, connection))
        notes.tell(record, note, connection)

    def _note_state(self, record, obj, binding):
        """Note on the link that ``record`` is a draft because its total differs."""
        difference = self._differs(record, obj)
        if difference and record.state == "draft":
            args = {"record": record.display_name} | difference.cause_args
            binding.write(
                {"state": "failed", "cause": difference.cause, "cause_args": args}
            )
        elif binding.cause == "total_taken":
            binding.write({"state": "synced", "cause": False, "cause_args": False})
