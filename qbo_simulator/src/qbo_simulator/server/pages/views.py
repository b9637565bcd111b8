"""The pages for people: companies, lists, records and documents."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ...books import Company, Fault, dumps
from ..state import Simulator
from . import acting
from . import document as page_of
from .base import PAGE, Missing, title_of
from .deeds import NOTICES, DeedPages
from .reporting import ReportPages
from .sections import BY_SLUG, Section, balance_of
from .templates import amount, render

TILES = (("customers", "Owed by customers"), ("vendors", "Owed to vendors"))
STATIC = Path(__file__).parent / "static"


class Pages(ReportPages, DeedPages):
    """Handlers of the pages."""

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
        section = self.section(request, company)
        number = _page_number(request)
        start = (number - 1) * PAGE + 1
        found = self.select(company, section, start=start, rows=PAGE + 1)
        shared = {
            "section": section,
            "page": number,
            "previous_page": number - 1,
            "next_page": number + 1 if len(found) > PAGE else 0,
            "notice": NOTICES.get(request.query_params.get("saved", ""), ""),
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

    async def one(self, request: Request) -> Response:
        """Show one record or document."""
        company = self.company(request.path_params["realm"])
        section = self.section(request, company)
        found = self.read(company, section, request.path_params["id"])
        if section.document:
            return self._document(request, company, section, found)
        return self._record(request, company, section, found)

    def _record(
        self, request: Request, company: Company, section: Section, record: dict
    ) -> Response:
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
        title = title_of(section, record)
        facts = [(c.title, c.cell(record)) for c in section.columns]
        return self.page(
            "record.html",
            company,
            section.slug,
            title=title,
            record=record,
            facts=[(label, value) for label, value in facts if value],
            documents=documents,
            href=f"/books/{company.realm_id}/{section.slug}/{record['Id']}",
            actions=acting.actions_for(section, record),
            notice=NOTICES.get(request.query_params.get("saved", ""), ""),
            raw=pretty(record),
        )

    def _document(
        self, request: Request, company: Company, section: Section, found: dict
    ) -> Response:
        here = f"/books/{company.realm_id}"
        row = self.rows(company, section, [found])[0]
        payable = section.entity == "Invoice" and balance_of(found) > 0
        saved = request.query_params.get("saved", "")
        return self.page(
            "document.html",
            company,
            section.slug,
            title=title_of(section, found),
            row=row,
            facts=page_of.facts(company, section, found, here),
            lines=page_of.lines(found, here),
            totals=page_of.totals(found),
            links=page_of.links(company, found, here),
            can_receive=payable,
            actions=acting.actions_for(section, found),
            notice=NOTICES.get(saved, ""),
            raw=pretty(found),
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
        at(books + "/profit-and-loss", pages.profit_and_loss),
        at(books + "/balance-sheet", pages.balance_sheet),
        at(books + "/cash-flow", pages.cash_flow),
        at(books + "/general-ledger", pages.general_ledger),
        at(books + "/receivables", pages.receivables),
        at(books + "/payables", pages.payables),
        at(books + "/{slug}", pages.listing),
        at(books + "/{slug}/{id}", pages.one),
        at(books + "/{slug}/{id}/do/{action}", pages.act, "GET", "POST"),
        at(
            books + "/invoices/{id}/receive-payment",
            pages.receive_payment,
            "GET",
            "POST",
        ),
    ]
