#!/usr/bin/env bash
# pty.t: a kit behind a pseudo terminal, in wall time, as another program would meet it.
. tests/host/tap.sh

start_pty_kit --seed 5
kit_process=$child

run "$calf" --port "$port" run $routines/short.calf --leg left
fails_with 'a real leg: nobody was asked' 2 '--acknowledge'

run "$calf" --port "$port" run $routines/short.calf --leg left --acknowledge
is 'a session: exit code' "$code" 0
like 'a session: played as with --sim' "$out" 'stage 1 of 2: press' 'mark: pressed' 'completed'
run "$calf" timing "$(the_record)"
like 'its steps are in time by the device' "$out" '0 missing' 'late    0 of 4'

background run "$calf" --port "$port" run $routines/long.calf --leg left --acknowledge
await grep -q 'stage 1' "$dir/run"
run "$calf" --port "$port" status
fails_with 'the port is held by the first calf' 4 'held by another program: calf, process'
kill_hard "$child"

run "$calf" --port "$port" status
is 'after kill -9 of calf: status answers' "$code" 0
like 'after kill -9 of calf: the device plays on' "$out" 'running, left leg'
run "$calf" --port "$port" stop
is 'and can be stopped: exit code' "$code" 0

# --- stop and panic while another calf watches the session -------------------------------------

for command in stop panic; do
    background run "$calf" --port "$port" run $routines/long.calf --leg left --acknowledge
    await grep -q 'stage 1' "$dir/run"
    first=$child
    run "$calf" --port "$port" $command
    is "$command against a calf that holds the port: exit code" "$code" 0
    like "$command: says what became of it" "$err" "another calf, process $first," 'has let go'
    like "$command: and what the device does now" "$out" "in state 'stopped'"
    wait "$first"
    is "$command: the first calf has ended as if stopped by hand" $? 9
    like "$command: having seen the END" "$(<"$dir/run")" 'end: stopped by'
done
flock -o -x "$port" sleep 5 &
children+=($!)
is_locked() {
    ! flock -n "$port" true
}
await is_locked
run "$calf" --port "$port" stop
fails_with 'stop against another program' 4 'held by another program: '
like 'stop against another program: what helps' "$err" 'STOP button' 'power switch'
kill_hard "${children[-1]}"

background run "$calf" --port "$port" run $routines/long.calf --leg left --acknowledge
await grep -q 'stage 1' "$dir/run"
kill_hard "$kit_process"
wait "$child" 2>/dev/null
code=$? out=$(<"$dir/run") err=$(<"$dir/run.err")
fails_with 'after kill -9 of the kit' 7 'link is lost'
like 'after kill -9 of the kit: the summary' "$out" 'link lost' 'record'
record=$(the_record)
like 'after kill -9 of the kit: the record so far is kept' "$(<"$record")" \
    ',stage,' '# end: not seen'

finish
