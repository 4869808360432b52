#!/usr/bin/env bash
# interchange.t: calf export and calf import as they are typed.
. tests/host/tap.sh

# --- export -----------------------------------------------------------------------------------------

export SOURCE_DATE_EPOCH=1000000000
run "$calf" export classic --format hjif
is 'hjif: exit code' "$code" 0
json_ok 'hjif'
like 'it says what and when' "$out" '"description":"Classic calf massage"' '"date":"2001-09-09"'
like 'and the calf, ERM motors, temperature' "$out" '"Calf"' '"type":"ERM"' '"Temperature"'
first=$out
run "$calf" export classic -o "$dir/classic.hjif"
is 'the ending of a file can name the format' "$(<"$dir/classic.hjif")" "$first"
is 'and nothing is said' "$out$err" ''
run "$calf" export classic -o "$dir/classic.hjif"
like 'replacing a file is said' "$err" 'classic.hjif: replaced'
run "$calf" export classic --format hjif --leg left
like 'a leg is named when it is asked for' "$out" '"body_part_target":["Left","Calf"]'

run "$calf" export classic --format csv
is 'CSV: the columns' "${out%%$'\n'*}" "time_ms,upper-medial_permille,upper-lateral_permille,mid-medial_permille,mid-lateral_permille,ankle-medial_permille,ankle-lateral_permille,heat_mC,event,text,wait_s"
like 'CSV: stages, marks, a press, the end' "$out" '300000,0,0,0,0,0,0,38000,mark,"massage begins",' \
    '300800,500,500,0,0,0,0,38000,,,' '1230000,0,0,0,0,0,0,0,,,'
# shellcheck disable=SC2016 # the columns are in the manual page
for column in time_ms heat_mC event text wait_s; do
    ok "the manual page tells of $column" grep -q "$column" host/calf/calf.1.scd
done

run "$calf" export classic
fails_with 'no format' 2 'in which format'
run "$calf" export classic --format midi
fails_with 'an unknown format' 2 "'midi' is neither hjif nor csv"
run "$calf" export --format csv
fails_with 'no routine' 2 'which routine'
run "$calf" export $routines/long.calf --format hjif --leg right
fails_with 'not for that leg' 2 'not for the right leg'
run "$calf" export classic --format csv -o "$dir/nowhere/a.csv"
fails_with 'no such folder' 1 'nowhere/a.csv'

# --- import -----------------------------------------------------------------------------------------

cat >"$dir/swell.ahap" <<'END'
{ "Version": 1.0, "Pattern": [
  { "Event": { "Time": 0.0, "EventType": "HapticContinuous", "EventDuration": 2.0, "EventParameters": [
      { "ParameterID": "HapticIntensity", "ParameterValue": 0.8 },
      { "ParameterID": "HapticSharpness", "ParameterValue": 0.4 } ] } },
  { "ParameterCurve": { "ParameterID": "HapticIntensityControl", "Time": 0.0,
      "ParameterCurveControlPoints": [
        { "Time": 0.0, "ParameterValue": 0.0 }, { "Time": 1.5, "ParameterValue": 1.0 },
        { "Time": 2.0, "ParameterValue": 0.0 } ] } } ] }
END
run "$calf" import "$dir/swell.ahap" --name swell
is 'AHAP: exit code' "$code" 0
like 'it is a pattern' "$out" $'pattern   swell\n  ramp here to 80% over 1.5s\n  ramp here to 0% over 0.5s'
like 'what a motor cannot do is said' "$err" 'warning: sharpness and frequency are left out'
printf '%s\n' "$out" >"$dir/swell.calf"
run "$calf" lint "$dir/swell.calf"
is 'what was made is a routine' "$code" 0
like 'of the imported strength, at 40 %' "$out" '32 %'

cat >"$dir/tap.haptic" <<'END'
{"version":{"major":1,"minor":0,"patch":0},"metadata":{"editor":"by hand"},
 "signals":{"continuous":{"envelopes":{"amplitude":[
  {"time":0,"amplitude":0.5},{"time":1,"amplitude":0.5,"emphasis":{"amplitude":1,"frequency":0.7}},
  {"time":2,"amplitude":0}]}}}}
END
run "$calf" --json import "$dir/tap.haptic" --name tap -o "$dir/tap.calf"
is '.haptic: exit code' "$code" 0
json_ok 'import'
like 'JSON tells what became of it' "$out" '"pattern":"tap"' '1 tap is made 0.2s long'
run "$calf" lint "$dir/tap.calf"
is 'its routine is one' "$code" 0
before=$(<"$dir/tap.calf")
run "$calf" import "$dir/swell.ahap" --name swell -o "$dir/tap.calf"
fails_with 'a file of somebody is kept' 1 'is there already; --force replaces it'
is 'as it was' "$(<"$dir/tap.calf")" "$before"
run "$calf" import "$dir/swell.ahap" --name swell -o "$dir/tap.calf" --force
like '--force replaces it, and says so' "$err" 'tap.calf: replaced'

printf '{"Pattern": [\n  {"Event": {"Time": 0,, }}]}\n' >"$dir/bad.ahap"
run "$calf" import "$dir/bad.ahap" --name bad
fails_with 'bad JSON' 3 'bad.ahap:2:24: '
printf '{"Pattern": [' >"$dir/short.ahap"
run "$calf" import "$dir/short.ahap" --name bad
fails_with 'JSON that is cut off' 3 'short.ahap:1:14: the file ends'
printf '{"Pattern":[{"Event":{"EventType":"HapticTransient"}}]}' >"$dir/bad.ahap"
run "$calf" import "$dir/bad.ahap" --name bad
fails_with 'a time is missing' 3 'Pattern[0].Event.Time: this number is missing'
printf '{"a":1}' >"$dir/other.json"
run "$calf" import "$dir/other.json" --name bad
fails_with 'something else' 3 'neither AHAP'
printf 'null\n' >"$dir/other.json"
run "$calf" import "$dir/other.json" --name bad
fails_with 'nothing' 3 'null is no haptic file'
run "$calf" import "$dir/nonesuch.ahap" --name bad
fails_with 'no such file' 3 'nonesuch.ahap: No such file'
run "$calf" import "$dir" --name bad
fails_with 'a folder' 3 'Is a directory'
run "$calf" import "$dir/swell.ahap" --name 'a b'
fails_with 'a name that is none' 3 'a b'
run "$calf" import "$dir/swell.ahap"
fails_with 'no name' 2 '--name NAME'
run "$calf" import --name a
fails_with 'no file' 2 'which file'
run "$calf" --json import "$dir/swell.ahap" --name a
fails_with 'JSON and a routine on standard output' 2 'needs -o FILE'
is 'nothing unfinished is left behind' "$(find "$dir" -name '*.calf.*' -o -name '*.hjif.*')" ''

finish
