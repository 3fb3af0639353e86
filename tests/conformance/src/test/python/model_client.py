"""What the stock mlflow client does with models, logged and registered, against the API at MLFLOW_TRACKING_URI."""

import unittest
import uuid

import mlflow
import numpy
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression

import report

X = numpy.arange(20.0).reshape(10, 2)
MODEL = LinearRegression().fit(X, X @ numpy.array([2.0, -1.0]) + 3.0)


def unique(name):
    return f"{name}-{uuid.uuid4().hex[:12]}"


class Models(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        mlflow.set_experiment(unique("models"))
        cls.client = MlflowClient()

    def log(self, **more):
        return mlflow.sklearn.log_model(MODEL, name="model", signature=infer_signature(X, MODEL.predict(X)), **more)

    def test_logged_model_is_ready_and_loads(self):
        with mlflow.start_run() as run:
            mlflow.log_metric("rmse", 0.5, step=1)
            info = self.log(params={"depth": 3}, tags={"team": "north"})
        model = mlflow.get_logged_model(info.model_id)
        self.assertEqual(str(model.status), "READY")
        self.assertEqual(model.source_run_id, run.info.run_id)
        self.assertEqual(model.params["depth"], "3")
        self.assertEqual(model.tags["team"], "north")
        outputs = self.client.get_run(run.info.run_id).outputs.model_outputs
        self.assertEqual([o.model_id for o in outputs], [info.model_id])
        for uri in (info.model_uri, f"runs:/{run.info.run_id}/model"):
            numpy.testing.assert_allclose(mlflow.pyfunc.load_model(uri).predict(X), MODEL.predict(X))

    def test_logged_models_are_searched(self):
        experiment = mlflow.set_experiment(unique("search")).experiment_id
        ids = []
        for number in range(3):
            model = mlflow.initialize_logged_model(name=f"candidate {number}", params={"n": str(number)}, tags={"odd": str(number % 2)})
            mlflow.log_metric("score", number / 2, model_id=model.model_id)
            mlflow.finalize_logged_model(model.model_id, "READY")
            ids.append(model.model_id)
        mlflow.end_run()

        def search(where, **more):
            found = mlflow.search_logged_models([experiment], filter_string=where, output_format="list", **more)
            return [ids.index(m.model_id) for m in found]

        self.assertEqual(search("metrics.score >= 0.5", order_by=[{"field_name": "metrics.score", "ascending": False}]), [2, 1])
        self.assertEqual(sorted(search("tags.odd = '0'")), [0, 2])
        self.assertEqual(search("params.n = '1' AND status = 'READY'"), [1])
        self.assertEqual(search("name = 'candidate 2'"), [2])

    def test_registered_model_is_loaded_by_its_alias(self):
        name = unique("registered")
        with mlflow.start_run() as run:
            info = self.log(registered_model_name=name)
        version = self.client.get_model_version(name, "1")
        self.assertEqual((version.run_id, version.status), (run.info.run_id, "READY"))
        self.client.set_registered_model_alias(name, "champion", "1")
        loaded = mlflow.pyfunc.load_model(f"models:/{name}@champion")
        numpy.testing.assert_allclose(loaded.predict(X), MODEL.predict(X))
        second = mlflow.register_model(info.model_uri, name)
        self.assertEqual(second.version, "2")
        self.client.set_registered_model_alias(name, "champion", "2")
        self.assertEqual(self.client.get_model_version_by_alias(name, "champion").version, "2")
        self.assertEqual(self.client.get_registered_model(name).aliases, {"champion": "2"})
        self.client.delete_registered_model_alias(name, "champion")
        with self.assertRaisesRegex(MlflowException, "alias champion not found"):
            self.client.get_model_version_by_alias(name, "champion")

    def test_registry_is_searched_described_and_tagged(self):
        prefix = unique("found")
        for number in range(3):
            self.client.create_registered_model(f"{prefix}-{number}", tags={"even": str(number % 2 == 0)}, description="first")
        found = self.client.search_registered_models(f"name LIKE '{prefix}%' AND tags.even = 'True'", order_by=["name DESC"])
        self.assertEqual([m.name for m in found], [f"{prefix}-2", f"{prefix}-0"])
        self.client.update_registered_model(f"{prefix}-0", "second")
        self.assertEqual(self.client.get_registered_model(f"{prefix}-0").description, "second")
        self.client.set_registered_model_tag(f"{prefix}-0", "k", "v")
        self.client.delete_registered_model_tag(f"{prefix}-0", "even")
        self.assertEqual(self.client.get_registered_model(f"{prefix}-0").tags, {"k": "v"})
        self.client.rename_registered_model(f"{prefix}-0", f"{prefix}-renamed")
        self.assertEqual(self.client.get_registered_model(f"{prefix}-renamed").tags, {"k": "v"})
        with self.assertRaises(MlflowException) as gone:
            self.client.get_registered_model(f"{prefix}-0")
        self.assertEqual(gone.exception.error_code, "RESOURCE_DOES_NOT_EXIST")

    def test_versions_are_staged_tagged_searched_and_never_numbered_again(self):
        name = unique("versions")
        self.client.create_registered_model(name)
        for number in ("1", "2", "3"):
            version = self.client.create_model_version(name, f"s3://elsewhere/{number}", tags={"n": number})
            self.assertEqual(version.version, number)
        self.client.transition_model_version_stage(name, "1", "Production")
        self.client.transition_model_version_stage(name, "2", "Production", archive_existing_versions=True)
        self.assertEqual(self.client.get_model_version(name, "1").current_stage, "Archived")
        self.assertEqual([v.version for v in self.client.get_latest_versions(name, ["Production"])], ["2"])
        self.client.set_model_version_tag(name, "2", "checked", "yes")
        self.client.delete_model_version_tag(name, "2", "n")
        self.client.update_model_version(name, "2", "the good one")
        version = self.client.get_model_version(name, "2")
        self.assertEqual((version.tags, version.description), ({"checked": "yes"}, "the good one"))
        self.assertEqual(self.client.get_model_version_download_uri(name, "2"), "s3://elsewhere/2")
        found = self.client.search_model_versions(f"name = '{name}'", order_by=["version_number ASC"])
        self.assertEqual([v.version for v in found], ["1", "2", "3"])
        self.client.delete_model_version(name, "3")
        self.assertEqual(self.client.create_model_version(name, "s3://elsewhere/4").version, "4")
        with self.assertRaises(MlflowException) as gone:
            self.client.get_model_version(name, "3")
        self.assertEqual(gone.exception.error_code, "RESOURCE_DOES_NOT_EXIST")
        self.client.delete_registered_model(name)
        self.assertEqual(self.client.search_model_versions(f"name = '{name}'"), [])


if __name__ == "__main__":
    report.main()
