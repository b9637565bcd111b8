import { Component, onWillStart, onWillUnmount, onWillUpdateProps, useState } from "@odoo/owl";
import { getColor } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

import { QuickbooksBanner } from "../quickbooks_banner/quickbooks_banner";
import { useQuickbooksChart } from "../quickbooks_chart/quickbooks_chart";
import { QuickbooksDifferencePlot } from "./quickbooks_difference_plot";

/** Milliseconds between two looks at a comparison that is under way. */
const PATIENCE = 3000;

/** Both ledgers in a few figures, a drawing of them, and what may be done. */
export class QuickbooksComparisonSummary extends Component {
    static template = "quickbooks_connector.ComparisonSummary";
    static components = { QuickbooksBanner, QuickbooksDifferencePlot };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ summary: null });
        onWillStart(() => this.load());
        onWillUpdateProps(() => this.load());
        onWillUnmount(() => clearTimeout(this.timer));
        useQuickbooksChart(
            () => !this.env.isSmall && this.state.summary?.plot,
            (plot) => this.getChartConfig(plot)
        );
    }

    get comparisonId() {
        return this.env.searchModel.globalContext.comparison_id;
    }

    get plotLabel() {
        return _t(
            "Documents and payments in Odoo and in QuickBooks over the period, in %s. The same figures stand in the table.",
            this.state.summary.plot.currency
        );
    }

    async load() {
        clearTimeout(this.timer);
        if (!this.comparisonId) {
            return;
        }
        const before = this.state.summary?.state;
        this.state.summary = await this.orm.call("quickbooks.comparison", "get_summary", [
            [this.comparisonId],
        ]);
        if (this.state.summary.state === "computing") {
            this.timer = setTimeout(() => this.load(), PATIENCE);
        } else if (before === "computing") {
            await this.env.searchModel.search();
        }
    }

    getChartConfig(plot) {
        const scheme = cookie.get("color_scheme");
        const series = (label, data, number, dash) => ({
            label,
            data,
            backgroundColor: getColor(number, scheme, "sm"),
            borderColor: getColor(number, scheme, "sm"),
            borderWidth: dash ? 2 : 0,
        });
        return {
            type: "bar",
            data: {
                labels: plot.labels,
                datasets: [
                    series(_t("In Odoo"), plot.here, 0),
                    series(_t("In QuickBooks"), plot.there, 1),
                ],
            },
            options: {
                maintainAspectRatio: false,
                animation: false,
                plugins: { legend: { position: "top", align: "end" } },
                scales: {
                    x: { grid: { display: false } },
                    y: { ticks: { maxTicksLimit: 5 } },
                },
            },
        };
    }

    /** Show the lines of one part alone. */
    filter(code) {
        const model = this.env.searchModel;
        const [item] = model.getSearchItems((one) => one.name === `part_${code}`);
        if (item) {
            model.query = [];
            model.toggleSearchItem(item.id);
        }
    }

    async run(method) {
        const ids = this.comparisonId ? [[this.comparisonId]] : [];
        const action = await this.orm.call("quickbooks.comparison", method, ids);
        await this.action.doAction(action);
    }

    /** Call what needs no comparison. */
    async open(method) {
        await this.action.doAction(
            await this.orm.call("quickbooks.comparison", method, [])
        );
    }
}

export class QuickbooksComparisonListRenderer extends ListRenderer {
    static template = "quickbooks_connector.ComparisonListRenderer";
    static components = { ...ListRenderer.components, QuickbooksComparisonSummary };
}

export class QuickbooksComparisonKanbanRenderer extends KanbanRenderer {
    static template = "quickbooks_connector.ComparisonKanbanRenderer";
    static components = { ...KanbanRenderer.components, QuickbooksComparisonSummary };
}

registry.category("views").add("quickbooks_comparison_list", {
    ...listView,
    Renderer: QuickbooksComparisonListRenderer,
});
registry.category("views").add("quickbooks_comparison_kanban", {
    ...kanbanView,
    Renderer: QuickbooksComparisonKanbanRenderer,
});
