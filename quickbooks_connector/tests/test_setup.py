from odoo.exceptions import AccessError, UserError

from .sign_in_common import USER, SignInCase


class TestSetup(SignInCase):
    """The set-up guide: what is done, what is open, what has to come first."""

    def states(self):
        self.connection.invalidate_recordset()
        return {step["key"]: step["state"] for step in self.connection.setup_steps}

    def note(self, key):
        notes = {step["key"]: step["note"] for step in self.connection.setup_steps}
        return notes[key]

    def test_nothing_but_connecting_is_open_at_first(self):
        states = self.states()
        self.assertEqual(states.pop("connect"), "open")
        self.assertEqual(set(states.values()), {"blocked"})
        self.assertEqual(self.note("lists"), "First: Connect")
        self.assertEqual(self.connection.setup_obstacle, "Finish this step to go on.")

    def test_a_blocked_step_does_not_open_and_says_what_comes_first(self):
        with self.assertRaisesRegex(UserError, "First: Connect"):
            self.connection.action_setup_open("match")
        with self.assertRaisesRegex(UserError, "no such step"):
            self.connection.action_setup_open("tea")
        self.assertEqual(self.connection.setup_step, "connect")

    def test_going_on_opens_the_next_step_and_begins_what_can_begin(self):
        self.sign_in()
        self.assertEqual(self.states()["connect"], "done")
        self.connection.action_setup_next()
        self.assertEqual(self.connection.setup_step, "lists")
        run = self.env["quickbooks.run"].search(
            [("connection_id", "=", self.connection.id)]
        )
        self.assertRecordValues(run, [{"kind": "lists", "state": "waiting"}])
        self.connection.action_setup_back()
        self.assertEqual(self.connection.setup_step, "connect")

    def test_signing_out_opens_the_first_step_again(self):
        self.sign_in()
        self.connection.action_disconnect()
        self.assertEqual(self.states()["connect"], "open")

    def test_the_guide_of_a_company_without_connection_makes_an_empty_one(self):
        newcomer = self._create_company("Newcomer Ltd", "USD")
        self.manager.company_ids += newcomer
        connections = self.connection.with_company(newcomer).browse()
        action = connections.action_open_setup()
        connection = connections.browse(action["res_id"])
        self.assertEqual(connection.company_id, newcomer)
        self.assertFalse(connection.realm_id)

    def test_users_see_nothing_of_the_guide(self):
        user = self._create_user("qb.user", f"base.group_user,{USER}")
        connection = self.connection.with_user(user)
        for method in ("action_open_setup", "action_setup_next", "action_setup_leave"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(connection, method)()
        with self.assertRaises(AccessError):
            connection.read(["setup_steps"])
        menu = self.env.ref("quickbooks_connector.quickbooks_setup_menu")
        for person, sees in ((self.manager, True), (user, False)):
            # The menu stands in the accounting app.
            person.group_ids += self.env.ref("account.group_account_invoice")
            shown = self.env["ir.ui.menu"].with_user(person).load_menus(False)
            self.assertEqual(menu.id in shown, sees, person.login)
