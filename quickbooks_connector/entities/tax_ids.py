"""Tax numbers, of which QuickBooks shows no more than the end."""

import re

#: QuickBooks hides a tax id but for its end.
_MASK = re.compile(r"^[X*]{2,}")
#: Where a contact of QuickBooks has its tax id, by kind and country.
_TAX_IDS = ("PrimaryTaxIdentifier", "TaxIdentifier", "GSTIN", "BusinessNumber")
#: Characters of a tax id that have to be visible to prove anything.
_VISIBLE = 4


def tax_id_of(obj):
    """Return the tax id of a contact of QuickBooks, which may be masked."""
    return next(filter(None, map(obj.get, _TAX_IDS)), "")


def plain(text):
    """Return a tax id without what only tells its parts apart."""
    return re.sub(r"[\s.\-/]", "", text or "").upper()


def visible(tax_id):
    """Return the end of a tax id that QuickBooks shows as well, or nothing."""
    end = _MASK.sub("", plain(tax_id))[-_VISIBLE:]
    return end if len(end) == _VISIBLE else ""
