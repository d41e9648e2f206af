/* Included before each of zstd's sources in the WASM build (cmake/third_party.cmake): lets zstd
 * read bits 64 at a time, as it does on 64-bit machines. WebAssembly has 64-bit registers, though
 * sizes and pointers are of 32 bits, and zstd takes the width of the one for that of the other.
 *
 * zstd 1.5.7: MEM_64bits() chooses how often bits are reloaded, and size_t is the type of their
 * reservoir, which nothing outside of bitstream.h depends on. The fast Huffman loops, which do,
 * stay off (HUF_DISABLE_FAST_DECODE). What MEM_32bits() also looks for, a sequence beyond
 * the end of the address space, is ruled out by MAXIMUM_MEMORY in cmake/wasm.cmake. */
#include "common/mem.h"

#include "common/bits.h"
#include "common/compiler.h"
#include "common/debug.h"
#include "common/error_private.h"

#define MEM_64bits() 1
#define MEM_32bits() 0
#define MEM_readLEST MEM_readLE64
#define MEM_writeLEST MEM_writeLE64

#define size_t U64
#include "common/bitstream.h"
#undef size_t
