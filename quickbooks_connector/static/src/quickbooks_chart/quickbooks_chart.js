import { useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";

/**
 * Draw on the `canvas` of a component, anew whenever what is drawn has changed.
 *
 * @param {() => any} getPlot what is drawn, nothing while there is nothing to draw
 * @param {(plot: any) => Object} getConfig how, in the words of Chart.js
 */
export function useQuickbooksChart(getPlot, getConfig) {
    const canvas = useRef("canvas");
    useEffect(
        (plot) => {
            if (!plot) {
                return;
            }
            let chart;
            let gone = false;
            loadBundle("web.chartjs_lib").then(() => {
                if (!gone && canvas.el) {
                    chart = new Chart(canvas.el, getConfig(plot));
                }
            });
            return () => {
                gone = true;
                chart?.destroy();
            };
        },
        () => [getPlot()]
    );
}
