import { registry } from "@web/core/registry";

import { picture } from "./setup_tour";

const COG = ".o_form_view .o_cp_action_menus i.fa-cog";

function choose(entry) {
    return [
        {
            content: "Open the menu of actions",
            trigger: COG,
            run: "click",
        },
        {
            content: entry,
            trigger: `.o-dropdown--menu .o_menu_item:contains(${entry})`,
            run: "click",
        },
    ];
}

// A clerk asks why an invoice is not in QuickBooks, looks at it as it will be there, and
// sends it after all.
registry.category("web_tour.tours").add("quickbooks_why", {
    steps: () => [
        {
            content: "It is left out",
            trigger: "[name=qbo_state]:contains(Left out)",
        },
        ...choose("Preview for QuickBooks"),
        {
            content: "Its lines as QuickBooks will hold them",
            trigger: ".modal [name=lines] td:contains(20.00)",
        },
        {
            content: "The totals agree",
            trigger: ".modal [name=total_there]:contains(20.00)",
        },
        picture("preview"),
        {
            content: "Seen",
            trigger: ".modal-footer button:contains(Close)",
            run: "click",
        },
        {
            content: "The dialog is gone",
            trigger: "body:not(:has(.modal))",
        },
        ...choose("Why is this not in QuickBooks?"),
        {
            content: "Who left it out",
            trigger: ".modal [name=answer]:contains(left it out of QuickBooks on)",
        },
        {
            content: "All else is as it should be",
            trigger: ".modal [name=conditions] td:contains(It is confirmed)",
        },
        picture("why"),
        {
            content: "Send it after all",
            trigger: ".modal-footer button[name=action_sync]",
            run: "click",
        },
        {
            content: "It is on its way",
            trigger: "body:not(:has(.modal)) [name=qbo_state]:contains(Waiting)",
        },
    ],
});

// What vanishes in QuickBooks is said before anything is deleted there.
registry.category("web_tour.tours").add("quickbooks_undo", {
    steps: () => [
        {
            content: "It is there",
            trigger: "[name=qbo_state] .o_quickbooks_state_word:contains(Synced)",
            run: "hover",
        },
        {
            content: "Its number, and when",
            trigger: ".o-tooltip:contains(INV/):contains(2026)",
        },
        ...choose("Delete in QuickBooks"),
        {
            content: "What is deleted",
            trigger: ".modal [name=deleted_there] li:contains(INV/)",
        },
        {
            content: "What stays",
            trigger: ".modal [name=stays_here] li:contains(applied to less there)",
        },
        picture("undo"),
        {
            content: "Delete it there",
            trigger: ".modal-footer button[name=action_unsync]",
            run: "click",
        },
        {
            content: "It is on its way out",
            trigger: "body:not(:has(.modal)) [name=qbo_state]:contains(Edited since)",
        },
    ],
});
