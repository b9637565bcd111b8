import { registry } from "@web/core/registry";

import { picture } from "./setup_tour";

const SUMMARY = ".o_quickbooks_plan";

function tile(name, count) {
    return `${SUMMARY} button[data-tile=${name}]:contains(${count})`;
}

registry.category("web_tour.tours").add("quickbooks_dry_run", {
    url: "/odoo/quickbooks-dry-run",
    steps: () => [
        {
            content: "Nothing has been written",
            trigger: `${SUMMARY} [role=status]:contains(Nothing has been written)`,
        },
        {
            content: "The tiles tell how many of each",
            trigger: tile("create", 4),
        },
        {
            content: "What is refused comes first, with its reason",
            trigger: ".o_group_header:first:contains(Refused)",
        },
        {
            content: "In words",
            trigger: ".o_data_row:contains(are closed up to)",
        },
        picture("dry-run"),
        {
            content: "See the refused ones alone",
            trigger: tile("refuse", 1),
            run: "click",
        },
        {
            content: "They are alone",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(product_a)))",
        },
        {
            content: "See what is created",
            trigger: tile("create", 4),
            run: "click",
        },
        {
            content: "A document with both totals",
            trigger: ".o_data_row:contains(product_a) ~ .o_data_row:contains(INV/)",
        },
        {
            content: "Approve what can be sent",
            trigger: `${SUMMARY} button:contains(Approve 4)`,
            run: "click",
        },
        {
            content: "The question names the number and the money",
            trigger: ".modal .modal-body:contains(when you go live)",
        },
        {
            content: "Approve",
            trigger: ".modal .modal-footer button:contains(Approve)",
            run: "click",
        },
        {
            content: "It is approved, and by whom",
            trigger: `${SUMMARY} [role=status]:contains(Approved by)`,
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_dry_run_phone", {
    url: "/odoo/quickbooks-dry-run",
    steps: () => [
        {
            content: "Nothing has been written",
            trigger: `${SUMMARY} [role=status]:contains(Nothing has been written)`,
        },
        {
            content: "A card for each, the refused ones among them",
            trigger: ".o_kanban_record:contains(are closed up to)",
        },
        picture("dry-run-phone"),
        {
            content: "The refused ones alone",
            trigger: tile("refuse", 1),
            run: "click",
        },
        {
            content: "Open what mends it",
            trigger: ".o_kanban_record button[name=action_mend]",
            run: "click",
        },
        {
            content: "The invoice itself, for its date",
            trigger: ".o_form_view .o_field_widget[name=invoice_date]",
        },
    ],
});
