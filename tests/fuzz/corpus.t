#!/usr/bin/env bash
# corpus.t: what fuzzing has found to be of interest, fed to the targets once more; and with a defect
# planted each target must fail, or it could not fail at all.
. tests/host/tap.sh
built=build/tests/fuzz
corpus=tests/fuzz/corpus

at_least() { # NUMBER LEAST
    [ "${1:-0}" -ge "$2" ]
}

replays() { # NAME LEAST FILE_OR_FOLDER...
    local name=$1 least=$2
    shift 2
    run "$built/$name" "$@"
    is "$name: every input does what it may" "$code" 0
    ok "$name: $out inputs, at least $least" at_least "$out" "$least"
}

replays text 150 "$corpus/text" host/routines tests/host/bad tests/host/routines
replays bytecode 100 "$corpus/bytecode"
replays player 50 "$corpus/player"

notices() { # NAME DEFECT [SENTENCE]
    PLANTED=$2 run "$built/$1_planted" "$corpus/$1"
    ok "$1: a planted defect fails it: $2" at_least "$code" 1
    like "$1: and what did it is named" "$err" "${3:-must hold}" "this did it: $corpus"
} 2>/dev/null # the shell, too, would tell of each program that aborts

run "$built/text_planted" "$corpus/text"
is 'without a defect the same program fails nothing' "$code" 0
notices text declares-less 'the declared motor time is not too little'
notices text no-leg 'what the compiler makes is valid'
notices text half 'motor time'
notices text strict
notices text one-more-line 'laid out twice'
notices text one-towel-more 'play the same'
notices bytecode one-too-far 'heap-buffer-overflow'
notices bytecode twice 'a step at a time'
notices bytecode hot 'never warmer than 41.0 C'
notices bytecode stronger
notices player left-running
notices player longer
notices player stronger
notices player one-step 'steps and stages'
finish
