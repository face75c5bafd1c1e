# A bare Debian or Ubuntu in a folder, for scripts that prove something in it: sourced by prove-bare-root and prove-deb.
#
# Needs `source` (the checkout), `suite` and `keep`. Gives `inside`, `step`, `debootstrapped`, `handed_on` and `told`.
# A root that was made is kept as deskcrm-bare-root/SUITE.tar in the temporary folder and taken from there.
cache=${TMPDIR:-/tmp}/deskcrm-bare-root
base=$cache/$suite.tar
mkdir -p "$cache"
root=$(mktemp -d "$cache/root.XXXXXX")
results=$root.results
cleanup() {
    rm -f "$results"
    # Every mount lives in a namespace that is gone with its command, so this folder holds plain files only.
    if [ -n "$keep" ]; then echo "Kept: $root"; else rm -rf --one-file-system "$root"; fi
}
trap cleanup EXIT

# The first of this machine's sources that is Debian's own (others may stand before it), or else the usual mirror.
mirror() {
    { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null || true; } |
        sed -nE 's/^(URIs:|deb +(\[[^]]*\])?) *([^ ]+).*/\3/p' | grep -m1 -E '/debian/?$' ||
        echo http://deb.debian.org/debian
}

passed_on() {
    env | grep -iE '^((http|https|ftp|all|no)_proxy|pip_[a-z_]+|uv_[a-z_]+|ssl_cert_(file|dir)|requests_ca_bundle|curl_ca_bundle)=' || true
}

# inside NETWORK USER LINE: runs a line in the checkout inside the bare root, in namespaces of its own.
inside() {
    local network=$1 user=$2 line=$3
    local -a variables
    mapfile -t variables < <(passed_on)
    unshare --mount --pid --fork --kill-child $([ "$network" = offline ] && echo --net) bash -euc '
        root=$1 user=$2 line=$3
        shift 3
        mount --make-rprivate /
        mount -t proc proc "$root/proc"
        mount --bind /dev "$root/dev"
        mount -t tmpfs tmpfs "$root/dev/shm"
        mount -t tmpfs tmpfs "$root/tmp"
        chmod 1777 "$root/dev/shm" "$root/tmp"
        chroot "$root" chown -R "$user" /deskcrm
        exec chroot --userspec="$user" "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            HOME="$([ "$user" = root:root ] && echo /root || echo /home/owner)" LANG=C.UTF-8 "$@" sh -c "cd /deskcrm || exit; $line"
    ' inside "$root" "$user" "$line" "${variables[@]}" </dev/null
}

# step NAME EXPECTED COMMAND...: runs, times and notes; EXPECTED is an exit code, or a text that a refusal (exit 1) must hold.
step() {
    local name=$1 expected=$2 started ended code=0 ok=ok
    shift 2
    printf '\n--- %s\n' "$name"
    started=$(date +%s.%N)
    "$@" 2>&1 | tee "$root.out" || code=${PIPESTATUS[0]}
    ended=$(date +%s.%N)
    if [ "$expected" = 0 ]; then
        [ "$code" = 0 ] || ok=FAILED
    else
        { [ "$code" = 1 ] && [ "$(wc -l <"$root.out")" -le 2 ] && grep -qF "$expected" "$root.out"; } || ok=FAILED
    fi
    rm -f "$root.out"
    printf '%-72s %7.1f  %s\n' "$name" "$(awk "BEGIN { print $ended - $started }")" "$ok" >>"$results"
}

debootstrapped() {
    if [ ! -f "$base" ]; then
        rm -rf "$root" && mkdir "$root"
        debootstrap --variant=minbase "$suite" "$root" "$(mirror)" >"$cache/debootstrap.log" 2>&1 || {
            tail -5 "$cache/debootstrap.log"
            return 1
        }
        rm -f "$root"/var/cache/apt/archives/*.deb
        tar -C "$root" --one-file-system -cf "$base.new" . && mv "$base.new" "$base"
    else
        tar -C "$root" -xf "$base"
    fi
}

handed_on() {
    local file
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
        # Packages keep their own settings there too, with hooks that a bare root has no program for.
        if [ -f "$file" ] && grep -qiE 'proxy|Acquire' "$file"; then cp "$file" "$root/etc/apt/apt.conf.d/"; fi
    done
    mkdir -p "$root/etc/ssl/certs" "$root/usr/local/share/ca-certificates" "$root/root/.config/pip"
    cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
    if [ -n "$(ls "$root/usr/local/share/ca-certificates")" ]; then cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"; fi
    for file in "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf"; do
        if [ -f "$file" ]; then cp "$file" "$root/root/.config/pip/pip.conf"; fi
    done
    if [ -f /etc/pip.conf ]; then cp /etc/pip.conf "$root/etc/pip.conf"; fi
}

# told: the table of the steps; fails where one of them did.
told() {
    printf '\n%-72s %7s  %s\n' "step" "seconds" "ok"
    cat "$results"
    ! grep -q ' FAILED$' "$results"
}
