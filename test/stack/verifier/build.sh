#!/bin/sh
# Compiles the two verifiers.
#
#   build.sh reference PROGRAM
#   build.sh interpreter PROGRAM SOURCE
#
# PROGRAM is left alone when it is there already; its name has to say what it was made from. SOURCE holds the archives that
# image/xmrig/pin.json names. Several may ask at once: one compiles, the others wait for it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
what=$1
program=$2

mkdir -p "$(dirname "$program")"
exec 9>"$program.lock"
flock 9
[ ! -x "$program" ] || exit 0

work=$program.work
rm -rf "$work"
mkdir "$work"
trap 'rm -rf "$work"' EXIT

case $what in
reference)
    cc -O2 -Wall -Wextra -I"$here" -o "$work/program" "$here/reference.c" -lrandomx
    ;;
interpreter)
    (cd "$3" && awk -F'"' '$2 == "name" { name = $4 } $2 == "sha256" { print $4 "  " name }' "$here/../../../image/xmrig/pin.json" |
        sha256sum --check --quiet)
    # Of XMRig: Argon2, Blake2b, the generator of SuperscalarHash programs and the tables of AES. Neither its JIT compiler nor its interpreter.
    tar -xJf "$3"/*.orig.tar.xz -C "$work" --strip-components=1 --wildcards '*/src/crypto/randomx/*' '*/src/3rdparty/argon2*'
    randomx=$work/src/crypto/randomx
    argon2=$work/src/3rdparty/argon2
    cat >"$work/theirs" <<END
$randomx/superscalar.cpp
$randomx/blake2_generator.cpp
$randomx/soft_aes.cpp
$randomx/blake2/blake2b.c
$argon2/lib/argon2.c
$argon2/lib/core.c
$argon2/lib/encoding.c
$argon2/lib/genkat.c
$argon2/lib/blake2/blake2.c
$argon2/arch/x86_64/lib/argon2-sse2.c
END
    mkdir "$work/objects"
    # Rounding modes change while it runs. AES instructions are used where the CPU has them. -O3 is slower here.
    cat >"$work/compile" <<'END'
set -eu
case $1 in
*.c) compiler="cc -O3 -w -DHAVE_SSE2" ;;
*/src/crypto/*) compiler="c++ -std=c++17 -O2 -w -maes" ;;
*) compiler="c++ -std=c++17 -O2 -frounding-math -maes -Wall -Wextra" ;;
esac
$compiler -ffunction-sections -I"$2/src" -I"$2/src/3rdparty/argon2/lib" -c -o "$2/objects/$(basename "$1").o" "$1"
END
    # What is never called would ask for more of XMRig: dropped by the linker.
    printf '%s\n' "$here"/interpreter/*.cpp | cat - "$work/theirs" | tr '\n' '\0' |
        xargs -0 -P "$(nproc)" -I FILE sh "$work/compile" FILE "$work"
    c++ -Wl,--gc-sections -o "$work/program" "$work"/objects/*.o
    ;;
esac
mv "$work/program" "$program"
