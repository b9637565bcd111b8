"""The pages on which the accountant acts: forms, and receiving a payment."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..http import flat_query
from . import acting, receiving
from .base import Base, Missing, title_of
from .sections import BY_ENTITY

NOTICES = {
    "payment": "The payment is saved.",
    "pay": "The payment is saved.",
    "make-bill": "The bill is saved.",
    "edit": "The changes are saved.",
    "void": "It is void now.",
    "delete": "It is deleted.",
    "merge": "The two are one now.",
    "make-inactive": "It is inactive now.",
    "make-active": "It is active now.",
}


class DeedPages(Base):
    """Handlers of the forms."""

    # === WHAT THE ACCOUNTANT DOES === #

    async def act(self, request: Request) -> Response:
        """Show the form of an action, or do it."""
        company = self.company(request.path_params["realm"])
        section = self.section(request, company)
        found = self.read(company, section, request.path_params["id"])
        action = acting.BY_SLUG.get(request.path_params["action"])
        if action is None or not action.fits(section, found):
            raise Missing("That cannot be done here.")
        here = f"/books/{company.realm_id}"
        inputs = action.inputs(company, section, found)
        problem = ""
        if request.method == "POST":
            form = flat_query((await request.body()).decode("utf-8", "replace"))
            try:
                target = acting.run(action, company, section, found, form)
                return RedirectResponse(f"{here}/{target}?saved={action.slug}", 303)
            except acting.Mistake as mistake:
                problem = str(mistake)
            for one in inputs:
                one.value = form.get(one.name, one.value)
        return self.page(
            "action.html",
            company,
            section.slug,
            status=400 if problem else 200,
            action=action,
            inputs=inputs,
            title=title_of(section, found),
            href=f"{here}/{section.slug}/{found['Id']}",
            problem=problem,
        )

    # === RECEIVING A PAYMENT === #

    async def receive_payment(self, request: Request) -> Response:
        """Show the form, or enter the payment as QuickBooks' own page would."""
        company = self.company(request.path_params["realm"])
        section = BY_ENTITY["Invoice"]
        invoice = self.read(company, section, request.path_params["id"])
        accounts, undeposited = receiving.deposit_accounts(company)
        values = {
            "date": self.today().isoformat(),
            "amount": str(invoice.get("Balance") or ""),
            "method": "",
            "deposit": undeposited,
            "reference": "",
        }
        problem = ""
        if request.method == "POST":
            form = flat_query((await request.body()).decode("utf-8", "replace"))
            values.update({k: v.strip() for k, v in form.items() if k in values})
            problem = receiving.pay(company, invoice, values)
            if not problem:
                return RedirectResponse(
                    f"/books/{company.realm_id}/invoices/{invoice['Id']}?saved=payment",
                    303,
                )
        row = self.rows(company, section, [invoice])[0]
        return self.page(
            "receive_payment.html",
            company,
            section.slug,
            status=400 if problem else 200,
            title=f"Invoice {row.number}",
            row=row,
            values=values,
            methods=receiving.payment_methods(company),
            accounts=accounts,
            problem=problem,
        )
