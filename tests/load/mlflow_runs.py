"""Fills an experiment of an MLflow server's SQLite database with runs, as its own store writes them.

usage: mlflow_runs.py DATABASE EXPERIMENT RUNS
"""

import random
import sqlite3
import sys
import uuid

TIME = 1_700_000_000_000
KEYS = 20


def main(database: str, experiment: int, runs: int) -> None:
    chance = random.Random(experiment)
    connection = sqlite3.connect(database, timeout=60)
    for number in range(runs):
        run = uuid.UUID(int=chance.getrandbits(128)).hex
        start = TIME + number
        connection.execute(
            "insert into runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time,"
            " end_time, source_version, lifecycle_stage, artifact_uri, experiment_id)"
            " values (?, ?, 'UNKNOWN', '', '', 'load', 'FINISHED', ?, ?, '', 'active', ?, ?)",
            (run, f"keen-fox-{number}", start, start + 5, f"mlflow-artifacts:/{experiment}/{run}/artifacts", experiment),
        )
        connection.executemany(
            "insert into tags (key, value, run_uuid) values (?, ?, ?)",
            [("mlflow.source.name", "train.py", run), ("mlflow.runName", f"keen-fox-{number}", run)],
        )
        connection.executemany(
            "insert into params (key, value, run_uuid) values (?, ?, ?)",
            [(f"param{key}", f"value{chance.randrange(1000)}", run) for key in range(KEYS)],
        )
        metrics = [(f"metric{key}", chance.random(), TIME, 1, False, run) for key in range(KEYS)]
        for table in ("metrics", "latest_metrics"):
            connection.executemany(
                f"insert into {table} (key, value, timestamp, step, is_nan, run_uuid) values (?, ?, ?, ?, ?, ?)",
                metrics,
            )
    connection.commit()
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
