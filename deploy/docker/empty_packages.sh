# Gives each of these members an empty package, so that it can be installed for the sake of what it
# depends on, in a layer that a change of code leaves alone. The code replaces it in the next layer.
set -e
for member in "$@"; do
  package=$member/$(sed -n 's/^module-name = "\(.*\)"$/\1/p' "$member/pyproject.toml")
  mkdir -p "$package"
  touch "$package/__init__.py"
done
