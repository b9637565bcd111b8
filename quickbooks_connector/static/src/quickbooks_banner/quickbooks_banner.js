import { Component, onWillStart, useState } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** What keeps all work with QuickBooks, above a screen of ours; else nothing. */
export class QuickbooksBanner extends Component {
    static template = "quickbooks_connector.Banner";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ banner: false });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.banner = await this.orm.call("quickbooks.connection", "get_banner", []);
    }

    async run(method) {
        const { id } = this.state.banner;
        const action = await this.orm.call("quickbooks.connection", method, [[id]]);
        if (action) {
            await this.action.doAction(action);
        } else {
            await this.load();
        }
    }
}

export class QuickbooksBannerKanbanRenderer extends KanbanRenderer {
    static template = "quickbooks_connector.BannerKanbanRenderer";
    static components = { ...KanbanRenderer.components, QuickbooksBanner };
}

export class QuickbooksBannerListRenderer extends ListRenderer {
    static template = "quickbooks_connector.BannerListRenderer";
    static components = { ...ListRenderer.components, QuickbooksBanner };
}

registry.category("views").add("quickbooks_banner_kanban", {
    ...kanbanView,
    Renderer: QuickbooksBannerKanbanRenderer,
});
registry.category("views").add("quickbooks_banner_list", {
    ...listView,
    Renderer: QuickbooksBannerListRenderer,
});
