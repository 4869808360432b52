#!/usr/bin/env bash
# device.t: the commands that ask and steer, on a kit that outlives them, listening on a socket.
. tests/host/tap.sh

start_socket_kit --seed 3 --speed 1
mv "$socket" "$dir/paced.socket"
paced=$dir/paced.socket
start_socket_kit --seed 3
ask() { # COMMAND...: runs it on that kit
    run "$calf" --socket "$socket" "$@"
}
state() {
    "$calf" --socket "$socket" --json status | grep -o '"state":"[^"]*"' | cut -d'"' -f4
}

ask info
is 'info: exit code' "$code" 0
like 'info: who is there' "$out" 'calfkit, firmware' 'protocol 3' 'power on'
for command in info status stats settings; do
    ask --json $command
    is "$command --json: exit code" "$code" 0
    json_ok "$command --json"
done

ask status
like 'status: in words' "$out" 'state      idle' 'routine    none loaded' 'faults     none'
ask send $routines/short.calf
is 'send: exit code' "$code" 0
like 'send: verified' "$out" 'sent and verified'
ask --json send $routines/short.calf
json_ok 'send --json'
ask status
like 'status: the routine is there' "$out" 'bytes, checksum'

ask settings kick_ms 75
is 'a setting is changed: exit code' "$code" 0
ask settings kick_ms
like 'a setting is kept' "$out" 'kick_ms' ' 75 ms'
ask --json settings kick_ms
json_ok 'settings NAME --json'

ask set mid-lateral 60 --leg left --for 0.5
is 'set: exit code' "$code" 0
is 'set: says in a line what it did' "$out$err" 'mid-lateral at 60 % for 0.5 s'
ask --quiet set mid-lateral 60 --for 0.1
is 'set --quiet' "$out$err" ''
ask heat 37 --for 1.5
is 'heat: exit code' "$code" 0
like 'heat: shows the temperatures' "$out" 'skin ' 'pad ' 'heater '
like 'heat: says why it ended' "$out" 'the 1.5 s are over'

ask pause
fails_with 'nothing to pause' 6 'not possible'
ask level 3
fails_with 'no level to change' 6 'refused'
ask panic
is 'panic: exit code' "$code" 0
is 'panic: the device is stopped' "$(state)" stopped
ask --json stop
is 'stop is accepted in every state' "$code" 0
json_ok 'stop --json'
ask ack
like 'ack: nothing to acknowledge' "$out" 'no fault is latched'
ask ack 7
is 'ack of a fault that is not latched: exit code' "$code" 0
is 'ack of a fault that is not latched: says so' "$out" 'F07 is not latched'

# --- a leg that has had its motor time ------------------------------------------------------------

printf 'routine much\nstage a 8:00\n  hold all 20%% for 8:00\n' >"$dir/much.calf"
mv "$socket" "$dir/quiet.socket" # the next kit takes its name
start_socket_kit --seed 3 --eeprom practised
ask run "$dir/much.calf" --leg left
is 'a session of 8 minutes: exit code' "$code" 0
ask run "$dir/much.calf" --leg left
fails_with 'and once more' 6 'motor time is used up'
like 'and once more: what to do' "$err" 'its next may begin six hours after this one began'
rm "$socket"
socket=$dir/quiet.socket

# --- stop and panic while another calf is the kit's client -------------------------------------

for command in stop panic; do
    background run "$calf" --socket "$paced" run $routines/long.calf --leg left
    first=$child
    await grep -q 'stage 1' "$dir/run"
    run "$calf" --socket "$paced" status
    fails_with "the kit serves another calf" 4 "another program is using this kit: process $first"
    run "$calf" --socket "$paced" $command
    is "$command against a calf that has the kit: exit code" "$code" 0
    like "$command: says what became of it" "$err" "another calf, process $first," 'has let go'
    wait "$first"
    is "$command: the first calf has ended as if stopped by hand" $? 9
done

# --- calf dies, the session does not --------------------------------------------------------------

background run "$calf" --socket "$socket" run $routines/long.calf --leg left
await grep -q 'stage 1' "$dir/run"
kill_hard "$child"
ask status
is 'after kill -9 of calf: status answers' "$code" 0
like 'after kill -9 of calf: the device plays on' "$out" 'running, left leg' 'stage      no. 1'
ask run $routines/short.calf --leg left
fails_with 'a running session is not overwritten' 6 'a session is on'
ask pause
is 'pause from another calf' "$(state)" paused
ask resume
is 'resume from another calf' "$(state)" running
ask level 3
is 'level from another calf: exit code' "$code" 0
ask mark 200
is 'mark from another calf: exit code' "$code" 0
ask pain
is 'pain from another calf' "$(state)" paused
ask stop
is 'stop from another calf: exit code' "$code" 0
ask status
like 'and it stays known how it ended' "$out" 'stopped by request'

finish
