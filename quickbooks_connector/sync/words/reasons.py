"""Why an entry was proposed for a match, or why none was."""

from odoo.tools import LazyTranslate

from .wording import word

_lt = LazyTranslate(__name__)

REASONS = {
    "same_name": _lt("They have the same name."),
    "same_words": _lt("They have the same name, written otherwise."),
    "same_leaf": _lt("They have the same name, in QuickBooks below another account."),
    "same_number_name": _lt("They have the same number and the same name."),
    "same_number": _lt("They have the same number, and names that are alike."),
    "same_number_only": _lt("They have the same number."),
    "alike_name": _lt("Their names are alike."),
    "number_or_name": _lt("One has the same number, another one the same name."),
    "deposit_default": _lt(
        "QuickBooks keeps payments there until they are taken to the bank, by default."
    ),
    "only_account": _lt("QuickBooks has no other account of that type."),
    "cash_journal": _lt("The journal holds cash."),
    "same_name_days": _lt("They have the same name and the same days."),
    "same_days": _lt("They have the same days and the same discount."),
    "other_days": _lt("The terms with the same name have other days."),
    "instalments": _lt("QuickBooks has no terms that are due like these."),
    "us_taxable": _lt("QuickBooks has one code for taxable lines."),
    "us_exempt": _lt("QuickBooks has one code for lines without tax."),
    "same_name_rate": _lt("They have the same name and the same rate."),
    "same_rate": _lt("They have the same rate, and no other code has it."),
    "alike_rate": _lt("They have the same rate and names that are alike."),
    "other_rate": _lt("The code with the same name has another rate."),
    "no_rate": _lt("No tax code in QuickBooks has this rate."),
    "no_percentage": _lt("It is no percentage; QuickBooks knows only those."),
    "alike": _lt("It is not clear which one it is."),
    "same_email_name": _lt("They have the same e-mail address and the same name."),
    "same_email": _lt("They have the same e-mail address."),
    "same_reference_name": _lt("They have the same code and the same name."),
    "same_reference": _lt("They have the same code."),
    "same_tax_id_name": _lt(
        "Their names are the same, and so is what QuickBooks shows of the tax id."
    ),
    "same_tax_id": _lt("What QuickBooks shows of the tax id is the same."),
    "name_other_email": _lt("They have the same name and other e-mail addresses."),
    "name_other_tax_id": _lt("They have the same name and other tax ids."),
    "name_other_place": _lt("They have the same name, below another company."),
    "name_other_reference": _lt("The one with the same name has another code."),
    "partly": _lt("They share something and differ in something else."),
    "inactive_there": _lt("It is inactive in QuickBooks."),
    "claimed_twice": _lt("Another record in Odoo is like the same one in QuickBooks."),
    "only_there": _lt("Nothing is like it in Odoo."),
    "nothing": _lt("Nothing is like it in QuickBooks."),
    "same_code": _lt("They have the same currency code."),
    "no_currency": _lt("QuickBooks does not list this currency; add it there."),
    "created_here": _lt("Created in Odoo for it."),
    "created_month": _lt(
        "Created in Odoo for it. Odoo counts to that day of the next month; documents "
        "tell QuickBooks the day itself."
    ),
    "chosen_other_rate": _lt(
        "Chosen by hand. Its rates are not those of the tax: documents with it wait."
    ),
    "chosen": _lt("Chosen by hand."),
    "cleared": _lt("Nothing is chosen."),
    "left_out": _lt("Left out: nobody is asked about it."),
    "lost_inactive": _lt("It was %(entry)s, which is inactive in QuickBooks now."),
    "lost_unfit": _lt("It was %(entry)s, which does not fit any more."),
}

_CANDIDATES = _lt("It might be: %(names)s.")
_SHARED = _lt("The same stands for: %(names)s.")
_ELIGIBLE = _lt("Accounts of these types can be chosen: %(types)s.")

#: Names listed in one sentence.
_LISTED = 5


def reason(env, code, args=None, candidates=(), shared=()):
    """Word why an entry was proposed for a mapping, or why none was.

    :param str code: a key of :data:`REASONS`, or nothing
    :param dict args: the names the sentence needs
    :param candidates: names of entries that it might be as well
    :param shared: names of what the same entry also stands for
    """
    if code not in REASONS:
        return ""
    texts = [word(env, REASONS[code], args or {})]
    for text, names in ((_CANDIDATES, candidates), (_SHARED, shared)):
        listed = [name for name in names if name]
        if listed:
            shown = ", ".join(listed[:_LISTED])
            more = " …" if len(listed) > _LISTED else ""
            texts.append(word(env, text, {"names": shown + more}))
    return " ".join(texts)


def eligible(env, types):
    """Word which types of account may be chosen, empty where any entry may."""
    return word(env, _ELIGIBLE, {"types": ", ".join(types)}) if types else ""
