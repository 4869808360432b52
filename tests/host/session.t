#!/usr/bin/env bash
# session.t: whole sessions on a kit of calf's own: record, summary, timing, and how they end.
. tests/host/tap.sh

# --- a session from beginning to end ------------------------------------------------------------

run "$calf" --sim='--seed 7' run $routines/short.calf --leg left
is 'a session: exit code' "$code" 0
is 'a session: nothing on stderr' "$err" ''
like 'a session: its stages, its mark, its end' "$out" 'stage 1 of 2: press' 'mark: pressed' \
    'stage 2 of 2: settle' 'short: left leg, level 2: completed'
record=$(the_record)
like 'the summary names the record' "$out" "$record"
like 'the record tells what was played' "$(<"$record")" '# routine: short' '# leg: left' \
    '# level: 2' '# kit: --seed 7' '# end: completed'
is 'every step has its row' "$(grep -c '^[0-9]*,[0-9]*,step,' "$record")" 4
ok 'every line of the record is whole' test "$(tail -c 1 "$record" | od -An -c | tr -d ' ')" = '\n'

run "$calf" timing "$record"
is 'timing: exit code' "$code" 0
like 'timing: no step is missing, none late' "$out" 'steps   4, 0 missing' 'late    0 of 4' 'ppm'
run "$calf" timing --json "$record"
json_ok 'timing --json'
like 'timing --json: the figures' "$out" '"count":4' '"late":0' '"drift_ppm":'
run "$calf" timing --csv "$record"
is 'timing --csv: a row for each step' "$(lines_of "$out")" 5

# --- the same again -----------------------------------------------------------------------------

run "$calf" --sim='--seed 7' --json --record "$dir/again" run $routines/short.calf --leg left
is 'run --json: exit code' "$code" 0
json_ok 'run --json'
like 'run --json: the figures' "$out" '"end":"completed"' '"steps":4' '"marks":1'
again=$(ls "$dir"/again/*.csv)
run "$calf" timing --compare "$again" "$record"
is 'the same seed gives the same record' "$code" 0
# What calf calls the host's: lines of `# host`, and the second column.
without_host() {
    grep -v '^# host' "$1" | cut -d, -f1,3-
}
ok 'and so says cmp' cmp <(without_host "$again") <(without_host "$record")
run "$calf" --sim='--seed 8' --record "$dir/other" run $routines/short.calf --leg left --level 3
run "$calf" timing --compare "$record" "$dir"/other/*.csv
fails_with 'another level gives another record' 1 'differ'

# --- other ends ---------------------------------------------------------------------------------

run "$calf" --sim run $routines/prompt.calf --leg right
is 'a prompt is answered for a virtual leg: exit code' "$code" 0
like 'a prompt is shown and answered' "$out" 'Turn over, please' 'going on' 'completed'
is 'and is not called a wait for warmth' "$(grep -c 'the warmth' <<<"$out")" 0

run "$calf" --sim='--fault stop-press@3s' run $routines/long.calf --leg left
is 'the STOP button: exit code' "$code" 9
like 'the STOP button: the summary says so' "$out" 'stopped by the STOP button'

run "$calf" --sim='--fault ntc-skin-open@3s' run $routines/long.calf --leg left
is 'a fault: exit code' "$code" 8
like 'a fault: what it is and what to do' "$out" 'F01 thermistor open' \
    "check the sensor's plug" 'stopped by a fault' 'calf ack'

like 'a fault in a session is met again at the next request' \
    "$("$calf" --sim='--fault ntc-skin-open' run $routines/short.calf --leg left 2>&1)" \
    'F01 thermistor open' "\`calf ack\` when the cause is gone"

run "$calf" --sim='--fault power-cut=300@3s' run $routines/long.calf --leg left
is 'the device restarts in a session: exit code' "$code" 8
like 'the device restarts in a session: says why' "$err" 'the device has restarted (power on)'
run "$calf" --sim='--fault power-cut@3500ms' run $routines/long.calf --leg left
like 'and how far it had come, though it was asked while it was off' "$out" 'played      0:03'

run "$calf" --sim="--eeprom $dir/kit --fault ntc-skin-open@1s" run $routines/short.calf --leg left
run "$calf" --sim="--eeprom $dir/kit" status
like 'a fault is latched in the kit that is switched on again' "$out" 'F01 thermistor open'

printf 'routine warm\ntowel 0:20 at 40.0\n' >"$dir/warm.calf"
run "$calf" --sim run "$dir/warm.calf" --leg left
is 'a routine of heat alone: exit code' "$code" 0
like 'warmth that was not reached is said to be so' "$out" \
    'setpoint 40.0 °C never reached: at most 3'
unlike 'without motors nothing is said of their strength' "$out" 'half strength'
run "$calf" --sim run $routines/short.calf --leg left
like 'with motors it is' "$out" 'half strength'
printf 'routine cool\nstage a 0:02\n  hold all 20%% for 2s\n' >"$dir/cool.calf"
run "$calf" --sim run "$dir/cool.calf" --leg left
unlike 'where no heat was asked for nothing is said of a setpoint' "$out" 'never reached'
run "$calf" timing "$(ls "$sessions"/*-warm.csv)"
like 'timing of a session without steps' "$out" 'no steps in this record'
{
    printf '# calf: 0\n# host-link: terminal /dev/pts/9\n'
    for ((i = 1; i < 9; i++)); do echo "${i}000000,$((i * 50000)),sample,1"; done
} >"$dir/fast.csv"
run "$calf" timing "$dir/fast.csv"
like 'timing of a kit that ran faster than the wall clock' "$out" 'not wall time (--speed)'
run "$calf" timing README.md
fails_with 'timing of what is no record' 1 'README.md: is no record of calf'
# A file that takes no more: what does not fit into its limit cannot be written.
run bash -c "trap '' XFSZ; ulimit -f 4; exec '$calf' --sim run $routines/long.calf --leg left"
is 'a full disk: exit code' "$code" 1
like 'a full disk: the summary says so' "$out" 'INCOMPLETE'

run "$calf" --sim="--eeprom $dir/eeprom" settings kick_ms 75
run "$calf" --sim="--eeprom $dir/eeprom" settings kick_ms
like 'a setting outlives the kit it was given to' "$out" ' 75 ms'

# Too long for a new leg: which of the library are not?
printf 'routine much\nstage a 11:00\n  hold all 20%% for 11:00\n' >"$dir/much.calf"
run "$calf" --sim run "$dir/much.calf" --leg left
fails_with 'too much for a new leg' 6 'much moves the motors for 11:00' '10:00'
like 'too much for a new leg: what is not' "$err" 'for instance ' 'warm-towel'

for signal in INT TERM HUP; do
    # In paced time, so that the signal surely comes in the middle.
    background run "$calf" --sim='--speed 1' run $routines/long.calf --leg left
    await grep -q 'stage 1' "$dir/run"
    kill -$signal "$child"
    wait "$child"
    code=$? out=$(<"$dir/run") err=$(<"$dir/run.err")
    is "SIG$signal: exit code" "$code" 9
    like "SIG$signal: stops the device and waits for its end" "$out" 'end: stopped by request'
    like "SIG$signal: the record is complete" "$(<"$(the_record)")" '# end: stopped by request'
done

# --- records that are none ----------------------------------------------------------------------

run "$calf" timing "$dir/nothing.csv"
fails_with 'no record' 1 "$dir/nothing.csv"
run "$calf" timing "$dir"
fails_with 'a directory' 1 "$dir"
printf '# calf: 0\n10,20,step,7,0,0,1,50\n10,soon,step,8\n' >"$dir/bad.csv"
run "$calf" timing "$dir/bad.csv"
fails_with 'a damaged record' 1 "$dir/bad.csv:3: "
head -c 3000 "$calf" >"$dir/binary.csv"
run "$calf" timing "$dir/binary.csv"
fails_with 'a binary file' 1 "$dir/binary.csv: is no record of calf"
head -c -10 "$record" >"$dir/cut.csv"
run "$calf" timing "$dir/cut.csv"
is 'a record that was cut off can be read: exit code' "$code" 0
run "$calf" --sim --record /proc/nowhere run $routines/short.calf --leg left
fails_with 'no place for the record' 1 '/proc/nowhere'

finish
