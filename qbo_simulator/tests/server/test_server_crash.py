"""Many clients, several companies, and a process that is killed among them."""

import threading
from collections import Counter

import requests

from qbo_simulator.testing import SimulatorProcess

LINE = {
    "Amount": 20,
    "DetailType": "SalesItemLineDetail",
    "SalesItemLineDetail": {"ItemRef": {"value": "5"}, "Qty": 2, "UnitPrice": 10},
}
ENOUGH = 60


class Writer(threading.Thread):
    """A client that writes invoices, each under a request id of its own."""

    def __init__(self, name, qbo, realm):
        super().__init__(daemon=True)
        self.name, self.realm = name, realm
        self.address = f"{qbo.base_url}/v3/company/{realm}/invoice"
        self.token = qbo.issue_tokens(realm)["access_token"]
        self.sent, self.answered = [], {}

    def send(self, address, request_id):
        """Post an invoice that carries its request id."""
        body = {
            "CustomerRef": {"value": "1"},
            "PrivateNote": request_id,
            "TxnDate": "2026-03-01",
            "Line": [LINE],
        }
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Accept": "application/json",
        }
        answer = requests.post(
            address,
            json=body,
            headers=headers,
            params={"requestid": request_id},
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["Invoice"]

    def run(self):
        """Write until the server is gone."""
        while True:
            request_id = f"{self.name}-{len(self.sent)}"
            self.sent.append(request_id)
            try:
                self.answered[request_id] = self.send(self.address, request_id)
            except requests.RequestException:
                return


def unthrottled(process):
    qbo = process.client()
    qbo.set_throttle(enabled=False)
    return qbo


def test_a_kill_among_writers_loses_nothing_and_doubles_nothing(tmp_path):
    options = ("--data", str(tmp_path / "books.sqlite"))
    process = SimulatorProcess(*options, seeds=("us", "us")).start()
    qbo = unthrottled(process)
    realms = process.realm_ids
    stock = {realm: qbo.read("Item", 5, realm_id=realm) for realm in realms}
    writers = [Writer(f"w{n}", qbo, realms[n % 2]) for n in range(4)]
    for writer in writers:
        writer.start()
    while sum(len(one.answered) for one in writers) < ENOUGH:
        assert all(one.is_alive() for one in writers)
        threading.Event().wait(0.02)
    process.kill()
    for writer in writers:
        writer.join(timeout=60)
        assert not writer.is_alive()
    with SimulatorProcess(*options) as again:
        qbo = unthrottled(again)
        for writer in writers:
            address = f"{qbo.base_url}/v3/company/{writer.realm}/invoice"
            for request_id in writer.sent:  # the last one never got its answer
                found = writer.send(address, request_id)
                assert writer.answered.get(request_id, found) == found
        for realm in realms:
            mine = [one for one in writers if one.realm == realm]
            _check_books(qbo, realm, mine, stock[realm]["QtyOnHand"])


def _check_books(qbo, realm, writers, before):
    invoices = qbo.all("Invoice", "TxnDate = '2026-03-01'", realm_id=realm)
    notes = Counter(one["PrivateNote"] for one in invoices)
    assert notes == Counter(sent for one in writers for sent in one.sent)
    assert len({one["Id"] for one in invoices}) == len(invoices)
    assert len({one["DocNumber"] for one in invoices}) == len(invoices)
    figures = qbo.figures(realm_id=realm)["trial_balance"]
    assert figures["debit"] == figures["credit"]
    left = qbo.read("Item", 5, realm_id=realm)["QtyOnHand"]
    assert left == before - 2 * len(invoices)
