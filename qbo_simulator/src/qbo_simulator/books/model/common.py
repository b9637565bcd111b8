"""Field tables that several entities share."""

from ..fields import (
    Anything,
    Bool,
    Choice,
    Date,
    Email,
    Field,
    Int,
    ListOf,
    Money,
    Number,
    Obj,
    Ref,
    Schema,
    Text,
)

METADATA = Schema(
    "ModificationMetaData",
    Anything("CreatedByRef"),
    Text("CreateTime"),
    Anything("LastModifiedByRef"),
    Text("LastUpdatedTime"),
    Text("LastChangedInQB"),
    Bool("Synchronized"),
)
ADDRESS = Schema(
    "PhysicalAddress",
    Text("Id"),
    *(Text(f"Line{n}", 500) for n in range(1, 6)),
    Text("City", 255),
    Text("Country", 255),
    Text("CountryCode", 255),
    Text("CountrySubDivisionCode", 255),
    Text("PostalCode", 30),
    Text("PostalCodeSuffix", 30),
    Text("Lat", readonly=True),
    Text("Long", readonly=True),
    Text("Tag"),
    Text("Note"),
    Text("CountrySubDivision", 255),
)
PHONE = Schema(
    "TelephoneNumber",
    Text("Id"),
    Text("DeviceType"),
    Text("CountryCode"),
    Text("AreaCode"),
    Text("ExchangeCode"),
    Text("Extension"),
    Text("FreeFormNumber", 30),
    Bool("Default"),
    Text("Tag"),
)
WEB = Schema("WebSiteAddress", Text("Id"), Text("URI", 1000), Bool("Default"))
MEMO = Schema("MemoRef", Text("value", 1000), Text("id"))
CUSTOM_FIELD = Schema(
    "CustomField",
    Text("DefinitionId"),
    Text("Name"),
    Text("Type"),
    Text("StringValue", 31),
    Bool("BooleanValue"),
    Date("DateValue"),
    Number("NumberValue"),
)
LINKED_TXN = Schema(
    "LinkedTxn", Text("TxnId", 50), Text("TxnType", 50), Text("TxnLineId", 50)
)
NAME_VALUE = Schema("NameValue", Text("Name"), Text("Value"))


def address(name, **flags):
    return Obj(name, ADDRESS, **flags)


def phone(name):
    return Obj(name, PHONE)


def entity_head() -> tuple[Field, ...]:
    """Return the properties that every entity has, in their place in answers."""
    return (
        Text("domain", readonly=True),
        Text("status", readonly=True),
        Bool("sparse"),
        Text("Id"),
        Text("SyncToken"),
        Obj("MetaData", METADATA, readonly=True),
        ListOf("CustomField", CUSTOM_FIELD),
        Anything("AttachableRef", readonly=True),
    )


NO_COLON = ":\t\n\r"
EMAIL_STATUS = ("NotSet", "NeedToSend", "EmailSent")
PRINT_STATUS = ("NotSet", "NeedToPrint", "PrintComplete")
TAX_CALCULATION = ("TaxExcluded", "TaxInclusive", "NotApplicable")

TAX_LINE_DETAIL = Schema(
    "TaxLineDetail",
    Ref("TaxRateRef", "TaxRate", named=False),
    Bool("PercentBased"),
    Number("TaxPercent"),
    Money("NetAmountTaxable"),
    Money("TaxInclusiveAmount"),
    Money("OverrideDeltaAmount"),
    Date("ServiceDate"),
)
TAX_LINE = Schema(
    "Line",
    Text("Id"),
    Int("LineNum"),
    Text("Description"),
    Money("Amount"),
    Choice("DetailType", "TaxLineDetail"),
    Obj("TaxLineDetail", TAX_LINE_DETAIL),
)
TXN_TAX_DETAIL = Schema(
    "TxnTaxDetail",
    Ref("DefaultTaxCodeRef", "TaxCode", named=False),
    Ref("TxnTaxCodeRef", "TaxCode", named=False),
    Money("TotalTax"),
    ListOf("TaxLine", TAX_LINE),
    Text("TaxReviewStatus", readonly=True),
    Bool("UseAutomatedSalesTax", readonly=True),
)


def transaction_fields() -> tuple[Field, ...]:
    """Return what all transactions share (superclass Transaction)."""
    return (
        Text("DocNumber", 21, keep=True),
        Date("TxnDate"),
        Ref("DepartmentRef", "Department"),
        Ref("CurrencyRef", "CompanyCurrency"),
        Number("ExchangeRate"),
        Text("PrivateNote", 4000),
        Choice(
            "TxnStatus",
            "Pending",
            "Accepted",
            "Closed",
            "Rejected",
            "Converted",
            keep=True,
        ),
        ListOf("LinkedTxn", LINKED_TXN),
    )


def transaction_tail() -> tuple[Field, ...]:
    """Return the properties of Transaction that follow the lines."""
    return (
        Obj("TxnTaxDetail", TXN_TAX_DETAIL),
        Text("TxnSource"),
        Text("TaxFormType"),
        Text("TaxFormNum"),
        Text("TransactionLocationType", 30),
        Anything("RecurDataRef", readonly=True),
        Ref("ProjectRef"),
    )


def emails() -> tuple[Field, ...]:
    return (Email("BillEmail"), Email("BillEmailCc"), Email("BillEmailBcc"))
