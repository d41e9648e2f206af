#!/usr/bin/env bash
# Sources of the C and C++ libraries, into .toolchain/vendor and .toolchain/sources.
#   scripts/setup-sources.sh          what the core needs
#   scripts/setup-sources.sh tests    that, and the test framework
# Crates come by `cargo vendor` (checked against Cargo.lock, nothing of them is run). Release archives
# come from Debian's source archive where apt can reach one, checked against third_party/archives.txt;
# elsewhere CMake downloads the same archives from upstream when it configures.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
toolchain=$root/.toolchain

vendor_crates() {
  local stamp target=$toolchain/vendor manifest crate
  stamp=$(cat third_party/Cargo.toml third_party/Cargo.lock | sha256sum | cut -d' ' -f1)
  [ "$(cat "$target/.stamp" 2>/dev/null)" != "$stamp" ] || return 0

  manifest=$(mktemp -d)
  mkdir "$manifest/src"
  touch "$manifest/src/lib.rs"
  cp third_party/Cargo.toml third_party/Cargo.lock "$manifest"
  rm -rf "$target"
  mkdir -p "$target"
  cargo vendor --quiet --locked --manifest-path "$manifest/Cargo.toml" "$manifest/crates" >/dev/null
  # Only the carriers are kept: what they would need to build as Rust is not.
  for crate in $(sed -n 's/^\([a-z0-9_-]*\) = "=.*/\1/p' third_party/Cargo.toml); do
    mv "$manifest/crates/$crate" "$target/"
  done
  rm -rf "$manifest"
  echo "$stamp" >"$target/.stamp"
}

debian_archive() {
  local name=$1 sum=$2 suite=$3 package=$4 target=$toolchain/sources/$1 download archive
  [ "$(cat "$target/.stamp" 2>/dev/null)" != "$sum" ] || return 0

  download=$(mktemp -d)
  rm -rf "$target"
  if ! (cd "$download" && "$root/scripts/private-apt.sh" "$suite" source "$package"); then
    echo "note: $name is left to CMake, which downloads it from upstream" >&2
    rm -rf "$download"
    return 0
  fi
  archive=$(echo "$download"/*.orig.tar.gz)
  if ! echo "$sum  $archive" | sha256sum --check --quiet >/dev/null 2>&1; then
    echo "note: Debian's $name is another version; CMake downloads the pinned one from upstream" >&2
    rm -rf "$download"
    return 0
  fi
  mkdir -p "$target"
  tar -xzf "$archive" -C "$target" --strip-components=1
  rm -rf "$download"
  echo "$sum" >"$target/.stamp"
}

vendor_crates
while read -r name sum _ suite package; do
  [ "$name" != catch2 ] || [ "${1:-}" = tests ] || continue
  debian_archive "$name" "$sum" "$suite" "$package"
done < <(grep -v '^#' third_party/archives.txt)
