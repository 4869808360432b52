#!/usr/bin/env bash
# preview.t: calf preview as it is typed: drawn in the terminal, as a page, as JSON.
. tests/host/tap.sh

lacks_bytes_above_ascii() { # FILE
    ! LC_ALL=C grep -q '[^ -~]' "$1"
}

run "$calf" preview classic
is 'a library routine: exit code' "$code" 0
like 'the chart names stages, zones, notes and totals' "$out" 'upper-lateral' 'heat °C' '▅' \
    'massage begins' 'total 20:30'
unlike 'no colour where there is no terminal' "$out" $'\033'
LC_ALL=C run "$calf" preview classic
ok 'ASCII where nothing else is shown' lacks_bytes_above_ascii "$dir/out"
like 'and blocks become digits' "$out" 'upper-medial   ...'
run "$calf" preview classic --from 5:00 --to 5:20
like 'a window shows single strokes' "$out" '5:10' 'drawn by its mean'
run "$calf" preview classic --level 1
like 'a level scales' "$out" '33 %' 'at level 1'

if command -v script >/dev/null; then
    typed() { # COMMAND LINE: what it shows on a terminal of 80 columns
        TERM=xterm script -qefc "stty cols 80; $1" /dev/null </dev/null >"$dir/screen" 2>&1
    }
    typed "$calf preview classic"
    ok 'colour on a terminal' grep -q $'\033\\[36m' "$dir/screen"
    typed "NO_COLOR=1 $calf preview classic"
    ok 'not with NO_COLOR' lacks "$(<"$dir/screen")" $'\033['
else
    skip 'colour on a terminal' 'script(1) is not installed'
fi

page=$dir/classic.svg
run "$calf" preview classic --svg "$page"
is 'a page: exit code' "$code" 0
is 'nothing is said about a new file' "$err$out" ''
like 'it is a page of A4' "$(head -c 300 "$page")" 'width="297mm" height="210mm"'
if command -v xmllint >/dev/null; then
    ok 'xmllint finds it well-formed' xmllint --noout "$page"
else
    skip 'xmllint finds it well-formed' 'it is not installed'
fi
first=$(<"$page")
run "$calf" preview classic --svg "$page"
like 'replacing it is said' "$err" "$page: replaced"
is 'and gives the same page' "$(<"$page")" "$first"
run "$calf" preview classic --svg "$page" --quiet
is 'but not with --quiet' "$err" ''
run "$calf" preview classic --svg -
is '- is standard output' "$out" "$first"
ok "README's page is this one (make docs writes it)" cmp host/calf/preview/example.svg "$page"
run "$calf" preview classic --svg "$dir/nowhere/a.svg"
fails_with 'no such folder' 1 'nowhere/a.svg'
run "$calf" preview classic --svg /dev/full
fails_with 'a full disk' 1 '/dev/full could not be written'
is 'nothing unfinished is left behind' "$(find "$dir" -name '*.svg.*')" ''

run "$calf" --json preview classic
json_ok 'preview'
like 'JSON tells points in ms and permille' "$out" '"upper-medial":[[300000,0],[300800,500]'

run "$calf" preview
fails_with 'no routine' 2 'which routine'
run "$calf" preview nonesuch
fails_with 'an unknown routine' 3 'nonesuch'
run "$calf" preview classic --from 21:00
fails_with 'from beyond the end' 2 'over after 20:30'
run "$calf" preview classic --from 5:00 --to 4:00
fails_with 'to before from' 2 'not after the beginning'
run "$calf" preview classic --from soon
fails_with 'no time' 2 "'soon' is no time" '1:30'
run "$calf" preview classic --level 2.5
fails_with 'half a level' 2 'whole number'
run "$calf" preview cool-down --level 5
fails_with "above the routine's level" 2 "above this routine's highest, 4"
run "$calf" --json preview classic --svg -
fails_with 'two forms at once' 2 'exclude each other'

finish
