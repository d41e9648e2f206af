#!/usr/bin/env bash
# Command-line tools of the checks that npm does not bring: clang-format 19.
#   scripts/setup-tools.sh packages     only print the Debian packages still missing
set -euo pipefail
cd "$(dirname "$0")/.."
command -v clang-format-19 >/dev/null && exit 0
[ "${1:-}" != packages ] || { echo clang-format-19; exit 0; }
scripts/apt-install.sh clang-format-19
