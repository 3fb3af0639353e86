"""Small questions that the shell scripts ask, answered with Python's standard library alone.

    probe.py free-port [WANTED]          WANTED if nothing listens there on 127.0.0.1, else a free port
    probe.py is-free PORT                exit status 0 if nothing listens there
    probe.py wait URL SECONDS            waits until URL answers below 500
    probe.py fingerprint PATH...         one hash over the content of the sources or files named
    probe.py functions FOLDER            the names of the functions in synthesized templates
    probe.py unproxied URL NAME...       deployed functions that are not among the names
    probe.py deployed URL NAME...        exit status 0 if every function named is deployed
    probe.py functions-running URL       what the function host at URL runs, one line a function
    probe.py unzip ZIP FOLDER [PREFIX]   unpacks all, or what lies below a folder of the archive
"""
import hashlib
import json
import os
import pathlib
import socket
import sys
import time
import urllib.error
import urllib.request
import zipfile

SKIPPED = {"target", "node_modules", ".git", ".tidemill", ".venv", "__pycache__", ".ipynb_checkpoints"}


def free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
        except OSError:
            return None


def free_port(wanted="0"):
    print(free(int(wanted)) or free(0))


def is_free(port):
    return 0 if free(int(port)) else 1


def wait(url, seconds):
    limit = time.monotonic() + float(seconds)
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return 0
        except urllib.error.HTTPError as answered:
            if answered.code < 500:
                return 0
        except OSError:
            pass
        time.sleep(0.1)
    return 1


def files_below(path):
    if path.is_file():
        return [path]
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        found += [pathlib.Path(folder, name) for name in sorted(names)]
    return found


def fingerprint(*paths):
    total = hashlib.sha256()
    for path in map(pathlib.Path, paths):
        for file in files_below(path):
            total.update(str(file).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    print(total.hexdigest()[:32])


def functions(folder):
    for template in sorted(pathlib.Path(folder).glob("*.template.json")):
        for resource in json.loads(template.read_text())["Resources"].values():
            name = resource.get("Properties", {}).get("FunctionName")
            if resource["Type"] == "AWS::Lambda::Function" and isinstance(name, str):
                print(name)


def function_names(url):
    with urllib.request.urlopen(f"{url}/2015-03-31/functions/?MaxItems=1000", timeout=10) as answer:
        return {function["FunctionName"] for function in json.load(answer)["Functions"]}


def unproxied(url, *names):
    for name in sorted(function_names(url) - set(names)):
        print(name)


def deployed(url, *names):
    return 0 if set(names) <= function_names(url) else 1


def functions_running(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        host = json.load(answer)
    for function in host["functions"]:
        states = [process["state"].lower() for process in function["processes"]]
        if states:
            resident = sum(process["residentMb"] for process in function["processes"])
            counted = ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states)))
            print(f"  {function['name']:28} {counted}; {resident} MB; {function['served']} answered, {function['failed']} failed")
    print(f"  {host['processes']} processes, {host['residentMb']} MB")


def unzip(archive, folder, prefix=""):
    with zipfile.ZipFile(archive) as content:
        content.extractall(folder, [name for name in content.namelist() if name.startswith(prefix)])


COMMANDS = {
    "free-port": free_port,
    "is-free": is_free,
    "wait": wait,
    "fingerprint": fingerprint,
    "functions": functions,
    "unproxied": unproxied,
    "deployed": deployed,
    "functions-running": functions_running,
    "unzip": unzip,
}

if __name__ == "__main__":
    try:
        sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]) or 0)
    except OSError as failure:
        sys.exit(f"probe {sys.argv[1]}: {failure}")
