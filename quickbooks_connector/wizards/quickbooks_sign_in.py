from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class _Page(NamedTuple):
    """What a person reads whose sign-in did not work."""

    title: str
    happened: str
    advice: str
    again: bool = True


_PAGES = {
    "refused": _Page(
        _lt("Not connected"),
        _lt("The sign-in was not finished: access was refused at Intuit."),
        _lt("Start it again when you are ready. Nothing was changed."),
    ),
    "expired": _Page(
        _lt("Not connected"),
        _lt("The sign-in was not finished: it took too long, or was used before."),
        _lt("Start it again. Nothing was changed."),
    ),
    "unfinished": _Page(
        _lt("Not connected"),
        _lt("Intuit did not finish the sign-in. Intuit says: %(detail)s"),
        _lt("Check the keys of your Intuit app and start again. Nothing was changed."),
    ),
    "other_company": _Page(
        _lt("Another QuickBooks company"),
        _lt(
            "You signed in to %(new)s, but this Odoo company belongs to %(old)s. "
            "Nothing was changed."
        ),
        _lt("Sign in again and choose %(old)s."),
    ),
    "taken": _Page(
        _lt("Already connected elsewhere"),
        _lt(
            "%(new)s is connected to another Odoo company already, so it can't be "
            "connected to %(odoo)s too. Nothing was changed."
        ),
        _lt("Sign in again and choose the QuickBooks company of %(odoo)s."),
    ),
    "home_currency": _Page(
        _lt("Different currencies"),
        _lt(
            "Odoo's company uses %(odoo)s, %(company)s in QuickBooks uses "
            "%(quickbooks)s; they can't share books. Nothing was changed."
        ),
        _lt("Connect the QuickBooks company that uses %(odoo)s."),
    ),
    "key_missing": _Page(
        _lt("Not connected"),
        _lt("The key that protects the sign-in is missing on this server."),
        _lt("Ask your system administrator to put the key back, then start again."),
    ),
    "no_rights": _Page(
        _lt("Not connected"),
        _lt(
            'Connecting to QuickBooks needs the access right "QuickBooks / '
            'Administrator" and access to the company.'
        ),
        _lt("Ask your system administrator for it. Nothing was changed."),
        False,
    ),
}


class QuickbooksSignIn(models.TransientModel):
    """The page that a person comes back to when signing in at Intuit did not work."""

    _name = "quickbooks.sign.in"
    _description = "QuickBooks Sign-in"
    _rec_name = "title"

    outcome = fields.Selection(
        [(code, code) for code in _PAGES], required=True, readonly=True
    )
    names = fields.Json(readonly=True)
    return_path = fields.Char(readonly=True)
    title = fields.Char(compute="_compute_sentences")
    happened = fields.Char(compute="_compute_sentences")
    advice = fields.Char(compute="_compute_sentences")
    can_retry = fields.Boolean(compute="_compute_sentences")

    @api.depends("outcome", "names")
    @api.depends_context("lang")
    def _compute_sentences(self):
        for page in self:
            words = _PAGES[page.outcome]
            names = page.names or {}
            happened, advice = self.env._(words.happened), self.env._(words.advice)
            page.title = self.env._(words.title)
            page.happened = happened % names
            page.advice = advice % names
            page.can_retry = words.again and bool(page.return_path)

    def action_back(self):
        """Return to the page where the sign-in was started."""
        self.ensure_one()
        url = self.return_path or "/odoo"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}
