#!/usr/bin/env bash
# Formats the C++ sources; with --check only reports what is not formatted and fails.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(find src bindings tests/native tests/fuzz -name '*.h' -o -name '*.cc' 2>/dev/null)
[ "${#files[@]}" -gt 0 ] || exit 0
if [ "${1:-}" = --check ]; then
  clang-format-19 --dry-run --Werror "${files[@]}"
else
  clang-format-19 -i "${files[@]}"
fi
