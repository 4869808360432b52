#!/usr/bin/env bash
# limits.t: what exceeds a limit is refused by name and value before anything is sent: there is not even a port.
. tests/host/tap.sh

for command in "send" "run --leg left"; do
    # shellcheck disable=SC2086 # the words of a command
    run "$calf" --port "$dir/no-port" $command tests/host/bad/limits.calf
    is "$command: exit code" "$code" 3
    like "$command: each limit, its value and what is above it" "$err" \
        'motor time 16:00 is above 15:00' 'time above 38.5 °C of up to 28:00 is above 20:00' \
        'thermal dose of up to 6.95 CEM43 is above 2.00'
    unlike "$command: and no word of the port" "$err" 'no-port'
done

run "$calf" --json lint tests/host/bad/limits.calf
json_ok 'refusals'
like 'refusals: the names of the limits' "$out" '"MOTOR_TIME_s"' '"HOT_TIME_s"' '"DOSE_MAX_mCEM43"'

run "$calf" lint classic
like 'lint: what a leg and the supply can get of it' "$out" 'of at most 15:00' 'of at most 20:00' \
    'dose         up to' 'energy       up to' 'refused in a leg'
run "$calf" --json lint classic
json_ok 'lint'
like 'lint: the same for programs' "$out" '"session_max_ms":' '"hot_max_ms":' '"dose_max_mCEM43":' \
    '"pad_max_J":' '"motors_max_J":' '"new_leg_allowed":false'
finish
