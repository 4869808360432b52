#!/usr/bin/env bash
# Each figure that DESIGN.md computes is computed again from the committed netlist: margins that were
# right for yesterday's values are worse than none.
# shellcheck source=tests/host/tap.sh
. tests/host/tap.sh

page=schematics/DESIGN.md
netlist=schematics/export/calfkit.cir

# R410 3.3 and C401 47n of the netlist, as assignments in awk.
values() { # NETLIST
    awk '
        function number(text,    unit) {
            unit = substr(text, length(text))
            return (text + 0) * (unit == "k" ? 1e3 : unit == "m" ? 1e-3 : unit == "u" ? 1e-6 : unit == "n" ? 1e-9 : 1)
        }
        /^[RC][0-9]+ / { printf "%s = %.12g\n", $1, number($4) }' "$1"
}

# Prints `name result stated` for each line of the page's blocks.
computed() { # PAGE NETLIST
    awk '
        BEGIN { print "BEGIN {" }
        NR == FNR { print; next }
        /^```calc/ { in_block = 1; next }
        /^```/ { in_block = 0 }
        in_block && match($0, / *# */) {
            formula = substr($0, 1, RSTART - 1); stated = substr($0, RSTART + RLENGTH)
            split(formula, part, / *= */)
            printf "%s\nprintf \"%%s %%.10g %%s\\n\", \"%s\", %s, \"%s\"\n", formula, part[1], part[1], stated
        }
        END { print "}" }' <(values "$2") "$1" >"$dir/figures.awk"
    awk -f "$dir/figures.awk"
}

# Does the result round to what is stated, in as many digits?
agrees() { # RESULT STATED
    awk -v result="$1" -v stated="$2" '
        BEGIN {
            digits = index(stated, ".") ? length(stated) - index(stated, ".") : 0
            exit sprintf("%.*f", digits, result) != stated
        }'
}

wrong() { # PAGE NETLIST
    computed "$1" "$2" | while read -r name result stated; do
        agrees "$result" "$stated" || echo "$name is $result, $1 says $stated"
    done
}

ok "the page computes something" [ "$(computed $page $netlist | wc -l)" -ge 40 ]
is "every figure of DESIGN.md follows from the drawing" "$(wrong $page $netlist)" ''

sed 's/^\(R410 .*\) 3.3$/\1 2.2/' $netlist >"$dir/stronger.cir"
like "another pad makes its figures wrong" "$(wrong $page "$dir/stronger.cir")" 'pad_W is' 'density_W_cm2 is'

# Each part of the drawing has its row in the table of single faults, alone or in a range.
rows=$(sed -n '/^## Single faults/,/^## What/p' $page)
covered() { # REFERENCE
    local kind=${1%%[0-9]*} number=${1##*[A-Z]}
    grep -qE "\b$1\b" <<<"$rows" && return 0
    grep -oE "\b${kind}[0-9]+ to ${kind}[0-9]+" <<<"$rows" | while read -r first _ last; do
        [ "$number" -ge "${first#"$kind"}" ] && [ "$number" -le "${last#"$kind"}" ] && echo yes
    done | grep -q yes
}
uncovered() {
    local reference
    # Lamps, headers and what is only for measuring can harm nobody.
    sed -n 's/.*<comp ref="\([A-Z]*[0-9]*\)".*/\1/p' schematics/export/calfkit.net.xml |
        grep -vE '^(TP|H|J|M|SW70[23])[0-9]*|^D(202|70[1-3])$|^R(207|70[5-8])$|^C(202|507|602|603|50[3-6]|702)$' |
        while read -r reference; do
            covered "$reference" || echo "$reference"
        done
}
is "every part that can harm has its row in the table of single faults" "$(uncovered)" ''
finish
