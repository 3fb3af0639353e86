"""Has conversations with kernels and prints what they answered, as one JSON object by conversation.

usage: kernel_protocol.py
"""

import json
import os
import pathlib
import shutil
import sys
import tempfile
import zipfile

from jupyter_client.kernelspec import KernelSpecManager
from kernel_client import Kernel, finished, outputs_of, reply_to

FAILING = {
    "runtime": "int a = 0;\nint b = 4;\n\nint c = b / a;",
    "declared": "int half(int n) {\n  if (n == 0)\n    throw new IllegalStateException(\"none\", new IOException(\"disk\"));\n"
    "  return n / 2;\n}",
    "called": "int x = 1;\nhalf(0)",
    "own": 'class TideError extends RuntimeException { TideError(String m) { super(m); } }\nthrow new TideError("low")',
    "library": 'Integer.parseInt("x1")',
    "compile": 'String s = "a";\nint y = s;\nint z = 3;',
    "symbol": "haf(3)",
    "import": "LockSupport.park()",
    "unfinished": "int q = 1;\nif (q > 0) {",
    "inMagic": "%%time\nint w = 3;\nw / 0",
    "percent": "%",
    "unknownMagic": "%mlopz status",
    "unknownCellMagic": "%%nosuch x\nbody",
    "openQuote": '%mlops use "flight',
    "halfTyped": "%mlops train --as-of",
    "tidemill": 'tidemill.project("no-such").datasets()',
}


def errors(kernel):
    return {name: kernel.run(code) for name, code in FAILING.items()}


def assistance(kernel):
    kernel.run('int flightsCount = 3; String text = "a";')
    kernel.run("%mlops use flight-delays")
    completed = {
        "sign": "%¦",
        "name": "int a = 1;\n%ml¦\nint b = 2;",
        "behindEquals": "var x = %ml¦",
        "cell": "%%ml¦ sql",
        "command": "%mlops tr¦",
        "option": "%mlops train --as¦",
        "project": "%mlops use fl¦",
        "dataset": "%mlops ingest ¦",
        "file": "%load " + os.path.dirname(__file__) + "/kernel_cl¦",
        "astral": "// \U0001f600\U0001f600\n%ml¦",
        "java": "flights¦",
        "javaBelowMagic": "%mlops status\ntext.toU¦\nint w = 4;",
        "javaBelowMagicOfCell": "%%time\ntext.toU¦",
        "javaLocal": "int local1 = 4;\nloc¦",
        "body": "%%mlops sql x\nSELECT te¦",
    }
    inspected = {
        "magic": "%ml¦ops",
        "command": "int a = 1;\n%mlops tr¦ain --promote",
        "cellCommand": "%%mlops sq¦l x\nSELECT 1",
        "java": "text.subst¦ring(1)",
        "nothing": "nothing¦",
    }
    return {
        "complete": {name: kernel.complete(code) for name, code in completed.items()},
        "inspect": {name: kernel.inspect(code) for name, code in inspected.items()},
    }


def streams(kernel):
    return kernel.run(
        'for (int i = 0; i < 3; i++) System.out.println("line " + i);\nSystem.err.println("bad");\n'
        'System.out.println("ünï \U0001f600");\nkernel().display(new DisplayData("shown"));\nSystem.out.println("end");'
    )


def interrupts(kernel):
    stopped = {
        "sleep": "Thread.sleep(60000)",
        "queue": "new java.util.concurrent.LinkedBlockingQueue<String>().take()",
        "http": "var silent = new ServerSocket(0);\njava.net.http.HttpClient.newHttpClient().send("
        'java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + silent.getLocalPort())).build(),'
        " java.net.http.HttpResponse.BodyHandlers.ofString())",
        "loop": "long rounds = 0;\nwhile (true) { rounds++; }",
        "swallowed": "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) {} }",
        "parallel": "IntStream.range(0, 4).parallel().forEach(i -> { while (true) { Math.sin(i); } })",
        "first": 'Thread.sleep(60000);\nSystem.out.println("after");',
    }
    results = {name: kernel.interrupted(code) for name, code in stopped.items()}
    return {**results, "afterwards": kernel.run("rounds > 0")}


def queued(kernel):
    requests = [kernel.client.execute(code) for code in ("1 / 0", 'System.out.println("must not run")', "3")]
    statuses = [reply_to(kernel.client, request)["status"] for request in requests]
    return {"statuses": statuses, "afterwards": kernel.run("41 + 1")}


def reconnect(kernel):
    request = kernel.client.execute(
        'System.out.println("before");\nThread.sleep(4000);\nSystem.out.println("after");\n7'
    )
    outputs_of(kernel.client, request, until="busy")
    kernel.client.stop_channels()
    client = kernel.connected_anew()
    try:
        seen = outputs_of(client, request)
        client.wait_for_ready(timeout=60)
        next_cell = finished(client, "42", client.execute("42"))
    finally:
        client.stop_channels()
    return {"seen": seen, "next": next_cell}


def restart():
    with Kernel() as kernel:
        kernel.run("int kept = 5;")
        before = kernel.run("kept")
        kernel.restart()
        return {"before": before, "after": kernel.run("kept"), "works": kernel.run("1 + 1")}


def two():
    """One kernel's cell waits for what the other one's does."""
    with tempfile.TemporaryDirectory() as folder, Kernel() as one, Kernel() as other:
        done = f'Path.of("{folder}", "done")'
        one.run("int mine = 1;")
        slow = one.client.execute(f"while (!Files.exists({done})) Thread.sleep(20);\nmine")
        fast = other.run(f"int mine = 2;\nFiles.createFile({done});\nmine")
        return {"slow": finished(one.client, "", slow), "fast": fast}


def broken():
    """A kernel whose jar has lost a class of the magics."""
    installed = pathlib.Path(KernelSpecManager().get_kernel_spec("tidemill-java").resource_dir)
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "kernels" / "tidemill-java"
        shutil.copytree(installed, copy)
        jar = copy / "lib" / "tidemill-kernel.jar"
        whole = jar.rename(jar.with_suffix(".whole"))
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(jar, "w") as target:
            for entry in source.infolist():
                if entry.filename != "dev/tidemill/kernel/Commands.class":
                    target.writestr(entry, source.read(entry))
        whole.unlink()
        path = os.environ.get("JUPYTER_PATH")
        os.environ["JUPYTER_PATH"] = folder + (os.pathsep + path if path else "")
        try:
            with Kernel() as kernel:
                return {
                    "java": kernel.run("1 + 1"),
                    "magic": kernel.run("%mlops status"),
                    "failing": kernel.run("1 / 0"),
                    "complete": kernel.complete("Math.ab¦"),
                }
        finally:
            if path:
                os.environ["JUPYTER_PATH"] = path
            else:
                del os.environ["JUPYTER_PATH"]


def main():
    with Kernel() as kernel:
        answers = {
            each.__name__: each(kernel) for each in (errors, assistance, streams, interrupts, queued, reconnect)
        }
    answers.update({each.__name__: each() for each in (restart, two, broken)})
    print(json.dumps(answers))
    sys.stdout.flush()


main()
