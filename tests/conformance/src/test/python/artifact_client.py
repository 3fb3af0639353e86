"""What the stock mlflow client does with files: in S3 by its own credentials, and through the API without any."""

import hashlib
import os
import tempfile
import unittest
import uuid
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

import report

LARGE = 200 * 1024 * 1024


def write(path, size):
    """A file of so many bytes that no compression shrinks and no two calls repeat; its SHA-256."""
    digest = hashlib.sha256()
    with open(path, "wb") as file:
        for left in range(size, 0, -(8 << 20)):
            block = os.urandom(min(left, 8 << 20))
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Files:
    """The same for both ways; a class below says where an experiment keeps its files."""

    def setUp(self):
        self.client = MlflowClient()
        self.experiment = self.client.create_experiment(f"artifacts-{uuid.uuid4().hex[:12]}", artifact_location=self.location)
        self.run = self.client.create_run(self.experiment).info.run_id
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_files_and_folders_come_back(self):
        (self.folder / "in" / "deep").mkdir(parents=True)
        (self.folder / "in" / "a.txt").write_text("first")
        (self.folder / "in" / "deep" / "b c ü.bin").write_bytes(bytes(range(256)))
        self.client.log_artifacts(self.run, str(self.folder / "in"), "files")
        self.client.log_text(self.run, "Ein Text", "notes/text.txt")
        self.client.log_dict(self.run, {"a": [1, 2]}, "notes/data.json")
        listed = {f.path: f.is_dir for f in self.client.list_artifacts(self.run, "files")}
        self.assertEqual(listed, {"files/a.txt": False, "files/deep": True})
        self.assertEqual(sorted(f.path for f in self.client.list_artifacts(self.run)), ["files", "notes"])
        self.assertEqual(self.client.list_artifacts(self.run, "files/a.txt"), [])
        local = Path(self.client.download_artifacts(self.run, "files", str(self.folder)))
        self.assertEqual((local / "deep" / "b c ü.bin").read_bytes(), bytes(range(256)))
        self.assertEqual(mlflow.artifacts.load_dict(f"runs:/{self.run}/notes/data.json"), {"a": [1, 2]})

    def test_a_large_file_comes_back(self):
        digest = write(self.folder / "large.bin", LARGE)
        self.client.log_artifact(self.run, str(self.folder / "large.bin"))
        (self.folder / "large.bin").unlink()
        [file] = self.client.list_artifacts(self.run)
        self.assertEqual((file.path, file.file_size), ("large.bin", LARGE))
        local = self.client.download_artifacts(self.run, "large.bin", str(self.folder))
        self.assertEqual(sha256(local), digest)

    def test_a_missing_file_is_an_error(self):
        with self.assertRaises((MlflowException, OSError)):
            self.client.download_artifacts(self.run, "nowhere.txt", str(self.folder))


class OwnCredentials(Files, unittest.TestCase):
    location = None


class ThroughTheApi(Files, unittest.TestCase):
    location = f"mlflow-artifacts:/proxied-{uuid.uuid4().hex[:12]}"

    def setUp(self):
        for name in [n for n in os.environ if n.startswith("AWS_") or n == "MLFLOW_S3_ENDPOINT_URL"]:
            value = os.environ.pop(name)
            self.addCleanup(os.environ.__setitem__, name, value)
        os.environ["MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD"] = "true"
        os.environ["MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE"] = str(4 << 20)
        super().setUp()


if __name__ == "__main__":
    report.main()
