#!/usr/bin/env bash
# terminal.t: the live view and its keys, on a terminal as script(1) gives one.
. tests/host/tap.sh

if ! command -v script >/dev/null; then
    skip 'the live view' 'script(1) is not installed'
    finish
fi

# Runs a command line on a terminal of 80 columns; what is typed comes from descriptor 3.
on_terminal() { # COMMAND LINE
    mkfifo "$dir/typed.$tests"
    exec 3<>"$dir/typed.$tests"
    : >"$dir/screen"
    TERM=xterm script -qefc "stty cols 80 rows 24; $1" /dev/null \
        <"$dir/typed.$tests" >"$dir/screen" 2>"$dir/err" &
    child=$!
    children+=("$child")
}
shows() { # TEXT
    grep -qF "$1" "$dir/screen"
}
await_end() {
    wait "$child"
    code=$? out=$(<"$dir/screen") err=$(<"$dir/err")
}

on_terminal "$calf --sim='--speed 1' run $routines/long.calf --leg left; echo code \$?; stty -a"
ok 'the view appears' await shows 'space pause'
ok 'with the zones by name' shows 'mid-medial'
ok 'a zone moves' await shows '██'
printf ' ' >&3
ok 'space pauses' await shows 'paused: stage 1 of 1, press'
printf ' ' >&3
ok 'space goes on' await shows 'going on'
printf '+' >&3
ok '+ raises the level' await shows 'left leg, level 3'
printf '\033[A' >&3 # a cursor key is no command
printf 'm' >&3
ok 'm marks' await shows 'marks 1'
printf 'p' >&3
ok 'p is PAIN' await shows '30 % lower'
printf 'q' >&3
await_end
like 'q stops: exit code' "$out" 'code 9'
like 'the summary counts the pain and says what to do next (A23)' "$out" 'pain        1' \
    'Take a break' 'gentler routine' 'physician'
ok 'the last word on the cursor is to show it' \
    test "$(grep -o $'\033\[?25[hl]' "$dir/screen" | tail -n 1)" = $'\033[?25h'
ok 'the last word on wrapping is to do it' \
    test "$(grep -o $'\033\[?7[hl]' "$dir/screen" | tail -n 1)" = $'\033[?7h'
like 'the line settings are back' "$out" ' icanon' ' echo '
record=$(the_record)
like 'the record knows what was asked for' "$(<"$record")" ',host,pause,0' ',host,level,3' \
    ',host,mark,128' ',host,pain,0' ',host,stop,0' ',marked,128'

# Ctrl-C, through the terminal.
on_terminal "$calf --sim='--speed 1' run $routines/long.calf --leg left; echo code \$?"
await shows 'space pause'
printf '\003' >&3
await_end
like 'Ctrl-C stops: exit code' "$out" 'stopped by request' 'code 9'

# The question before use: a pseudo terminal may have a leg at its other end.
start_pty_kit --seed 2
on_terminal "$calf --port $port run $routines/short.calf --leg left; echo code \$?"
ok 'the reasons against use are shown in full' await shows 'unexplained pain in the calf'
ok 'and asked about' await shows 'Enter: none applies'
printf 'n\n' >&3
await_end
like 'no is no' "$out" 'not started' 'code 9'

start_pty_kit --seed 2
on_terminal "TERM=dumb $calf --port $port run $routines/short.calf --leg left; echo code \$?"
await shows 'Enter: none applies'
printf 'Yes\npppp' >&3 # the keys after the answer come before the session
await_end
like 'yes begins, and keys typed before the start do not count' "$out" 'completed' 'code 0'
is 'a terminal that cannot be drawn on is told the keys, once' "$(grep -c 'p PAIN' <<<"$out")" 1

run "$calf" --port "$port" stop
on_terminal "$calf --port $port run $routines/short.calf --leg left; echo code \$?"
await shows 'Enter: none applies'
unlike 'the second time the question is short' "$(<"$dir/screen")" 'unexplained pain'
printf 'n\n' >&3
await_end

finish
