#!/usr/bin/env bash
# library.t: the library as its user sees it: list and show.
. tests/host/tap.sh

run "$calf" list
is 'list: exit code' "$code" 0
is 'list: nothing on stderr' "$err" ''
like 'list: routines with their times, programmes with their sessions' "$out" \
    'classic                 20:30  Classic' 'weekly-recovery     6 in 36 d  A gentle' 'calf show'
is 'list: every file of the library is in it' "$(grep -c '^[a-z0-9-]*  .*  ' <<<"$out")" \
    "$(ls host/routines/*.calf host/routines/*.programme | wc -l)"
run "$calf" --json list
is 'list --json: exit code' "$code" 0
json_ok 'list --json'
like 'list --json: its fields' "$out" '"routines":[' '"name":"office","duration_s":320,"motor_s":' \
    '"programmes":[' '"name":"settle-in","sessions":5,"days":14'

run "$calf" show recovery
is 'show a routine: exit code' "$code" 0
is 'show a routine: nothing on stderr' "$err" ''
like 'show a routine: times, strength, stages, sources, programmes' "$out" 'Gentle recovery' \
    'lasts 13:00: motors for 8:23, warmth for 11:30, up to 38.0 °C' 'level 1' '2:00     9:30' \
    'roll mid-medial and mid-lateral, 25 %' 'A8 A9 A10 A11 A12' 'The article: ' \
    'Part of: settle-in, weekly-recovery.'
like 'show: a stroke in words' "$("$calf" show lymph-drain)" 'stroke ankle to upper, 30 %'
like 'show: warmth alone' "$("$calf" show warm-towel)" 'lasts 11:00: warmth for 10:00' \
    'warmth alone'
for name in $(basename -s .calf host/routines/*.calf); do
    run "$calf" show "$name"
    is "show $name: no line over 79 columns" "$(grep -c '.\{80\}' <<<"$out")" 0
done
run "$calf" --json show recovery
json_ok 'show --json of a routine'
like 'show --json of a routine: its fields' "$out" '"kind":"routine"' '"rule":"A8"' \
    '"programmes":["settle-in","weekly-recovery"]' '"total_ms":780000'

run "$calf" show weekly-recovery --from 2026-12-01
is 'show a programme: exit code' "$code" 0
like 'show a programme: dates, sessions, advice, measures' "$out" \
    '        1     1  Tue 2026-12-01      1  each   recovery' \
    '        6    36  Tue 2027-01-05      3  each   recovery' 'Only if level 1' \
    'At least 6 days' 'To write down: tightness' 'see a physician'
unlike 'show a programme without a date: only days' "$("$calf" show weekly-recovery)" 'date'
for name in $(basename -s .programme host/routines/*.programme); do
    run "$calf" show "$name" --from 2026-12-01
    is "show $name: no line over 79 columns" "$(grep -c '.\{80\}' <<<"$out")" 0
done
run "$calf" --json show weekly-recovery --from 2026-12-01
json_ok 'show --json of a programme'
like 'show --json of a programme: its fields' "$out" '"kind":"programme"' '"apart_days":6' \
    '"session":2,"day":8,"date":"2026-12-08","routine":"recovery","level":1,"leg":"each"'

run "$calf" show
fails_with 'show nothing' 2 'which routine or programme'
run "$calf" show settle-on
fails_with 'show: a slip of the finger' 3 "did you mean 'settle-in'"
run "$calf" show recovery --from 2026-12-01
fails_with 'show: a routine has no dates' 2 'only a programme'
run "$calf" show settle-in --from tomorrow
fails_with 'show: no date' 2 "'tomorrow' is no date such as"
run "$calf" show "$dir/nowhere.programme"
fails_with 'show: no file' 3 "$dir/nowhere.programme"
run "$calf" --sim run settle-in --leg left
fails_with 'run: a programme is no routine' 3 'no routine of this name'
like 'run: and says what it is' "$err" "'calf show settle-in'"

run "$calf" help show
like 'help show' "$out" 'usage: calf show NAME' '--from DATE'
like 'and the manual page has it' "$(<host/calf/calf.1.scd)" '*show* _name_'

# --- a user's own library ------------------------------------------------------------------------

mkdir "$dir/own"
printf 'routine own\ntowel 1:00 at 37.0\n' >"$dir/own/own.calf"
printf 'programme plan\nsession ownn\nsession own level 2\n' >"$dir/own/plan.programme"
CALFKIT_ROUTINES=$dir/own run "$calf" show own
like 'show: a routine of its own' "$out" 'own' 'lasts 1:00'
CALFKIT_ROUTINES=$dir/own run "$calf" show plan
fails_with 'a programme with errors' 3 "$dir/own/plan.programme:2:9: no routine is called 'ownn'"
like 'a programme with errors: the line, a caret, a hint' "$err" 'session ownn' '^^^^' \
    "did you mean 'own'?"
CALFKIT_ROUTINES=$dir/own run "$calf" list
is 'list: one that has errors is said: exit code' "$code" 3
like 'list: and the others are listed' "$out" 'own ' 'classic' 'settle-in'

finish
