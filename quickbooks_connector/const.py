"""Limits and periods of the synchronisation; no logic.

What QuickBooks itself prescribes (calls a minute, page sizes, time-outs) stands in
``api/const.py``; here is how the connector uses it.
"""

from datetime import timedelta

#: Records whose needs (contacts, products) are gathered in one step of a push.
EXPAND_CHUNK = 1000

#: Records looked up among QuickBooks' existing ones in one step of a push.
MATCH_CHUNK = 500

#: Records that a dry run looks at between two commits; meanwhile a user's save of one
#: of them may wait.
REHEARSE_CHUNK = 200

#: Objects applied between two commits of a pull.
APPLY_CHUNK = 100

#: What is left to apply is counted up to this: whether there is more matters.
COUNTED = 1000

#: Documents whose files in QuickBooks are asked for at once: one call has that room.
FILES_CHUNK = 2400

#: Waits before the next try of something that may mend itself, by number of failed
#: tries; the last one repeats. Each is stretched by up to a quarter at random, so
#: that many records do not come back in the same second.
BACKOFF = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
)

#: What Odoo reads together of a connection where a save asks: settings that say what
#: goes to QuickBooks, without its hundred other columns.
NOTING = "quickbooks_noting"

#: Change data capture is asked again from this long before its last answer: an
#: object may become visible some seconds after the time that it carries.
CDC_OVERLAP = timedelta(minutes=2)

#: QuickBooks remembers changes for 30 days; a day is left as margin.
CDC_HORIZON = timedelta(days=29)

#: Lists that change data capture does not carry are read this often.
LISTS_PERIOD = timedelta(days=1)

#: Minutes after which sending and long work are looked at without being woken: Odoo
#: forgets who woke a job that then failed, or whose worker was killed three times.
ASLEEP = 10

#: Rows of the exchange log are kept this many days by default.
LOG_DAYS = 90
