#!/usr/bin/env bash
# quotes.t: what the README says in figures is what the measured tables say.
# shellcheck source=tests/host/tap.sh
. tests/host/tap.sh
docs=build/gen-docs

renewed() { # PAGE: what make docs would make of it, in $dir/page
    cp "$1" "$dir/page"
    run "$docs" "$dir/page"
}

renewed README.md
is "the README's figures can be looked up" "$code:$err" 0:
ok "and are those of the tables (if not, make docs; > is right)" diff README.md "$dir/page"
quoted=$(grep -o '<!-- quote tests/[A-Z]*.md |' README.md | sort | uniq -c)
ok "BENCH.md is quoted" grep -q 'tests/BENCH.md' <<<"$quoted"

# What has such a unit was measured: it must not stand there by itself.
unquoted=$(sed 's/<!-- quote [^>]*-->[^<]*<!-- \/ -->//g' README.md |
    grep -nE '[0-9] ?(cycles|us|bytes|KB)\b' | grep -v '1/16 us')
is "no figure of the machine stands there without its table" "$unquoted" ''

# --- would it be noticed? ------------------------------------------------------------------------

mkdir -p "$dir/tests"
cat >"$dir/tests/TABLE.md" <<'END'
| campaign | runs | unsafe |
|---|---|---|
| STOP | 1500 | **0** |
| STOP again | 20 | 1 |
| hangs, in main | 7 | 2 |
| hangs, in interrupts | 8 | 3 |

| campaign | runs |
|---|---|
| STOP | 60 |
| late | 5 |
END

quotes() { # NAME, WHAT IS QUOTED, WHAT IT IS
    printf 'a <!-- quote %s | %s -->stale<!-- / -->, b\n' "$dir/tests/TABLE.md" "$2" >"$dir/quoting"
    renewed "$dir/quoting"
    is "$1" "$code $(sed 's/.*-->\(.*\)<!-- . -->/\1/' "$dir/page")" "0 $3"
}
quotes 'a row by its name' 'STOP' '1500, b'
quotes 'by the beginning of its name' 'STOP a' '20, b'
quotes 'by a column' 'STOP | unsafe' '**0**, b'
quotes 'in another table' 'late' '5, b'

refuses() { # NAME, LINE, WHAT IS SAID
    printf '%s\n' "$2" >"$dir/quoting"
    renewed "$dir/quoting"
    is "refused: $1" "$code" 1
    like 'by name' "$err" "$3"
    ok 'and the page is as it was' cmp "$dir/quoting" "$dir/page"
}
table=$dir/tests/TABLE.md
refuses 'no such row' "a <!-- quote $table | heat -->1<!-- / -->" "no row that begins with 'heat'"
refuses 'two such rows' "a <!-- quote $table | hangs -->1<!-- / -->" "2 rows that begin with 'hangs'"
refuses 'no such column' "a <!-- quote $table | STOP | x -->1<!-- / -->" "no column 'x'"
refuses 'no such page' "a <!-- quote $dir/none | STOP -->1<!-- / -->" 'cannot be opened'
refuses 'no row named' "a <!-- quote $table -->1<!-- / -->" 'a page and a row'
refuses 'no end' "a <!-- quote $table | STOP -->1" 'without an end'
refuses 'at the beginning of a line' "  <!-- quote $table | STOP -->1<!-- / -->" 'makes HTML of it'

sed 's| -->[0-9]| -->9|' README.md >"$dir/wrong"
renewed "$dir/wrong"
ok 'a wrong figure in the README is noticed' eval '! cmp -s "$dir/wrong" "$dir/page"'
ok 'and put right' cmp README.md "$dir/page"
finish
