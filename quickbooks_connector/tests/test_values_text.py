"""The examples in the documentation of values, names and lines are true."""

import doctest

from odoo.tests import TransactionCase

from ..entities import convert, names, sales_lines


class TestValueExamples(TransactionCase):
    def test_examples_of_values_names_and_lines_are_true(self):
        for module in (convert, names, sales_lines):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module, extraglobs={"env": self.env})
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
