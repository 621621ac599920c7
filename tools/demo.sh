#!/bin/sh
# The main job, as a user does it: write a workbook, look at it, check it; then one that people have filled with mistakes.
set -u
run() { printf '\n$ %s\n' "$*"; "$@"; }
run slasheet templates
run slasheet new -t funnel -o demo/blank.xlsx --force
run slasheet new -t funnel --example -o demo/funnel.xlsx --force
run slasheet check demo/funnel.xlsx || exit 1
printf '\nThe same workbook, filled in LibreOffice and saved:\n'
run slasheet check samples/funnel_through_ods.xlsx || exit 1
printf '\nAnd one in which people made mistakes:\n'
run slasheet check samples/persona_with_mistakes.xlsx
printf '\nexit code %s: findings.\n' "$?"
printf '\nA signed agreement, and five months of leads from three CRMs:\n'
run slasheet new -t classic --example -o demo/agreed.xlsx --force
run slasheet log demo/agreed.xlsx samples/hubspot_contacts.csv samples/salesforce_leads.csv samples/pipedrive_deals.csv -o demo/logged.xlsx --force || exit 1
run slasheet show demo/logged.xlsx mtd_leads_by_channel delivery_by_month
run slasheet reps samples/salesforce_leads.csv
printf '\nThe workbooks of this demo are in demo/.\n'
