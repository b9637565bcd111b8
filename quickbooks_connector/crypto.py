"""Encryption of what nobody may read in the database.

The key is kept outside the database, so that a dump, a copy or a stolen backup is
worth nothing without it. It comes from the first of:

1. the environment variable ``QUICKBOOKS_CONNECTOR_KEY``;
2. the option ``quickbooks_connector_key`` of Odoo's configuration file;
3. the file ``quickbooks_connector.key`` in Odoo's data directory, which is made when
   the first secret is stored.

Several servers of one database need the same key: configure it (1 or 2), or share the
data directory. Both take several keys separated by commas: the first one encrypts, all
of them decrypt, which is how a key is replaced.
"""

import logging
import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from odoo.tools import config

from .api import QboKeyError

_logger = logging.getLogger(__name__)

KEY_VARIABLE = "QUICKBOOKS_CONNECTOR_KEY"
KEY_OPTION = "quickbooks_connector_key"
KEY_FILE = "quickbooks_connector.key"


def seal(text):
    """Return ``text`` encrypted, as text.

    :raise QboKeyError: the configured key is none, or the key file can't be written
    """
    return _get_cipher(create=True).encrypt(text.encode()).decode()


def unseal(sealed):
    """Return what :func:`seal` was given.

    :raise QboKeyError: there is no key here, or it is another one
    """
    try:
        return _get_cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise QboKeyError(
            "The stored sign-in was encrypted with another key than this server has."
        ) from None


def check_key():
    """Make sure that secrets can be stored, before a person is sent to sign in.

    :raise QboKeyError: they can't
    """
    _get_cipher(create=True)


def _get_cipher(create=False):
    configured = os.environ.get(KEY_VARIABLE) or config.get(KEY_OPTION)
    text = configured or _read_key_file()
    if not text and create:
        text = _make_key_file()
    keys = [key.strip() for key in (text or "").split(",") if key.strip()]
    if not keys:
        raise QboKeyError(f"Neither {KEY_VARIABLE} nor {_get_key_path()} holds a key.")
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise QboKeyError(
            "The configured key is not one: 44 characters that "
            "cryptography.fernet.Fernet.generate_key() made are expected."
        ) from None


def _get_key_path():
    return Path(config["data_dir"], KEY_FILE)


def _read_key_file():
    try:
        return _get_key_path().read_text()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise QboKeyError(f"{_get_key_path()} can't be read.") from error


def _make_key_file():
    """Make the key file and return its key; of two servers at once the first wins."""
    path = _get_key_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes files that only their owner can read.
        handle, name = tempfile.mkstemp(prefix=f"{KEY_FILE}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(Fernet.generate_key())
                file.flush()
                os.fsync(file.fileno())
            os.link(name, path)
            _logger.info("Made %s, which protects the sign-in with Intuit", path)
        except FileExistsError:
            _logger.debug("%s was made by another process meanwhile", path)
        finally:
            os.unlink(name)
        return path.read_text()
    except OSError as error:
        raise QboKeyError(f"{path} can't be made.") from error
