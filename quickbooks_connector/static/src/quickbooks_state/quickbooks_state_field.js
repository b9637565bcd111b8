import { Component } from "@odoo/owl";

import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Seven shapes, so that the state reads without its colour. */
export const ICONS = {
    not_synced: "fa-circle-thin text-muted",
    pending: "fa-hourglass-half text-info",
    synced: "fa-check-circle text-success",
    modified: "fa-pencil text-warning",
    failed: "fa-times-circle text-danger",
    conflict: "fa-exchange text-warning",
    skipped: "fa-minus-circle text-muted",
};

/** What became of a record in QuickBooks: a tick with its word. */
export class QuickbooksStateField extends Component {
    static template = "quickbooks_connector.QuickbooksStateField";
    static props = {
        ...standardFieldProps,
        hideEmpty: { type: Boolean, optional: true },
        withLink: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get state() {
        return this.props.record.data[this.props.name] || "not_synced";
    }

    get isShown() {
        return !(this.props.hideEmpty && this.state === "not_synced");
    }

    get icon() {
        return ICONS[this.state];
    }

    get word() {
        const { selection } = this.props.record.fields[this.props.name];
        return selection.find(([value]) => value === this.state)?.[1] || "";
    }

    get number() {
        return this.props.record.data.qbo_doc_number || "";
    }

    get numberText() {
        return _t("no. %(number)s", { number: this.number });
    }

    /** Why it stays out; what is to be mended is said by a bar of its own. */
    get reason() {
        const staysOut = ["not_synced", "skipped"].includes(this.state);
        return staysOut ? this.props.record.data.qbo_message || "" : "";
    }

    get needsChoice() {
        return this.props.record.data.qbo_needs_choice;
    }

    /** Open the matching of what this record waits for. */
    async choose() {
        const { resModel, resId } = this.props.record;
        const method = "action_quickbooks_choose";
        this.action.doAction(await this.orm.call(resModel, method, [[resId]]));
    }

    get isConflict() {
        return this.state === "conflict";
    }

    /** Open both sides of what was changed on both. */
    async compare() {
        const { resModel, resId } = this.props.record;
        const method = "action_quickbooks_compare";
        this.action.doAction(await this.orm.call(resModel, method, [[resId]]));
    }

    get url() {
        return this.props.record.data.qbo_url || "";
    }

    /** The reason while something is to be mended, else the number and the time. */
    get tooltip() {
        const { qbo_message: message, qbo_synced_at: time } = this.props.record.data;
        if (message) {
            return message;
        }
        return [this.number, time && formatDateTime(time)].filter(Boolean).join(" · ");
    }
}

const dependencies = ["qbo_doc_number", "qbo_message"].map((name) => ({
    name,
    type: "char",
    readonly: true,
}));
const moment = { name: "qbo_synced_at", type: "datetime", readonly: true };

export const quickbooksStateField = {
    component: QuickbooksStateField,
    displayName: _t("QuickBooks state"),
    supportedTypes: ["selection"],
    fieldDependencies: [
        ...dependencies,
        moment,
        { name: "qbo_url", type: "char", readonly: true },
        { name: "qbo_needs_choice", type: "boolean", readonly: true },
    ],
    extractProps: () => ({ withLink: true }),
};

export const quickbooksStateListField = {
    ...quickbooksStateField,
    fieldDependencies: [...dependencies, moment],
    extractProps: () => ({ hideEmpty: true }),
};

registry.category("fields").add("quickbooks_state", quickbooksStateField);
registry.category("fields").add("list.quickbooks_state", quickbooksStateListField);
registry.category("fields").add("kanban.quickbooks_state", quickbooksStateListField);
