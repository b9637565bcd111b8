import { registry } from "@web/core/registry";

import { picture } from "./setup_tour";

const ROWS = ".o_quickbooks_findings .o_kanban_record";
const BLOCK = `[name=block_ids] ${ROWS}`;
const LOOK = `[name=look_ids] ${ROWS}`;

const read = [
    {
        content: "It says how many of each, and when",
        trigger: "[name=readiness_summary]:contains(1 block)",
    },
    {
        content: "What blocks says so in words, and what to do",
        trigger: `${BLOCK}:contains(Blocks):contains(no line without one)`,
    },
];

const goOn = [
    {
        content: "Somebody has read a warning and goes on",
        trigger: `${LOOK}:contains(No journal is chosen) button[name=action_accept]`,
        run: "click",
    },
    {
        content: "Who and when stands there",
        trigger: `${LOOK}:contains(No journal is chosen):contains(Accepted by)`,
    },
];

registry.category("web_tour.tours").add("quickbooks_readiness", {
    steps: () => [
        {
            content: "Open the readiness check",
            trigger: "button[name=action_check_readiness]",
            run: "click",
        },
        ...read,
        picture("readiness"),
        ...goOn,
        {
            content: "Open what is fine",
            trigger: "details summary",
            run: "click",
        },
        {
            content: "What was looked at stands there",
            trigger: `[name=fine_ids] ${ROWS}:contains(Both keep their books in USD)`,
        },
        {
            content: "Mend what blocks",
            trigger: `${BLOCK} button[name=action_mend]:contains(Choose the product)`,
            run: "click",
        },
        {
            content: "That is where the product is chosen",
            trigger: ".o_field_widget[name=fallback_item_id] input",
            run: "edit product_a",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(product_a)",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Go back to the check",
            trigger: ".o_form_saved .o_back_button, .o_back_button",
            run: "click",
        },
        {
            content: "Check again",
            trigger: "button[name=action_check_again]",
            run: "click",
        },
        {
            content: "Nothing blocks any more",
            trigger: "[name=readiness_summary]:contains(0 block)",
        },
        {
            content: "What was accepted stays so",
            trigger: `${LOOK}:contains(Accepted by)`,
        },
    ],
});

registry.category("web_tour.tours").add("quickbooks_readiness_phone", {
    steps: () => [
        ...read,
        {
            content: "Nothing is wider than the screen",
            trigger: BLOCK,
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} px on a screen of ${clientWidth}`);
                }
            },
        },
        picture("readiness_phone"),
        ...goOn,
    ],
});
