import { Component, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Both sides of a record that was changed on both, for a person to choose between. */
export class QuickbooksConflictField extends Component {
    static template = "quickbooks_connector.QuickbooksConflictField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ choices: {}, equalShown: false, working: false });
    }

    get rows() {
        const rows = this.props.record.data[this.props.name] || [];
        return [...rows].sort((a, b) => b.is_money - a.is_money);
    }

    /** What somebody changed; the rest is folded. */
    get changedRows() {
        return this.rows.filter((row) => row.here_changed || row.there_changed);
    }

    get equalRows() {
        return this.rows.filter((row) => !row.here_changed && !row.there_changed);
    }

    get shownRows() {
        return this.state.equalShown ? this.rows : this.changedRows;
    }

    get foldText() {
        return this.state.equalShown
            ? _t("Show what was changed only")
            : _t("Show the fields that are equal: %(count)s", {
                  count: this.equalRows.length,
              });
    }

    get isOpen() {
        return this.props.record.data.state === "open";
    }

    get choosable() {
        return this.rows.filter((row) => row.is_choice);
    }

    get isComplete() {
        return this.choosable.every((row) => this.state.choices[row.part]);
    }

    chosen(row) {
        const choices = this.isOpen
            ? this.state.choices
            : this.props.record.data.choices || {};
        return choices[row.part] || (row.is_choice && choices["*"]) || "";
    }

    /** Whether the value of a row that was not kept can be brought back. */
    canRestore(row) {
        const fixed = ["state", "total"].includes(row.part);
        return !this.isOpen && row.is_choice && !fixed && row.here !== row.there;
    }

    choose(row, side) {
        this.state.choices[row.part] = side;
    }

    apply() {
        return this.call("action_settle", { ...this.state.choices });
    }

    async call(method, ...args) {
        const { resModel, resId } = this.props.record;
        this.state.working = true;
        try {
            this.action.doAction(await this.orm.call(resModel, method, [[resId], ...args]));
        } finally {
            this.state.working = false;
        }
    }
}

registry.category("fields").add("quickbooks_conflict", {
    component: QuickbooksConflictField,
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "state", type: "selection", readonly: true },
        { name: "choices", type: "json", readonly: true },
    ],
});
