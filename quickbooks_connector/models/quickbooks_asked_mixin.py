from odoo import api, models
from odoo.exceptions import UserError

from ..sync import words


class QuickbooksAskedMixin(models.AbstractModel):
    """A question about records that anybody with rights may ask, from outside too.

    Models that inherit it have the field ``res_model``.
    """

    _name = "quickbooks.asked.mixin"
    _description = "Question about Records"

    @api.constrains("res_model")
    def _check_res_model(self):
        """Refuse questions about what has nothing to do with QuickBooks.

        :raise UserError: it is about something else
        """
        synced = self.env.registry["quickbooks.synced.mixin"]
        for question in self:
            model = question.res_model
            if model not in self.env or not isinstance(self.env[model], synced):
                sentence = words.sentence(self.env, "no_counterpart", {"record": model})
                raise UserError(sentence)
