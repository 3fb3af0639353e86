"""The peers' side of the figures, each command in a process of its own; the last line printed is JSON.

    peers.py parquet CSV OUT                         DuckDB writes a CSV file as Parquet with zstd
    peers.py train ENCODER ROWS VALIDATION ROUNDS DEPTH THREADS
                                                     XGBoost boosts rows with the columns of a Tidemill encoder
    peers.py model FOLDER HTTP GRPC METRICS          writes an XGBoost model of 20 columns and 100 trees for MLServer
    peers.py versions                                what is installed

Seconds are of the work alone: neither Python's start nor the reading of its packages is in them.
"""
import json
import pathlib
import resource
import sys
import time

COLUMNS = 20
TREES = 100


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(work):
    cpu_before, wall_before = cpu(), time.monotonic()
    work()
    return {"wall": time.monotonic() - wall_before, "cpu": cpu() - cpu_before}


def parquet(source, target):
    import duckdb

    database = duckdb.connect(config={"threads": 2})

    def write():
        database.execute(
            f"COPY (SELECT * FROM read_csv('{source}', nullstr = 'NA')) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")

    figures = timed(write)
    figures["rows"] = database.execute(f"SELECT count(*) FROM '{target}'").fetchone()[0]
    return figures


def encoded(generator, encoder, rows):
    """Random rows as Tidemill encodes them: numbers, then one column for each value of each category, sparse."""
    import numpy
    import scipy.sparse

    parts = [scipy.sparse.csr_matrix(generator.random((rows, len(encoder["numeric"])), dtype="float32"))]
    for category in encoder["categorical"]:
        values = len(category["values"])
        ones = numpy.ones(rows, dtype="float32")
        parts.append(scipy.sparse.csr_matrix(
            (ones, generator.integers(0, values, rows), numpy.arange(rows + 1)), shape=(rows, values)))
    matrix = scipy.sparse.hstack(parts, format="csr")
    labels = (generator.random(rows) < 0.3 + 0.3 * matrix[:, 0].toarray().ravel()).astype("float32")
    return matrix, labels


def train(encoder, rows, validation, rounds, depth, threads):
    import numpy
    import xgboost

    generator = numpy.random.default_rng(7)
    encoder = json.loads(pathlib.Path(encoder).read_text())
    (data, labels), (held, held_labels) = encoded(generator, encoder, int(rows)), encoded(generator, encoder, int(validation))
    settings = {"objective": "binary:logistic", "eval_metric": "logloss", "tree_method": "hist", "max_depth": int(depth),
                "eta": 0.05, "nthread": int(threads), "seed": 7, "verbosity": 0}

    def boost():
        matrix = xgboost.DMatrix(data, labels, nthread=int(threads))
        held_matrix = xgboost.DMatrix(held, held_labels, nthread=int(threads))
        xgboost.train(settings, matrix, int(rounds), evals=[(matrix, "train"), (held_matrix, "validation")],
                      verbose_eval=False)

    return timed(boost) | {"columns": data.shape[1]}


def model(folder, http, grpc, metrics):
    import numpy
    import xgboost

    generator = numpy.random.default_rng(7)
    data = generator.random((10_000, COLUMNS), dtype="float32")
    labels = (data[:, 0] + data[:, 1] > generator.random(10_000)).astype("float32")
    matrix = xgboost.DMatrix(data, labels)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    booster = xgboost.train({"objective": "binary:logistic", "max_depth": 6, "nthread": 2, "seed": 7}, matrix, TREES)
    booster.save_model(folder / "model.json")
    (folder / "settings.json").write_text(json.dumps({
        "host": "127.0.0.1", "http_port": int(http), "grpc_port": int(grpc), "metrics_port": int(metrics),
        "parallel_workers": 0, "debug": False}))
    (folder / "model-settings.json").write_text(json.dumps({
        "name": "peer", "implementation": "mlserver_xgboost.XGBoostModel", "parameters": {"uri": "./model.json"}}))
    return {"columns": COLUMNS, "trees": TREES}


def versions():
    from importlib.metadata import version

    return {name: version(name) for name in ("duckdb", "mlserver", "xgboost")}


if __name__ == "__main__":
    commands = {"parquet": parquet, "train": train, "model": model, "versions": versions}
    print(json.dumps(commands[sys.argv[1]](*sys.argv[2:])))
