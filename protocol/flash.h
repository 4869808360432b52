/* flash.h: tables that stay in program memory on the AVR and are plain constants elsewhere. */
#ifndef PROTOCOL_FLASH_H
#define PROTOCOL_FLASH_H

#include <stdint.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
#define FLASH_TABLE PROGMEM
#define flash_u8(address) pgm_read_byte(address)
#define flash_u16(address) pgm_read_word(address)
#define flash_i16(address) ((int16_t)pgm_read_word(address))
#else
#define FLASH_TABLE
#define flash_u8(address) (*(address))
#define flash_u16(address) (*(address))
#define flash_i16(address) (*(address))
#endif

#endif
