import { Component, useEffect, useRef, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A shape for each state, so that it reads without its colour. */
const ICONS = {
    done: "fa-check-circle text-success",
    open: "fa-circle-o text-muted",
    blocked: "fa-lock text-muted",
};

/** The steps of the set-up guide, done, open or waiting for another one. */
export class QuickbooksSetupSteps extends Component {
    static template = "quickbooks_connector.SetupSteps";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.list = useRef("list");
        // On a phone only the present step is shown until somebody asks for the others.
        this.phone = useState({ showAll: false });
        let shown = this.current;
        useEffect(
            (current) => {
                if (current !== shown) {
                    shown = current;
                    // The step itself is drawn by the form, after us.
                    browser.requestAnimationFrame(() => this.showTop());
                }
            },
            () => [this.current]
        );
    }

    /** Begin a step at its heading, for the eyes and for the keyboard. */
    showTop() {
        const form = this.list.el?.closest(".o_form_view");
        form?.querySelector(`[name=${this.current}] > h2`)?.focus({ preventScroll: true });
        form?.querySelector(".o_content")?.scrollTo({ top: 0 });
    }

    get steps() {
        return this.props.record.data[this.props.name] || [];
    }

    get current() {
        return this.props.record.data.setup_step;
    }

    icon(step) {
        return ICONS[step.state];
    }

    word(step) {
        return { done: _t("Done"), open: _t("To do"), blocked: _t("Not yet") }[step.state];
    }

    async open(step) {
        if (step.state === "blocked" || step.key === this.current) {
            return;
        }
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        await this.orm.call(record.resModel, "action_setup_open", [[record.resId], step.key]);
        this.phone.showAll = false;
        await record.load();
    }

    /** Arrows move along the steps, as in a menu; Tab and Enter work by themselves. */
    onKeydown(ev) {
        const buttons = [...this.list.el.querySelectorAll("button")];
        const place = buttons.indexOf(document.activeElement);
        const target = {
            ArrowDown: place + 1,
            ArrowUp: place - 1,
            Home: 0,
            End: buttons.length - 1,
        }[ev.key];
        if (buttons[target]) {
            ev.preventDefault();
            ev.stopPropagation();
            buttons[target].focus();
        }
    }
}

export const quickbooksSetupSteps = {
    component: QuickbooksSetupSteps,
    displayName: _t("Steps of the QuickBooks set-up"),
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "setup_step", type: "selection", readonly: true }],
};

registry.category("fields").add("quickbooks_setup_steps", quickbooksSetupSteps);
