"""QuickBooks' faults: one constructor per code, with the wording QuickBooks uses."""

INACTIVE = (
    "Something you're trying to use has been made inactive. "
    "Check the fields with accounts, customers, items, vendors or employees."
)


class Fault(Exception):
    """One refused request.

    `status` is the HTTP status, `type` the fault family and `errors` the list that QBO
    puts under `Error`.
    """

    def __init__(self, errors, type="ValidationFault", status=400):
        self.errors = errors
        self.type = type
        self.status = status
        super().__init__("; ".join(f"{e['code']} {e['Detail']}" for e in errors))

    @property
    def code(self) -> str:
        """Return the code of the first error."""
        return self.errors[0]["code"]

    def body(self) -> dict:
        """Return what belongs under the key `Fault` of the answer."""
        return {"Error": self.errors, "type": self.type}


def _fault(code, message, detail, element=""):
    error = {"Message": message, "Detail": detail, "code": str(code)}
    if element is not None:
        error["element"] = element
    return Fault([error])


def unsupported_operation(what):
    return _fault(
        500, "Unsupported Operation", f"Operation {what} is not supported.", None
    )


def not_found():
    return _fault(610, "Object Not Found", f"Object Not Found : {INACTIVE}")


def cannot_link(detail):
    return _fault(
        620, "Transaction cannot be linked", f"Transaction cannot be linked : {detail}"
    )


def unknown_property(name, java_class, known):
    """Refuse an unknown property the way Jackson words it, cut where QBO cuts it."""
    listed = ", ".join(f'"{key}"' for key in known)
    text = (
        f'Unrecognized field "{name}" '
        f"(class com.intuit.schema.finance.v3.{java_class}), not marked as "
        f"ignorable ({len(known)} known properties: {listed}])"
    )
    return malformed_property(text[:205])


def malformed_property(text):
    return _fault(
        2010,
        "Request has invalid or unsupported property",
        f"Property Name:{text} specified is unsupported or invalid",
        None,
    )


def required(element):
    return _fault(
        2020,
        "Required param missing, need to supply the required value for the API",
        f"Required parameter {element} is missing in the request",
        element,
    )


def invalid_id(value, element="Id"):
    return _fault(
        2030,
        "Invalid ID",
        f"Id should be a valid number. Supplied value:{value}",
        element,
    )


def invalid_string(element, detail):
    return _fault(2040, "Invalid String", f"Invalid String : {detail}", element)


def wrong_length(element, longest, supplied, shortest=0):
    return _fault(
        2050,
        "String length is either shorter or longer than supported by specification",
        "String length specified does not match the supported length. "
        f"Min:{shortest} Max:{longest} supported. Supplied length:{supplied}",
        element,
    )


def invalid_date(element, value):
    return _fault(
        2060,
        "Invalid Date format",
        f"Date should be in a valid format. Supplied value:{value}",
        element,
    )


def invalid_number(element, value):
    return _fault(
        2090,
        "Invalid Number",
        f"Number should be a valid number. Supplied value:{value}",
        element,
    )


def number_out_of_range(element, value):
    return _fault(
        2180,
        "Number out of range",
        f"The number is out of the supported range. Supplied value:{value}",
        element,
    )


def invalid_enumeration(element, value, allowed):
    return _fault(
        2170,
        "Invalid Enumeration",
        f"Invalid Enumeration : {value}. Supported values: {', '.join(allowed)}",
        element,
    )


def invalid_email(element, value):
    return _fault(
        2210,
        "Invalid Email Address format",
        "Email Address does not conform to the syntax rules of RFC 822. "
        f"Supplied value:{value}",
        element,
    )


def invalid_boolean(element, value):
    return _fault(
        2230,
        "Invalid Boolean",
        f"Boolean should be true or false. Supplied value:{value}",
        element,
    )


def no_lines():
    return _fault(
        2250,
        "Transaction Line Missing",
        "Transaction Line Missing : At least one line is required",
        "Line",
    )


def negative_amount(element="Line.Amount"):
    return _fault(
        2290,
        "Invalid Amount",
        "Amount should be greater than or equal to zero.",
        element,
    )


def unbalanced():
    return _fault(
        2300,
        "Total debits do not equal total credits",
        "Total debits do not equal total credits",
    )


def bad_reference(detail, element=""):
    return _fault(
        2500, "Invalid Reference Id", f"Invalid Reference Id : {detail}", element
    )


def conflicting(detail):
    return _fault(
        2600, "Conflicting data in request", f"Conflicting data in request : {detail}"
    )


def query_syntax(detail):
    return _fault(4000, "Error parsing query", f"QueryParserError: {detail}", None)


def query_invalid(detail):
    return _fault(4001, "Invalid query", f"QueryValidationError: {detail}", None)


def stale():
    return _fault(
        5010,
        "Stale Object Error",
        "Stale Object Error : You and Sandbox User were working on this at the same "
        "time. Sandbox User finished before you did, so your work was not saved.",
    )


def feature_missing(detail):
    return _fault(
        5020, "Permission Denied Error", f"Permission Denied Error : {detail}"
    )


def not_in_country(detail):
    return _fault(5030, "Feature Not Supported Error", detail)


def business(detail):
    """Refuse for a business rule (6000): the reason is in the free text."""
    return _fault(
        6000,
        "A business validation error has occurred while processing your request",
        f"Business Validation Error: {detail}",
    )


def account_type_missing(detail):
    return _fault(6010, "Account Type or Subtype Missing", detail, "AccountType")


def amount_mismatch(value):
    text = "Amount is not equal to UnitPrice * Qty"
    return _fault(6070, text, f"{text}. Supplied value:{value:,}", "Line.Amount")


def no_name():
    return _fault(
        6080,
        "Name is missing",
        "At least one of Title, GivenName, MiddleName, FamilyName, DisplayName, Suffix "
        "is required.",
    )


def discount_empty():
    return _fault(
        6090,
        "Discount Amount or Percent missing",
        "A discount line needs an amount or a percentage.",
        "Line.DiscountLineDetail",
    )


def us_tax_code(value):
    return _fault(
        6100,
        "Invalid tax code in line",
        f"Line level tax code must be TAX or NON. Supplied value:{value}",
        "Line.SalesItemLineDetail.TaxCodeRef",
    )


def duplicate_number(number, txn_type, txn_id):
    return _fault(
        6140,
        "Duplicate Document Number Error",
        "Duplicate Document Number Error : You must specify a different number. "
        f"This number has already been used. DocNumber={number} is assigned to "
        f"TxnType={txn_type} with TxnId={txn_id}",
    )


def opening_date_missing(name):
    return _fault(
        6060,
        "Opening Balance Date Missing",
        f"An opening balance needs its date: {name} is missing in the request.",
        name,
    )


def bad_parent(detail):
    return _fault(6150, "Invalid Parent", detail, "ParentRef")


def tax_detail_forbidden():
    return _fault(
        6170,
        "TxnTaxDetail is not allowed",
        "TxnTaxDetail can't be supplied when GlobalTaxCalculation is NotApplicable.",
        "TxnTaxDetail",
    )


def too_deep():
    return _fault(
        6180,
        "Hierarchy too deep",
        "The hierarchy can't have more levels than QuickBooks supports.",
        "ParentRef",
    )


def books_closed(password=True):
    if password:
        return _fault(
            6210,
            "Account Period Closed, Cannot Update Through Services API",
            "The account period has closed and the account books cannot be updated "
            "through through the QBO Services API. Please use the QBO website to make "
            "these changes.",
        )
    return _fault(6200, "Account Period Closed", "The account period has closed.")


def open_balance():
    return _fault(
        6220,
        "Delete List Has Balance Error",
        "Delete List Has Balance Error : The entity you are trying to delete has an "
        "open balance.",
    )


def duplicate_name(kind):
    """Refuse a name in use; `kind` says by what ("customer, vendor or employee")."""
    return _fault(
        6240,
        "Duplicate Name Exists Error",
        f"The name supplied already exists. : Another {kind} is already using this "
        "name. Please use a different name.",
    )


def bad_customer():
    return _fault(
        6250, "Invalid Customer", "The customer is not valid for this transaction."
    )


def before_inventory_start():
    return _fault(
        6270,
        "Transaction date is prior to start date for inventory item",
        "Transactions with inventory (QOH) products cant be dated earlier than the "
        "Inventory Start Date for the product",
    )


def email_required():
    return _fault(
        6420,
        "Email address required",
        "An email address is required when EmailStatus is NeedToSend.",
        "BillEmail",
    )


def account_type(kinds):
    return _fault(
        6430,
        "Invalid account type",
        f"Invalid account type: The account used must be of type {kinds}.",
    )


def line_needs_target():
    return _fault(
        6440,
        "Transaction detail required",
        "Each line with an amount or billable customer needs an item or account.",
    )


def quantity_missing(item):
    return _fault(
        6520, "Quantity is required", f"Inventory item {item} needs a quantity.", "Qty"
    )


def deposited():
    return _fault(
        6540,
        "Deposited Transaction cannot be changed",
        "You cannot modify or delete this transaction: it has been deposited. "
        "Delete the Deposit first.",
    )


def system_failure(detail, status=500):
    """Answer like a server that broke (10000); `status` is the HTTP status."""
    error = {
        "Message": "An application error has occurred while processing your request",
        "Detail": f"System Failure Error: {detail}",
        "code": "10000",
        "element": "SystemFailureError",
    }
    return Fault([error], type="SystemFault", status=status)
