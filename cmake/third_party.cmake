# Third-party C and C++ libraries as targets third_party_<name>. Only what decoding needs is compiled.
# Sources come from .toolchain (scripts/setup-sources.sh) or, for the two release archives, from upstream.
include(FetchContent)

set(CHUNKATLAS_VENDOR "${PROJECT_SOURCE_DIR}/.toolchain/vendor" CACHE PATH "Crates that carry the C libraries")
if(NOT EXISTS "${CHUNKATLAS_VENDOR}/.stamp")
  message(FATAL_ERROR "No library sources in ${CHUNKATLAS_VENDOR}: run scripts/setup-sources.sh first")
endif()

# Makes one of third_party/archives.txt available; its pinned copy in .toolchain stands in for a download.
function(chunkatlas_fetch name)
  file(STRINGS "${PROJECT_SOURCE_DIR}/third_party/archives.txt" pin REGEX "^${name} ")
  separate_arguments(pin)
  list(GET pin 1 sum)
  list(GET pin 2 url)
  string(TOUPPER ${name} upper)
  set(local "${PROJECT_SOURCE_DIR}/.toolchain/sources/${name}")
  if(EXISTS "${local}/.stamp" AND NOT FETCHCONTENT_SOURCE_DIR_${upper})
    set(FETCHCONTENT_SOURCE_DIR_${upper} "${local}")
  endif()
  FetchContent_Declare(${name} URL "${url}" URL_HASH SHA256=${sum})
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()

# chunkatlas_third_party(<name> INCLUDE <dir> SOURCES <file>... [DEFINES <definition>...])
function(chunkatlas_third_party name)
  cmake_parse_arguments(ARG "" "INCLUDE" "SOURCES;DEFINES" ${ARGN})
  add_library(third_party_${name} STATIC ${ARG_SOURCES})
  target_include_directories(third_party_${name} SYSTEM PUBLIC "${ARG_INCLUDE}")
  target_compile_definitions(third_party_${name} PRIVATE ${ARG_DEFINES})
  # Upstream's warnings are upstream's; its deliberate wrap-arounds are not ours to report.
  target_compile_options(third_party_${name} PRIVATE -w
    $<$<BOOL:${CHUNKATLAS_SANITIZE}>:-fno-sanitize=undefined>
    $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)
  target_compile_features(third_party_${name} PRIVATE cxx_std_17)
endfunction()

set(lib "${CHUNKATLAS_VENDOR}/libdeflate-sys/libdeflate")
chunkatlas_third_party(libdeflate
  INCLUDE "${lib}"
  SOURCES ${lib}/lib/crc32.c ${lib}/lib/deflate_decompress.c ${lib}/lib/gzip_decompress.c
          ${lib}/lib/utils.c ${lib}/lib/zlib_decompress.c
          ${lib}/lib/arm/cpu_features.c ${lib}/lib/x86/cpu_features.c)
# Its lib/adler32.c has no vectors in WASM: src/codec/adler32.cc defines the function instead.
target_link_libraries(third_party_libdeflate INTERFACE $<LINK_ONLY:chunkatlas_codec>)

# Both sequence decoders and both Huffman decoders: without the double Huffman one, or the long sequence one,
# recordings decode 1.1 to 1.3 times slower in WASM (bench, zstd).
set(lib "${CHUNKATLAS_VENDOR}/zstd-sys/zstd/lib")
chunkatlas_third_party(zstd
  INCLUDE "${lib}"
  SOURCES ${lib}/common/debug.c ${lib}/common/entropy_common.c ${lib}/common/error_private.c
          ${lib}/common/fse_decompress.c ${lib}/common/xxhash.c ${lib}/common/zstd_common.c
          ${lib}/decompress/huf_decompress.c ${lib}/decompress/zstd_ddict.c
          ${lib}/decompress/zstd_decompress.c ${lib}/decompress/zstd_decompress_block.c
  DEFINES XXH_NAMESPACE=ZSTD_ DYNAMIC_BMI2=0 ZSTD_DISABLE_ASM=1 ZSTD_LEGACY_SUPPORT=0 ZSTD_TRACE=0
          ZSTD_STRIP_ERROR_STRINGS=1)
if(EMSCRIPTEN)
  target_compile_definitions(third_party_zstd PRIVATE HUF_DISABLE_FAST_DECODE=1)
  target_compile_options(third_party_zstd PRIVATE
    -include "${PROJECT_SOURCE_DIR}/third_party/zstd_wide_bits.h")
endif()

set(lib "${CHUNKATLAS_VENDOR}/lz4-sys/liblz4/lib")
chunkatlas_third_party(lz4 INCLUDE "${lib}" SOURCES ${lib}/lz4.c)

# Snappy's own build generates one public header; these are its values without <sys/uio.h>.
set(lib "${CHUNKATLAS_VENDOR}/snappy_src/snappy")
set(generated "${PROJECT_BINARY_DIR}/third_party/snappy")
block()
  set(HAVE_SYS_UIO_H_01 0)
  set(PROJECT_VERSION_MAJOR 1)
  set(PROJECT_VERSION_MINOR 3)
  set(PROJECT_VERSION_PATCH 1)
  configure_file("${lib}/snappy-stubs-public.h.in" "${generated}/snappy-stubs-public.h")
endblock()
chunkatlas_third_party(snappy
  INCLUDE "${lib}"
  SOURCES ${lib}/snappy.cc ${lib}/snappy-sinksource.cc ${lib}/snappy-stubs-internal.cc
  DEFINES HAVE_BUILTIN_EXPECT=1 HAVE_BUILTIN_CTZ=1 HAVE_BUILTIN_PREFETCH=1
          HAVE_ATTRIBUTE_ALWAYS_INLINE=1)
target_include_directories(third_party_snappy SYSTEM PUBLIC "${generated}")

# For the second module (src/extra). bzip2's bzlib.c has both directions in it and so needs the compressor's
# files to link; a WASM module carries only what is called.
set(lib "${CHUNKATLAS_VENDOR}/bzip2-sys/bzip2-1.0.8")
chunkatlas_third_party(bzip2
  INCLUDE "${lib}"
  SOURCES ${lib}/blocksort.c ${lib}/bzlib.c ${lib}/compress.c ${lib}/crctable.c ${lib}/decompress.c
          ${lib}/huffman.c ${lib}/randtable.c
  DEFINES BZ_NO_STDIO)

# liblzma's decoders and checks. What its own build finds out, definitions say here; HAVE_SMALL computes the
# tables of the checks instead of carrying 16 KiB of them, and is not for the decoders, which it makes slower.
set(lib "${CHUNKATLAS_VENDOR}/liblzma-sys/xz/src/liblzma")
chunkatlas_third_party(lzma
  INCLUDE "${lib}/api"
  SOURCES ${lib}/check/check.c ${lib}/check/crc32_small.c ${lib}/check/crc64_small.c ${lib}/check/sha256.c
          ${lib}/common/alone_decoder.c ${lib}/common/block_decoder.c ${lib}/common/block_header_decoder.c
          ${lib}/common/block_util.c ${lib}/common/common.c ${lib}/common/filter_common.c
          ${lib}/common/filter_decoder.c ${lib}/common/filter_flags_decoder.c ${lib}/common/index_hash.c
          ${lib}/common/stream_decoder.c ${lib}/common/stream_flags_common.c
          ${lib}/common/stream_flags_decoder.c ${lib}/common/vli_decoder.c ${lib}/common/vli_size.c
          ${lib}/delta/delta_common.c ${lib}/delta/delta_decoder.c
          ${lib}/lz/lz_decoder.c
          ${lib}/lzma/lzma2_decoder.c ${lib}/lzma/lzma_decoder.c ${lib}/lzma/lzma_encoder_presets.c
          ${lib}/simple/arm.c ${lib}/simple/armthumb.c ${lib}/simple/ia64.c ${lib}/simple/powerpc.c
          ${lib}/simple/simple_coder.c ${lib}/simple/simple_decoder.c ${lib}/simple/sparc.c
          ${lib}/simple/x86.c
  DEFINES HAVE_STDBOOL_H HAVE_STDINT_H HAVE_INTTYPES_H HAVE_STRING_H HAVE_VISIBILITY=0
          TUKLIB_SYMBOL_PREFIX=lzma_ TUKLIB_FAST_UNALIGNED_ACCESS
          HAVE_DECODERS HAVE_DECODER_LZMA1 HAVE_DECODER_LZMA2 HAVE_DECODER_DELTA HAVE_DECODER_ARM
          HAVE_DECODER_ARMTHUMB HAVE_DECODER_IA64 HAVE_DECODER_POWERPC HAVE_DECODER_SPARC HAVE_DECODER_X86
          HAVE_CHECK_CRC32 HAVE_CHECK_CRC64 HAVE_CHECK_SHA256)
target_include_directories(third_party_lzma PRIVATE
  ${lib}/check ${lib}/common ${lib}/delta ${lib}/lz ${lib}/lzma ${lib}/rangecoder ${lib}/simple
  ${lib}/../common)
set_source_files_properties(${lib}/check/crc32_small.c ${lib}/check/crc64_small.c
  PROPERTIES COMPILE_DEFINITIONS HAVE_SMALL)

# Header only; its own targets would bring its tests and install rules.
set(JSON_BuildTests OFF CACHE INTERNAL "")
set(JSON_Install OFF CACHE INTERNAL "")
chunkatlas_fetch(nlohmann_json)
add_library(third_party_nlohmann_json INTERFACE)
target_include_directories(third_party_nlohmann_json SYSTEM INTERFACE "${nlohmann_json_SOURCE_DIR}/include")
target_compile_definitions(third_party_nlohmann_json INTERFACE JSON_NOEXCEPTION)

if(CHUNKATLAS_TESTS)
  chunkatlas_fetch(catch2)
  list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/extras")
endif()
