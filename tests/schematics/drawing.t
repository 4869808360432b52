#!/usr/bin/env bash
# The drawing obeys every electrical rule, and what was exported from it is what it says now. Who
# orders parts from a stale list, or simulates a stale netlist, builds another kit than the drawn one.
# shellcheck source=tests/host/tap.sh
. tests/host/tap.sh
export KICAD_CONFIG_HOME=$dir/kicad

if ! command -v kicad-cli >/dev/null; then
    echo "1..0 # SKIP KiCad is not installed, so neither rules nor freshness of the schematics were checked: make kicad"
    exit
fi
if [[ $(kicad-cli version) != 9.* ]]; then
    echo "1..0 # SKIP the schematics want KiCad 9, here is $(kicad-cli version)"
    exit
fi

exports='calfkit.net.xml calfkit.cir calfkit-bom.csv calfkit.pdf'

erc() { # FOLDER
    run kicad-cli sch erc --severity-all --exit-code-violations --output "$dir/erc" "$1/calfkit.kicad_sch"
    [ "$code" -eq 0 ] || err=$(cat "$dir/erc")
}

export_to() { # FOLDER [SCHEMATICS]
    err=$(.ci/schematics "$1" "${2:-schematics}" drawing 2>&1)
    code=$?
}

# The version of KiCad that made an export is no difference.
without_version() { # FILE
    grep -av '<tool>' "$1"
}

same() { # EXPORT FOLDER
    diff -q <(without_version "schematics/export/$1") <(without_version "$2/$1") >/dev/null
}

differs() {
    ! same "$@"
}

erc schematics
is "the drawing has no finding of any severity" "$code" 0
ok "and no rule is switched off, no finding excluded" \
    sh -c '! grep -E "\"(ignore|warning)\"|\"erc_exclusions\": \[[^]]" schematics/calfkit.kicad_pro'

export_to "$dir/fresh"
is "exporting works" "$code" 0
made_by=$(sed -n 's/.*<tool>\(.*\)<.*/\1/p' schematics/export/calfkit.net.xml)
here=$(sed -n 's/.*<tool>\(.*\)<.*/\1/p' "$dir/fresh/calfkit.net.xml")
for export in $exports; do
    if [[ $export == *.pdf && $made_by != "$here" ]]; then
        skip "$export is fresh" "it was made by $made_by, here is $here"
    else
        ok "$export is what make schematics makes of the drawing" same "$export" "$dir/fresh"
    fi
done

# Would it be noticed?
cp -r schematics "$dir/broken"
sed -i '0,/"MOTOR_UM"/s//"MOTOR_UN"/' "$dir/broken/motors.kicad_sch"
erc "$dir/broken"
ok "a wrong net name is a finding" [ "$code" -eq 5 ]
cp -r schematics "$dir/changed"
sed -i 's/"200k"/"220k"/' "$dir/changed/heater.kicad_sch"
export_to "$dir/stale" "$dir/changed"
is "exporting a changed drawing works" "$code" 0
for export in $exports; do
    ok "a changed value makes $export stale" differs "$export" "$dir/stale"
done
finish
