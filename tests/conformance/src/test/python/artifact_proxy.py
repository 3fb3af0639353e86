"""What the API does with files beyond what the stock client asks for: addresses, refusals, limits."""

import os
import unittest
import uuid

import requests
from mlflow import MlflowClient
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

import report

API = os.environ["MLFLOW_TRACKING_URI"]
PROXY = API + "/api/2.0/mlflow-artifacts"
RUNS = API + "/api/2.0/mlflow/artifacts"
LIMIT = 4 << 20
OCTETS = {"Content-Type": "application/octet-stream"}
NASTY = [
    "../up",
    "a/../../up",
    "/etc/passwd",
    "%2e%2e/up",
    "%252e%252e%252fup",
    "..\\up",
    "a#b",
    "a?b",
    "file:/etc/passwd",
    "C:/up",
    "a\0b",
    "a//b",
]


class Proxy(unittest.TestCase):
    def setUp(self):
        self.client = MlflowClient()
        self.location = f"mlflow-artifacts:/proxy-{uuid.uuid4().hex[:12]}"
        self.experiment = self.client.create_experiment(self.location[18:], artifact_location=self.location)
        self.run = self.client.create_run(self.experiment).info.run_id
        self.root = self.client.get_run(self.run).info.artifact_uri.removeprefix("mlflow-artifacts:/")

    def test_a_file_comes_back_with_the_headers_of_a_download(self):
        for name, kind in [("a.txt", "text/plain"), ("b.pkl", "application/octet-stream"), ("MLmodel", "text/plain")]:
            body = bytes(range(256))
            url = f"{PROXY}/artifacts/{self.root}/{name}"
            self.assertEqual(requests.put(url, data=body, headers=OCTETS).status_code, 200)
            for got in [
                requests.get(url),
                requests.get(f"{API}/get-artifact", params={"run_id": self.run, "path": name}),
            ]:
                self.assertEqual((got.status_code, got.content), (200, body))
                self.assertEqual(got.headers["Content-Type"], kind)
                self.assertEqual(got.headers["Content-Disposition"], f"attachment; filename={name}")
                self.assertEqual(got.headers["X-Content-Type-Options"], "nosniff")

    def test_the_limit_of_a_request_is_told(self):
        url = f"{PROXY}/artifacts/{self.root}/limit.bin"
        self.assertEqual(requests.put(url, data=b"x" * LIMIT).status_code, 200)
        self.assertEqual(len(requests.get(url).content), LIMIT)
        refused = requests.put(url, data=b"x" * (LIMIT + 1))
        self.assertEqual((refused.status_code, refused.json()["error_code"]), (413, "INVALID_PARAMETER_VALUE"))
        self.assertIn("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", refused.json()["message"])
        self.assertIn("s3://", refused.json()["message"])

    def test_a_signed_upload_is_downloaded_by_a_redirect(self):
        body = os.urandom(LIMIT + 1)
        named = {"run_id": self.run, "path": "models/big.bin"}
        upload = requests.post(f"{RUNS}/presigned-upload-url", json=named).json()
        self.assertEqual(requests.put(upload["presigned_url"], data=body, headers=upload["headers"]).status_code, 200)
        got = requests.get(f"{API}/get-artifact", params=named)
        self.assertEqual(([r.status_code for r in got.history], got.content == body), ([307], True))
        download = requests.post(f"{RUNS}/presigned-download-url", json=named).json()
        self.assertEqual(download["file_size"], len(body))
        part = requests.get(download["presigned_url"], headers={"Range": "bytes=1-3"})
        self.assertEqual((part.status_code, part.content), (206, body[1:4]))
        signed = requests.get(f"{PROXY}/presigned/{self.root}/models/big.bin").json()
        self.assertEqual((signed["file_size"], requests.get(signed["url"]).content == body), (len(body), True))

    def test_files_and_folders_are_deleted(self):
        self.client.log_text(self.run, "a", "keep/a.txt")
        self.client.log_text(self.run, "b", "drop/deep/b.txt")
        get_artifact_repository(self.client.get_run(self.run).info.artifact_uri).delete_artifacts("drop")
        self.assertEqual([f.path for f in self.client.list_artifacts(self.run)], ["keep"])

    def test_an_upload_in_parts_can_be_given_up(self):
        made = requests.post(f"{PROXY}/mpu/create/{self.root}", json={"path": "/tmp/x.bin", "num_parts": 2}).json()
        self.assertEqual([c["part_number"] for c in made["credentials"]], [1, 2])
        body = {"path": "/tmp/x.bin", "upload_id": made["upload_id"]}
        self.assertEqual(requests.post(f"{PROXY}/mpu/abort/{self.root}", json=body).status_code, 200)
        body["parts"] = [{"part_number": 1, "etag": "0" * 32, "url": ""}]
        self.assertEqual(requests.post(f"{PROXY}/mpu/complete/{self.root}", json=body).status_code, 400)

    def test_paths_that_lead_elsewhere_are_refused(self):
        for path in NASTY:
            query = {"run_id": self.run, "path": path}
            answers = [
                requests.get(f"{RUNS}/list", params=query),
                requests.get(f"{API}/get-artifact", params=query),
                requests.get(f"{PROXY}/artifacts", params={"path": path}),
                requests.post(f"{RUNS}/presigned-upload-url", json=query),
                requests.post(f"{RUNS}/presigned-download-url", json=query),
                requests.post(
                    f"{API}/ajax-api/2.0/mlflow/upload-artifact", params={"run_uuid": self.run, "path": path}, data=b"x"
                ),
            ]
            for answer in answers:
                self.assertEqual(answer.status_code, 400, (path, answer.request.url, answer.text))
                self.assertEqual(answer.json()["error_code"], "INVALID_PARAMETER_VALUE")
        for location in ["file:///tmp/x", "s3://b/../c", "mlflow-artifacts:/%252e%252e/x", "s3://b/x#y", "/tmp/x"]:
            body = {"name": f"bad-{uuid.uuid4().hex}", "artifact_location": location}
            self.assertEqual(
                requests.post(f"{API}/api/2.0/mlflow/experiments/create", json=body).status_code, 400, location
            )


if __name__ == "__main__":
    report.main()
