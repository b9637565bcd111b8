"""Every text that a person may read is there in every language that is shipped."""

import re
from pathlib import Path

from odoo.tests import BaseCase, TransactionCase, tagged

from ..sync import words
from .translation_common import (
    LANGUAGES,
    NAMED,
    Shipped,
    TranslatedCauses,
    TranslationFiles,
)

SHIPPED = Shipped(Path(__file__).parent.parent / "i18n", "quickbooks_connector")
#: The words of the tick, in the order of the field's selection.
STATES = {
    "en": [
        "Not synced",
        "Waiting",
        "Synced",
        "Edited since",
        "Failed",
        "Conflict",
        "Left out",
    ],
    "fr": [
        "Non synchronisé",
        "En attente",
        "Synchronisé",
        "Modifié depuis",
        "Échec",
        "Conflit",
        "Exclu",
    ],
    "es": [
        "Sin sincronizar",
        "En espera",
        "Sincronizado",
        "Modificado luego",
        "Fallido",
        "Conflicto",
        "Excluido",
    ],
    "de": [
        "Nicht synchronisiert",
        "Wartet",
        "Synchronisiert",
        "Seither geändert",
        "Fehlgeschlagen",
        "Konflikt",
        "Ausgelassen",
    ],
    "ro": [
        "Nesincronizat",
        "În așteptare",
        "Sincronizat",
        "Modificat ulterior",
        "Eșuat",
        "Conflict",
        "Exclus",
    ],
    "sv": [
        "Inte synkad",
        "Väntar",
        "Synkad",
        "Ändrad sedan dess",
        "Misslyckad",
        "Konflikt",
        "Utelämnad",
    ],
}


class TestTranslationFiles(TranslationFiles, BaseCase):
    shipped = SHIPPED


@tagged("post_install", "-at_install")
class TestTranslationsInOdoo(TranslatedCauses, TransactionCase):
    shipped = SHIPPED
    causes = words.CAUSES

    def test_every_reason_of_a_match_is_worded_in_full(self):
        named = {"candidates": ["<one>", "<other>"], "shared": ["<third>"]}
        for language in LANGUAGES.values():
            env = self._in(language)
            for code, text in words.REASONS.items():
                names = NAMED.findall(text._source)
                args = {name: f"<{name}>" for name in names}
                with self.subTest(language, reason=code):
                    reason = words.reason(env, code, args, **named)
                    english = words.reason(self._in("en_US"), code, args, **named)
                    self.assertNotEqual(reason, english)
                    self.assertEqual(
                        sorted(re.findall("<.*?>", reason)),
                        sorted(re.findall("<.*?>", english)),
                    )
                    self.assertNotRegex(reason, r"%\(|…")
            self.assertIn("<Bank>", words.eligible(env, ["<Bank>"]))

    def test_the_words_of_the_tick_are_those_agreed(self):
        field = self.env["quickbooks.binding"]._fields["state"]
        for code, language in {"en": "en_US", **LANGUAGES}.items():
            with self.subTest(language):
                selection = field._description_selection(self._in(language))
                shown = {value: word for value, word in selection}
                order = [value for value, _word in field.selection]
                self.assertEqual([shown[value] for value in order], STATES[code])

    def test_screens_menus_and_actions_speak_the_language(self):
        for code, language in LANGUAGES.items():
            env = self._in(language)
            texts = {e.msgid: e.msgstr for e in self.shipped.translations()[code]}
            with self.subTest(language):
                form = env["quickbooks.connection"].get_view(view_type="form")["arch"]
                for text in ("Connect to QuickBooks", "Stay connected"):
                    self.assertIn(texts[text], form)
                    self.assertNotIn(text, form)
                settings = env.ref("quickbooks_connector.quickbooks_settings_action")
                self.assertEqual(settings.name, texts["Settings"])
                menu = env.ref("quickbooks_connector.quickbooks_configuration_menu")
                self.assertEqual(menu.name, texts["Configuration"])
