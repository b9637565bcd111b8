"""What is shown, and decided, of a record that both sides changed."""

from odoo import models

from .cause import WHOLE, EntityError


class QuickbooksEntity(models.AbstractModel):
    """A record is compared part by part: what a part is, the entity says.

    Who is right about a part stands in the context while an object is taken over:
    ``quickbooks_choices``, ``{part: "odoo" or "quickbooks"}``.
    """

    _inherit = "quickbooks.entity"

    def _side_of(self, part):
        """Return who was said to be right about ``part``, nothing if nobody was."""
        choices = self.env.context.get("quickbooks_choices") or {}
        return choices.get(part) or choices.get(WHOLE)

    def _kept_here(self, clashing):
        """Return those of the parts ``clashing`` about which Odoo is right.

        :raise EntityError: nobody has said who is right about some
        """
        undecided = sorted(part for part in clashing if not self._side_of(part))
        if undecided:
            raise EntityError("changed_both", fields=undecided)
        return {part for part in clashing if self._side_of(part) == "odoo"}

    def _compare(self, record, obj, binding, connection):
        """Return what both sides say of ``record``, see :func:`told`.

        :param obj: as it is in QuickBooks now, ``None`` when it was deleted there
        """
        return []

    def _snapshot(self, record, connection):
        """Return what Odoo says of ``record``, in the form of an object."""
        return {}

    def _restore(self, record, obj, part, connection):
        """Write what ``obj`` says of ``part`` into ``record``, as a person would.

        :raise EntityError: it can't be done
        """
        raise NotImplementedError


def told(part, label, texts, changed, is_money=False):
    """Return one row of a comparison, as plain values.

    :param texts: what was agreed on, what Odoo and what QuickBooks say now
    :param changed: whether Odoo has changed it, and whether QuickBooks has
    """
    agreed, here, there = texts
    here_changed, there_changed = changed
    return {
        "part": part,
        "label": label,
        "agreed": agreed,
        "here": here,
        "there": there,
        "here_changed": here_changed,
        "there_changed": there_changed,
        "is_money": is_money,
    }
