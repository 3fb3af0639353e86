"""What people do with the stock mlflow client day by day, against the API at MLFLOW_TRACKING_URI."""

import concurrent.futures
import json
import logging
import os
import tempfile
import unittest
import uuid

import mlflow
import pandas
from mlflow import MlflowClient
from mlflow.entities import Metric

import report

RUNS = 60


def unique(name):
    return f"{name}-{uuid.uuid4().hex[:12]}"


class Doubling(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[float]) -> list[float]:
        return [2 * value for value in model_input]


class Everyday(unittest.TestCase):
    def setUp(self):
        self.client = MlflowClient()
        self.experiment = mlflow.set_experiment(unique("everyday")).experiment_id

    def test_a_search_is_one_table_and_its_pages_keep_the_order(self):
        def create(number):
            run = self.client.create_run(self.experiment, start_time=1_000_000 + number).info.run_id
            self.client.log_batch(run, metrics=[Metric("rank", number, 1, 0)])

        with concurrent.futures.ThreadPoolExecutor(8) as threads:
            list(threads.map(create, range(RUNS)))
        table = mlflow.search_runs([self.experiment], order_by=["metrics.rank DESC"], max_results=5_000)
        self.assertEqual(list(table["metrics.rank"]), [float(n) for n in reversed(range(RUNS))])
        paged, token = [], None
        while token is None or token:
            page = self.client.search_runs(
                [self.experiment], order_by=["metrics.rank DESC"], max_results=25, page_token=token
            )
            paged += [run.data.metrics["rank"] for run in page]
            token = page.token or ""
        self.assertEqual(paged, list(table["metrics.rank"]))
        newest = mlflow.search_runs([self.experiment])
        self.assertEqual(newest["run_id"].nunique(), RUNS)
        self.assertTrue(newest["start_time"].is_monotonic_decreasing)
        some = mlflow.search_runs([self.experiment], "metrics.rank < 5", order_by=["metrics.rank ASC"], max_results=3)
        self.assertEqual(list(some["metrics.rank"]), [0.0, 1.0, 2.0])

    def test_what_is_logged_later_is_there_after_a_flush(self):
        with mlflow.start_run() as run:
            for step in range(50):
                mlflow.log_metric("loss", 1 / (step + 1), step=step, synchronous=False)
            mlflow.log_params({"rate": 1, "depth": 3}, synchronous=False)
            mlflow.set_tag("who", "me", synchronous=False)
            self.client.log_batch(run.info.run_id, metrics=[Metric("auc", 0.5, 1, 0)], synchronous=False).wait()
        mlflow.flush_async_logging()
        found = mlflow.get_run(run.info.run_id)
        self.assertEqual(found.data.params, {"rate": "1", "depth": "3"})
        self.assertEqual(found.data.tags["who"], "me")
        self.assertEqual(found.data.metrics["auc"], 0.5)
        history = self.client.get_metric_history(run.info.run_id, "loss")
        # The client sends from several threads, in any order.
        self.assertEqual(sorted(point.step for point in history), list(range(50)))

    def test_texts_dictionaries_and_tables_are_files_of_the_run(self):
        with mlflow.start_run() as run:
            mlflow.log_text("für alle", "notes/read me.txt")
            mlflow.log_dict({"a": [1, 2]}, "config.json")
            mlflow.log_table({"x": [1, 2], "y": ["a", "b"]}, "table.json")
            mlflow.log_table(pandas.DataFrame({"x": [3], "y": ["c"]}), "table.json")
        run_id = run.info.run_id
        listed = mlflow.artifacts.list_artifacts(run_id=run_id)
        self.assertEqual([file.path for file in listed], ["config.json", "notes", "table.json"])
        self.assertEqual([file.is_dir for file in listed], [False, True, False])
        self.assertEqual([f.path for f in self.client.list_artifacts(run_id, "notes")], ["notes/read me.txt"])
        with tempfile.TemporaryDirectory() as folder:
            path = self.client.download_artifacts(run_id, "notes/read me.txt", folder)
            with open(path, encoding="utf-8") as file:
                self.assertEqual(file.read(), "für alle")
            self.client.download_artifacts(run_id, "", folder)
            with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
                self.assertEqual(json.load(file), {"a": [1, 2]})
        self.assertEqual(mlflow.artifacts.load_text(f"{run.info.artifact_uri}/notes/read me.txt"), "für alle")
        table = mlflow.load_table("table.json", run_ids=[run_id], extra_columns=["run_id"])
        self.assertEqual(list(table["x"]), [1, 2, 3])
        self.assertEqual(set(table["run_id"]), {run_id})

    def test_a_run_that_is_resumed_goes_on(self):
        with mlflow.start_run(run_name="first", tags={"a": "1"}, description="what it is for") as run:
            mlflow.log_metric("m", 1, step=1)
        with mlflow.start_run(run_id=run.info.run_id):
            mlflow.log_metric("m", 2, step=2)
        found = mlflow.get_run(run.info.run_id)
        self.assertEqual((found.info.run_name, found.info.status), ("first", "FINISHED"))
        self.assertEqual(found.data.tags["mlflow.note.content"], "what it is for")
        self.assertEqual(found.data.metrics["m"], 2)
        self.client.update_run(run.info.run_id, name="second")
        self.assertEqual(mlflow.get_run(run.info.run_id).data.tags["mlflow.runName"], "second")
        with mlflow.start_run(nested=False):
            with mlflow.start_run(nested=True) as child:
                pass
        self.assertIsNone(mlflow.get_parent_run(run.info.run_id))
        self.assertIsNotNone(mlflow.get_parent_run(child.info.run_id))

    def test_a_model_goes_from_its_run_through_the_registry(self):
        name, copy = unique("everyday"), unique("copied")
        with mlflow.start_run() as run:
            info = mlflow.pyfunc.log_model(name="model", python_model=Doubling(), pip_requirements=[])
            mlflow.log_metric("auc", 0.75, model_id=info.model_id)
        version = mlflow.register_model(f"runs:/{run.info.run_id}/model", name, tags={"by": "test"})
        self.assertEqual((version.version, version.run_id, version.tags), ("1", run.info.run_id, {"by": "test"}))
        self.client.set_registered_model_alias(name, "champion", version.version)
        self.assertEqual(self.client.get_model_version_by_alias(name, "champion").version, "1")
        copied = self.client.copy_model_version(f"models:/{name}@champion", copy)
        self.assertEqual((copied.name, copied.version), (copy, "1"))
        self.assertEqual(mlflow.pyfunc.load_model(f"models:/{copy}/1").predict([1.5]), [3.0])
        found = self.client.search_logged_models(
            [self.experiment], filter_string="metrics.auc > 0.7", order_by=[{"field_name": "metrics.auc"}]
        )
        self.assertEqual([model.model_id for model in found], [info.model_id])
        self.assertEqual([model.name for model in mlflow.search_registered_models(filter_string=f"name = '{name}'")], [name])
        self.client.delete_registered_model(copy)
        self.client.delete_registered_model(name)

    def test_traces_which_are_not_kept_do_not_break_the_run(self):
        @mlflow.trace
        def double(value):
            return 2 * value

        told = []
        handler = logging.Handler()
        handler.emit = lambda record: told.append(record.getMessage())
        logger = logging.getLogger("mlflow")
        logger.addHandler(handler)
        try:
            with mlflow.start_run() as run:
                self.assertEqual(double(4), 8)
                with mlflow.start_span("by hand") as span:
                    span.set_inputs({"a": 1})
                mlflow.log_metric("m", 1)
            mlflow.flush_trace_async_logging()
        finally:
            logger.removeHandler(handler)
        found = mlflow.get_run(run.info.run_id)
        self.assertEqual((found.info.status, found.data.metrics), ("FINISHED", {"m": 1.0}))
        self.assertTrue(any("ENDPOINT_NOT_FOUND" in line for line in told), told)


if __name__ == "__main__":
    report.main()
