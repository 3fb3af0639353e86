"""Starts Jupyter kernels in turns and prints, as one line of JSON, what each start took.

    kernel_start.py ROUNDS KERNEL...

For each kernel a list with an entry a round: seconds from the start of its process to the answer to kernel_info_request
(ready) and to the answer to its first cell, 1+1 (answer), then the processor time that it and its child processes have
used (cpu, seconds) and the memory that they hold (rss, bytes). One start of each kernel comes before and is not counted: it reads the files into the system's cache.
"""
import json
import sys
import time

import psutil
from jupyter_client.manager import KernelManager


def used(pid):
    kernel = psutil.Process(pid)
    processes = [kernel, *kernel.children(recursive=True)]
    times = [process.cpu_times() for process in processes]
    return {"cpu": sum(time.user + time.system for time in times),
            "rss": sum(process.memory_info().rss for process in processes)}


def start(name):
    manager = KernelManager(kernel_name=name)
    begin = time.monotonic()
    manager.start_kernel(stderr=open(f"{name}.log", "w"))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.kernel_info(reply=True, timeout=120)
        ready = time.monotonic() - begin
        reply = client.execute("1+1", reply=True, timeout=120)
        answer = time.monotonic() - begin
        if reply["content"]["status"] != "ok":
            raise SystemExit(f"{name} answered 1+1 with {reply['content']}")
        return {"ready": ready, "answer": answer, **used(manager.provisioner.pid)}
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
        manager.cleanup_resources()


def main(rounds, names):
    for name in names:
        start(name)
    figures = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            figures[name].append(start(name))
    print(json.dumps(figures))


main(int(sys.argv[1]), sys.argv[2:])
