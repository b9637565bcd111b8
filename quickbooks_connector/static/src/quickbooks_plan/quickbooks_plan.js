import { Component, onWillStart, onWillUpdateProps, onWillUnmount, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** Milliseconds between two looks at a dry run that is under way. */
const PATIENCE = 3000;

/** What stands above the lines of a dry run: its counts, and what may be done with it. */
export class QuickbooksPlanSummary extends Component {
    static template = "quickbooks_connector.PlanSummary";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ plan: null });
        onWillStart(() => this.load());
        onWillUpdateProps(() => this.load());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get planId() {
        return this.env.searchModel.globalContext.plan_id;
    }

    get tiles() {
        const labels = {
            create: _t("Create"),
            update: _t("Update"),
            link: _t("Link"),
            void: _t("Void"),
            later: _t("Later"),
            skip: _t("Left out"),
            refuse: _t("Refused"),
        };
        const rare = ["void", "later"];
        const counts = this.state.plan.counts;
        return Object.entries(labels)
            .map(([name, label]) => ({ name, label, count: counts[name] }))
            .filter(({ name, count }) => count || !rare.includes(name));
    }

    get approveLabel() {
        const { approvable, total } = this.state.plan;
        return _t("Approve %(count)s (%(total)s)", { count: approvable, total });
    }

    async load() {
        clearTimeout(this.timer);
        if (!this.planId) {
            return;
        }
        const before = this.state.plan?.state;
        this.state.plan = await this.orm.call("quickbooks.plan", "get_summary", [
            [this.planId],
        ]);
        const computing = this.state.plan.state === "computing";
        if (computing) {
            this.timer = setTimeout(() => this.load(), PATIENCE);
        } else if (before === "computing") {
            await this.env.searchModel.search();
        }
    }

    /** Show the lines of one tile alone. */
    filter(name) {
        const model = this.env.searchModel;
        const [item] = model.getSearchItems((candidate) => candidate.name === name);
        model.query = [];
        model.toggleSearchItem(item.id);
    }

    async run(method) {
        const action = await this.orm.call("quickbooks.plan", method, [[this.planId]]);
        await this.action.doAction(action);
    }

    approve() {
        const { approvable, total, is_live } = this.state.plan;
        const names = { count: approvable, total };
        this.dialog.add(ConfirmationDialog, {
            title: this.approveLabel,
            body: is_live
                ? _t(
                      "%(count)s records are sent to QuickBooks now, documents of %(total)s among them.",
                      names
                  )
                : _t(
                      "%(count)s records are sent to QuickBooks when you go live, documents of %(total)s among them.",
                      names
                  ),
            confirmLabel: _t("Approve"),
            confirm: () => this.run("action_approve"),
            cancelLabel: _t("Not yet"),
            cancel: () => {},
        });
    }
}

export class QuickbooksPlanListRenderer extends ListRenderer {
    static template = "quickbooks_connector.PlanListRenderer";
    static components = { ...ListRenderer.components, QuickbooksPlanSummary };
}

export class QuickbooksPlanKanbanRenderer extends KanbanRenderer {
    static template = "quickbooks_connector.PlanKanbanRenderer";
    static components = { ...KanbanRenderer.components, QuickbooksPlanSummary };
}

registry.category("views").add("quickbooks_plan_list", {
    ...listView,
    Renderer: QuickbooksPlanListRenderer,
});
registry.category("views").add("quickbooks_plan_kanban", {
    ...kanbanView,
    Renderer: QuickbooksPlanKanbanRenderer,
});
