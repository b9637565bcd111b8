"""The taxes of an order, for which nothing is booked yet."""


class Unbooked:
    """Amounts as Odoo will book them: mixed into the taxes of an order.

    :param order: a sales or purchase order
    :param lines: those with an amount
    """

    def __init__(self, order, lines, connection):
        super().__init__(order, lines, connection)
        taxes = order.env["account.tax"]
        company = order.company_id
        based = [line._prepare_base_line_for_taxes_computation() for line in lines]
        taxes._add_tax_details_in_base_lines(based, company)
        taxes._round_base_lines_tax_details(based, company)
        taxes._add_accounting_data_in_base_lines_tax_details(based, company)
        self.details = {base["record"]: base["tax_details"] for base in based}

    def base_of(self, line):
        details = self.details[line]
        return (
            details["total_excluded_currency"]
            + details["delta_total_excluded_currency"]
        )

    def _tax_amounts(self):
        return [
            (data["tax"], part["account"], part["tax_amount_currency"])
            for details in self.details.values()
            for data in details["taxes_data"]
            for part in data["tax_reps_data"]
        ]
