#!/usr/bin/env bash
# The board is what the schematic says, obeys every rule of its maker, and what is sent to the maker is
# what it is now. A board with one net wrong costs weeks.
# shellcheck source=tests/host/tap.sh
. tests/host/tap.sh
export KICAD_CONFIG_HOME=$dir/kicad

if ! command -v kicad-cli >/dev/null || [[ $(kicad-cli version) != 9.* ]]; then
    echo "1..0 # SKIP KiCad 9 is not installed, so the board's rules were not checked: make kicad"
    exit
fi

# Rules of the board, and its agreement with the schematic.
drc() { # FOLDER
    run kicad-cli pcb drc --severity-all --schematic-parity --exit-code-violations \
        --output "$dir/drc" "$1/calfkit.kicad_pcb"
    out=$(cat "$dir/drc")
    [ "$code" -eq 0 ] || err=$out
}

drc schematics
is "the board has no finding of any severity, and is the schematic's" "$code" 0
like "and it was all looked at" "$out" 'Found 0 DRC violations' 'Found 0 unconnected pads' \
    'Found 0 Footprint errors'

for file in schematics/export/board/*; do
    name=${file##*/}
    ok "the zip for the maker holds $name as it is" \
        cmp -s "$file" <(unzip -p schematics/export/calfkit-board.zip "$name")
done
is "and nothing else" "$(unzip -Z1 schematics/export/calfkit-board.zip | sort)" \
    "$(cd schematics/export/board && printf '%s\n' * | sort)"

# Would it be noticed?
cp -r schematics "$dir/cut"
awk '
    /\(net [0-9]+ "\/MOTOR_UM"\)/ && !net { match($0, /[0-9]+/); net = substr($0, RSTART, RLENGTH) }
    /^\t\(segment/ { segment = ""; inside = 1 }
    inside { segment = segment $0 "\n" }
    !inside { print }
    inside && /^\t\)/ { inside = 0; if (segment !~ "\\(net " net "\\)") printf "%s", segment }' \
    schematics/calfkit.kicad_pcb >"$dir/cut/calfkit.kicad_pcb"
drc "$dir/cut"
ok "a missing track is a finding" [ "$code" -eq 5 ]
cp -r schematics "$dir/other"
sed -i 's/"200k"/"220k"/' "$dir/other/heater.kicad_sch"
drc "$dir/other"
ok "a part that the schematic has otherwise is a finding" [ "$code" -eq 5 ]
finish
