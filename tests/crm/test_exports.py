"""Exports as CRMs write them: any encoding, separator and heading, with every row accounted for and nothing guessed."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import Timestamp

from slasheet.crm.exports import Leads, read_exports
from slasheet.plan.crm_settings import CrmSettings
from slasheet.texts.findings import FileError

LEADS = """Record ID,Create Date,Original Source,Country/Region,Number of times contacted
101,2027-01-04 09:13,Webinar,EMEA,3
102,2027-01-05 10:00,Website form,Americas,
"""


def read(folder: Path, *texts: str | bytes, kind: str = "leads", **choices) -> Leads:
    """Read texts as files of the names a.csv, b.csv… and hold the account of rows against the frame."""
    paths = []
    for name, text in zip("abc", texts, strict=False):
        path = folder / f"{name}.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    leads = read_exports(paths, CrmSettings(**choices), kind)
    assert leads.read == len(leads.frame) + sum(leads.aside.values())
    return leads


def values(leads: Leads, column: str) -> list:
    return [None if pd.isna(value) else value for value in leads.frame[column]]


def refusal(folder: Path, *texts: str | bytes, **choices) -> str:
    with pytest.raises(FileError) as caught:
        read(folder, *texts, **choices)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(f"{folder}/", "")


def test_a_plain_export(tmp_path):
    leads = read(tmp_path, LEADS)
    assert values(leads, "id") == ["101", "102"]
    assert values(leads, "created") == [Timestamp("2027-01-04 09:13"), Timestamp("2027-01-05 10:00")]
    assert values(leads, "channel") == ["Webinar", "Website form"]
    assert values(leads, "region") == ["EMEA", "Americas"]
    assert values(leads, "attempts") == [3, None]
    assert values(leads, "has_time") == [True, True]
    assert (leads.read, leads.aside, leads.notes) == (2, {}, ())
    assert set(leads.frame) == {"id", "created", "channel", "region", "attempts", "has_time"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_encodings_and_separators(tmp_path, separator, encoding):
    text = 'Lead ID;Created Date;Region\r\n1;2027-01-04;"Süd; ""ganz"" unten|,\t"\r\n2;2027-01-05;Nord\r\n'
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    leads = read(tmp_path, mark + out.getvalue().encode(encoding))
    assert values(leads, "region") == ['Süd; "ganz" unten|,', "Nord"]
    assert values(leads, "id") == ["1", "2"]


def test_windows_quotes_and_euro_signs(tmp_path):
    leads = read(tmp_path, "Lead ID;Created;Region;Amount\n1;4.1.2027;„Süd“;1.234,50 €\n".encode("cp1252"))
    assert (values(leads, "region"), values(leads, "amount")) == (["„Süd“"], [1234.5])


def test_line_breaks_within_quotes_and_of_any_system(tmp_path):
    for end in ("\n", "\r\n", "\r"):
        leads = read(tmp_path, f'ID,Created,Region{end}1,2027-01-04,"North{end}East"{end}2,2027-01-05,South{end}')
        assert values(leads, "region") == [f"North{end}East", "South"]


def test_the_separator_line_of_excel(tmp_path):
    assert values(read(tmp_path, "sep=|\r\nID|Created|Region;x,y;z\r\n1|2027-01-04|EMEA\r\n"), "id") == ["1"]


def test_rows_that_do_not_fit_the_headings_are_set_aside(tmp_path):
    leads = read(tmp_path, "ID,Created,Region\n1,2027-01-04,EMEA\n2,2027-01-04,EMEA,oops\nGrand total: 2\n")
    assert values(leads, "id") == ["1"]
    assert (leads.read, leads.aside) == (3, {"more fields than headings": 1, "fewer fields than headings": 1})


def test_empty_rows_do_not_count(tmp_path):
    leads = read(tmp_path, 'ID,Created,Region\n\n1,2027-01-04,EMEA\n,,\n , ,""\n   \n2,2027-01-05,EMEA\n,,\n')
    assert (leads.read, leads.aside, values(leads, "id")) == (2, {}, ["1", "2"])


def test_a_row_with_an_unknown_column_only_is_a_row_without_a_creation_date(tmp_path):
    assert read(tmp_path, "ID,Created,Note\n1,2027-01-04,\n,,look at me\n").aside == {"no creation date": 1}


def test_creation_dates_that_are_blank_or_unreadable(tmp_path):
    leads = read(tmp_path, "ID,Created\n1,2027-01-04\n2,\n3,soon\n4,later\n5, \n")
    assert leads.aside == {"no creation date": 2, "creation date can't be read": 2}
    assert leads.notes == (
        f"{tmp_path}/a.csv: 2 values of “Created” can't be read, such as “soon”: counted as without a creation date.",
    )


def test_other_dates_and_numbers_that_cannot_be_read_are_blank(tmp_path):
    leads = read(
        tmp_path,
        "ID,Created,First Contact,Attempts,Won Date,Amount\n1,2027-01-04,soon,many,2027-02-30,lots\n2,2027-01-04,2027-01-05,3,2027-02-03,5\n",
    )
    for column in ("first_contact", "attempts", "won", "amount"):
        assert values(leads, column)[0] is None
        assert values(leads, column)[1] is not None
    for words in (
        "“First Contact” can't be read, such as “soon”: counted as not contacted",
        "“Attempts”",
        "such as “2027-02-30”: counted as not won",
        "such as “lots”: counted as blank",
    ):
        assert any(words in note for note in leads.notes)


def test_of_a_duplicate_id_the_last_row_stays(tmp_path):
    leads = read(
        tmp_path,
        "ID,Created,Region\n1,2027-01-04,A\n2,2027-01-04,B\n1,2027-01-04,C\n",
        "Region;Created;ID\nD;2027-01-04;2\nE;2027-01-04;3\n",
    )
    assert (values(leads, "id"), values(leads, "region")) == (["1", "2", "3"], ["C", "D", "E"])
    assert (leads.read, leads.aside) == (5, {"duplicate lead id": 2})


def test_a_duplicate_without_a_creation_date_does_not_take_the_lead_away(tmp_path):
    leads = read(tmp_path, "ID,Created,Region\n1,2027-01-04,A\n1,,B\n")
    assert (values(leads, "region"), leads.aside) == (["A"], {"no creation date": 1})


def test_rows_without_an_id_stand_for_themselves(tmp_path):
    leads = read(tmp_path, "ID,Created\n,2027-01-04\n,2027-01-04\n")
    assert (len(leads.frame), leads.aside, leads.notes) == (2, {}, ())


def test_without_ids_every_row_counts_and_repeated_ones_are_told(tmp_path):
    leads = read(tmp_path, "Created,Region\n2027-01-04,A\n2027-01-04,A\n2027-01-04,B\n2027-01-04,A\n")
    assert len(leads.frame) == 4
    assert leads.notes == (
        f"{tmp_path}/a.csv: has no column of ids, and 2 rows repeat an earlier one; each counts as a lead of its own.",
    )
    assert read(tmp_path, "Created,Region\n2027-01-04,A\n2027-01-04,B\n").notes == ()


def test_files_with_different_columns_are_told_apart(tmp_path):
    leads = read(
        tmp_path,
        "ID,Created,First Contact,Attempts\n1,2027-01-04,2027-01-05 09:00,3\n",
        "ID,Created,Region\n2,2027-01-04,A\n",
    )
    assert (values(leads, "attempts"), values(leads, "region"), values(leads, "has_time")) == (
        [3, None],
        [None, "A"],
        [False, False],
    )
    assert (
        f"{tmp_path}/b.csv: has no column for attempts, which other files have; those leads count as without attempts."
        in leads.notes
    )
    assert sum("has no column" in note for note in leads.notes) == 2


@pytest.mark.parametrize(
    "heading",
    [
        "Create Date",
        "CREATED DATE",
        "created_date",
        "Created-Date ",
        "Deal - Deal created",
        "Lead - Lead created time",
        "createdAt",
        "\ufeffCreate date",
    ],
)
def test_headings_match_whatever_their_spelling(tmp_path, heading):
    assert values(read(tmp_path, f"x,{heading}\n1,2027-01-04\n"), "created") == [Timestamp("2027-01-04")]


def test_the_headings_of_hubspot_contacts(tmp_path):
    heads = ("Record ID,Email,Create Date,Original Source,Country/Region,Lead Status,Contact owner,Number of times contacted,Date of first engagement,Became a customer date,Total Revenue,"
             "Became a marketing qualified lead date,Became a sales qualified lead date,Became an opportunity date")  # fmt: skip
    frame = read(
        tmp_path,
        f"{heads}\n7,a@example.com,2027-01-04 09:13,Webinar,EMEA,OPEN,Ada,3,2027-01-04 10:13,2027-03-05,1200.5,2027-01-06,2027-01-07,2027-01-08\n",
    ).frame
    assert frame.iloc[0].to_dict() == {
        "id": "7", "email": "a@example.com", "created": Timestamp("2027-01-04 09:13"), "channel": "Webinar", "region": "EMEA", "status": "OPEN", "rep": "Ada", "attempts": 3.0,
        "first_contact": Timestamp("2027-01-04 10:13"), "won": Timestamp("2027-03-05"), "amount": 1200.5, "stage:MQL": Timestamp("2027-01-06"), "stage:SQL": Timestamp("2027-01-07"),
        "stage:Opportunity": Timestamp("2027-01-08"), "has_time": True}  # fmt: skip


def test_the_headings_of_salesforce_leads(tmp_path):
    heads = "Lead ID;Created Date;Lead Source;Region;Lead Owner;Lead Status;First Call Date;Number of Attempts;Converted Date;Opportunity Amount"
    frame = read(
        tmp_path,
        f"{heads}\n00Q1;04.01.2027 09:13;Web;EMEA;Jörg;Closed - Converted;05.01.2027 08:00;2;06.02.2027;1.234,50\n".encode(
            "cp1252"
        ),
    ).frame
    assert frame.iloc[0].to_dict() == {
        "id": "00Q1", "created": Timestamp("2027-01-04 09:13"), "channel": "Web", "region": "EMEA", "rep": "Jörg", "status": "Closed - Converted", "first_contact": Timestamp("2027-01-05 08:00"),
        "attempts": 2.0, "won": Timestamp("2027-02-06"), "amount": 1234.5, "has_time": True}  # fmt: skip


def test_the_headings_of_pipedrive_deals(tmp_path):
    heads = "Deal - ID\tDeal - Owner\tDeal - Value\tDeal - Status\tDeal - Deal created\tDeal - First activity\tDeal - Done activities\tDeal - Won time\tDeal - Source channel\tDeal - Region label\tPerson - Email\tOrganization - ID"
    text = f"{heads}\n5\tAda\t1200\tWon\t2027-01-04T09:13:00Z\t2027-01-04T10:13:00Z\t4\t2027-03-05T23:30:00Z\tWeb\tEMEA\ta@example.com\t9\n"
    leads = read(tmp_path, text, timezone="Europe/Berlin")
    assert leads.frame.iloc[0].to_dict() == {
        "id": "5", "rep": "Ada", "amount": 1200.0, "status": "Won", "created": Timestamp("2027-01-04 10:13"), "first_contact": Timestamp("2027-01-04 11:13"), "attempts": 4.0,
        "won": Timestamp("2027-03-06 00:30"), "channel": "Web", "region": "EMEA", "email": "a@example.com", "has_time": True,
        "utc:created": Timestamp("2027-01-04 09:13"), "utc:first_contact": Timestamp("2027-01-04 10:13")}  # fmt: skip
    assert leads.notes == ()
    unzoned = read(tmp_path, text)
    assert values(unzoned, "won") == [Timestamp("2027-03-05 23:30")]
    assert set(leads.frame) - set(unzoned.frame) == {"utc:created", "utc:first_contact"}
    assert "converted to UTC" in unzoned.notes[0]


def test_two_known_headings_for_one_field(tmp_path):
    leads = read(tmp_path, "ID,Created,Country,Region\n1,2027-01-04,France,EMEA\n")
    assert values(leads, "region") == ["EMEA"]
    assert leads.notes == (
        f'{tmp_path}/a.csv: “Region” is taken for region, not “Country”; choose with --map region="…".',
    )


def test_a_mapped_heading_wins(tmp_path):
    leads = read(
        tmp_path,
        "ID,Created,Country,Region,Erstkontakt\n1,2027-01-04,France,EMEA,2027-01-04 10:00\n",
        headings={"region": "country", "first_contact": "Erst-Kontakt"},
    )
    assert (values(leads, "region"), values(leads, "first_contact")) == (["France"], [Timestamp("2027-01-04 10:00")])
    assert leads.notes == ()


def test_a_mapped_heading_of_many_words_on_two_lines(tmp_path):
    words = "When this person first asked us about anything at all, as told by themselves"
    text = f'ID,"{words}\n{words}"\n1,2027-01-04\n'
    assert values(read(tmp_path, text, headings={"created": f"{words} {words}"}), "created") == [
        Timestamp("2027-01-04")
    ]


def test_a_mapped_stage(tmp_path):
    leads = read(tmp_path, "ID,Created,Demo am\n1,2027-01-04,2027-01-09\n", headings={"stage:Demo": "Demo am"})
    assert values(leads, "stage:Demo") == [Timestamp("2027-01-09")]


def test_a_mapped_heading_of_one_of_several_files(tmp_path):
    leads = read(
        tmp_path, "ID,Angelegt\n1,2027-01-04\n", "ID,Created\n2,2027-01-05\n", headings={"created": "Angelegt"}
    )
    assert values(leads, "created") == [Timestamp("2027-01-04"), Timestamp("2027-01-05")]


def test_a_mapped_heading_that_no_file_has(tmp_path):
    said = refusal(tmp_path, LEADS, headings={"region": "Countri"})
    assert (
        said
        == 'a.csv: no column is headed “Countri”, which was given for region; the nearest is “Country/Region”; correct --map region="…".'
    )


def test_a_mapped_field_that_there_is_not(tmp_path):
    assert "--map regoin=…: there is no such field; did you mean region?" in refusal(
        tmp_path, LEADS, headings={"regoin": "Country"}
    )
    assert "stage:NAME" in refusal(tmp_path, LEADS, headings={"stage:": "Country"})


def test_an_export_without_a_creation_date_column(tmp_path):
    assert refusal(tmp_path, "ID,When,Region\n1,2027-01-04,EMEA\n") == (
        'a.csv: no heading says when a lead was created; say which with --map created="…". Headings: “ID”, “When”, “Region”.')  # fmt: skip


@pytest.mark.parametrize(("content", "said"), [
    (b"", "a.csv: is empty; export it again."),
    (b"\xef\xbb\xbf\r\n \r\n", "a.csv: is empty; export it again."),
    (b"101,2027-01-04,EMEA\n102,2027-01-05,EMEA\n", "a.csv: its first row holds data, not headings"),
    (b"a@example.com,EMEA\n", "a.csv: its first row holds data, not headings"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.csv: is neither CSV nor .xlsx nor .ods; export it as CSV in UTF-8, or as .xlsx."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.csv: is password-protected or an old .xls"),
    (b"PK\x03\x04 and then nothing", "a.csv: is cut short or damaged"),
    (b'ID,Created\n1,2027-01-04\n2,"2027-01-05\n3,2027-01-06\n4,2027-01-07\n', 'a.csv: a quote (") is opened and never closed'),
    (b"ID,Created" + b"x" * 200_000 + b"\n1,2027-01-04\n", "a.csv: can't be read as CSV"),
    (b'"two\nlines",When\n1,2027-01-04\n', "Headings: “two lines”, “When”."),
    (b"ID,Created\n1,2027-01-04,\n2,2027-01-05,\n", "a.csv: no row has as many fields as there are headings (2)"),
])  # fmt: skip
def test_what_is_no_export_is_refused_in_one_line(tmp_path, content, said):
    assert said in refusal(tmp_path, content)


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    for path, said in ((tmp_path / "no.csv", "can't be read"), (tmp_path, "is a folder")):
        with pytest.raises(FileError, match=said):
            read_exports([path], CrmSettings())


def test_a_quote_in_the_middle_of_a_text_is_only_a_sign(tmp_path):
    leads = read(tmp_path, 'ID,Created,Region\n1,2027-01-04,19" rack\n2,2027-01-05,EMEA\n')
    assert values(leads, "region") == ['19" rack', "EMEA"]


def test_headings_without_rows(tmp_path):
    leads = read(tmp_path, "ID,Created,Region,Attempts\n")
    assert (leads.read, len(leads.frame), leads.aside) == (0, 0, {})


def test_an_ambiguous_date_of_one_column_is_told_by_another_column_of_the_same_file_only(tmp_path):
    clear, unclear = "ID,Created,Won Date\n1,3/4/2027,25/12/2027\n", "ID,Created\n2,3/4/2027\n"
    assert values(read(tmp_path, clear), "created") == [Timestamp("2027-04-03")]
    assert "b.csv: “3/4/2027” in “Created”" in refusal(tmp_path, clear, unclear)
    assert values(read(tmp_path, clear, unclear, dates="dmy"), "created") == [Timestamp("2027-04-03")] * 2


def test_an_ambiguous_amount_is_asked_for(tmp_path):
    text = 'ID,Created,Amount\n1,2027-01-04,"1,234"\n'
    assert "--decimal" in refusal(tmp_path, text)
    assert values(read(tmp_path, text, decimal="."), "amount") == [1234]


def test_currencies_that_are_mixed_are_told(tmp_path):
    assert (
        "“Amount” is in USD and €; the numbers are added up without conversion."
        in read(tmp_path, "ID,Created,Amount\n1,2027-01-04,€ 5\n2,2027-01-04,USD 6\n").notes[0]
    )


def test_an_unknown_time_zone_is_refused(tmp_path):
    assert "time zone “CET+1”" in refusal(tmp_path, LEADS, timezone="CET+1")


def test_contacts_without_a_time_of_day_are_told(tmp_path):
    leads = read(tmp_path, "ID,Created,First Contact\n1,2027-01-04 09:00,2027-01-05\n")
    assert any("“First Contact” has no time of day" in note for note in leads.notes)


class TestWon:
    def test_a_close_date_counts_where_the_stage_says_won(self, tmp_path):
        stages = [
            "Closed Won",
            "closedwon",
            "Closed Lost",
            "Won't buy",
            "Negotiation",
            "Customer",
            "Not converted",
            "Converted",
            "",
            "Lost customer",
        ]
        rows = "".join(f"{number},2027-03-0{number % 9 + 1},{stage}\n" for number, stage in enumerate(stages))
        leads = read(tmp_path, f"Deal ID,Close Date,Deal Stage\n{rows}", kind="deals")
        won = [stage for stage, date in zip(stages, values(leads, "won"), strict=True) if date]
        assert won == ["Closed Won", "closedwon", "Customer", "Converted"]

    def test_a_close_date_alone_means_won(self, tmp_path):
        assert values(read(tmp_path, "Deal ID,Close Date\n1,2027-03-05\n2,\n", kind="deals"), "won") == [
            Timestamp("2027-03-05"),
            None,
        ]

    def test_a_date_of_conversion_needs_no_status(self, tmp_path):
        assert values(
            read(tmp_path, "ID,Created,Converted Date,Lead Status\n1,2027-01-04,2027-03-05,Working\n"), "won"
        ) == [Timestamp("2027-03-05")]

    def test_where_no_status_says_won_that_is_told(self, tmp_path):
        leads = read(tmp_path, "ID,Created,Close Date,Lead Status\n1,2027-01-04,2027-03-05,Working\n")
        assert values(leads, "won") == [None]
        assert "no value of “Lead Status” means won" in leads.notes[0]

    def test_deals_without_a_creation_date_stay(self, tmp_path):
        leads = read(
            tmp_path, "Deal ID,Create Date,Close Date\n1,,2027-03-05\n2,2027-01-04,\n1,2027-01-05,\n", kind="deals"
        )
        assert (values(leads, "created"), leads.aside) == (
            [Timestamp("2027-01-04"), Timestamp("2027-01-05")],
            {"duplicate deal id": 1},
        )

    def test_deals_need_a_date_on_which_they_were_won(self, tmp_path):
        assert "no heading says when a deal was won; say which with --map won=" in refusal(
            tmp_path, "Deal ID,Create Date\n1,2027-01-04\n", kind="deals"
        )

    def test_the_lead_id_of_a_deal_is_not_its_own(self, tmp_path):
        leads = read(tmp_path, "Lead ID,Close Date\n7,2027-03-05\n7,2027-03-06\n", kind="deals")
        assert (values(leads, "lead_id"), "id" in leads.frame) == (["7", "7"], False)

    def test_of_several_contacts_of_a_deal_the_first_is_the_lead(self, tmp_path):
        assert values(
            read(
                tmp_path,
                'Record ID,Close Date,Associated Contact IDs\n1,2027-03-05,51 ; 52\n2,2027-03-05,\n3,2027-03-05,"53, 54"\n',
                kind="deals",
            ),
            "lead_id",
        ) == ["51", None, "53"]

    def test_headings_mapped_for_the_leads_need_not_be_in_the_deals(self, tmp_path):
        assert (
            len(
                read(
                    tmp_path, "Deal ID,Close Date\n1,2027-03-05\n", kind="deals", headings={"attempts": "Anrufe"}
                ).frame
            )
            == 1
        )


class TestWorkbook:
    def workbook(self, folder: Path, rows: list[list], *, before: bool = False) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        if before:
            sheet["A1"] = "Leads of the first quarter"
            sheet = book.create_sheet("Export")
        for row in rows:
            sheet.append(row)
        path = folder / "leads.xlsx"
        book.save(path)
        return path

    def test_dates_numbers_and_texts_of_cells(self, tmp_path):
        path = self.workbook(tmp_path, [
            ["Record ID", "Create Date", "Region", "Amount", "First Contact", "Attempts"],
            [101, Timestamp("2027-01-04 09:13").to_pydatetime(), " EMEA ", 1.234, 46391.5, 3],
            [102.0, "05.01.2027 10:00", None, "1.234,50 €", None, "4"],
            [None, None, None, None, None, None],
            [103, Timestamp("2027-01-06").to_pydatetime(), "#N/A", 12345678.9, 46392, None],
        ], before=True)  # fmt: skip
        leads = read_exports([path], CrmSettings())
        assert values(leads, "id") == ["101", "102", "103"]
        assert values(leads, "created") == [
            Timestamp("2027-01-04 09:13"),
            Timestamp("2027-01-05 10:00"),
            Timestamp("2027-01-06"),
        ]
        assert values(leads, "has_time") == [True, True, False]
        assert values(leads, "amount") == [1.234, 1234.5, 12345678.9]
        assert values(leads, "first_contact") == [Timestamp("2027-01-04 12:00"), None, Timestamp("2027-01-05")]
        assert values(leads, "region") == ["EMEA", None, "#N/A"]
        assert (leads.read, leads.aside) == (3, {})

    def test_the_same_leads_as_a_csv(self, tmp_path):
        path = self.workbook(tmp_path, [line.split(",") for line in LEADS.splitlines()])
        pd.testing.assert_frame_equal(read_exports([path], CrmSettings()).frame, read(tmp_path, LEADS).frame)

    def test_a_workbook_without_a_table(self, tmp_path):
        with pytest.raises(FileError, match="no sheet contains a table with headings"):
            read_exports([self.workbook(tmp_path, [["only a title"], [3, 4]])], CrmSettings())


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=6)
DATES = st.sampled_from(["", " ", "2027-01-04", "2027-01-05 10:00", "soon"])


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["", "1", "2", "3"]), DATES, CELLS, CELLS), max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_every_row_of_any_export_is_accounted_for(rows, separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("ID", "Created", "Region", "Owner"), *rows])
    with TemporaryDirectory() as folder:
        leads = read(Path(folder), out.getvalue())
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    dated = {number: row for number, row in enumerate(filled) if row[1].startswith("2027")}
    last = {row[0] or f"row {number}": row for number, row in dated.items()}
    assert leads.read == len(filled)
    assert sorted((row[0], row[2].strip()) for row in last.values()) == sorted(
        (one or "", two or "") for one, two in zip(values(leads, "id"), values(leads, "region"), strict=True)
    )


def test_the_number_1_of_one_crm_is_not_the_number_1_of_another(tmp_path: Path) -> None:
    hubspot, pipedrive = tmp_path / "hubspot.csv", tmp_path / "pipedrive.csv"
    hubspot.write_text("Record ID,Create Date\n1,2027-01-05\n2,2027-01-05\n", encoding="utf-8")
    pipedrive.write_text("Deal - ID,Deal - Deal created\n1,2027-02-05\n1,2027-02-06\n", encoding="utf-8")
    found = read_exports([hubspot, pipedrive], CrmSettings())
    assert (found.read, len(found.frame), found.aside) == (4, 3, {"duplicate lead id": 1})


def test_a_month_without_its_day_is_no_creation_date(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("ID,Created\n1,202711\n2,20271104\n", encoding="utf-8")
    found = read_exports([file], CrmSettings())
    assert [str(day)[:10] for day in found.frame["created"]] == ["2027-11-04"]
