"""11.3: who is refused is refused over HTTP too, in the same words."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from . import access_table as table
from .access_common import AccessCase

#: What each kind of user is refused or allowed here.
METHODS = (
    ("quickbooks.connection", "action_pause"),
    ("quickbooks.conflict", "action_open_record"),
    ("account.move", "action_quickbooks_skip"),
)
REFUSED = "odoo.exceptions.AccessError"
_LOGS = ("odoo.http", "odoo.addons.rpc.controllers.jsonrpc", "odoo.models")


@tagged("post_install", "-at_install")
class TestAccessOverHttp(AccessCase, HttpCase):
    def post(self, path, body, key=None):
        """Return status and JSON of the answer to a POST."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.env.flush_all()
        answer = self.url_open(path, json=body, headers=headers)
        self.env.invalidate_all()
        return answer.status_code, answer.json()

    def rpc(self, path, **params):
        """Return the name and the words of the error that an RPC call comes to."""
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        data = self.post(path, body)[1].get("error", {}).get("data", {})
        return data.get("name"), data.get("message")

    def key_of(self, user):
        """Return a key with which ``user`` signs in to programs."""
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))

    def outcomes(self, user, key, model, method, row_id):
        """Yield what a call comes to at each of Odoo's addresses."""
        context = {"allowed_company_ids": user.sudo().company_ids.ids}
        yield self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=[[row_id]],
            kwargs={"context": context},
        )
        who = [self.env.cr.dbname, user.id, key]
        words = {"context": context}
        yield self.rpc(
            "/jsonrpc",
            service="object",
            method="execute_kw",
            args=[*who, model, method, [[row_id]], words],
        )
        _status, said = self.post(
            f"/json/2/{model}/{method}", {"ids": [row_id], "context": context}, key
        )
        error = said if isinstance(said, dict) else {}
        yield error.get("name"), error.get("message")

    @mute_logger(*_LOGS, "odoo.addons.base.models.ir_rule")
    def test_each_kind_of_user_is_refused_the_same_at_every_address(self):
        refused = 0
        for kind in table.KINDS.keys() - {"public"}:
            user = self.users[kind]
            key = self.key_of(user)
            self.authenticate(user.login, user.login)
            for model, method in METHODS:
                row_id = self.get_row_for(model, user)
                expected = self.call(user, model, method, row_id)
                if not isinstance(expected, AccessError):
                    continue
                refused += 1
                for name, words in self.outcomes(user, key, model, method, row_id):
                    with self.subTest(kind=kind, model=model):
                        self.assertEqual(name, REFUSED)
                        self.assertEqual(words, str(expected))
        self.assertEqual(refused, 4 * len(METHODS) + 1)

    @mute_logger(*_LOGS)
    def test_who_is_not_signed_in_reaches_nothing(self):
        model, method = METHODS[0]
        row_id, user = self.row(model), self.users["administrator"]
        wrong = self.outcomes(user, "no key", model, method, row_id)
        names = [name for name, _words in wrong]
        self.assertEqual(
            names,
            [
                "odoo.http.SessionExpiredException",
                "odoo.exceptions.AccessDenied",
                "werkzeug.exceptions.Unauthorized",
            ],
        )
        self.assertEqual(self.connection.state, "connected")

    @mute_logger(*_LOGS)
    def test_who_may_is_let_in_at_every_address(self):
        user = self.users["administrator"]
        key = self.key_of(user)
        self.authenticate(user.login, user.login)
        found = list(
            self.outcomes(
                user, key, *METHODS[2], self.get_row_for("account.move", user)
            )
        )
        self.assertEqual(found, [(None, None)] * 3)


@tagged("post_install", "-at_install")
class TestQuestionsFromOutside(AccessCase):
    """What the screens never ask is answered by a sentence."""

    def ask(self, model, **vals):
        """Return a question as a person asks it over RPC."""
        user = self.users["administrator"]
        return self.env[model].with_user(user).create(vals)

    def test_a_question_about_something_else_is_refused_in_words(self):
        for model in ("res.country", "res.users", "no.such.model", "quickbooks.why"):
            for question, about in (
                ("quickbooks.why", {"res_id": 1}),
                ("quickbooks.preview", {"res_id": 1}),
                ("quickbooks.send.older", {"res_ids": [1]}),
            ):
                with self.subTest(model=model, question=question):
                    with self.assertRaisesRegex(UserError, f"kind of record.*{model}"):
                        self.ask(question, res_model=model, **about)

    def test_a_question_about_nothing_says_that_it_is_gone(self):
        for res_id in (0, 2**31 - 1):
            question = self.ask(
                "quickbooks.why", res_model="res.partner", res_id=res_id
            )
            for call in (
                lambda question=question: question.answer,
                question.action_sync,
                question.action_choose,
                question.action_compare,
            ):
                with self.assertRaises(MissingError):
                    call()

    def test_older_documents_that_are_none_are_not_sent(self):
        for ids in ("all", {"id": 1}, [True, "1", None], [2**31 - 1], 7):
            question = self.ask(
                "quickbooks.send.older", res_model="account.move", res_ids=ids
            )
            action = question.action_send()
            self.assertIn("Nothing to send", action["params"]["message"])
