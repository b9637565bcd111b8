import { registry } from "@web/core/registry";

// A clerk takes a payment out of QuickBooks, and reads first what vanishes there.
registry.category("web_tour.tours").add("quickbooks_unsync", {
    steps: () => [
        {
            content: "The payment is in QuickBooks",
            trigger: "[name=qbo_state]:contains(Synced)",
        },
        {
            content: "Ask to delete it there",
            trigger: "button[name=action_quickbooks_unsync]",
            run: "click",
        },
        {
            content: "The refund goes too",
            trigger: ".modal [name=deleted_there] li:contains(Its refund)",
        },
        {
            content: "The invoice becomes open there",
            trigger: ".modal [name=stays_here] li:contains(becomes open in QuickBooks)",
        },
        {
            content: "Yes",
            trigger: ".modal-footer button[name=action_unsync]",
            run: "click",
        },
        {
            content: "It is on its way",
            trigger: "body:not(:has(.modal)) [name=qbo_state]:contains(Edited since)",
        },
    ],
});

// Left out, it can be synced again, by a button that is not in the way before.
registry.category("web_tour.tours").add("quickbooks_sync_by_hand", {
    steps: () => [
        {
            content: "It is left out",
            trigger: "[name=qbo_state]:contains(Left out)",
        },
        {
            content: "Sync it by hand",
            trigger: "button[name=action_quickbooks_sync]:enabled:contains(Sync with QuickBooks)",
            run: "click",
        },
        {
            content: "It waits for its turn",
            trigger: "[name=qbo_state]:contains(Waiting)",
        },
    ],
});

// A document whose contact is not there says so beside its disabled button.
registry.category("web_tour.tours").add("quickbooks_contact_first", {
    steps: () => [
        {
            content: "The button can't be pressed",
            trigger: "button[name=action_quickbooks_sync]:disabled",
        },
        {
            content: "And says why",
            trigger: "[name=qbo_obstacle]:contains(is not in QuickBooks yet)",
        },
        {
            content: "The contact goes first",
            trigger: "button[name=action_quickbooks_sync_contact]",
            run: "click",
        },
        {
            content: "It is said that it does",
            trigger: ".o_notification:contains(On their way to QuickBooks: 1)",
        },
    ],
});
