"""The pages of reports: trial balance, profit and loss, balance sheet."""

from starlette.requests import Request
from starlette.responses import Response

from ...books import Fault
from ..statements import REPORTS as DRAWN
from . import figures
from .base import Base
from .sections import BALANCE_SHEET, PROFIT_AND_LOSS, TRIAL_BALANCE, Section
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

    def _figures(self, request: Request, section: Section, name: str) -> Response:
        company = self.company(request.path_params["realm"])
        wanted = {
            key: value
            for key, value in request.query_params.items()
            if key in ("start_date", "end_date") and value
        }
        problem = ""
        try:
            report = DRAWN[name](company, wanted)
        except Fault:
            problem = "Enter the dates as YYYY-MM-DD."
            report = DRAWN[name](company, {})
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
