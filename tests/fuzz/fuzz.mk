# The fuzz targets' part of the Makefile.

# Every tests/fuzz/NAME_fuzz.c is a fuzz target. It is linked to libFuzzer for `make fuzz`; and, for `make
# check`, to replay.c, which feeds it the corpus, once as it is and once with the defects of planted.c.
FUZZ_NAMES := $(patsubst tests/fuzz/%_fuzz.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
FUZZERS := $(addprefix $(BUILD)/fuzz/,$(FUZZ_NAMES))
REPLAYS := $(addprefix $(BUILD)/tests/fuzz/,$(FUZZ_NAMES))
PLANTED := $(addsuffix _planted,$(REPLAYS))
FUZZED := $(PURE) $(LINT) tests/pure/naive_player.c $(call without_main,$(wildcard tests/fuzz/*.c))

$(FUZZERS): $(BUILD)/fuzz/%: $(BUILD)/obj/fuzz/tests/fuzz/%_fuzz.o \
    $(call objects,fuzz,$(FUZZED)) $(BUILD)/kept/sources
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CLANG) $(FLAGS_fuzz) -fsanitize=fuzzer $(filter %.o,$^) -o $@ -lm

$(REPLAYS): $(BUILD)/tests/fuzz/%: $(BUILD)/obj/checked/tests/fuzz/%_fuzz.o \
    $(call objects,checked,$(FUZZED) tests/fuzz/replay.c) $(BUILD)/kept/sources
	$(call link,checked,-lm)

WRAPPED := routine_check routine_totals routine_put_header player_tick player_permille \
    format_print decompile_print
$(PLANTED): $(BUILD)/tests/fuzz/%_planted: $(BUILD)/obj/checked/tests/fuzz/%_fuzz.o \
    $(call objects,checked,$(FUZZED) tests/fuzz/replay.c tests/fuzz/planted.c) \
    $(BUILD)/kept/sources
	$(call link,checked,-lm $(addprefix -Wl$(comma)--wrap=,$(WRAPPED)))

$(BUILD)/fuzz/dictionary: $(call objects,plain,tests/fuzz/dictionary.c \
    host/calf/language/grammar.c) $(BUILD)/kept/sources
	$(call link,plain)

# --- targets ---------------------------------------------------------------------------------

## make fuzz            feed the fuzz targets millions of inputs (RUNS=n: so many each)
FUZZ_RUNS_text := 3000000
FUZZ_RUNS_bytecode := 6000000
FUZZ_RUNS_player := 2500000
fuzz: $(FUZZERS:$(BUILD)/%=%)
	@.ci/fuzz record $(FUZZ_NAMES)

# -j2 runs two at a time.
.PHONY: $(FUZZERS:$(BUILD)/%=%) fuzz-corpus
$(FUZZERS:$(BUILD)/%=%): fuzz/%: $(BUILD)/fuzz/% $(BUILD)/fuzz/dictionary
	@.ci/fuzz run $* $(or $(RUNS),$(FUZZ_RUNS_$*))

## make fuzz-corpus     keep in tests/fuzz/corpus what the last make fuzz found new, made small
fuzz-corpus: $(FUZZERS)
	@.ci/fuzz keep $(FUZZ_NAMES)
