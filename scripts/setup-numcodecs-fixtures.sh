#!/bin/sh
# Fills .toolchain/numcodecs-fixtures with the fixture/ folder of numcodecs' source distribution
# (MIT licence): arrays, codec configurations and their encoded form, 11 MB.
#
# Usage: scripts/setup-numcodecs-fixtures.sh        Does nothing when the folder is up to date.
# pip downloads it as it is configured and checks its hash (scripts/python/numcodecs-fixtures.txt);
# pip also asks the package for its metadata, which takes about 10 s.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
requirements=$root/scripts/python/numcodecs-fixtures.txt
folder=$root/.toolchain/numcodecs-fixtures

if [ -f "$folder/requirements.txt" ] && cmp -s "$requirements" "$folder/requirements.txt"; then
  exit 0
fi

"$root/scripts/setup-python.sh"
rm -rf "$folder"
mkdir -p "$folder/download"
"$root/.toolchain/python/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps \
  --no-binary numcodecs --require-hashes --requirement "$requirements" --dest "$folder/download"
archive=$(echo "$folder"/download/numcodecs-*.tar.gz)
top=$(basename "$archive" .tar.gz)
tar -xzf "$archive" -C "$folder" --strip-components=1 "$top/fixture" "$top/LICENSE.txt"
rm -r "$folder/download"
cp "$requirements" "$folder/requirements.txt"
