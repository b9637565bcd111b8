"""Why a document differs, as far as anybody can tell: causes of ``sync/words/``."""

from odoo.tools import format_date

from ..entities.cause import EntityError
from .figures import DOCUMENTS, ENTRY

#: Lines that are explained together.
CHUNK = 500


def explain(scope, lines):
    """Give each of ``lines``, which differ, the cause that it has."""
    ids = lines.filtered(lambda line: not line.cause).ids
    for start in range(0, len(ids), CHUNK):
        some = lines.browse(ids[start : start + CHUNK])
        links, notices = _links(scope, some), _notices(scope, some)
        for line in some:
            key = (line.res_model, line.res_id)
            own = links.get(key, scope.env["quickbooks.binding"])
            notice = notices.get((line.entity, line.qbo_id))
            cause, args = _why(scope, line, own, notice)
            if cause:
                line.write({"cause": cause, "cause_args": args or False})


def _links(scope, lines):
    """Return ``{(model, id): links}`` of the records of some lines."""
    found = {}
    for model, rows in lines.filtered("res_id").grouped("res_model").items():
        bindings = scope.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", scope.connection.id),
                ("res_model", "=", model),
                ("res_id", "in", rows.mapped("res_id")),
            ]
        )
        for res_id, own in bindings.grouped("res_id").items():
            found[model, res_id] = own.filtered(lambda row: not row._is_hanging())
    return found


def _notices(scope, lines):
    """Return ``{(entity, QuickBooks id): notice}`` of changes not taken over yet."""
    notices = scope.env["quickbooks.inbound"].search(
        [
            ("connection_id", "=", scope.connection.id),
            ("qbo_id", "in", [id_ for id_ in lines.mapped("qbo_id") if id_]),
        ]
    )
    return {(notice.entity, notice.qbo_id): notice for notice in notices}


def _why(scope, line, links, notice):
    """Return ``(cause, args)``; nothing when nobody can tell."""
    if notice:
        return (notice.cause, notice.cause_args) if notice.cause else _only("coming")
    held = links.filtered(lambda row: row.cause)[:1]
    if held:
        return held.cause, held.cause_args
    if links.filtered(lambda row: row.state in ("pending", "modified")):
        return _only("waiting")
    if not line.res_id:
        return _why_only_there(scope, line)
    if not line.qbo_id:
        return _why_only_here(scope, line, links)
    return _why_otherwise(scope, line)


def _only(code):
    return f"ledger_{code}", None


def _why_only_there(scope, line):
    """Return why Odoo does not have it."""
    start = scope.connection.start_date
    if line.qbo_date and line.qbo_date < start:
        return "ledger_before", {"start": format_date(scope.env, start)}
    entity = scope.env["quickbooks.entity"]._find(line.entity)
    if line.entity == ENTRY:
        return _only("entry_there")
    if entity is None or not entity._receives(scope.connection):
        return _only("not_taken")
    return _only("only_there")


def _why_only_here(scope, line, links):
    """Return why QuickBooks does not have it."""
    if links.filtered("qbo_id"):
        return _only("gone_there")
    if links.filtered(lambda row: row.state == "skipped"):
        return _only("left_out")
    record = line._get_record()
    sent = False
    for entity in scope.env["quickbooks.entity"]._all():
        if entity._odoo_model != record._name or not entity._sends(scope.connection):
            continue
        why = entity._why_not_sent(record, scope.connection)
        if isinstance(why, EntityError):
            return why.cause, why.cause_args
        domain = entity._domain_sendable(scope.connection)
        sent = sent or bool(record.filtered_domain(domain))
    return _only("not_sent" if sent else "entry_here")


def _why_otherwise(scope, line):
    """Return why both have it with other figures."""
    record = line._get_record()
    if record._name == "account.move" and record.state != "posted":
        return _only("not_posted")
    is_document = line.entity in DOCUMENTS
    if is_document and not line.qbo_amount and line.amount:
        return _only("void_there")
    same_total = not line.currency_id.compare_amounts(line.amount, line.qbo_amount)
    same_tax = not line.currency_id.compare_amounts(line.tax, line.qbo_tax)
    if is_document and not same_tax and _is_taxed_there(scope):
        return "ledger_tax_there", _amounts(line, "tax", "qbo_tax")
    if is_document and same_total and same_tax:
        return "ledger_applied", _amounts(line, "balance", "qbo_balance")
    return None, None


def _is_taxed_there(scope):
    return scope.is_us and scope.connection.us_tax_way == "quickbooks"


def _amounts(line, own, other):
    money = line.currency_id
    return {"here": money.format(line[own]), "there": money.format(line[other])}
