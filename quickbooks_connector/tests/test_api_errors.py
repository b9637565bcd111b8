import json
from datetime import datetime, timezone
from unittest import TestCase

from ..api import classify, classify_fault, errors, mask
from ..api.faults import get_retry_after

# What the error table prescribes: class attributes by kind.
CONTRACT = {
    "error": (False, "record"),
    "throttled": (True, "connection"),
    "unavailable": (True, "connection"),
    "system": (True, "record"),
    "config": (False, "connection"),
    "key_missing": (False, "connection"),
    "auth": (False, "connection"),
    "client": (False, "connection"),
    "forbidden": (False, "connection"),
    "feature": (False, "record"),
    "subscription": (False, "connection"),
    "uncertain": (True, "record"),
    "stale": (False, "record"),
    "duplicate": (False, "record"),
    "duplicate_number": (False, "record"),
    "not_found": (False, "record"),
    "validation": (False, "record"),
    "request": (False, "record"),
    "reference": (False, "record"),
    "closed_books": (False, "record"),
    "locked": (False, "record"),
    "mapping": (False, "record"),
}

KIND_OF_CODE = {
    "100": "auth",
    "110": "auth",
    "120": "forbidden",
    "130": "unavailable",
    "140": "unavailable",
    "150": "unavailable",
    "500": "request",
    "600": "request",
    "610": "not_found",
    "620": "locked",
    "630": "duplicate",
    "700": "reference",
    "800": "locked",
    "1010": "request",
    "1040": "request",
    "1050": "request",
    "2000": "request",
    "2010": "request",
    "2020": "validation",
    "2030": "request",
    "2040": "validation",
    "2050": "validation",
    "2170": "request",
    "2210": "validation",
    "2300": "validation",
    "2390": "validation",
    "2500": "reference",
    "2600": "validation",
    "3000": "validation",
    "3001": "throttled",
    "3100": "forbidden",
    "3200": "auth",
    "3201": "auth",
    "3202": "auth",
    "4000": "request",
    "4001": "request",
    "5010": "stale",
    "5020": "feature",
    "5030": "feature",
    "6000": "validation",
    "6070": "validation",
    "6140": "duplicate_number",
    "6150": "reference",
    "6190": "subscription",
    "6200": "closed_books",
    "6210": "closed_books",
    "6220": "locked",
    "6240": "duplicate",
    "6430": "validation",
    "6450": "locked",
    "6540": "locked",
    "6560": "validation",
    "10000": "system",
    "10100": "request",
    "10200": "unavailable",
}


def all_classes(root=errors.QboError):
    yield root
    for child in root.__subclasses__():
        yield from all_classes(child)


def capital_fault(code, fault_type="ValidationFault", **more):
    entry = {"Message": "Short", "Detail": "Long", "code": code, "element": "", **more}
    return {"Fault": {"Error": [entry], "type": fault_type}, "time": "2026-11-21"}


def gateway_fault(code, fault_type="AUTHENTICATION", detail="Token expired: AB0123"):
    return {
        "warnings": None,
        "fault": {
            "error": [
                {
                    "message": f"message=X; errorCode=00{code}; statusCode=401",
                    "detail": detail,
                    "code": code,
                    "element": None,
                }
            ],
            "type": fault_type,
        },
        "batchItemResponse": [],
        "time": 1601391072830,
    }


def xml_fault(code, fault_type="SERVICE", message="message=ThrottleExceeded"):
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<IntuitResponse time="2026-11-21T15:27:09.527-08:00" '
        'xmlns="http://schema.intuit.com/finance/v3">\n'
        f'  <Fault type="{fault_type}">\n    <Error code="{code}">\n'
        f"      <Message>{message}</Message>\n"
        "      <Detail>The request limit was reached.  Try again later</Detail>\n"
        "    </Error>\n  </Fault>\n</IntuitResponse>\n"
    ).encode()


def classify_json(status, answer, headers=None, **options):
    return classify(status, headers or {}, json.dumps(answer).encode(), **options)


class TestErrorTree(TestCase):
    def test_every_class_keeps_the_contract_of_its_kind(self):
        found = {
            cls.kind: (cls.retryable, cls.scope) for cls in all_classes(errors.QboError)
        }
        self.assertEqual(found, CONTRACT)

    def test_no_two_classes_share_a_kind(self):
        kinds = [cls.kind for cls in all_classes()]
        self.assertEqual(len(kinds), len(set(kinds)))

    def test_an_error_tells_log_readers_what_and_where(self):
        error = errors.QboStaleError(
            "Stale Object Error", code="5010", http_status=400, tid="1-abc"
        )
        self.assertEqual(
            str(error), "[stale 5010] Stale Object Error (HTTP 400, tid 1-abc)"
        )


class TestClassifyCodes(TestCase):
    def test_every_code_of_the_catalogue_has_its_kind(self):
        for code, kind in KIND_OF_CODE.items():
            with self.subTest(code=code):
                self.assertEqual(classify_json(400, capital_fault(code)).kind, kind)

    def test_the_four_shapes_of_a_fault_mean_the_same(self):
        for code, kind in KIND_OF_CODE.items():
            bodies = {
                "capital": json.dumps(capital_fault(code)).encode(),
                "lower case": json.dumps(gateway_fault(code)).encode(),
                "xml": xml_fault(code),
                "zero-padded": json.dumps(capital_fault(code.zfill(6))).encode(),
            }
            for shape, body in bodies.items():
                with self.subTest(code=code, shape=shape):
                    error = classify(400, {}, body)
                    self.assertEqual((error.kind, error.code), (kind, code))

    def test_an_item_of_a_batch_is_classified_alike(self):
        for code, kind in KIND_OF_CODE.items():
            with self.subTest(code=code):
                error = classify_fault(capital_fault(code)["Fault"], tid="t")
                self.assertEqual((error.kind, error.code, error.tid), (kind, code, "t"))

    def test_code_as_number_is_read(self):
        self.assertEqual(classify_json(400, capital_fault(5010)).kind, "stale")

    def test_code_is_taken_from_the_message_when_missing(self):
        entry = {
            "message": "message=ThrottleExceeded; errorCode=003001; statusCode=429"
        }
        error = classify_json(400, {"fault": {"error": [entry], "type": "SERVICE"}})
        self.assertEqual((error.kind, error.code), ("throttled", "3001"))

    def test_code_beats_status(self):
        for status in (200, 400, 401, 403, 404, 429, 500, 503):
            with self.subTest(status=status):
                self.assertEqual(
                    classify_json(status, capital_fault("5010")).kind, "stale"
                )

    def test_a_server_that_fell_over_is_no_reason_to_reconnect(self):
        fault = capital_fault("100", "AuthenticationFault")
        self.assertEqual(classify_json(500, fault).kind, "unavailable")
        self.assertEqual(classify_json(401, fault).kind, "auth")

    def test_several_errors_are_all_kept_and_the_first_decides(self):
        answer = capital_fault("6240")
        answer["Fault"]["Error"].append({"Message": "Other", "code": "2050"})
        error = classify_json(400, answer)
        self.assertEqual(error.kind, "duplicate")
        self.assertEqual([entry.code for entry in error.errors], ["6240", "2050"])

    def test_an_error_that_is_no_list_is_read_and_nonsense_passed_over(self):
        entry = {"Message": "Short", "code": "6240"}
        for listed in (entry, [None, "x", 7, entry]):
            with self.subTest(listed=listed):
                answer = {"Fault": {"Error": listed, "type": "ValidationFault"}}
                error = classify_json(400, answer)
                self.assertEqual((error.kind, len(error.errors)), ("duplicate", 1))

    def test_missing_parts_of_a_fault_are_empty(self):
        error = classify_json(400, {"Fault": {"Error": [{"Message": "Only this"}]}})
        self.assertEqual(
            (error.kind, error.message, error.detail, error.code, error.element),
            ("validation", "Only this", "", "", ""),
        )

    def test_a_fault_without_errors_is_read_by_status_and_type(self):
        table = [
            (401, "AUTHENTICATION", "auth"),
            (403, "AUTHORIZATION", "forbidden"),
            (429, "SERVICE", "throttled"),
            (503, "SERVICE", "unavailable"),
            (400, "ValidationFault", "validation"),
            (200, "SystemFault", "system"),
            (200, "AuthenticationFault", "auth"),
            (200, "AuthorizatonFault", "forbidden"),
        ]
        for status, fault_type, kind in table:
            for fault in ({"type": fault_type}, {"type": fault_type, "Error": []}):
                with self.subTest(status=status, fault=fault):
                    error = classify_json(status, {"Fault": fault})
                    self.assertEqual(error.kind, kind)

    def test_an_access_token_in_the_detail_is_masked(self):
        error = classify_json(401, gateway_fault("3200"))
        self.assertEqual(error.detail, "Token expired: ***")
        self.assertNotIn("AB0123", str(error))


class TestClassifyStatus(TestCase):
    def test_without_a_fault_the_status_decides(self):
        table = {
            301: "config",
            302: "config",
            400: "request",
            401: "auth",
            403: "forbidden",
            404: "config",
            408: "unavailable",
            413: "request",
            429: "throttled",
            500: "unavailable",
            502: "unavailable",
            503: "unavailable",
            504: "unavailable",
        }
        bodies = (b"", b"{}", b"<html><body>Oops</body></html>", b"\xff\xfe\x00", b"[]")
        for status, kind in table.items():
            for body in bodies:
                with self.subTest(status=status, body=body):
                    error = classify(status, {}, body)
                    self.assertEqual((error.kind, error.http_status), (kind, status))

    def test_success_is_no_error(self):
        for body in (b'{"Invoice": {}}', b'\n {"QueryResponse": {}} \n'):
            self.assertIsNone(classify(200, {}, body))
        self.assertIsNone(classify(200, {"content-type": "application/pdf"}, b"%PDF"))

    def test_a_fault_inside_a_success_is_an_error(self):
        self.assertEqual(classify_json(200, capital_fault("6240")).kind, "duplicate")

    def test_an_unreadable_success_of_a_write_is_uncertain(self):
        for body in (b"", b'{"Invoice": {"Id"', b"<html/>", b"[1]", b'"x"', b"null"):
            with self.subTest(body=body):
                self.assertEqual(classify(200, {}, body).kind, "uncertain")
                read = classify(200, {}, body, reading=True)
                self.assertEqual(read.kind, "unavailable")

    def test_html_is_reduced_to_its_words(self):
        body = b"<html><h1>404 Not Found</h1>\n<p>Nothing here</p></html>"
        self.assertEqual(classify(404, {}, body).detail, "404 Not Found Nothing here")

    def test_xml_with_a_document_type_is_not_expanded(self):
        entity = b'<!DOCTYPE a [<!ENTITY b "5010">]>'
        fault = b'<a><Fault><Error code="%s"/></Fault></a>'
        self.assertEqual(classify(500, {}, fault % b"5010").kind, "stale")
        error = classify(500, {}, entity + fault % b"&b;")
        self.assertEqual((error.kind, error.code), ("unavailable", ""))

    def test_broken_xml_falls_back_to_the_status(self):
        self.assertEqual(classify(429, {}, b"<IntuitResponse><Fault").kind, "throttled")


class TestClassifyHeaders(TestCase):
    def test_transaction_id_is_found_in_any_spelling(self):
        for name in ("intuit_tid", "Intuit_Tid", "Intuit-Tid", "intuit-tid"):
            with self.subTest(name=name):
                error = classify(500, {name: "1-5f73"}, b"")
                self.assertEqual(error.tid, "1-5f73")
                error = classify_json(400, capital_fault("610"), {name: "1-5f73"})
                self.assertEqual(error.tid, "1-5f73")

    def test_throttling_waits_a_minute_unless_told_otherwise(self):
        for body in (
            xml_fault("003001"),
            b"",
            json.dumps(capital_fault("3001")).encode(),
        ):
            with self.subTest(body=body):
                self.assertEqual(classify(429, {}, body).retry_after, 60)
                error = classify(429, {"Retry-After": "7"}, body)
                self.assertEqual(error.retry_after, 7)

    def test_retry_after_of_an_unavailable_server_is_kept(self):
        self.assertEqual(classify(503, {"retry-after": "90"}, b"").retry_after, 90)
        self.assertIsNone(classify(503, {}, b"").retry_after)

    def test_retry_after_is_a_number_or_a_date_and_nonsense_is_ignored(self):
        now = datetime(2026, 11, 21, 12, 0, 0, tzinfo=timezone.utc)
        table = {
            "0": 0,
            "12.5": 12.5,
            "-3": 0,
            "999999999": 86400,
            "Sat, 21 Nov 2026 12:01:30 GMT": 90,
            "Sat, 21 Nov 2026 12:01:30 -0000": 90,
            "Sat, 21 Nov 2026 11:00:00 GMT": 0,
            "soon": None,
            "nan": None,
            "": None,
        }
        for value, seconds in table.items():
            with self.subTest(value=value):
                found = get_retry_after({"Retry-After": value}, now)
                self.assertEqual(found, seconds)

    def test_details_keep_names_but_no_addresses(self):
        fault = capital_fault("6000", Detail="Amy has amy@example.com")["Fault"]
        self.assertEqual(classify_fault(fault).detail, "Amy has ***@***")
        self.assertEqual(mask("Amy"), "Amy")
