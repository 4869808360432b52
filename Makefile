# calfkit: one Makefile for the firmware, the tool, the virtual kit and the tests.
#
# Sources are found by wildcard, so a new file in its folder is picked up by itself. A source is
# compiled in up to four flavours, each with its own flags and its own tree under build/obj/:
#
#     plain    the programs a user runs, and the tests that run the whole firmware
#     checked  the same code for the tests of its parts, with address and undefined-behaviour checks
#     avr      the firmware, and the pure tests once more for 16-bit int
#     fuzz     by clang, what the fuzz targets drive, for `make fuzz` alone
#
# The targets stand at the end; `make help` lists them. V=1 shows the commands. WERROR= lets a
# compiler that warns of more than ours go on.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
BUILD := build
comma := ,

# --- tools and flags -------------------------------------------------------------------------

ifeq ($(origin CC),default)
CC := gcc
endif
AVR_CC := avr-gcc

WERROR := -Werror
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
    -Wmissing-prototypes -Wvla $(WERROR)
COMMON := -std=gnu11 -g -I.
COMPILE := $(WARNINGS) -MMD -MP -c

FLAGS_plain := $(COMMON) -O2 $(CFLAGS)
FLAGS_checked := $(COMMON) -O1 -fno-omit-frame-pointer \
    -fsanitize=address,undefined,bounds-strict -fno-sanitize-recover=all $(CFLAGS)
FLAGS_avr := $(COMMON) -gdwarf-2 -mmcu=atmega328p -Os -mrelax -mcall-prologues -mstrict-X \
    -ffunction-sections -fdata-sections \
    -fshort-enums -fno-guess-branch-probability -fno-gcse \
    -fno-move-loop-invariants -fno-inline-small-functions -fira-algorithm=priority -fpcc-struct-return \
    -maccumulate-args -fno-tree-sink -fno-ssa-phiopt -fno-tree-tail-merge -fno-ipa-sra \
    -flto -ffat-lto-objects
LINK_avr := -Wl,--gc-sections
# All of these buy size, measured one by one: link-time optimization saves a tenth of the firmware,
# shared prologues 4 %, not guessing at branches 3 % (the inliner then takes no path for hot), the
# others about 1 % each, small structs returned in memory half of one, the last five 160 bytes together. The fat
# objects serve the pure tests, which are linked without it: a program each, it would take most of the build's time.
STACK_USAGE := -fstack-usage

# The other flavours have looked for warnings. Following every comparison would take most of the time: a routine
# is played tick by tick, and the words come from a dictionary.
CLANG := clang
FLAGS_fuzz := $(COMMON) -O2 -fno-omit-frame-pointer \
    -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
    -fno-sanitize-coverage=trace-cmp

LIBS_calf := -lserialport -ljson-c -lm
LIBS_kit := -lsimavr -lelf -lm
LIBS_drawing := -lexpat -lm

# --- sources ---------------------------------------------------------------------------------

# Those of a folder and of the folders in it. Programs have a main() of their own and are no part of
# what others link; tests/host builds its doubles itself.
sources_in = $(sort $(foreach folder,$(1),$(wildcard $(folder)/*.c $(folder)/*/*.c)))
without_main = $(filter-out %/main.c %/gen_guide.c %_test.c %_bench.c %_evidence.c \
    %_fuzz.c tests/fuzz/replay.c tests/fuzz/dictionary.c tests/fuzz/planted.c tests/host/doubles/%,$(1))
objects = $(patsubst %.c,$(BUILD)/obj/$(1)/%.o,$(2))

PROTOCOL := $(call without_main,$(call sources_in,protocol))
PURE := $(PROTOCOL) $(call sources_in,avr/core)
FIRMWARE := $(PROTOCOL) $(call sources_in,avr)
CALF := $(PROTOCOL) $(call without_main,$(call sources_in,host/calf))
KIT := $(PURE) $(call without_main,$(call sources_in,host/kit))
# What compiles a routine and says what it amounts to: for tests that play routines.
LINT := $(call sources_in,host/calf/language) $(wildcard host/calf/lint*.c) host/calf/json.c
DRAWING := $(call without_main,$(call sources_in,schematics))

ALL_SOURCES := $(call sources_in,avr host/calf host/docs host/image host/kit protocol schematics tests)
ALL_HEADERS := $(sort $(wildcard $(addsuffix *.h,$(dir $(ALL_SOURCES)))))

# --- what a build depends on beside its sources ----------------------------------------------

# Missing packages are installed for `demo` and `check`; any other goal only says what is missing.
# The stamps make this a question of the first build, not of every build.
PACKAGE_SETS := build $(sort $(patsubst docs,check,$(filter check docs flash,$(MAKECMDGOALS)))) \
    $(if $(filter fuzz% evidence,$(MAKECMDGOALS)),fuzz) \
    $(if $(filter eva,$(MAKECMDGOALS)),eva)
PACKAGES := $(addprefix $(BUILD)/packages/,$(PACKAGE_SETS))

$(PACKAGES) &: .ci/packages
	@.ci/packages $(if $(filter demo check,$(MAKECMDGOALS)),install,require) $(PACKAGE_SETS)
	@mkdir -p $(@D) && touch $(PACKAGES)

# A text that make itself computes (flags, the list of sources, the build's id) is kept in a file.
# The file is out of date when its text is not this one, and then so is what was built from it.
TEXT_plain := $(CC) $(FLAGS_plain) $(COMPILE)
TEXT_checked := $(CC) $(FLAGS_checked) $(COMPILE)
TEXT_avr := $(AVR_CC) $(FLAGS_avr) $(COMPILE) $(LINK_avr)
TEXT_fuzz := $(CLANG) $(FLAGS_fuzz)
TEXT_sources := $(ALL_SOURCES)
TEXT_build_id := \#define BUILD_ID 0x$(shell .ci/build_id)UL

# $(call kept,FILE,VARIABLE)
define kept
ifneq ($$(strip $$(file <$(1))),$$(strip $$($(2))))
.PHONY: $(1)
endif
$(1):
	@mkdir -p $$(@D)
	@printf '%s\n' '$$(strip $$($(2)))' > $$@
endef

$(foreach t,plain checked avr fuzz sources,$(eval $(call kept,$(BUILD)/kept/$(t),TEXT_$(t))))
$(eval $(call kept,$(BUILD)/avr/build_id.h,TEXT_build_id))

# --- objects ---------------------------------------------------------------------------------

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-10s%s\n' $(1) $@)

$(BUILD)/obj/plain/%.o: %.c Makefile $(BUILD)/kept/plain | $(PACKAGES)
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS_plain) $(COMPILE) $< -o $@

$(BUILD)/obj/checked/%.o: %.c Makefile $(BUILD)/kept/checked | $(PACKAGES)
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS_checked) $(COMPILE) $< -o $@

$(BUILD)/obj/avr/%.o: %.c Makefile $(BUILD)/kept/avr | $(PACKAGES) $(BUILD)/avr/build_id.h
	$(call say,AVR-CC)
	@mkdir -p $(@D)
	$(Q)$(AVR_CC) $(FLAGS_avr) $(STACK_USAGE) $(COMPILE) $< -o $@

$(BUILD)/obj/fuzz/%.o: %.c Makefile $(BUILD)/kept/fuzz | $(PACKAGES)
	$(call say,CLANG)
	@mkdir -p $(@D)
	$(Q)$(CLANG) $(FLAGS_fuzz) -MMD -MP -c $< -o $@

# There are naked functions here, whose stack avr-gcc 5.4 cannot state: a warning without a switch.
$(BUILD)/obj/avr/avr/hw/%.o: STACK_USAGE :=

# Compiled as it stands, for a test calls the player in the finished image and counts its cycles; and for
# those, not for size alone.
$(BUILD)/obj/avr/protocol/player.o: FLAGS_avr += -fno-lto -fno-jump-tables -fguess-branch-probability

-include $(foreach f,plain checked avr fuzz,$(patsubst %.o,%.d,$(call objects,$(f),$(ALL_SOURCES))))

# --- programs --------------------------------------------------------------------------------

# Recipes that link the objects among the prerequisites: $(call link,flavour,libraries) and
# $(call link_avr,flags).
define link
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS_$(1)) $(filter %.o,$^) -o $@ $(2)
endef

define link_avr
	$(call say,AVR-LINK)
	@mkdir -p $(@D)
	$(Q)$(AVR_CC) $(FLAGS_avr) $(LINK_avr) $(1) -Wl,-Map=$(basename $@).map $(filter %.o,$^) -o $@
endef

ELF := $(BUILD)/avr/calfkit.elf
HEX := $(BUILD)/avr/calfkit.hex

# The program ends with its own CRC, which is known only when it is linked: the firmware checks itself by it.
$(BUILD)/avr/linked.elf: $(call objects,avr,$(FIRMWARE)) avr/image.ld $(BUILD)/kept/sources
	$(call link_avr,-Wl$(comma)-T$(comma)avr/image.ld)

$(BUILD)/image-crc: $(call objects,plain,host/image/main.c) $(BUILD)/kept/sources
	$(call link,plain)

define add_crc
	$(Q)avr-objcopy -O binary -R .eeprom -R .image_crc $(@D)/linked.elf $(@D)/program.bin
	$(Q)$(BUILD)/image-crc $(@D)/program.bin $(@D)/program.crc
	$(Q)avr-objcopy --update-section .image_crc=$(@D)/program.crc $(@D)/linked.elf $@
endef

$(ELF): $(BUILD)/avr/linked.elf $(BUILD)/image-crc
	$(call say,CRC)
	$(add_crc)

$(HEX): $(ELF)
	$(call say,HEX)
	$(Q)avr-objcopy -O ihex -R .eeprom $< $@

$(BUILD)/calf: $(call objects,plain,$(CALF) host/calf/main.c) $(BUILD)/kept/sources
	$(call link,plain,$(LIBS_calf))

$(BUILD)/calf-sim: $(call objects,plain,$(KIT) host/kit/main.c) $(BUILD)/kept/sources
	$(call link,plain,$(LIBS_kit))

DOCS := $(call sources_in,host/docs)
PAGES := README.md tests/SAFETY-CASE.md protocol/PROTOCOL.md host/routines/README.md host/routines/RULES.md

$(BUILD)/gen-docs: $(call objects,plain,$(CALF) $(DOCS)) $(BUILD)/kept/sources
	$(call link,plain,$(LIBS_calf))

$(BUILD)/gen-guide: $(call objects,plain,$(DRAWING) schematics/guide/gen_guide.c \
    host/docs/page.c host/docs/quotes.c) $(BUILD)/kept/sources
	$(call link,plain,$(LIBS_drawing))

# --- test programs ---------------------------------------------------------------------------

# Every tests/FOLDER/*_test.c is a program; the other sources of its folder are linked to it.
# tests/bench, tests/campaign and tests/evidence hold programs over the whole firmware, as tests/kit does.
programs = $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/$(1))))
helpers_in = tests/tap.c $(call without_main,$(call sources_in,$(addprefix tests/,$(1))))

PURE_TESTS := $(call programs,pure/*_test.c)
AVR_TESTS := $(patsubst $(BUILD)/tests/pure/%,$(BUILD)/tests/avr/%.elf,$(PURE_TESTS))
HOST_TESTS := $(call programs,host/*_test.c)
KIT_TESTS := $(call programs,kit/*_test.c)
SELFTESTS := $(call programs,selftest/*_test.c)
DRAWING_TESTS := $(call programs,schematics/*_test.c)
BENCHES := $(call programs,bench/*_bench.c)
LONG_FORMS := $(call programs,evidence/*_evidence.c)
CAMPAIGN_TESTS := $(call programs,campaign/*_test.c)
CAMPAIGNS := $(filter-out %/page_test,$(CAMPAIGN_TESTS))

$(PURE_TESTS): $(BUILD)/tests/pure/%: $(BUILD)/obj/checked/tests/pure/%.o \
    $(call objects,checked,$(PURE) $(call helpers_in,pure)) $(BUILD)/kept/sources
	$(call link,checked)

$(AVR_TESTS): $(BUILD)/tests/avr/%.elf: $(BUILD)/obj/avr/tests/pure/%.o \
    $(call objects,avr,$(PURE) $(call helpers_in,pure)) $(BUILD)/kept/sources
	$(call link_avr,-fno-lto)

$(HOST_TESTS): $(BUILD)/tests/%: $(BUILD)/obj/checked/tests/%.o \
    $(call objects,checked,$(CALF) tests/pure/routine_maker.c $(call helpers_in,host)) $(BUILD)/kept/sources
	$(call link,checked,$(LIBS_calf))

$(KIT_TESTS) $(BENCHES) $(LONG_FORMS) $(CAMPAIGN_TESTS): $(BUILD)/tests/%: $(BUILD)/obj/plain/tests/%.o \
    $(call objects,plain,$(KIT) $(LINT) tests/pure/routine_maker.c \
    $(call helpers_in,kit bench evidence campaign)) $(BUILD)/kept/sources
	$(call link,plain,$(LIBS_kit))

$(BUILD)/tests/profiler: $(call objects,plain,$(KIT) $(LINT) tests/profile/main.c \
    tests/pure/routine_maker.c tests/bench/scenes.c $(call helpers_in,kit profile)) \
    $(BUILD)/kept/sources
	$(call link,plain,$(LIBS_kit))

include tests/campaign/campaign.mk

include tests/campaign/without/without.mk

# calf and the kit in one program: without the core's own ends of the link, whose names are calf's too.
CORE_ENDS := $(addprefix avr/core/,device.c events.c requests.c answers.c link.c)
$(SELFTESTS): $(BUILD)/tests/%: $(BUILD)/obj/plain/tests/%.o \
    $(call objects,plain,$(CALF) $(filter-out $(CORE_ENDS),$(KIT)) $(call helpers_in,selftest)) \
    $(BUILD)/kept/sources
	$(call link,plain,$(LIBS_kit) $(LIBS_calf))

$(DRAWING_TESTS): $(BUILD)/tests/%: $(BUILD)/obj/plain/tests/%.o \
    $(call objects,plain,$(KIT) $(LINT) tests/pure/routine_maker.c $(DRAWING) \
    $(call helpers_in,schematics kit)) $(BUILD)/kept/sources
	$(call link,plain,$(LIBS_kit) $(LIBS_drawing))

# The modules that matter most are a shared library to these tests, which tests/mutation changes.
MUTATED := avr/core/safety.c avr/core/guard.c avr/core/level_checks.c avr/core/heat_watch.c avr/core/motor_watch.c \
    avr/core/trial.c avr/core/usage.c avr/core/calendar.c avr/core/sense.c avr/core/thermistor.c \
    protocol/dose.c protocol/routine.c protocol/routine_check.c protocol/player.c
MUTATION_TESTS := $(patsubst $(BUILD)/tests/pure/%,$(BUILD)/mutation/%,$(PURE_TESTS))

$(BUILD)/mutation/libtrial.so: $(MUTATED) $(BUILD)/kept/checked
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS_checked) -shared -fPIC -Wl,-soname,$(@F) $(MUTATED) -o $@

$(MUTATION_TESTS): $(BUILD)/mutation/%: $(BUILD)/obj/checked/tests/pure/%.o \
    $(call objects,checked,$(filter-out $(MUTATED),$(PURE)) $(call helpers_in,pure)) \
    $(BUILD)/mutation/libtrial.so $(BUILD)/kept/sources
	$(call say,LINK)
	$(Q)$(CC) $(FLAGS_checked) -rdynamic $(filter %.o %.so,$^) -o $@

$(BUILD)/tests/mutation/mutation: $(call objects,plain,$(call sources_in,tests/mutation))
	$(call link,plain)

$(BUILD)/tests/avr_runner: $(call objects,plain,tests/avr_runner.c) $(BUILD)/kept/sources
	$(call link,plain,$(LIBS_kit))

include tests/fuzz/fuzz.mk

ALL_TESTS := tests/check_rules $(PURE_TESTS) $(AVR_TESTS) $(HOST_TESTS) $(KIT_TESTS) $(CAMPAIGN_TESTS) \
    $(SELFTESTS) $(DRAWING_TESTS) \
    $(sort $(wildcard tests/host/*.t tests/fuzz/*.t tests/schematics/*.t))
# TESTS=word... leaves those whose path contains one of the words.
named = $(foreach word,$(TESTS),$(if $(findstring $(word),$(1)),$(1)))
CHOSEN_TESTS := $(if $(TESTS),$(foreach t,$(ALL_TESTS),$(call named,$(t))),$(ALL_TESTS))

# --- targets ---------------------------------------------------------------------------------

.PHONY: all demo check firmware flash size bench bench-exact lint eva format profile evidence campaigns mutation coverage fuzz
.PHONY: docs kicad schematics clean help

## make                 the firmware, calf and calf-sim, under build/
all: firmware $(BUILD)/calf $(BUILD)/calf-sim

## make demo            install what is missing, build, play a massage on the virtual kit
DEMO_RECORDS := demo-record
demo: all
	$(BUILD)/calf --sim='--eeprom practised --seed 1' --record $(DEMO_RECORDS) run classic --leg left
	@echo
	@$(BUILD)/calf timing "$$(ls -t $(DEMO_RECORDS)/*.csv | head -n 1)"

# Its time is one of the figures.
WHOLE_CHECK := $(BUILD)/whole-check.log

## make check           install what is missing, build, run every test (TESTS=word: those named so)
check: all size $(BUILD)/gen-docs $(BUILD)/gen-guide $(BUILD)/tests/avr_runner \
    $(filter $(BUILD)/%,$(CHOSEN_TESTS)) \
    $(if $(filter tests/fuzz/%,$(CHOSEN_TESTS)),$(REPLAYS) $(PLANTED))
	@.ci/test $(if $(TESTS),$(BUILD)/check.log,$(WHOLE_CHECK)) $(sort $(CHOSEN_TESTS))

## make firmware        the image for the ATmega328P: build/avr/calfkit.elf, .hex, .map
firmware: $(ELF) $(HEX)

## make flash           write it to the kit by avrdude and say hello (PORT=, BAUD=57600|115200, ISP=usbasp)
flash: $(HEX) $(BUILD)/calf
	$(BUILD)/calf flash $(if $(PORT),--port $(PORT)) $(if $(BAUD),--baud $(BAUD)) \
	    $(if $(ISP),--isp $(ISP)) $(HEX)

## make size            flash and static RAM against their budgets (tests/budgets.h)
size: $(ELF)
	@.ci/size $(ELF) tests/budgets.h

## make bench           measure what everything costs, print it, and write tests/BENCH.md
bench: all $(BENCHES) $(BUILD)/tests/host/memory_test $(BUILD)/gen-docs
	-@test -s $(WHOLE_CHECK) || $(MAKE) check
	@$(BUILD)/tests/bench/firmware_bench tests/BENCH.md
	@$(BUILD)/gen-docs README.md
	@.ci/run_each tests/bench $(filter-out %/firmware_bench,$(BENCHES))

## make bench-exact     the same for what no machine changes, in seconds; the other figures stay as they are
bench-exact: $(ELF) $(BUILD)/tests/bench/firmware_bench $(BUILD)/gen-docs
	@$(BUILD)/tests/bench/firmware_bench exact tests/BENCH.md
	@$(BUILD)/gen-docs README.md

## make profile         where the firmware's cycles go: build/profile/*.txt and flame graphs, *.svg
profile: $(ELF) $(BUILD)/tests/profiler
	@mkdir -p $(BUILD)/profile
	@$(BUILD)/tests/profiler $(ELF) $(BUILD)/profile

## make evidence        all that was tried against it: campaigns, tests/evidence, fuzz; writes tests/EVIDENCE.md
evidence: all campaigns $(LONG_FORMS) fuzz
	@.ci/run_each tests/evidence $(LONG_FORMS)

## make docs            write afresh what is generated: tables and quoted figures, the guide's drawings, README's picture
docs: $(BUILD)/gen-docs $(BUILD)/gen-guide $(BUILD)/calf
	$(BUILD)/gen-docs $(PAGES)
	$(BUILD)/gen-guide schematics/README.md schematics/pictures schematics/export/calfkit.net.xml \
	    schematics/export/board/calfkit-pos.csv
	$(BUILD)/calf --quiet preview classic --svg host/calf/preview/example.svg

## make mutation        do the tests notice every small mistake in the gate and the player? (minutes; ONLY=file)
mutation: $(BUILD)/tests/mutation/mutation $(MUTATION_TESTS)
	@$(if $(ONLY),ONLY=$(ONLY)) $< '$(CC) $(FLAGS_checked) -Werror=return-type' $(BUILD)/mutation $(MUTATED) -- $(MUTATION_TESTS)

## make coverage        do the tests reach every line and branch of the gate and the player?
coverage: $(MUTATION_TESTS)
	@.ci/coverage $(BUILD)/coverage $(MUTATED) -- $(MUTATION_TESTS)

## make kicad           install KiCad 9, from Debian's backports where need be
kicad:
	@.ci/kicad

## make schematics      export netlists, drawings and lists afresh from the KiCad files (needs KiCad)
schematics:
	@.ci/schematics schematics/export

## make lint            layout, static analysis (by what is installed) and the house rules
lint: $(BUILD)/avr/build_id.h
	@.ci/lint

## make eva             can protocol, readings or gate go wrong for any input? (Frama-C; optional: 200 MB of package)
eva: | $(PACKAGES)
	@.ci/eva

## make format          let clang-format lay out every C file
format:
	clang-format -i $(ALL_SOURCES) $(ALL_HEADERS)

## make clean           remove build/
clean:
	rm -rf $(BUILD)

## make help            this list
help:
	@sed -n 's/^## //p' $(filter Makefile %.mk,$(MAKEFILE_LIST))
