"""What a record needs in QuickBooks before it can be there itself."""

from typing import Any, NamedTuple


class Need(NamedTuple):
    """What has to be in QuickBooks before a record that names it.

    :param entity: QuickBooks' name of its kind
    :param record: the record of Odoo
    :param facet: which of its counterparts; empty: the one that most have alone
    """

    entity: str
    record: Any
    facet: str = ""
