#!/usr/bin/env bash
# serial.t: the path through libserialport, on a kit's pseudo terminal that passes for a USB port.
. tests/host/tap.sh

ok 'the shim compiles' build_double serial_shim -shared -fPIC -ldl
start_pty_kit --seed 5

# What Linux shows of a port behind a CH340 on USB.
device=$dir/sys/devices/usb1/1-1
tty=$device/1-1:1.0/ttyUSB7/tty/ttyUSB7
mkdir -p "$tty" "$dir/sys/class/tty"
ln -s ../../../ttyUSB7 "$tty/device"
ln -s ../../devices/usb1/1-1/1-1:1.0/ttyUSB7/tty/ttyUSB7 "$dir/sys/class/tty/ttyUSB7"
describe() { # VENDOR PRODUCT NAME
    echo 1 >"$device/busnum"
    echo 2 >"$device/devnum"
    echo "$1" >"$device/idVendor"
    echo "$2" >"$device/idProduct"
    echo "$3" >"$device/product"
}
shim() { # CALF'S ARGUMENTS...
    run env LD_PRELOAD="$dir/serial_shim" SERIAL_SHIM_PTY="$port" SERIAL_SHIM_SYS="$dir/sys" \
        SERIAL_SHIM_LOG="$dir/lines" "$calf" "$@"
}
describe 1a86 7523 'USB Serial'

shim info
is 'found by its USB id: exit code' "$code" 0
like 'found by its USB id: through libserialport' "$out" 'serial port /dev/ttyUSB7'
shim --port /dev/ttyUSB7 --json status
is 'a named port: exit code' "$code" 0
json_ok 'a named port: status --json'
shim --port /dev/ttyUSB7 run $routines/short.calf --leg left --acknowledge
is 'a session: exit code' "$code" 0
like 'a session: completed' "$out" 'completed'
unlike 'DTR is left alone, and so the board is not reset' "$(<"$dir/lines")" 'DTR'
like 'the line has its speed' "$(<"$dir/lines")" 'baud 250000'

shim --port /dev/ttyUSB8 status
fails_with 'another port: those that are there are named' 4 '/dev/ttyUSB8 does not exist' \
    '/dev/ttyUSB7 (CH340)'
describe 1d50 6018 'Black Magic Probe'
shim status
fails_with 'a USB id that is not known' 4 '/dev/ttyUSB7' 'choose with --port'
shim --port /dev/ttyUSB7 status
is 'a named port is always tried: exit code' "$code" 0

background holder flock -x "$port" sleep 30
is_held() {
    ! flock -n "$port" true
}
await is_held
shim --port /dev/ttyUSB7 status
fails_with 'a port held by another program' 4 '/dev/ttyUSB7 is held by another program: '

finish
