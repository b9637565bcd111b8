import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { listView } from "@web/views/list/list_view";

import { countingList } from "../quickbooks_counting_list/quickbooks_counting_list";

/** The list of contacts or products to match, whose button says how many it applies. */
export const QuickbooksPairingListController = countingList(
    "action_apply",
    (count) => _t("Apply %(count)s", { count }),
    ({ context }) => [
        ["state", "in", ["open", "failed"]],
        ["decision", "!=", "ask"],
        ["res_model", "=", context.pairing_model || "res.partner"],
        ["company_id", "in", user.activeCompanies.map((company) => company.id)],
    ]
);

registry.category("views").add("quickbooks_pairing_list", {
    ...listView,
    Controller: QuickbooksPairingListController,
});
