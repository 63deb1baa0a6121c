#!/bin/sh
# Clang proves at compile time that run() calls nothing that blocks, and its
# realtime sanitizer finds nothing at run time; and offences would be found.
# Time limit: 900 s
. tests/hosts/common.sh

for clang in clang-22 clang-21 clang-20; do
  command -v $clang >/dev/null && break
  clang=
done
if [ -z "$clang" ]; then
  echo 'no clang of version 20 or later with its runtime: clang-22' \
    'libclang-rt-22-dev'
  exit 77
fi
rtsan=$build/rtsan
make --no-print-directory BUILD="$rtsan" CC=$clang SANITIZE=realtime \
  CFLAGS='-O1 -g' WARNINGS='-Wfunction-effects -Werror=function-effects' \
  "$rtsan/tests/hosts/realtime/rt_host" >"$work/make.log" 2>&1 ||
  fail 'does not compile' "$work/make.log"

"$build/tests/hosts/make_model" "$work/other.safetensors" 3 2 || fail make_model
"$rtsan/tests/hosts/realtime/rt_host" "$work/lv2/byline.lv2/" \
  "$work/other.safetensors" calls >"$work/log" 2>&1 || fail rtsan "$work/log"
cat "$work/log"

cat >"$work/offence.c" <<'END'
#include <stdlib.h>
static void run(void) __attribute__((nonblocking)) { free(malloc(1)); }
int main(void) { run(); return 0; }
END
$clang -w -fsanitize=realtime -O0 -o "$work/offence" "$work/offence.c" &&
  "$work/offence" 2>/dev/null && fail 'an offence is not found at run time'
$clang -Werror=function-effects -c -o "$work/offence.o" "$work/offence.c" \
  2>/dev/null && fail 'an offence is not found at compile time'
exit 0
