# Gives each of these members its packages, empty, so that it can be installed for the sake of what it
# depends on, in a layer that a change of code leaves alone. The code replaces them in the next layer.
# `module-name` names one package ("fleet") or a list (["fleet", "contract"]).
set -e
for member in "$@"; do
  for package in $(sed -n 's/^module-name = //p' "$member/pyproject.toml" | tr -d '[]",'); do
    mkdir -p "$member/$package"
    touch "$member/$package/__init__.py"
  done
done
