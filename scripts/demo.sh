#!/usr/bin/env bash
# The demo from nothing: builds, prints a slice of the sample recording, serves the page: npm run demo.
# PORT chooses the port (8080); a busy one is passed over for the next.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh demo
scripts/build.sh
node_modules/.bin/vite build web-demo --logLevel warn

echo
echo "/recording[0:5, 0:4] of web-demo/samples/recording.json:"
node dist/cli.js get web-demo/samples/recording.json /recording "[0:5, 0:4]" --format text

echo
exec node scripts/serve.mjs web-demo/dist /samples/=web-demo/samples
