import { registry } from "@web/core/registry";

// One account is chosen by hand, another is left out.
registry.category("web_tour.tours").add("quickbooks_matching", {
    url: "/odoo/quickbooks-matching",
    steps: () => [
        {
            content: "Open the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "Show what needs a choice",
            trigger: ".o-dropdown-item:contains(Needs a choice)",
            run: "click",
        },
        {
            content: "Nothing else is shown any more",
            trigger: ".o_list_view:not(:has(.badge:contains(Matched)))",
        },
        {
            content: "Choose for an account",
            trigger: ".o_data_row:contains(Zoological) td[name=reference_id]",
            run: "click",
        },
        {
            content: "Type a part of a name",
            trigger: ".o_selected_row [name=reference_id] input",
            run: "edit Shipping Inc",
        },
        {
            content: "Take it",
            trigger: ".o-autocomplete--dropdown-item:contains(Shipping Income)",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "It is matched",
            trigger: ".o_data_row:contains(Zoological) .badge:contains(Matched)",
        },
        {
            content: "Select another one",
            trigger: ".o_data_row:contains(Botanical) .o_list_record_selector input",
            run: "check",
        },
        {
            content: "Leave it out",
            trigger: "button:contains(Leave out)",
            run: "click",
        },
        {
            content: "It asks for no choice any more",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Botanical)))",
        },
    ],
});

// On a phone there is a card for each row, with what to do on it.
registry.category("web_tour.tours").add("quickbooks_matching_phone", {
    url: "/odoo/quickbooks-matching",
    steps: () => [
        {
            content: "Accept a proposal on its card",
            trigger: ".o_kanban_record:contains(Net 60 days) button:contains(Accept)",
            run: "click",
        },
        {
            content: "It is matched",
            trigger: ".o_kanban_record:contains(Net 60 days):contains(Matched)",
        },
    ],
});

// The button says how many it accepts, and goes when there are none.
registry.category("web_tour.tours").add("quickbooks_matching_accept_sure", {
    url: "/odoo/quickbooks-matching",
    steps: () => [
        {
            content: "The number is on the button",
            trigger: "button[name=action_accept_sure]:contains(sure)",
            run({ anchor }) {
                if (!/^Accept [1-9]\d* sure$/.test(anchor.textContent.trim())) {
                    throw new Error(`No number in "${anchor.textContent}"`);
                }
            },
        },
        {
            content: "Accept them",
            trigger: "button[name=action_accept_sure]",
            run: "click",
        },
        {
            content: "Nothing is left to accept",
            trigger: ".o_list_view:not(:has(button[name=action_accept_sure]))",
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_matching_transfer", {
    url: "/odoo/quickbooks-matching",
    steps: () => [
        {
            content: "Open import and export",
            trigger: "button:contains(Import/Export)",
            run: "click",
        },
        {
            content: "Without a file it is said what is missing",
            trigger: ".modal button[name=action_preview]:contains(Show what happens)",
            run: "click",
        },
        {
            content: "It says which",
            trigger: ".modal:contains(Choose the file to take the matches from)",
        },
        {
            content: "Close the sentence",
            trigger: ".modal:contains(Choose the file) .modal-footer button",
            run: "click",
        },
        {
            content: "Close the dialog",
            trigger: ".modal button[special=cancel], .modal button:contains(Close)",
            run: "click",
        },
        {
            content: "Back in the list",
            trigger: "body:not(:has(.modal)) .o_list_view",
        },
    ],
});
