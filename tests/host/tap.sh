# tap.sh: what the tests in tests/host share: TAP, and running calf and kits as a user does.
#
# A test sources it, calls its functions, and ends with `finish`. It runs at the top of the tree, on
# what `make` has built. All it writes is under $dir, which goes away with the background programs.
# shellcheck shell=bash disable=SC2034 # what seems unused here is for those who source it
set -u

dir=$(mktemp -d)
calf=${CALF:-build/calf}
kit=${CALFKIT_SIM:-build/calf-sim}
routines=tests/host/routines
export XDG_DATA_HOME=$dir/data LC_ALL=C.UTF-8 CALFKIT_SIM=$kit
unset CALFKIT_ROUTINES CALFKIT_FIRMWARE
sessions=$XDG_DATA_HOME/calfkit/sessions

tests=0
failures=0
children=()
out='' err='' code=0

clean_up() {
    local child
    for child in "${children[@]}"; do
        kill -9 "$child" 2>/dev/null
    done
    wait 2>/dev/null
    rm -rf "$dir"
} 2>/dev/null
trap clean_up EXIT

finish() {
    echo "1..$tests"
    [ "$tests" -gt 0 ] && [ "$failures" -eq 0 ]
    exit
}

# ok NAME COMMAND...: passes if the command succeeds.
ok() {
    local name=$1
    shift
    tests=$((tests + 1))
    if "$@"; then
        echo "ok $tests - $name"
    else
        failures=$((failures + 1))
        echo "not ok $tests - $name"
        {
            printf "failed: %.500s\ncode: %s\nstderr: %s\nstdout, its end:\n" "$*" "$code" "$err"
            tail -n 20 <<<"$out"
        } | sed 's/^/# /' >&2
    fi
}

skip() { # NAME REASON
    tests=$((tests + 1))
    echo "ok $tests - $1 # SKIP $2"
}

is() { # NAME GOT WANT
    ok "$1" [ "$2" = "$3" ]
}

contains() { # TEXT PART
    [[ $1 == *"$2"* ]]
}

# like NAME TEXT PART...: passes if the text contains every part.
like() {
    local name=$1 text=$2 part
    shift 2
    for part in "$@"; do
        if ! contains "$text" "$part"; then
            ok "$name" contains "$text" "$part"
            return
        fi
    done
    ok "$name" true
}

unlike() { # NAME TEXT PART
    ok "$1" lacks "$2" "$3"
}

lacks() {
    [[ $1 != *"$2"* ]]
}

# run COMMAND...: sets out, err and code. It has 20 s, or $patience: nothing here may hang.
run() {
    timeout -k 1 "${patience:-20}" "$@" >"$dir/out" 2>"$dir/err" </dev/null
    code=$?
    out=$(<"$dir/out")
    err=$(<"$dir/err")
}

lines_of() {
    printf '%s' "$1" | grep -c ''
}

# fails_with NAME CODE PART...: the last run ended with that code, and its first line on stderr
# begins with `calf: ` and contains every part.
fails_with() {
    local name=$1 want=$2 line=${err%%$'\n'*}
    shift 2
    is "$name: exit code" "$code" "$want"
    like "$name: says why" "$line" 'calf: ' "$@"
}

# Starts a program in the background; its process is $child, its output is in $dir/NAME.
background() { # NAME COMMAND...
    local name=$1
    shift
    : >"$dir/$name" # nobody may read what an earlier one wrote
    "$@" >"$dir/$name" 2>"$dir/$name.err" </dev/null &
    child=$!
    children+=("$child")
}

# Waits until a command succeeds, for at most 10 s.
await() {
    local tries
    for ((tries = 0; tries < 500; tries++)); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.02
    done
    return 1
}

bail_out() { # REASON
    echo "Bail out! $1"
    exit 1
}

# Starts a kit on a pseudo terminal; its path is $port, its process $child.
start_pty_kit() { # OPTIONS...
    background kit "$kit" --pty "$@"
    await test -s "$dir/kit" || bail_out "calf-sim --pty: $(<"$dir/kit.err")"
    read -r port <"$dir/kit"
}

# Starts a kit on a socket, $socket; its process is $child.
start_socket_kit() { # OPTIONS...
    socket=$dir/kit.socket
    rm -f "$socket"
    background kit "$kit" --socket "$socket" "$@"
    await test -S "$socket" || bail_out "calf-sim --socket: $(<"$dir/kit.err")"
}

# Compiles a program or library of tests/host/doubles into $dir.
build_double() { # NAME OPTIONS...
    local name=$1
    shift
    gcc -std=gnu11 -O1 -I. -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wvla -Werror "tests/host/doubles/$name.c" -o "$dir/$name" "$@"
}

# Kills a background program as nothing can resist, and says nothing about it.
kill_hard() { # PROCESS
    kill -9 "$1"
    wait "$1"
} 2>/dev/null

the_record() {
    ls -t "$sessions"/*.csv | head -n 1
}

# Is it JSON? Asked of another program than the one that wrote it.
is_json() {
    printf "select json_valid(cast(readfile('%s') as text));" "$1" | sqlite3 :memory: | grep -qx 1
}

json_ok() { # NAME: the last run's output
    if command -v sqlite3 >/dev/null; then
        ok "$1 is JSON" is_json "$dir/out"
    else
        skip "$1 is JSON" "sqlite3 is not installed"
    fi
}
