#!/usr/bin/env bash
# npm packages of package-lock.json into node_modules; skipped while the lock file is unchanged.
# No package's install script is run: none is needed.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp="$(sha256sum <package-lock.json | cut -d' ' -f1) $(node -p 'process.platform + process.arch')"
[ "$(cat node_modules/.stamp 2>/dev/null)" != "$stamp" ] || exit 0
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
echo "$stamp" >node_modules/.stamp
