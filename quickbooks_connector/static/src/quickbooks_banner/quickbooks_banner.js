import { Component, onWillStart, useState } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

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

export class QuickbooksTodoRenderer extends KanbanRenderer {
    static template = "quickbooks_connector.TodoRenderer";
    static components = { ...KanbanRenderer.components, QuickbooksBanner };
}

registry.category("views").add("quickbooks_todo_kanban", {
    ...kanbanView,
    Renderer: QuickbooksTodoRenderer,
});
