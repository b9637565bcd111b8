import { registry } from "@web/core/registry";
import { delay } from "@web/core/utils/concurrency";

const GUIDE = ".o_quickbooks_setup";
const FOOTER = ".o_quickbooks_setup_footer";

/** Have a picture taken of what is shown, when somebody wants pictures. */
export function picture(name) {
    return {
        content: `A picture: ${name}`,
        trigger: "body",
        async run() {
            if (document.cookie.includes("quickbooks_pictures")) {
                await delay(900);
                console.log(`picture: ${name}`);
                await delay(900);
            }
        },
    };
}

function isOpen(step) {
    return {
        content: `The step ${step} is open`,
        trigger: `${GUIDE} button[data-step=${step}][aria-current=step]`,
    };
}

function isDone(step) {
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

registry.category("web_tour.tours").add("quickbooks_setup_match", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        isOpen("lists"),
        isDone("lists"),
        picture("setup-2-lists"),
        go("next"),
        isOpen("match"),
        picture("setup-3-match"),
        {
            content: "Accept what is sure",
            trigger: `${GUIDE} button:contains(Accept the sure ones)`,
            run: "click",
        },
        {
            content: "Nothing sure is left",
            trigger: `${GUIDE} [name=sure_match_count]:contains(0)`,
        },
        go("next"),
        isOpen("sync"),
        picture("setup-4-sync"),
        go("back"),
        isOpen("match"),
    ],
});
