"""What holds of the translations of each of this project's add-ons."""

import re
from pathlib import Path
from typing import NamedTuple

import polib

from ..sync import words

LANGUAGES = {
    "fr": "fr_FR",
    "es": "es_ES",
    "de": "de_DE",
    "ro": "ro_RO",
    "sv": "sv_SE",
}
NAMED = re.compile(r"%\((\w+)\)s")
# "% s" is a placeholder too: a per cent sign in a text that takes names is "%%".
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-#0+ ]*[\d.]*[diouxXeEfFgGcrsa%]")
TAG = re.compile(r"<[^>]*>")
# Attributes whose values people read.
READ = re.compile(r'\b(?:title|alt|aria-label|placeholder)="[^"]*"')


class Shipped(NamedTuple):
    """The translations that come with an add-on.

    :param folder: where its files are
    :param module: the name of the add-on
    """

    folder: Path
    module: str

    def template(self):
        """Return the texts to translate, as ``make pot`` wrote them."""
        return polib.pofile(str(self.folder / f"{self.module}.pot"))

    def translations(self):
        """Return the shipped file of each language."""
        return {
            code: polib.pofile(str(self.folder / f"{code}.po")) for code in LANGUAGES
        }


class TranslationFiles:
    """Checks of the files of one add-on, for a test class of its own.

    :cvar shipped: a :class:`Shipped`
    """

    shipped = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.texts = [entry.msgid for entry in cls.shipped.template()]
        cls.files = cls.shipped.translations()

    def _assert_none(self, found, sentence, advice):
        if found:
            listed = "".join(f"\n  {text!r}" for text in found)
            self.fail(f"{sentence}{listed}\n{advice}")

    def test_exactly_the_languages_that_are_tested_are_shipped(self):
        shipped = {path.stem for path in self.shipped.folder.glob("*.po")}
        self.assertEqual(shipped, LANGUAGES.keys())

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


class TranslatedCauses:
    """Checks of the sentences of some causes, for a test class of its own.

    :cvar shipped: a :class:`Shipped`
    :cvar causes: those that the add-on words
    """

    shipped = None
    causes = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for language in LANGUAGES.values():
            cls.env["res.lang"]._activate_lang(language)
        cls.env["ir.module.module"]._load_module_terms(
            [cls.shipped.module], list(LANGUAGES.values()), overwrite=True
        )

    def _in(self, language):
        return self.env(context={"lang": language})

    def test_the_sentence_of_every_cause_names_what_it_is_about(self):
        files = self.shipped.translations()
        for code, language in LANGUAGES.items():
            texts = {entry.msgid: entry.msgstr for entry in files[code]}
            env = self._in(language)
            for cause, row in self.causes.items():
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
        for cause, row in self.causes.items():
            written = " ".join(text._source for text in (row.happened, row.advice))
            args = {name: f"<{name}>" for name in NAMED.findall(written)}
            with self.subTest(cause=cause):
                sentence = words.sentence(self._in("en_US"), cause, args)
                self.assertEqual(sentence, self._fill(written, args))

    def _fill(self, text, args):
        """Put the names in without Python's formatting, which this checks."""
        filled = NAMED.sub(lambda match: args[match[1]], text)
        return filled.replace("%%", "%")
