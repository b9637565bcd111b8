"""Every text that a person may read is there in every language that is shipped."""

import re
from pathlib import Path

import polib

from odoo.tests import BaseCase, TransactionCase, tagged

from ..sync import words

MODULE = "quickbooks_connector"
FOLDER = Path(__file__).parent.parent / "i18n"
LANGUAGES = {
    "fr": "fr_FR",
    "es": "es_ES",
    "de": "de_DE",
    "ro": "ro_RO",
    "sv": "sv_SE",
}
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
NAMED = re.compile(r"%\((\w+)\)s")
# "% s" is a placeholder too: a per cent sign in a text that takes names is "%%".
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-#0+ ]*[\d.]*[diouxXeEfFgGcrsa%]")
TAG = re.compile(r"<[^>]*>")
# Attributes whose values people read.
READ = re.compile(r'\b(?:title|alt|aria-label|placeholder)="[^"]*"')


def template():
    """Return the texts to translate, as ``make pot`` wrote them."""
    return polib.pofile(str(FOLDER / f"{MODULE}.pot"))


def translations():
    """Return the shipped file of each language."""
    return {code: polib.pofile(str(FOLDER / f"{code}.po")) for code in LANGUAGES}


class TestTranslationFiles(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.texts = [entry.msgid for entry in template()]
        cls.files = translations()

    def _assert_none(self, found, sentence, advice):
        if found:
            listed = "".join(f"\n  {text!r}" for text in found)
            self.fail(f"{sentence}{listed}\n{advice}")

    def test_exactly_the_languages_that_are_tested_are_shipped(self):
        self.assertEqual({path.stem for path in FOLDER.glob("*.po")}, LANGUAGES.keys())

    def test_every_text_of_the_template_is_translated(self):
        for code, file in self.files.items():
            translated = {entry.msgid for entry in file.translated_entries()}
            with self.subTest(code):
                self._assert_none(
                    [text for text in self.texts if text not in translated],
                    f"{code}.po lacks a translation of:",
                    f"Run `make pot`, then translate these in i18n/{code}.po.",
                )

    def test_no_translation_is_of_a_text_that_is_gone(self):
        for code, file in self.files.items():
            with self.subTest(code):
                self._assert_none(
                    [e.msgid for e in file if e.obsolete or e.msgid not in self.texts],
                    f"{code}.po translates what the template does not have:",
                    "Run `make pot`; what is stale after that can be deleted from "
                    f"i18n/{code}.po.",
                )

    def test_every_text_stands_once_in_a_file(self):
        for code, file in self.files.items():
            texts = [entry.msgid for entry in file]
            with self.subTest(code):
                self.assertEqual(len(texts), len(set(texts)))

    def test_placeholders_and_tags_are_those_of_the_text(self):
        for code, file in self.files.items():
            for entry in file:
                with self.subTest(code, text=entry.msgid):
                    for pattern in (PLACEHOLDER, TAG):
                        self.assertEqual(
                            self._parts(pattern, entry.msgstr),
                            self._parts(pattern, entry.msgid),
                        )

    def _parts(self, pattern, text):
        """Return what a translation must keep; names may change places."""
        parts = [READ.sub("", part) for part in pattern.findall(text)]
        return sorted(part for part in parts if part != "%%")

    def test_the_tone_is_calm(self):
        for code, file in self.files.items():
            with self.subTest(code):
                loud = [e.msgstr for e in file if re.search(r"[!¡]", e.msgstr)]
                self._assert_none(loud, "Exclamation marks in:", "Say it calmly.")

    def test_the_headers_name_the_language_and_its_plurals(self):
        for code, file in self.files.items():
            with self.subTest(code):
                self.assertEqual(file.metadata["Language"], code)
                self.assertIn("charset=UTF-8", file.metadata["Content-Type"])
                plurals = "3" if code == "ro" else "2"
                self.assertIn(f"nplurals={plurals};", file.metadata["Plural-Forms"])
                self.assertFalse(file.fuzzy_entries())


@tagged("post_install", "-at_install")
class TestTranslationsInOdoo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for language in LANGUAGES.values():
            cls.env["res.lang"]._activate_lang(language)
        cls.env["ir.module.module"]._load_module_terms(
            [MODULE], list(LANGUAGES.values()), overwrite=True
        )

    def _in(self, language):
        return self.env(context={"lang": language})

    def test_the_sentence_of_every_cause_names_what_it_is_about(self):
        files = translations()
        for code, language in LANGUAGES.items():
            texts = {entry.msgid: entry.msgstr for entry in files[code]}
            env = self._in(language)
            for cause, row in words.CAUSES.items():
                sources = [text._source for text in (row.happened, row.advice)]
                names = NAMED.findall(" ".join(sources))
                args = {name: f"<{name}>" for name in names}
                with self.subTest(language, cause=cause):
                    for text in sources:
                        self.assertIn(text, texts, "Run `make pot` and translate it.")
                    expected = " ".join(self._fill(texts[t], args) for t in sources)
                    sentence = words.sentence(env, cause, args)
                    self.assertEqual(sentence, expected)
                    self.assertNotIn("%(", sentence)
                    self.assertNotEqual(sentence, self._fill(" ".join(sources), args))

    def test_the_english_sentence_of_every_cause_is_the_one_written(self):
        for cause, row in words.CAUSES.items():
            written = " ".join(text._source for text in (row.happened, row.advice))
            args = {name: f"<{name}>" for name in NAMED.findall(written)}
            with self.subTest(cause=cause):
                sentence = words.sentence(self._in("en_US"), cause, args)
                self.assertEqual(sentence, self._fill(written, args))

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

    def _fill(self, text, args):
        """Put the names in without Python's formatting, which this checks."""
        filled = NAMED.sub(lambda match: args[match[1]], text)
        return filled.replace("%%", "%")

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
            texts = {e.msgid: e.msgstr for e in translations()[code]}
            with self.subTest(language):
                form = env["quickbooks.connection"].get_view(view_type="form")["arch"]
                for text in ("Connect to QuickBooks", "Stay connected"):
                    self.assertIn(texts[text], form)
                    self.assertNotIn(text, form)
                settings = env.ref(f"{MODULE}.quickbooks_settings_action")
                self.assertEqual(settings.name, texts["Settings"])
                menu = env.ref(f"{MODULE}.quickbooks_configuration_menu")
                self.assertEqual(menu.name, texts["Configuration"])
