"""Opens every output in a folder with independent readers and compares them: scripts/readers.py FOLDER."""

import csv
import importlib
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

FOLDER = Path(sys.argv[1])
TABLES = ["indicators", "forms", "fields", "findings", "files"]
HOSTILE = ["=HYPERLINK(\"http://localhost/\",\"x\")", "@SUM(1,2)", "'=7*7"]


def load(name):
    """A module, or None, said so."""
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"skipped: {name} is not installed")
        return None


def unguarded(cell):
    """The formula guard taken off, as docs/output.md says."""
    guarded = cell.startswith("'") and cell.lstrip("'")[:1] in tuple("=+-@\t\r")
    return cell[1:] if guarded else cell


def rows(path, delimiter=","):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [{k: unguarded(v) for k, v in row.items()} for row in csv.DictReader(file, delimiter=delimiter)]


def same(reader, table, got):
    """Compares rows of texts with those of the package."""
    want = WANT[table]
    assert len(got) == len(want), f"{reader}: {table} has {len(got)} rows, not {len(want)}"
    for one, other in zip(got, want):
        for column in want[0]:
            a, b = one[column], other[column]
            equal = a == b or (a and b and number(a) is not None and number(a) == number(b))
            assert equal, f"{reader}: {table}.{column}: {a!r}, not {b!r}"


def number(text):
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


WANT = {table: rows(FOLDER / "o" / f"{table}.csv") for table in TABLES}
assert [row["indicator"] for row in WANT["indicators"] if row["source_file"] == "formulas.html"] == HOSTILE
same("csv", "indicators", rows(FOLDER / "o.csv"))
same("tsv", "indicators", rows(FOLDER / "o.tsv", "\t"))
print(f"ok: csv, {len(WANT['indicators'])} indicators")

database = sqlite3.connect(FOLDER / "o.sqlite")
database.row_factory = sqlite3.Row
assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
assert not database.execute("PRAGMA foreign_key_check").fetchall()
for table in TABLES:
    got = [{k: "" if row[k] is None else str(row[k]) for k in row.keys()} for row in database.execute(f"SELECT * FROM {table}")]
    same("sqlite3", table, got)
assert database.execute("SELECT count(*) FROM indicators_wide").fetchone()[0] == len(WANT["indicators"])
print("ok: sqlite3")

if pandas := load("pandas"):
    if load("openpyxl"):
        for table in TABLES:
            sheet = pandas.read_excel(FOLDER / "o.xlsx", sheet_name=table, dtype=str, keep_default_na=False)
            same("pandas, .xlsx", table, sheet.to_dict("records"))
        print("ok: pandas, .xlsx")
    if load("pyarrow"):
        frame = pandas.read_parquet(FOLDER / "o.parquet")
        for column in ["value", "canonical_value", "weight"]:
            texts = [row[column] for row in WANT["indicators"]]
            assert frame[f"{column}_text"].fillna("").tolist() == texts, column
            for value, text in zip(frame[column], texts):
                assert value is None or value == Decimal(text), (column, value, text)
        print("ok: pandas and pyarrow, .parquet")

if duckdb := load("duckdb"):
    path = FOLDER / "o.parquet"
    types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')").fetchall())
    assert types["value"] == "DECIMAL(38,10)" and types["value_date"] == "DATE", types
    ids = [row[0] for row in duckdb.sql(f"SELECT indicator_id FROM '{path}'").fetchall()]
    assert ids == [row["indicator_id"] for row in WANT["indicators"]]
    print("ok: duckdb, .parquet")


def office(source):
    """A file as LibreOffice understands it: its flat OpenDocument text."""
    profile = f"-env:UserInstallation=file://{FOLDER}/office"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(FOLDER / "ods"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=150)
    with zipfile.ZipFile(FOLDER / "ods" / source.with_suffix(".ods").name) as package:
        return package.read("content.xml").decode()


if shutil.which("soffice"):
    sheet = office(FOLDER / "o" / "indicators.csv")
    assert "table:formula" not in sheet, "LibreOffice runs a cell of the CSV"
    assert "走访" in sheet or "@SUM(1,2)" in sheet
    (FOLDER / "bare.csv").write_text("a\n=1+1\n", encoding="utf-8")
    assert "table:formula" in office(FOLDER / "bare.csv"), "LibreOffice would run what is not guarded"
    book = office(FOLDER / "o.xlsx")
    formulas = book.split('table:formula="')[1:]
    assert formulas and all(one.startswith("of:=HYPERLINK(&quot;#") for one in formulas), "only links to rows are run"
    assert book.count("<table:table ") == len(TABLES), "a sheet a table"
    print("ok: LibreOffice, .csv and .xlsx")
else:
    print("skipped: LibreOffice is not installed")
