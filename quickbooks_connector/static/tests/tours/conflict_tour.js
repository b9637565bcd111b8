import { registry } from "@web/core/registry";

import { picture } from "./setup_tour";

const TABLE = ".o_quickbooks_conflict table";
const ROW = `${TABLE} tr[data-part=due]`;
const APPLY = ".o_quickbooks_conflict_apply";

const choose = [
    {
        content: "What only one side changed is shown, and is no question",
        trigger: `${TABLE} tr[data-part=memo]:contains(Many thanks):not(:has(input))`,
    },
    {
        content: "Nothing is chosen beforehand",
        trigger: `${APPLY}:disabled`,
    },
    {
        content: "Odoo's due date is the right one",
        trigger: `${ROW} td[data-side=odoo]:contains(01/15/2027) input[type=radio]`,
        run: "click",
    },
    {
        content: "Apply",
        trigger: `${APPLY}:enabled`,
        run: "click",
    },
];

// A document that both sides changed: from its bar to the choice, and back to it.
registry.category("web_tour.tours").add("quickbooks_conflict", {
    steps: () => [
        {
            content: "The bar of the document says so",
            trigger: ".alert:contains(was changed in Odoo and in QuickBooks) a:contains(Compare both), .alert:contains(was changed in Odoo and in QuickBooks) button:contains(Compare both)",
            run: "click",
        },
        {
            content: "Three values stand beside each other",
            trigger: `${ROW} th[scope=row]:contains(Due Date)`,
        },
        picture("conflict"),
        {
            content: "Look at what is equal too",
            trigger: ".o_quickbooks_conflict button:contains(Show the fields that are equal)",
            run: "click",
        },
        {
            content: "Lines are among it",
            trigger: `${TABLE} tr[data-part=lines]`,
        },
        ...choose,
        {
            content: "Back on the document",
            trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]",
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_conflict_list", {
    steps: () => [
        {
            content: "The list of what waits for a choice",
            trigger: ".o_data_row:contains(INV/), .o_kanban_record:contains(INV/)",
            run: "click",
        },
        ...choose,
        {
            content: "The document",
            trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]",
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_conflict_bring_back", {
    steps: () => [
        {
            content: "What was kept is marked",
            trigger: `${ROW} td[data-side=odoo] .badge:contains(kept)`,
        },
        {
            content: "Bring back what was not",
            trigger: `${ROW} td[data-side=quickbooks] button:contains(Bring back)`,
            run: "click",
        },
        {
            content: "The document",
            trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]",
        },
    ],
});
