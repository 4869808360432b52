#!/usr/bin/env bash
# rests.t: sessions of a leg in time, as the person at calf meets them, and "still there?".
. tests/host/tap.sh

printf 'routine minute\nstage a 1:01\n  hold all 20%% for 1:01\n' >"$dir/minute.calf"
at() { # WHEN [OPTION...]: a session on the kit that is kept, at that time
    run "$calf" --sim="--eeprom $dir/kit" --now "$1" "${@:2}" run "$dir/minute.calf" --leg left
}

at 2026-12-01T08:00
is 'a first session: exit code' "$code" 0
at 2026-12-01T08:10
is 'ten minutes later it goes on: exit code' "$code" 0
at 2026-12-01T10:00
fails_with 'a second session too early' 6 'this leg must rest'
like 'and when it is not' "$err" 'next session in 4 h ' '6 hours apart'
at 2026-12-01T14:50
is 'a second session: exit code' "$code" 0
at 2026-12-01T21:40
fails_with 'a third on that day' 6 'this leg must rest'
like 'and when it is the next day' "$err" 'next session in 10 h ' '2 in 24 hours'
at 2026-12-01T12:00
fails_with 'the clock set back' 6 'has been told a later time'
like 'the clock set back: what follows' "$err" '--now tells a later one' \
    'this leg rests for 20 min more'
clock() { # WHEN [FAULT]
    run "$calf" --sim="--eeprom $dir/later ${*:2}" --now "$1" clock
}
cp "$dir/kit" "$dir/later"
clock 2036-12-01T12:00
is 'a time that is years ahead is believed: exit code' "$code" 0
run "$calf" --sim="--eeprom $dir/later" --now 2036-12-01T12:00 set mid-medial 40 --leg left
clock 2026-12-02T05:00
fails_with 'then every true one is refused' 6 'has been told a later time'
clock 2026-12-02T05:00 --fault stop-stuck
is 'but not while somebody holds STOP: exit code' "$code" 0
clock 2026-12-02T05:01
is 'and from then on: exit code' "$code" 0
clock none
fails_with 'no time is none to tell' 2 'no time to tell'
at none
fails_with 'no clock' 6 'this leg must rest'
like 'no clock: for how long' "$err" 'this leg rests for 20 min more: no time is known'
at 2026-12-02T09:00
is 'the third, a day later: exit code' "$code" 0
unlike 'is nothing to note' "$out" 'in seven days'
at 2026-12-02T16:00
is 'the fourth: exit code' "$code" 0
like 'is noted' "$out" 'note: the fourth session of this leg' 'in seven days'
run "$calf" --sim="--eeprom $dir/kit" --now 2026-12-02T17:00 set mid-medial 40 --leg left
fails_with 'nor by hand' 6 'this leg must rest'
run "$calf" --sim="--eeprom $dir/kit" --now 2026-12-02T17:00 run "$dir/minute.calf" --leg right
is 'the other leg has its own: exit code' "$code" 0

for wrong in noon 2026-12-01 2026-12-01T24:00 2026-12-01T10:60 2026-13-01T10:00 2026-12-01T10:00Z; do
    run "$calf" --sim --now $wrong status
    fails_with "--now $wrong" 2 "--now: '$wrong' is no time such as"
done
run "$calf" --now 2026-12-01T08:00 --port /dev/null status
fails_with 'a real kit is told the time it is' 2 '--now is for virtual kits'

# --- still there? -----------------------------------------------------------------------------------

warm() { # MINUTES KIT [OPTION...]
    printf 'routine warm\nstage a %s heat 38.0\n  hold all 20%% for %s\n' "$1" "$1" >"$dir/warm.calf"
    run "$calf" --sim="--seed 5 $2" run "$dir/warm.calf" --leg left "${@:3}"
}
warm 5:10 '--person absent'
is 'nobody answers: exit code' "$code" 0
like 'it asks, the heat ends, the motors play on' "$out" '4:02  note: still there?' \
    'MODE at the kit answers' 'note: nobody answered: no more heat' 'completed'
warm 4:10 '--person absent' --attended
like 'whoever says that somebody is there answers' "$out" '--attended answers' \
    'note: somebody is there: the heat goes on' 'completed'

finish
