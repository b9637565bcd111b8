import { registry } from "@web/core/registry";

import { FOOTER, GUIDE, isDone, isOpen, picture } from "./setup_tour";

/** Press ``key`` where the focus is. */
function press(key, where) {
    return {
        content: `Press ${key}`,
        trigger: where,
        run: (helpers) => helpers.press(key),
    };
}

const FOCUSED = (step) => `${GUIDE} button[data-step=${step}]:focus`;

// The column of steps without a mouse: Tab to it, arrows in it, Enter to open.
registry.category("web_tour.tours").add("quickbooks_setup_keyboard", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        isOpen("lists"),
        {
            content: "Go to the steps",
            trigger: `${GUIDE} button[data-step=connect]`,
            run: ({ anchor }) => anchor.focus(),
        },
        press("ArrowDown", FOCUSED("connect")),
        press("ArrowDown", FOCUSED("lists")),
        press("ArrowDown", FOCUSED("match")),
        press("Enter", FOCUSED("sync")),
        isOpen("sync"),
        {
            content: "The focus is on the heading of the step",
            trigger: `${GUIDE} [name=sync] > h2:focus`,
        },
        {
            content: "Go to the steps again",
            trigger: `${GUIDE} button[data-step=sync]`,
            run: ({ anchor }) => anchor.focus(),
        },
        press("Home", FOCUSED("sync")),
        press("End", FOCUSED("connect")),
        press("Enter", FOCUSED("live")),
        {
            content: "A step that is not open yet stays shut",
            trigger: `${GUIDE} button[data-step=sync][aria-current=step]`,
        },
        press("Tab", FOCUSED("live")),
        {
            content: "Tab leads from the steps into the present one",
            trigger: `${GUIDE} [name=income_account_id] input:focus`,
        },
        {
            content: "Go to the way back",
            trigger: `${FOOTER} button[name=action_setup_back]`,
            run: ({ anchor }) => anchor.focus(),
        },
        press("Enter", `${FOOTER} button[name=action_setup_back]:focus`),
        isOpen("match"),
    ],
});

// 390 pixels wide: only the present step of the column, and nothing beside the page.
registry.category("web_tour.tours").add("quickbooks_setup_phone", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        {
            content: "Only the present step is shown",
            trigger: `${GUIDE} button[data-step=lists]:visible`,
        },
        {
            content: "The others are not",
            trigger: `${GUIDE}:not(:has(button[data-step=match]:visible))`,
        },
        picture("setup-phone"),
        {
            content: "Show all steps",
            trigger: `${GUIDE} button[aria-expanded=false]:contains(Show all steps)`,
            run: "click",
        },
        {
            content: "Open one of them",
            trigger: `${GUIDE} button[data-step=sync]:visible`,
            run: "click",
        },
        isOpen("sync"),
        {
            content: "Nothing stands beside the page",
            trigger: `${GUIDE} [name=sync] > h2:visible`,
            run() {
                const content = document.querySelector(".o_content");
                if (content.scrollWidth > content.clientWidth) {
                    throw new Error("The guide is wider than the phone");
                }
            },
        },
        picture("setup-phone-sync"),
    ],
});

const RUN = `${GUIDE} .o_quickbooks_run[data-kind=lists]`;

// Somebody watches the bar while the work is done elsewhere.
registry.category("web_tour.tours").add("quickbooks_setup_watch", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        isOpen("lists"),
        {
            content: "The work is under way",
            trigger: `${RUN}[data-state=waiting] [role=progressbar]`,
        },
        {
            content: "It is done, with no click and no reload",
            trigger: `${RUN}[data-state=done]:contains(have been read)`,
            timeout: 30000,
        },
        isDone("lists"),
        {
            content: "What it read is shown around the bar",
            trigger: `${GUIDE} [name=lists_summary]:contains(Account: )`,
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_setup_stop", {
    url: "/odoo/quickbooks-setup",
    steps: () => [
        {
            content: "Stop",
            trigger: `${RUN} button:contains(Stop)`,
            run: "click",
        },
        {
            content: "It says that what is done stays",
            trigger: `${RUN}[data-state=stopped]:contains(What is done stays)`,
        },
        {
            content: "Resume",
            trigger: `${RUN} button:contains(Resume)`,
            run: "click",
        },
        {
            content: "It is under way again",
            trigger: `${RUN}[data-state=waiting] button:contains(Stop)`,
        },
    ],
});
