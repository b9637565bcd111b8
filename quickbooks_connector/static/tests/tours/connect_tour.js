import { registry } from "@web/core/registry";

const APP = ".app_settings_block[data-key='quickbooks_connector']";

// From the keys of an Intuit app to a connected company. The consent page is on another
// site, which a tour can't visit: the test lets it agree at once.
registry.category("web_tour.tours").add("quickbooks_connect", {
    url: "/odoo/quickbooks-settings",
    steps: () => [
        {
            content: "Enter the client ID",
            trigger: `${APP} [name=quickbooks_client_id] input`,
            run: "edit simulator-client-id",
        },
        {
            content: "Enter the client secret",
            trigger: `${APP} [name=quickbooks_client_secret] input`,
            run: "edit simulator-client-secret",
        },
        {
            content: "Connect",
            trigger: `${APP} button:contains(Connect to QuickBooks)`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Back in the settings, connected",
            trigger: `${APP} button:contains(Go on with the set-up)`,
        },
        {
            content: "The name of the company in QuickBooks is there",
            trigger: `${APP} [name=quickbooks_company_name] span:contains(Red River)`,
        },
        {
            content: "The connect button has gone",
            trigger: `${APP}:not(:has(button:contains(Connect to QuickBooks)))`,
        },
        {
            content: "Disconnect is there instead",
            trigger: `${APP} button:contains(Disconnect)`,
        },
    ],
});

// Matching the lists, then on to the guide.
registry.category("web_tour.tours").add("quickbooks_match_and_go_on", {
    url: "/odoo/quickbooks-settings",
    steps: () => [
        {
            content: "Open the matching",
            trigger: `${APP} button:contains(Open the matching)`,
            run: "click",
        },
        {
            content: "A proposal waits to be accepted",
            trigger: ".o_data_row .badge:contains(Proposed)",
        },
        {
            content: "Accept the sure ones",
            trigger: "button[name=action_accept_sure]",
            run: "click",
        },
        {
            content: "Nothing sure is only proposed any more",
            trigger:
                ".o_list_view:not(:has(.o_data_row:has(.badge:contains(Proposed)):contains(Sure)))",
        },
        {
            content: "What is only likely still waits",
            trigger: ".o_data_row:contains(Likely) .badge:contains(Proposed)",
        },
        {
            content: "Back to the settings",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "What is left of the set-up is in the guide",
            trigger: `${APP} button:contains(Go on with the set-up)`,
            run: "click",
        },
        {
            content: "The guide opens where it was left",
            trigger: ".o_quickbooks_setup button[aria-current=step]",
        },
    ],
});
