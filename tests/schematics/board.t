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
    err=$(kicad-cli pcb drc --severity-all --schematic-parity --exit-code-violations \
        --output "$dir/drc" "$1/calfkit.kicad_pcb" 2>&1)
    code=$?
    out=$(cat "$dir/drc")
}

drc schematics
is "the board has no finding of any severity, and is the schematic's" "$code" 0
like "and it was all looked at" "$out" 'Found 0 DRC violations' 'Found 0 unconnected pads' \
    'Found 0 Footprint errors'

err=$(.ci/schematics "$dir/fresh" schematics board 2>&1)
is "exporting works" "$?" 0
# The version of KiCad that made a file is no difference.
without_version() { # FILE
    grep -avE 'GenerationSoftware|"Version":|Generator|^; DRILL file' "$1"
}
same() { # NAME
    diff -q <(without_version "schematics/export/$1") <(without_version "$dir/fresh/$1") >/dev/null
}
is "board.png shows the board as it is" "$(sha256sum <schematics/calfkit.kicad_pcb)" \
    "$(cat schematics/export/board.png.of)"
ok "board.svg is what make schematics makes of the board" same board.svg
for file in schematics/export/board/*; do
    name=${file##*/}
    ok "$name is what make schematics makes of the board" same "board/$name"
    ok "the zip for the maker holds $name as it is" \
        cmp -s "$file" <(unzip -p schematics/export/calfkit-board.zip "$name")
done
is "and nothing else" "$(unzip -Z1 schematics/export/calfkit-board.zip | sort)" \
    "$(cd schematics/export/board && printf '%s\n' * | sort)"

# Would it be noticed? One net's tracks are gone, and the schematic has another value for one part.
cp -r schematics "$dir/broken"
awk '
    /\(net [0-9]+ "\/MOTOR_UM"\)/ && !net { match($0, /[0-9]+/); net = substr($0, RSTART, RLENGTH) }
    /^\t\(segment/ { segment = ""; inside = 1 }
    inside { segment = segment $0 "\n" }
    !inside { print }
    inside && /^\t\)/ { inside = 0; if (segment !~ "\\(net " net "\\)") printf "%s", segment }' \
    schematics/calfkit.kicad_pcb >"$dir/broken/calfkit.kicad_pcb"
sed -i 's/"200k"/"220k"/' "$dir/broken/heater.kicad_sch"
drc "$dir/broken"
ok "a board with a mistake is refused" [ "$code" -eq 5 ]
like "a missing track is a finding" "$out" '[unconnected_items]' '/MOTOR_UM'
like "a part that the schematic has otherwise is a finding" "$out" '[footprint_symbol_mismatch]' 'R403' 'R404'
finish
