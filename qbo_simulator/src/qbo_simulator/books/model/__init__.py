"""The entities of the API as declarative tables."""

from .entity import Entity, Namer
from .lists import (
    ACCOUNT,
    CLASS,
    COMPANY_CURRENCY,
    DEPARTMENT,
    ITEM,
    PAYMENT_METHOD,
    TAX_AGENCY,
    TAX_CODE,
    TAX_RATE,
    TERM,
)
from .people import CUSTOMER, EMPLOYEE, VENDOR
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
    )
}
NAMERS = {name: Namer(entity.schema) for name, entity in ENTITIES.items()}
BY_LOWER_NAME = {name.lower(): name for name in ENTITIES}

__all__ = ["BY_LOWER_NAME", "ENTITIES", "NAMERS", "Entity", "Namer"]
