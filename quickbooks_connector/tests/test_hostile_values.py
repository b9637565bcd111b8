"""What somebody typed, or something broke, in QuickBooks: text here, or held."""

import json
from contextlib import suppress

from lxml import html
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..api.payload import dumps_payload, loads_exact
from ..sync.lists import Lists
from ..sync.poll import Poll
from ..sync.pull import Pull
from .incoming_common import ImportCase
from .sign_in_common import USER, SignInCase

SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"
#: What stands in place of any property.
WRONG = (None, 7, "x", True, [], {}, [None], [7], ["x"], {"value": {}}, [[{}]], "\x00")


@tagged("post_install", "-at_install")
class TestHostileValues(ImportCase):
    # === TEXT STAYS TEXT === #

    def assertHarmless(self, markup):
        """Check that a browser would run nothing of ``markup``."""
        tree = html.fromstring(f"<div>{markup or ''}</div>")
        self.assertFalse(tree.xpath("//script | //iframe | //img"), markup)
        self.assertFalse(tree.xpath("//@*[starts-with(name(), 'on')]"), markup)
        self.assertFalse(tree.xpath("//@href[starts-with(., 'javascript')]"), markup)

    def test_script_in_names_numbers_and_notes_never_runs(self):
        customer = self.qbo.create(
            "Customer",
            {
                "DisplayName": f"Rogue {SCRIPT}",
                "Notes": SCRIPT,
                "WebAddr": {"URI": "javascript:alert(3)"},
            },
        )
        theirs, move = self.taken(
            lines=[self.sold(10, description=SCRIPT)],
            CustomerRef={"value": customer["Id"]},
            DocNumber="<b onclick=x>1",
            PrivateNote=SCRIPT,
            CustomerMemo={"value": SCRIPT},
        )
        partner = move.partner_id
        self.assertIn("<script>", partner.name, "the name is what it is there")
        self.assertFalse((partner.website or "").startswith("javascript:"))
        bodies = [*move.message_ids, *partner.message_ids]
        self.assertTrue(bodies)
        for markup in (
            move.narration,
            partner.comment,
            *(message.body for message in bodies),
        ):
            self.assertHarmless(markup)
        self.assertIn("alert(2)", str(move.narration) + str(partner.comment))
        self._assert_harmless_pages(move)
        move.button_draft()
        move.ref = SCRIPT
        move.action_post()
        self.run_push()
        for message in move.message_ids:
            self.assertHarmless(message.body)

    def _assert_harmless_pages(self, move):
        why = self.env["quickbooks.why"].create(
            {"res_model": move._name, "res_id": move.id}
        )
        self.assertHarmless(why.conditions)
        self.env["quickbooks.preview"]._prepare(move)
        html_fields = [
            (model._name, name)
            for model in self.env.values()
            if model._name.startswith("quickbooks.") and model._auto
            for name, field in model._fields.items()
            if field.type == "html" and field.store
        ]
        for model, name in html_fields:
            for record in self.env[model].sudo().search([]):
                self.assertHarmless(record[name])

    def test_links_to_quickbooks_lead_to_web_addresses_only(self):
        connection_sudo = self.connection.sudo()
        for address in ("javascript:alert(1)//", "data:text/html,x", "//x", "x"):
            with self.subTest(address), self.assertRaisesRegex(UserError, "address"):
                connection_sudo.web_base_url = address
        connection_sudo.web_base_url = "https://books.example.com"
        self.assertTrue(self.connection.web_url.startswith("https://books.example.com"))

    # === WHAT IS BROKEN IS HELD === #

    def _broken(self, obj, first_id):
        """Return ``obj`` with each property wrong in turn, under ids of their own."""
        broken = []
        for number, name in enumerate(sorted(obj.keys() - {"Id"})):
            copy = dict(obj, Id=str(first_id + number))
            copy[name] = WRONG[number % len(WRONG)]
            broken.append(copy)
        return broken

    @mute_logger(
        "odoo.addons.quickbooks_connector.sync.pull",
        "odoo.addons.base.models.ir_cron",
        "odoo.sql_db",
    )
    def test_objects_of_wrong_shapes_are_held_and_hold_up_nobody(self):
        self.run_pull()
        theirs = self.make(DocNumber="GOOD-1")
        self.run_pull()
        bill_to = self.party(self.client)["value"]
        customer = self.qbo.read("Customer", bill_to)
        poll = Poll(Pull(self.connection.sudo()), None)
        broken = {
            "Customer": self._broken(json_of(customer), 70_000),
            "Invoice": self._broken(json_of(theirs), 80_000),
        }
        for name, objects in broken.items():
            poll.note(name, objects)
        good = self.make(DocNumber="GOOD-2")
        self.run_pull()
        self.assertTrue(self.move_of(good), "what is in order arrives all the same")
        self.assertTrue(self.inbox())
        for row in self.inbox():
            self.assertEqual(row.state, "failed", row.qbo_id)
            self.assertTrue(row.message, row.qbo_id)
            self.assertNotIn("Traceback", row.message)
        names = {name for (name,) in self.inbox()._read_group([], ["entity"])}
        self.assertLessEqual(names, set(broken))

    @mute_logger("odoo.addons.quickbooks_connector.sync.lists")
    def test_an_entry_of_a_list_of_a_wrong_shape_keeps_no_other_away(self):
        account = json_of(self.qbo.all("Account")[0])
        entries = self._broken(account, 90_000)
        Lists(self.connection.sudo())._mirror(
            "Account", [*entries, dict(account, Id="99999", Name="Good")]
        )
        found = self.env["quickbooks.reference"].search([("qbo_id", "=", "99999")])
        self.assertEqual(len(found), 1)


class TestHostileSettings(SignInCase):
    """What an administrator may type, and what a user may not."""

    def test_no_address_but_an_encrypted_one_of_the_web_is_asked(self):
        for address in (
            "file:///etc/passwd",
            "gopher://localhost/x",
            "http://169.254.169.254/latest",
            "http://10.0.0.1/discovery",
            "https://[::1",
            "https://localhost:99999/",
            "//localhost/x",
            "javascript:alert(1)",
            "%s %(x)s",
        ):
            for fname in ("discovery_url", "api_base_url"):
                with self.subTest(address, field=fname):
                    said = "address of this connection"
                    refused = self.assertRaisesRegex(UserError, said)
                    with refused, self.env.cr.savepoint():
                        self.connection[fname] = address
                        self.connection.client_secret = "a secret"
                        self.connection.action_connect()
        self.assertEqual(self.qbo.count(), 0)

    def test_a_user_chooses_no_address(self):
        user = self._create_user("qb.user", f"base.group_user,{USER}")
        connection = self.connection.with_user(user)
        for fname in ("discovery_url", "api_base_url", "web_base_url", "environment"):
            with self.subTest(fname), self.assertRaises(AccessError):
                connection.write({fname: "https://example.com"})

    @mute_logger("odoo.sql_db")
    def test_odd_settings_are_kept_or_refused_with_a_sentence(self):
        for fname, value in (
            ("client_id", "<script>"),
            ("client_secret", "€" * 5000),
            ("webhook_token", "\n"),
            ("poll_minutes", -5),
            ("poll_minutes", 0),
            ("read_budget", -1),
            ("comparison_day", 99),
            ("payment_prefix", "%s{}<b>" * 500),
            ("start_date", "0001-01-01"),
            ("start_date", "9999-12-31"),
        ):
            with self.subTest(fname, value=str(value)[:20]):
                # Odoo words a broken constraint by the constraint's own sentence.
                with suppress(UserError, CheckViolation), self.env.cr.savepoint():
                    self.connection.write({fname: value})
                    self.env.flush_all()
                    self.connection.action_connect()
                    self.connection.read()


def json_of(obj):
    """Return an object as the client reads it: exact numbers, plain types."""
    return loads_exact(dumps_payload(loads_exact(json.dumps(obj, default=str))))
