#!/usr/bin/env bash
# Emscripten for the WASM build. CMake's preset "wasm" finds it through .toolchain/emscripten/toolchain.cmake.
#   scripts/setup-emscripten.sh              set up; cheap when it is already there
#   scripts/setup-emscripten.sh packages     only print the Debian packages still missing
# An emcc on PATH of at least 3.1.69 is used as it is. Otherwise Debian 13's Emscripten is unpacked into
# .toolchain/emscripten and runs over this system's own clang-19; nothing else of the system changes.
set -euo pipefail
cd "$(dirname "$0")/.."

minimum=3.1.69
mkdir -p .toolchain
dir=$(cd -P .toolchain && pwd)/emscripten
proved='d2ac788b952c56ab6736b4db2ac0825aa63cfb4c08b8abaefe19e324779d1b2d  emscripten_3.1.69'

emcc_on_path_is_new_enough() {
  local version
  command -v emcc >/dev/null || return 1
  version=$(emcc --version | head -1 | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -1)
  [ "$(printf '%s\n' "$minimum" "$version" | sort -V | head -1)" = "$minimum" ]
}

missing_packages() {
  command -v clang-19 >/dev/null || echo clang-19
  command -v wasm-ld-19 >/dev/null || echo lld-19
  command -v llvm-ar-19 >/dev/null || echo llvm-19
  command -v python3 >/dev/null || echo python3
}

# The unpacked compiler names absolute paths, so a moved folder counts as not set up.
stamp="$(sha256sum <"$0" | cut -d' ' -f1) $dir"
is_done() { [ -f "$dir/stamp" ] && [ "$(cat "$dir/stamp")" = "$stamp" ] && [ -z "$(missing_packages)" ]; }

if [ "${1:-}" = packages ]; then
  emcc_on_path_is_new_enough || missing_packages
  exit 0
fi

if emcc_on_path_is_new_enough; then
  mkdir -p "$dir"
  rm -f "$dir/stamp"
  root=$(dirname "$(readlink -f "$(command -v emcc)")")
  echo "include(\"$root/cmake/Modules/Platform/Emscripten.cmake\")" >"$dir/toolchain.cmake"
  exit 0
fi
is_done && exit 0

if [ "$(uname -s)" != Linux ] || ! command -v dpkg-deb >/dev/null; then
  echo "Put Emscripten $minimum or newer on PATH (emcc), then try again." >&2
  exit 1
fi

# 1. The compiler, from the system's own suite.
mapfile -t packages < <(missing_packages)
scripts/apt-install.sh "${packages[@]}"

# 2. Emscripten, binaryen and what they run on, from Debian 13.
rm -rf "$dir"
mkdir -p "$dir/debs" "$dir/root" "$dir/binaryen/bin"
(
  cd "$dir/debs"
  ../../../scripts/private-apt.sh trixie download emscripten binaryen libc6 libstdc++6 libgcc-s1 node-acorn
  sha256sum ./*.deb | sed 's|\./||' >../SHA256SUMS
)
grep -q "$proved" "$dir/SHA256SUMS" ||
  echo "note: Debian's emscripten package is not the one this was proved with; see $dir/SHA256SUMS" >&2

# 3. Unpack, without Emscripten's own tests and the library variants that are never linked here.
for deb in "$dir"/debs/*.deb; do
  dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$dir/root" \
    --exclude='*/emscripten/test' --exclude='*/lib/wasm32-emscripten/pic' \
    --exclude='*/lib/wasm32-emscripten/lto-pic' --exclude='*asan*.a' --exclude='*-ww*.a' \
    --exclude='*/libwasmfs*.a' --exclude='./usr/share/doc' --exclude='./usr/share/man'
done
rm -rf "$dir/debs"

# 4. Binaryen is started through the C library it was built against.
libs=$(dirname "$(find "$dir/root/usr/lib" -name 'libstdc++.so.6')")
loader=$(find "$libs" -name 'ld-linux-*.so.*' | head -1)
for program in "$dir"/root/usr/bin/wasm*; do
  wrapper=$dir/binaryen/bin/$(basename "$program")
  printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' "$loader" "$libs" "$program" >"$wrapper"
  chmod +x "$wrapper"
done

# 5. Tell Emscripten where LLVM, binaryen, Node, its cache and acorn are.
emscripten=$dir/root/usr/share/emscripten
mkdir -p "$emscripten/node_modules"
ln -sfn "$dir/root/usr/share/nodejs/acorn" "$emscripten/node_modules/acorn"
cat >"$emscripten/.emscripten" <<CONFIG
LLVM_ROOT = '$(dirname "$(readlink -f "$(command -v clang-19)")")'
BINARYEN_ROOT = '$dir/binaryen'
NODE_JS = '$(command -v node)'
CACHE = '$emscripten/cache'
CONFIG
# Emscripten's own scripts are CommonJS; the package.json above them says otherwise.
echo '{ "type": "commonjs" }' >"$dir/package.json"
echo "include(\"$emscripten/cmake/Modules/Platform/Emscripten.cmake\")" >"$dir/toolchain.cmake"

"$emscripten/emcc" --version | head -1
echo "$stamp" >"$dir/stamp"
