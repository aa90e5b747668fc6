#!/bin/sh
# Fails where a text of the source is missing from the catalogues, or one there is used no more. Both
# are compared in a copy, so this changes no file and does not care what is committed.
set -eu
cd "$(dirname "$0")"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R src lingui.config.ts package.json tsconfig.json "$copy"
ln -s "$PWD/node_modules" "$copy/node_modules"
(cd "$copy" && node_modules/.bin/lingui extract --clean >"$copy/extract.log" 2>&1) || {
  cat "$copy/extract.log" >&2
  exit 1
}
diff -r src/locales "$copy/src/locales" || {
  echo "The catalogues do not match the texts of the source: npm run texts, then translate." >&2
  exit 1
}
