"""U4: every fault has business words and a button, and the documentation lists them.

``QUICKBOOKS_WRITE_DOCS=1`` in the environment writes ``docs/failures.md`` anew.
"""

import inspect
import os
import re
from pathlib import Path
from unittest import SkipTest

from odoo.tests import TransactionCase, tagged

from ..api import errors, faults
from ..sync import policy, words
from ..sync.words import causes

PAGE = Path(__file__).parents[2] / "docs" / "failures.md"
NAME = re.compile(r"%\((\w+)\)s")

HEAD = """# What can go wrong, in the words that people read

Made from the tables of the connector by `test_failures` (`QUICKBOOKS_WRITE_DOCS=1 make
test T=quickbooks_connector/tests/test_failures.py`), which fails when this page and the
tables differ. Words in braces stand for names.

*Told* says who gets an activity; nobody is told of what mends itself. Each row with
somebody to tell is a card under **QuickBooks › To do**: all that has the same cause and
the same thing to mend is one card, and goes on at once when it is mended.
"""

FAULTS = """
## QuickBooks' fault codes

What a fault is taken for. Codes that are not listed are taken for what their hundreds
say; one that is wholly unknown is a misunderstanding, and QuickBooks' own sentence is
quoted.

| code | what happens | what people read |
|---|---|---|
"""

#: What each of QuickBooks' faults ends in: its cause, the button, and who is told. The
#: commonest stand here one by one, so that none falls back to a general sentence.
COMMON = (
    ("100 110 3200 3202", "renewing", "", ""),
    ("120", "administrator_gone", "sign_in", "administrator"),
    ("3100", "forbidden", "settings", "administrator"),
    ("130 140 150 10200", "serviced", "", ""),
    ("3001", "throttled", "", ""),
    ("10000 10500", "unavailable", "", ""),
    ("6190", "subscription", "quickbooks", "administrator"),
    ("5020 5030", "feature", "quickbooks", "administrator"),
    ("6140", "number_taken", "number", "responsible"),
    ("6240 630", "name_taken", "open", "responsible"),
    ("610 2500", "not_found", "quickbooks", "responsible"),
    ("5010", "stale", "", ""),
    ("6200", "closed_books", "next_day", "accountant"),
    ("6210", "closed_password", "next_day", "accountant"),
    ("6010 6430", "account_refused", "match", "administrator"),
    ("6100", "tax_two_kinds", "match", "administrator"),
    ("6160 6170 6230 6460 6470", "tax_refused", "match", "accountant"),
    ("6070", "amount_refused", "open", "responsible"),
    ("6270", "stock_later", "open", "accountant"),
    ("6520", "quantity_missing", "open", "responsible"),
    ("6540 6480 6450 6110 6120 620", "locked", "quickbooks", "accountant"),
    ("6250", "party_differs", "open", "responsible"),
    ("2050", "text_too_long", "open", "responsible"),
    ("2040", "text_refused", "open", "responsible"),
    ("2210 6080 6420", "contact_refused", "open", "responsible"),
    ("2290", "negative", "open", "responsible"),
    ("6440", "line_without_account", "match", "administrator"),
    ("6020 6030 6040 6041 6050", "file_refused", "", ""),
    ("6180 6150", "parent_refused", "open", "responsible"),
    ("2060 2070 2080 2100 2180 2240 2600 6000", "validation", "open", "responsible"),
    (
        "500 1010 2000 2010 2030 2120 2170 4000 4001 4002 5000",
        "misunderstood",
        "log",
        "administrator",
    ),
)
#: The same for payments, of which QuickBooks says more.
COMMON_PAYMENTS = (
    ("620", "link_refused"),
    ("6110 6120", "paid_through_quickbooks"),
    ("6450", "settled_there"),
    ("6480", "bank_matched"),
    ("6540", "deposited"),
)

TOLD = {
    "responsible": "who is responsible",
    "accountant": "who is responsible",
    "administrator": "administrator",
    "": "nobody",
}


def _plain(text):
    """Return a sentence of the tables as the page shows it, in English."""
    source = text._source if hasattr(text, "_source") else str(text)
    return NAME.sub(r"{\1}", source).replace("%%", "%").replace("|", "\\|")


def _get_topics():
    for topic in causes._TOPICS:
        yield inspect.getdoc(topic).rstrip("."), topic.CAUSES


def _get_faults():
    """Yield ``(code, decision)`` for each fault code that is known by itself."""
    codes = set(faults._BY_CODE) | {int(code) for code in policy.FAULTS}
    for code in sorted(codes):
        kind = faults._BY_CODE.get(code, errors.QboValidationError)
        yield code, policy.decide(kind(code=str(code)))


def _word_follow_up(decision):
    if decision.reauthorise:
        return "everything waits for a new sign-in"
    if decision.connection:
        return "everything waits, and goes on by itself"
    if decision.state:
        return "it is held until it is mended"
    return "it is tried again by itself"


def _make_page():
    parts = [HEAD]
    for title, rows in _get_topics():
        parts.append(
            f"\n## {title}\n\n| what happened | what to do | button | told |\n"
        )
        parts.append("|---|---|---|---|\n")
        for code, row in rows.items():
            way = words.WAYS[words.mending(code).way] if row.told else ""
            cells = (row.happened, row.advice, way, TOLD[row.told])
            parts.append("| " + " | ".join(map(_plain, cells)) + " |\n")
    parts.append(FAULTS)
    for code, decision in _get_faults():
        told = words.CAUSES[decision.cause]
        cells = (code, _word_follow_up(decision), told.happened)
        parts.append("| " + " | ".join(map(_plain, cells)) + " |\n")
    return "".join(parts)


@tagged("post_install", "-at_install")
class TestFailures(TransactionCase):
    def test_the_documentation_lists_every_cause_as_people_read_it(self):
        if not PAGE.parent.exists():
            raise SkipTest("absent: the add-on is installed without its repository")
        page = _make_page()
        if os.environ.get("QUICKBOOKS_WRITE_DOCS"):
            PAGE.write_text(page)
        self.assertEqual(PAGE.read_text(), page, "write it anew, see this file's head")

    def test_no_cause_is_worded_twice(self):
        codes = [code for _title, rows in _get_topics() for code in rows]
        self.assertEqual(len(codes), len(set(codes)))

    def test_every_fault_of_quickbooks_has_a_sentence(self):
        known = list(_get_faults())
        self.assertGreater(len(known), 40)
        for code, decision in known:
            self.assertIn(decision.cause, words.CAUSES, code)

    def test_the_commonest_faults_say_what_they_are_and_lead_somewhere(self):
        seen = set()
        for codes, cause, way, told in COMMON:
            for code in codes.split():
                seen.add(code)
                fault = {"Error": [{"code": code}]}
                error = faults.classify_fault(fault, http_status=400)
                row = words.CAUSES[cause]
                self.assertEqual(policy.decide(error).cause, cause, code)
                self.assertEqual(row.told, told, code)
                shown = words.mending(cause).way if row.told else ""
                self.assertEqual(shown, way, code)
        self.assertGreater(len(seen), 40)
        payments = self.env["quickbooks.entity.payment"]
        for codes, cause in COMMON_PAYMENTS:
            for code in codes.split():
                self.assertEqual(payments._code_causes[code], cause)
                self.assertIn(cause, words.CAUSES)

    def test_every_cause_reads_well_in_every_language_that_is_shipped(self):
        env = self.env
        for lang in ("fr_FR", "de_DE", "es_ES", "ro_RO", "sv_SE"):
            env["res.lang"]._activate_lang(lang)
        for lang in ("en_US", "fr_FR", "de_DE", "es_ES", "ro_RO", "sv_SE"):
            speaking = env(context=dict(env.context, lang=lang))
            for code, row in words.CAUSES.items():
                names = NAME.findall(f"{row.happened._source}{row.advice._source}")
                told = words.sentence(speaking, code, {name: "NAME" for name in names})
                self.assertNotIn("%(", told, (lang, code))
                self.assertNotIn("…", told, (lang, code))

    def test_whoever_is_told_has_something_to_do(self):
        for code, row in words.CAUSES.items():
            if row.told:
                self.assertTrue(row.advice._source, code)
                self.assertIn(words.mending(code).way, words.WAYS, code)
