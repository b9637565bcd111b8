"""The entities of the API as declarative tables."""

from .activities import CUSTOMER_TYPE, TIME_ACTIVITY
from .attachments import ATTACHABLE
from .banking import (
    CREDIT_CARD_PAYMENT,
    DEPOSIT,
    INVENTORY_ADJUSTMENT,
    JOURNAL_ENTRY,
    TRANSFER,
)
from .entity import Entity, Namer
from .lists import (
    ACCOUNT,
    CLASS,
    COMPANY_CURRENCY,
    DEPARTMENT,
    EXCHANGE_RATE,
    ITEM,
    JOURNAL_CODE,
    PAYMENT_METHOD,
    TAX_AGENCY,
    TAX_CODE,
    TAX_RATE,
    TERM,
)
from .people import CUSTOMER, EMPLOYEE, VENDOR
from .planning import BUDGET, RECURRING_TRANSACTION
from .purchases import BILL, BILL_PAYMENT, PURCHASE, PURCHASE_ORDER, VENDOR_CREDIT
from .sales import (
    CREDIT_MEMO,
    ESTIMATE,
    INVOICE,
    PAYMENT,
    REFUND_RECEIPT,
    SALES_RECEIPT,
)
from .settings import COMPANY_INFO, PREFERENCES

ENTITIES: dict[str, Entity] = {
    entity.name: entity
    for entity in (
        COMPANY_INFO,
        PREFERENCES,
        ACCOUNT,
        TAX_AGENCY,
        TAX_RATE,
        TAX_CODE,
        TERM,
        PAYMENT_METHOD,
        CLASS,
        DEPARTMENT,
        COMPANY_CURRENCY,
        EXCHANGE_RATE,
        CUSTOMER,
        VENDOR,
        EMPLOYEE,
        ITEM,
        INVOICE,
        PAYMENT,
        CREDIT_MEMO,
        SALES_RECEIPT,
        REFUND_RECEIPT,
        ESTIMATE,
        BILL,
        VENDOR_CREDIT,
        BILL_PAYMENT,
        PURCHASE_ORDER,
        PURCHASE,
        JOURNAL_ENTRY,
        DEPOSIT,
        TRANSFER,
        INVENTORY_ADJUSTMENT,
        ATTACHABLE,
        CUSTOMER_TYPE,
        TIME_ACTIVITY,
        CREDIT_CARD_PAYMENT,
        JOURNAL_CODE,
        BUDGET,
        RECURRING_TRANSACTION,
    )
}
NAMERS = {name: Namer(entity.schema) for name, entity in ENTITIES.items()}
BY_LOWER_NAME = {name.lower(): name for name in ENTITIES}

__all__ = ["BY_LOWER_NAME", "ENTITIES", "NAMERS", "Entity", "Namer"]
