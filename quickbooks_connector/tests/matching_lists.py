"""Two charts of accounts, two lists of taxes and of terms, grown apart over the years.

One line each: what Odoo has, then what an accountant would choose in QuickBooks. ``?``
stands where an accountant would have to ask.
"""

#: Account types of QuickBooks that are written short below.
TYPES = {
    "COGS": "Cost of Goods Sold",
    "LTL": "Long Term Liability",
    "OCA": "Other Current Asset",
    "OCL": "Other Current Liability",
    "OE": "Other Expense",
    "OI": "Other Income",
}

# number; type; name in Odoo => number; type; full name in QuickBooks
ACCOUNTS = """
400000;income;Product Sales => ;Income;Sales of Product Income
400100;income;Services => ;Income;Services
400110;income;Consulting Revenue => ;Income;Consulting Income
400120;income;Installation Services => ;Income;Services:Installation
400130;income;Maintenance Contracts => ;Income;Services:Maintenance & Repair
400200;income;Design Income => ;Income;Design income
400210;income;Training => ;Income;Training Income
400300;income;Shipping Income => ;Income;Shipping Income
400310;income;Delivery Fees => ?
400400;income;Discounts Given => ;Income;Discounts given
400410;income;Sales Discounts => ?
400420;income;Sales Returns and Allowances => ;Income;Sales Returns & Allowances
400500;income;Rental Income => ;Income;Rental Income
400510;income;Equipment Rental => ;Income;Equipment Rental Income
400600;income;Sales - Wholesale => ;Income;Sales:Wholesale
400610;income;Sales - Retail => ;Income;Sales:Retail
400620;income;Sales - Online => ;Income;Sales:Online
400630;income;Export Sales => ?
400700;income;Membership Dues => ;Income;Membership Dues
400710;income;Subscription Revenue => ;Income;Subscription Income
400800;income;Royalties => ;Income;Royalty Income
400810;income;Commission Income => ;Income;Commissions Income
400900;income;Uncategorised Income => ;Income;Uncategorized Income
400910;income;Billable Expense Income => ;Income;Billable Expense Income
400920;income;Markup => ;Income;Markup
4010;income;Landscaping => 4010;Income;Landscaping Services
4020;income;Pest Control => 4020;Income;Pest Control Services
4030;income;Plants and Soil => 4030;Income;Landscaping Services:Plants and Soil
4040;income;Fountains & Garden Lighting => 4040;Income;Fountains and Garden Lighting
4050;income;Sprinklers and Drip Systems => 4050;Income;Sprinklers and Drip Systems
450000;income_other;Interest Income => ;OI;Interest Earned
450010;income_other;Gain on Sale of Assets => ;OI;Gain on Asset Sales
450020;income_other;Other Miscellaneous Income => ;OI;Misc. Other Income
450030;income_other;Dividend Income => ;OI;Dividends
450040;income_other;Insurance Proceeds => ;OI;Insurance Proceeds Received
450050;income_other;Foreign Exchange Gain => ?
450060;income_other;Cash Back Rewards => ;OI;Credit Card Cash Back Rewards
450070;income_other;Grants => ;OI;Grant Income
500000;expense_direct_cost;Cost of Goods Sold => ;COGS;Cost of Goods Sold
500100;expense_direct_cost;Freight In => ;COGS;Freight & Delivery - COS
500110;expense_direct_cost;Direct Labor => ;COGS;Cost of Labor - COS
500120;expense_direct_cost;Subcontractors => ;COGS;Subcontractors - COS
500130;expense_direct_cost;Job Materials => ;COGS;Job Materials
500140;expense_direct_cost;Packaging => ;COGS;Packaging Materials
500150;expense_direct_cost;Inventory Shrinkage => ;COGS;Inventory Shrinkage
500160;expense_direct_cost;Merchant Account Fees => ;COGS;Merchant Account Fees
500170;expense_direct_cost;Purchase Discounts => ;COGS;Purchase discounts
500180;expense_direct_cost;Equipment Rental (Jobs) => ;COGS;Equipment Rental for Jobs
500190;expense_direct_cost;Tools and Small Equipment => ;COGS;Tools & Small Equip.
5110;expense_direct_cost;Blank Media => 5110;COGS;Blank Media
5120;expense_direct_cost;Restaurant Food Purchases => 5120;COGS;Food Purchases
5130;expense_direct_cost;Beverage Purchases => 5130;COGS;Beverages
5140;expense_direct_cost;Worker's Compensation (Jobs) => 5140;COGS;Workers Comp - Jobs
600000;expense;Advertising => ;Expense;Advertising
600010;expense;Marketing: Online => ;Expense;Advertising:Online Advertising
600020;expense;Trade Shows => ;Expense;Advertising:Trade Shows
600030;expense;Promotional Items => ;Expense;Promotional
600040;expense;Social Media => ;Expense;Social media
600050;expense;Website Hosting => ;Expense;Web Hosting
600100;expense;Bank Fees => ;Expense;Bank Charges
600110;expense;Bank Charges & Fees => ?
600120;expense;Credit Card Fees => ;Expense;Credit card fees
600130;expense;Late Fees and Penalties => ;Expense;Penalties & Late Fees
600200;expense;Vehicle Expenses => ;Expense;Automobile
600210;expense;Fuel => ;Expense;Automobile:Fuel
600220;expense;Vehicle Repairs => ;Expense;Automobile:Vehicle Repairs
600230;expense;Vehicle Insurance => ;Expense;Automobile:Vehicle Insurance
600240;expense;Parking and Tolls => ;Expense;Parking & Tolls
600250;expense;Vehicle Registration => ;Expense;Automobile:Registration
600300;expense;Insurance => ;Expense;Insurance
600310;expense;Liability Insurance => ;Expense;Insurance:Liability
600320;expense;Health Insurance => ;Expense;Employee Benefits:Health Insurance
600330;expense;Workers' Compensation => ;Expense;Insurance:Workers Compensation
600340;expense;Property Insurance => ;Expense;Insurance:Property Insurance
600350;expense;Key Man Life Insurance => ;Expense;Insurance:Key Man Life
600400;expense;Accounting => ;Expense;Legal & Professional Fees:Accounting
600410;expense;Bookkeeping => ;Expense;Legal & Professional Fees:Bookkeeper
600420;expense;Lawyer => ;Expense;Legal & Professional Fees:Lawyer
600430;expense;Legal and Professional Fees => ;Expense;Legal & Professional Fees
600440;expense;Consultants => ;Expense;Consulting
600450;expense;Payroll Service Fees => ;Expense;Payroll Processing Fees
600500;expense;Maintenance and Repairs => ;Expense;Maintenance and Repair
600510;expense;Building Repairs => ;Expense;Maintenance and Repair:Building Repairs
600520;expense;Computer Repairs => ;Expense;Maintenance and Repair:Computer Repairs
600530;expense;Equipment Repairs => ;Expense;Maintenance and Repair:Equipment Repairs
600540;expense;Janitorial => ;Expense;Cleaning & Janitorial
600550;expense;Landscaping (own grounds) => ?
600560;expense;Pest Control => ?
600600;expense;Meals => ;Expense;Meals
600610;expense;Entertainment => ;Expense;Entertainment
600620;expense;Travel => ;Expense;Travel
600630;expense;Travel Meals => ;Expense;Travel Meals
600640;expense;Airfare => ;Expense;Travel:Airfare
600650;expense;Hotels => ;Expense;Travel:Hotels
600660;expense;Taxis and Ride Shares => ;Expense;Travel:Taxis or shared rides
600670;expense;Vehicle Rental => ;Expense;Travel:Vehicle rental
600700;expense;Office Expenses => ;Expense;Office Expenses
600710;expense;Office Supplies => ;Expense;Office Supplies
600720;expense;Software => ;Expense;Software & Apps
600730;expense;Stationery & Printing => ;Expense;Stationery & Printing
600740;expense;Postage => ;Expense;Postage & Delivery
600750;expense;Small Tools => ;Expense;Small tools & equipment
600760;expense;Office Furniture (small) => ;Expense;Office Furniture, small
600770;expense;Supplies and Materials => ;Expense;Supplies & Materials
600780;expense;Shipping and Delivery => ;Expense;Shipping and Delivery
600790;expense;Memberships & Subscriptions => ;Expense;Memberships and Subscriptions
600800;expense;Rent => ;Expense;Rent or Lease
600810;expense;Equipment Rental => ;Expense;Equipment Rental
600820;expense;Storage => ;Expense;Rent or Lease:Storage
600900;expense;Utilities => ;Expense;Utilities
600910;expense;Electricity => ;Expense;Utilities:Electricity
600920;expense;Gas => ;Expense;Utilities:Gas
600930;expense;Water & Sewer => ;Expense;Utilities:Water and Sewer
600940;expense;Telephone => ;Expense;Utilities:Telephone
600950;expense;Internet => ;Expense;Utilities:Internet & TV
600960;expense;Mobile Phones => ;Expense;Utilities:Mobile Phone
600970;expense;Waste Disposal => ;Expense;Disposal & Waste
600980;expense;Heating => ;Expense;Utilities:Heating
601000;expense;Salaries and Wages => ;Expense;Payroll Expenses:Salaries & Wages
601010;expense;Payroll Taxes => ;Expense;Payroll Expenses:Payroll Taxes
601020;expense;Bonuses => ;Expense;Payroll Expenses:Bonuses
601030;expense;Employee Benefits => ;Expense;Employee Benefits
601040;expense;Retirement Plan => ;Expense;Employee Benefits:Retirement Plan
601050;expense;Officers' Compensation => ;Expense;Officer Compensation
601060;expense;Contract Labor => ;Expense;Contract labor
601070;expense;Recruitment => ;Expense;Recruiting
601080;expense;Staff Training => ;Expense;Employee Training
601090;expense;Uniforms => ;Expense;Uniforms
601100;expense;Temporary Help => ;Expense;Temp Help
601200;expense;Property Taxes => ;Expense;Taxes & Licenses:Property Tax
601210;expense;Business Licenses, Permits => ;Expense;Taxes & Licenses:Business Licences
601220;expense;Taxes and Licenses => ;Expense;Taxes & Licenses
601230;expense;State Taxes => ;Expense;Taxes & Licenses:State Tax
601300;expense;Charitable Contributions => ;Expense;Charitable Contributions
601310;expense;Gifts => ;Expense;Gifts to customers
601320;expense;Dues & Subscriptions => ;Expense;Dues & subscriptions
601330;expense;Continuing Education => ;Expense;Continuing education
601340;expense;Conferences => ;Expense;Conferences & Seminars
601350;expense;Books and Reference Material => ;Expense;Books & Reference Materials
601360;expense;Security => ;Expense;Security services
601370;expense;Bad Debts => ;Expense;Bad Debts
601380;expense;Commissions => ;Expense;Commissions & fees
601390;expense;Research and Development => ;Expense;Research & Dev.
601400;expense;Interest Paid => ;Expense;Interest paid
601410;expense;Mortgage Interest => ;Expense;Interest paid:Mortgage interest
601420;expense;Loan Interest => ;Expense;Interest paid:Business loan interest
601430;expense;Line of Credit Interest => ;Expense;Interest paid:Credit line interest
601440;expense;Cash Over and Short => ;Expense;Cash Over & Short
601450;expense;Uncategorised Expense => ;Expense;Uncategorized Expense
601460;expense;Reimbursable Expenses => ;Expense;Reimbursable Expenses
601470;expense;Truck 1 => ;Expense;Trucks:Truck 1
601480;expense;Truck 2 => ;Expense;Trucks:Truck 2
601490;expense;Truck 3 => ?
601500;expense;Purchases => ;Expense;Purchases
601510;expense;Exchange Loss => ;OE;Exchange Gain or Loss
6210;expense;Warehouse Rent => 6210;Expense;Warehouse Rent
6220;expense;Warehouse Utilities => 6220;Expense;Warehouse Utils
6230;expense;Warehouse Wages => 6230;Expense;Wages - Warehouse
6240;expense;Forklift Maintenance => 6240;Expense;Forklift Maint.
6250;expense;Pallets and Crates => 6250;Expense;Pallets & Crates
6260;expense;Customs Duties => 6260;Expense;Duties & Customs
6270;expense;Courier => 6270;Expense;Courier Services
6280;expense;Product Samples => 6280;Expense;Samples
6290;expense;Returns Handling => 6290;Expense;Handling of Returns
6300;expense;Laboratory Testing => 6300;Expense;Lab Testing
601520;expense;Job Supplies => ;Expense;Job Expenses:Job Supplies
601530;expense;Telephone (Sales Team) => ?
601540;expense;Insurance - Directors and Officers => ?
601550;expense;Rent => ?
601560;expense;Canteen => ?
610000;expense_depreciation;Depreciation => ;OE;Depreciation
610010;expense_depreciation;Amortisation => ;OE;Amortization
610020;expense_depreciation;Depreciation - Vehicles => ;OE;Depreciation:Vehicles
620000;expense_other;Other Miscellaneous Expense => ;OE;Miscellaneous
620010;expense_other;Loss on Sale of Assets => ;OE;Loss on Asset Sales
620020;expense_other;Home Office => ;OE;Home Office Expenses
620030;expense_other;Vehicle (Owner, private share) => ?
620040;expense_other;Reconciliation Discrepancies => ;OE;Reconciliation Discrepancies
620050;expense_other;Donations in Kind => ?
620060;expense_other;Fines => ;OE;Fines & Settlements
101100;asset_current;Prepaid Insurance => ;OCA;Prepaid Expenses:Prepaid Insurance
101110;asset_prepayments;Prepaid Expenses => ;OCA;Prepaid Expenses
101120;asset_current;Employee Advances => ;OCA;Employee Cash Advances
101130;asset_current;Inventory => ;OCA;Inventory Asset
101140;asset_current;Deposits Paid => ;OCA;Vendor Deposits
101150;asset_current;Retainage => ;OCA;Retainage
151000;asset_fixed;Furniture and Fixtures => ;Fixed Asset;Furniture & Fixtures
151010;asset_fixed;Machinery and Equipment => ;Fixed Asset;Machinery & Equipment
151020;asset_fixed;Vehicles => ;Fixed Asset;Vehicles
151030;asset_fixed;Buildings => ;Fixed Asset;Buildings
151040;asset_fixed;Leasehold Improvements => ;Fixed Asset;Leasehold Improvements
151050;asset_fixed;Computers => ;Fixed Asset;Computer Equipment
151060;asset_non_current;Security Deposits => ;Other Asset;Security Deposits
151070;asset_non_current;Goodwill => ;Other Asset;Goodwill
211000;liability_current;Customer Deposits => ;OCL;Customer Deposits
211010;liability_current;Payroll Liabilities => ;OCL;Payroll Liabilities
211020;liability_current;Gift Cards => ;OCL;Gift Certificates Outstanding
211030;liability_current;Deferred Revenue => ;OCL;Deferred Revenue
211040;liability_current;Line of Credit => ;OCL;Line of Credit
211050;liability_current;Loan Payable => ;OCL;Loan Payable
221000;liability_non_current;Notes Payable => ;LTL;Notes Payable
221010;liability_non_current;Mortgage => ;LTL;Mortgage Payable
"""

# What else QuickBooks has, alike enough to be taken for the right one.
MORE_ACCOUNTS = """
;Bank;Checking
;Bank;Savings
;Accounts Receivable;Accounts Receivable (A/R)
;Accounts Payable;Accounts Payable (A/P)
;Credit Card;Company Credit Card
;OCA;Undeposited Funds
;OCA;Uncategorized Asset
;OCL;Sales Tax Payable
;Equity;Opening Balance Equity
;Equity;Retained Earnings
;Income;Sales
;Income;Unapplied Cash Payment Income
;Income;Fees Billed
;Income;Landscaping Services:Job Materials
;Income;Landscaping Services:Labor
;Income;Export Commissions
;Expense;Unapplied Cash Bill Payment Expense
;Expense;Trucks
;Expense;Trucks:Truck 12
;Expense;Payroll Expenses
;Expense;Supplies
;Expense;Job Expenses
;Expense;Job Expenses:Cost of Labor
;Expense;Equipment Lease
;Expense;Advertising:Print
;Expense;Bank Interest
;Expense;Travel:Mileage
;Fixed Asset;Accumulated Depreciation
;Other Asset;Rental Deposits
;LTL;Vehicle Loans
"""

# side; name; label; rates in Odoo => name in QuickBooks
TAXES = """
sale;20% S;20.0%;20 => 20.0% S
sale;20% Incl;VAT 20%;20 => 20.0% S
sale;5%;VAT 5%;5 => 5.0% R
sale;0% Z;0%;0 => 0.0% Z
sale;0% Exempt;Exempt;0 => Exempt
sale;0%;0%;0 => ?
sale;No VAT;;0 => No VAT
sale;0% Goods to EU;EC Sales;0 => ?
sale;0% Services to EU;;0 => ?
sale;20% FR (OSS);VAT 20%;20 => ?
sale;12.5% T/O;Tourism;12.5 => 12.5% TO
sale;4% Flat;Flat rate;4 => ?
sale;17.5% S;;17.5 => 17.5%
sale;13% Margin scheme;;13 => ?
sale;Zero rated;;0 => 0.0% Z
sale;20% Standard rate;;20 => 20.0% S
purchase;20% S;20.0%;20 => 20.0% S
purchase;5% R;5.0%;5 => 5.0% R
purchase;5% Fuel;5.0%;5 => ?
purchase;0% Z;0%;0 => 0.0% Z
purchase;Exempt;;0 => Exempt
purchase;20% Reverse charge;;20,-20 => 20.0% RC
purchase;5% Reverse charge;;5,-5 => 5.0% RC
purchase;20% EC goods;;20,-20 => 20.0% ECG
purchase;0% PVA import;;0 => ?
purchase;17.5% S;;17.5 => 17.5%
purchase;20% Capital goods;;20 => ?
purchase;2.5% Cash;;2.5 => ?
purchase;12.5% TO;;12.5 => ?
purchase;No VAT;;0 => No VAT
"""

# name; rates on sales; rates on purchases; description in QuickBooks
TAX_CODES = """
20.0% S;20;20;20% standard rate
5.0% R;5;5;5% reduced rate
0.0% Z;0;0;Zero rate
Exempt;0;0;Exempt from VAT
No VAT;;;Outside the scope of VAT
17.5%;17.5;17.5;Old standard rate
12.5% TO;12.5;;Tourism
20.0% RC;;20,-20;Reverse charge
5.0% RC;;5,-5;Reverse charge
20.0% ECG;0;20,-20;EC goods standard rate
0.0% ECS;0;;EC services
20.0% RC MPCCs;;20,-20;Reverse charge for mobile phones
13.0%;13;;Thirteen
"""

# name; shape in Odoo => name in QuickBooks
TERMS = """
Immediate Payment;days 0 => Due on receipt
15 Days;days 15 => Net 15
21 Days;days 21 => Net 21
30 Days;days 30 => Net 30
Net 30;days 30 => Net 30
45 Days;days 45 => 45 days net
Net 60;days 60 => Net 60
90 days;days 90 => 90 days
2/7 Net 30;days 30 2 7 => ?
2/10 Net 30;days 30 2 10 => 2% 10 Net 30
1/10 Net 60;days 60 1 10 => 1% 10 Net 60
End of month;day 31 0 => EOM
End of Following Month;- => ?
30% Now, Balance 60 Days;- => ?
10 Days after End of Next Month;- => ?
Net 10;days 7 => ?
Cash on delivery;days 0 => Due on receipt
60 Days, direct debit;days 60 => Net 60
120 Days;days 120 => ?
Weekly;days 7 => 7 days
"""

# name; DueDays, DiscountPercent, DiscountDays, or "day" and DayOfMonthDue
TERM_ENTRIES = """
Due on receipt;0
Net 10;10
Net 15;15
Net 21;21
Net 30;30
45 days net;45
Net 60;60
7 days;7
90 days;90
3 months;90
2% 10 Net 30;30 2 10
1% 10 Net 60;60 1 10
EOM;day 31
15th of month;day 15
"""
