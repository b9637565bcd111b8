"""The pages for people: companies, lists, documents, and receiving a payment."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ...books import Company, Fault, dumps
from ..envelope import PACIFIC
from ..http import flat_query
from ..state import Simulator
from . import document as page_of
from . import receiving
from .sections import (
    BY_ENTITY,
    BY_SLUG,
    SECTIONS,
    TRIAL_BALANCE,
    Section,
    balance_of,
    document_row,
)
from .templates import amount, render

PAGE = 50
TILES = (("customers", "Owed by customers"), ("vendors", "Owed to vendors"))
STATIC = Path(__file__).parent / "static"


class Missing(Exception):
    """A page that does not exist; the text says what was looked for."""


class Pages:
    """Handlers of the pages."""

    def __init__(self, simulator: Simulator):
        self.simulator = simulator

    # === WHAT ALL PAGES NEED === #

    def company(self, realm: str) -> Company:
        """Return a company; raises Missing."""
        try:
            return self.simulator.books.company(realm)
        except KeyError:
            raise Missing(f"There is no company {realm}.") from None

    def today(self) -> date:
        """Return the day on QuickBooks' calendar."""
        return self.simulator.clock.now().astimezone(PACIFIC).date()

    def page(
        self, template: str, company: Company, active: str, status=200, **values
    ) -> HTMLResponse:
        """Return a page of a company's books."""
        text = render(
            template,
            company=company,
            here=f"/books/{company.realm_id}",
            active=active,
            sections=self.tabs(company),
            **values,
        )
        return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})

    def sections(self, company: Company) -> list[Section]:
        """Return the sections whose entity these books keep."""
        return [s for s in SECTIONS if self._keeps(company, s.entity)]

    def tabs(self, company: Company) -> list[Section]:
        """Return what the navigation offers."""
        return [*self.sections(company), TRIAL_BALANCE]

    @staticmethod
    def _keeps(company: Company, entity: str) -> bool:
        try:
            company.query(f"select count(*) from {entity}")
        except Fault:
            return False
        return True

    def select(self, company: Company, section: Section, where="", start=1, rows=PAGE):
        """Return objects of a section: newest documents first, records by name."""
        if section.document:
            order = "orderby TxnDate desc, Id desc"
        else:
            order = f"orderby {section.order}"
            where = where or "where Active in (true, false)"
        statement = (
            f"select * from {section.entity} {where} {order} "
            f"startposition {start} maxresults {rows}"
        )
        return company.query(statement).get(section.entity, [])

    def rows(self, company: Company, section: Section, documents: list) -> list:
        """Return table rows of documents."""
        here, today = f"/books/{company.realm_id}", self.today()
        return [document_row(section, d, here, today) for d in documents]

    # === PAGES === #

    async def home(self, request: Request) -> Response:
        """List the companies, and what an app needs to connect."""
        text = render(
            "home.html",
            companies=self.simulator.companies(),
            base=str(request.base_url).rstrip("/"),
            apps=list(self.simulator.tokens.apps.values()),
        )
        return HTMLResponse(text)

    async def overview(self, request: Request) -> Response:
        """Show where a company stands."""
        company = self.company(request.path_params["realm"])
        latest = []
        for section in self.sections(company):
            if section.document:
                found = self.select(company, section, rows=10)
                latest += self.rows(company, section, found)
        latest.sort(key=lambda row: row.date, reverse=True)
        return self.page(
            "overview.html",
            company,
            "overview",
            tiles=self._tiles(company),
            latest=latest[:15],
        )

    def _tiles(self, company: Company) -> list[dict]:
        tiles = []
        for slug, label in TILES:
            section = BY_SLUG[slug]
            if section not in self.sections(company):
                continue
            owed = sum(map(balance_of, self._all(company, section)), Decimal())
            tiles.append(_tile(label, amount(owed), slug, section.title))
        section = BY_SLUG["invoices"]
        where = "where Balance > '0'"
        unpaid = company.query(f"select count(*) from Invoice {where}")["totalCount"]
        tiles.append(_tile("Open invoices", str(unpaid), "invoices", section.title))
        return tiles

    def _all(self, company: Company, section: Section) -> list[dict]:
        found: list[dict] = []
        while len(found) % 1000 == 0:
            more = self.select(company, section, start=len(found) + 1, rows=1000)
            found += more
            if not more:
                break
        return found

    async def listing(self, request: Request) -> Response:
        """Show one page of a list."""
        company = self.company(request.path_params["realm"])
        section = self._section(request, company)
        number = _page_number(request)
        start = (number - 1) * PAGE + 1
        found = self.select(company, section, start=start, rows=PAGE + 1)
        shared = {
            "section": section,
            "page": number,
            "previous_page": number - 1,
            "next_page": number + 1 if len(found) > PAGE else 0,
        }
        found = found[:PAGE]
        if section.document:
            rows = self.rows(company, section, found)
            return self.page(
                "documents.html", company, section.slug, rows=rows, **shared
            )
        here = f"/books/{company.realm_id}/{section.slug}"
        rows = [
            {
                "href": f"{here}/{record['Id']}",
                "active": record.get("Active", True),
                "cells": [column.cell(record) for column in section.columns],
            }
            for record in found
        ]
        return self.page(
            "records.html",
            company,
            section.slug,
            rows=rows,
            columns=section.columns,
            totals=None,
            **shared,
        )

    def _section(self, request: Request, company: Company) -> Section:
        section = BY_SLUG.get(request.path_params["slug"])
        if section is None or section not in self.sections(company):
            raise Missing("These books have no such list.")
        return section

    async def one(self, request: Request) -> Response:
        """Show one record or document."""
        company = self.company(request.path_params["realm"])
        section = self._section(request, company)
        found = self._read(company, section, request.path_params["id"])
        if section.document:
            return self._document(request, company, section, found)
        return self._record(company, section, found)

    def _read(self, company: Company, section: Section, id_: str) -> dict:
        try:
            return company.read(section.entity, id_, {})
        except Fault as fault:
            raise Missing(
                f"There is no {section.singular.lower()} with the id {id_}. It may "
                "have been deleted."
            ) from fault

    def _record(self, company: Company, section: Section, record: dict) -> Response:
        documents = None
        if section.party:
            documents = []
            for other in self.sections(company):
                if other.party == section.party and other.document:
                    where = f"where {section.party} = '{record['Id']}'"
                    try:
                        found = self.select(company, other, where)
                    except Fault:
                        continue  # QuickBooks cannot filter this kind by its party
                    documents += self.rows(company, other, found)
            documents.sort(key=lambda row: row.date, reverse=True)
        title = record.get("DisplayName") or record.get("Name") or record["Id"]
        facts = [(c.title, c.cell(record)) for c in section.columns]
        return self.page(
            "record.html",
            company,
            section.slug,
            title=title,
            record=record,
            facts=[(label, value) for label, value in facts if value],
            documents=documents,
            raw=pretty(record),
        )

    def _document(
        self, request: Request, company: Company, section: Section, found: dict
    ) -> Response:
        here = f"/books/{company.realm_id}"
        row = self.rows(company, section, [found])[0]
        payable = section.entity == "Invoice" and balance_of(found) > 0
        saved = request.query_params.get("saved")
        return self.page(
            "document.html",
            company,
            section.slug,
            title=f"{section.singular} {row.number}",
            row=row,
            facts=page_of.facts(company, section, found, here),
            lines=page_of.lines(found, here),
            totals=page_of.totals(found),
            links=page_of.links(company, found, here),
            can_receive=payable,
            notice="The payment is saved." if saved else "",
            raw=pretty(found),
        )

    async def trial_balance(self, request: Request) -> Response:
        """Show every account with its debit or credit, and both sums."""
        company = self.company(request.path_params["realm"])
        figures = company.trial_balance()
        here = f"/books/{company.realm_id}/accounts"
        rows = [
            {
                "href": f"{here}/{line['account_id']}",
                "active": True,
                "cells": [
                    line["account"],
                    line["type"],
                    amount(line["debit"] or ""),
                    amount(line["credit"] or ""),
                ],
            }
            for line in figures["lines"]
        ]
        sums = ["Total", "", amount(figures["debit"]), amount(figures["credit"])]
        return self.page(
            "records.html",
            company,
            TRIAL_BALANCE.slug,
            section=TRIAL_BALANCE,
            rows=rows,
            columns=TRIAL_BALANCE.columns,
            totals=sums,
            page=1,
            previous_page=0,
            next_page=0,
        )

    # === RECEIVING A PAYMENT === #

    async def receive_payment(self, request: Request) -> Response:
        """Show the form, or enter the payment as QuickBooks' own page would."""
        company = self.company(request.path_params["realm"])
        section = BY_ENTITY["Invoice"]
        invoice = self._read(company, section, request.path_params["id"])
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
                    f"/books/{company.realm_id}/invoices/{invoice['Id']}?saved=1", 303
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


def _tile(label: str, figure: str, slug: str, link: str) -> dict:
    return {"label": label, "figure": figure, "slug": slug, "link": link}


def _page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def pretty(record: dict) -> str:
    """Return a record as indented JSON."""
    return json.dumps(json.loads(dumps(record)), indent=2, ensure_ascii=False)


def shown(handler: Callable) -> Callable:
    """Wrap a page: what is missing gets a page that says so."""

    async def endpoint(request: Request) -> Response:
        try:
            return await handler(request)
        except Missing as missing:
            text = render("message.html", title="Not found", text=str(missing))
            return HTMLResponse(text, 404)

    return endpoint


def routes(simulator: Simulator) -> list:
    """Return the routes of the pages."""
    pages = Pages(simulator)

    def at(path: str, handler: Callable, *methods: str) -> Route:
        return Route(path, shown(handler), methods=list(methods) or ["GET"])

    books = "/books/{realm}"
    return [
        at("/", pages.home),
        Mount("/static", StaticFiles(directory=STATIC)),
        at(books, pages.overview),
        at(books + "/", pages.overview),
        at(books + "/trial-balance", pages.trial_balance),
        at(books + "/{slug}", pages.listing),
        at(books + "/{slug}/{id}", pages.one),
        at(
            books + "/invoices/{id}/receive-payment",
            pages.receive_payment,
            "GET",
            "POST",
        ),
    ]
