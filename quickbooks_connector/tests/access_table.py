"""Who may do what: the table behind ``docs/access.md``.

``test_access`` calls every public method as every kind of user and compares.
"""

#: Kinds of user, and whom they stand for.
KINDS = {
    "public": "a visitor who is not logged in",
    "portal": "a customer or vendor with a portal account",
    "employee": "accountant, sales and purchase manager, none of our groups",
    "settings": "administrator of Odoo's settings, none of our groups",
    "user": "QuickBooks / User with rights in accounting, sales and purchase",
    "administrator": "QuickBooks / Administrator with the same rights",
    "owner": "QuickBooks / Administrator and administrator of Odoo's settings",
    "elsewhere": "QuickBooks / Administrator of another company",
}

_OURS = ("user", "administrator", "owner")
#: ``{level: (whom it lets through, in words)}``
LEVELS = {
    "nobody": ((), "nobody"),
    "settings": (("owner",), "QuickBooks administrators with Settings"),
    "administrators": (
        ("administrator", "owner"),
        "QuickBooks administrators of the company",
    ),
    "users": (_OURS, "QuickBooks users of the company"),
    "editors": (_OURS, "QuickBooks users who may edit the record"),
    "readers": (_OURS, "QuickBooks users who may read the record"),
    "own administrators": (
        ("administrator", "owner", "elsewhere"),
        "QuickBooks administrators, for their own companies",
    ),
    "own users": (
        (*_OURS, "elsewhere"),
        "QuickBooks users, for their own companies",
    ),
    "employees": (
        ("employee", "settings", *_OURS, "elsewhere"),
        "every employee, for their own",
    ),
}

#: ``{model: (rights of users, of administrators)}``: letters of read, write, create and
#: delete. All of it for the user's companies only, and of questions for one's own only.
RIGHTS = {
    "quickbooks.binding": ("r", "r"),
    "quickbooks.compare": ("rwc", "rwc"),
    "quickbooks.comparison": ("r", "r"),
    "quickbooks.comparison.line": ("r", "r"),
    "quickbooks.comparison.object": ("", ""),
    "quickbooks.conflict": ("r", "r"),
    "quickbooks.connection": ("r", "rwcd"),
    "quickbooks.counterpart": ("r", "r"),
    "quickbooks.credential": ("", ""),
    "quickbooks.duplicate": ("r", "r"),
    "quickbooks.finding": ("r", "r"),
    "quickbooks.go.live": ("", "rwc"),
    "quickbooks.inbound": ("r", "r"),
    "quickbooks.notice": ("", ""),
    "quickbooks.mapping": ("r", "rw"),
    "quickbooks.mapping.transfer": ("", "rwcd"),
    "quickbooks.mapping.transfer.line": ("", "rwcd"),
    "quickbooks.number.clash": ("rwc", "rwc"),
    "quickbooks.oauth.state": ("", ""),
    "quickbooks.pairing": ("r", "rw"),
    "quickbooks.pairing.confirm": ("", "rwcd"),
    "quickbooks.plan": ("r", "r"),
    "quickbooks.plan.line": ("r", "r"),
    "quickbooks.preview": ("rwc", "rwc"),
    "quickbooks.problem": ("r", "r"),
    "quickbooks.reference": ("r", "r"),
    "quickbooks.review.request": ("r", "r"),
    "quickbooks.run": ("r", "r"),
    "quickbooks.same.bill": ("rwc", "rwc"),
    "quickbooks.send.older": ("rwc", "rwc"),
    # Every employee reads where a sign-in has led; others see none of it.
    "quickbooks.sign.in": ("r", "r"),
    "quickbooks.stray": ("r", "r"),
    "quickbooks.sync.log": ("r", "r"),
    "quickbooks.throttle": ("", ""),
    "quickbooks.unsync": ("rwc", "rwc"),
    "quickbooks.usage": ("", ""),
    "quickbooks.why": ("rwc", "rwc"),
}

#: ``{model: {public method: level}}``; what a mixin lists goes for all that inherit it.
METHODS = {
    "quickbooks.synced.mixin": {
        "action_quickbooks_choose": "readers",
        "action_quickbooks_compare": "readers",
        "action_quickbooks_log": "readers",
        "action_quickbooks_mend": "readers",
        "action_quickbooks_preview": "readers",
        "action_quickbooks_skip": "editors",
        "action_quickbooks_sync": "editors",
        "action_quickbooks_unsync": "editors",
        "action_quickbooks_why": "readers",
    },
    "quickbooks.by.hand.mixin": {"action_quickbooks_sync_contact": "readers"},
    "account.move": {
        "action_quickbooks_next_open_day": "editors",
        "action_quickbooks_sync_files": "editors",
    },
    "res.config.settings": {
        "action_quickbooks_connect": "settings",
        "action_quickbooks_disconnect": "settings",
        "action_quickbooks_keep_off": "settings",
        "action_quickbooks_open_matching": "settings",
        "action_quickbooks_open_setup": "settings",
        "action_quickbooks_pause": "settings",
        "action_quickbooks_resume": "settings",
        "action_quickbooks_sync_now": "settings",
        "action_quickbooks_test": "settings",
    },
    "quickbooks.binding": {"action_open_record": "users"},
    "quickbooks.compare": {"action_compare": "users"},
    "quickbooks.comparison": {
        "action_again": "users",
        "action_ask_period": "own users",
        "action_export": "users",
        "action_open": "users",
        "action_open_earlier": "own users",
        "action_print": "users",
        "action_resume": "users",
        "get_summary": "users",
    },
    "quickbooks.comparison.line": {
        "action_mend": "users",
        "action_open_record": "users",
    },
    "quickbooks.conflict": {
        "action_keep_odoo": "editors",
        "action_keep_quickbooks": "editors",
        "action_open_record": "users",
        "action_restore": "editors",
        "action_settle": "editors",
    },
    "quickbooks.connection": {
        "action_apply_pairings": "administrators",
        "action_check_again": "administrators",
        "action_check_readiness": "administrators",
        "action_connect": "administrators",
        "action_disconnect": "administrators",
        "action_dry_run": "administrators",
        "action_go_live": "administrators",
        "action_import_from_quickbooks": "administrators",
        "action_keep_off": "administrators",
        "action_open_comparison": "users",
        "action_open_contacts": "users",
        "action_open_findings": "users",
        "action_open_kind": "users",
        "action_open_matching": "users",
        "action_open_mine": "own users",
        "action_open_plan": "users",
        "action_open_products": "users",
        "action_open_setup": "administrators",
        "action_open_state": "users",
        "action_open_strays": "users",
        "action_open_todo": "users",
        "action_pause": "administrators",
        "action_read_counterparts": "administrators",
        "action_read_lists": "administrators",
        "action_resume": "administrators",
        "action_setup_accept_sure": "administrators",
        "action_setup_approve": "administrators",
        "action_setup_back": "administrators",
        "action_setup_dry_run": "administrators",
        "action_setup_leave": "administrators",
        "action_setup_next": "administrators",
        "action_setup_open": "administrators",
        "action_setup_read_counterparts": "administrators",
        "action_setup_read_lists": "administrators",
        "action_sync_now": "users",
        "action_take_census": "administrators",
        "action_test": "administrators",
        "get_banner": "own users",
        "get_overview": "own users",
    },
    "quickbooks.counterpart": {"action_choose": "administrators"},
    "quickbooks.duplicate": {
        "action_differ": "administrators",
        "action_look": "own administrators",
        "action_merge": "users",
        "action_reconsider": "administrators",
        "action_show": "users",
    },
    "quickbooks.finding": {
        "action_accept": "administrators",
        "action_mend": "users",
        "action_reconsider": "administrators",
    },
    "quickbooks.go.live": {
        "action_dry_run": "administrators",
        "action_go_live": "administrators",
    },
    "quickbooks.inbound": {"action_next_open_day": "users"},
    "quickbooks.mapping": {
        "action_accept": "administrators",
        "action_accept_sure": "administrators",
        "action_ask_again": "administrators",
        "action_leave_out": "administrators",
        "action_open": "own users",
        "action_open_missing": "users",
    },
    "quickbooks.mapping.transfer": {
        "action_apply": "administrators",
        "action_export": "administrators",
        "action_preview": "administrators",
    },
    "quickbooks.number.clash": {"action_apply": "editors"},
    "quickbooks.pairing": {
        "action_apply": "administrators",
        "action_compare": "users",
        "action_create_odoo": "administrators",
        "action_create_qbo": "administrators",
        "action_import_all": "own administrators",
        "action_leave_out": "administrators",
        "action_link": "administrators",
        "action_open_record": "users",
        "action_read": "own administrators",
    },
    "quickbooks.pairing.confirm": {"action_apply": "own administrators"},
    "quickbooks.plan": {
        "action_approve": "administrators",
        "action_discard": "administrators",
        "action_export": "users",
        "action_recompute": "administrators",
        "get_summary": "users",
    },
    "quickbooks.plan.line": {
        "action_approve": "administrators",
        "action_mend": "users",
        "action_open_record": "users",
    },
    "quickbooks.problem": {
        "action_mend": "users",
        "action_open_todo": "own users",
        "action_retry": "users",
        "action_show": "users",
        "action_skip": "users",
    },
    "quickbooks.reference": {
        "action_create_in_odoo": "administrators",
        "action_open_missing": "own users",
    },
    "quickbooks.run": {
        "action_result": "users",
        "action_resume": "administrators",
        "action_stop": "administrators",
        "action_undo": "administrators",
        "get_progress": "users",
    },
    "quickbooks.same.bill": {
        "action_same": "editors",
        "action_two": "editors",
    },
    "quickbooks.send.older": {"action_send": "editors"},
    "quickbooks.sign.in": {"action_back": "employees"},
    "quickbooks.stray": {
        "action_open_record": "users",
        "action_take_up": "administrators",
    },
    "quickbooks.sync.log": {"action_open_record": "users"},
    "quickbooks.unsync": {"action_unsync": "editors"},
    "quickbooks.why": {
        "action_choose": "readers",
        "action_compare": "readers",
        "action_sync": "editors",
    },
}

#: The same of ``quickbooks_connector_stock``.
STOCK_RIGHTS = {
    "quickbooks.inventory.owner": ("", "rwc"),
    "quickbooks.stock.adjustment": ("r", "r"),
    "quickbooks.stock.entry": ("r", "r"),
    "quickbooks.stock.line": ("r", "r"),
}
STOCK_METHODS = {
    "quickbooks.connection": {
        "action_change_owner": "administrators",
        "action_sum_stock": "administrators",
    },
    "quickbooks.inventory.owner": {"action_change": "administrators"},
    "quickbooks.stock.adjustment": {
        "action_quickbooks_skip": "readers",
        "action_quickbooks_sync": "readers",
        "action_quickbooks_unsync": "nobody",
    },
    "quickbooks.stock.entry": {
        "action_items": "users",
        "action_quickbooks_skip": "nobody",
        "action_quickbooks_sync": "readers",
        "action_quickbooks_unsync": "nobody",
        "action_sum": "own administrators",
    },
    "quickbooks.stock.line": {
        "action_compare": "own users",
        "action_records": "users",
    },
    "res.config.settings": {"action_quickbooks_change_owner": "settings"},
}

#: What methods that want more than records are called with.
ARGS = {
    "action_settle": ({},),
    "action_restore": ("amount",),
    "action_setup_open": ("connect",),
    "action_open_state": ("failed",),
    "action_open_kind": ("account.move", "Invoice", "failed"),
}

#: ``{address: (who gets an answer, what it does)}``
ROUTES = {
    "/quickbooks/oauth/callback": (
        "employees; others hear that there is no such page",
        "ends a sign-in, which only the QuickBooks administrator who began it can",
    ),
    "/quickbooks/webhook": (
        "everybody with the signature of Intuit's verifier token",
        "notes what QuickBooks says has changed",
    ),
}

_HEAD = """# Who may do what

Made from `tests/access_table.py` of the connector by `test_access`
(`QUICKBOOKS_WRITE_DOCS=1 make test T=quickbooks_connector/tests/test_access.py`), which
calls every public method as every kind of user and fails when this page, the table and
what happens differ.

Odoo lets every user who is logged in call any public method of any model from outside.
Below is what each of ours lets through; everybody else gets an `AccessError`, and
nothing happens. Odoo's own methods (`read`, `write`, `unlink` …) follow the rights on
records.

"""


def make_page():
    """Return ``docs/access.md``."""
    parts = [_HEAD, _make_list("kind of user", KINDS.items(), "who it is")]
    parts.append("\n## Records\n\n")
    parts.append(
        "Only those of the user's companies; of questions that are asked in a window, "
        "only one's own.\nEverybody else has no rights at all.\n\n"
    )
    words = {"r": "read", "w": "write", "c": "create", "d": "delete"}
    parts.append(
        "| model | QuickBooks users | QuickBooks administrators |\n|---|---|---|\n"
    )
    for model, rights in (RIGHTS | STOCK_RIGHTS).items():
        cells = (
            ", ".join(words[one] for one in every) or "nothing" for every in rights
        )
        parts.append(f"| `{model}` | {' | '.join(cells)} |\n")
    parts.append(
        "\n`quickbooks.sign.in` is read by every employee, for it says how their own "
        "sign-in ended.\n"
    )
    parts.append("\n## Methods\n\n")
    parts.append(_make_methods(METHODS))
    parts.append("\nThose of `quickbooks_connector_stock`:\n\n")
    parts.append(_make_methods(STOCK_METHODS))
    parts.append(
        "\nWhat `quickbooks.synced.mixin` lists goes for everything that is synced: "
        "contacts,\nproducts, their categories, documents, payments and orders. What "
        "companies share each\nuses for itself.\n"
    )
    parts.append("\n## Addresses\n\n| address | who | what it does |\n|---|---|---|\n")
    for path, (who, what) in ROUTES.items():
        parts.append(f"| `{path}` | {who} | {what} |\n")
    return "".join(parts)


def _make_methods(methods):
    rows = [
        (f"`{model}`", f"`{name}`", LEVELS[level][1])
        for model, levels in methods.items()
        for name, level in levels.items()
    ]
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    return "".join(["| model | method | who |\n|---|---|---|\n", *lines])


def _make_list(head, rows, other):
    lines = [f"| {head} | {other} |\n|---|---|\n"]
    lines += [f"| {name} | {what} |\n" for name, what in rows]
    return "".join(lines)
