#!/bin/sh
# Fills .toolchain/python with the pinned Python packages that make sample data and expected
# values (scripts/python/requirements.txt, every file checked by its hash).
#
# Usage: scripts/setup-python.sh        then: .toolchain/python/bin/python scripts/make-samples.py
#        scripts/setup-python.sh zarr3  the same with zarr 3: .toolchain/python-zarr3, from
#                                       requirements-zarr3.txt
# PYTHON names another interpreter than python3. Does nothing when the folder is up to date.
set -eu

suffix=${1:+-$1}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
requirements=$root/scripts/python/requirements$suffix.txt
folder=$root/.toolchain/python$suffix
python=${PYTHON:-python3}

fail() {
  echo "setup-python: $1" >&2
  exit 1
}

[ -f "$requirements" ] || fail "no such set of packages: ${1:-}"
command -v "$python" >/dev/null || fail "needs Python 3.11 or 3.12 (Debian: apt-get install python3-venv)"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' ||
  fail "needs Python 3.11 or 3.12; set PYTHON to such an interpreter"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  fail "needs Python's venv and pip (Debian: apt-get install python3-venv)"

stamp=$("$python" -c '
import hashlib, platform, sys
print(platform.python_version(), hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())
' "$requirements")
if [ -f "$folder/stamp" ] && [ "$(cat "$folder/stamp")" = "$stamp" ]; then
  exit 0
fi

rm -rf "$folder"
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
  --only-binary :all: --no-binary asciitree --require-hashes --requirement "$requirements"
echo "$stamp" >"$folder/stamp"
