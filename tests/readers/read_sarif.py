#!/usr/bin/env python3
"""Holds SARIF files against the schema of SARIF 2.1.0.

`read_sarif.py FILE…`. The schema is the one that @microsoft/jest-sarif carries.
"""

import json
import sys
from pathlib import Path

from jsonschema import validators

SCHEMA = Path(__file__).parent / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


def main(files):
    assert files, "name a SARIF file"
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    checker = validators.validator_for(schema)
    checker.check_schema(schema)
    validator = checker(schema)
    broken = {"version": "2.1.0", "runs": [{"tool": {}}]}
    assert not validator.is_valid(broken), "the schema accepts a run without a driver"
    for name in files:
        log = json.loads(Path(name).read_text(encoding="utf-8"))
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(log)]
        assert not errors, f"{name}: " + "\n".join(errors[:20])
        results = sum(len(run["results"]) for run in log["runs"])
        assert results, f"{name}: no result"
        print(f"{name}: {results} results")


if __name__ == "__main__":
    main(sys.argv[1:])
