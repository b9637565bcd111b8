import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { cookie } from "@web/core/browser/cookie";
import { getColor } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { useQuickbooksChart } from "../quickbooks_chart/quickbooks_chart";
import { ICONS } from "../quickbooks_state/quickbooks_state_field";

/** Milliseconds between two looks at how things stand. */
const PATIENCE = 60000;

/** How the first line looks, by what it says. */
const LEVELS = {
    ok: { alert: "alert-success", icon: "fa-check-circle" },
    busy: { alert: "alert-info", icon: "fa-hourglass-half" },
    problem: { alert: "alert-danger", icon: "fa-times-circle" },
    stopped: { alert: "alert-warning", icon: "fa-pause" },
};

const FACT_ICONS = {
    ok: "fa-check-circle text-success",
    look: "fa-info-circle text-info",
    problem: "fa-times-circle text-danger",
};

/** What was sent and received on each of the last days. */
export class QuickbooksThroughput extends Component {
    static template = "quickbooks_connector.Throughput";
    static props = { days: { type: Array, element: Object } };

    setup() {
        useQuickbooksChart(
            () => JSON.stringify(this.props.days),
            () => this.config
        );
    }

    get totals() {
        const sum = (name) => this.props.days.reduce((total, day) => total + day[name], 0);
        return { sent: sum("sent"), received: sum("received") };
    }

    /** What the plot shows, for those who do not see it. */
    get description() {
        return _t("In the last 30 days: %(sent)s sent, %(received)s received.", this.totals);
    }

    get config() {
        const scheme = cookie.get("color_scheme");
        const bars = (label, name, color) => ({
            label,
            data: this.props.days.map((day) => day[name]),
            backgroundColor: getColor(color, scheme, 2),
        });
        return {
            type: "bar",
            data: {
                labels: this.props.days.map((day) => day.label),
                datasets: [
                    bars(_t("To QuickBooks"), "sent", 0),
                    bars(_t("From QuickBooks"), "received", 1),
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                scales: {
                    x: { stacked: true, ticks: { maxTicksLimit: 6, maxRotation: 0 } },
                    y: { stacked: true, beginAtZero: true, ticks: { precision: 0 } },
                },
            },
        };
    }
}

/** Where everything stands between Odoo and QuickBooks, in one look. */
export class QuickbooksOverview extends Component {
    static template = "quickbooks_connector.Overview";
    static components = { Layout, QuickbooksThroughput };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ overview: null });
        onWillStart(() => this.load());
        onMounted(() => {
            this.timer = browser.setInterval(() => this.load(), PATIENCE);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    get overview() {
        return this.state.overview;
    }

    get level() {
        return LEVELS[this.overview.headline.level];
    }

    /** Areas that have anything to tell; the others would only be empty boxes. */
    get areas() {
        return this.overview.areas.filter((area) => area.kinds.length);
    }

    get hasExchanged() {
        return this.overview.days.some((day) => day.sent || day.received);
    }

    icon(state) {
        return ICONS[state];
    }

    factIcon(fact) {
        return FACT_ICONS[fact.level];
    }

    number(count) {
        return count.toLocaleString(document.documentElement.lang || undefined);
    }

    states(kind) {
        const order = this.overview.words.map(([state]) => state);
        return order.filter((state) => kind.counts[state]);
    }

    word(state) {
        return this.overview.words.find(([name]) => name === state)[1];
    }

    async load() {
        this.state.overview = await this.orm.silent.call(
            "quickbooks.connection",
            "get_overview",
            []
        );
    }

    /** Call a method of the connection, and do what it answers. */
    async run(method, args = []) {
        const action = await this.orm.call("quickbooks.connection", method, [
            [this.overview.id].filter(Boolean),
            ...args,
        ]);
        if (action) {
            await this.action.doAction(action);
        } else {
            await this.load();
        }
    }

    openKind(kind, state) {
        return this.run("action_open_kind", [kind.model, kind.entity, state]);
    }

    async mend(problem) {
        const action = await this.orm.call("quickbooks.problem", "action_mend", [[problem.id]]);
        await this.action.doAction(action);
    }

    connect() {
        return this.run("action_open_setup");
    }
}

registry.category("actions").add("quickbooks_overview", QuickbooksOverview);
