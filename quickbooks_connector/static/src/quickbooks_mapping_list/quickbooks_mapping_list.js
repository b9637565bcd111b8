import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { listView } from "@web/views/list/list_view";

import { countingList } from "../quickbooks_counting_list/quickbooks_counting_list";

/** The list of matches, whose first button says how many it accepts. */
export const QuickbooksMappingListController = countingList(
    "action_accept_sure",
    (count) => _t("Accept %(count)s sure", { count }),
    () => [
        ["state", "=", "proposed"],
        ["confidence", "=", "sure"],
        ["company_id", "in", user.activeCompanies.map((company) => company.id)],
    ]
);

registry.category("views").add("quickbooks_mapping_list", {
    ...listView,
    Controller: QuickbooksMappingListController,
});
