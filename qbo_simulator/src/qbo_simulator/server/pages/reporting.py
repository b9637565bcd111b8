"""The pages of reports."""

from starlette.requests import Request
from starlette.responses import Response

from ...books import Company, Fault
from ..statements import REPORTS as DRAWN
from . import figures
from .base import Base
from .sections import (
    BALANCE_SHEET,
    CASH_FLOW,
    LEDGER,
    PAYABLES,
    PROFIT_AND_LOSS,
    RECEIVABLES,
    TRIAL_BALANCE,
    Section,
)
from .templates import amount


class ReportPages(Base):
    """Handlers of the reports."""

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

    async def profit_and_loss(self, request: Request) -> Response:
        """Show what was earned and spent in a period."""
        return self._figures(request, PROFIT_AND_LOSS, "ProfitAndLoss")

    async def balance_sheet(self, request: Request) -> Response:
        """Show what is there and owed."""
        return self._figures(request, BALANCE_SHEET, "BalanceSheet")

    async def cash_flow(self, request: Request) -> Response:
        """Show where the money came from."""
        return self._figures(request, CASH_FLOW, "CashFlow")

    async def general_ledger(self, request: Request) -> Response:
        """Show the lines of every account in a period."""
        return self._table(request, LEDGER, "GeneralLedger")

    async def receivables(self, request: Request) -> Response:
        """Show what customers owe, by age."""
        return self._table(request, RECEIVABLES, "AgedReceivableDetail")

    async def payables(self, request: Request) -> Response:
        """Show what vendors are owed, by age."""
        return self._table(request, PAYABLES, "AgedPayableDetail")

    def _table(self, request: Request, section: Section, name: str) -> Response:
        company = self.company(request.path_params["realm"])
        report, problem = _drawn(company, request, name)
        columns, rows = figures.table_of(report)
        return self.page(
            "table.html",
            company,
            section.slug,
            status=400 if problem else 200,
            section=section,
            columns=columns,
            rows=rows,
            dated=section is LEDGER,
            start=report["Header"]["StartPeriod"],
            end=report["Header"]["EndPeriod"],
            problem=problem,
        )

    def _figures(self, request: Request, section: Section, name: str) -> Response:
        company = self.company(request.path_params["realm"])
        report, problem = _drawn(company, request, name)
        return self.page(
            "figures.html",
            company,
            section.slug,
            status=400 if problem else 200,
            section=section,
            rows=figures.rows_of(report, f"/books/{company.realm_id}"),
            start=report["Header"]["StartPeriod"],
            end=report["Header"]["EndPeriod"],
            problem=problem,
        )


def _drawn(company: Company, request: Request, name: str) -> tuple[dict, str]:
    """Return a report of the period asked for, and what is wrong with the dates."""
    wanted = {
        key: value
        for key, value in request.query_params.items()
        if key in ("start_date", "end_date") and value
    }
    try:
        return DRAWN[name](company, wanted), ""
    except Fault:
        return DRAWN[name](company, {}), "Enter the dates as YYYY-MM-DD."
