"""M5: which proposals are made, and how sure; none of the sure ones is wrong."""

import random
import time

from odoo.tests import BaseCase

from ..matching import Side, propose_pairs

FIRST = (
    "Alder Birch Cedar Dune Elm Fern Grove Harbor Iris Juniper Kestrel Laurel Maple "
    "Nutmeg Oak Pine Quarry River Spruce Tamarack Umber Valley Willow Yarrow Zephyr"
).split()
SECOND = (
    "Bakery Carpentry Dental Electric Foods Garage Hardware Imports Jewelers Kitchens "
    "Logistics Marine Nursery Optics Plumbing Roofing Studio Textiles Upholstery Works"
).split()
FORMS = ("", " Inc", " Inc.", " LLC", ", LLC", " Ltd", " Co.")


def slip(name, draw):
    """Return ``name`` with two letters changed over, as people type."""
    at = draw.randrange(3, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


class TestPairs(BaseCase):
    def propose(self, record, *entries, others=()):
        ours = [record, *others]
        return propose_pairs(ours, list(entries))[record.key]

    def assertProposal(self, found, confidence, reason, entry=None):
        self.assertEqual(
            (found.confidence, found.reason, found.entry), (confidence, reason, entry)
        )

    def test_the_same_name_once_on_each_side_is_sure(self):
        found = self.propose(Side(1, "Café Zoë"), Side(7, "cafe zoe"))
        self.assertProposal(found, "sure", "same_name", 7)

    def test_the_same_name_twice_here_is_not(self):
        one, two = Side(1, "Acme"), Side(2, "ACME")
        found = propose_pairs([one, two], [Side(7, "Acme")])
        for key in (1, 2):
            self.assertProposal(found[key], "unclear", "claimed_twice")

    def test_the_same_name_with_other_addresses_is_likely_only(self):
        found = self.propose(
            Side(1, "Acme", ("a@one.example",)), Side(7, "Acme", ("b@two.example",))
        )
        self.assertProposal(found, "likely", "name_other_email", 7)

    def test_one_of_several_addresses_is_enough(self):
        found = self.propose(
            Side(1, "Acme", ("a@one.example",)),
            Side(7, "Acme", ("b@one.example", "A@one.example")),
        )
        self.assertProposal(found, "sure", "same_email_name", 7)

    def test_a_shared_address_alone_is_no_proof(self):
        found = self.propose(
            Side(1, "Jane Smith", ("home@smith.example",)),
            Side(7, "John Smith", ("home@smith.example",)),
        )
        self.assertProposal(found, "likely", "same_email", 7)

    def test_the_form_of_a_company_is_no_difference_with_the_same_address(self):
        found = self.propose(
            Side(1, "Deco Addict", ("d@deco.example",)),
            Side(7, "Deco Addict, LLC", ("d@deco.example",)),
        )
        self.assertProposal(found, "sure", "same_email_name", 7)

    def test_one_has_the_address_another_the_name(self):
        found = self.propose(
            Side(1, "Acme", ("a@one.example",)),
            Side(7, "Acme"),
            Side(8, "Apex", ("a@one.example",)),
        )
        self.assertEqual((found.confidence, found.entry), ("unclear", None))
        self.assertEqual(set(found.candidates), {7, 8})

    def test_two_codes_are_two_products_whatever_the_name(self):
        found = self.propose(
            Side(1, "Desk", reference="D-1"), Side(7, "Desk", reference="D-2")
        )
        self.assertProposal(found, "unclear", "name_other_reference")

    def test_the_same_code_is_sure_when_the_names_are_not_strangers(self):
        found = self.propose(
            Side(1, "Desk, large", reference="d-1"),
            Side(7, "Large Desk (oak)", reference="D-1"),
        )
        self.assertProposal(found, "sure", "same_reference", 7)
        found = self.propose(
            Side(1, "Desk", reference="1"), Side(7, "Haircut", reference="1")
        )
        self.assertProposal(found, "likely", "same_reference", 7)

    def test_the_end_of_a_tax_id_makes_likely_and_another_one_doubts(self):
        same = self.propose(Side(1, "A", tax_id="4321"), Side(7, "B", tax_id="4321"))
        self.assertProposal(same, "likely", "same_tax_id", 7)
        other = self.propose(
            Side(1, "Acme", tax_id="4321"), Side(7, "Acme", tax_id="9999")
        )
        self.assertProposal(other, "likely", "name_other_tax_id", 7)

    def test_a_namesake_below_another_company_is_likely_only(self):
        found = self.propose(
            Side(1, "Anna", place="Acme"), Side(7, "Anna", place="Apex")
        )
        self.assertProposal(found, "likely", "name_other_place", 7)

    def test_an_inactive_one_is_never_sure_and_gives_way_to_an_active_one(self):
        gone = Side(7, "Acme", active=False)
        self.assertProposal(
            self.propose(Side(1, "Acme"), gone), "likely", "inactive_there", 7
        )
        found = self.propose(Side(1, "Acme"), gone, Side(8, "Acme"))
        self.assertEqual((found.confidence, found.entry), ("likely", 8))

    def test_names_with_other_numbers_are_other_things(self):
        found = self.propose(Side(1, "Store 12"), Side(7, "Store 13"))
        self.assertProposal(found, "unclear", "nothing")

    def test_a_slip_of_the_pen_is_likely(self):
        found = self.propose(
            Side(1, "Willow Upholstery"), Side(7, "Willow Uphlostery Inc")
        )
        self.assertProposal(found, "likely", "alike_name", 7)

    def test_several_alike_are_listed_and_none_is_guessed(self):
        found = self.propose(
            Side(1, "Harbor Marine Works"),
            Side(7, "Harbour Marine Works"),
            Side(8, "Harbor Marine Work"),
        )
        self.assertEqual((found.confidence, found.entry), ("unclear", None))
        self.assertEqual(set(found.candidates), {7, 8})

    def test_an_entry_is_proposed_once(self):
        draw = random.Random(5)
        ours = [Side(n, draw.choice(FIRST)) for n in range(200)]
        theirs = [Side(1000 + n, draw.choice(FIRST)) for n in range(200)]
        found = [p.entry for p in propose_pairs(ours, theirs).values() if p.entry]
        self.assertEqual(len(found), len(set(found)))

    def test_an_empty_side_is_no_error(self):
        self.assertEqual(propose_pairs([], [Side(1, "A")]), {})
        self.assertEqual(propose_pairs([Side(1, "")], [])[1].reason, "nothing")


class TestQuality(BaseCase):
    def world(self, seed):
        """Return both sides and the truth: 500 companies, named as people do."""
        draw = random.Random(seed)
        names = [f"{one} {two}" for one in FIRST for two in SECOND]
        ours, theirs, truth = [], [], {}
        for key, name in enumerate(names):
            address = f"info@{name.replace(' ', '').lower()}.example"
            kind = draw.choice(("both", "both", "both", "ours", "theirs"))
            here, there = name + draw.choice(FORMS), name + draw.choice(FORMS)
            if draw.random() < 0.15:
                there = slip(there, draw)
            emails = (address,) if draw.random() < 0.7 else ()
            if kind != "theirs":
                ours.append(Side(key, here, emails))
            if kind != "ours":
                other = (address,) if draw.random() < 0.7 else ()
                theirs.append(Side(5000 + key, there, other))
            if kind == "both":
                truth[key] = 5000 + key
        draw.shuffle(theirs)
        return ours, theirs, truth

    def test_none_of_the_sure_is_wrong_and_most_are_found(self):
        for seed in range(5):
            ours, theirs, truth = self.world(seed)
            found = propose_pairs(ours, theirs)
            sure = {k: p.entry for k, p in found.items() if p.confidence == "sure"}
            wrong = {k: entry for k, entry in sure.items() if truth.get(k) != entry}
            self.assertFalse(wrong)
            right = [k for k, p in found.items() if p.entry and p.entry == truth.get(k)]
            self.assertGreater(len(right) / len(truth), 0.9)
            likely = [p for p in found.values() if p.confidence == "likely"]
            false = [k for k, p in found.items() if p.entry and p.entry != truth.get(k)]
            self.assertLess(len(false), 0.05 * (len(likely) + len(sure)))

    def test_ten_thousand_of_each_are_a_matter_of_seconds(self):
        draw = random.Random(1)
        letters = "abcdefghijklmnopqrstuvwxyz"

        def word():
            return "".join(draw.choices(letters, k=draw.randint(4, 9))).title()

        words = [word() for _n in range(4000)]
        names = [
            f"{draw.choice(words)} {draw.choice(words)} {draw.choice(SECOND)}"
            for _n in range(10_000)
        ]
        ours = [Side(n, name) for n, name in enumerate(names)]
        theirs = [
            Side(20_000 + n, slip(name, draw) if n % 2 else f"{word()} {word()}")
            for n, name in enumerate(names)
        ]
        began = time.process_time()
        found = propose_pairs(ours, theirs)
        # A loop over all pairs takes many minutes: the bound tells them apart.
        self.assertLess(time.process_time() - began, 60)
        right = sum(found[n].entry == 20_000 + n for n in range(1, 10_000, 2))
        self.assertGreater(right, 4000)
