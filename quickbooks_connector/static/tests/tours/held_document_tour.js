import { registry } from "@web/core/registry";

// A clerk mends a held invoice from the sentence that says why it is held.
registry.category("web_tour.tours").add("quickbooks_number_taken", {
    steps: () => [
        {
            content: "The bar says that the number is taken, and offers a way out",
            trigger: ".alert-danger:contains(is already used in QuickBooks) a:contains(Choose what to do)",
            run: "click",
        },
        {
            content: "Both documents are side by side",
            trigger: ".modal th:contains(In QuickBooks)",
        },
        {
            content: "Another number is entered",
            trigger: ".modal [name=number] input",
            run: "edit SHOP-77",
        },
        {
            content: "And that is done",
            trigger: ".modal-footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "The bar is gone: it is on its way",
            trigger: "body:not(:has(.alert-danger)) [name=qbo_state]:contains(Waiting)",
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_closed_books", {
    steps: () => [
        {
            content: "The bar names the day until which the books are closed",
            trigger: ".alert-danger:contains(closed up to 11/05/2026)",
        },
        {
            content: "One click dates it to the next open day",
            trigger: ".alert-danger a:contains(Date it)",
            run: "click",
        },
        {
            content: "The bar is gone: it is on its way",
            trigger: "body:not(:has(.alert-danger)) [name=qbo_state]:contains(Waiting)",
        },
    ],
});

// What the order says of all that became of it.
registry.category("web_tour.tours").add("quickbooks_order_documents", {
    steps: () => [
        {
            content: "Open the page of the order",
            trigger: ".nav-link[name=quickbooks_documents]",
            run: "click",
        },
        {
            content: "Its invoice, with its number",
            trigger: "[name=qbo_document_ids] tr:contains(invoice):contains(INV/)",
        },
        {
            content: "Its customer, with a link",
            trigger: "[name=qbo_document_ids] tr:contains(customer) a:contains(Open in QuickBooks)",
        },
    ],
});
