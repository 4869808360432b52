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

run "$calf" --sim='--fault stop-press@3s' run $routines/long.calf --leg left
is 'the STOP button: exit code' "$code" 9
like 'the STOP button: the summary says so' "$out" 'stopped by the STOP button'

run "$calf" --sim='--fault ntc-skin-open@3s' run $routines/long.calf --leg left
is 'a fault: exit code' "$code" 8
like 'a fault: what it is and what to do' "$out" 'F01 thermistor open' \
    "check the sensor's plug" 'stopped by a fault' 'calf ack'

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
fails_with 'a binary file' 1 "$dir/binary.csv:1: "
head -c -10 "$record" >"$dir/cut.csv"
run "$calf" timing "$dir/cut.csv"
is 'a record that was cut off can be read: exit code' "$code" 0
run "$calf" --sim --record /proc/nowhere run $routines/short.calf --leg left
fails_with 'no place for the record' 1 '/proc/nowhere'

finish
