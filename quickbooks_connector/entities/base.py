from decimal import Decimal

from odoo import models, tools

from . import convert
from .cause import EntityError
from .known import Known


class QuickbooksEntity(models.AbstractModel):
    """How the records of one Odoo model become one QuickBooks entity, and back.

    One model per entity inherits this one; the engine finds it through the registry
    and knows none by name. An entity turns values into values: it makes no request,
    and the push and the pull never look inside.

    To add a field to what is sent, received, watched and shown, extend the map::

        class QuickbooksEntityCustomer(models.AbstractModel):
            _inherit = "quickbooks.entity.customer"

            def _get_field_map(self):
                return super()._get_field_map() | {"x_fax": "Fax.FreeFormNumber"}
    """

    _name = "quickbooks.entity"
    _description = "QuickBooks Entity"

    #: QuickBooks' name of the entity; empty for bases that are none themselves.
    _qbo_entity = ""
    #: The Odoo model whose records become it.
    _odoo_model = ""
    #: Another entity model leads this kind; this one is for records of its own model.
    _is_variant = False
    #: Lower ranks are sent, and applied, before higher ones.
    _rank = 0
    #: Records of Odoo are sent.
    _exports = True
    #: Changes in QuickBooks are asked for and applied.
    _imports = False
    #: Objects that were born in QuickBooks are taken over too.
    _imports_new = False
    #: Changes are taken over property by property, see ``entities/mapped.py``.
    _merges = False
    #: New ones are taken over together, see :meth:`_import_together`.
    _imports_together = False
    #: Existing ones are looked up in QuickBooks before one is created.
    _matches = False
    #: The same for what both sides may have made, of which nothing is shared otherwise.
    _seeks = False
    #: Field of the connection that says who wins when both sides changed; empty: ask.
    _policy_field = ""
    #: A person may be asked before one is created there.
    _asks = True
    #: Existing ones are looked up only once QuickBooks has refused a second one.
    _matches_refused = False
    #: Field of the connection that says which way this kind goes; empty: as above.
    _direction_field = ""
    #: Fields watched beside those of the map, per Odoo model.
    _watched = {}
    #: What a duplicate name or number of this entity is called in ``sync/words/``.
    _duplicate_cause = "name_taken"
    #: QuickBooks changes what is not sent without raising the version.
    _changes_silently = False
    #: ``{error code of QuickBooks: cause}`` where it means something of its own here.
    _code_causes = {}
    #: Members of a name list can be inactive; documents can't.
    _has_active = False
    #: Properties by which others name one of this kind, which a merge changes.
    _named_as = ()
    #: Path in the QuickBooks web application that shows one, with ``{id}``.
    _web_path = ""
    #: Part of the Overview that counts it, see ``_get_areas`` of the connection.
    _area = ""

    # === EXPORT === #

    def _get_field_map(self):
        """Return ``{Odoo field: QuickBooks path}`` or ``{…: (path, converter)}``.

        Paths are dotted; converters are names in ``entities/convert.py``, ``"text"``
        when none is given.
        """
        return {}

    def _get_watched(self):
        """Return ``{Odoo model: fields}`` whose edits matter beside the map."""
        return self._watched

    @tools.ormcache()
    def _fields_and_paths(self):
        """Return ``((field, path, converter), …)`` of the map."""
        return tuple(
            (fname, *(target if isinstance(target, tuple) else (target, "text")))
            for fname, target in self._get_field_map().items()
        )

    def _export_ready(self, record, connection):
        """Tell whether ``record`` may be sent as it is now; else it keeps its state."""
        return True

    def _export_operation(self, record, binding):
        """Return ``"create"``, ``"update"``, ``"void"``, ``"delete"`` or ``None``.

        ``None``: there is nothing to do in QuickBooks.
        """
        return "update" if binding.qbo_id else "create"

    def _export_constraints(self, record, connection):
        """Raise an :class:`EntityError` when QuickBooks could only refuse it."""

    def _export_values(self, record, connection):
        """Return the whole of what ``record`` is in QuickBooks, without id and version.

        :raise EntityError: something is missing that only a person can give
        """
        values = {}
        for fname, path, converter in self._fields_and_paths():
            value = convert.to_qbo(converter, record, fname)
            if value is not None:
                convert.put(values, path, value)
        return values

    def _check_answer(self, record, obj, connection):
        """Compare what QuickBooks made of ``record`` with Odoo's figures.

        :return: nothing, or an :class:`EntityError` that says what differs
        """
        return None

    def _doc_number(self, obj):
        """Return the number that QuickBooks shows for ``obj``."""
        return obj.get("DocNumber")

    def _describe(self, obj, connection):
        """Return what the chatter says beside the number: amounts, or nothing."""
        return ""

    def _get_label(self):
        """Return what people call one of this kind, translated."""
        return self._qbo_entity

    def _summarise(self, record, values=None):
        """Return what a dry run tells of ``record``: fields of quickbooks.plan.line.

        :param dict values: what would be sent, once that is known
        """
        return {}

    def _responsible(self, record):
        """Return the user who is told when ``record`` can't be sent, maybe none."""
        user = record.create_uid
        return user if user.active and user._is_internal() else user.browse()

    # === MATCHING === #

    def _is_sought(self, record, binding):
        """Tell whether QuickBooks may have ``record`` already and is asked first."""
        return self._matches or self._seeks

    def _match_statements(self, records, connection):
        """Return ``[(key, query statement)]`` that find existing ones for ``records``.

        All statements of a chunk go out in one batch; keep them few, with ``IN``.
        """
        return []

    def _match(self, records, rows, connection):
        """Choose among what the statements found.

        :param rows: ``{key: [objects]}`` by the keys of :meth:`_match_statements`
        :return: ``{record: object}`` for those found without doubt; a record may map
            to an :class:`EntityError` instead when a person has to choose
        """
        return {}

    def _names_to_try(self, record):
        """Return what ``record`` may be called in QuickBooks, best first."""
        return []

    def _refusal_statements(self, records, connection):
        """Return ``[(key, statement)]`` that find why QuickBooks would refuse some.

        Asked by a dry run only: the push hears it in the answer.
        """
        return []

    def _refusals(self, records, rows, connection):
        """Return ``{record: EntityError}`` of those that QuickBooks would refuse.

        A record may map to an object instead: it is that one, and would be linked.

        :param rows: ``{key: [objects]}`` by the keys of :meth:`_refusal_statements`
        """
        return {}

    def _namesake_key(self, qbo_entity):
        """Return under which key of :meth:`_match` names of ``qbo_entity`` are taken.

        Nothing when the two may share a name.
        """
        return None

    # === IMPORT === #

    def _for_object(self, obj, connection):
        """Return the entity model, this or a variant, that takes a new ``obj`` over."""
        return self

    def _import_object(self, obj, binding, connection):
        """Bring ``obj``, changed in QuickBooks, into Odoo.

        :param binding: of the record it is linked to, empty when it is new
        :return: the record to bind, empty when it is none of ours
        :raise EntityError: a person has to mend something first
        """
        return self.env[self._odoo_model] if self._odoo_model else self.browse()

    def _import_together(self, objects, connection):
        """Bring new ``objects`` into Odoo together, as far as nothing is in doubt.

        What is left out is taken over by :meth:`_import_object`, one by one.

        :return: ``{QuickBooks id: record}``; nothing of it stands where this raises
        """
        return {}

    def _follow_together(self, pairs, connection):
        """Bring what QuickBooks changed into linked records, as far as all is clear.

        What is left out is taken over by :meth:`_import_object`, one by one.

        :param list pairs: ``(binding, object)``; no edit of Odoo's waits on these
        :return: ``{binding: record}``; nothing of it stands where this raises
        """
        return {}

    def _import_standing(self, obj, binding, connection):
        """Take over what QuickBooks says beside what Odoo sent, which still stands."""

    def _known(self, objects, connection):
        """Return what taking ``objects`` over needs to know of Odoo."""
        return Known(connection, objects, self._qbo_entity)

    def _import_rank(self, obj):
        """Return the rank of ``obj``; children are applied after their parents."""
        level = obj.get("Level")
        return self._rank + (level if level in range(10) else 0)

    def _is_inactive(self, binding):
        """Tell whether the counterpart of ``binding`` was made inactive there."""
        return False

    def _import_refusal(self, obj):
        """Return why ``obj`` is never taken over, as an :class:`EntityError`, if so."""
        return None

    def _link_vals(self, record, obj, connection, known=None):
        """Return what the link of ``record`` keeps of ``obj``.

        :param known: a :class:`~.known.Known`, when there are many objects
        """
        return {"doc_number": self._doc_number(obj)}

    def _taken_vals(self, record, obj, binding, connection):
        """Return what ``binding`` keeps of ``obj``, whose news ``record`` has now."""
        return self._link_vals(record, obj, connection)

    def _found_vals(self, record, obj, connection):
        """Return what the link of ``record`` keeps of ``obj``, found to be the same."""
        return {
            "doc_number": self._doc_number(obj),
            "qbo_name": obj.get("DisplayName") or obj.get("Name"),
        }

    def _follow_link(self, record, obj, connection):
        """Note in ``record`` what follows from its link to ``obj``, found for it."""

    def _import_deleted(self, binding, connection):
        """Follow a deletion in QuickBooks.

        :raise EntityError: a person has to decide
        """
        raise EntityError("deleted_there", record=binding._get_record().display_name)

    # === HELPERS FOR ENTITIES === #

    @staticmethod
    def _decimal(value, currency):
        """Return an Odoo amount as the Decimal that is written into a payload."""
        return Decimal(f"{value:.{currency.decimal_places}f}")
