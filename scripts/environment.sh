# Makes and refreshes .venv for ./run and ./test, which source it. Nothing here is specific to a
# registry: pip and uv use whatever the machine is configured for.

step() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 2; }

# The first Python that fits; the telephony library has builds for no other version.
find_python() {
    local candidate
    for candidate in python3.11 python3.12 python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))'; then
            if "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
                printf '%s' "$candidate"
                return
            fi
            fail "$candidate has no venv module: apt install $(basename "$(readlink -f "$(command -v "$candidate")")")-venv"
        fi
    done
    fail "Python 3.11 or 3.12 is needed and none was found: apt install python3.11 python3.11-venv"
}

# A hash of files (or folders, but for what is built in them) and of Python's version.
fingerprint() {
    {
        .venv/bin/python -c 'import sys; print(sys.version, sys.prefix)'
        find "$@" \( -name node_modules -o -name static -o -name .vite \) -prune -o -type f -print0 |
            sort -z | xargs -0 sha256sum
    } | sha256sum | cut -d' ' -f1
}

# up_to_date NAME FINGERPRINT: whether the step of that name was done for exactly this state.
up_to_date() { [ "$(cat ".venv/.done-$1" 2>/dev/null)" = "$2" ]; }
done_for() { printf '%s' "$2" >".venv/.done-$1"; }

# make_environment LOCK: everything .venv must hold to run (requirements.lock) or to be tested.
make_environment() {
    local lock=$1 state began=$SECONDS
    [ "$(uname -sm)" = "Linux x86_64" ] ||
        fail "this is $(uname -sm); the telephony library is built for Linux x86_64 only"
    # A company's own certificate authority is in the machine's store, and in no tool's own.
    local store=/etc/ssl/certs/ca-certificates.crt
    if [ -r "$store" ]; then
        export UV_SYSTEM_CERTS=true NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$store}"
    fi
    if ! .venv/bin/python -c '' 2>/dev/null; then
        local python
        python=$(find_python)
        step "1/4 Making the environment .venv with $($python --version)"
        rm -rf .venv
        "$python" -m venv .venv || fail "cannot make .venv here: is the folder writable?"
    fi

    state=$(fingerprint requirements-build.lock)
    if ! up_to_date build "$state"; then
        step "2/4 Installing the installer and Node for the pages"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check \
            --require-hashes --requirement requirements-build.lock
        done_for build "$state"
    fi

    state=$(fingerprint "$lock")
    if ! up_to_date "$lock" "$state"; then
        step "3/4 Installing what $lock names"
        .venv/bin/uv pip install --python .venv/bin/python --require-hashes --requirement "$lock"
        done_for "$lock" "$state"
    fi

    state=$(fingerprint pyproject.toml hatch_build.py agent_desktop/ui)
    if ! up_to_date pages "$state" || ! [ -x .venv/bin/callcenter ]; then
        step "4/4 Building the pages and installing the call centre itself"
        .venv/bin/uv pip install --python .venv/bin/python --no-deps --no-build-isolation \
            --reinstall-package callcenter --editable .
        done_for pages "$state"
    fi
    [ $((SECONDS - began)) -lt 3 ] || step "The environment is ready ($((SECONDS - began)) s)."
}
