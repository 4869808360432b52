#!/usr/bin/env bash
# selftest.t: the command selftest as typed. What it finds in broken kits is in tests/selftest.
. tests/host/tap.sh

run "$calf" --sim selftest --no-questions
is 'a good kit: exit code' "$code" 0
like 'a good kit: an item a line, with what was measured' "$out" 'jumper       ok       RUN' \
    'supply       ok       ' 'upper-medial 1' 'heater       ok       15' 'nothing wrong was found'
like 'what needs a person is said to be left out' "$out" 'leds         skipped' \
    'found, but what was left out is not tested'
run "$calf" --json --sim selftest --no-questions
is 'as JSON: exit code' "$code" 0
json_ok 'the result'
like 'with every item' "$out" '"item":"heater","result":"ok"'
like 'and it has not passed what needs a person' "$out" '"passed":false,"nothing_wrong":true' \
    '"left_out":["buttons","leds","motors"]' '"item":"motors","result":"partly"'
run "$calf" --json --sim selftest --no-questions --item supply
like 'what can be tested without one has' "$out" '"passed":true,"nothing_wrong":true,"left_out":[]'

run "$calf" --sim='--fault motor-open=mid-lateral' selftest --no-questions --item motors
is 'a missing motor: exit code' "$code" 10
like 'it is named, with the likely mistake and its parts' "$out" 'mid-lateral, ' 'takes no current' \
    'its plug' 'parts: R314 Q304 D304 J301 M304'
unlike 'other items are left out' "$out" 'heater'
run "$calf" --json --sim='--fault motor-open=mid-lateral' selftest --no-questions --item motors
json_ok 'a finding'
like 'by its name' "$out" '"passed":false,"nothing_wrong":false' '"finding":"MOTOR_MISSING"'
run "$calf" --sim selftest --item moters
fails_with 'an item that there is not' 2 "no item 'moters'"
run "$calf" --sim selftest now
fails_with 'a word too many' 2 "'now'"

# A person who answers by keyboard; the kit's LEDs are good, so what they say is wrong.
out=$(printf '\nlila\nattention\nnone\n' | "$calf" --sim='--speed 50' selftest --item leds 2>&1)
is 'answers that are findings: exit code' "$?" 10
like 'each is understood' "$out" 'status' 'attention in place of heat: another LED lights' \
    'attention: an LED stays dark'

start_pty_kit --seed 4 --off-leg
run "$calf" --port "$port" selftest --item supply
fails_with 'a real kit: nobody was asked' 2 '--yes'
background walk "$calf" --port "$port" selftest --no-questions --item jumper --item heater
await grep -q jumper "$dir/walk"
like 'a link without DTR cannot tell the jumper' "$(<"$dir/walk")" 'skipped  this link has no DTR'
sleep 1.5
kill -INT "$child"
wait "$child"
is 'Ctrl-C: exit code' $? 9
like 'Ctrl-C: says so' "$(<"$dir/walk.err")" 'interrupted, everything is off'
run "$calf" --port "$port" status
like 'and it is' "$out" 'state      stopped' 'motors     off'
background walk "$calf" --port "$port" selftest --no-questions --item jumper --item heater
await grep -q jumper "$dir/walk"
sleep 1.5
kill_hard "$child"
is_over() { "$calf" --port "$port" status >"$dir/status" && ! grep -q "state      testing" "$dir/status"; }
await is_over # on a busy machine a second of the kit is longer
ok "after kill -9 the device ends the test by itself" is_over

finish
