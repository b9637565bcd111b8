"""U10: axe reads our screens, as screen readers and keyboards meet them."""

import json
from pathlib import Path

import axe_playwright_python

from odoo.tests import HttpCase, tagged

from .test_conflicts import DocumentConflictCase

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
#: What Odoo itself puts into every screen: its own suite answers for that.
ODOO = (
    ".o_control_panel",
    ".o_search_panel",
    ".o_search_panel_sidebar",
    ".settings_tab",
    ".o_notebook_headers",
    ".o_optional_columns_dropdown",
    ".o-mail-Form-chatter",
    ".o-mail-ActivityButton",
    ".o_select_menu",
    ".o_clipboard_button",
    ".o_progress",
    ".o_avatar",
    ".o_tag",
    ".o_field_actionable_errors",
    ".o_setting_left_pane",
    ".o_form_label",
    ".o_group_name",
    ".text-muted",
    ".o_kanban_view .o_column_title",
    ".o_list_record_selector",
    ".o_field_selection",
    ".o_field_many2one .o-dropdown",
    ".o_form_uri + .o_external_button",
)
#: Opens each screen in turn in one web client and asks axe about it.
READ = """
async function settle() {
    let before = "";
    for (let quiet = 0, i = 0; i < 200 && quiet < 4; i++) {
        await new Promise((resolve) => setTimeout(resolve, 75));
        const now = document.querySelector(".o_action_manager").innerHTML;
        const waits = document.querySelector(".o_loading_indicator, .o_blockUI");
        quiet = now === before && !waits ? quiet + 1 : 0;
        before = now;
    }
}
async function read(screens, odoos) {
    const place = { include: [".o_action_manager"], exclude: odoos };
    const { action } = odoo.__WOWL_DEBUG__.root.env.services;
    const found = [];
    for (const [name, request] of Object.entries(screens)) {
        await action.doAction(request, { clearBreadcrumbs: true });
        await settle();
        const { violations } = await axe.run(place);
        if (document.documentElement.scrollWidth > window.innerWidth) {
            found.push(`${name}: is wider than the screen`);
        }
        for (const { id, impact, nodes } of violations) {
            if (["serious", "critical"].includes(impact)) {
                for (const { html } of nodes) {
                    found.push(`${name}: ${id}: ${html.slice(0, 160)}`);
                }
            }
        }
    }
    if (found.length) {
        console.error("axe: " + found.join("\\n"));
    } else {
        console.log("test successful");
    }
}
"""


class AccessibilityCase(DocumentConflictCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.clash()
        self.sync()

    def assertAccessible(self, screens):
        """Fail if axe has something serious to say about one of ``screens``.

        Nor may any be wider than the browser's window.

        :param dict screens: what the web client's action service takes, by name
        """
        asked = f"read({json.dumps(screens)}, {json.dumps(ODOO)})"
        code = f"{AXE.read_text()};{READ};{asked};"
        self.browser_js(
            "/odoo/quickbooks-dry-run",
            code,
            ready="odoo.isReady === true",
            login=self.env.user.login,
            timeout=120,
        )

    def _screens(self):
        """Return all screens of our menus, and forms with our parts in them."""
        menus = self.env["ir.model.data"].search(
            [("module", "=", "quickbooks_connector"), ("model", "=", "ir.ui.menu")]
        )
        menus = self.env["ir.ui.menu"].browse(menus.mapped("res_id"))
        screens = {menu.complete_name: menu.action.id for menu in menus if menu.action}
        records = (
            self.connection,
            self.env["quickbooks.conflict"].search([], limit=1),
            self.env["quickbooks.sync.log"].search([], limit=1),
            self.invoice,
        )
        return screens | {
            record.display_name: {
                "type": "ir.actions.act_window",
                "res_model": record._name,
                "res_id": record.id,
                "views": [[False, "form"]],
            }
            for record in records
        }


@tagged("post_install", "-at_install")
class TestAccessibleAtADesk(AccessibilityCase):
    def test_axe_finds_nothing_serious_on_any_screen(self):
        self.assertAccessible(self._screens())


@tagged("post_install", "-at_install")
class TestAccessibleOnAPhone(AccessibilityCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_axe_finds_nothing_serious_on_any_screen(self):
        self.assertAccessible(self._screens())
