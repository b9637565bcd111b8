import { registry } from "@web/core/registry";

// A credit note is used for an invoice, as clerks do it.
registry.category("web_tour.tours").add("quickbooks_apply_credit", {
    steps: () => [
        {
            content: "The credit is offered; it is added",
            trigger: "[name=invoice_outstanding_credits_debits_widget] .outstanding_credit_assign",
            run: "click",
        },
        {
            content: "The invoice says what has been used",
            trigger: "[name=invoice_payments_widget] .o_payment_label:contains(Reversed on)",
        },
        {
            content: "And what is left of it",
            trigger: "[name=amount_residual]:contains(60.00)",
        },
    ],
});

// The credit note tells that QuickBooks has done the same.
registry.category("web_tour.tours").add("quickbooks_credit_applied", {
    steps: () => [
        {
            content: "It is synced",
            trigger: ".o_field_widget[name=qbo_state]:contains(Synced)",
        },
        {
            content: "The chatter says what was applied there, with its amount",
            trigger:
                ".o-mail-Message-body:contains(credit applied):contains(40.00) a[href*='recvpayment']",
        },
    ],
});
