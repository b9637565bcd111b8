"""A dry run: the push itself, up to the request, with everything rolled back.

The lines of a plan stand for the bindings that going live would make due. Each step
takes some of them, gives them real bindings inside a savepoint, lets the push's own
methods decide (``sync/preparation.py``), reads what became of them, rolls back, and
keeps only that. QuickBooks is read; nothing is written there, and nothing here but
the plan.
"""

from collections import defaultdict
from contextlib import contextmanager

from ..api import loads_exact
from ..const import MATCH_CHUNK, REHEARSE_CHUNK
from . import compare
from .preparation import Preparation, as_matched
from .store import Store

_REFUSED = {"failed", "conflict", "skipped"}


class Rehearsal(Preparation):
    """The dry run of one plan.

    :param plan: a ``quickbooks.plan``, as the worker sees it
    :param client: to read QuickBooks with
    :param commit: called before QuickBooks is asked
    """

    def __init__(self, plan, client, commit):
        super().__init__(plan.connection_id, _SilentStore(plan.connection_id))
        self.plan = plan
        self.lines = self.env["quickbooks.plan.line"]
        self.client = client
        self._commit = commit

    def step(self):
        """Do the next piece of work; tell whether there was one."""
        self.connection = self.connection._remembering()
        for work, limit in (
            ("expand", REHEARSE_CHUNK),
            ("match", MATCH_CHUNK),
            ("send", REHEARSE_CHUNK),
        ):
            lines = self._next(work, limit)
            if lines:
                getattr(self, f"_{work}")(lines)
                return True
        return False

    def _next(self, step, limit):
        return self.lines.search(
            [("plan_id", "=", self.plan.id), ("step", "=", step)],
            order="rank, id",
            limit=limit,
        )

    # === THE STAGE === #

    @contextmanager
    def _staged(self, lines, others=None):
        """Give ``lines`` bindings, and their needs and ``others``, for the time being.

        Yield ``{line: binding}``; whatever is written inside is undone.
        """
        savepoint = self.env.cr.savepoint()
        try:
            there = lines.need_ids | (self.lines if others is None else others)
            yield self._stage(lines, there - lines)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _stage(self, lines, there):
        known = self._find_bindings(lines | there)
        staged, missing, vals_list = {}, [], []
        for line in (lines | there).sorted(lambda line: (line.rank, line.id)):
            row = known.get(_key(line), self.bindings)
            vals = self._staged_vals(line, row, line in there)
            if row:
                row.write(vals)
                staged[line] = row
            else:
                missing.append(line)
                vals_list.append(self._binding_vals(line) | vals)
        created = self.bindings.create(vals_list)
        self.env.invalidate_all()
        return staged | dict(zip(missing, created, strict=True))

    def _find_bindings(self, lines):
        found = {}
        for (entity, model), group in lines.grouped(
            lambda line: (line.entity, line.res_model)
        ).items():
            rows = self.bindings.search(
                [
                    ("connection_id", "=", self.connection.id),
                    ("entity", "=", entity),
                    ("res_model", "=", model),
                    ("res_id", "in", group.mapped("res_id")),
                ]
            )
            found |= {_key(row): row for row in rows}
        return found

    def _binding_vals(self, line):
        return {
            "connection_id": self.connection.id,
            "entity": line.entity,
            "res_model": line.res_model,
            "res_id": line.res_id,
            "facet": line.facet,
            "rank": line.rank,
        }

    def _staged_vals(self, line, row, there):
        """Return what the binding of ``line`` would say at this point of the push.

        :param there: the line is not looked at itself: it has its place in QuickBooks
        """
        vals = {
            "step": "expand" if line.step == "done" else line.step,
            "is_due": not there,
            "state": "modified" if row.qbo_id else "pending",
            "cause": False,
            "approved_as": False,
        }
        if line.qbo_name:
            vals["qbo_name"] = line.qbo_name
        if line.operation == "refuse":
            vals |= {"state": "failed", "cause": line.cause}
        elif line.operation == "skip":
            vals["state"] = "skipped"
        elif line.qbo_id:
            vals |= {"qbo_id": line.qbo_id, "state": "synced"}
        elif there and line.step in ("send", "done") and not row.qbo_id:
            vals |= {"qbo_id": _new_id(line), "state": "synced"}
        return vals

    # === THE STEPS === #

    def _expand(self, lines):
        """Name the records and note what they need, with lines of their own."""
        outcomes, wanted = {}, defaultdict(list)
        with self._staged(lines) as staged:
            rows = self._rows(lines, staged)
            told = {row: self._summary(row, record) for row, record in self._of(rows)}
            going = lines.filtered(lambda line: not line.operation)
            needs = self._gather(self._rows(going, staged))
            for line in lines:
                row = staged[line]
                outcomes[line] = told.get(row)
                if line in going:
                    outcomes[line] = self._outcome(row, told.get(row), row.step)
                    for need in needs.get(row, ()):
                        if self._is_wanted(need):
                            wanted[line].append(self._line_vals(need))
                elif told.get(row):
                    outcomes[line] = told[row] | {"step": "done"}
        self._keep(outcomes)
        self._add_needs(wanted)

    def _of(self, rows):
        """Return ``[(binding, record)]`` of the records that exist."""
        return [(row, record) for row, record in rows._get_records().items() if record]

    def _summary(self, row, record):
        entity = row._get_entity()
        return {"record_name": record.display_name} | entity._summarise(record)

    def _is_wanted(self, need):
        """Tell whether what is needed would be sent too."""
        binding = self._binding_of(need)
        return not binding or (not binding.qbo_id and binding.is_due)

    def _line_vals(self, need):
        entity, record = self._entity_of(need), need.record
        return {
            "plan_id": self.plan.id,
            "connection_id": self.connection.id,
            "company_id": self.plan.company_id.id,
            "entity": need.entity,
            "res_model": record._name,
            "res_id": record.id,
            "facet": need.facet,
            "rank": entity._get_rank(record),
        }

    def _add_needs(self, wanted):
        """Add lines for what is needed and not in the plan yet, and tie them up."""
        asked = {_vals_key(vals): vals for group in wanted.values() for vals in group}
        known = {}
        for (entity, model), keys in _grouped(asked).items():
            found = self.lines.search(
                [
                    ("plan_id", "=", self.plan.id),
                    ("entity", "=", entity),
                    ("res_model", "=", model),
                    ("res_id", "in", [key[2] for key in keys]),
                ]
            )
            known |= {_key(line): line for line in found}
        fresh = [vals for key, vals in asked.items() if key not in known]
        known |= {_key(line): line for line in self.lines.create(fresh)}
        there = self.lines.concat(*wanted).exists()
        self.lines._tie_to(
            {
                line: self.lines.concat(*(known[_vals_key(vals)] for vals in group))
                for line, group in wanted.items()
                if line in there
            }
        )

    def _match(self, lines):
        """Ask QuickBooks which of the new ones it has already."""
        answers = self._answers(lines, "_match_statements")
        found_ids = {obj["Id"] for rows in answers for obj in rows}
        others = self._in_the_way(lines, found_ids)
        outcomes = {}
        with self._staged(lines, others) as staged:
            rows = self._rows(lines, staged)
            for look in self._ask(rows):
                found = look.share(answers)
                self._add_planned(look.entity, others, found)
                self._take_matches(look, found, rows)
            for line in lines:
                outcomes[line] = self._match_outcome(line, staged[line])
        self._keep(outcomes)

    def _answers(self, lines, question):
        """Ask QuickBooks a ``question`` of the entities about ``lines``."""
        with self._staged(lines) as staged:
            looks = self._ask(self._rows(lines, staged), question)
            texts = [text for look in looks for text in look.texts]
        if texts:
            self._commit()
        return self._query(texts)

    def _rows(self, lines, staged):
        return self.bindings.concat(*(staged[line] for line in lines))

    def _in_the_way(self, lines, found_ids):
        """Return the lines that have taken what ``lines`` may want: objects, names."""
        names = set()
        for line, record in lines._get_records().items():
            tried = line._get_entity()._names_to_try(record) if record else ()
            names.update(name.casefold() for name in tried)
        return self.lines.search(
            [
                ("plan_id", "=", self.plan.id),
                ("id", "not in", lines.ids),
                ("operation", "!=", "refuse"),
                "|",
                ("qbo_id", "in", list(found_ids)),
                ("taken_name", "in", list(names)),
            ]
        )

    def _add_planned(self, entity, others, found):
        """Add to what was ``found`` that which would have been created before."""
        alike = others.filtered_domain(
            [("res_model", "=", entity._odoo_model), ("qbo_id", "=", False)]
        )
        for line in alike.filtered("taken_name"):
            key = entity._namesake_key(line.entity)
            if key:
                obj = {"Id": _new_id(line), entity._name_key: line.taken_name}
                found[key].append(obj)

    def _match_outcome(self, line, row):
        if row.qbo_id and row.state == "synced":
            return {
                "operation": "link",
                "step": "done",
                "qbo_id": row.qbo_id,
                "qbo_name": row.qbo_name,
                "digest": as_matched({"Id": row.qbo_id}),
            }
        record = row._get_record()
        tried = line._get_entity()._names_to_try(record) if record else []
        name = row.qbo_name or next(iter(tried), "")
        told = {"qbo_name": row.qbo_name, "taken_name": name.casefold()}
        return self._outcome(row, told, row.step)

    def _send(self, lines):
        """Compose what would be sent, those first that others need."""
        lines = lines.filtered(lambda line: line.rank == lines[0].rank)
        answers = self._answers(lines, "_refusal_statements")
        outcomes = dict.fromkeys(lines)
        with self._staged(lines) as staged:
            rows = self._rows(lines, staged)
            refused = {}
            for look in self._ask(rows, "_refusal_statements"):
                found = look.share(answers)
                refused |= look.entity._refusals(look.records, found, self.connection)
            by_row = {staged[line]: line for line in lines}
            for entity, row, record in self._with_records(rows):
                told = self._composed(entity, row, record)
                found = refused.get(record)
                if told and isinstance(found, dict):
                    # It is there: the push finds it once its number is refused.
                    told |= {"operation": "link", "qbo_id": found["Id"]}
                elif told and found:
                    self.store.hold(row, record, found)
                outcomes[by_row[row]] = self._outcome(row, told, "done")
        self._keep(outcomes)

    def _composed(self, entity, row, record):
        """Return what would be sent, in the words of a line; nothing when none is."""
        if not record:
            return None
        new = not row.qbo_id
        # What is said of a record does not hang on ids that QuickBooks has yet to give.
        saying = entity.with_context(quickbooks_unplaced=new)
        operation, payload = self._build(saying, row, record)
        if not payload:
            return None
        if new and entity._matches:
            digest = as_matched(None)
        else:
            digest = compare.digest(payload) if new else self._digest(entity, record)
        told = entity._summarise(record, loads_exact(payload))
        return told | {"operation": operation, "digest": digest}

    # === WHAT IS KEPT === #

    def _outcome(self, row, told, step):
        """Return the values of a line; nothing when there is nothing to tell."""
        if row.state in _REFUSED:
            if row.cause == "deleted_here":
                return None
            args = dict(row.cause_args or {})
            args.pop("binding", None)
            refused = {"operation": "refuse", "cause": row.cause, "cause_args": args}
            return (told or {}) | refused | {"step": "done"}
        return told and told | {"step": step}

    def _keep(self, outcomes):
        """Write what came out; lines about which there is nothing to tell go."""
        gone = self.lines
        for line, vals in outcomes.items():
            if vals:
                line.write({key: value or False for key, value in vals.items()})
            else:
                gone |= line
        gone.unlink()
        self.env.flush_all()


class _SilentStore(Store):
    """A store that writes what becomes of bindings, and tells nobody."""

    def _told(self, exchange=None):
        return _Silence()

    def connection_error(self, error):
        """Leave it to the run, which waits or fails."""
        raise error


class _Silence:
    """Stands for ``Told`` where nothing is to be told."""

    def done(self, *_args):
        """Tell nobody."""

    held = waiting = done

    def publish(self):
        """Write nothing."""


def _new_id(line):
    """Return what stands for the id that QuickBooks would give."""
    return f"new-{line.id}"


def _key(line):
    return (line.entity, line.res_model, line.res_id, line.facet)


def _vals_key(vals):
    return tuple(vals[name] for name in ("entity", "res_model", "res_id", "facet"))


def _grouped(asked):
    groups = defaultdict(list)
    for key in asked:
        groups[key[:2]].append(key)
    return groups
