"""Sends calls as MLflow's client does under MLFLOW_TRACKING_AWS_SIGV4=true: address and a JSON list of calls."""

import io
import json
import sys

import requests
from requests_auth_aws_sigv4 import AWSSigV4

address, calls = sys.argv[1], json.loads(sys.argv[2])
for call in calls:
    body = {}
    if "json" in call:
        body["json"] = call["json"]
    if "bytes" in call:
        body["data"] = call["bytes"].encode()
    if "stream" in call:
        body["data"] = io.BytesIO(call["stream"].encode())
    try:
        requests.request(
            call["method"],
            address + call["path"],
            params=call.get("params"),
            headers={"X-MLFLOW-WORKSPACE": "team", "User-Agent": "mlflow-python-client"},
            auth=AWSSigV4("execute-api"),
            timeout=20,
            **body,
        )
    except Exception as error:
        print(call["path"], type(error).__name__)
