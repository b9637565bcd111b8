import { Component, onWillUnmount } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { Tooltip } from "@web/core/tooltip/tooltip";
import { OPEN_DELAY } from "@web/core/tooltip/tooltip_service";
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
        this.tooltip = usePopover(Tooltip);
        onWillUnmount(() => this.leave());
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

    /** Let the tooltip open, unless mouse or finger only pass by. */
    point({ currentTarget: tick }) {
        this.leave();
        this.pointed = browser.setTimeout(() => this.explain(tick), OPEN_DELAY);
    }

    leave() {
        browser.clearTimeout(this.pointed);
        this.pointed = null;
        this.tooltip.close();
    }

    /** Ask what the tooltip says only now: a list has many ticks. */
    async explain(tick) {
        const { pointed } = this;
        const tooltip = await this.getExplanation();
        if (tooltip && pointed === this.pointed && tick.isConnected) {
            this.tooltip.open(tick, { tooltip });
        }
    }

    /** The reason while something is to be mended, else the number and the time. */
    async getExplanation() {
        const { resModel, resId } = this.props.record;
        if (!resId) {
            return "";
        }
        const names = ["qbo_message", "qbo_doc_number", "qbo_synced_at"];
        const [said] = await this.orm.silent.read(resModel, [resId], names);
        const time = said.qbo_synced_at && deserializeDateTime(said.qbo_synced_at);
        const told = [said.qbo_doc_number, time && formatDateTime(time)];
        return said.qbo_message || told.filter(Boolean).join(" · ");
    }
}

export const quickbooksStateField = {
    component: QuickbooksStateField,
    displayName: _t("QuickBooks state"),
    supportedTypes: ["selection"],
    fieldDependencies: [
        { name: "qbo_doc_number", type: "char", readonly: true },
        { name: "qbo_message", type: "char", readonly: true },
        { name: "qbo_url", type: "char", readonly: true },
        { name: "qbo_needs_choice", type: "boolean", readonly: true },
    ],
    extractProps: () => ({ withLink: true }),
};

export const quickbooksStateListField = {
    ...quickbooksStateField,
    // What is not in the row is not read for all rows.
    fieldDependencies: [],
    extractProps: () => ({ hideEmpty: true }),
};

registry.category("fields").add("quickbooks_state", quickbooksStateField);
registry.category("fields").add("list.quickbooks_state", quickbooksStateListField);
registry.category("fields").add("kanban.quickbooks_state", quickbooksStateListField);
