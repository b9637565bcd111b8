"""A connection of Odoo to the simulated QuickBooks, made inside Odoo.

Tests of the add-on have their own way: they stand without these scripts.
"""

from urllib.parse import parse_qs, urlsplit

from qbo_simulator.testing import Simulator


def app_values(qbo: Simulator) -> dict:
    """Return what a ``quickbooks.connection`` has to know to find the simulator."""
    return {
        "environment": "custom",
        "discovery_url": qbo.discovery_url,
        "api_base_url": qbo.api_base_url,
        "client_id": qbo.app.client_id,
        "client_secret": qbo.app.client_secret,
    }


def sign_in(connection, qbo: Simulator, realm_id: str | None = None) -> None:
    """Sign in and consent as a person does; what is pending is committed before.

    :param realm_id: the QuickBooks company, the first one if none is named
    :raises RuntimeError: the connection is not connected then
    """
    env = connection.env
    env.cr.commit()
    callback = qbo.follow_consent(connection.action_connect()["url"], realm_id=realm_id)
    env.cr.commit()
    query = parse_qs(urlsplit(callback).query)
    answer = connection._finish_sign_in(
        {name: values[0] for name, values in query.items()}
    )
    # The sign-in was stored by a transaction of its own.
    env.cr.rollback()
    env.transaction.reset()
    if connection.state != "connected":
        raise RuntimeError(f"not connected: {answer}")
