# The safety campaigns' part of the Makefile.

# The firmware under a build id that no commit changes: nor does a commit change what the campaigns count then.
UNNAMED := $(BUILD)/unnamed
TEXT_fixed_build_id := \#define BUILD_ID 0x12345678UL
$(eval $(call kept,$(UNNAMED)/build/avr/build_id.h,TEXT_fixed_build_id))

$(UNNAMED)/main.o: avr/main.c Makefile $(BUILD)/kept/avr $(UNNAMED)/build/avr/build_id.h | $(PACKAGES)
	$(call say,AVR-CC)
	$(Q)$(AVR_CC) -I$(UNNAMED) $(FLAGS_avr) $(COMPILE) $< -o $@

$(UNNAMED)/linked.elf: $(call objects,avr,$(filter-out avr/main.c,$(FIRMWARE))) $(UNNAMED)/main.o \
    avr/image.ld $(BUILD)/kept/sources
	$(call link_avr,-Wl$(comma)-T$(comma)avr/image.ld)

$(UNNAMED)/calfkit.elf: $(UNNAMED)/linked.elf $(BUILD)/image-crc
	$(call say,CRC)
	$(add_crc)

-include $(UNNAMED)/main.d

$(CAMPAIGN_TESTS) $(BENCHES) $(BUILD)/tests/kit/budgets_test: | $(UNNAMED)/calfkit.elf

$(BUILD)/tests/evidence_page: $(call objects,plain,tests/campaign/main.c $(PURE) \
    $(addprefix tests/campaign/,page.c tally.c fingerprint.c)) $(BUILD)/kept/sources
	$(call link,plain)

# --- targets ---------------------------------------------------------------------------------

## make campaigns       the safety campaigns alone, in their long forms (NAME=word: those named so); writes EVIDENCE.md
NAMED_CAMPAIGNS := $(if $(NAME),$(foreach t,$(CAMPAIGNS),$(if $(findstring $(NAME),$(t)),$(t))),$(CAMPAIGNS))
campaigns: all $(KIT_TESTS) $(PURE_TESTS) $(CAMPAIGNS) $(BUILD)/tests/evidence_page $(BUILD)/gen-docs
	@mkdir -p $(BUILD)/campaign
	@.ci/run_each --record tests/campaign $(NAMED_CAMPAIGNS)
	@$(BUILD)/tests/evidence_page $(CAMPAIGNS)
	$(BUILD)/gen-docs README.md
