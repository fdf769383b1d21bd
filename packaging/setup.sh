# setup.sh  What ./run and ./check share: packages, builds, messages. Sourced, not run.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
started=$(date +%s)
export LC_ALL=C.UTF-8

say() { printf '[%3ds] %s\n' "$(($(date +%s) - started))" "$*" >&2; }
die() { say "$*"; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# apt WORDS…: waits for another apt, asks nothing, tries a broken download again.
apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@"
}

# missing_packages WORD…: those of packaging/deps under these words that are not installed.
missing_packages() {
    local word package
    for word in "$@"; do
        sed -n "s/^$word //p" "$root/packaging/deps"
    done | sort -u | while read -r package; do
        [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || echo "$package"
    done
}

# install_packages WORD…: through apt, also after an interrupted attempt.
install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        die "缺少软件包，也没有 sudo：请用 root 运行 packages are missing and there is no sudo; as root, run: apt-get install ${missing[*]}"
    fi
    say "正在安装 installing: ${missing[*]}"
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then # the package would start a database of its own on port 5432
        as_root mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a >/dev/null 2>&1 || true
    apt update || say "apt-get update 没有成功，用现有的软件包列表 failed; trying with the lists at hand"
    apt install -y --no-install-recommends -f "${missing[@]}" >/dev/null ||
        die "安装软件包失败，请检查网络后重试 packages could not be installed; check the network and try again"
}

# build PRESET: configures and builds; quick when nothing changed. What was built before the checkout moved is of no use.
build() {
    say "正在编译 building: $1"
    [ -w "$root/build" ] || die "文件夹 $root/build 属于别的用户，请删除它 belongs to another user; remove it"
    if [ -e "$root/build/$1/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$root/build/$1/CMakeCache.txt"; then
        rm -rf "${root:?}/build/$1"
    fi
    (cd "$root" && cmake --preset "$1" >"$root/build/$1.log" 2>&1 && cmake --build "build/$1" >>"$root/build/$1.log" 2>&1) || {
        tail -n 40 "$root/build/$1.log" >&2
        die "编译失败 the build failed: build/$1.log"
    }
}

# link_programs: build/mingzhang and build/mingzhang-verify are those of the release build.
link_programs() {
    ln -sfn release/cli/mingzhang "$root/build/mingzhang"
    ln -sfn release/cli/verifier/mingzhang-verify "$root/build/mingzhang-verify"
}
