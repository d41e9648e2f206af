#!/usr/bin/env bash
# Everything the builds need, in one apt run at most; cheap when it is all there.
#   scripts/setup.sh          what npm test needs
#   scripts/setup.sh demo     what npm run demo needs: the same without browser, test framework, tools
set -euo pipefail
cd "$(dirname "$0")/.."

parts=(emscripten)
[ "${1:-}" = demo ] || parts+=(tools chromium numcodecs-fixtures)

mapfile -t packages < <(for part in "${parts[@]}"; do "scripts/setup-$part.sh" packages; done)
scripts/apt-install.sh "${packages[@]}"

for part in "${parts[@]}"; do "scripts/setup-$part.sh"; done
if [ "${1:-}" = demo ]; then scripts/setup-sources.sh; else scripts/setup-sources.sh tests; fi
scripts/setup-js.sh
