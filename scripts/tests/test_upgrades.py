"""An upgrade keeps what the add-on knows, and what it loses is told."""

import json

import pytest

from scripts import bootstrap
from scripts.databases import Databases
from scripts.inside_call import MARK
from scripts.odoo_log import complaints
from scripts.upgrades.run import kept, lacking, relinked, wrote

LINKS = {"1": {"id": 1, "qbo_id": "7", "state": "synced"}}


def _with(**changes):
    return {"quickbooks_binding": {"1": LINKS["1"] | changes}, "res_partner": 3}


def test_what_is_kept_is_no_fault():
    assert kept(_with(), _with()) == []
    assert kept(_with(), _with(facet="")) == [], "a column that came with the upgrade"


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (_with(state="pending"), "state was 'synced' and is 'pending'"),
        (_with(qbo_id=None), "qbo_id was '7' and is None"),
        (_with() | {"quickbooks_binding": {}}, "binding 1 is gone"),
        (_with() | {"quickbooks_binding": LINKS | {"2": {"id": 2}}}, "2 is new"),
        (_with() | {"res_partner": 4}, "res_partner had 3 rows and has 4"),
    ],
)
def test_what_is_lost_or_double_or_another_is_told(after, said):
    (fault,) = kept(_with(), after)
    assert said in fault


def test_what_is_sent_without_an_edit_is_told():
    assert wrote("then", {"Customer.update": 1}, {"Customer.update": 1}) == []
    (fault,) = wrote("then", {"Customer.update": 1, "Item.create": 1}, {})
    assert "Item.create" in fault


def test_a_state_that_nothing_is_in_is_told():
    assert len(lacking({"quickbooks_binding": LINKS})) == 3


def test_a_record_that_is_linked_to_another_object_than_before_is_told():
    def found(qbo_id):
        row = {"res_model": "res.partner", "res_id": 3, "entity": "Customer"}
        return {"quickbooks_binding": {"1": row | {"qbo_id": qbo_id}}}

    assert relinked(found("7"), found("7")) == []
    assert relinked(found("7"), found(None)) == [], "it is not linked again yet"
    (fault,) = relinked(found("7"), found("8"))
    assert "was 7 in QuickBooks and is 8" in fault


#: Links as they may be at any moment, a setting, and a job that somebody has changed.
UPGRADE = """
from scripts.inside_call import answer

def held():
    env.cr.execute("SELECT table_name FROM information_schema.tables"
                   " WHERE table_name LIKE 'quickbooks%' AND table_type = 'BASE TABLE'")
    tables = sorted(name for name, in env.cr.fetchall()) + ["ir_cron"]
    found = {}
    for table in tables:
        env.cr.execute(f"SELECT t::text FROM {table} t ORDER BY t::text")
        found[table] = [row for row, in env.cr.fetchall()]
    return found

connection = env["quickbooks.connection"].create(
    {"state": "connected", "is_live": True, "realm_id": "77", "client_id": "x",
     "customer_direction": "out", "poll_minutes": 7}
)
connection._get_crons().active = False
states = ["pending", "synced", "modified", "failed", "conflict", "skipped"]
partners = env["res.partner"].create([{"name": state} for state in states])
env["quickbooks.binding"].create(
    [
        {"connection_id": connection.id, "res_model": "res.partner", "res_id": one.id,
         "entity": "Customer", "state": one.name, "is_due": one.name == "modified",
         "qbo_id": one.id if one.name != "pending" else False, "sync_token": "3",
         "request_id": "r" if one.name == "pending" else False}
        for one in partners
    ]
)
env["quickbooks.inbound"].create(
    {"connection_id": connection.id, "entity": "Customer", "qbo_id": "99"}
)
group = env.ref("quickbooks_connector.quickbooks_group_user")
group.comment = "what an upgrade writes anew"
env.cr.commit()
before = held()
env["ir.module.module"].search(
    [("name", "like", "quickbooks_connector%"), ("state", "=", "installed")]
).button_immediate_upgrade()
env.cr.commit()
after = held()
changed = {
    table: [before[table], after.get(table)]
    for table in before if before[table] != after.get(table)
}
links = len(before["quickbooks_binding"])
answer({"comment": group.comment, "links": links, "changed": changed})
"""


def test_an_upgrade_writes_no_link_setting_or_job():
    databases = Databases(bootstrap.ensure(), {"log_level": "warn"})
    with databases.clone("addon", "upgrade") as name:
        out = databases.script(name, UPGRADE, "upgrade")
    assert not complaints(out)
    found = json.loads(out.partition(MARK)[2].splitlines()[0])
    assert "writes anew" not in found["comment"], "nothing was upgraded"
    assert found["links"] == 6 and found["changed"] == {}
