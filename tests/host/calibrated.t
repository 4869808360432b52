#!/usr/bin/env bash
# calibrated.t: calf lint --calibrated reads the windows of the device's zones.
. tests/host/tap.sh

state=$dir/kit.eeprom
run "$calf" --sim="--eeprom $state" lint --calibrated --quiet office
is 'a new kit: exit code' "$code" 0
unlike 'and no warning' "$err" 'calibrated window'

run "$calf" --sim="--eeprom $state" settings mid_lateral_max 200
run "$calf" --sim="--eeprom $state" lint --calibrated --quiet office warm-towel
is 'with an empty window: exit code' "$code" 0
like 'it is told' "$err" 'mid-lateral is above its calibrated window' 'starts at 25.0 %' '20.0 %'
is 'once, for the routine that uses the zone' "$(grep -c 'calibrated window' <<<"$err")" 1
finish
