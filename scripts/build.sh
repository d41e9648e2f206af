#!/usr/bin/env bash
# The WASM module (build/wasm) and the npm package's files (dist). Run scripts/setup.sh first.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
cmake --preset wasm >build/wasm-configure.log || { cat build/wasm-configure.log; exit 1; }
cmake --build --preset wasm
node scripts/build-js.mjs
