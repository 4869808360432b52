/* by_pointer.h: a struct that is to be reached by its pointer.
 *
 * The device's structs stand at fixed places, and once its functions are merged the compiler knows them: each access
 * then names its address and takes four bytes of program, where one by a pointer takes two. BY_POINTER(x) lets it
 * forget where x points. It stands where that saves 16 bytes or more, measured one by one: 450 together.
 */
#ifndef AVR_CORE_BY_POINTER_H
#define AVR_CORE_BY_POINTER_H

#ifdef __AVR__
#define BY_POINTER(pointer) __asm__("" : "+r"(pointer))
#else
#define BY_POINTER(pointer) ((void)(pointer))
#endif

#endif
