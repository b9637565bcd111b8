"""The addresses of QuickBooks' own web application, leading to the pages here.

A person's browser has one current company, as in QuickBooks: ``/app/switchCompany``
changes it. A link that names a company (``companyId``) needs no switching.
"""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...books import Fault
from ..state import Simulator
from .sections import BY_ENTITY, Section
from .views import Missing, shown

COOKIE = "qbo_company"
LISTS = {
    "items": "Item",
    "customers": "Customer",
    "vendors": "Vendor",
    "invoices": "Invoice",
    "chartofaccounts": "Account",
}
ONE = {
    "invoice": "Invoice",
    "creditmemo": "CreditMemo",
    "salesreceipt": "SalesReceipt",
    "refundreceipt": "RefundReceipt",
    "estimate": "Estimate",
    "recvpayment": "Payment",
    "bill": "Bill",
    "vendorcredit": "VendorCredit",
    "billpayment": "BillPayment",
    "purchaseorder": "PurchaseOrder",
    "customerdetail": "Customer",
    "vendordetail": "Vendor",
}
COMPANY_KEYS = ("companyId", "deeplinkcompanyid", "companyid")


class DeepLinks:
    """Handlers of ``/app/…``."""

    def __init__(self, simulator: Simulator):
        self.simulator = simulator

    async def switch(self, request: Request) -> Response:
        """Make a company the current one and go on to where the link leads."""
        realm = self._named(request)
        if realm is None:
            raise Missing("The link names no company of this simulator.")
        target = request.query_params.get(
            "navigationURL", request.query_params.get("destination", "")
        )
        target = "/" + target.lstrip("/")
        parts = urlsplit(target)
        if not parts.path.startswith("/app/"):
            target = f"/books/{realm}/"
        answer = RedirectResponse(target, 302)
        answer.set_cookie(COOKIE, realm, httponly=True, samesite="lax")
        return answer

    async def follow(self, request: Request) -> Response:
        """Go to the page of the document, name or list that the link is about."""
        name = request.path_params["name"].lower()
        realm = self._named(request) or self._current(request)
        if name in LISTS:
            section = BY_ENTITY[LISTS[name]]
            return RedirectResponse(f"/books/{realm}/{section.slug}", 302)
        if name in ("homepage", "") or name not in ONE:
            return RedirectResponse(f"/books/{realm}/", 302)
        section = BY_ENTITY[ONE[name]]
        query = request.query_params
        id_ = query.get("txnId") or query.get("nameId")
        if not id_:
            return RedirectResponse(f"/books/{realm}/{section.slug}", 302)
        if not self._named(request) and not request.cookies.get(COOKIE):
            realm = self._holder(section, id_) or realm
        return RedirectResponse(f"/books/{realm}/{section.slug}/{id_}", 302)

    def _named(self, request: Request) -> str | None:
        """Return the company that the link names, if it exists."""
        for key in COMPANY_KEYS:
            realm = request.query_params.get(key)
            if realm in self.simulator.realms():
                return realm
        return None

    def _current(self, request: Request) -> str:
        realms = self.simulator.realms()
        if not realms:
            raise Missing("There is no company yet.")
        chosen = request.cookies.get(COOKIE)
        return chosen if chosen in realms else realms[0]

    def _holder(self, section: Section, id_: str) -> str | None:
        """Return the first company that has the object."""
        for company in self.simulator.companies():
            try:
                company.read(section.entity, id_, {})
            except Fault:
                continue
            return company.realm_id
        return None


def routes(simulator: Simulator) -> list[Route]:
    """Return the routes of the deep links."""
    links = DeepLinks(simulator)
    return [
        Route("/app/switchCompany", shown(links.switch)),
        Route("/app/{name}", shown(links.follow)),
    ]
