"""Every message a user can meet, in one catalogue: code, name, severity, what is said, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad: an error makes the numbers wrong or unsafe to sign, a warning may, an info does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Code(NamedTuple):
    """A kind of finding; `message` and `advice` are format strings over the finding's facts."""

    code: str
    name: str
    severity: Severity
    message: str
    advice: str


E_, W_, I_ = Severity.ERROR, Severity.WARNING, Severity.INFO

CODES: tuple[Code, ...] = (
    # The workbook as a whole.
    Code("SLA001", "not-ours", E_, "{file} is not a workbook that slasheet made: its plan sheet is missing or unreadable ({why}).",
         "Create one with: slasheet new -o sla.xlsx, and fill it in; or restore the sheet from a backup."),
    Code("SLA002", "name-missing", W_, "Defined names are missing or broken ({found}), so their cells were found by the labels beside and above them.",
         "The numbers are fine, but programs that read the workbook by its names need them; to restore every name, run: slasheet rebuild FILE -o NEW.xlsx"),
    Code("SLA003", "name-changed", E_, "The defined name {label} covers {found}, but “{title}” needs {expected}.",
         "Undo what was inserted or deleted there; or run: slasheet rebuild FILE -o NEW.xlsx, which restores every name."),
    Code("SLA004", "newer-workbook", E_, "The workbook was written by a newer version of slasheet (edition {found}; this version reads up to edition {expected}).",
         "Upgrade: pip install --upgrade slasheet."),
    Code("SLA005", "plan-lost", W_, "The workbook's hidden plan is missing; its settings were read from the names, labels and sentences on the sheets instead.",
         "Run: slasheet rebuild FILE -o NEW.xlsx, which writes it again; then compare the settings on Start with what was agreed."),
    Code("SLA006", "places-unclear", E_, "On “{title}”, rows or columns were inserted or deleted and labels were changed, so there is no telling which number belongs to which name.",
         "Undo what was inserted or deleted there, and check again."),
    Code("SLA007", "sheet-missing", E_, "The sheet “{title}” is missing: {loss}.",
         "Undo the deletion, or run: slasheet rebuild FILE -o NEW.xlsx, which puts the sheet back with its inputs blank."),
    Code("SLA008", "sheet-copied", W_, "The sheet “{found}” looks like a copy of “{title}”: nothing on it is read, and no formula uses it.",
         "Type in “{title}” itself and delete the copy; if you need the copy, give it a title of its own."),
    Code("SLA178", "manual-calculation", W_, "The workbook is set to calculate only on demand, and values in it are out of date: {found}.",
         "Set calculation to automatic (Excel: Formulas, Calculation Options; LibreOffice: Data, Calculate, AutoCalculate), recalculate and save."),
    Code("SLA179", "copy-in-use", E_, "The sheet “{found}” looks like a copy of “{title}”, and formulas read it instead of “{title}”, such as the one in {cells}.",
         "Type into “{title}” what was meant to count, then run: slasheet rebuild FILE -o NEW.xlsx, whose formulas read “{title}” again."),
    # The plan file.
    Code("SLA010", "plan-syntax", E_, "not a TOML file: {why}.", "Fix it there: put texts in quotes and table names in [brackets]."),
    Code("SLA011", "plan-unknown-key", E_, "unknown key{near}.", "Allowed here: {allowed}."),
    Code("SLA012", "plan-value", E_, "{found} is not allowed.", "Allowed: {allowed}."),
    Code("SLA013", "plan-missing-key", E_, "is missing.", "Allowed: {allowed}."),
    Code("SLA014", "plan-label", E_, "the label {found} {why}.", "{allowed}."),
    Code("SLA015", "plan-list-length", E_, "is a list of {found} numbers.", "Give {expected}: {allowed}."),
    Code("SLA016", "plan-bounds", E_, "{found} is out of range{hint}.", "Allowed: {allowed}."),
    Code("SLA018", "plan-too-large", E_, "The plan has {found} cells ({shape}), more than the {expected} that a workbook may have.",
         "Plan for fewer regions, channels or months; or split it into several plans, whose workbooks slasheet rollup adds up."),
    Code("SLA019", "plan-file-too-large", E_, "The plan file {what}.", "Check that it is the right file; a long lead log belongs in the workbook (slasheet log)."),
    # What people type.
    Code("SLA101", "missing-input", E_, "“{title}” is blank for {where}.", "Type {allowed}. Until then, everything that depends on it stays blank."),
    Code("SLA102", "text-in-number", E_, "“{title}” for {where} contains {found}, which is not {kind}.", "Type {allowed}, {how}."),
    Code("SLA103", "out-of-bounds", E_, "“{title}” for {where} is {shown}; it must be {allowed}.", "Correct it. Until then, nothing that depends on it is computed."),
    Code("SLA104", "percent-as-whole", E_, "“{title}” for {where} is {shown}, that is, {percent}. It looks like a percentage typed as a whole number.",
         "Did you mean {guess}? Then type it with the percent sign."),
    Code("SLA105", "mix-off", E_, "The channel mix of {owner} for {where} adds up to {shown} instead of 100 % ({gap}).",
         "Correct the shares of {channels} so that they add up to 100 %."),
    Code("SLA106", "error-in-input", E_, "“{title}” for {where} contains the error value {found}.", "Type {allowed}."),
    Code("SLA107", "unknown-label", E_, "{what} is {found}.", "{near}Use {allowed}."),
    Code("SLA108", "duplicate-label", E_, "The {what} {found} appears more than once (also in {other}), so sums by label count it twice.",
         "Give each its own name; capitals and small letters count as the same."),
    Code("SLA109", "unsafe-label", E_, "The {what} {found} {why}.", "{allowed}."),
    Code("SLA110", "missing-label", E_, "The name of {what} is blank.", "Type a name; until then, slasheet calls it “{expected}”."),
    Code("SLA111", "input-formula", I_, "“{title}” for {where} is a formula; its value, {shown}, is used.", "Nothing to do if that is intended; rebuild keeps the value, not the formula."),
    Code("SLA112", "default-used", I_, "“{title}” is blank for {where}; it counts as {expected}.", "Nothing to do if that is intended."),
    Code("SLA113", "rate-not-one", E_, "“{title}” for {where} is {shown}, but {region} plans in {currency}, the reporting currency, so it is computed with 1.",
         "Clear the cell. If the region plans in another currency, name it in the plan file ([regions] currencies) and write the workbook again."),
    Code("SLA114", "label-outside", E_, "{found}, with {count}, is outside all tables: it is not part of the plan, and nothing is computed for it.",
         "{todo}"),
    Code("SLA118", "merged-input", W_, "The cells {area} of “{title}” are merged: only the first one shows, but {hidden} behind it {counts}.",
         "Unmerge the cells (Format, Merge cells), and type each value in its own cell."),
    Code("SLA119", "labels-reordered", E_, "{what} are no longer in their original order ({found} instead of {expected}). If they were sorted, the values on other sheets did not move with them.",
         "Undo the sorting; or, if every sheet is right as it is, run: slasheet rebuild FILE -o NEW.xlsx --as-it-stands, which keeps this order."),
    Code("SLA120", "line-put-in", W_, "{found} was inserted inside {title} and belongs to no name; its blank cells count as missing inputs of the table.",
         "Delete it, or run: slasheet rebuild FILE -o NEW.xlsx, which leaves it out."),
    Code("SLA145", "place-deleted", E_, "{what} ({title}): {loss}.",
         "Undo the deletion, or run: slasheet rebuild FILE -o NEW.xlsx, which puts it back with its inputs blank."),
    Code("SLA115", "text-converted", W_, "“{title}” for {where} is typed as text: {read}.",
         "Type it {how}, or run: slasheet rebuild FILE -o NEW.xlsx. Formulas ignore text, so until then cells that depend on it show other numbers than this report."),
    Code("SLA116", "text-ambiguous", E_, "“{title}” for {where} is typed as text that can be read in more than one way: {read}.",
         "Type it {how}. Until then, it counts as blank."),
    Code("SLA117", "linked-input", W_, "“{title}” for {where} is a formula that reads another workbook: {found}. Its saved value, {shown}, is used; it may be out of date.",
         "Type the value itself, or run slasheet rebuild, which keeps the saved value."),
    # What spreadsheet programs make of what people type.
    Code("SLA171", "date-for-number", W_, "“{title}” for {where} is a date or a time of day{became}, and counts as {shown}.",
         "Set the cell to a number format (Format, Cells), then type it again: {allowed}."),
    Code("SLA172", "number-like-day", W_, "“{title}” for {where} is {shown}, far from the numbers beside it, and the number of the day {day}: did a spreadsheet program make a date of {typed}?",
         "If so, type it again: {allowed}. Nothing to do if {shown} is meant."),
    Code("SLA173", "time-of-day", E_, "{what} has a time of day: {found}. Formulas that look for {expected} do not find it.",
         "Type {expected}, without a time."),
    Code("SLA174", "empty-text", W_, "“{title}” for {where} is a formula that gives an empty text: {found}. It counts as blank, but cells that count what is typed take it for a text.",
         "Clear the cell, or type {allowed}."),
    Code("SLA175", "number-hidden", W_, "“{title}” for {where} is {shown}, but its number format, {found}, hides that or shows another number{more}.",
         "Choose a number format that shows the number itself (Format, Cells), or run: slasheet rebuild FILE -o NEW.xlsx."),
    Code("SLA176", "stale-input", W_, "“{title}” for {where} shows {found}, but its formula {formula} gives {expected} now ({sources}).",
         "Recalculate in the spreadsheet program and save; or type the number that was agreed. Everything that depends on it was computed with {found}."),
    Code("SLA177", "volatile-input", W_, "“{title}” for {where} is a formula with {function}, which is worked out again whenever the workbook is opened: {found}. Its saved value, {shown}, is used, but it will not stay.",
         "Type the value itself, or run slasheet rebuild, which keeps the saved value."),
    # The agreement.
    Code("SLA141", "text-too-long", E_, "“{title}” for {where} has {found} characters, more than the {expected} that fit in a plan file.", "Shorten it, or keep it in a separate document and say where that is."),
    Code("SLA142", "agreement-blank", I_, "“{title}” in the agreement is blank.", "Fill it in together, or leave it if you need no rule for it."),
    # The lead log.
    Code("SLA121", "log-incomplete", E_, "Row {row} of the lead log has no “{title}”, so it is not counted in full.", "Complete the row, or clear it."),
    Code("SLA122", "log-date-text", E_, "Row {row} of the lead log: the date {found} is text, so the row is not counted.", "Type it as a date, or change the column to dates (Data, Text to columns)."),
    Code("SLA123", "log-date-outside", E_, "Row {row} of the lead log: {found} is not in the plan ({expected}), so the row is not counted.", "Correct the date, or delete the row."),
    Code("SLA124", "log-unknown-label", E_, "Row {row} of the lead log: the {title} “{found}” is not in the plan, so its leads are not counted.", "{near}The plan has: {allowed}."),
    Code("SLA125", "log-number", E_, "Row {row} of the lead log: “{title}” is {found}, which is not a number, so it is not counted.", "Type {allowed}."),
    Code("SLA132", "log-negative", E_, "Row {row} of the lead log: “{title}” is {found}, which is negative, so it is not counted.", "Type {allowed}."),
    Code("SLA133", "log-fraction", E_, "Row {row} of the lead log: “{title}” is {found}, which is not whole.", "Type {allowed}."),
    Code("SLA126", "log-more-than-leads", E_, "Row {row} of the lead log: “{title}” is {found}, but only {expected} leads came in.", "Correct one of the two."),
    Code("SLA127", "log-duplicate", W_, "Row {row} of the lead log is the same as row {other}; both are counted.", "Delete one of them, unless both are intended."),
    Code("SLA128", "log-same-day", I_, "Row {row} of the lead log has the same day, region and channel as row {other}; both are counted.", "Nothing to do if that is intended."),
    Code("SLA129", "log-nearly-full", W_, "The lead log has used {found} of {expected} rows.", "Insert rows inside the log, or run: slasheet rebuild FILE -o NEW.xlsx, which makes room."),
    Code("SLA130", "log-outside", E_, "{found} outside the lead log (rows {first} to {last}), where no formula reads them.", "Run: slasheet rebuild FILE -o NEW.xlsx, which takes them in; or insert rows inside the log and move them there."),
    Code("SLA131", "log-gap", W_, "Nothing is logged on {found} working days between {span}.", "Is something missing? Log it, or list the days as holidays."),
    # Lead scoring.
    Code("SLA151", "criterion-without-points", W_, "The criterion “{found}” has no points, so it does not count.", "Type its points, or clear the criterion."),
    Code("SLA152", "points-without-criterion", W_, "{found} points have no criterion ({where}).", "Type what they are for, or clear them."),
    Code("SLA153", "threshold-missing", W_, "“{title}” is blank for {where}, so it is open which leads are handed over.", "Type how many points a lead needs for that."),
    Code("SLA154", "threshold-order", E_, "{where}: a lead counts as high from {found} points, but as qualified only from {expected}.", "Correct one of the two thresholds. Until then, no lead is rated."),
    Code("SLA155", "criterion-outside", E_, "Row {row} is outside “{title}” (rows {first} to {last}), so it does not count.", "Insert a row inside the table, and move it there."),
    Code("SLA143", "label-changed", W_, "This label should read {expected}, but reads {found}: the cells beside it seem to mean something else.", "Type {expected} again, or run: slasheet rebuild FILE -o NEW.xlsx."),
    Code("SLA181", "policy-contradicted", E_, "This sentence says {found}, but the plan that the workbook carries says {expected}: one of the two was changed, and there is no telling which was agreed.",
         "Find out which is right, from a backup or the signed workbook. If it is the plan, type {expected} again, or run: slasheet rebuild FILE -o NEW.xlsx. If it is the sentence, write the workbook again from a plan file that says so."),
    Code("SLA144", "outside-of-tables", W_, "{found} is outside the tables of the agreement, so it is not part of what is agreed, and rebuild and sign leave it out.", "Move it into a row of a table."),
    Code("SLA187", "number-outside", I_, "{count} outside all tables ({places}): not part of the plan, and nothing is computed from it.", "If it is meant to count, type it into a table; a fresh workbook leaves it behind."),
    Code("SLA156", "threshold-out-of-reach", W_, "All points for fit add up to {found}, but a lead qualifies only from {expected}, so no lead ever can.", "Lower the threshold, or give the criteria more points."),
    Code("SLA161", "changed-since-signed", E_, "{signer} signed as {role} on {day} with the fingerprint {found}; the agreement now has {expected}, so it has changed since.",
         "Compare with the signed workbook: slasheet diff SIGNED.xlsx FILE. Undo the change, or agree on it and sign again: slasheet sign FILE -o NEW.xlsx."),
    Code("SLA162", "signed-without-fingerprint", W_, "{signer} has signed as {role}, but without a fingerprint, so there is no telling whether the agreement has changed since.",
         "Sign with: slasheet sign FILE -o NEW.xlsx, which adds the fingerprint; or type the one that slasheet check prints."),
    # What the sheets compute.
    Code("SLA201", "formula-overwritten", E_, "“{title}” for {where} was typed over: {outcome}.", "Run: slasheet rebuild FILE -o NEW.xlsx; or restore the formula {formula}"),
    Code("SLA202", "formula-edited", E_, "The formula of “{title}” for {where} was changed to {edited}: {outcome}.",
         "Run: slasheet rebuild FILE -o NEW.xlsx; or restore the formula {formula}"),
    Code("SLA212", "formulas-as-values", E_, "{count} formulas in {area} were replaced by values, as if pasted there: they will not update when something changes.",
         "Run: slasheet rebuild FILE -o NEW.xlsx, which restores every formula; or undo the paste."),
    Code("SLA213", "formulas-broken", E_, "{count} formulas in {area} have lost the cells that they refer to (#REF!).",
         "Undo what was deleted, or run: slasheet rebuild FILE -o NEW.xlsx, which restores every formula."),
    Code("SLA214", "formulas-deleted", E_, "{count} formulas in {area} were deleted.",
         "Run: slasheet rebuild FILE -o NEW.xlsx, which restores every formula; or undo the deletion."),
    Code("SLA203", "value-wrong", E_, "“{title}” for {where} shows {found} instead of {expected}{gap}: the formula is right, but its value is out of date.",
         "Recalculate in the spreadsheet program (Ctrl+Alt+F9 in Excel, Ctrl+Shift+F9 in LibreOffice) and save."),
    Code("SLA204", "error-value", E_, "“{title}” for {where} shows {found} instead of {expected}.", "Recalculate and save; if it stays, run: slasheet rebuild FILE -o NEW.xlsx."),
    Code("SLA205", "not-calculated", W_, "“{title}” for {where} has a formula but no value; it should be {expected}.", "Open the workbook in a spreadsheet program, recalculate and save it."),
    Code("SLA206", "never-calculated", W_, "No spreadsheet program has calculated this workbook, and its formulas have no values, so there was no math to check.",
         "Open it in Excel, LibreOffice or Google Sheets and save it, then check it again. The numbers below were computed from the inputs."),
    Code("SLA207", "calculated-by-slasheet", I_, "No spreadsheet program has calculated this workbook yet; the values in it are the ones that slasheet stored.",
         "Nothing to do: open it, fill it in and save it, and the math is checked from then on."),
    Code("SLA208", "formula-deleted", E_, "The formula of “{title}” for {where} was deleted; it should give {expected}.", "Run: slasheet rebuild FILE -o NEW.xlsx; or restore the formula {formula}"),
    Code("SLA209", "label-overwritten", E_, "The label that repeats {home} was typed over: {outcome}. Sums by label may miss its row.", "Run: slasheet rebuild FILE -o NEW.xlsx; or restore the formula {formula}"),
    Code("SLA210", "word-overwritten", E_, "This cell should read {expected}, but reads {found}; formulas and statuses depend on that word.", "Type {expected} again, or run: slasheet rebuild FILE -o NEW.xlsx."),
    Code("SLA211", "row-without-formula", E_, "Row {row} was inserted into the table and has no formula for “{title}”: {outcome}.", "Copy the formula from another row of the table, or run: slasheet rebuild FILE -o NEW.xlsx."),
    # What the workbook shows.
    Code("SLA221", "chart-moved", W_, "A chart draws {found} instead of {expected}, so it does not show what it says.",
         "Select the chart and set its data to {expected}; or run: slasheet rebuild FILE -o NEW.xlsx, which draws it again."),
    Code("SLA222", "precision-as-shown", W_, "The workbook computes with numbers as they are shown (“precision as displayed”), so {outcome}.",
         "Turn it off: Options, Advanced, “Set precision as displayed” in Excel; Options, Calculate, “Precision as shown” in LibreOffice. Numbers typed while it was on have lost the decimals that did not show."),
    # What the numbers say.
    Code("SLA301", "past-horizon", W_, "The leads due of “{where}” are unknown for {count}: with {shown} to close, leads created from {first} on close after {last}, and there is no target that late.",
         "The commitment leaves those months out. Targets for {enough} months after the plan are enough for all channels: slasheet update FILE --lookahead {enough} -o NEW.xlsx keeps what is typed; with --grow 0%, the new months take the targets of a year before. In a plan file: lookahead = {enough}."),
    Code("SLA302", "over-capacity", W_, "{where}: {found} leads due, but sales can serve {expected}{gap}.", "Add reps, raise the leads each can serve, or move the target to another month."),
    Code("SLA304", "revenue-without-channel", W_, "Marketing is to source {shown}, but owns no channel, so no leads are due from it.", "Give marketing a channel, or set the marketing share to 0 %."),
    Code("SLA311", "constant-over-delivery", W_, "“{where}” has delivered over the plan for {found} months in a row, up to {month}.",
         "Constant over-delivery does harm, too: can sales serve all these leads, or is the bar too low? Raise the commitment, or spend the money elsewhere."),
    Code("SLA312", "rates-drift", W_, "{title} of {where}: {found} observed (from {sample}), {expected} assumed. Does the assumption still hold?", "Review it together, and agree on a new one if it does not."),
    Code("SLA313", "rates-not-reviewed", W_, "The rates were last reviewed on {reviewed}, {found} days ago; a review is due every {expected} days.", "Compare rates and deal sizes with what was observed, and type the date."),
    Code("SLA321", "agreement-review-past", W_, "The next review was due on {expected}; the latest day known is {found}.", "Hold the review, and type the date of the next one."),
    Code("SLA322", "agreement-expired", W_, "The agreement is valid from {first} to {last}; the latest day known, {found}, is outside that period.", "Agree again on goals, rates and the period; then sign."),
    Code("SLA323", "validity-reversed", E_, "The agreement ends on {last}, before it begins on {first}.", "Correct one of the two."),
    Code("SLA324", "validity-short", W_, "The agreement is valid from {first} to {last}, but the plan runs from {begins} to {ends}.", "Make the period cover the plan, or plan for the period only."),
    Code("SLA325", "attempts-short", W_, "{expected} follow-ups are promised within {days} days, but only {found} of the listed attempts fall within that time.", "List the attempts that are missing, or promise fewer on Sales follow-up."),
    Code("SLA303", "due-before-start", I_, "{count} leads of “{where}” were due before the first month of the plan: they are already late on the first day.", "Plan for the gap: count on leads already created, or on the revenue coming later."),
)  # fmt: skip

BY_NAME: Mapping[str, Code] = {code.name: code for code in CODES}
