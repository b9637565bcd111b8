import { Component } from "@odoo/owl";
import { cookie } from "@web/core/browser/cookie";
import { getColor } from "@web/core/colors/colors";

import { useQuickbooksChart } from "../quickbooks_chart/quickbooks_chart";

/** Pixels of one bar with its words, and of the rest of the drawing. */
const BAR = 30;
const FRAME = 30;

/**
 * The largest differences of one part: to the right what Odoo has more, to the left
 * what QuickBooks has more. Each bar says its name and amount in words.
 */
export class QuickbooksDifferencePlot extends Component {
    static template = "quickbooks_connector.DifferencePlot";
    static props = { plot: Object };

    setup() {
        useQuickbooksChart(
            () => this.props.plot,
            (plot) => this.getChartConfig(plot)
        );
    }

    get height() {
        return this.props.plot.labels.length * BAR + FRAME;
    }

    getChartConfig(plot) {
        const scheme = cookie.get("color_scheme");
        return {
            type: "bar",
            data: {
                labels: plot.labels,
                datasets: [
                    {
                        data: plot.values,
                        backgroundColor: plot.values.map((value) =>
                            getColor(value < 0 ? 1 : 0, scheme, "sm")
                        ),
                        maxBarThickness: BAR / 2,
                    },
                ],
            },
            options: {
                indexAxis: "y",
                maintainAspectRatio: false,
                animation: false,
                plugins: { legend: { display: false }, tooltip: { enabled: false } },
                scales: {
                    x: { ticks: { maxTicksLimit: 5 } },
                    // The words stand in the page, beside the drawing.
                    y: { ticks: { display: false }, grid: { display: false } },
                },
            },
        };
    }
}
