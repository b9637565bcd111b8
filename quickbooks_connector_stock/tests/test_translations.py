"""Every text that a person may read is there in every language that is shipped."""

from pathlib import Path

from odoo.tests import BaseCase, TransactionCase, tagged

from odoo.addons.quickbooks_connector.tests.translation_common import (
    Shipped,
    TranslatedCauses,
    TranslationFiles,
)

from ..words import CAUSES

SHIPPED = Shipped(Path(__file__).parent.parent / "i18n", "quickbooks_connector_stock")


class TestTranslationFiles(TranslationFiles, BaseCase):
    shipped = SHIPPED


@tagged("post_install", "-at_install")
class TestTranslationsInOdoo(TranslatedCauses, TransactionCase):
    shipped = SHIPPED
    causes = CAUSES
