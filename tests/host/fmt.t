#!/usr/bin/env bash
# fmt.t: calf fmt as it is typed: files change only when they should, and never halfway.
. tests/host/tap.sh

untidy=$'routine   a\nstage b   1:00\n      press upper  40%   # softly\n'
tidy=$'routine   a\nstage     b 1:00\n  press upper 40%  # softly'

file=$dir/a.calf
printf '%s' "$untidy" >"$file"
chmod 640 "$file"
ln -s a.calf "$dir/link.calf"

run "$calf" fmt --check "$file"
is 'check: exit code for one that would change' "$code" 1
is 'it is named' "$out" "$file"
is 'and not changed' "$(<"$file")"$'\n' "$untidy"

run "$calf" fmt "$dir/link.calf"
is 'fmt: exit code' "$code" 0
is 'the file is laid out' "$(<"$file")" "$tidy"
is 'it keeps its mode' "$(stat -c %a "$file")" 640
ok 'a link stays a link' [ -L "$dir/link.calf" ]
is 'nothing is left beside it' "$(find "$dir" -name 'a.calf*' | wc -l)" 1

before=$(stat -c %Y.%i "$file")
run "$calf" fmt "$file"
is 'what is laid out is not written again' "$(stat -c %Y.%i "$file")" "$before"
run "$calf" fmt --check "$file"
is 'check: exit code for one that would not change' "$code" 0

printf "%s" "$untidy" >"$dir/piped"
run sh -c "\"\$1\" fmt - <\"\$2\"" sh "$calf" "$dir/piped"
is 'standard input: exit code' "$code" 0
is 'the result goes to standard output' "$out" "$tidy"

printf 'routine a\nstage b 1:00\n      pres upper 40%%\n' >"$dir/bad.calf"
cp "$dir/bad.calf" "$dir/kept.calf"
run "$calf" fmt "$dir/bad.calf" "$file"
fails_with "one with errors" 3 "no instruction is called"
ok 'it stays as it is' cmp -s "$dir/bad.calf" "$dir/kept.calf"

run "$calf" fmt --check host/routines/*.calf
is 'the library is laid out: exit code' "$code" 0
is 'and none of it would change' "$out" ''
run "$calf" fmt host/routines/settle-in.programme
fails_with 'a programme' 3 'not a routine'
like 'what to do with one' "$err" 'calf show host/routines/settle-in.programme'

run "$calf" fmt
fails_with 'no routine' 2 'which routine'
run "$calf" fmt "$dir/none.calf"
fails_with 'no such file' 3 'No such file'
run "$calf" fmt "$dir"
fails_with 'a folder' 3 'a folder'
finish
