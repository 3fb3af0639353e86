"""Runs the test cases of a module and prints one line of JSON for each: its name, and what went wrong or null."""

import json
import sys
import unittest


class _Lines(unittest.TestResult):
    def __init__(self, out):
        super().__init__()
        self.out = out

    def _line(self, test, error):
        print(json.dumps({"test": test.id().split(".", 1)[1], "error": error}), file=self.out, flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._line(test, None)

    def addError(self, test, err):
        super().addError(test, err)
        self._line(test, self._exc_info_to_string(err, test))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._line(test, self._exc_info_to_string(err, test))


def main():
    # What libraries print goes to standard error: standard output is for the lines alone.
    out, sys.stdout = sys.stdout, sys.stderr
    result = _Lines(out)
    unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]).run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
