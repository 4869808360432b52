#!/usr/bin/env bash
# flash.t: calf flash, through a real bootloader in the virtual kit; and with a programmer that only notes what it
# is told.
. tests/host/tap.sh

bootloader=/usr/share/arduino/hardware/arduino/avr/bootloaders/atmega/ATmegaBOOT_168_atmega328.hex
hex=build/avr/calfkit.hex

# --- without a chip: an avrdude that notes its words and fails where it is told -----------------

mkdir "$dir/bin" "$dir/nothing"
cat >"$dir/bin/avrdude" <<'END'
#!/bin/sh
echo "$@" >>"$AVRDUDE_NOTES"
case "$*" in *"${AVRDUDE_FAILS:-nothing fails}"*) exit 1 ;; esac
END
chmod +x "$dir/bin/avrdude"
export AVRDUDE_NOTES=$dir/notes
flash() { # ARGUMENTS...: with that avrdude
    : >"$dir/notes"
    run env PATH="$dir/bin:$PATH" "$calf" flash "$@"
    notes=$(<"$dir/notes")
}

flash --isp usbasp --yes $hex
is 'over ISP: exit code' "$code" 0
is 'the fuses come first, or the erasure would take the EEPROM' "$notes" \
    "-p m328p -c usbasp -U lfuse:w:0xFF:m -U hfuse:w:0xD3:m -U efuse:w:0xFC:m
-p m328p -c usbasp -U flash:w:$hex:i"
flash --isp avrisp:/dev/ttyACM9 --yes $hex
like 'a programmer on a port' "$notes" '-c avrisp -P /dev/ttyACM9 -U flash:w:'
AVRDUDE_FAILS=lfuse flash --isp usbasp --yes $hex
fails_with 'no programmer' 5 'the fuses were not written' 'is the programmer connected'
is 'nothing is written then' "$(grep -c flash:w "$dir/notes")" 0

start_pty_kit --seed 6
flash --port "$port" --yes $hex
is 'an old bootloader: exit code' "$code" 0
like 'it is tried, then written' "$notes" "-c arduino -P $port -b 57600
-p m328p -c arduino -P $port -b 57600 -D -U flash:w:$hex:i"
like 'and what runs says hello' "$out" 'through the old bootloader' 'it answers: calfkit, firmware'
AVRDUDE_FAILS=57600 flash --port "$port" --yes $hex
like 'a new one is found by trying' "$out" 'through the new bootloader'
AVRDUDE_FAILS=arduino flash --port "$port" --yes $hex
fails_with 'none' 5 'trying the old bootloader'
like 'none: what to look at' "$err" 'no bootloader answers' 'jumper on FLASH'
AVRDUDE_FAILS=flash:w flash --quiet --port "$port" --yes --baud 57600 $hex
fails_with 'a firmware that does not read back' 5 'was not written, or does not read back'
AVRDUDE_FAILS=57600 flash --quiet --port "$port" --yes --baud 57600 $hex
is 'a named speed is the only one' "$(grep -c 115200 "$dir/notes")" 0
flash --port "$port" $hex
fails_with 'nobody to ask' 2 'nobody to ask here' '--yes'
is 'and nothing is done' "$notes" ''
run env PATH="$dir/nothing" "$calf" flash --port "$port" --yes $hex
like 'no avrdude' "$err" 'avrdude is not installed' 'apt-get install avrdude'
flash --port "$port" --yes "$dir/none.hex"
fails_with 'no file' 1 'none.hex: No such file'
flash --port "$port" --yes README.md
fails_with 'no HEX file' 1 'README.md is no Intel HEX file'
flash --port "$port" --yes --baud 9600
fails_with 'a speed that no bootloader has' 2 '9600'
flash --sim --yes
fails_with 'a kit without a port' 2 'needs a port'
kill_hard "$child"

run "$kit" --firmware none --for 1s
is 'calf-sim: a chip with nothing in it: exit code' "$code" 2
run "$kit" --bootloader README.md --for 1s
like 'calf-sim: what is no bootloader' "$err" 'README.md: not the Intel HEX file of a bootloader'

# --- through the bootloader that Nanos are sold with ---------------------------------------------

id=$(sed -nE 's/.*0x([0-9a-f]+)UL/\1/p' build/avr/build_id.h)
if [ -e $bootloader ] && command -v avrdude >/dev/null; then
    start_pty_kit --seed 7 --bootloader $bootloader --firmware none --jumper flash
    patience=90 run "$calf" flash --port "$port" --yes
    is 'a blank chip with a bootloader is flashed: exit code' "$code" 0
    like 'written and read back by avrdude' "$err" 'flash written' 'flash verified'
    like 'and the firmware just written says hello' "$out" 'through the old bootloader' "build $id"
    run "$calf" --port "$port" status
    like 'it runs, after the reset by the opened port' "$out" 'faults     none' 'up         0:00'
else
    skip 'a blank chip is flashed' 'avrdude or arduino-core-avr is not installed'
fi
finish
