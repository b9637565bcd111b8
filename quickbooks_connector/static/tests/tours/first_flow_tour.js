import { registry } from "@web/core/registry";

// A clerk turns a quotation into a posted invoice; nothing in it is about QuickBooks.
registry.category("web_tour.tours").add("quickbooks_sell", {
    steps: () => [
        {
            content: "Confirm the quotation",
            trigger: "button[name=action_confirm]:enabled",
            run: "click",
        },
        {
            content: "Create the invoice",
            trigger: ".o_statusbar_buttons button:contains(Create Invoice)",
            run: "click",
        },
        {
            content: "Create the draft",
            trigger: ".modal-footer button:contains(Create Draft)",
            run: "click",
        },
        {
            content: "Post it",
            trigger: "button[name=action_post]:enabled",
            run: "click",
        },
        {
            content: "It is posted",
            trigger: ".o_arrow_button_current:contains(Posted)",
        },
    ],
});

// What the clerk sees a moment later.
registry.category("web_tour.tours").add("quickbooks_tick_on_invoice", {
    steps: () => [
        {
            content: "The tick says so in a word",
            trigger: "[name=qbo_state]:contains(Synced)",
        },
        {
            content: "With the number",
            trigger: "[name=qbo_state]:contains(INV/)",
        },
        {
            content: "And a link that opens a page of its own",
            trigger: "a[target=_blank]:contains(Open in QuickBooks)",
        },
        {
            content: "The chatter says what was done",
            trigger: ".o-mail-Message-body:contains(Sent to QuickBooks)",
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_tick_on_order", {
    steps: () => [
        {
            content: "The order shows the tick of its invoice",
            trigger: "[name=qbo_state]:contains(Synced)",
        },
        {
            content: "With its number",
            trigger: "[name=qbo_state]:contains(INV/)",
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_paid", {
    steps: () => [
        {
            content: "The payment made in QuickBooks shows here",
            trigger: ".ribbon span:contains(Paid)",
        },
    ],
});
