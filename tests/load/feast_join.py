"""Feast's historical retrieval on its DuckDB offline store, of the two files that Tidemill joins; the last line is JSON.

    feast_join.py WORK FACTS ASKS ROUNDS

FACTS has station, measured_at, published_at and f0 to f9, ASKS has ask, station and predict_at, both Parquet. Seconds are
of the retrieval into an Arrow table alone, the first round not counted: neither imports nor the registry are in them. The
publication is Feast's created timestamp, by which it breaks ties; that a value was published later than asked for, it
does not look at.
"""
import datetime
import json
import pathlib
import resource
import statistics
import sys
import time


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(work, facts, asks, rounds):
    import feast
    import pyarrow.parquet
    from feast import Entity, FeatureStore, FeatureView, Field, FileSource, RepoConfig
    from feast.types import Float64
    from feast.value_type import ValueType

    folder = pathlib.Path(work)
    folder.mkdir(parents=True, exist_ok=True)
    store = FeatureStore(config=RepoConfig(
        project="readings", provider="local", registry=str(folder / "registry.db"),
        offline_store={"type": "duckdb"},
        online_store={"type": "sqlite", "path": str(folder / "online.db")},
        entity_key_serialization_version=3))
    station = Entity(name="station", join_keys=["station"], value_type=ValueType.STRING)
    names = [f"f{i}" for i in range(10)]
    view = FeatureView(
        name="readings", entities=[station], ttl=datetime.timedelta(0),
        schema=[Field(name=name, dtype=Float64) for name in names],
        source=FileSource(
            path=facts, timestamp_field="measured_at", created_timestamp_column="published_at"))
    store.apply([station, view])
    entities = pyarrow.parquet.read_table(asks, columns=["station", "predict_at"]).to_pandas()
    entities = entities.rename(columns={"predict_at": "event_timestamp"})
    walls, cpus = [], []
    for round_number in range(int(rounds) + 1):
        cpu_before, wall_before = cpu(), time.monotonic()
        joined = store.get_historical_features(
            entity_df=entities, features=[f"readings:{name}" for name in names]).to_arrow()
        if round_number:
            walls.append(time.monotonic() - wall_before)
            cpus.append(cpu() - cpu_before)
    print(json.dumps({
        "wall": statistics.median(walls), "cpu": statistics.median(cpus), "rows": joined.num_rows,
        "version": feast.__version__, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
