"""Speaks Jupyter's protocol to the kernel "Java (Tidemill)" and prints what it answered, as one JSON object.

usage: kernel_session.py CELL...   each cell is executed in turn
"""

import json
import sys

from jupyter_client.manager import start_new_kernel


def executed(client, code):
    request = client.execute(code)
    outputs = []
    while True:
        message = client.get_iopub_msg(timeout=120)
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            break
        if kind in ("stream", "display_data", "execute_result", "update_display_data", "error"):
            outputs.append({"type": kind, **content})
    reply = client.get_shell_msg(timeout=120)["content"]
    return {"code": code, "status": reply["status"], "outputs": outputs}


def main(cells):
    manager, client = start_new_kernel(kernel_name="tidemill-java", startup_timeout=120)
    try:
        info = client.kernel_info(reply=True, timeout=60)["content"]
        results = [executed(client, cell) for cell in cells]
        completion = client.complete("tidemill.pro", 12, reply=True, timeout=60)["content"]
        json.dump({"info": info["language_info"], "cells": results, "completions": completion["matches"]}, sys.stdout)
        print()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


main(sys.argv[1:])
