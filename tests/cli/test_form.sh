#!/bin/sh
# The form of the sources, by the tools that are installed: layout of C as
# clang-format 14 has it (others have it in other ways), and shellcheck.

cd "$(dirname "$0")/../.." || exit 1
# Files of the project, not what was built in it
all() {
  find . -name .git -prune -o -path ./build -prune -o \
    -type f "$@" -print
}
tools=
failed=0
if command -v clang-format >/dev/null &&
  clang-format --version | grep -q ' version 14\.'; then
  tools=clang-format
  all -name '*.[ch]' | xargs -d '\n' clang-format --dry-run --Werror || failed=1
fi
if command -v shellcheck >/dev/null; then
  tools="$tools shellcheck"
  all \( -name '*.sh' -o -path '.ci/run' \) | xargs -d '\n' shellcheck || failed=1
fi
[ "$failed" = 0 ] || exit 1
[ -n "$tools" ] || { echo 'neither clang-format 14 nor shellcheck' && exit 77; }
