from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestRuns(QuickbooksCase):
    """Long work in the background."""

    def start(self, kind="lists"):
        return self.env["quickbooks.run"]._start(self.connection, kind)

    def steps(self, *outcomes):
        """Replace the steps of a run by ``outcomes``: more to do, or an error."""
        outcomes = list(outcomes)

        def step(run):
            outcome = outcomes.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            run.done_count += 1
            return outcome

        model = self.env.registry["quickbooks.run"]
        return patch.object(model, "_step_lists", step)

    def test_lists_are_read_in_the_background(self):
        self.connection.sudo().lists_read_at = False
        run = self.start()
        self.assertFalse(self.connection.lists_read_at, "not in the user's request")
        self.run_work()
        self.assertEqual(run.state, "done")
        self.assertTrue(self.connection.lists_read_at)
        self.assertIn(run.outcome, self.connection.message_ids[0].body)

    def test_starting_twice_takes_up_the_same_run(self):
        self.assertEqual(self.start(), self.start())

    def test_a_stopped_run_keeps_what_it_did_and_goes_on(self):
        with self.steps(True, False):
            run = self.start()
            run.action_stop()
            self.run_work()
            self.assertEqual((run.state, run.done_count), ("stopped", 0))
            run.action_resume()
            self.run_work()
        self.assertEqual((run.state, run.done_count), ("done", 2))

    def test_a_run_waits_while_quickbooks_does_not_answer(self):
        self.qbo.fail_next(20, status=503)
        run = self.start()
        self.run_work()
        self.assertEqual(run.state, "waiting")
        self.assertTrue(run.message)
        self.assertTrue(self.connection.wait_until)
        self.qbo.clear_faults()
        self.let_time_pass()
        self.run_work()
        self.assertEqual(run.state, "done")
        self.assertFalse(run.message)

    def test_a_run_that_fails_says_why_and_can_be_taken_up_again(self):
        with self.steps(True, UserError("The list is empty."), False):
            run = self.start()
            self.run_work()
            self.assertEqual((run.state, run.done_count), ("failed", 1))
            self.assertIn("The list is empty.", run.message)
            run.action_resume()
            self.run_work()
        self.assertEqual(run.state, "done")
        self.assertFalse(run.message)

    @mute_logger("odoo.addons.quickbooks_connector.models.quickbooks_run")
    def test_one_run_that_fails_does_not_hold_up_the_next(self):
        with self.steps(ValueError("broken")):
            run = self.start()
            self.run_work()
        self.assertEqual(run.state, "failed")
        again = self.start()
        self.assertNotEqual(again, run)
        self.run_work()
        self.assertEqual(again.state, "done")

    def test_the_result_is_a_spreadsheet(self):
        model = self.env.registry["quickbooks.run"]
        rows = iter([("Row", "Outcome"), ("=Deco Addict", "created")])
        with (
            self.steps(False),
            patch.object(model, "_result_rows_lists", lambda run: rows, create=True),
        ):
            run = self.start()
            self.run_work()
        self.assertEqual(run.result_id.name[-5:], ".xlsx")
        self.assertIn(str(run.result_id.id), run.action_result()["url"])

    def test_nothing_starts_without_a_connection(self):
        self.connection.sudo().state = "draft"
        with self.assertRaises(UserError):
            self.start()

    def test_only_administrators_stop_a_run(self):
        run = self.start()
        group = self.env.ref("quickbooks_connector.quickbooks_group_manager")
        self.env.user.sudo().group_ids -= group
        with self.assertRaises(AccessError):
            run.action_stop()

    # === WHAT PEOPLE SEE OF IT === #

    def progress(self, run):
        return run.get_progress()[0]

    def test_the_bar_says_its_numbers(self):
        run = self.start()
        run.sudo().write({"done_count": 6000, "total_count": 10240})
        told = self.progress(run)
        self.assertEqual(told["numbers"], "6,000 of 10,240")
        self.assertEqual(told["label"], "Read the lists")
        self.assertEqual((told["message"], told["has_result"]), ("", False))
        self.assertEqual(self.connection.runs_data[-1]["numbers"], told["numbers"])

    def test_silence_of_quickbooks_is_told_with_when_it_goes_on(self):
        run = self.start()
        self.qbo.fail_next(20, status=503)
        self.run_work()
        self.assertRegex(
            self.progress(run)["message"],
            r"^Stopped at 0: QuickBooks did not answer\. Going on by itself in \d min",
        )
        self.qbo.clear_faults()

    def test_a_run_that_was_stopped_says_where(self):
        run = self.start()
        run.sudo().done_count = 12
        run.action_stop()
        told = self.progress(run)
        self.assertEqual(told["state"], "stopped")
        self.assertIn("Stopped at 12", told["message"])
        run.action_resume()
        self.assertEqual(self.progress(run)["message"], "")

    def test_a_paused_connection_is_told_beside_the_bar(self):
        run = self.start()
        self.connection.action_pause()
        self.assertIn("Paused by", self.progress(run)["message"])
