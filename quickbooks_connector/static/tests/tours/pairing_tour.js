import { registry } from "@web/core/registry";
import { picture } from "./setup_tour";

const ROW = ".o_data_row:contains(Ready Mat)";

// A decision in bulk, one by comparing, then Apply with its sentence.
registry.category("web_tour.tours").add("quickbooks_pairing", {
    url: "/odoo/quickbooks-contacts",
    steps: () => [
        {
            content: "What is sure is proposed",
            trigger: ".o_data_row:contains(Deco Addict):contains(Link)",
        },
        picture("matching-contacts"),
        {
            content: "Select one that is not in QuickBooks",
            trigger: `${ROW} .o_list_record_selector input`,
            run: "check",
        },
        {
            content: "Leave it out",
            trigger: "button[name=action_leave_out]",
            run: "click",
        },
        {
            content: "It says so",
            trigger: `${ROW}:contains(Leave out)`,
        },
        {
            content: "Compare where several are alike",
            trigger: ".o_data_row:contains(Open Wood) button[name=action_compare]",
            run: "click",
        },
        {
            content: "Take one of them",
            trigger:
                ".o_form_view .o_data_row:contains(Open Wood West) button[name=action_choose]",
            run: "click",
        },
        {
            content: "It is the one to be linked",
            trigger: ".o_form_view [name=theirs_name]:contains(Open Wood West)",
        },
        {
            content: "Back to the list",
            trigger: ".breadcrumb-item a, .o_back_button",
            run: "click",
        },
        {
            content: "Apply all that is decided; the button says how many",
            trigger: "button[name=action_apply]:contains(Apply 3)",
            run: "click",
        },
        {
            content: "The sentence before",
            trigger: ".modal:contains(Link: 2):contains(Leave out: 1) .btn-primary",
            run: "click",
        },
        {
            content: "Nothing has happened that was not said",
            trigger: "body:not(:has(.modal)) .o_list_view",
        },
    ],
});

// On a phone there is a card for each.
registry.category("web_tour.tours").add("quickbooks_pairing_phone", {
    url: "/odoo/quickbooks-contacts",
    steps: () => [
        {
            content: "Leave one out on its card",
            trigger: ".o_kanban_record:contains(Ready Mat) button[name=action_leave_out]",
            run: "click",
        },
        {
            content: "It says so",
            trigger:
                ".o_kanban_record:contains(Ready Mat):contains(Leave out)" +
                ":not(:has(button[name=action_leave_out]))",
        },
    ],
});

// A document that waits leads to its own contact.
registry.category("web_tour.tours").add("quickbooks_pairing_asked", {
    steps: () => [
        {
            content: "The invoice waits and says where to go",
            trigger: ".o_quickbooks_state_choose button",
            run: "click",
        },
        {
            content: "Only its own contact is listed",
            trigger: ".o_list_view:has(.o_data_row:only-child:contains(Ready Mat))",
        },
    ],
});
