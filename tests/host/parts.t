#!/usr/bin/env bash
# parts.t: the parts that the self-test names are those of the schematic, where it says they are.
. tests/host/tap.sh

netlist=schematics/export/calfkit.net.xml
list=host/calf/selftest/parts.h

# The netlist as lines `net reference`, the nets without their sheet.
nodes() {
    awk -F'"' '
        /<net / { for (i = 1; i < NF; i++) if ($i ~ / name=$/) { net = $(i + 1); sub(/.*\//, "", net) } }
        /<node / { for (i = 1; i < NF; i++) if ($i ~ / ref=$/) print net, $(i + 1) }' "$1"
}

# The rows of the list as `ROLE net reference...`.
rows() {
    sed -nE 's/^ *P\(([A-Z_]+), "([^"]*)", "([^"]*)"\).*/\1 \2 \3/p' "$1"
}

# Prints what is wrong with a list and a netlist.
offences() { # LIST NODES
    local role net first part
    while read -r role net first rest; do
        grep -qx "$net $first" "$2" || echo "$role: $first is not on the net $net"
        for part in $rest; do
            grep -q " $part\$" "$2" || echo "$role: there is no $part"
        done
    done < <(rows "$1")
}

is 'every row of the list is read' "$(rows $list | wc -l)" "$(grep -c '^ *P(' $list)"

# A check that cannot fail is no check.
printf '<net name="/Panel/A" x="1">\n<node ref="R1" pin="1"/>\n<node ref="C2" pin="1"/>\n' >"$dir/netlist"
nodes "$dir/netlist" >"$dir/nodes"
printf 'P(GOOD, "A", "R1 C2")\nP(MOVED, "B", "R1")\nP(GONE, "A", "R1 C3")\n' >"$dir/list"
is 'a part on another net and one that is gone are noticed' "$(offences "$dir/list" "$dir/nodes")" \
    $'MOVED: R1 is not on the net B\nGONE: there is no C3'

if [ -e $netlist ]; then
    nodes $netlist >"$dir/nodes"
    is 'the parts of the self-test are in the schematic' "$(offences $list "$dir/nodes")" ''
else
    skip 'the parts of the self-test are in the schematic' "there is no $netlist yet"
fi
finish
