#!/bin/sh
# Compiles the pinned XMRig with our patches.
#
#   build.sh SOURCE OUTPUT [WORK]
#
# SOURCE holds the files that pin.json names. OUTPUT receives `xmrig`, its notices in `doc/` (what licence and source
# reference have to be shipped beside the binary), some of the compiled files in `source/`, and `stamp`. WORK (default
# OUTPUT/work) is emptied and, after a success, removed. Nothing is done while the stamp says that the binary fits pin,
# patches, this script and compiler.
# Needs the packages of build-packages.txt; works the same on Debian 12 and 13, Ubuntu 24.04 and in the image's build.
set -eu

if [ $# -lt 2 ]; then
    echo "usage: $0 SOURCE OUTPUT [WORK]" >&2
    exit 2
fi

here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$1" && pwd)
mkdir -p "$2"
output=$(cd "$2" && pwd)
work=${3:-$output/work}

# One build at a time: `npm start`, the tests and a person may ask at once.
exec 9>"$output/lock"
flock 9

# RandomX only, as far as CMake lets go of the rest (CryptoNight and Argon2 stay), no GPU code. Generic x86-64:
# XMRig picks its AES, AVX2 and VAES paths at run time. ENV_VARS off: `${NAME}` in a pool's user or password would
# otherwise be replaced from the environment and sent to the pool.
flags="-DCMAKE_BUILD_TYPE=Release
-DWITH_HWLOC=ON -DWITH_HTTP=ON -DWITH_TLS=ON -DWITH_MSR=ON -DWITH_ASM=ON
-DWITH_SSE4_1=ON -DWITH_AVX2=ON -DWITH_VAES=ON
-DWITH_OPENCL=OFF -DWITH_CUDA=OFF -DWITH_KAWPOW=OFF -DWITH_GHOSTRIDER=OFF
-DWITH_CN_LITE=OFF -DWITH_CN_HEAVY=OFF -DWITH_CN_PICO=OFF -DWITH_CN_FEMTO=OFF -DWITH_ARGON2=OFF
-DWITH_BENCHMARK=OFF -DWITH_DMI=OFF -DWITH_ENV_VARS=OFF"

# One "name" line and one "sha256" line for each pinned file.
pinned=$(awk -F'"' '$2 == "name" { name = $4 } $2 == "sha256" { print $4 "  " name }' "$here/pin.json")

stamp=$({
    cat "$here/pin.json" "$here"/patches/*.patch "$here/build.sh" "$here/SOURCE.md.in"
    c++ --version
    grep '^VERSION_ID=' /etc/os-release || true
} | sha256sum | cut -d' ' -f1)

if [ -x "$output/xmrig" ] && [ "$(cat "$output/stamp" 2>/dev/null)" = "$stamp" ]; then
    exit 0
fi

printf '%s\n' "$pinned" | (cd "$source" && sha256sum --check --quiet) || {
    echo "XMRig's source in $source is not what image/xmrig/pin.json names; remove that folder and fetch again." >&2
    exit 1
}

rm -rf "$work" "$output/doc" "$output/source" "$output/stamp"
mkdir -p "$work/xmrig" "$work/cmake" "$output/doc/patches" "$output/source"
for archive in "$source"/*.orig.tar.xz; do
    tar -xJf "$archive" -C "$work/xmrig" --strip-components=1
done
for archive in "$source"/*.debian.tar.xz; do
    tar -xJf "$archive" -C "$work/xmrig"
done

cd "$work/xmrig"
while read -r name; do
    patch --silent -p1 <"debian/patches/$name"
done <debian/patches/series
for ours in "$here"/patches/*.patch; do
    patch --silent -p1 <"$ours"
done
# The repacked tarball leaves these two out; debian/rules puts the system's in their place just so.
ln -s /usr/include/fmt src/3rdparty/fmt
ln -s /usr/include/rapidjson src/3rdparty/rapidjson

# No path of the build machine may end up in the binary. In quotes of its own, for the shell that make starts: the path may have blanks.
CFLAGS="\"-ffile-prefix-map=$work=.\"" CXXFLAGS="\"-ffile-prefix-map=$work=.\"" \
    cmake -S . -B "$work/cmake" $flags >"$work/cmake.log" || { cat "$work/cmake.log" >&2; exit 1; }
cmake --build "$work/cmake" --parallel "$(nproc)"

# What presets.ts compares our own table of CPU registers with: the source as it was compiled.
cp src/crypto/rx/RxConfig.cpp src/backend/cpu/platform/BasicCpuInfo.cpp src/backend/cpu/interfaces/ICpuInfo.h \
    "$output/source/"

cp debian/copyright "$output/doc/copyright"
cp LICENSE "$output/doc/LICENSE"
cp "$here"/patches/*.patch "$output/doc/patches/"
cp "$here/build.sh" "$output/doc/build.sh"
awk -v files="$pinned" -v flags="$flags" '
    /^@FILES@$/ { print files; next }
    /^@FLAGS@$/ { print flags; next }
    { print }' "$here/SOURCE.md.in" >"$output/doc/SOURCE.md"

cp "$work/cmake/xmrig" "$output/xmrig.new"
mv "$output/xmrig.new" "$output/xmrig"
echo "$stamp" >"$output/stamp"
cd "$output"
rm -rf "$work"
