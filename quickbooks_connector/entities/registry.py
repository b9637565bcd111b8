from odoo import api, models, tools


class QuickbooksEntity(models.AbstractModel):
    """How the engine finds the entities: it knows none by name.

    Which model stands for what is settled once the add-ons are loaded, and asked for
    every row that is sent: the names are kept.
    """

    _inherit = "quickbooks.entity"

    @api.model
    def _registry(self):
        """Return ``{QuickBooks entity: entity model}``, lowest rank first.

        Where records of several Odoo models become one kind, the model that leads it:
        it answers what is asked of the kind, such as what is new in QuickBooks.
        """
        return {kind: self.env[name] for kind, name in self._lead_names().items()}

    @api.model
    def _all(self):
        """Return every entity model, variants too, lowest rank first."""
        return [self.env[name] for name in self._all_names()]

    @api.model
    @tools.ormcache()
    def _all_names(self):
        models_ = [
            self.env[name]
            for name in self.pool.descendants(["quickbooks.entity"], "_inherit")
        ]
        found = [entity for entity in models_ if entity._qbo_entity]
        found.sort(key=lambda entity: (entity._rank, entity._qbo_entity, entity._name))
        return tuple(entity._name for entity in found)

    @api.model
    def _get(self, qbo_entity, res_model=None):
        """Return the entity model of ``qbo_entity``.

        :param str res_model: of the record in question, where it is known: the kind
            may have a variant for it
        :raise KeyError: no installed add-on knows it
        """
        name = self._variant_names().get((qbo_entity, res_model))
        return self.env[name or self._lead_names()[qbo_entity]]

    @api.model
    def _find(self, qbo_entity, res_model=None, facet=""):
        """Return the same for ``facet``; nothing when no installed add-on knows it."""
        if qbo_entity not in self._lead_names():
            return None
        return self._get(qbo_entity, res_model)._for_facet(facet)

    @api.model
    @tools.ormcache()
    def _lead_names(self):
        return {
            entity._qbo_entity: entity._name
            for entity in self._all()
            if not entity._is_variant
        }

    @api.model
    @tools.ormcache()
    def _variant_names(self):
        return {
            (entity._qbo_entity, entity._odoo_model): entity._name
            for entity in self._all()
            if entity._is_variant
        }

    @api.model
    @tools.ormcache("model_name")
    def _get_tracked(self, model_name):
        """Return the names of the fields of ``model_name`` whose edits are sent."""
        tracked = set()
        for entity in self._all():
            if not entity._exports:
                continue
            if entity._odoo_model == model_name:
                tracked.update(entity._get_field_map())
            tracked.update(entity._get_watched().get(model_name, ()))
        return frozenset(tracked)
