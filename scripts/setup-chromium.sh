#!/usr/bin/env bash
# Chromium for the browser tests, from Debian. CHROMIUM=/path/to/chromium takes another one.
#   scripts/setup-chromium.sh packages     only print the Debian packages still missing
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${CHROMIUM:-}" ]; then
  [ -x "$CHROMIUM" ] || { echo "CHROMIUM=$CHROMIUM is no program" >&2; exit 1; }
  exit 0
fi
[ ! -x /usr/bin/chromium ] || exit 0
[ "${1:-}" != packages ] || { echo chromium; exit 0; }
scripts/apt-install.sh chromium
