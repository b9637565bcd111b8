"""The lines of journal entries as QuickBooks takes them: figures only."""


def entry_line(amount, detail):
    """Return the line that books ``amount``: positive ones are debits.

    :param dict detail: which account, and for whom
    """
    posting = {"PostingType": "Debit" if amount > 0 else "Credit"}
    return {
        "Amount": abs(amount),
        "DetailType": "JournalEntryLineDetail",
        "JournalEntryLineDetail": posting | detail,
    }
