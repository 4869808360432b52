#!/usr/bin/env bash
# wrong_inputs.t: routines and ports that are no good: one clear line each, and the right exit code.
. tests/host/tap.sh

# Writes a routine from stdin, and lints it.
lint() { # NAME
    cat >"$dir/$1.calf"
    run "$calf" lint "$dir/$1.calf"
}

header=$'routine wrong\nleg each\nlevel default 1 max 5\n'

# --- routines ---------------------------------------------------------------------------------

lint zone <<<"${header}stage a 10s
  press uper-medial 40% attack 1s hold 1s release 1s"
fails_with 'an unknown zone' 3 "$dir/zone.calf:5:9: " 'uper-medial'
like 'an unknown zone: the line and a caret stand below' "$err" 'press uper-medial' '^^^'
like 'an unknown zone: a suggestion' "$err" 'upper-medial'

lint percent <<<"${header}stage a 10s
  press upper 140% attack 1s hold 1s release 1s"
fails_with '140 %' 3 "$dir/percent.calf:5:15: " '140'

lint hot <<<"${header}stage a 10s heat 43.0"
fails_with 'too hot' 3 "$dir/hot.calf:4:" '43.0' '41.0'

lint long <<<"${header}stage a 25:00
  repeat fill
    press upper 40% attack 1s hold 28s release 1s"
fails_with 'too long' 3 "$dir/long.calf:4:1: " '15:00' 'the limit for a leg'
run "$calf" --json lint "$dir/long.calf"
like 'too long, for programs: the limit by its name' "$out" '"limit":"MOTOR_TIME_s"'
lint total <<<"${header}towel before 29:00 at 37.0
soak 29:00 at 37.0
settle 29:00"
fails_with 'longer than an hour' 3 "$dir/total.calf:6:1: " '60:00'

: >"$dir/empty.calf"
run "$calf" lint "$dir/empty.calf"
fails_with 'an empty file' 3 "$dir/empty.calf: "
is 'an empty file: one line' "$(lines_of "$err")" 1

head -c 150 $routines/short.calf >"$dir/truncated.calf"
run "$calf" lint "$dir/truncated.calf"
fails_with 'a truncated file' 3 "$dir/truncated.calf"

head -c 4000 "$calf" >"$dir/binary.calf"
run "$calf" lint "$dir/binary.calf"
fails_with 'a binary file' 3 "$dir/binary.calf"
ok 'a binary file: no flood' [ "$(lines_of "$err")" -le 4 ]

run "$calf" lint "$dir/"
fails_with 'a directory' 3 "$dir" 'folder'
run "$calf" lint "$dir/nowhere.calf"
fails_with 'no file' 3 "$dir/nowhere.calf"
run "$calf" --sim run nosuchroutine --leg left
fails_with 'no such routine' 3 'nosuchroutine'
run "$calf" --sim run "$dir/zone.calf" --leg left
fails_with 'run checks before it starts anything' 3 "$dir/zone.calf:5:9: "
run "$calf" --json lint $routines/short.calf "$dir/zone.calf"
is 'lint --json: exit code' "$code" 3
json_ok 'lint --json'
unlike 'lint --json: no blanks, as in all the others' "$out" '": '

# --- ports ------------------------------------------------------------------------------------

run "$calf" --port "$dir/ttyUSB9" status
fails_with 'a port that does not exist' 4 "$dir/ttyUSB9 does not exist"
run "$calf" --port "$dir" status
fails_with 'a directory as port' 4 'no serial port but a directory'
run "$calf" --port "$dir/zone.calf" status
fails_with 'a file as port' 4 'no serial port but a file'
run "$calf" --port /dev/null status
fails_with 'a device that is no line' 4 '/dev/null is no serial port'
run "$calf" --port /dev/zero status
fails_with 'another one' 4 '/dev/zero is no serial port'
run "$calf" --port '' status
fails_with 'a port without a name' 2 '--port'
run "$calf" --socket "$dir/nobody" status
fails_with 'a socket where nobody listens' 4 "$dir/nobody"

# Root may open anything, so the question is asked as somebody else.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null && command -v mknod >/dev/null &&
    mknod -m 660 "$dir/ttyUSB0" c 188 250 && chgrp dialout "$dir/ttyUSB0"; then
    chmod 755 "$dir"
    cp "$calf" "$dir/calf"
    run setpriv --reuid=65534 --regid=65534 --clear-groups "$dir/calf" --port "$dir/ttyUSB0" status
    fails_with 'a port without permission' 4 'for group dialout' 'usermod -aG dialout'
else
    skip 'a port without permission' 'only root can set this up'
fi

# --- what is at the other end -------------------------------------------------------------------

ok 'the odd devices compile' build_double odd_device protocol/frame.c protocol/crc16.c \
    protocol/message.c
odd() { # KIND: starts one; its path is $port
    background odd "$dir/odd_device" "$1"
    await test -s "$dir/odd"
    read -r port <"$dir/odd"
}

odd old
run "$calf" --port "$port" status
fails_with 'an older protocol' 5 'speaks protocol 2, this calf speaks 3' 'make flash'
odd new
run "$calf" --port "$port" status
fails_with 'a newer protocol' 5 'speaks protocol 4' 'use the calf of that version'
odd noise
run "$calf" --port "$port" status
fails_with 'a device that is not ours' 5 'is no calfkit'
odd echo
run "$calf" --port "$port" status
fails_with 'a loopback plug' 5 'is no calfkit'
odd silent
run "$calf" --port "$port" status
fails_with 'a silent device' 7 'nothing answers'

ln -s "$port" "$dir/link"
background holder flock -x "$dir/link" sleep 30
is_held() {
    ! flock -n "$port" true
}
await is_held
run "$calf" --port "$dir/link" status
fails_with 'a port held by another program' 4 "$port is held by another program" "process "

finish
