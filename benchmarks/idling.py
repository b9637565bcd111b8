"""What a worker does inside Odoo for the measurement of days without work."""

from datetime import datetime, timedelta

from freezegun import freeze_time
from qbo_simulator.testing import Simulator

#: Minutes between two looks of the pull's cron.
LOOK = 5


class Idling:
    """Days pass, and nothing happens on either side.

    Part of :class:`benchmarks.inside.Inside`, which connects.
    """

    def idle(self, simulator: str, days: int, notices: bool) -> dict:
        """Let the pull's cron run at each of its times.

        :param notices: whether QuickBooks' notices have been seen to come through
        :return: metered reads and requests of each day
        """
        qbo = Simulator(simulator)
        connection = self.env["quickbooks.connection"].search([]).sudo()
        connection.poll_minutes = LOOK
        self.cr.commit()
        cron = connection.pull_cron_id.with_user(self.env.ref("base.user_root"))
        # What was there before is found now, and is no news afterwards.
        cron.method_direct_trigger()
        self._forget()
        connection.noticed_at = notices and datetime.now()
        connection.missed_at = False
        self.cr.commit()
        # A little later, so that what is read once a day falls into the first day too.
        began = datetime.now() + timedelta(minutes=1)
        seen, found = self._metered(), []
        # Entered once: it looks through all modules, longer than a look takes.
        with freeze_time(began, tick=True) as clock:
            for day in range(days):
                for look in range(24 * 60 // LOOK):
                    passed = timedelta(days=day, minutes=LOOK * (look + 1))
                    qbo.clock.advance(60 * LOOK)
                    clock.move_to(began + passed)
                    cron.method_direct_trigger()
                    self.cr.commit()
                now = self._metered()
                found.append({name: now[name] - seen[name] for name in now})
                seen = now
        return {"days": found}

    def _metered(self) -> dict:
        """Return the reads and requests that were counted so far."""
        self._forget()
        self.cr.execute("SELECT sum(reads), sum(requests) FROM quickbooks_usage")
        return dict(
            zip(("reads", "requests"), map(int, self.cr.fetchone()), strict=True)
        )
