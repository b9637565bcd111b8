import { registry } from "@web/core/registry";

import { picture } from "./setup_tour";

const APP = ".app_settings_block[data-key='quickbooks_connector']";

// Turning a kind off hides what only matters to it, and is kept.
registry.category("web_tour.tours").add("quickbooks_settings", {
    url: "/odoo/quickbooks-settings",
    steps: () => [
        {
            content: "What syncs, and which way",
            trigger: `${APP} [name=quickbooks_customer_direction]`,
        },
        picture("settings"),
        {
            content: "The journal of the payments is asked for",
            trigger: `${APP} [name=quickbooks_payment_journal_id]`,
        },
        {
            content: "Payments",
            trigger: `${APP} [name=quickbooks_payment_direction] input`,
            run: "click",
        },
        {
            content: "stay out",
            trigger: ".o_select_menu_item:contains(Not synced)",
            run: "click",
        },
        {
            content: "Those to vendors",
            trigger: `${APP} [name=quickbooks_bill_payment_direction] input`,
            run: "click",
        },
        {
            content: "stay out too",
            trigger: ".o_select_menu_item:contains(Not synced)",
            run: "click",
        },
        {
            content: "No journal is asked for any more",
            trigger: `${APP}:not(:has([name=quickbooks_payment_journal_id]))`,
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Saved",
            trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))",
        },
    ],
});
