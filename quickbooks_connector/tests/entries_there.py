"""Journal entries as an accountant writes them in QuickBooks."""


def make_entry(amount, debit, credit, **values):
    """Return the body of a journal entry over two lines.

    :param dict debit: what the line of that side names besides, see :func:`name`
    """
    lines = [
        {
            "Amount": float(amount),
            "DetailType": "JournalEntryLineDetail",
            "JournalEntryLineDetail": {"PostingType": posting} | detail,
        }
        for posting, detail in (("Debit", debit), ("Credit", credit))
    ]
    return {"TxnDate": "2026-11-06", "Line": lines} | values


def name(account_id, kind=None, party_id=None):
    """Return what a line names: its account, and maybe a customer or vendor."""
    named = {"AccountRef": {"value": account_id}}
    if party_id:
        named["Entity"] = {"Type": kind, "EntityRef": {"value": party_id}}
    return named


def receivable_id(connection):
    """Return the id of an account of receivables."""
    entry = connection.env["quickbooks.reference"].search(
        [
            ("connection_id", "=", connection.id),
            ("account_type", "=", "Accounts Receivable"),
        ],
        limit=1,
    )
    return entry.qbo_id
