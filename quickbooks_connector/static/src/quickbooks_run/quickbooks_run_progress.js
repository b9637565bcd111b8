import { Component, onWillUnmount, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Milliseconds between two looks, should no news come by the bus. */
const POLL = 5000;

/**
 * How far long work has come: a bar with its numbers, what can be done about it, and
 * what it came to. The work goes on whether anybody looks or not.
 *
 * The field holds what the server says of one run, or of several; the option ``kinds``
 * chooses among them.
 */
export class QuickbooksRunProgress extends Component {
    static template = "quickbooks_connector.RunProgress";
    static props = {
        ...standardFieldProps,
        kinds: { type: Array, element: String, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ runs: [] });
        /** Where each run stood when we first looked, to tell how long it takes. */
        this.seen = new Map();
        useRecordObserver((record) => {
            this.state.runs = this.choose(record.data[this.props.name]);
        });
        const bus = useService("bus_service");
        const onNews = ({ id }) => {
            if (this.state.runs.some((run) => run.id === id)) {
                return this.look();
            }
        };
        bus.subscribe("quickbooks_run", onNews);
        bus.start();
        const timer = setInterval(() => this.isUnderWay && this.look(), POLL);
        onWillUnmount(() => {
            bus.unsubscribe("quickbooks_run", onNews);
            clearInterval(timer);
        });
    }

    choose(value) {
        const { kinds } = this.props;
        const runs = Array.isArray(value) ? value : [value || []].flat();
        return kinds ? runs.filter((run) => kinds.includes(run.kind)) : runs;
    }

    get isUnderWay() {
        return this.state.runs.some((run) => run.state === "waiting");
    }

    async look() {
        const before = this.isUnderWay;
        const ids = this.state.runs.map((run) => run.id);
        this.state.runs = await this.orm.silent.call("quickbooks.run", "get_progress", [ids]);
        if (before && !this.isUnderWay && !(await this.props.record.isDirty())) {
            // What the work has changed is shown around the bar.
            await this.props.record.load();
        }
    }

    async act(method, run) {
        const action = await this.orm.call("quickbooks.run", method, [[run.id]]);
        if (action) {
            await this.action.doAction(action);
        }
        await this.look();
    }

    numbers(run) {
        return run.numbers || (run.state === "waiting" ? _t("under way") : "");
    }

    /** About how long it still takes, from what we have seen it do; maybe nothing. */
    timeLeft(run) {
        const now = Date.now();
        const first = this.seen.get(run.id);
        if (!first || run.state !== "waiting" || first.done > run.done) {
            this.seen.set(run.id, { done: run.done, time: now });
            return "";
        }
        const seconds = Math.ceil(
            ((run.total - run.done) * (now - first.time)) / (run.done - first.done) / 1000
        );
        if (!Number.isFinite(seconds) || seconds <= 0) {
            return "";
        }
        return seconds < 90
            ? _t("about %(seconds)s s", { seconds })
            : _t("about %(minutes)s min", { minutes: Math.ceil(seconds / 60) });
    }
}

export const quickbooksRunProgress = {
    component: QuickbooksRunProgress,
    displayName: _t("Progress of QuickBooks runs"),
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ kinds: options.kinds }),
};

registry.category("fields").add("quickbooks_run_progress", quickbooksRunProgress);
