#!/usr/bin/env bash
# Fills .toolchain/numcodecs-fixtures with the fixture/ folder of numcodecs' source distribution
# (MIT licence): arrays, codec configurations and their encoded form, 11 MB.
#   scripts/setup-numcodecs-fixtures.sh             does nothing when the folder is up to date
#   scripts/setup-numcodecs-fixtures.sh packages    only print the Debian packages still missing
# pip downloads it as it is configured and checks its hash (scripts/python/numcodecs-fixtures.txt);
# pip also asks the package for its metadata, which takes about 10 s.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = packages ]; then
  python3 -m pip --version >/dev/null 2>&1 || echo python3-pip
  exit 0
fi

requirements=scripts/python/numcodecs-fixtures.txt
folder=.toolchain/numcodecs-fixtures
! cmp -s "$requirements" "$folder/requirements.txt" || exit 0

rm -rf "$folder"
mkdir -p "$folder/download"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary numcodecs \
  --require-hashes --requirement "$requirements" --dest "$folder/download"
archive=$(echo "$folder"/download/numcodecs-*.tar.gz)
top=$(basename "$archive" .tar.gz)
tar -xzf "$archive" -C "$folder" --strip-components=1 "$top/fixture" "$top/LICENSE.txt"
rm -r "$folder/download"
cp "$requirements" "$folder/requirements.txt"
