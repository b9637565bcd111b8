import { registry } from "@web/core/registry";

import { picture } from "./setup_tour";

const SUMMARY = ".o_quickbooks_comparison";

registry.category("web_tour.tours").add("quickbooks_comparison", {
    url: "/odoo/quickbooks-comparison",
    steps: () => [
        {
            content: "The verdict in one sentence",
            trigger: `${SUMMARY} [role=status]:contains(The ledgers differ)`,
        },
        {
            content: "What customers owe on both sides, and by how much it differs",
            trigger: `${SUMMARY} tr[data-part=receivable]:contains(40.00 (1))`,
        },
        {
            content: "Payables agree, and it says so",
            trigger: `${SUMMARY} tr[data-part=payable]:contains(agree)`,
        },
        {
            content: "The drawing has words",
            trigger: `${SUMMARY} canvas[aria-label*='in Odoo and in QuickBooks']`,
        },
        {
            content: "At a glance: payables agree",
            trigger: `${SUMMARY} [data-glance=payable]:not(:has(canvas)):contains(agree)`,
        },
        {
            content: "At a glance: whose receivables differ, in words and drawn",
            trigger: `${SUMMARY} [data-glance=receivable]:has(canvas[aria-label*=Quarry]) li:contains(40.00)`,
        },
        {
            content: "Every difference says why",
            trigger: ".o_data_row:contains(Odoo has not heard of it)",
        },
        picture("comparison"),
        {
            content: "See the documents alone, those that agree too",
            trigger: `${SUMMARY} tr[data-part=document] button`,
            run: "click",
        },
        {
            content: "One that agrees",
            trigger: ".o_data_row:contains(INV/):contains(250.00)",
        },
        {
            content: "See what customers owe",
            trigger: `${SUMMARY} tr[data-part=receivable] button`,
            run: "click",
        },
        {
            content: "Back to the documents",
            trigger: ".o_data_row:contains(Quarry Kitchens)",
        },
        {
            content: "The documents",
            trigger: `${SUMMARY} tr[data-part=document] button`,
            run: "click",
        },
        {
            content: "Mend: read the payment",
            trigger:
                ".o_data_row:contains(Odoo has not heard of it) button[name=action_mend]",
            run: "click",
        },
        {
            content: "It is on its way",
            trigger: ".o_notification:contains(It is being read)",
        },
        {
            content: "Another period",
            trigger: `${SUMMARY} button:contains(Another period)`,
            run: "click",
        },
        {
            content: "Which one",
            trigger: ".modal .o_form_view:contains(Nothing is changed on either side)",
        },
        {
            content: "Not now",
            trigger: ".modal button:contains(Not now)",
            run: "click",
        },
        {
            content: "The same page",
            trigger: `body:not(:has(.modal)) ${SUMMARY}`,
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_comparison_phone", {
    url: "/odoo/quickbooks-comparison",
    steps: () => [
        {
            content: "That all waits stands above it",
            trigger: ".o_quickbooks_banner[role=alert]:contains(Paused by)",
        },
        {
            content: "The verdict in one sentence",
            trigger: `${SUMMARY} [role=status]:contains(The ledgers differ)`,
        },
        {
            content: "At a glance on a phone too",
            trigger: `${SUMMARY} [data-glance=cash] canvas`,
        },
        {
            content: "A card for each difference, with its cause",
            trigger: ".o_kanban_record:contains(Odoo has not heard of it)",
        },
        picture("comparison-phone"),
    ],
});
