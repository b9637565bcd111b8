"""Parts that need no server: XML, throttle windows, masking."""

import xml.etree.ElementTree as ElementTree
from decimal import Decimal

from qbo_simulator.server.journal import mask
from qbo_simulator.server.settings import ThrottleSettings
from qbo_simulator.server.throttle import Throttle
from qbo_simulator.server.xml import render


def test_xml_repeats_lists_and_writes_references_as_text():
    text = render(
        {
            "Invoice": {
                "domain": "QBO",
                "sparse": False,
                "Id": "5",
                "Line": [{"Amount": Decimal("10.00")}, {"Amount": Decimal("2.50")}],
                "CustomerRef": {"value": "1", "name": 'A & "B"'},
                "TxnTaxDetail": {},
            },
            "time": "now",
        }
    ).decode()
    assert text.endswith(
        '<Invoice domain="QBO" sparse="false"><Id>5</Id>'
        "<Line><Amount>10.00</Amount></Line><Line><Amount>2.50</Amount></Line>"
        "<CustomerRef name='A &amp; \"B\"'>1</CustomerRef>"
        "<TxnTaxDetail></TxnTaxDetail></Invoice></IntuitResponse>"
    )


def test_xml_survives_characters_it_cannot_carry():
    body = render({"Customer": {"Notes": "bell\x07 \ud800 <&>"}})
    assert ElementTree.fromstring(body)[0][0].text == "bell ? <&>"


def test_throttle_windows_slide():
    now = [100.0]
    throttle = Throttle(lambda: now[0])
    limits = ThrottleSettings(per_second=2, per_minute=3)

    def admit():
        return throttle.admit(limits, "1", "app", "read")

    assert [admit(), admit(), admit()] == [True, True, False]
    now[0] += 1.0
    assert [admit(), admit()] == [True, False]
    now[0] += 59.0
    assert admit()
    assert throttle.refused == 2


def test_refused_requests_do_not_count_against_the_limit():
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    limits = ThrottleSettings(per_second=1)
    for _try in range(100):
        throttle.admit(limits, "1", "app", "read")
    now[0] = 1.0
    assert throttle.admit(limits, "1", "app", "read")


def test_secrets_are_masked_wherever_they_stand():
    for text in (
        "grant_type=refresh_token&refresh_token=RT1-abc",
        "code=RT1-abc&redirect_uri=x",
        '{"token": "RT1-abc"}',
        '{"access_token":"RT1-abc","x":1}',
        "client_secret=RT1-abc",
    ):
        assert "RT1-abc" not in mask(text)
    assert mask("select * from Item where Code = '7'").endswith("'7'")
