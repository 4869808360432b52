#!/usr/bin/env bash
# The build guide says what the drawing says: its tables and pictures are made from the netlist and are
# fresh, its list of parts is the one for the shop, and the commands it tells a maker to type exist.
# shellcheck source=tests/host/tap.sh
. tests/host/tap.sh
netlist=schematics/export/calfkit.net.xml
places=schematics/export/board/calfkit-pos.csv
bom=schematics/export/calfkit-bom.csv
guide=schematics/README.md

renew() { # NETLIST: the guide from this netlist, in $dir/guide
    rm -rf "$dir/guide"
    mkdir "$dir/guide"
    cp "$guide" "$dir/guide/README.md"
    run build/gen-guide "$dir/guide/README.md" "$dir/guide" "$1" "${2:-$places}"
}

renew "$netlist"
is "the guide is made" "$code" 0
ok "its tables are fresh" diff "$guide" "$dir/guide/README.md"
for picture in "$dir"/guide/*.svg; do
    ok "$(basename "$picture") is fresh" cmp "schematics/pictures/$(basename "$picture")" "$picture"
done

# The board's outline in the pictures; the job file counts the line's width in.
size() { # X|Y NAME: the job file's millimetres, and those of places.h
    sed -n "s/^ *\"$1\": \([0-9]*\).*/\1/p" schematics/export/board/calfkit-job.gbrjob | head -n 1
    sed -n "s/.*PLACES_BOARD_$2_mm = \([0-9]*\).*/\1/p" schematics/guide/places.h
}
is "the pictures' board is as wide as the board" "$(size X w | uniq | wc -l)" 1
is "and as high" "$(size Y h | uniq | wc -l)" 1

# Would it be noticed?
changed() { # EXPRESSION
    sed "$1" "$netlist" >"$dir/changed.xml"
    renew "$dir/changed.xml"
}
stale() { # FILE IN THE GUIDE, ITS ORIGINAL
    ! cmp -s "$dir/guide/$1" "$2"
}
changed 's|>19.1k<|>18.2k<|'
ok "another value makes the table of parts stale" stale README.md "$guide"
ok "and the picture of its stage" stale parts-Sensing.svg schematics/pictures/parts-Sensing.svg
changed 's|"J301" pin="1"|"J301" pin="@"|; s|"J301" pin="2"|"J301" pin="1"|; s|pin="@"|pin="2"|'
ok "another pin makes the wiring drawing stale" stale wiring.svg schematics/pictures/wiring.svg
changed 's|ref="M306"|ref="M307"|g'
is "a part without a place in the wiring drawing is an error" "$code" 1
like "that names it" "$err" 'M307 has no place in the wiring drawing'
changed 's|part="TL431"|part="LM385"|'
like "as is a part without a picture" "$err" 'U201: no picture for the symbol LM385'
sed '/"Q402"/d' "$places" >"$dir/places"
renew "$netlist" "$dir/places"
like "and a part without a place on the board" "$err" 'Q402 has no place on the board'
run build/gen-guide none "$dir" "$netlist" "$places"
is "a page that is not there is an error" "$code" 1

# REFERENCE PART-NUMBER, one a line, of the netlist and of the shop's list.
parts_of_netlist() {
    awk -F '[<>"]' '
        /<comp ref=/ { reference = $3; number = ""; in_bom = 1 }
        /<field name="MPN">/ { number = $5 }
        /<property name="exclude_from_bom"/ { in_bom = 0 }
        /<\/comp>/ { if (in_bom) print reference, number }' "$netlist" | sort
}
parts_of_list() {
    sed -e 1d -e 's/^"//' -e 's/","/\t/g' "$bom" |
        awk -F '\t' '{ n = split($1, reference, ","); for (i = 1; i <= n; i++) print reference[i], $5
                       if (n != $2) print "wrong count:", $1 }' | sort
}
parts_of_guide() { # the references in the last column
    sed -n '/generated: parts/,/<!-- end/p' "$guide" | awk -F ' [|] ?' '
        /^[|] [0-9]/ { n = split($(NF - 1), reference, " "); for (i = 1; i <= n; i++) print reference[i]
                       if (n != substr($1, 3)) print "wrong count:", $(NF - 1) }' | sort
}
ok "the shop's list has the netlist's parts and numbers" diff <(parts_of_netlist) <(parts_of_list)
ok "and so has the guide's" diff <(parts_of_netlist | cut -d ' ' -f 1) <(parts_of_guide)
ok "which are many" [ "$(parts_of_netlist | wc -l)" -gt 100 ]

while read -r command; do
    run "$calf" help "$command"
    is "calf $command is a command" "$code" 0
done < <(grep -oE '(build/|`)calf [a-z]+' "$guide" | sed 's/.*calf //' | sort -u)
finish
