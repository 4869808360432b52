#!/usr/bin/env bash
# assembly.t: calf compile, disassemble and decompile as they are typed.
. tests/host/tap.sh

run "$calf" compile classic
is 'compile: exit code' "$code" 0
ok 'the bytes begin with the format' grep -q '^01 ' <<<"$out"
bytes=$out

run "$calf" compile classic -o "$dir/classic.bin"
is 'to a file: exit code' "$code" 0
run "$calf" compile "$dir/classic.bin"
is 'the file holds the same bytes' "$out" "$bytes"

run "$calf" disassemble "$dir/classic.bin"
is 'disassemble: exit code' "$code" 0
like 'operations have names' "$out" 'STAGE    massage' 'KEY_STEP upper to 50 %' 'AGAIN'

run "$calf" decompile "$dir/classic.bin"
is 'decompile: exit code' "$code" 0
printf '%s\n' "$out" >"$dir/again.calf"
run "$calf" compile "$dir/again.calf"
is 'compiled again it has the same bytes' "$out" "$bytes"
run "$calf" fmt --check "$dir/again.calf"
is 'and it is laid out as usual' "$code" 0

printf '\001\144\121' >"$dir/short.bin"
run "$calf" decompile "$dir/short.bin"
fails_with 'what was cut off' 3 'not valid at byte 0'
run "$calf" compile classic -o "$dir/no/where"
fails_with 'no such folder' 1 'No such file'
run "$calf" disassemble
fails_with 'no routine' 2 'which routine'

run "$calf" --json compile classic
is 'compile --json: exit code' "$code" 0
json_ok 'compile --json'
run "$calf" --json decompile classic
fails_with 'decompile --json' 2 'this result is text'
finish
