import { registry } from "@web/core/registry";

// Registering a payment that QuickBooks is not to get.
registry.category("web_tour.tours").add("quickbooks_register_payment", {
    steps: () => [
        {
            content: "Pay the invoice",
            trigger: "button[name=action_register_payment]",
            run: "click",
        },
        {
            content: "Leave QuickBooks out",
            trigger: ".modal [name=qbo_sync] input:checked",
            run: "click",
        },
        {
            content: "Register the payment",
            trigger: ".modal button[name=action_create_payments]",
            run: "click",
        },
        {
            content: "The payment is there",
            trigger: ".o_form_view:not(:has(.modal)) .o_statusbar_status",
        },
        {
            content: "Nothing is open any more",
            trigger: "body:not(:has(.modal))",
        },
    ],
});

// Sending it by hand after all.
registry.category("web_tour.tours").add("quickbooks_sync_payment", {
    steps: () => [
        {
            content: "It says that it does not go",
            trigger: ".o_field_widget[name=qbo_state]:contains(not to go)",
        },
        {
            content: "Open the actions",
            trigger: ".o_cp_action_menus .fa-cog",
            run: "click",
        },
        {
            content: "Sync it",
            trigger: ".o-dropdown-item:contains(Sync with QuickBooks)",
            run: "click",
        },
        {
            content: "It is ticked and waits",
            trigger: ".o_field_widget[name=qbo_state]:contains(Waiting)",
        },
    ],
});

// Of all accounts only banks and other current assets are offered for deposits.
registry.category("web_tour.tours").add("quickbooks_deposit_account", {
    steps: () => [
        {
            content: "Choose the deposit account of the bank",
            trigger:
                ".o_data_row:has(td[name=record_name]:contains(Bank)):contains(Undeposited) td[name=reference_id]",
            run: "click",
        },
        {
            content: "Income is no place for money",
            trigger: ".o_selected_row [name=reference_id] input",
            run: "edit Sales of Product",
        },
        {
            content: "Nothing of the kind is offered",
            trigger:
                ".o-autocomplete--dropdown-menu:not(:contains(Sales of Product Income))",
        },
        {
            content: "A bank is",
            trigger: ".o_selected_row [name=reference_id] input",
            run: "edit Checking",
        },
        {
            content: "Take it",
            trigger: ".o-autocomplete--dropdown-item:contains(Checking)",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "It is matched",
            trigger: ".o_data_row:contains(Checking):not(.o_selected_row)",
        },
    ],
});
