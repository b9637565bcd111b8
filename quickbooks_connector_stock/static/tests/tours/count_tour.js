import { registry } from "@web/core/registry";

import { picture } from "@quickbooks_connector/../tests/tours/setup_tour";

// A person counts at the shelf, and applies what was found.
registry.category("web_tour.tours").add("quickbooks_count", {
    steps: () => [
        {
            content: "The desk as it should be",
            trigger: ".o_data_row:contains(Standing desk) td[name=inventory_quantity]",
            run: "click",
        },
        {
            content: "Two are missing",
            trigger:
                ".o_data_row:contains(Standing desk) div[name=inventory_quantity] input",
            run: "edit 8",
        },
        {
            content: "Apply the count",
            trigger:
                ".o_data_row:contains(Standing desk) button[name=action_apply_inventory]",
            run: "click",
        },
        {
            content: "It is applied",
            trigger: "body:not(:has(button[name=action_apply_inventory]))",
        },
    ],
});

// Afterwards the history says what QuickBooks was told.
registry.category("web_tour.tours").add("quickbooks_count_sent", {
    steps: () => [
        {
            content: "The adjustment of the day is synced",
            trigger: ".o_data_row:contains(Synced) td[name=name]",
            run: "click",
        },
        {
            content: "It shows what was counted",
            trigger: ".o_field_widget[name=move_ids] td:contains(Standing desk)",
        },
        {
            content: "And that QuickBooks has it",
            trigger: ".o_field_widget[name=qbo_state]:contains(Synced)",
        },
        picture("stock-adjustment"),
    ],
});
