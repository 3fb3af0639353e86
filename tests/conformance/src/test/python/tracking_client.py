"""What the stock mlflow client does with experiments and runs, against the API at MLFLOW_TRACKING_URI."""

import math
import time
import unittest
import uuid

import mlflow
import numpy
import pandas
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

import report


def unique(name):
    return f"{name}-{uuid.uuid4().hex[:12]}"


class Tracking(unittest.TestCase):
    def setUp(self):
        self.name = unique("tracking")
        self.client = MlflowClient()
        self.experiment = mlflow.set_experiment(self.name).experiment_id

    def test_experiment_is_created_renamed_tagged_and_found(self):
        client = self.client
        client.set_experiment_tag(self.experiment, "team", "north")
        found = client.get_experiment_by_name(self.name)
        self.assertEqual(found.experiment_id, self.experiment)
        self.assertEqual(found.tags["team"], "north")
        other = unique("renamed")
        client.rename_experiment(self.experiment, other)
        self.assertEqual([e.name for e in client.search_experiments(filter_string=f"name = '{other}'")], [other])
        self.assertEqual(
            [e.name for e in client.search_experiments(filter_string=f"tags.team = 'north' AND name LIKE '{other[:-1]}%'")],
            [other],
        )
        client.delete_experiment_tag(self.experiment, "team")
        self.assertNotIn("team", client.get_experiment(self.experiment).tags)
        with self.assertRaisesRegex(MlflowException, "already exists"):
            client.create_experiment(other)

    def test_nested_runs_name_their_parent(self):
        with mlflow.start_run(run_name="parent") as parent:
            with mlflow.start_run(run_name="child", nested=True) as child:
                mlflow.log_param("depth", 2)
        run = self.client.get_run(child.info.run_id)
        self.assertEqual(run.data.tags["mlflow.parentRunId"], parent.info.run_id)
        self.assertEqual(run.info.run_name, "child")
        self.assertEqual(run.info.status, "FINISHED")
        children = mlflow.search_runs(
            [self.experiment], filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'", output_format="list"
        )
        self.assertEqual([r.info.run_id for r in children], [child.info.run_id])

    def test_params_metrics_and_tags_are_read_back(self):
        with mlflow.start_run() as run:
            mlflow.log_params({"rate": 0.1, "layers": [3, 4]})
            for step in range(5):
                mlflow.log_metric("loss", 1 / (step + 1), step=step)
            mlflow.log_metrics({"nan": math.nan, "up": math.inf, "down": -math.inf})
            mlflow.set_tags({"stage": "trial", "note": "für die Prüfung"})
        data = self.client.get_run(run.info.run_id).data
        self.assertEqual(data.params, {"rate": "0.1", "layers": "[3, 4]"})
        self.assertEqual(data.metrics["loss"], 0.2)
        self.assertTrue(math.isnan(data.metrics["nan"]))
        self.assertEqual((data.metrics["up"], data.metrics["down"]), (math.inf, -math.inf))
        self.assertEqual(data.tags["note"], "für die Prüfung")
        history = self.client.get_metric_history(run.info.run_id, "loss")
        self.assertEqual([(m.step, m.value) for m in history], [(s, 1 / (s + 1)) for s in range(5)])

    def test_a_param_is_written_once(self):
        with mlflow.start_run():
            mlflow.log_param("seed", 7)
            mlflow.log_param("seed", 7)
            with self.assertRaisesRegex(MlflowException, "Changing param values is not allowed"):
                mlflow.log_param("seed", 8)

    def test_a_batch_is_logged_once_however_often_it_is_sent(self):
        run = self.client.create_run(self.experiment).info.run_id
        metrics = [Metric(f"m{i % 10}", i / 7, 1_700_000_000_000 + i, i) for i in range(1000)]
        for _ in range(2):
            self.client.log_batch(run, metrics=metrics)
        self.client.log_batch(run, params=[Param("p", "1")], tags=[RunTag("t", "2")])
        history = self.client.get_metric_history(run, "m3")
        self.assertEqual([m.step for m in history], list(range(3, 1000, 10)))
        self.assertEqual(self.client.get_run(run).data.metrics["m3"], 993 / 7)

    def test_datasets_are_logged_with_their_context(self):
        frame = pandas.DataFrame({"x": [1.0, 2.0], "y": [0, 1]})
        dataset = mlflow.data.from_pandas(frame, name="two-rows", targets="y")
        with mlflow.start_run() as run:
            mlflow.log_input(dataset, context="training")
        inputs = self.client.get_run(run.info.run_id).inputs.dataset_inputs
        self.assertEqual([i.dataset.name for i in inputs], ["two-rows"])
        self.assertEqual(inputs[0].dataset.digest, dataset.digest)
        self.assertIn("mlflow_colspec", inputs[0].dataset.schema)
        self.assertEqual({t.key: t.value for t in inputs[0].tags}, {"mlflow.data.context": "training"})
        found = mlflow.search_runs(
            [self.experiment], filter_string="dataset.name = 'two-rows' AND dataset.context = 'training'", output_format="list"
        )
        self.assertEqual([r.info.run_id for r in found], [run.info.run_id])

    def test_search_filters_and_orders(self):
        runs = {}
        for number in range(6):
            with mlflow.start_run(run_name=f"run {number}") as run:
                mlflow.log_metric("auc", [0.5, 0.9, 0.7, math.nan, 0.8, 0.6][number])
                mlflow.log_param("kind", "odd" if number % 2 else "even")
                if number < 3:
                    mlflow.set_tag("batch", "A-first")
            runs[run.info.run_id] = number

        def search(where, *order):
            found = mlflow.search_runs([self.experiment], where, order_by=list(order) or None, output_format="list")
            return [runs[r.info.run_id] for r in found]

        self.assertEqual(search("", "metrics.auc DESC"), [1, 4, 2, 5, 0, 3])
        self.assertEqual(search("metrics.auc >= 0.7 and params.kind = 'even'", "metrics.auc ASC"), [2, 4])
        self.assertEqual(search("tags.batch ILIKE 'a-%'", "attributes.start_time ASC"), [0, 1, 2])
        self.assertEqual(search("attributes.run_name = 'run 4'"), [4])
        self.assertEqual(search("params.`kind` != \"odd\" AND status = 'FINISHED'", "start_time DESC"), [4, 2, 0])
        self.assertEqual(search(""), [5, 4, 3, 2, 1, 0])
        ids = [i for i, n in runs.items() if n in (1, 5)]
        self.assertEqual(sorted(search(f"run_id IN ('{ids[0]}', '{ids[1]}')")), [1, 5])
        for wrong in ("metrics.auc > 'high'", "auc = 1 OR auc = 2", "tags.x > 'a'", "params.kind"):
            with self.assertRaises(MlflowException) as refused:
                search(wrong)
            self.assertEqual(refused.exception.error_code, "INVALID_PARAMETER_VALUE", wrong)

    def test_pages_hold_every_run_once(self):
        expected = {self.client.create_run(self.experiment).info.run_id for _ in range(7)}
        seen, token = [], None
        while True:
            page = self.client.search_runs([self.experiment], max_results=3, page_token=token)
            seen += [r.info.run_id for r in page]
            token = page.token
            if not token:
                break
        self.assertEqual(len(seen), 7)
        self.assertEqual(set(seen), expected)

    def test_deleted_runs_and_experiments_come_back(self):
        with mlflow.start_run() as run:
            mlflow.log_metric("m", 1)
        run_id = run.info.run_id
        self.client.delete_run(run_id)
        self.assertEqual(self.client.search_runs([self.experiment]), [])
        deleted = self.client.search_runs([self.experiment], run_view_type=ViewType.DELETED_ONLY)
        self.assertEqual([r.info.run_id for r in deleted], [run_id])
        with self.assertRaisesRegex(MlflowException, "must be in the 'active' state"):
            self.client.log_metric(run_id, "m", 2)
        self.client.restore_run(run_id)
        self.assertEqual(self.client.get_run(run_id).info.lifecycle_stage, "active")
        self.client.delete_experiment(self.experiment)
        self.assertEqual(self.client.get_run(run_id).info.lifecycle_stage, "deleted")
        self.assertEqual(self.client.get_experiment_by_name(self.name).lifecycle_stage, "deleted")
        self.client.restore_experiment(self.experiment)
        self.assertEqual(self.client.get_run(run_id).info.lifecycle_stage, "active")

    def test_run_ends_are_recorded(self):
        with self.assertRaises(ZeroDivisionError):
            with mlflow.start_run() as run:
                1 / 0
        info = self.client.get_run(run.info.run_id).info
        self.assertEqual(info.status, "FAILED")
        self.assertLessEqual(info.start_time, info.end_time)
        self.assertLess(abs(info.end_time - time.time() * 1000), 600_000)

    def test_autolog_of_scikit_learn(self):
        from sklearn.linear_model import LogisticRegression

        mlflow.sklearn.autolog(log_models=False)
        try:
            x = numpy.arange(40.0).reshape(20, 2)
            with mlflow.start_run() as run:
                LogisticRegression(C=0.5).fit(x, (x[:, 0] > 19).astype(int))
        finally:
            mlflow.sklearn.autolog(disable=True)
        run = self.client.get_run(run.info.run_id)
        self.assertEqual(run.data.params["C"], "0.5")
        self.assertIn("training_score", run.data.metrics)
        self.assertEqual(run.data.tags["estimator_name"], "LogisticRegression")


if __name__ == "__main__":
    report.main()
