import { registry } from "@web/core/registry";
import { delay } from "@web/core/utils/concurrency";

export const GUIDE = ".o_quickbooks_setup";
export const FOOTER = ".o_quickbooks_setup_footer";

/** Have a picture taken of what is shown, when somebody wants pictures. */
export function picture(name) {
    return {
        content: `A picture: ${name}`,
        trigger: "body",
        async run() {
            if (document.cookie.includes("quickbooks_pictures")) {
                // Toasts tell of what went before.
                for (const close of document.querySelectorAll(".o_notification_close")) {
                    close.click();
                }
                await delay(900);
                console.log(`picture: ${name}`);
                await delay(900);
            }
        },
    };
}

export function isOpen(step) {
    return {
        content: `The step ${step} is open`,
        trigger: `${GUIDE} button[data-step=${step}][aria-current=step]`,
    };
}

export function isDone(step) {
    return {
        content: `The step ${step} is done`,
        trigger: `${GUIDE} button[data-step=${step}][data-state=done]`,
    };
}

function go(direction) {
    return {
        content: `Go: ${direction}`,
        trigger: `${FOOTER} button[name=action_setup_${direction}]:enabled`,
        run: "click",
    };
}

registry.category("web_tour.tours").add("quickbooks_setup_connect", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        isOpen("connect"),
        {
            content: "Nothing has been sent, and it says so",
            trigger: "[role=status]:contains(Nothing has been sent yet)",
        },
        {
            content: "What can't be done yet says what comes first",
            trigger: `${GUIDE} button[data-step=live][data-state=blocked]:contains(First: Connect)`,
        },
        {
            content: "There is no way on yet, and it says why",
            trigger: `${FOOTER}:contains(Finish this step):not(:has([name=action_setup_next]))`,
        },
        {
            content: "Enter the client ID",
            trigger: `${GUIDE} [name=client_id] input`,
            run: "edit simulator-client-id",
        },
        {
            content: "Enter the client secret",
            trigger: `${GUIDE} [name=client_secret] input`,
            run: "edit simulator-client-secret",
        },
        picture("setup-1-connect"),
        {
            content: "Sign in at Intuit",
            trigger: `${GUIDE} button:contains(Connect to QuickBooks)`,
            run: "click",
            expectUnloadPage: true,
        },
        isDone("connect"),
        picture("setup-1-connected"),
        go("next"),
        isOpen("lists"),
        {
            content: "The reading has begun by itself, with a bar that has a name",
            trigger: `${GUIDE} [role=progressbar][aria-label='Read the lists']`,
        },
        picture("setup-2-reading"),
        go("leave"),
        {
            content: "Left, with everything kept",
            trigger: ".o_form_view:not(:has(.o_quickbooks_setup_footer))",
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_setup_lists", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        isOpen("lists"),
        isDone("lists"),
        {
            content: "What was read is counted",
            trigger: `${GUIDE} [name=lists_summary]:contains(Account: )`,
        },
        picture("setup-2-lists"),
        go("next"),
        isOpen("match"),
        {
            content: "The reading of contacts and products has begun by itself",
            trigger: `${GUIDE} .o_quickbooks_run[data-kind=read_counterparts]`,
        },
        {
            content: "Accept what is sure",
            trigger: `${GUIDE} button[name=action_setup_accept_sure]`,
            run: "click",
        },
        {
            content: "Nothing sure is left",
            trigger: `${GUIDE}:not(:has(button[name=action_setup_accept_sure]))`,
        },
    ],
});

// Where QuickBooks has tax codes, the one of a tax is chosen by hand.
registry.category("web_tour.tours").add("quickbooks_setup_tax_codes", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        isOpen("match"),
        {
            content: "Open the matching",
            trigger: `${GUIDE} button[name=action_open_matching]:visible`,
            run: "click",
        },
        {
            content: "Choose for the tax",
            trigger: ".o_data_row:contains(20% S) td[name=reference_id]",
            run: "click",
        },
        {
            content: "Type a part of the code's name",
            trigger: ".o_selected_row [name=reference_id] input",
            run: "edit 20.0% S",
        },
        {
            content: "Take it",
            trigger: ".o-autocomplete--dropdown-item:contains(20.0% S)",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "It is matched",
            trigger: ".o_data_row:contains(20% S) .badge:contains(Matched)",
        },
        picture("setup-3-tax-codes"),
        {
            content: "Back to the guide",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        isOpen("match"),
    ],
});

// What is proposed for contacts and products is looked at and applied.
registry.category("web_tour.tours").add("quickbooks_setup_contacts", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        isOpen("match"),
        {
            content: "The contacts and products have been read",
            trigger: `${GUIDE} .o_quickbooks_run[data-kind=read_counterparts][data-state=done]`,
        },
        picture("setup-3-match"),
        {
            content: "Look at the matching of accounts",
            trigger: `${GUIDE} button[name=action_open_matching]:visible`,
            run: "click",
        },
        {
            content: "What stands for what, and why",
            trigger: ".o_data_row .badge:contains(Matched)",
        },
        picture("setup-3-accounts"),
        {
            content: "Back to the guide",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Look at the contacts",
            trigger: `${GUIDE} button[name=action_open_contacts]`,
            run: "click",
        },
        {
            content: "The customer of the invoice is among them",
            trigger: ".o_data_row:contains(Pinecrest Lodge)",
        },
        picture("setup-3-contacts"),
        {
            content: "Back to the guide",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Apply",
            trigger: `${GUIDE} button[name=action_apply_pairings]`,
            run: "click",
        },
        {
            content: "A sentence says how many of what",
            trigger: ".modal-footer button:contains(Apply)",
            run: "click",
        },
        {
            content: "It is under way",
            trigger: `${GUIDE} .o_quickbooks_run[data-kind=apply_pairings]`,
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_setup_choose", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        isOpen("match"),
        go("next"),
        isOpen("sync"),
        go("back"),
        isOpen("match"),
        {
            content: "On again by the column of steps",
            trigger: `${GUIDE} button[data-step=sync]`,
            run: "click",
        },
        isOpen("sync"),
        {
            content: "There is no way on without accounts",
            trigger: `${FOOTER}:contains(Finish this step)`,
        },
        {
            content: "Type a part of the name of an account",
            trigger: `${GUIDE} [name=income_account_id] input`,
            run: "edit Sales",
        },
        {
            content: "Take it",
            trigger: ".o-autocomplete--dropdown-item:contains(Sales)",
            run: "click",
        },
        {
            content: "Leaving the field is enough",
            trigger: `${GUIDE} [name=sync] > h2`,
            run: "click",
        },
        {
            content: "What was entered is saved by opening another step",
            trigger: `${GUIDE} button[data-step=match]`,
            run: "click",
        },
        isOpen("match"),
        isDone("sync"),
        go("next"),
        isOpen("sync"),
        picture("setup-4-sync"),
        {
            content: "Which way each kind goes stands below",
            trigger: `${GUIDE} [name=invoice_direction]`,
            run: ({ anchor }) => anchor.scrollIntoView({ block: "center" }),
        },
        picture("setup-4-ways"),
        go("next"),
        isOpen("check"),
        isDone("check"),
        picture("setup-5-check"),
        go("next"),
        isOpen("plan"),
        {
            content: "The dry run has begun by itself",
            trigger: `${GUIDE} .o_quickbooks_run[data-kind=dry_run]`,
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_setup_go_live", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        isOpen("plan"),
        {
            content: "The dry run says what would be done",
            trigger: `${GUIDE} [name=plan_summary]:contains(Create: )`,
        },
        picture("setup-6-plan"),
        {
            content: "See every document",
            trigger: `${GUIDE} button[name=action_open_plan]`,
            run: "click",
        },
        {
            content: "The invoice is listed",
            trigger: ".o_quickbooks_plan",
        },
        picture("setup-6-plan-lines"),
        {
            content: "Back to the guide",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        isOpen("plan"),
        {
            content: "Approve",
            trigger: `${GUIDE} button[name=action_setup_approve]`,
            run: "click",
        },
        {
            content: "It is asked once more",
            trigger: ".modal-footer button:contains(Approve)",
            run: "click",
        },
        isDone("plan"),
        go("next"),
        isOpen("live"),
        picture("setup-7-live"),
        {
            content: "Go live",
            trigger: `${GUIDE} button[name=action_go_live]`,
            run: "click",
        },
        {
            content: "Not yet is the other choice",
            trigger: ".modal-footer:contains(Not yet) button:contains(Go live)",
            run: "click",
        },
        {
            content: "Every step is done",
            trigger: `${GUIDE}:not(:has(button[data-state=open], button[data-state=blocked]))`,
        },
        {
            content: "The grey bar has gone",
            trigger: `${GUIDE}:not(:contains(Nothing has been sent yet))`,
        },
        picture("setup-7-done"),
        {
            content: "On to the connection",
            trigger: `${GUIDE} [name=live] button[name=action_open_mine]`,
            run: "click",
        },
        {
            content: "It is live",
            trigger: ".o_form_view button[name=action_sync_now]",
        },
    ],
});
