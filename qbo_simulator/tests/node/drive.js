// Drives the simulator with other people's Node clients, as their users would.
// Reads where it is from standard input and prints one JSON object of what it saw;
// the expectations are in test_node_clients.py.
"use strict";

const {Readable} = require("stream");
const {promisify} = require("util");
const OAuthClient = require("intuit-oauth");
const QuickBooks = require("node-quickbooks");

function line(amount) {
    return {
        Amount: amount,
        DetailType: "SalesItemLineDetail",
        SalesItemLineDetail: {ItemRef: {value: "1"}, Qty: 1, UnitPrice: amount},
    };
}

function expense(amount) {
    return {
        Amount: amount,
        DetailType: "AccountBasedExpenseLineDetail",
        AccountBasedExpenseLineDetail: {AccountRef: {value: "7"}},
    };
}

function journal(side, account) {
    const detail = {PostingType: side, AccountRef: {value: account}};
    return {
        Amount: 12.5,
        DetailType: "JournalEntryLineDetail",
        JournalEntryLineDetail: detail,
    };
}

// Entity: values to create it from, a change, and how it goes.
const SOLD = {CustomerRef: {value: "1"}, Line: [line(25)]};
const BOUGHT = {VendorRef: {value: "30"}, Line: [expense(40)]};
const NOTE = {PrivateNote: "changed"};
const ENTITIES = {
    Account: [{Name: "Clearing", AccountType: "Other Current Asset"}, {Description: "c"}],
    Bill: [BOUGHT, NOTE, "delete"],
    BillPayment: [
        {
            VendorRef: {value: "30"},
            TotalAmt: 10,
            PayType: "Check",
            CheckPayment: {BankAccountRef: {value: "35"}},
        },
        NOTE,
        "delete",
    ],
    Class: [{Name: "Online shop"}, {Name: "Web shop"}],
    CreditMemo: [SOLD, NOTE, "delete"],
    Customer: [{DisplayName: "Azure Interior"}, {CompanyName: "Azure"}],
    Department: [{Name: "Berlin"}, {Name: "Hamburg"}],
    Deposit: [
        {
            DepositToAccountRef: {value: "35"},
            Line: [
                {
                    Amount: 75,
                    DetailType: "DepositLineDetail",
                    DepositLineDetail: {AccountRef: {value: "25"}},
                },
            ],
        },
        NOTE,
        "delete",
    ],
    Employee: [{GivenName: "Emily", FamilyName: "Platt"}, {FamilyName: "Changed"}],
    Estimate: [SOLD, NOTE, "delete"],
    Invoice: [SOLD, NOTE, "delete"],
    Item: [
        {Name: "Setup", Type: "Service", IncomeAccountRef: {value: "1"}},
        {Description: "changed"},
    ],
    JournalEntry: [
        {Line: [journal("Debit", "36"), journal("Credit", "35")]},
        NOTE,
        "delete",
    ],
    Payment: [{CustomerRef: {value: "1"}, TotalAmt: 50}, NOTE, "delete"],
    PaymentMethod: [{Name: "Bank transfer"}, {Name: "Wire"}],
    Purchase: [
        {PaymentType: "Cash", AccountRef: {value: "35"}, Line: [expense(9)]},
        NOTE,
        "delete",
    ],
    PurchaseOrder: [
        {
            VendorRef: {value: "30"},
            Line: [
                {
                    Amount: 520,
                    DetailType: "ItemBasedExpenseLineDetail",
                    ItemBasedExpenseLineDetail: {
                        ItemRef: {value: "5"},
                        Qty: 2,
                        UnitPrice: 260,
                    },
                },
            ],
        },
        NOTE,
        "delete",
    ],
    RefundReceipt: [
        {...SOLD, DepositToAccountRef: {value: "35"}},
        NOTE,
        "delete",
    ],
    SalesReceipt: [SOLD, NOTE, "delete"],
    Term: [{Name: "Net 45", DueDays: 45}, {DueDays: 46}],
    Transfer: [
        {
            FromAccountRef: {value: "35"},
            ToAccountRef: {value: "36"},
            Amount: 100,
        },
        NOTE,
        "delete",
    ],
    Vendor: [{DisplayName: "Wood Corner"}, {CompanyName: "Wood"}],
    VendorCredit: [BOUGHT, NOTE, "delete"],
};
const PLURALS = {Class: "Classes", JournalEntry: "JournalEntries"};

// What a failed call said, without the noise of the HTTP library.
function fault(error) {
    const body = error.Fault ? error : (error.response || {}).data || error;
    return body.Fault ? body.Fault.Error[0].code : String(error.message || error);
}

async function signIn(settings) {
    const client = new OAuthClient({
        clientId: settings.clientId,
        clientSecret: settings.clientSecret,
        environment: "sandbox",
        redirectUri: settings.callback,
    });
    client.setAuthorizeURLs({
        authorizeEndpoint: settings.discovery.authorization_endpoint,
        tokenEndpoint: settings.discovery.token_endpoint,
        revokeEndpoint: settings.discovery.revocation_endpoint,
        userInfoEndpoint: settings.discovery.userinfo_endpoint,
    });
    const scope = [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId];
    const address = client.authorizeUri({scope, state: "s"});
    const answer = await fetch(address, {redirect: "manual"});
    await client.createToken(answer.headers.get("location"));
    return client;
}

async function oauth(settings) {
    const client = await signIn(settings);
    const first = {...client.getToken()};
    const url =
        `${settings.base}/v3/company/${first.realmId}/companyinfo/${first.realmId}`;
    const info = await client.makeApiCall({url});
    const refreshed = await client.refresh();
    const seen = {
        realm: first.realmId,
        type: first.token_type,
        seconds: first.expires_in,
        company: info.json.CompanyInfo.CompanyName,
        tid: Boolean(info.intuit_tid || info.headers.intuit_tid),
        renewed: refreshed.json.access_token !== first.access_token,
        valid: client.isAccessTokenValid(),
    };
    await client.revoke();
    try {
        await client.refreshUsingToken(first.refresh_token);
        seen.revoked = "still works";
    } catch (error) {
        seen.revoked = error.error || String(error.message);
    }
    return seen;
}

async function entity(call, name) {
    const [values, change, end] = ENTITIES[name];
    const made = await call(`create${name}`, values);
    const read = await call(`get${name}`, made.Id);
    const found = await call(`find${PLURALS[name] || name + "s"}`, {Id: made.Id});
    const {PurchaseEx, ...echo} = read; // QuickBooks refuses its own extension block
    const changed = await call(`update${name}`, {
        ...echo,
        ...change,
        SyncToken: read.SyncToken,
    });
    const seen = {
        id: made.Id,
        read: read.Id,
        found: found.QueryResponse[name].map((one) => one.Id),
        tokens: [read.SyncToken, changed.SyncToken],
    };
    if (end === "delete") {
        const gone = await call(`delete${name}`, made.Id);
        seen.gone = gone[name].status;
    }
    return seen;
}

async function extras(call, settings) {
    const invoice = await call("createInvoice", {...SOLD, requestId: "node-1"});
    const again = await call("createInvoice", {...SOLD, requestId: "node-1"});
    const batch = await call("batch", [
        {bId: "1", operation: "create", Customer: {DisplayName: "By batch"}},
        {bId: "2", operation: "create", Customer: {DisplayName: "By batch"}},
        {bId: "3", Query: "select count(*) from Customer"},
    ]);
    const since = new Date(Date.now() - 3600000);
    const changes = await call("changeDataCapture", ["Invoice", "Customer"], since);
    const pdf = await call("getInvoicePdf", invoice.Id);
    const sent = await call("sendInvoicePdf", invoice.Id, "someone@example.com");
    const content = Readable.from([Buffer.from("Mind the step.")]);
    const file = await call(
        "upload", "plan.txt", "text/plain", content, "Invoice", invoice.Id
    );
    const voided = await call("voidInvoice", (await call("createInvoice", SOLD)).Id);
    const all = await call("findCustomers", {fetchAll: true});
    const report = await call("reportTrialBalance", {});
    const preferences = await call("getPreferences");
    let refusal = "";
    try {
        await call("createCustomer", {DisplayName: "By batch"});
    } catch (error) {
        refusal = fault(error);
    }
    return {
        replayed: again.Id === invoice.Id,
        batch: batch.BatchItemResponse.map((one) => Object.keys(one)[0]),
        changes: changes.CDCResponse[0].QueryResponse.length,
        pdf: Buffer.from(pdf).subarray(0, 5).toString(),
        sent: sent.EmailStatus,
        file: file.AttachableRef[0].EntityRef,
        voided: voided.TotalAmt ?? voided.Invoice.TotalAmt,
        customers: all.QueryResponse.Customer.length,
        report: report.Header.ReportName,
        home: preferences.CurrencyPrefs.HomeCurrency.value,
        refusal,
        realm: settings.realm,
    };
}

async function attempt(work) {
    try {
        return await work();
    } catch (error) {
        return {failed: fault(error)};
    }
}

async function main() {
    let text = "";
    for await (const piece of process.stdin) text += piece;
    const settings = JSON.parse(text);
    const found = {oauth: await attempt(() => oauth(settings))};
    const signed = await signIn(settings);
    QuickBooks.V3_ENDPOINT_BASE_URL = `${settings.base}/v3/company/`;
    QuickBooks.TOKEN_URL = settings.discovery.token_endpoint;
    const token = signed.getToken();
    const client = new QuickBooks(
        settings.clientId,
        settings.clientSecret,
        token.access_token,
        false,
        token.realmId,
        true,
        false,
        75,
        "2.0",
        token.refresh_token
    );
    const call = (name, ...values) => promisify(client[name].bind(client))(...values);
    found.refreshed = await attempt(async () => {
        await call("refreshAccessToken");
        return client.token !== token.access_token;
    });
    for (const name of Object.keys(ENTITIES)) {
        found[name] = await attempt(() => entity(call, name));
    }
    found.extras = await attempt(() => extras(call, settings));
    process.stdout.write(JSON.stringify(found));
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
