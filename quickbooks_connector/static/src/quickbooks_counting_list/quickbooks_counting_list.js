import { onWillStart, useState } from "@odoo/owl";

import { useBus, useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";

/**
 * Return a list whose button says how many rows it concerns, and goes without any.
 *
 * @param {string} action name of the button
 * @param {(count: number) => string} label
 * @param {(props: Object) => Array} domain of the rows counted
 */
export function countingList(action, label, domain) {
    return class QuickbooksCountingListController extends ListController {
        setup() {
            super.setup();
            this.orm = useService("orm");
            this.counted = useState({ count: 0 });
            this.archInfo = {
                ...this.archInfo,
                headerButtons: this.archInfo.headerButtons.map((button) =>
                    button.clickParams.name === action ? this.countOn(button) : button
                ),
            };
            onWillStart(() => this.countRows());
            useBus(this.model.bus, "update", () => this.countRows());
        }

        /** Return the button with the number on it, without it where there is none. */
        countOn(button) {
            const { counted } = this;
            return {
                ...button,
                get string() {
                    return label(counted.count);
                },
                get invisible() {
                    return counted.count ? "False" : "True";
                },
            };
        }

        async countRows() {
            const { resModel } = this.props;
            this.counted.count = await this.orm.searchCount(resModel, domain(this.props));
        }
    };
}
