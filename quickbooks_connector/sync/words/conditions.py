"""What has to be so for QuickBooks to have a record: one line for each condition."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: In the order in which they are looked at: the first that is not met is the answer.
CONDITIONS = {
    "connected": _lt("The company is connected to QuickBooks"),
    "live": _lt("The set-up is finished"),
    "kind": _lt("QuickBooks gets records of this kind"),
    "ready": _lt("It is confirmed"),
    "chosen": _lt("Nobody has left it out"),
    "started": _lt("It is not dated before the start date"),
    "moment": _lt("Its moment has come"),
    "free": _lt("Nothing about it is to be mended"),
    "needs": _lt("What it needs is in QuickBooks"),
    "exchange": _lt("QuickBooks can be asked"),
    "there": _lt("QuickBooks has it as it is here"),
}
