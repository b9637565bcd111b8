"""What all pages share: the company, its lists, a page around a template."""

from datetime import date

from starlette.requests import Request
from starlette.responses import HTMLResponse

from ...books import Company, Fault
from ..entities import envelope_of
from ..envelope import PACIFIC
from ..state import Simulator
from .sections import (
    BY_SLUG,
    GROUPS,
    REPORTS,
    SECTIONS,
    Section,
    document_row,
    number_of,
)
from .templates import render

PAGE = 50


class Missing(Exception):
    """A page that does not exist; the text says what was looked for."""


class Base:
    """Helpers of the handlers."""

    def __init__(self, simulator: Simulator):
        self.simulator = simulator

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
            groups=self.groups(company),
            **values,
        )
        return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})

    def sections(self, company: Company) -> list[Section]:
        """Return the sections whose entity these books keep."""
        return [s for s in SECTIONS if self._keeps(company, s.entity)]

    def groups(self, company: Company) -> dict[str, list[Section]]:
        """Return what the navigation offers, by heading."""
        offered = {one.slug: one for one in (*self.sections(company), *REPORTS)}
        return {
            name: [offered[slug] for slug in slugs if slug in offered]
            for name, slugs in GROUPS.items()
        }

    @staticmethod
    def _keeps(company: Company, entity: str) -> bool:
        try:
            company.query(f"select count(*) from {entity}")
        except Fault:
            return False
        return True

    def select(self, company: Company, section: Section, where="", start=1, rows=PAGE):
        """Return objects of a section: newest documents first, records by name."""
        order = f"orderby {section.order or 'TxnDate desc, Id desc'}"
        if not section.document and section.listed:
            where = where or "where Active in (true, false)"
        statement = (
            f"select * from {section.entity} {where} {order} "
            f"startposition {start} maxresults {rows}"
        )
        return company.query(statement).get(envelope_of(section.entity), [])

    def rows(self, company: Company, section: Section, documents: list) -> list:
        """Return table rows of documents."""
        here, today = f"/books/{company.realm_id}", self.today()
        return [document_row(section, d, here, today) for d in documents]

    def section(self, request: Request, company: Company) -> Section:
        section = BY_SLUG.get(request.path_params["slug"])
        if section is None or section not in self.sections(company):
            raise Missing("These books have no such list.")
        return section

    def read(self, company: Company, section: Section, id_: str) -> dict:
        try:
            return company.read(section.entity, id_, {})
        except Fault as fault:
            raise Missing(
                f"There is no {section.singular.lower()} with the id {id_}. It may "
                "have been deleted."
            ) from fault


def title_of(section: Section, found: dict) -> str:
    """Return what a page about an object is headed with."""
    if section.document:
        return f"{section.singular} {number_of(found)}"
    return found.get("DisplayName") or found.get("Name") or found["Id"]
