from collections import defaultdict

from odoo import api, models

from .quickbooks_mapping import TARGETS

#: Kinds whose records have a number of their own that identifies them as a name does.
_NUMBERED = ("Account", "Deposit", "PaidFrom", "Class", "Department")


class QuickbooksMapping(models.Model):
    """Matches as words: what a file, or another company, calls both sides."""

    _inherit = "quickbooks.mapping"

    @api.model
    def _get_words(self, connection):
        """Return the matches of ``connection`` as dictionaries of texts.

        Keys: ``kind``, ``our_number``, ``our_name``, ``their_number``, ``their_name``
        and ``state``.
        """
        rows = self.search([("connection_id", "=", connection.id)])
        rows = rows.with_company(connection.company_id)
        records = rows._get_records()
        words = []
        for row in rows:
            number, name = self._get_record_words(row.kind, records[row.id])
            their_number, their_name = self._get_entry_words(row.reference_id)
            words.append(
                {
                    "kind": row.kind,
                    "our_number": number,
                    "our_name": name,
                    "their_number": their_number,
                    "their_name": their_name,
                    "state": row.state,
                }
            )
        return words

    @api.model
    def _get_record_words(self, kind, record):
        """Return number and name of a record, which identify it in its company."""
        number = {
            "Account": lambda: record.code,
            "Deposit": lambda: record.code,
            "PaidFrom": lambda: record.code,
            "PaymentMethod": lambda: record.journal_id.code,
            # One of the same name may be there for each side.
            "TaxCode": lambda: record.type_tax_use,
            "Class": lambda: record.code,
            "Department": lambda: record.code,
        }.get(kind, str)()
        return number or "", record.name or ""

    @api.model
    def _get_entry_words(self, entry):
        return entry.code or "", entry.name or ""

    @api.model
    def _get_finders(self, connection):
        """Return ``(find record, find entry)``, functions of a kind, number and name.

        Both return all that is meant: one is an answer, none and several are not.
        """
        connection = connection._for_worker()
        mappings = self.with_env(connection.env)
        ours, theirs = defaultdict(_Index), defaultdict(_Index)
        for kind, records in mappings._records_to_match(connection):
            ours[kind].numbered = kind in _NUMBERED
            for record in records:
                ours[kind].add(record, *self._get_record_words(kind, record))
        for kind, entries in mappings._get_entries(connection).items():
            for entry in entries:
                theirs[kind].add(entry, *self._get_entry_words(entry))
        # A side of a tax is no number that could stand without its name.
        ours["TaxCode"].exact = True

        def find_entry(kind, number, name):
            return theirs[TARGETS.get(kind, kind)].find(number, name)

        return lambda kind, *words: ours[kind].find(*words), find_entry


class _Index:
    """Records by what they are called, whatever the case of letters."""

    def __init__(self):
        self.numbered, self.exact = True, False
        self.by_both, self.by_number, self.by_name = (
            defaultdict(list),
            defaultdict(list),
            defaultdict(list),
        )

    def add(self, record, number, name):
        number, name = number.casefold(), name.casefold()
        self.by_both[number, name].append(record)
        self.by_number[number].append(record)
        self.by_name[name].append(record)

    def find(self, number, name):
        """Return the records meant; a number and a name that differ mean two."""
        number, name = number.casefold(), name.casefold()
        both = self.by_both.get((number, name), [])
        if self.exact or (number and both):
            return both
        found = list(self.by_name.get(name, []))
        if self.numbered and number:
            found += [r for r in self.by_number.get(number, []) if r not in found]
        return found
