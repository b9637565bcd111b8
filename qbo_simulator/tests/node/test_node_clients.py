"""The Node clients node-quickbooks and intuit-oauth, unmodified but for addresses."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
FILES = ("package.json", "package-lock.json")
CALLBACK = "http://localhost/callback"
DELETED = (
    "Bill BillPayment CreditMemo Deposit Estimate Invoice JournalEntry Payment "
    "Purchase PurchaseOrder RefundReceipt SalesReceipt Transfer VendorCredit"
).split()
KEPT = (
    "Account Class Customer Department Employee Item PaymentMethod Term Vendor"
).split()


def installed() -> Path:
    """Install the clients once per lock file and return where they are."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("absent: node and npm")
    content = b"".join((HERE / name).read_bytes() for name in FILES)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    target = Path(base, "qbo_simulator", hashlib.sha256(content).hexdigest()[:16])
    ready = target / "installed"
    if not ready.exists():
        target.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copy(HERE / name, target)
        # Install scripts of packages are other people's code: none is run.
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(
            command, cwd=target, capture_output=True, text=True, timeout=300
        )
        if done.returncode:
            pytest.skip(f"absent: the npm registry ({done.stderr.strip()[-200:]})")
        ready.touch()
    return target


@pytest.fixture(scope="module")
def seen(qbo_process):
    """What the clients saw of a fresh company."""
    target = installed()
    qbo = qbo_process.client()
    qbo.reset(
        settings={"throttle": {"enabled": False}, "oauth": {"consent": "automatic"}}
    )
    settings = {
        "base": qbo.api_base_url,
        "clientId": qbo.app.client_id,
        "clientSecret": qbo.app.client_secret,
        "callback": CALLBACK,
        "realm": qbo.realm_id,
        "discovery": qbo.session.get(qbo.discovery_url, timeout=30).json(),
    }
    done = subprocess.run(
        ["node", str(HERE / "drive.js")],
        input=json.dumps(settings),
        env={**os.environ, "NODE_PATH": str(target / "node_modules")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_intuit_oauth_connects_calls_refreshes_and_revokes(seen):
    found = seen["oauth"]
    assert found.pop("company") == "Red River Trading LLC"
    assert "invalid_grant" in found.pop("revoked")
    assert found == {
        "realm": "9130357000000001",
        "type": "bearer",
        "seconds": 3600,
        "tid": True,
        "renewed": True,
        "valid": True,
    }


def test_node_quickbooks_refreshes_its_token(seen):
    assert seen["refreshed"] is True


@pytest.mark.parametrize("name", [*DELETED, *KEPT])
def test_node_quickbooks_creates_reads_finds_and_changes(name, seen):
    found = seen[name]
    assert "failed" not in found, found
    assert found["read"] == found["id"]
    assert found["found"] == [found["id"]]
    assert found["tokens"] == ["0", "1"]
    assert found.get("gone") == ("Deleted" if name in DELETED else None)


def test_node_quickbooks_does_all_the_rest(seen):
    found = seen["extras"]
    assert "failed" not in found, found
    assert found.pop("customers") >= 7
    assert found.pop("file")["type"] == "Invoice"
    assert found == {
        "replayed": True,
        "batch": ["Customer", "Fault", "QueryResponse"],
        "changes": 2,
        "pdf": "%PDF-",
        "sent": "EmailSent",
        "voided": 0,
        "report": "TrialBalance",
        "home": "USD",
        "refusal": "6240",
        "realm": "9130357000000001",
    }
