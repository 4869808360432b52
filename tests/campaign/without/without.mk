# The firmware without one of its protections, for the tests that must miss it (tests/campaign/protections.h). A part
# of the Makefile. Only the file of the protection is compiled anew; the rest are the firmware's own objects.

$(BUILD)/tests/without: $(call objects,plain,tests/campaign/without/main.c tests/campaign/protections.c) \
    $(BUILD)/kept/sources
	$(call link,plain)

# $(call others,flavour,sources): the objects of all of these but the one that is replaced.
others = $$(printf '%s\n' $(call objects,$(1),$(2)) | grep -vxF $(BUILD)/obj/$(1)/$$(cat $(@D)/file))

$(BUILD)/without/%/calfkit.elf: $(BUILD)/tests/without $(ELF)
	$(Q)$< $* $(@D)
	$(Q)$(AVR_CC) $(FLAGS_avr) -c $(@D)/instead.c -o $(@D)/instead.o
	$(Q)$(AVR_CC) $(FLAGS_avr) $(LINK_avr) -Wl,-Tavr/image.ld $(@D)/instead.o $(call others,avr,$(FIRMWARE)) \
	    -o $(@D)/linked.elf
	$(add_crc)

# A pure test of the code without it: PURE_TEST=safety_test.
$(BUILD)/without/%/pure_test: $(BUILD)/tests/without $(call objects,checked,$(PURE) $(call helpers_in,pure)) \
    $(BUILD)/obj/checked/tests/pure/$(PURE_TEST).o .always
	$(Q)$< $* $(@D)
	$(Q)$(CC) $(FLAGS_checked) -c $(@D)/instead.c -o $(@D)/checked.o
	$(Q)$(CC) $(FLAGS_checked) $(@D)/checked.o $(BUILD)/obj/checked/tests/pure/$(PURE_TEST).o \
	    $(call others,checked,$(PURE) $(call helpers_in,pure)) -o $@

# Another PURE_TEST is another program under the same name.
.PHONY: .always
.always:

## make build/without/NAME/calfkit.elf  the firmware without a protection (tests/campaign/protections_list.h)
