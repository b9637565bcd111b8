import { registry } from "@web/core/registry";

import { picture } from "./setup_tour";

const OVERVIEW = ".o_quickbooks_overview";
const CARD = ".o_quickbooks_todo .o_kanban_record:not(.o_kanban_ghost)";

const seeIt = [
    {
        content: "One sentence tells how everything stands",
        trigger: `${OVERVIEW} [data-level=problem] .o_quickbooks_headline:contains(Problems: 2)`,
    },
    {
        content: "What needs somebody is there with its button",
        trigger: `${OVERVIEW} .o_quickbooks_need:contains(has no tax code) button`,
    },
    {
        content: "Each kind with its counts",
        trigger: `${OVERVIEW} [data-area=sales] .o_quickbooks_count[data-state=failed]:contains(3)`,
    },
    {
        content: "The plot tells its figures to those who do not see it",
        trigger: `${OVERVIEW} .o_quickbooks_plot[aria-label*=sent]`,
    },
];

registry.category("web_tour.tours").add("quickbooks_overview", {
    url: "/odoo/quickbooks",
    steps: () => [
        ...seeIt,
        picture("overview"),
        {
            content: "A count leads to Odoo's own list",
            trigger: `${OVERVIEW} [data-area=sales] .o_quickbooks_count[data-state=failed]`,
            run: "click",
        },
        {
            content: "The failed invoices, with their ticks",
            trigger: ".o_list_view .o_data_row .o_quickbooks_state[data-state=failed]",
        },
        {
            content: "Pointing at a tick",
            trigger: ".o_data_row:last .o_quickbooks_state_word",
            run: "hover",
        },
        {
            content: "It says why",
            trigger: ".o-tooltip:contains(has no tax code)",
        },
        {
            content: "Back",
            trigger: ".o_breadcrumb a:contains(Overview), .o_back_button",
            run: "click",
        },
        {
            content: "To the list of what there is to do",
            trigger: `${OVERVIEW} [data-level=problem] button:contains(Open the To do list)`,
            run: "click",
        },
        {
            content: "The card with most money comes first, and counts what it holds",
            trigger: `${CARD}:first:contains(Documents: 2)`,
        },
        picture("todo"),
        {
            content: "Its one button",
            trigger: `${CARD}:first button[name=action_mend]`,
            run: "click",
        },
        {
            content: "The match is there, alone",
            trigger: ".o_list_view .o_data_row button[name=action_accept]",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".o_list_view:not(:has(button[name=action_accept]))",
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_todo_phone", {
    url: "/odoo/quickbooks",
    steps: () => [
        {
            content: "The Overview says that all waits",
            trigger: `${OVERVIEW} [data-level=stopped] .o_quickbooks_headline:contains(Paused by)`,
        },
        ...seeIt.slice(1),
        picture("overview-phone"),
        {
            content: "To the list of what there is to do",
            trigger: `${OVERVIEW} .o_quickbooks_tile[data-state=failed]`,
            run: "click",
        },
        {
            content: "The cards stand below one another",
            trigger: `${CARD}:contains(has no tax code)`,
        },
        picture("todo-phone"),
        {
            content: "While all waits the banner says so, above the cards",
            trigger: ".o_quickbooks_banner[role=alert]:contains(Paused by)",
        },
        {
            content: "Let it go on",
            trigger: ".o_quickbooks_banner button:contains(Resume)",
            run: "click",
        },
        {
            content: "Then it is gone",
            trigger: ".o_quickbooks_todo:not(:has(.o_quickbooks_banner))",
        },
        {
            content: "Retry what was refused",
            trigger: `${CARD}:contains(Too long) button[name=action_retry]`,
            run: "click",
        },
        {
            content: "It goes from the list",
            trigger: `.o_quickbooks_todo:not(:has(.o_kanban_record:contains(Too long)))`,
        },
    ],
});
