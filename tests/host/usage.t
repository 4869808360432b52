#!/usr/bin/env bash
# usage.t: the command line: what it says when it is asked, and when it is wrong.
. tests/host/tap.sh

run "$calf" --version
is 'version: exit code' "$code" 0
like 'version names calf and protocol' "$out" 'calf ' 'protocol '

run "$calf" help
is 'help: exit code' "$code" 0
like 'help lists the commands' "$out" 'run ' 'status' 'timing' '--sim'
run "$calf"
is 'no command: exit code' "$code" 2
like 'no command: help goes to stderr' "$err" 'usage: calf'

for command in run list lint export import preview fmt compile disassemble decompile \
    send info status stop panic pause resume pain level mark set heat \
    ack clock settings stats timing help; do
    run "$calf" help "$command"
    ok "help $command" contains "$out" "usage: calf $command"
done

run "$calf" help exit-codes
is 'all eleven exit codes are listed' "$(lines_of "$out")" 11
manual=$(<host/calf/calf.1.scd)
unlisted=''
while read -r _ words; do
    contains "$manual" "$words" || unlisted+="$words; "
done <<<"$out"
is 'and the manual page lists them in the same words' "$unlisted" ''
for command in run list lint export import preview fmt compile disassemble decompile \
    send info status stats stop panic pause resume pain level mark set \
    heat ack clock settings timing sim; do
    contains "$manual" "*$command*" || unlisted+="$command; "
done
is 'and all commands' "$unlisted" ''
run "$calf" help before-use
like 'the reasons against use are shown: veins, surgery (A15, A16)' "$out" 'clot' 'pregnancy' \
    'recent surgery' 'varicose veins' 'no medical device'

run "$calf" pnaic
fails_with 'a slip of the finger' 2 "did you mean 'panic'"
run "$calf" massage
fails_with 'an unknown command' 2 "no command 'massage'"
run "$calf" --sim --port /dev/null status
fails_with 'two devices at once' 2 'exclude each other'
run "$calf" status --port
fails_with 'an option without its value' 2 '--port needs a value'
run "$calf" status --fast
fails_with 'an unknown option' 2 "no option '--fast'"
run "$calf" status now
fails_with 'a word too many' 2 "'now' is one word too many"

run "$calf" info now
is 'the usage of a command without arguments ends with its name' "${err##*$'\n'}" \
    'calf: usage: calf info'
run "$calf" --sim='--warp 9' info
unlike 'no usage where the words were right' "$err" 'usage: calf'

run "$calf" help before-use
is 'the reasons fit into 79 columns' "$(grep -c '.\{80\}' <<<"$out")" 0
run "$kit" --for 20ms
is 'calf-sim --for takes a unit: exit code' "$code" 0
run "$kit" --for soon
is 'calf-sim --for: no time' "$code" 2
background alone "$calf" sim
await grep -q '^/dev/' "$dir/alone"
ok 'calf sim alone is a serial port' grep -q '^/dev/' "$dir/alone"
kill "$child"

run "$calf" --sim run classic
fails_with 'run without a leg' 2 '--leg left or --leg right'
run "$calf" --sim run --leg left
fails_with 'run without a routine' 2 'which routine'
run "$calf" --sim run classic --leg middle
fails_with 'a leg nobody has' 2 "'middle' is neither left nor right"
run "$calf" --sim run classic --leg left --level 9
fails_with 'level 9' 2 '9 is not within 1 to 5'
run "$calf" --sim run $routines/long.calf --leg right
fails_with 'the wrong leg' 2 'not for the right leg'
run "$calf" --sim run $routines/short.calf --leg left --level 4
fails_with "above the routine's level" 2 "above this routine's highest, 3"
run "$calf" --sim set knee 50
fails_with 'set: an unknown zone' 2 "no zone 'knee'"
run "$calf" --sim set all 140
fails_with 'set: 140 %' 2 '140 is not within 0 to 100'
run "$calf" --sim set all 40
fails_with 'set without a leg' 2 'which leg'
run "$calf" --sim heat 43
fails_with 'heat: 43 degrees' 2 '43 is not within 0 to 41'
run "$calf" --sim heat 12
fails_with 'heat: 12 degrees' 2 'the least is 30.1'
run "$calf" --sim settings volume
fails_with 'an unknown setting' 2 "no setting 'volume'"
run "$calf" --sim settings kick_ms 900
fails_with 'a setting out of range' 2 '900 is not within 0 to 200'
run "$calf" --sim ack 99
fails_with 'an unknown fault' 2 '99 is not within'
run "$calf" --sim='--warp 9' status
is "calf-sim's own complaint: exit code" "$code" 2
like "calf-sim's own complaint is the only one" "$err" '--warp'
run "$calf" --sim='$(date)' status
fails_with 'no commands in --sim' 2 'cannot make words'
CALFKIT_SIM=/nonexistent run "$calf" --sim status
fails_with 'no virtual kit' 4 '/nonexistent'

finish
