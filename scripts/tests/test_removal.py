"""Removing the add-on leaves Odoo's database as it was before."""

from scripts import bootstrap
from scripts.databases import Databases

#: Everything that a module adds to a database, by kind and name.
STRUCTURE = """
    SELECT 'table', relname FROM pg_class
     WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'column', table_name || '.' || column_name
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index', indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint', conname FROM pg_constraint
"""
RECORDS = """
    SELECT model || ' ' || name FROM ir_model_data WHERE module LIKE 'quickbooks%'
    UNION ALL SELECT 'cron ' || cron_name FROM ir_cron WHERE cron_name LIKE 'QuickB%'
    UNION ALL SELECT 'model ' || model FROM ir_model WHERE model LIKE 'quickbooks%'
    UNION ALL SELECT 'field ' || name FROM ir_model_fields WHERE name LIKE 'qbo%'
    UNION ALL SELECT 'view ' || name FROM ir_ui_view WHERE arch_db::text LIKE '%qbo_%'
    UNION ALL SELECT 'message ' || id FROM mail_message WHERE model LIKE 'quickbooks%'
    UNION ALL SELECT 'activity ' || id FROM mail_activity
     WHERE res_model LIKE 'quickbooks%'
"""
#: A connection with its jobs and an activity; and a plan that is in use.
REMOVE = """
connection = env["quickbooks.connection"].create(
    {"company_id": env.ref("base.main_company").id, "client_id": "x"}
)
connection.activity_schedule("mail.mail_activity_data_todo", note="Sign in")
plan = env.ref("quickbooks_connector.analytic_plan_classes")
env["account.analytic.account"].create({"name": "North", "plan_id": plan.id})
env.cr.commit()
modules = env["ir.module.module"].search(
    [("name", "like", "quickbooks_connector%"), ("state", "=", "installed")]
)
modules.button_immediate_uninstall()
env.cr.commit()
"""


def test_removing_the_add_on_leaves_nothing_but_a_plan_that_is_in_use():
    databases = Databases(bootstrap.ensure(), {"log_level": "warn"})
    with databases.clone("odoo", "bare") as bare:
        before = set(databases.server.sql(STRUCTURE, bare))
    with databases.clone("addon", "removal") as name:
        assert set(databases.server.sql(STRUCTURE, name)) - before
        out = databases.script(name, REMOVE, "removal")
        after = set(databases.server.sql(STRUCTURE, name))
        records = databases.server.sql(RECORDS, name)
        plans = databases.server.sql("SELECT name FROM account_analytic_plan", name)
    assert "ERROR" not in out, out[-2000:]
    assert records == []
    assert not before - after
    assert "QuickBooks classes" in str(plans)
    assert "QuickBooks locations" not in str(plans), "it was not in use"
    left = after - before
    assert left, "the column of the plan that is in use"
    assert all("account_analytic_line" in line for line in left)
