# Creates empty packages for each of these members, so that their dependencies can be installed in a
# layer that code changes don't invalidate. The next layer replaces them with the code.
# `module-name` names one package ("fleet") or a list (["fleet", "contract"]).
set -e
for member in "$@"; do
  for package in $(sed -n 's/^module-name = //p' "$member/pyproject.toml" | tr -d '[]",'); do
    mkdir -p "$member/$package"
    touch "$member/$package/__init__.py"
  done
done
