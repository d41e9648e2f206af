#!/usr/bin/env bash
# Everything that has to hold, in order, stopping at the first failure: npm test.
# Cheap to run again: nothing is installed or rebuilt that is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -t 1 ] || export NO_COLOR=1
export PATH="$PWD/node_modules/.bin:$PATH"

passed=0
summary=()

step() {
  local title=$1 start=$SECONDS status=0
  shift
  printf '\n== %s\n' "$title"
  # A subshell of its own, so that "set -e" holds inside the step too.
  set +e
  (set -euo pipefail; "$@")
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    summary+=("FAILED  $title")
    finish 1
  fi
  passed=$((passed + 1))
  summary+=("ok      $title ($((SECONDS - start)) s)")
}

finish() {
  printf '\n== Summary\n'
  printf '%s\n' "${summary[@]}"
  printf '%d passed, %d failed\n' "$passed" "$1"
  exit "$1"
}

check_types() {
  local project
  for project in tsconfig.json tsconfig.node.json tsconfig.tests.json tsconfig.demo.json; do
    tsc -p "$project"
  done
}

native_tests() {
  cmake --preset asan >build/asan-configure.log || { cat build/asan-configure.log; return 1; }
  cmake --build --preset asan
  ctest --preset asan --progress
}

mkdir -p build
step "Set-up" scripts/setup.sh
step "C++ format" scripts/clang-format.sh --check
step "TypeScript format and lint" biome check --error-on-warnings
step "TypeScript types" check_types
step "Layers" node tests/lint/layers.mjs
step "Native tests under AddressSanitizer and UndefinedBehaviorSanitizer" native_tests
step "WASM and JavaScript build" scripts/build.sh
step "Tests in Node" vitest run --project node
step "Tests in Chromium" vitest run --project chromium
[ ! -f tests/package/run.mjs ] || step "Package" node tests/package/run.mjs
finish 0
