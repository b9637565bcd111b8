"""How PostgreSQL finds the rows of a statement."""

import json

#: Characters of a statement that are kept.
SHOWN = 2000

#: The tables that grow with the years.
TABLES = ("quickbooks_binding", "quickbooks_sync_log")


def read_plan(cr, text: str) -> dict:
    """Return which indexes a statement uses, and which of our tables it reads whole.

    :param text: as it was sent to PostgreSQL
    """
    begins = text.lstrip().upper()
    if not begins.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
        return {"statement": begins[:SHOWN], "indexes": [], "whole": []}
    cr.execute(f"EXPLAIN (FORMAT JSON) {text.replace('%', '%%')}", ())
    found = cr.fetchone()[0]
    found = json.loads(found) if isinstance(found, str) else found
    nodes = list(_nodes(found[0]["Plan"]))
    return {
        "statement": " ".join(text.split())[:SHOWN],
        "indexes": sorted({node["Index Name"] for node in nodes if _ours(node)}),
        "whole": sorted(
            {
                node["Relation Name"]
                for node in nodes
                if node["Node Type"].endswith("Seq Scan")
                and node["Relation Name"] in TABLES
            }
        ),
    }


def _ours(node: dict) -> bool:
    return node.get("Index Name", "").startswith(TABLES)


def _nodes(plan: dict):
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
