import { registry } from "@web/core/registry";

// A buyer confirms an order; nothing in it is about QuickBooks.
registry.category("web_tour.tours").add("quickbooks_buy", {
    steps: () => [
        {
            content: "Confirm the order",
            trigger: "button[name=button_confirm]:enabled",
            run: "click",
        },
        {
            content: "It is a purchase order",
            trigger: ".o_arrow_button_current:contains(Purchase Order)",
        },
    ],
});

// A moment later it is in QuickBooks, and waits for its bill.
registry.category("web_tour.tours").add("quickbooks_tick_on_purchase", {
    steps: () => [
        {
            content: "The tick says so in a word",
            trigger: "[name=qbo_state]:contains(Synced)",
        },
        {
            content: "It is open there",
            trigger: "[name=qbo_order_status]:contains(Open)",
        },
        {
            content: "A link opens a page of its own",
            trigger: "a[target=_blank]:contains(Open in QuickBooks)",
        },
    ],
});

// The accountant has made a bill of it there, and paid it.
registry.category("web_tour.tours").add("quickbooks_purchase_paid", {
    steps: () => [
        {
            content: "The order is closed in QuickBooks",
            trigger: "[name=qbo_order_status]:contains(Closed)",
        },
        {
            content: "Open its bill",
            trigger: "button[name=action_view_invoice]",
            run: "click",
        },
        {
            content: "It has the number of the vendor",
            trigger: "[name=ref] input:value(HCL-17), [name=ref]:contains(HCL-17)",
        },
        {
            content: "And is paid",
            trigger: ".ribbon span:contains(Paid)",
        },
    ],
});

// Two bills that look alike: the one who knows says that they are the same.
registry.category("web_tour.tours").add("quickbooks_same_bill", {
    steps: () => [
        {
            content: "The bill says what is in the way",
            trigger: ".alert:contains(looks like)",
        },
        {
            content: "Compare both",
            trigger: ".alert button:contains(Compare), .alert a:contains(Compare)",
            run: "click",
        },
        {
            content: "Their figures stand side by side",
            trigger: ".modal [name=qbo_total]:contains(1,370.00)",
        },
        {
            content: "They are the same",
            trigger: ".modal-footer button[name=action_same]",
            run: "click",
        },
        {
            content: "Nothing is in the way any more",
            trigger: "body:not(:has(.modal)):not(:has(.alert:contains(looks like)))",
        },
    ],
});
