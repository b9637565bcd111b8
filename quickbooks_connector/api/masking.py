"""Keep secrets and addresses out of logs, by machinery instead of by discipline."""

from __future__ import annotations

import logging
import re

MASK = "***"

_SECRET_KEYS = (
    "access_token|refresh_token|id_token|client_secret|verifier_token|token"
    "|password|secret|authorization|intuit-signature|signature"
)
_PERSONAL_KEYS = (
    "Line[1-5]|City|PostalCode|CountrySubDivisionCode|CountrySubEntityCode|Lat|Long"
    "|FreeFormNumber|SSN|BirthDate|TaxIdentifier|PrimaryTaxIdentifier"
    "|SecondaryTaxIdentifier|BusinessNumber|GSTIN"
)
# Ends at the quote that opened it, with as many backslashes and no more: quotes
# inside the text, at whatever depth of nesting, have more.
_END = r"(?<!\\)(?P=open)"
_QUOTED = rf"""(?P<open>\\*["'])(?:(?!{_END}).)*{_END}"""

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {MASK}"),
    (re.compile(r"(?i)\b(token expired:\s*)[^\s\"',}]+"), rf"\1{MASK}"),
    # "key": "value" of JSON, Python and JSON nested in JSON (\"key\": \"value\")
    (
        re.compile(
            rf"""(?is)(\\*["'](?:{_SECRET_KEYS}|{_PERSONAL_KEYS})\\*["']\s*:\s*)"""
            + _QUOTED
        ),
        rf"\1\g<open>{MASK}\g<open>",
    ),
    # key=value of forms and query strings
    (
        re.compile(rf"(?i)\b({_SECRET_KEYS}|state)=[^&\s\"']+"),
        rf"\1={MASK}",
    ),
    # An authorisation code is long; the codes of faults are short and needed.
    (
        re.compile(r"""(?i)\b(code\\*["']?\s*[:=]\s*\\*["']?)[\w.~+/%-]{12,}"""),
        rf"\1{MASK}",
    ),
    (
        re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"),
        f"{MASK}@{MASK}",
    ),
)


def mask(text: str) -> str:
    """Replace tokens, secrets, codes, e-mail and postal addresses by asterisks."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


class MaskingFilter(logging.Filter):
    """Mask the finished message and the traceback of every record.

    A filter sees only what its own logger is given, not what child loggers are, so
    every module takes its logger from :func:`get_logger`.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = mask(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            # Formatters reuse exc_text when it is there.
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = mask(record.exc_text)
        return True


_FILTER = MaskingFilter()


def get_logger(name: str) -> logging.Logger:
    """Return the logger of that name with the masking filter on it."""
    logger = logging.getLogger(name)
    logger.addFilter(_FILTER)
    return logger
