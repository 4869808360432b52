# What the firmware may take of the ATmega328P's 32,768 bytes of flash and 2,048 bytes of RAM.
# Static RAM is .data + .bss + .noinit; the stack lives in the rest.
FLASH_BUDGET_bytes := 22528
RAM_BUDGET_bytes := 1200
