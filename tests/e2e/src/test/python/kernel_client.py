"""Speaks Jupyter's protocol to kernels "Java (Tidemill)"."""

import re
import threading
import time

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

ANSI = re.compile("\x1b\\[[0-9;]*m")
SHOWN = ("stream", "display_data", "execute_result", "update_display_data", "error")


class Kernel:
    """A kernel that is started at once and ended with the block."""

    def __init__(self, **environment):
        self.manager, self.client = start_new_kernel(kernel_name="tidemill-java", startup_timeout=120, **environment)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code):
        return finished(self.client, code, self.client.execute(code))

    def interrupted(self, code, after=1.0):
        """Runs a cell that is interrupted after some seconds, and tells how many it took from there."""
        request = self.client.execute(code)
        stop = threading.Timer(after, self.manager.interrupt_kernel)
        start = time.monotonic()
        stop.start()
        result = finished(self.client, code, request)
        return {**result, "seconds": time.monotonic() - start - after}

    def complete(self, code):
        """Completes at the place of the character ¦."""
        at = code.index("¦")
        content = self.client.complete(code.replace("¦", ""), at, reply=True, timeout=60)["content"]
        replaced = code.replace("¦", "")[content["cursor_start"] : content["cursor_end"]]
        return {"matches": content["matches"], "replaced": replaced}

    def inspect(self, code):
        """Inspects at the place of the character ¦."""
        at = code.index("¦")
        content = self.client.inspect(code.replace("¦", ""), at, reply=True, timeout=60)["content"]
        return content["data"].get("text/plain", "")

    def restart(self):
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=120)

    def connected_anew(self):
        """Another client of the same kernel, as after a page was closed and opened again."""
        client = BlockingKernelClient()
        client.load_connection_file(self.manager.connection_file)
        client.start_channels()
        return client


def outputs_of(client, request, until="idle", timeout=120):
    """What a request shows, up to a state of the kernel."""
    outputs = []
    while True:
        message = client.get_iopub_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == until:
            return outputs
        if kind in SHOWN:
            outputs.append({"type": kind, **content})


def reply_to(client, request, timeout=120):
    while True:
        message = client.get_shell_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") == request:
            return message["content"]


def finished(client, code, request):
    outputs = outputs_of(client, request)
    reply = reply_to(client, request)
    errors = [output for output in outputs if output["type"] == "error"]
    return {
        "code": code,
        "status": reply["status"],
        "outputs": outputs,
        "name": reply.get("ename", ""),
        "message": reply.get("evalue", ""),
        "error": ANSI.sub("", "\n".join(line for error in errors for line in error["traceback"])),
    }
