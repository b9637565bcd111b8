import { onWillStart, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

const ACCEPT_SURE = "action_accept_sure";

/** The list of matches, whose first button says how many it accepts. */
export class QuickbooksMappingListController extends ListController {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.sure = useState({ count: 0 });
        this.archInfo = {
            ...this.archInfo,
            headerButtons: this.archInfo.headerButtons.map((button) =>
                button.clickParams.name === ACCEPT_SURE ? this.countOn(button) : button
            ),
        };
        onWillStart(() => this.countSure());
        useBus(this.model.bus, "update", () => this.countSure());
    }

    /** Return the button with the number on it, and without it where there is none. */
    countOn(button) {
        const { sure } = this;
        return {
            ...button,
            get string() {
                return _t("Accept %(count)s sure", { count: sure.count });
            },
            get invisible() {
                return sure.count ? "False" : "True";
            },
        };
    }

    async countSure() {
        this.sure.count = await this.orm.searchCount("quickbooks.mapping", [
            ["state", "=", "proposed"],
            ["confidence", "=", "sure"],
            ["company_id", "in", user.activeCompanies.map((company) => company.id)],
        ]);
    }
}

registry.category("views").add("quickbooks_mapping_list", {
    ...listView,
    Controller: QuickbooksMappingListController,
});
